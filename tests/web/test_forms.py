"""Requests that another site, a stale page or a hostile hand sends: refused, and nothing is changed."""

from __future__ import annotations

from dataclasses import replace

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from marsad.pipeline.record import Record
from marsad.web.app import create_app
from tests.web.conftest import CHEAP, PASSWORD, SignIn, form, mark, put_person

NEW = {"name": "zineb", "role": "reader"}


def names(record: Record) -> list[str]:
    """Return who there is."""
    with record.store.reading() as r:
        return [one.name for one in r.persons()]


def test_a_form_without_its_mark_changes_nothing(sign_in: SignIn, record: Record) -> None:
    """No mark, a made-up one and one of another browser are refused alike."""
    admin, other = sign_in("admin"), sign_in("coder")
    for told in ({}, {"csrf": "0" * 64}, {"csrf": mark(other)}, {"csrf": ""}, {"csrf": "é" * 64}):
        assert admin.post("/people", data=NEW | told).status_code == 403
    assert admin.post("/people", data=NEW, headers={"x-csrf-token": mark(other)}).status_code == 403
    assert names(record) == ["admin", "coder"]
    assert admin.post("/people", data=NEW, headers={"x-csrf-token": mark(admin)}).status_code == 200
    assert names(record) == ["admin", "coder", "zineb"]


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"origin": "http://testserver.evil.example"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
    ],
)
def test_a_form_of_another_site_is_refused_even_with_a_mark(
    headers: dict[str, str], sign_in: SignIn, record: Record
) -> None:
    """The browser's own word on where a form comes from counts too."""
    admin = sign_in("admin")
    answer = admin.post("/people", data=NEW | {"csrf": mark(admin)}, headers=headers)
    assert answer.status_code == 403
    assert names(record) == ["admin"]


def test_signing_in_needs_a_mark_too(client: TestClient, record: Record) -> None:
    """Nobody can be signed in to an account of another's choice by a form elsewhere."""
    put_person(record, "amal", "reader")
    assert client.post("/login", data={"name": "amal", "password": PASSWORD}).status_code == 403
    assert "marsad" not in client.cookies


def test_the_mark_of_a_session_is_no_longer_good_after_it(sign_in: SignIn) -> None:
    """Each session has a mark of its own."""
    first, second = sign_in("reader"), sign_in("reader")
    assert mark(first) != mark(second)


@pytest.mark.parametrize(
    "goal",
    [
        "https://evil.example/", "//evil.example/", "/\\evil.example", "\\\\evil.example", "javascript:x",
        "/\t/evil.example", "http:evil.example", " //evil.example", "///evil.example", "/%0d%0aset-cookie:x",
        "/\x0d\x0aset-cookie: x=1", "data:text/html,x", "evil.example", "",
    ],
)  # fmt: skip
def test_nobody_is_led_to_another_site(goal: str, client: TestClient, record: Record) -> None:
    """After signing in and after choosing a language the way leads to a path of this server."""
    put_person(record, "amal", "reader")
    chosen = client.get("/language/fr", params={"next": goal})
    answers = [chosen, form(client, "/login", name="amal", password=PASSWORD, next=goal)]
    for answer in answers:
        where = answer.headers["location"]
        assert where == "/" or (where.startswith("/%0d") and "evil" not in where)
        assert "x" not in answer.cookies


def test_a_page_asked_for_is_reached_after_signing_in(client: TestClient, record: Record) -> None:
    """The way back stands in the form, and is kept through a wrong password."""
    put_person(record, "amal", "reader")
    asked = client.get("/account?tab=2")
    assert asked.headers["location"] == "/login?next=%2Faccount%3Ftab%3D2"
    shown = client.get(asked.headers["location"])
    assert 'name="next" value="/account?tab=2"' in shown.text
    told = {"name": "amal", "next": "/account?tab=2"}
    assert 'value="/account?tab=2"' in form(client, "/login", password="wrong", **told).text
    assert form(client, "/login", password=PASSWORD, **told).headers["location"] == "/account?tab=2"


def test_htmx_is_led_by_its_own_header(client: TestClient) -> None:
    """A fragment is not replaced by a whole page to sign in: the page itself goes there."""
    answer = client.get("/account", headers={"hx-request": "true"})
    assert (answer.status_code, answer.headers["hx-redirect"]) == (204, "/login")


HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>{{7777*7777}}"


def test_what_is_typed_stays_text(sign_in: SignIn, client: TestClient) -> None:
    """Names of people and of keys, the form to sign in and error pages show marks as signs."""
    admin = sign_in("admin")
    form(admin, "/people", name=HOSTILE, role="reader")
    form(admin, "/account/tokens", name=HOSTILE, scopes="read", days=3)
    pages = [admin.get(path).text for path in ("/people", "/account", "/audit")]
    pages += [client.get("/login", params={"next": f"/{HOSTILE}"}).text, admin.get(f"/{HOSTILE}").text]
    pages.append(form(client, "/login", name=HOSTILE, password="x").text)
    pages.append(form(admin, "/people/role", name=HOSTILE, role=HOSTILE).text)
    for text in pages:
        assert "<script>" not in text
        assert "<img" not in text
        assert "60481729" not in text
    assert all("&lt;script&gt;alert(1)&lt;/script&gt;" in text for text in pages[:3])


def test_a_demo_is_read_and_never_changed(record: Record, sign_in: SignIn) -> None:
    """Everybody looks as a reader does; no form is taken, not even to sign in."""
    sign_in("admin")
    demo = TestClient(create_app(record, settings=replace(CHEAP, demo=True)), follow_redirects=False)
    shown = demo.get("/api/v1/docs")
    assert shown.status_code == 200
    assert "no source of facts" in shown.text
    assert demo.get("/api/v1/incidents").json() == {"items": [], "next": None}
    assert [demo.get(path).status_code for path in ("/people", "/account", "/audit")] == [403] * 3
    for path in ("/login", "/people", "/api/v1/reports", "/logout"):
        assert form(demo, path, name="admin", password=PASSWORD).status_code == 403


def test_a_route_that_does_not_say_who_may_ask_is_found(app: FastAPI) -> None:
    """The application is not made with it."""
    from fastapi import APIRouter

    from marsad.web import console
    from marsad.web.people.rights import routes

    open_one = APIRouter()
    open_one.add_api_route("/open", lambda: "anything")
    app.include_router(open_one)
    assert ("GET", "/open", None) in set(routes(app))
    assert console.router.routes
