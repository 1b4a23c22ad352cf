"""Accounts: the first admin, one-time links, lock-out, roles, keys, and what is written down."""

from __future__ import annotations

import re

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import text

from marsad.pipeline.record import Record
from marsad.store.database import transaction
from marsad.web.desk import Desk
from marsad.web.people.accounts import first_link
from marsad.web.refusal import Refusal
from marsad.web.security import lockout
from marsad.web.security.passwords import fault
from tests.web.conftest import CHEAP, PASSWORD, Clock, SignIn, form, put_first_link, put_person

NEW = "a wholly other sentence"


def link_in(page: str) -> str:
    """Return the path of the one-time link that a page shows."""
    found = re.search(r"http://testserver(/welcome/[\w-]{43})", page)
    assert found is not None
    return found[1]


def deeds(record: Record) -> list[tuple[str, str, str]]:
    """Return who did what to what."""
    with record.store.reading() as r:
        return [(one.who, one.action, one.subject) for one in r.deeds()]


def test_the_first_admin_comes_by_a_link_from_the_terminal(
    app: FastAPI, client: TestClient, record: Record
) -> None:
    """It is good for one time; once there is an admin no other is made."""
    desk = app.state.desk
    assert isinstance(desk, Desk)
    older, secret = first_link(desk), first_link(desk)
    assert secret is not None
    assert client.get(f"/welcome/{older}").status_code == 410
    assert client.get(f"/welcome/{secret}").status_code == 200
    told = {"name": "أمل", "password": NEW, "again": NEW}
    assert form(client, f"/welcome/{secret}", **told | {"again": "x"}).status_code == 422
    assert form(client, f"/welcome/{secret}", **told).headers["location"] == "/login"
    assert form(client, f"/welcome/{secret}", **told).status_code == 410
    assert form(client, "/login", name="أمل", password=NEW).status_code == 303
    assert client.get("/people").status_code == 200
    assert first_link(desk) is None
    assert ("أمل", "became the first admin", "أمل") in deeds(record)


def test_a_link_that_is_too_old_makes_no_admin(client: TestClient, record: Record, clock: Clock) -> None:
    """Nor does one made before another became the admin."""
    put_first_link(record, "old")
    clock.pass_by(3601)
    assert form(client, "/welcome/old", name="x", password=NEW, again=NEW).status_code == 410
    put_first_link(record, "new")
    put_person(record, "admin", "admin")
    assert form(client, "/welcome/new", name="x", password=NEW, again=NEW).status_code == 410


def test_a_person_is_invited_and_chooses_a_password(app: FastAPI, sign_in: SignIn, clock: Clock) -> None:
    """Without it they cannot come in; the link is good for one time and some days."""
    admin = sign_in("admin")
    guest = TestClient(app, follow_redirects=False)
    link = link_in(form(admin, "/people", name="Zoé", role="coder").text)
    assert form(guest, "/login", name="Zoé", password="").status_code == 422
    assert "Zoé" in guest.get(link).text
    assert form(guest, link, password=NEW, again=NEW, name="somebody else").status_code == 303
    assert form(guest, link, password=PASSWORD, again=PASSWORD).status_code == 410
    assert form(guest, "/login", name="Zoé", password=NEW).status_code == 303
    assert guest.get("/people").status_code == 403
    later = link_in(form(admin, "/people/link", name="Zoé").text)
    clock.pass_by(CHEAP.invitation + 1)
    assert guest.get(later).status_code == 410


def test_a_new_link_ends_sessions_and_an_older_link(app: FastAPI, sign_in: SignIn) -> None:
    """Whoever lost their password comes in by the newest link alone."""
    admin, lost = sign_in("admin"), sign_in("reader", "lost")
    first = link_in(form(admin, "/people/link", name="lost").text)
    second = link_in(form(admin, "/people/link", name="lost").text)
    guest = TestClient(app, follow_redirects=False)
    assert form(guest, first, password=NEW, again=NEW).status_code == 410
    assert form(guest, second, password=NEW, again=NEW).status_code == 303
    assert lost.get("/account").status_code == 303


@pytest.mark.parametrize("name", ["ADMIN", " admin ", "ａｄｍｉｎ", "", "x" * 81, "a\u202edmin", "a\nb\x07"])
def test_names_that_mislead_are_refused(name: str, sign_in: SignIn, record: Record) -> None:
    """Names that look like another's, are empty, too long or hold signs that nobody sees."""
    assert form(sign_in("admin"), "/people", name=name, role="admin").status_code == 422
    with record.store.reading() as r:
        assert len(r.persons()) == 1


