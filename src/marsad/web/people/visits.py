"""Who asks: told by the cookie of a session or by the key of a program, once for each request."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from typing import Literal

from starlette.requests import Request

from marsad.errors import StoreError
from marsad.web.desk import Desk, desk_of
from marsad.web.people.roles import lent, may
from marsad.web.security.secrets import digest
from marsad.web.settings import SECOND

COOKIE = "marsad"
VISIT = "marsad_visit"
LONGEST = 200
SEEN = 60 * SECOND
"""A session's last use is written down at most so often, since only one can write at a time."""

Way = Literal["session", "token", "demo", "nobody"]


@dataclass(frozen=True, slots=True)
class Visit:
    """Somebody, or nobody, who asks: how they showed who they are, and what they hold."""

    way: Way
    name: str = ""
    role: str | None = None
    number: int = 0
    session: int = 0
    scopes: frozenset[str] = frozenset()
    cookie: str | None = None

    def may(self, least: str) -> bool:
        """Return whether this visitor may what needs the role `least`."""
        if self.role is None:
            return False
        return lent(self.role, self.scopes, least) if self.way == "token" else may(self.role, least)


def name_of(request: Request, cookie: str) -> str:
    """Return the name of a cookie: one that browsers bind to this host alone, where it goes encrypted."""
    return f"__Host-{cookie}" if request.url.scheme == "https" else cookie


def visit_of(request: Request) -> Visit:
    """Return who asks; looked up once for each request."""
    found = getattr(request.state, "visit", None)
    if not isinstance(found, Visit):
        found = request.state.visit = _visit(request, desk_of(request))
    return found


def _visit(request: Request, desk: Desk) -> Visit:
    """Look up who asks; a key that is handed in counts alone, so that no cookie makes up for a bad one."""
    said = request.headers.get("authorization")
    if said is not None:
        return _by_token(said, desk)
    secret = request.cookies.get(name_of(request, COOKIE))
    found = _by_session(secret, desk) if secret and len(secret) <= LONGEST else None
    if found is not None:
        return found
    plain = request.cookies.get(name_of(request, VISIT))
    plain = plain if plain and len(plain) <= LONGEST else None
    if desk.settings.demo:
        return Visit("demo", role="reader", cookie=plain)
    return Visit("nobody", cookie=plain)


def _by_session(secret: str, desk: Desk) -> Visit | None:
    """Return who holds a session that is neither too old nor was left alone for too long."""
    at = desk.clock()
    with desk.store.reading() as r:
        found = r.session(digest(secret))
    if found is None or found.person.disabled is not None:
        return None
    if at - found.created > desk.settings.absolute * SECOND or at - found.seen > desk.settings.idle * SECOND:
        return None
    if at - found.seen > SEEN:
        with contextlib.suppress(StoreError), desk.store.writing() as w:  # another writes: next time then
            w.see_session(found.number, at=at)
    who = found.person
    return Visit("session", who.name, who.role, who.number, found.number, cookie=secret)


def _by_token(said: str, desk: Desk) -> Visit:
    """Return who holds a key that is good."""
    kind, _, secret = said.partition(" ")
    if kind.lower() != "bearer" or not secret or len(secret) > LONGEST:
        return Visit("nobody")
    at = desk.clock()
    with desk.store.reading() as r:
        found = r.token(digest(secret))
    if found is None or found.revoked is not None or found.person.disabled is not None:
        return Visit("nobody")
    if found.until is not None and found.until <= at:
        return Visit("nobody")
    if found.seen is None or at - found.seen > SEEN:
        with contextlib.suppress(StoreError), desk.store.writing() as w:
            w.see_token(found.number, at=at)
    who = found.person
    return Visit("token", who.name, who.role, who.number, scopes=found.scopes)
