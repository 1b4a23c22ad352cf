"""What the server takes, from whom and how fast; the headers that all it says bears."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import replace

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from marsad.errors import StoreError
from marsad.pipeline.record import Record
from marsad.web.app import create_app
from marsad.web.security.headers import HEADERS
from tests.web.conftest import CHEAP, mark

SMALL = replace(CHEAP, largest_body=1000)


def pieces(size: int) -> Iterator[bytes]:
    """Yield a body without saying how long it is."""
    for _ in range(size // 100):
        yield b"x" * 100


@pytest.fixture
def small(record: Record) -> TestClient:
    """Return a browser of a server that takes a thousand bytes."""
    return TestClient(create_app(record, settings=SMALL), follow_redirects=False)


@pytest.mark.parametrize("path", ["/login", "/api/v1/reports", "/nowhere"])
def test_a_body_too_large_is_refused(path: str, small: TestClient) -> None:
    """By its header before it is read, and by its bytes where it tells no length."""
    headers = {"content-type": "application/x-www-form-urlencoded"}
    assert small.post(path, content=b"x" * 1001, headers=headers).status_code == 413
    if path == "/login":
        assert small.post(path, content=pieces(2000), headers=headers).status_code == 413
    assert small.post(path, content=b"x" * 900, headers=headers).status_code not in (413, 500)


@pytest.mark.parametrize("length", ["-1", "1e3", "x", "99999999999999999999"])
def test_a_length_that_is_none_is_refused(length: str, small: TestClient) -> None:
    """Neither read nor believed."""
    answer = small.post("/login", content=b"x", headers={"content-length": length})
    assert answer.status_code in (400, 413)


def test_a_body_that_comes_too_slowly_is_refused(app: FastAPI) -> None:
    """A sender who stops in the middle is answered and let go."""
    said: list[dict[str, object]] = []

    async def receive() -> dict[str, object]:
        if not said and not getattr(receive, "begun", False):
            receive.begun = True  # type: ignore[attr-defined]
            return {"type": "http.request", "body": b"name=a", "more_body": True}
        await asyncio.sleep(30)
        raise AssertionError("the body was waited for")

    async def send(message: dict[str, object]) -> None:
        said.append(message)

    scope = {
        "type": "http", "method": "POST", "path": "/login", "raw_path": b"/login", "query_string": b"",
        "headers": [(b"host", b"testserver"), (b"content-type", b"application/x-www-form-urlencoded")],
        "scheme": "http", "server": ("testserver", 80), "client": ("127.0.0.1", 5000), "http_version": "1.1",
        "root_path": "",
    }  # fmt: skip
    asyncio.run(app(scope, receive, send))  # type: ignore[arg-type]
    assert said[0]["status"] == 408


@pytest.mark.parametrize(
    "path",
    [
        "/static/../app.py", "/static/..%2fapp.py", "/static/%2e%2e/settings.py", "/static/....//app.py",
        "/static//etc/passwd", "/static/..\\app.py", "/static/%00", "/../../../../etc/passwd",
        "/language/..%2f..%2fwords", "/welcome/../../etc", "/api/v1/reports/..%2f..%2fx",
    ],
)  # fmt: skip
def test_no_path_leads_out_of_the_package(path: str, client: TestClient) -> None:
    """Only the files of the folder `static` are sent."""
    answer = client.get(path)
    assert answer.status_code in (303, 401, 404, 422)
    assert "root:" not in answer.text
    assert "import" not in answer.text


def test_every_answer_bears_the_headers(client: TestClient, small: TestClient) -> None:
    """Pages, files, errors of every kind."""
    answers = [
        client.get("/login"), client.get("/static/base.css"), client.get("/nowhere"), client.put("/login"),
        client.get("/api/v1/incidents"), small.post("/login", content=b"x" * 2000), client.get("/account"),
        client.get("/login", headers={"host": "evil.example"}),
    ]  # fmt: skip
    assert [one.status_code for one in answers] == [200, 200, 404, 405, 401, 413, 303, 400]
    for one in answers:
        assert {name: one.headers.get(name) for name in HEADERS} == HEADERS
        assert "server" not in one.headers
    assert "strict-transport-security" not in answers[0].headers
    secure = TestClient(client.app, base_url="https://testserver").get("/login")
    assert "strict-transport-security" in secure.headers


def test_a_fault_tells_nothing_of_itself(app: FastAPI) -> None:
    """The page says that there was one, and bears the headers as all others do."""
    app.state.desk.record.close()
    app.state.desk = replace(app.state.desk, record=None)
    broken = TestClient(app, raise_server_exceptions=False, cookies={"marsad": "x"})
    answer = broken.get("/")
    assert answer.status_code == 500
    assert "NoneType" not in answer.text
    assert "Traceback" not in answer.text
    assert answer.headers["content-security-policy"] == HEADERS["content-security-policy"]


def test_a_record_that_does_not_answer_is_told(app: FastAPI, monkeypatch: pytest.MonkeyPatch) -> None:
    """With 503, on a page that needs no record and in a problem document."""

    def refuse(_: object) -> None:
        raise StoreError("SQLite: the disk failed: /secret/place")

    browser = TestClient(app, cookies={"marsad": "x"})
    monkeypatch.setattr("marsad.store.Store.reading", refuse)
    shown, told = browser.get("/"), browser.get("/api/v1/incidents")
    assert (shown.status_code, told.status_code) == (503, 503)
    assert "does not answer" in shown.text
    assert told.json()["type"] == "urn:marsad:problem:record"
    assert "secret" not in shown.text + told.text


def test_null_signs_and_huge_numbers_are_refused(client: TestClient) -> None:
    """They reach no database."""
    told = mark(client)
    assert client.get("/login?next=%00").status_code == 404
    answer = client.post("/login", data={"csrf": told, "name": "a\x00b", "password": "c\x00d"})
    assert answer.status_code == 422
