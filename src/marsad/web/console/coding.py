"""Double coding: the sheet of a coder who sees nothing of the other's, and what both differ on, settled."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import Response

from marsad.codebook.fields import NAMES
from marsad.errors import InputError, MarsadError, StoreError
from marsad.review import INCIDENT
from marsad.web.console import told as views
from marsad.web.console.controls import control, read
from marsad.web.console.decisions import Coder, Form, said
from marsad.web.console.incident import there
from marsad.web.desk import desk_of
from marsad.web.pages import go, lang_of, page
from marsad.web.people.rights import needs
from marsad.web.people.visits import Visit
from marsad.web.refusal import Refusal
from marsad.web.words import say

router = APIRouter()
Editor = Annotated[Visit, Depends(needs("editor"))]


@router.get("/incidents/{number}/sheet")
def sheet(request: Request, me: Coder, number: int) -> Response:
    """Show the sheet that is asked of a coder."""
    return _sheet(request, me, number)


def _sheet(request: Request, me: Visit, number: int, fault: str = "") -> Response:
    desk, lang = desk_of(request), lang_of(request)
    there(desk.record, number)
    try:
        told = desk.record.sheet(number, who=me.name, lang=lang)
    except InputError:
        raise Refusal("wrong", say(lang, "sheet.not_asked")) from None
    with desk.store.reading() as r:
        kept = r.reports(one["digest"] for one in told["reports"])
    return page(
        request, "sheet.html", status=422 if fault else 200, told=told, fault=fault,
        controls=[control(name, told["fields"][name]["value"], lang) for name in NAMES],
        sheets=views.sheets(told, kept, chosen=None),
    )  # fmt: skip


@router.post("/incidents/{number}/sheet")
def hand_in(request: Request, me: Coder, form: Form, number: int) -> Response:
    """Hand in a sheet."""
    desk = desk_of(request)
    there(desk.record, number)
    try:
        values = None
        if str(form.get("incident", "")) != "no":
            told = desk.record.sheet(number, who=me.name)["fields"]
            values = {name: read(name, form, told[name]["value"]) for name in NAMES}
        desk.record.hand_in(number, values, who=me.name, reason=said(form))
    except StoreError:
        raise
    except MarsadError as error:
        return _sheet(request, me, number, str(error))
    return go(request, f"/incidents/{number}")


@router.get("/incidents/{number}/settle")
def settle(request: Request, me: Editor, number: int) -> Response:
    """Show what two coders differ on."""
    return _settle(request, me, number)


def _settle(request: Request, me: Visit, number: int, fault: str = "") -> Response:
    desk, lang = desk_of(request), lang_of(request)
    there(desk.record, number)
    told = desk.record.show(number, lang=lang, viewer=me.name)
    begun = _disputed(told, lang)
    with desk.store.reading() as r:
        kept = r.reports(one["digest"] for one in told["reports"])
    fields = [
        {
            "control": control(name, both[0], lang),
            "said": [views.caption(name, value, lang) for value in both],
        }
        for name, both in begun["disputed"].items()
        if name != INCIDENT
    ]
    return page(
        request, "settle.html", status=422 if fault else 200, told=told, round=begun, fields=fields,
        fault=fault, whether=INCIDENT in begun["disputed"], sheets=views.sheets(told, kept, chosen=None),
    )  # fmt: skip


@router.post("/incidents/{number}/settle")
def decide(request: Request, me: Editor, form: Form, number: int) -> Response:
    """Settle what two coders differ on."""
    desk, lang = desk_of(request), lang_of(request)
    there(desk.record, number)
    try:
        begun = _disputed(desk.record.show(number, viewer=me.name), lang)
        values = None
        if str(form.get("incident", "")) != "no":
            values = {
                name: read(name, form, both[0])
                for name, both in begun["disputed"].items()
                if name != INCIDENT
            }
        desk.record.adjudicate(number, values, who=me.name, reason=said(form))
    except StoreError:
        raise
    except MarsadError as error:
        return _settle(request, me, number, str(error))
    return go(request, f"/incidents/{number}")


def _disputed(told: dict[str, Any], lang: Any) -> dict[str, Any]:
    """Return the newest round whose coders disagree; raises Refusal where there is none."""
    found = [one for one in told["rounds"] if one["state"] == "disputed"]
    if not found:
        raise Refusal("wrong", say(lang, "sheet.agreed"))
    return dict(found[-1])
