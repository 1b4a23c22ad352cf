"""The page of one incident: its fields, the reports with their words lit, and all that can be decided."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query
from starlette.requests import Request
from starlette.responses import Response

from marsad.codebook import Language
from marsad.codebook.fields import NAMES
from marsad.errors import InputError
from marsad.pipeline.meanwhile import meanwhile
from marsad.pipeline.record import Record
from marsad.pipeline.settle import judgement_of
from marsad.pipeline.show import show
from marsad.review import bonds
from marsad.store import Reading
from marsad.web.console import told as views
from marsad.web.console.controls import control
from marsad.web.desk import desk_of
from marsad.web.pages import lang_of, page
from marsad.web.people.rights import needs
from marsad.web.people.visits import Visit
from marsad.web.refusal import Refusal

router = APIRouter()
Reader = Annotated[Visit, Depends(needs("reader"))]
MOST = 12
"""Proposed links that are shown."""


@router.get("/incidents/{number}")
def incident(
    request: Request,
    me: Reader,
    number: int,
    field: str = "",
    of: Annotated[str, Query(alias="from", max_length=20)] = "",
    did: Annotated[str, Query(max_length=64)] = "",
    seen: Annotated[str, Query(max_length=60)] = "",
    edit: Annotated[str, Query(max_length=20)] = "",
) -> Response:
    """Show an incident; `field` is the chosen one (with `edit` ready to be set), `did` a judgement made just
    now on the version `seen`."""
    return shown(request, me, number, field=field, queue=of == "queue", did=did, seen=seen, edit=bool(edit))


def shown(
    request: Request,
    me: Visit,
    number: int,
    *,
    field: str = "",
    queue: bool = False,
    did: str = "",
    seen: str = "",
    edit: bool = False,
    fault: str = "",
    places: list[dict[str, Any]] | None = None,
    status: int = 200,
) -> Response:
    """Return the page of an incident; `fault` is a sentence, `places` are where marked words may stand."""
    lang = lang_of(request)
    desk = desk_of(request)
    with desk.store.reading() as r:
        told = _told(r, number, lang, me.name)
        chosen = field if field in NAMES else ""
        kept = r.reports(one["digest"] for one in told["reports"])
        earlier = _earlier(r, told, did, seen, me.name, lang)
        proposals = [] if told["blind"] else _proposals(r, told, lang)
        waits = r.waits_of(told["incident"])
    detail = None
    if chosen:
        one = told["fields"][chosen]
        detail = {
            "name": chosen,
            "told": one,
            "row": next(row for row in views.rows(told, lang) if row.name == chosen),
            "sayings": views.sayings(told, chosen, lang),
            "others": [
                (
                    views.caption(chosen, other["value"], lang),
                    sorted({views.numbers(told)[k] for k in other["accounts"] if k in views.numbers(told)}),
                )
                for other in one["others"]
            ],
            "changes": views.changes(told, chosen, lang),
            "control": control(chosen, one["value"], lang),
        }
    return page(
        request, "incident.html", status=status, told=told, rows=views.rows(told, lang), chosen=chosen,
        detail=detail, sheets=views.sheets(told, kept, chosen=chosen), within=views.within(told),
        proposals=proposals, judged=views.judged(told, lang), earlier=earlier, did=_done(told, did),
        queue=queue, edit=edit, fault=fault, places=places or [], seen=told["version"], waits=waits,
        doubtful=views.doubtful(told), names=views.options(NAMES, lang),
    )  # fmt: skip


def there(record: Record, number: int) -> int:
    """Return the incident that stands for a number today; raises Refusal where there is none."""
    with record.store.reading() as r:
        return _there(r, number)


def _there(r: Reading, number: int) -> int:
    if not 0 < number < 2**62:
        raise Refusal("missing")
    if r.state(number) is None and not r.history(number):
        raise Refusal("missing")
    found = r.incident(number)
    if r.state(found) is None:
        raise Refusal("missing")
    return found


def _told(r: Reading, number: int, lang: Language, viewer: str) -> dict[str, Any]:
    _there(r, number)
    return show(r, number, lang=lang, viewer=viewer)


def _earlier(
    r: Reading, told: dict[str, Any], did: str, seen: str, own: str, lang: Language
) -> list[dict[str, Any]]:
    """Return what others decided between the look and the decision `did` of who looks now."""
    if not (did and seen):
        return []
    try:
        since = meanwhile(r, told["incident"], seen)
    except InputError:
        return []
    names = {one.digest for one in since.judgements if one.who != own and one.digest != did}
    return [one for one in views.judged(told, lang) if one["judgement"] in names]


def _done(told: dict[str, Any], did: str) -> dict[str, Any] | None:
    return next((one for one in told["judgements"] if did and one["judgement"] == did), None)


def _proposals(r: Reading, told: dict[str, Any], lang: Language) -> list[dict[str, Any]]:
    """Return other incidents that may be the same event, the likeliest first, each by its best pair."""
    own = [key for one in told["reports"] for key in one["accounts"]]
    place = views.numbers(told)
    bound = bonds([judgement_of(row) for row in r.judgements(own)])
    refused = {pair for one, other in bound.different for pair in ((one, other), (other, one))}
    edges = [
        one
        for key in own
        for one in r.edges(key)
        if one.other not in place and (one.key, one.other) not in refused
    ]
    whose = r.incidents_of(sorted({one.other for one in edges}))
    found: dict[int, dict[str, Any]] = {}
    for one in sorted(edges, key=lambda each: (-each.likeness.score, each.key, each.other)):
        number = whose.get(one.other)
        if number is None or number in found or number == told["incident"]:
            continue
        state = r.state(number)
        found[number] = {
            "incident": number,
            "caption": state.caption if state else "",
            "account": one.other,
            "own": place[one.key],
            "probability": one.likeness.probability,
            "reasons": [reason.words(lang) for reason in one.likeness.reasons],
        }
    return list(found.values())[:MOST]
