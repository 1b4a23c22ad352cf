"""The review queue: what waits for a look, the least certain and the most consequential first."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query
from starlette.requests import Request
from starlette.responses import Response

from marsad.codebook import Language
from marsad.errors import InputError
from marsad.pipeline.show import show
from marsad.review import WHYS
from marsad.review.queue import because
from marsad.store import Reading
from marsad.store.waiting import Queued
from marsad.web.console import told as views
from marsad.web.console.decisions import Form
from marsad.web.console.incident import there
from marsad.web.desk import Desk, desk_of
from marsad.web.pages import go, lang_of, page
from marsad.web.people.rights import needs
from marsad.web.people.visits import Visit
from marsad.web.settings import SECOND

router = APIRouter()
Coder = Annotated[Visit, Depends(needs("coder"))]
SHOWN = 25
LONG = 5000
"""Entries from which the queue is not counted anew for every page."""
HELD = 30
"""Seconds for which such a count is held."""
COUNTED = "queue counted"


@router.get("/queue")
def queue(
    request: Request,
    me: Coder,
    why: Annotated[list[str], Query()] = [],  # noqa: B006
    cursor: Annotated[str | None, Query(max_length=200)] = None,
    did: Annotated[str, Query(max_length=64)] = "",
    of: Annotated[int, Query(ge=0, lt=2**62)] = 0,
) -> Response:
    """Show the queue; `did` is a judgement just made on the incident `of`."""
    return _queue(request, me, why=why, cursor=cursor, did=did, of=of)


def _queue(
    request: Request,
    me: Visit,
    *,
    why: list[str],
    cursor: str | None = None,
    did: str = "",
    of: int = 0,
    fault: str = "",
) -> Response:
    desk, lang = desk_of(request), lang_of(request)
    found = desk.record.queue(who=me.name, whys=why, cursor=cursor, limit=SHOWN)
    with desk.store.reading() as r:
        counts = _counts(desk, r)
        done = None
        if did and of and r.state(of) is not None:
            made = r.judgements(r.members(r.incident(of)))
            done = next(
                ({"kind": one.kind, "judgement": did, "of": of} for one in made if one.digest == did), None
            )
    entries = [_entry(one, lang) for one in found.entries]
    return page(
        request, "queue.html", status=422 if fault else 200, entries=entries, more=found.cursor, why=why,
        whys=WHYS, counts=counts, did=done, fault=fault,
    )  # fmt: skip


def _counts(desk: Desk, r: Reading) -> dict[str, int]:
    """Return how many incidents wait, by why; of a long queue as it was up to half a minute ago."""
    until, counts = desk.extra.get(COUNTED, (0, {}))
    at = desk.clock()
    if at < until:
        return dict(counts)
    counts = r.count_waiting()
    desk.extra[COUNTED] = (at + HELD * SECOND if sum(counts.values()) > LONG else 0, counts)
    return counts


def _entry(one: Queued, lang: Language) -> dict[str, Any]:
    """Return what is told of an entry; of one that is to be coded apart, nothing that people said."""
    blind = one.why == "second"
    told = because(one.why, one.person, one.state.folded, one.state.reports, lang)  # type: ignore[arg-type]
    return {
        "incident": one.state.incident,
        "caption": "" if blind else one.state.caption,
        "reasons": told[:1] if blind else told,
        "rank": one.rank,
        "taken": one.taken,
        "until": one.until,
        "why": one.why,
        "review": one.state.review,
    }


@router.post("/queue/{number}/take")
def take(request: Request, me: Coder, form: Form, number: int) -> Response:
    """Take an incident, and go to its least certain field, to the sheet, or to what is to be settled."""
    desk = desk_of(request)
    found = there(desk.record, number)
    try:
        desk.record.claim_task(found, who=me.name, over=str(form.get("over", "")) == "yes")
    except InputError as error:
        return _queue(request, me, why=[], fault=str(error))
    with desk.store.reading() as r:
        if found in r.owed(me.name):
            return go(request, f"/incidents/{found}/sheet")
        field = views.doubtful(show(r, found, viewer=me.name))
    return go(request, f"/incidents/{found}?field={field}&from=queue&edit=1")


@router.post("/queue/{number}/give-back")
def give_back(request: Request, me: Coder, number: int) -> Response:
    """Give an incident back to the queue."""
    desk = desk_of(request)
    desk.record.release_task(there(desk.record, number), who=me.name)
    return go(request, "/queue")