@pytest.mark.parametrize(
    ("password", "rule"),
    [("short", "short"), ("x" * 257, "long"), ("aaaabbbbaaaabbbb", "simple"), ("Amal 2026 xy", "name"),
     ("كلمة سر طويلة", None), (PASSWORD, None)],
)  # fmt: skip
def test_passwords_that_are_too_weak(password: str, rule: str | None) -> None:
    """Length counts, in any script."""
    assert fault(password, "amal") == rule


def test_an_account_is_locked_and_each_time_for_longer(
    client: TestClient, record: Record, clock: Clock
) -> None:
    """Meanwhile the right password opens nothing either; a success forgets the failures."""
    put_person(record, "amal", "reader")
    waits = []
    for _ in range(8):
        answer = form(client, "/login", name="amal", password="wrong")
        waits.append(int(answer.headers.get("retry-after", _wait(answer.text))))
        if waits[-1]:
            assert form(client, "/login", name="Amal", password=PASSWORD).status_code == 429
            clock.pass_by(waits[-1])
    assert waits == [0, 0, 0, 0, 30, 60, 120, 240]
    assert form(client, "/login", name="amal", password=PASSWORD).status_code == 303


def _wait(page: str) -> int:
    found = re.search(r"Wait (\d+) second", page)
    return int(found[1]) if found else 0


def test_an_address_is_locked_whatever_names_it_tries(client: TestClient, record: Record) -> None:
    """One password tried on many accounts is stopped too, names that are not there included."""
    put_person(record, "amal", "reader")
    statuses = [form(client, "/login", name=f"n{n}", password=PASSWORD).status_code for n in range(22)]
    assert statuses == [422] * 20 + [429] * 2
    assert form(client, "/login", name="amal", password=PASSWORD).status_code == 429


def test_waits_grow_to_a_bound() -> None:
    """Never beyond a quarter of an hour for an account, a day for an address."""
    assert [lockout.ACCOUNT.wait(n) for n in (4, 5, 6, 10, 1000)] == [0, 30, 60, 900, 900]
    assert lockout.ADDRESS.wait(10**6) == 86_400


def test_a_right_guess_among_many_at_once_is_refused(record: Record, app: FastAPI) -> None:
    """A try that was begun before the lock and ends after it does not come in."""
    from marsad.web.people.accounts import sign_in as enter

    put_person(record, "amal", "reader")
    desk = app.state.desk
    right = desk.passwords.right

    class Slow:
        """While it looks at the right password, others guess wrongly."""

        outworn = staticmethod(desk.passwords.outworn)
        hash = staticmethod(desk.passwords.hash)

        @staticmethod
        def right(kept: str | None, password: str) -> bool:
            with record.store.writing() as w:
                for _ in range(5):
                    lockout.failed(w, "amal", "9.9.9.9", desk.clock())
            return bool(right(kept, password))

    from dataclasses import replace

    with pytest.raises(Refusal, match="locked"):
        enter(replace(desk, passwords=Slow()), "amal", PASSWORD, "1.1.1.1")


def test_the_last_admin_stays(sign_in: SignIn, record: Record) -> None:
    """Neither demoted nor disabled, until there is another who can sign in."""
    admin = sign_in("admin")
    form(admin, "/people", name="invited", role="admin")
    for path in ("/people/role", "/people/disable"):
        assert form(admin, path, name="admin", role="reader").status_code == 422
    put_person(record, "second", "admin")
    assert form(admin, "/people/role", name="admin", role="reader").status_code == 303


def key_in(page: str) -> str:
    """Return the key that a page shows."""
    found = re.search(r"marsad_[\w-]{43}", page)
    assert found is not None
    return found[0]


def test_a_key_is_shown_once_and_good_for_what_it_says(sign_in: SignIn, clock: Clock, app: FastAPI) -> None:
    """Scope and role must both allow; it ends by time; pages of the account take no key."""
    coder = sign_in("coder")
    shown = form(coder, "/account/tokens", name="script", scopes=["read"], days=3)
    key = key_in(shown.text)
    assert key not in coder.get("/account").text
    program = TestClient(app, follow_redirects=False, headers={"authorization": f"Bearer {key}"})
    assert program.get("/api/v1/incidents").status_code == 200
    body = {"text": "x"}
    assert program.post("/api/v1/reports", json=body).status_code == 403
    assert program.get("/account").status_code == 403
    judging = key_in(form(coder, "/account/tokens", name="script", scopes=["judge"], days=3).text)
    headers = {"authorization": f"bearer {judging}"}
    assert program.post("/api/v1/incidents/999/accept", json={}, headers=headers).status_code == 404
    assert program.get("/api/v1/incidents", headers=headers).status_code == 403
    clock.pass_by(3 * 86_400 + 1)
    assert program.get("/api/v1/incidents").status_code == 401


