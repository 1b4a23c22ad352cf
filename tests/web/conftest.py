"""A server on a small record, and people of every role who ask it something."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterable, Iterator
from itertools import count
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from httpx2 import Response

from marsad.pipeline.record import Record
from marsad.web.app import create_app
from marsad.web.people.accounts import FIRST
from marsad.web.security.passwords import Passwords
from marsad.web.security.secrets import digest
from marsad.web.settings import SECOND, Settings

PASSWORD = "the long way home 7"
CHEAP = Settings(hash_kib=8, hash_passes=1, hash_lanes=1, hosts=("testserver",), slowest_body=0.5)
START = 1_700_000_000 * SECOND


class Clock:
    """A clock that ticks by a microsecond and can be set forward."""

    def __init__(self) -> None:
        self._ticks = count(START)
        self.ahead = 0

    def __call__(self) -> int:
        """Return the time."""
        return next(self._ticks) + self.ahead

    def pass_by(self, seconds: float) -> None:
        """Let time pass."""
        self.ahead += round(seconds * SECOND)


@pytest.fixture
def clock() -> Clock:
    """Return the server's clock."""
    return Clock()


@pytest.fixture(scope="session")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the file of an empty record, to be copied."""
    file = tmp_path_factory.mktemp("web") / "empty.db"
    Record.init(str(file)).close()
    return file


@pytest.fixture
def record(clock: Clock, empty: Path, tmp_path: Path) -> Iterator[Record]:
    """Return an empty record in a file of its own."""
    shutil.copy(empty, tmp_path / "record.db")
    with Record.open(str(tmp_path / "record.db"), clock=clock) as opened:
        yield opened


@pytest.fixture
def app(record: Record) -> FastAPI:
    """Return the server's application."""
    return create_app(record, settings=CHEAP)


@pytest.fixture
def client(app: FastAPI) -> TestClient:
    """Return a browser of nobody, that follows no redirects."""
    return TestClient(app, follow_redirects=False, raise_server_exceptions=True)


SignIn = Callable[..., TestClient]


@pytest.fixture
def sign_in(app: FastAPI, record: Record) -> SignIn:
    """Return what makes a person of a role, named after it, and returns their browser, signed in."""

    def made(role: str, name: str = "") -> TestClient:
        browser = TestClient(app, follow_redirects=False)
        put_person(record, name or role, role)
        answer = form(browser, "/login", name=name or role, password=PASSWORD)
        assert answer.status_code == 303, answer.text
        return browser

    return made


def put_person(record: Record, name: str, role: str) -> None:
    """Let there be a person with a role and the tests' password."""
    with record.store.writing() as w:
        w.put_person(name, role=role, at=record.clock(), password=Passwords(CHEAP).hash(PASSWORD))


def put_first_link(record: Record, secret: str, seconds: int = 3600) -> None:
    """Let there be a link for the first admin."""
    with record.store.writing() as w:
        at = record.clock()
        w.put_ticket(digest(secret), purpose=FIRST, person=None, at=at, until=at + seconds * SECOND)


def put_token(record: Record, name: str, scopes: Iterable[str]) -> str:
    """Let a person have a key for scopes; return it."""
    secret = f"marsad_{name:k<43}"
    with record.store.writing() as w:
        person = w.person(name)
        assert person is not None
        at = record.clock()
        w.put_token(
            digest(secret), person=person.number, name="k", scopes=frozenset(scopes), at=at, until=None
        )
    return secret


def mark(client: TestClient, path: str = "/language-of-nothing") -> str:
    """Return the mark that this browser's forms bear; any page tells it, an error too."""
    found = re.search(r'<meta name="csrf" content="([0-9a-f]{64})">', client.get(path).text)
    assert found is not None
    return found[1]


def form(client: TestClient, path: str, **values: object) -> Response:
    """Send a form with its mark."""
    return client.post(path, data={"csrf": mark(client), **values})
