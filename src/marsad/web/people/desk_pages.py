"""One's own account, the people of the record, and who did what."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Query
from starlette.requests import Request
from starlette.responses import Response

from marsad.web.desk import desk_of
from marsad.web.numbers import Number
from marsad.web.pages import go, page
from marsad.web.people import accounts
from marsad.web.people.doors import address_of
from marsad.web.people.rights import needs
from marsad.web.people.roles import ROLES, scopes_of
from marsad.web.people.visits import Visit
from marsad.web.refusal import Refusal

router = APIRouter(include_in_schema=False)
Self = Annotated[Visit, Depends(needs("reader", by_token=False))]
Admin = Annotated[Visit, Depends(needs("admin", by_token=False))]
Text = Annotated[str, Form()]
ROWS = 100


@router.get("/account")
def own(request: Request, me: Self) -> Response:
    """Show one's own account: password, sessions, keys."""
    return _own(request, me)


def _own(request: Request, me: Visit, *, status: int = 200, fault: str = "", wait: int = 0,
         secret: str = "") -> Response:  # fmt: skip
    with desk_of(request).store.reading() as r:
        told = {"sessions": r.sessions_of(me.name), "tokens": r.tokens(me.name) if me.name else []}
    return page(
        request, "account.html", status=status, fault=fault, wait=wait, secret=secret,
        scopes=scopes_of(me.role or ""), **told,
    )  # fmt: skip


@router.post("/account/password")
def change_password(
    request: Request, me: Self, old: Text = "", password: Text = "", again: Text = ""
) -> Response:
    """Change one's own password."""
    try:
        if password != again:
            raise Refusal("wrong", "people.not_the_same")
        accounts.change_password(desk_of(request), me, old, password, address_of(request))
    except Refusal as refusal:
        return _own(request, me, status=refusal.status, fault=refusal.detail, wait=refusal.wait)
    return go(request, "/account")


@router.post("/account/sessions/{number}/end")
def end_session(request: Request, me: Self, number: Number) -> Response:
    """End one of one's own sessions."""
    accounts.end_session(desk_of(request), me, number)
    return go(request, "/account")


@router.post("/account/tokens")
def make_token(
    request: Request, me: Self, name: Text = "", scopes: Annotated[list[str], Form()] = [],  # noqa: B006
    days: Annotated[int, Form()] = 90,
) -> Response:  # fmt: skip
    """Make a key, and show it this once."""
    try:
        secret = accounts.make_token(desk_of(request), me, name, scopes, days)
    except Refusal as refusal:
        return _own(request, me, status=refusal.status, fault=refusal.detail)
    return _own(request, me, secret=secret)


@router.post("/account/tokens/{number}/revoke")
def revoke_own(request: Request, me: Self, number: Number) -> Response:
    """Make one of one's own keys useless, or for an admin anybody's."""
    accounts.revoke_token(desk_of(request), me, number)
    return go(request, "/account")


@router.get("/people")
def people(request: Request, _: Admin) -> Response:
    """Show all people with their roles."""
    return _people(request)


def _people(
    request: Request, *, status: int = 200, fault: str = "", link: str = "", whose: str = ""
) -> Response:
    with desk_of(request).store.reading() as r:
        told = {"people": r.persons(), "tokens": r.tokens()}
    whole = f"{request.url.scheme}://{request.url.netloc}/welcome/{link}" if link else ""
    return page(
        request, "people.html", status=status, fault=fault, link=whole, whose=whose, roles=ROLES, **told
    )


@router.post("/people")
def add_person(request: Request, me: Admin, name: Text = "", role: Text = "reader") -> Response:
    """Add a person, and show this once the link by which they choose a password."""
    try:
        link = accounts.add_person(desk_of(request), me, name, role)
    except Refusal as refusal:
        return _people(request, status=refusal.status, fault=refusal.detail)
    return _people(request, link=link, whose=name)


@router.post("/people/role")
def change_role(request: Request, me: Admin, name: Text = "", role: Text = "") -> Response:
    """Give a person another role."""
    try:
        accounts.change_role(desk_of(request), me, name, role)
    except Refusal as refusal:
        return _people(request, status=refusal.status, fault=refusal.detail)
    return go(request, "/people")


@router.post("/people/disable")
def disable(request: Request, me: Admin, name: Text = "") -> Response:
    """Let a person in no more."""
    try:
        accounts.disable(desk_of(request), me, name)
    except Refusal as refusal:
        return _people(request, status=refusal.status, fault=refusal.detail)
    return go(request, "/people")


@router.post("/people/link")
def link(request: Request, me: Admin, name: Text = "") -> Response:
    """Show this once a new link by which a person chooses a password; who was disabled is let in again."""
    desk = desk_of(request)
    with desk.store.reading() as r:
        found = r.person(name)
    if found is None:
        raise Refusal("missing")
    make = accounts.new_link if found.disabled is None else accounts.enable
    return _people(request, link=make(desk, me, name), whose=name)


@router.get("/audit")
def audit(request: Request, _: Admin, after: Annotated[int, Query(ge=0, le=2**62)] = 0) -> Response:
    """Show who did what, the oldest first."""
    from itertools import islice

    with desk_of(request).store.reading() as r:
        rows = list(islice(r.deeds(after=after), ROWS))
    return page(request, "audit.html", rows=rows, more=rows[-1].number if len(rows) == ROWS else None)
