"""The server as a process: where it is found, how the first admin comes in, the demo, the settings."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx2
import pytest

from marsad.errors import InputError
from marsad.web.demo import demo_record
from marsad.web.settings import LOCAL, from_environment


@contextmanager
def served(*options: str) -> Iterator[tuple[subprocess.Popen[str], list[str]]]:
    """Run `marsad serve` on a free port; give the process and the lines that it said until it stood."""
    process = subprocess.Popen(
        [sys.executable, "-m", "marsad", "serve", "--port", "0", *options],
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        env=os.environ | {"PYTHONUNBUFFERED": "1"},
    )  # fmt: skip
    assert process.stdout is not None
    try:
        said = [process.stdout.readline(), process.stdout.readline()]
        yield process, said
    finally:
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=30) == 130
        process.stdout.close()


def test_a_record_is_served_and_the_first_admin_comes_in(empty: Path, tmp_path: Path) -> None:
    """The terminal tells the address and the link; Ctrl-C stops the server."""
    shutil.copy(empty, tmp_path / "record.db")
    with served("--database", str(tmp_path / "record.db")) as (_, said):
        found = re.search(r"the console is at (http://127\.0\.0\.1:\d+/)", said[0])
        link = re.search(r"(http://127\.0\.0\.1:\d+/welcome/[\w-]{43}) \(for 60 minutes", said[1])
        assert found is not None, said
        assert link is not None, said
        assert httpx2.get(found[1]).headers["location"] == "/login"
        shown = httpx2.get(link[1])
        assert shown.status_code == 200
        assert "server" not in shown.headers
        assert httpx2.get(found[1], headers={"host": "evil.example"}).status_code == 400
        assert httpx2.get(f"{found[1]}static/base.css").status_code == 200


def test_a_record_that_is_not_there_is_told(tmp_path: Path) -> None:
    """In a sentence that says what to do, before anything listens."""
    done = subprocess.run(
        [sys.executable, "-m", "marsad", "serve", "--database", str(tmp_path / "none.db")],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert "marsad init" in done.stderr


def test_the_demo_holds_the_sample_texts_and_goes_with_the_server(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Coded, linked, and in a folder that is gone afterwards."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with demo_record("lexical") as record:
        assert record.count() >= 6
        assert list(tmp_path.iterdir())
    assert not list(tmp_path.iterdir())


def test_settings_are_read_from_the_environment() -> None:
    """Names, times and sizes; what cannot be is told with its name."""
    told = {
        "MARSAD_WEB_HOSTS": "a.example, b.example", "MARSAD_WEB_IDLE_MINUTES": "5",
        "MARSAD_WEB_SESSION_HOURS": "1", "MARSAD_WEB_LARGEST_MIB": "2",
    }  # fmt: skip
    made = from_environment(environment=told)
    assert made.hosts == ("a.example", "b.example")
    assert (made.idle, made.absolute, made.largest_body) == (300, 3600, 2 * 1024 * 1024)
    assert from_environment(environment={}).hosts == LOCAL
    assert from_environment(host="::1", environment={}).hosts == LOCAL
    assert from_environment(host="10.0.0.7", environment={}).hosts == (*LOCAL, "10.0.0.7")
    assert from_environment(host="0.0.0.0", environment={}).hosts == ()
    for wrong in ("0", "-1", "x", "1.5"):
        with pytest.raises(InputError, match="MARSAD_WEB_IDLE_MINUTES"):
            from_environment(environment={"MARSAD_WEB_IDLE_MINUTES": wrong})
