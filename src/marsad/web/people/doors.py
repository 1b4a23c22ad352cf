"""The pages before the record: signing in and out, the one-time links, the choice of the language."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Form
from starlette.requests import Request
from starlette.responses import Response

from marsad.web.desk import desk_of
from marsad.web.pages import LANG, YEAR, drop, go, keep, page
from marsad.web.people import accounts
from marsad.web.people.rights import anybody, needs
from marsad.web.people.visits import COOKIE, VISIT, Visit
from marsad.web.refusal import Refusal
from marsad.web.security.addresses import inside
from marsad.web.words import LANGUAGES

router = APIRouter(include_in_schema=False)
Anybody = Annotated[Visit, Depends(anybody)]
Reader = Annotated[Visit, Depends(needs("reader", by_token=False))]
Text = Annotated[str, Form()]


def address_of(request: Request) -> str:
    """Return the address that a request came from."""
    return request.client.host if request.client else ""


@router.get("/login")
def ask_who(request: Request, me: Anybody, next: str = "/") -> Response:
    """Show the form to sign in; who has signed in is led on."""
    if me.way == "session":
        return go(request, inside(next))
    return page(request, "login.html", next=inside(next), fault=None, wait=0, name="")


@router.post("/login")
def sign_in(
    request: Request, _: Anybody, name: Text = "", password: Text = "", next: Text = "/"
) -> Response:  # fmt: skip
    """Sign in: a session with a new secret, whatever the browser held before."""
    try:
        secret = accounts.sign_in(desk_of(request), name, password, address_of(request))
    except Refusal as refusal:
        told = {"next": inside(next), "fault": refusal.detail, "wait": refusal.wait, "name": name[:80]}
        return page(request, "login.html", status=refusal.status, **told)
    answer = go(request, inside(next))
    keep(request, answer, COOKIE, secret)
    drop(request, answer, VISIT)
    return answer


@router.post("/logout")
def sign_out(request: Request, me: Anybody) -> Response:
    """Sign out; nothing of the session is left."""
    accounts.sign_out(desk_of(request), me)
    answer = go(request, "/login")
    drop(request, answer, COOKIE)
    answer.headers["clear-site-data"] = '"cache", "storage"'
    return answer


@router.get("/welcome/{secret}")
def ask_password(request: Request, _: Anybody, secret: str) -> Response:
    """Show the form behind a one-time link: choose a password, and a name for the first admin."""
    link = accounts.ticket(desk_of(request), secret)
    return page(request, "welcome.html", first=link.person is None, name=link.person or "", fault=None)


@router.post("/welcome/{secret}")
def choose_password(
    request: Request, _: Anybody, secret: str, password: Text = "", again: Text = "", name: Text = ""
) -> Response:
    """Keep the password and lead to the form to sign in."""
    link = accounts.ticket(desk_of(request), secret)
    try:
        if password != again:
            raise Refusal("wrong", "people.not_the_same")
        accounts.choose_password(desk_of(request), secret, password, name=name)
    except Refusal as refusal:
        if refusal.why != "wrong":
            raise
        shown = {"first": link.person is None, "name": link.person or name[:80], "fault": refusal.detail}
        return page(request, "welcome.html", status=422, **shown)
    return go(request, "/login")


@router.get("/language/{lang}")
def choose_language(request: Request, _: Anybody, lang: str, next: str = "/") -> Response:
    """Keep the language of the pages, and lead back."""
    if lang not in LANGUAGES:
        raise Refusal("missing")
    answer = go(request, inside(next))
    keep(request, answer, LANG, lang, seconds=YEAR)
    return answer
