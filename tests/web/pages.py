"""A browser on a server of one's own: Debian's chromium, driven by playwright."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn
from playwright.sync_api import Browser, sync_playwright

from marsad.pipeline.record import Record
from marsad.web.app import create_app
from marsad.web.security.passwords import Passwords
from marsad.web.settings import Settings

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
WHY = "no chromium: apt-get install chromium"
SETTINGS = Settings(hash_kib=8, hash_passes=1, hash_lanes=1)
PASSWORD = "the long way home 7"
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip


@contextmanager
def served(record: Record) -> Iterator[str]:
    """Serve a record on a free port of this machine; yields the address."""
    with record.store.writing() as w:
        for role in ("reader", "coder", "admin"):
            w.put_person(role, role=role, at=record.clock(), password=Passwords(SETTINGS).hash(PASSWORD))
    config = uvicorn.Config(create_app(record, settings=SETTINGS), port=0, log_level="error", lifespan="off")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        assert thread.is_alive(), "the server did not start"
        time.sleep(0.02)
    try:
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(20)


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start a browser without a window."""
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        try:
            yield browser
        finally:
            browser.close()