def test_a_key_lends_no_more_than_the_person_has(sign_in: SignIn, app: FastAPI) -> None:
    """None is made beyond the role; a lowered role lowers the keys, a disabled person's are useless."""
    admin, editor = sign_in("admin"), sign_in("editor")
    reader = sign_in("reader")
    assert form(reader, "/account/tokens", name="k", scopes=["edit"], days=1).status_code == 422
    assert form(reader, "/account/tokens", name="k", scopes=["admin"], days=1).status_code == 422
    assert form(reader, "/account/tokens", name="k", scopes=["read"], days=367).status_code == 422
    key = key_in(form(editor, "/account/tokens", name="k", scopes=["read", "edit"], days=1).text)
    program = TestClient(app, follow_redirects=False, headers={"authorization": f"Bearer {key}"})
    merge = {"incidents": [998, 999], "reason": "x"}
    assert program.post("/api/v1/merge", json=merge).status_code == 404
    form(admin, "/people/role", name="editor", role="reader")
    assert program.post("/api/v1/merge", json=merge).status_code == 403
    assert program.get("/api/v1/incidents").status_code == 200
    form(admin, "/people/disable", name="editor")
    assert program.get("/api/v1/incidents").status_code == 401


def test_a_bad_key_is_not_made_good_by_a_cookie(sign_in: SignIn) -> None:
    """Whoever shows a key is judged by it alone; a form with one needs no mark only where it is good."""
    admin = sign_in("admin")
    for said in ("Bearer marsad_wrong", "Bearer ", "Basic YTpi", "x" * 5000):
        headers = {"authorization": said}
        assert admin.get("/api/v1/incidents", headers=headers).status_code == 401
        assert admin.post("/people", data={"name": "z"}, headers=headers).status_code == 303
    assert "z<" not in admin.get("/people").text


def test_nobody_revokes_the_key_of_another_but_an_admin(sign_in: SignIn, record: Record) -> None:
    """To others it is as if there were none."""
    amal, omar, admin = sign_in("coder", "amal"), sign_in("editor", "omar"), sign_in("admin")
    form(amal, "/account/tokens", name="k", scopes=["read"], days=1)
    with record.store.reading() as r:
        (key,) = r.tokens()
    assert form(omar, f"/account/tokens/{key.number}/revoke").status_code == 404
    with record.store.reading() as r:
        assert len(r.tokens("amal")) == 1
    assert form(admin, f"/account/tokens/{key.number}/revoke").status_code == 303
    assert form(amal, f"/account/tokens/{key.number}/revoke").status_code == 404


def test_what_is_done_is_written_down_and_a_changed_row_is_found(sign_in: SignIn, record: Record) -> None:
    """`Record.doctor` names the row; nothing that opens anything stands there."""
    admin = sign_in("admin")
    form(admin, "/people", name="zineb", role="reader")
    form(admin, "/people/role", name="zineb", role="coder")
    told = deeds(record)
    assert told[-2:] == [("admin", "added a person", "zineb"), ("admin", "changed a role", "zineb")]
    assert "changed a role" in admin.get("/audit").text
    assert not [one for one in record.doctor() if "audit" in one.name]
    with transaction(record.store.engine, writes=True) as connection:
        connection.execute(text("UPDATE audit SET who = 'nobody' WHERE action = 'changed a role'"))
    assert [one.name for one in record.doctor()] == ["audit row"]


def test_a_password_at_an_old_cost_is_hashed_anew(app: FastAPI, record: Record, client: TestClient) -> None:
    """At the next sign-in, without the person noticing."""
    from argon2 import PasswordHasher

    old = PasswordHasher(time_cost=2, memory_cost=16, parallelism=1).hash(PASSWORD)
    with record.store.writing() as w:
        w.put_person("amal", role="reader", at=1, password=old)
    assert form(client, "/login", name="amal", password=PASSWORD).status_code == 303
    with record.store.reading() as r:
        kept = r.person("amal")
    assert kept is not None
    assert kept.password is not None
    assert not app.state.desk.passwords.outworn(kept.password)
