"""Every route with every role: the table in rights.toml is what holds, no route is missing from it."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from marsad.pipeline.record import Record
from marsad.web.people.rights import routes
from marsad.web.people.roles import ROLES, may, scopes_of
from tests.web.conftest import SignIn, mark, put_token

TABLE: dict[str, str] = tomllib.loads((Path(__file__).parent / "rights.toml").read_text("utf-8"))
REFUSED = (401, 403)
PLACES = {
    "{secret}": "none", "{lang}": "fr", "{number}": "999", "{digest}": "0" * 64, "{account}": f"{0:016}-1",
}  # fmt: skip
"""What is put in the places of paths: nothing that is there."""


def of(line: str) -> tuple[str, str, str]:
    """Return a line of the table as method, path with something in its places, and role."""
    method, path = line.split(" ")
    for name, value in PLACES.items():
        path = path.replace(name, value)
    assert "{" not in path, f"tell tests/web/test_rights.py what to put in {path}"
    return method, path, TABLE[line].split()[0]


def test_the_table_has_every_route(app: FastAPI) -> None:
    """A new route must say in the table who may ask it."""
    found = {f"{method} {path}": role for method, path, role in routes(app)}
    assert found == {line: told.split()[0] for line, told in TABLE.items()}


@pytest.mark.parametrize("line", sorted(TABLE))
def test_nobody_comes_in_without_a_session(line: str, client: TestClient) -> None:
    """Without a session every route but those for anybody leads to the form, or is refused."""
    method, path, role = of(line)
    headers = {"x-csrf-token": mark(client)}
    answer = client.request(method, path, headers=headers)
    if role == "anybody":
        assert answer.status_code not in REFUSED
    elif path.startswith("/api/"):
        assert answer.status_code == 401
    else:
        assert answer.status_code == 303
        assert answer.headers["location"].startswith("/login")


@pytest.mark.parametrize("role", ROLES)
def test_every_key_gets_what_its_person_and_its_scopes_allow(
    role: str, app: FastAPI, record: Record, sign_in: SignIn
) -> None:
    """A key for all that its person may lend: no admin's work, nothing that wants a session."""
    sign_in(role)
    secret = put_token(record, role, scopes_of(role))
    program = TestClient(app, follow_redirects=False, headers={"authorization": f"Bearer {secret}"})
    for line, told in sorted(TABLE.items()):
        method, path, least = of(line)
        answer = program.request(method, path)
        able = least == "anybody" or (may(role, least) and least != "admin" and "session" not in told)
        assert (answer.status_code not in REFUSED) == able, f"{line} for {role}: {answer.status_code}"
        assert answer.status_code < 500, line


@pytest.mark.parametrize("role", ROLES)
def test_a_key_without_scopes_is_good_for_nothing(
    role: str, app: FastAPI, record: Record, sign_in: SignIn
) -> None:
    """Whoever's it is, an admin's too."""
    sign_in(role)
    secret = put_token(record, role, ())
    program = TestClient(app, follow_redirects=False, headers={"authorization": f"Bearer {secret}"})
    for line in sorted(TABLE):
        method, path, least = of(line)
        if least != "anybody":
            assert program.request(method, path).status_code == 403, line


@pytest.mark.parametrize("role", ROLES)
def test_every_role_gets_what_the_table_says(role: str, sign_in: SignIn) -> None:
    """A role may what needs it or less, and is refused with 403 what needs more."""
    browser = sign_in(role)
    held = dict(browser.cookies)
    for line in sorted(TABLE):
        method, path, least = of(line)
        if path == "/logout":
            continue
        browser.cookies.update(held)
        headers = {"x-csrf-token": mark(browser)}
        answer = browser.request(method, path, headers=headers)
        able = least == "anybody" or ROLES.index(role) >= ROLES.index(least)
        assert (answer.status_code not in REFUSED) == able, f"{line} for {role}: {answer.status_code}"
        assert answer.status_code < 500, line
