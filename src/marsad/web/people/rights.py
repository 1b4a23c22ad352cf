"""Who may ask what: every route says so by `needs` or `anybody`, and none is answered without.

`guard` stands before all routes: it refuses forms of other sites, and whatever would change a demo.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from fastapi import FastAPI
from fastapi.routing import iter_route_contexts
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request

from marsad.web.desk import Desk, desk_of
from marsad.web.people.roles import ROLES
from marsad.web.people.visits import Visit, visit_of
from marsad.web.refusal import Refusal
from marsad.web.security.forms import SAFE, from_elsewhere, marked

ANYBODY = "anybody"
CODERS = frozenset({"accept", "correct", "reject", "same", "different", "comment", "undo"})
"""Kinds of judgements that a coder makes."""

_NULL = re.compile(rb"%00|\x00")


def needs(role: str, *, by_token: bool = True) -> Callable[[Request], Visit]:
    """Return a dependency: lets those through who have `role` or more, and hands the route their Visit.

    `by_token` false: only somebody who signed in, no program and nobody in a demo. Raises ValueError for
    another role.
    """
    if role not in ROLES:
        raise ValueError(f"got the role {role!r}, expected one of {', '.join(ROLES)}")

    def check(request: Request) -> Visit:
        visit = visit_of(request)
        if visit.way == "nobody":
            raise Refusal("sign_in")
        if not visit.may(role) or (visit.way != "session" and not by_token):
            raise Refusal("role")
        return visit

    check.needs = role  # type: ignore[attr-defined]
    return check


def anybody(request: Request) -> Visit:
    """Let everybody through: for pages that are there before somebody has signed in."""
    return visit_of(request)


anybody.needs = ANYBODY  # type: ignore[attr-defined]


async def guard(request: Request) -> None:
    """Refuse what would change something where it comes from another site's form, or in a demo."""
    if _NULL.search(request.scope["query_string"]) or "\x00" in request.url.path:
        raise Refusal("missing")
    visit = await run_in_threadpool(visit_of, request)
    if request.method in SAFE:
        return
    if desk_of(request).settings.demo:
        raise Refusal("demo")
    if visit.way == "token":
        return
    if visit.way == "nobody" and "authorization" in request.headers:
        raise Refusal("sign_in")
    if from_elsewhere(request) or not await marked(request, visit.cookie):
        raise Refusal("form")


def may_undo(desk: Desk, visit: Visit, digest: str) -> None:
    """Raise Refusal where a visitor may not undo a judgement: a coder takes back their own, an editor any.

    A beginning that names no judgement, or several, is left to the verb to refuse.
    """
    if visit.may("editor"):
        return
    with desk.store.reading() as r:
        found = r.judgements_like(digest)
    if any(one.who != visit.name or one.kind not in CODERS for one in found):
        raise Refusal("role")


def routes(app: FastAPI) -> Iterator[tuple[str, str, str | None]]:
    """Yield the method and the path of every route, with what it says that it needs.

    That is a role, `anybody`, or None where it says nothing, or two things.
    """
    for one in iter_route_contexts(app.routes):
        dependant = getattr(one, "dependant", None)
        if dependant is None or one.path is None:
            continue
        said = [getattr(part.call, "needs", None) for part in dependant.dependencies]
        found = [role for role in said if role is not None]
        for method in sorted(one.methods or ()):
            yield method, one.path, str(found[0]) if len(found) == 1 else None
