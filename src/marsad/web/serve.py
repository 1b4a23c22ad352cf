"""The server: the application, listening; what is said on the terminal when it stands."""

from __future__ import annotations

import webbrowser
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

import uvicorn
from fastapi import FastAPI

from marsad.pipeline.record import Record
from marsad.web.app import create_app
from marsad.web.demo import demo_record
from marsad.web.desk import Desk
from marsad.web.people.accounts import first_link
from marsad.web.settings import Settings

Say = Callable[[str], None]
KEPT_OPEN = 15
"""Seconds that a silent connection is kept."""

AT_ONCE = 200
"""Connections at one time; more are answered with 503."""


class Server(uvicorn.Server):
    """A server that says where it is to be found, once it is."""

    def __init__(self, config: uvicorn.Config, found: Callable[[str], None]) -> None:
        super().__init__(config)
        self._found = found

    async def startup(self, sockets: list | None = None) -> None:  # type: ignore[type-arg]
        """Listen, then tell the address."""
        await super().startup(sockets)
        for one in self.servers:
            for listening in one.sockets:
                host, port = listening.getsockname()[:2]
                self._found(f"http://{_shown(host)}:{port}")
                return


def _shown(host: str) -> str:
    """Return a host as a browser on this machine finds it."""
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)
    return f"[{host}]" if ":" in host else host


def serve(
    database: str, *, settings: Settings, host: str, port: int, say: Say, show: bool,
    proxies: Sequence[str] = (),
) -> None:  # fmt: skip
    """Serve a record until the process is stopped; `show` opens the browser, `say` gets a line for people.

    `proxies` are the addresses whose word on who asks, and how, is believed (X-Forwarded-For and -Proto).
    """
    with _record(database, settings) as record:
        app = create_app(record, settings=settings)
        config = uvicorn.Config(
            app, host=host, port=port, log_level="warning", server_header=False, date_header=True,
            proxy_headers=bool(proxies), forwarded_allow_ips=list(proxies),
            timeout_keep_alive=KEPT_OPEN, timeout_graceful_shutdown=5, limit_concurrency=AT_ONCE,
            ws="none", lifespan="off",
        )  # fmt: skip
        Server(config, lambda address: _announce(app, address, say, show)).run()


@contextmanager
def _record(database: str, settings: Settings) -> Iterator[Record]:
    """Open the record to be served."""
    if settings.demo:
        with demo_record(settings.reader) as made:
            yield made
    else:
        with Record.open(database) as opened:
            yield opened


def _announce(app: FastAPI, address: str, say: Say, show: bool) -> None:
    """Say where the console is, and how the first admin comes in."""
    desk = app.state.desk
    assert isinstance(desk, Desk)
    goal = f"{address}/"
    say(f"the console is at {goal} (Ctrl-C stops it)")
    if desk.settings.demo:
        say("a demo on sample texts, no source of facts: it can be read and not changed")
    elif (secret := first_link(desk)) is not None:
        goal = f"{address}/welcome/{secret}"
        minutes = desk.settings.first_link // 60
        say(f"nobody can sign in yet: make the first admin at {goal} (for {minutes} minutes, one time)")
    if show:
        webbrowser.open(goal)
