"""Sessions: new at sign-in, gone at sign-out, old after a while, bound to who a person is now."""

from __future__ import annotations

from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from marsad.errors import StoreError
from marsad.pipeline.record import Record
from tests.web.conftest import CHEAP, PASSWORD, Clock, SignIn, form, mark, put_person


def is_in(browser: TestClient) -> bool:
    """Return whether a browser is signed in."""
    return browser.get("/account").status_code == 200


def test_a_session_given_from_outside_is_not_taken_over(app: FastAPI, record: Record) -> None:
    """What a browser held before signing in is another secret than after, and opens nothing."""
    put_person(record, "amal", "reader")
    browser = TestClient(app, follow_redirects=False)
    browser.cookies.set("marsad", "chosen-by-somebody-else")
    mark(browser)
    before = browser.cookies["marsad_visit"]
    assert form(browser, "/login", name="amal", password=PASSWORD).status_code == 303
    held = [one.value for one in browser.cookies.jar if one.name == "marsad"]
    assert len(held[-1] or "") == 43
    for old in ("chosen-by-somebody-else", before):
        other = TestClient(app, follow_redirects=False, cookies={"marsad": old})
        assert not is_in(other)


def test_signing_out_ends_the_session_on_the_server(app: FastAPI, sign_in: SignIn) -> None:
    """A copy of the cookie is worth nothing afterwards."""
    browser = sign_in("reader")
    copy = TestClient(app, follow_redirects=False, cookies={"marsad": browser.cookies["marsad"]})
    assert is_in(copy)
    assert form(browser, "/logout").headers["location"] == "/login"
    assert "marsad" not in browser.cookies
    assert not is_in(copy)


def test_a_session_left_alone_ends(sign_in: SignIn, clock: Clock) -> None:
    """Each use puts the idle end off; the absolute end stays."""
    browser = sign_in("reader")
    clock.pass_by(CHEAP.idle - 10)
    assert is_in(browser)
    clock.pass_by(CHEAP.idle - 10)
    assert is_in(browser)
    clock.pass_by(CHEAP.idle + 1)
    assert not is_in(browser)


def test_a_session_ends_however_often_it_is_used(sign_in: SignIn, clock: Clock) -> None:
    """After the absolute time nobody is in."""
    browser = sign_in("reader")
    for _ in range(CHEAP.absolute // 3600):
        assert is_in(browser)
        clock.pass_by(3600)
    assert not is_in(browser)


def test_a_record_that_cannot_be_written_can_still_be_looked_at(
    sign_in: SignIn, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """That a session was seen is written down another time."""
    browser = sign_in("reader")
    clock.pass_by(300)

    def refuse(_: object) -> None:
        raise StoreError("another writer held the record for too long")

    with monkeypatch.context() as patch:
        patch.setattr("marsad.store.Store.writing", refuse)
        assert is_in(browser)
    assert is_in(browser)


def test_cookies_are_for_this_server_alone(app: FastAPI, record: Record) -> None:
    """No script reads them and no other site sends them; over https they are bound to the host."""
    put_person(record, "amal", "reader")
    for address, name, flags in (
        ("http://testserver", "marsad", ()),
        ("https://testserver", "__Host-marsad", ("Secure",)),
    ):
        browser = TestClient(app, base_url=address, follow_redirects=False)
        answer = form(browser, "/login", name="amal", password=PASSWORD)
        (told,) = [one for one in answer.headers.get_list("set-cookie") if one.startswith(f"{name}=")]
        for flag in ("HttpOnly", "SameSite=lax", "Path=/", *flags):
            assert flag in told
        assert "Domain" not in told
        assert is_in(browser)


@pytest.mark.parametrize(("name", "password"), [("amal", "x" * 20), ("nobody", PASSWORD)])
def test_a_wrong_name_looks_like_a_wrong_password(
    name: str, password: str, client: TestClient, record: Record
) -> None:
    """The answers differ in the name that was typed alone."""
    put_person(record, "amal", "reader")
    answer = form(client, "/login", name=name, password=password)
    assert answer.status_code == 422
    assert "The name or the password is wrong." in answer.text
    assert not is_in(client)


def test_what_is_taken_from_a_person_is_taken_at_once(sign_in: SignIn) -> None:
    """A role that is lowered and an account that is disabled hold for sessions that are open."""
    admin, other = sign_in("admin"), sign_in("admin", "zineb")
    assert other.get("/people").status_code == 200
    assert form(admin, "/people/role", name="zineb", role="reader").status_code == 303
    assert other.get("/people").status_code == 403
    assert form(admin, "/people/disable", name="zineb").status_code == 303
    assert not is_in(other)


def test_a_new_password_ends_all_other_sessions(app: FastAPI, sign_in: SignIn) -> None:
    """The one at which it was changed stays; the old password opens nothing."""
    here, there = sign_in("reader"), sign_in("reader")
    new = "a wholly other sentence"
    assert form(here, "/account/password", old="wrong", password=new, again=new).status_code == 422
    assert is_in(there)
    assert form(here, "/account/password", old=PASSWORD, password=new, again=new).status_code == 303
    assert (is_in(here), is_in(there)) == (True, False)
    fresh = TestClient(app, follow_redirects=False)
    assert form(fresh, "/login", name="reader", password=PASSWORD).status_code == 422
    assert form(fresh, "/login", name="reader", password=new).status_code == 303


def test_a_person_ends_their_own_sessions_only(sign_in: SignIn, record: Record) -> None:
    """The number of another's session is as one that is not there."""
    amal, omar = sign_in("reader", "amal"), sign_in("reader", "omar")
    with record.store.reading() as r:
        (theirs,) = r.sessions_of("omar")
    assert form(amal, f"/account/sessions/{theirs.number}/end").status_code == 404
    assert is_in(omar)
    assert form(omar, f"/account/sessions/{theirs.number}/end").status_code == 303
    assert not is_in(omar)


def test_secrets_stand_nowhere_in_the_record(sign_in: SignIn, record: Record, tmp_path: Path) -> None:
    """Neither cookie nor password can be read out of the database."""
    browser = sign_in("reader")
    record.close()
    held = b"".join(one.read_bytes() for one in tmp_path.glob("record.db*"))
    assert browser.cookies["marsad"].encode() not in held
    assert PASSWORD.encode() not in held
    assert b"$argon2id$" in held
