"""The page of incidents: a table with facets, search, map, timeline, kept views, CSV."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Depends, Form
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse

from marsad.store import ORDERS, Reading
from marsad.store.held import Holder
from marsad.store.tallies import Tallies
from marsad.web.console import found
from marsad.web.console.asked import PATH, Asked, asked
from marsad.web.desk import Desk, desk_of
from marsad.web.pages import go, lang_of, page
from marsad.web.people.rights import needs
from marsad.web.people.visits import Visit
from marsad.web.refusal import Refusal
from marsad.web.security.addresses import LONGEST, inside

router = APIRouter()
Reader = Annotated[Visit, Depends(needs("reader"))]
Self = Annotated[Visit, Depends(needs("reader", by_token=False))]
ROWS = 50
NAME = 80
HELD = "incidents"


@router.get(PATH)
def incidents(request: Request, me: Reader) -> Response:
    """Show the incidents that pass the filters of the address, a page at a time."""
    wanted = asked(request.query_params.multi_items())
    plain = request.headers.get("hx-request") != "true"
    if wanted.untidy and plain:
        return go(request, wanted.address())
    desk, lang = desk_of(request), lang_of(request)
    with desk.store.reading() as r:
        told = tallied(desk, wanted, r)
        listed = r.list(wanted.filters, order=wanted.order, cursor=wanted.cursor, limit=ROWS)
        step, times, vague = found.spans(told, wanted, lang)
        answer = page(
            request, "incidents.html", asked=wanted, rows=found.rows(listed.states, lang), count=told.count,
            whole=told.whole, facets=found.facets(told, wanted, lang), chips=found.chips(wanted, lang),
            orders=ORDERS, next=_after(wanted, listed.cursor), step=step, times=times, vague=vague,
            places=found.cells(told, wanted, r, lang, found.PLACES), placed=told.placed,
            views=r.views(me.number) if me.way == "session" else [],
        )  # fmt: skip
    if not plain:
        answer.headers["hx-push-url"] = wanted.address()
    return answer


@router.get("/incidents.csv")
def table(request: Request, _: Reader) -> Response:
    """Hand out the incidents that pass the filters of the address as CSV."""
    wanted = asked(request.query_params.multi_items())
    record = desk_of(request).record

    def lines() -> Iterator[str]:
        yield "\ufeff"
        yield from record.export("csv", wanted.filters)

    return StreamingResponse(
        lines(), media_type="text/csv; charset=utf-8",
        headers={"content-disposition": 'attachment; filename="incidents.csv"'},
    )  # fmt: skip


@router.get("/figures")
def figures(request: Request, _: Reader) -> Response:
    """Hand out what the map and the timeline draw of the incidents that pass the filters of the address."""
    wanted = asked(request.query_params.multi_items())
    desk, lang = desk_of(request), lang_of(request)
    with desk.store.reading() as r:
        told = tallied(desk, wanted, r)
        cells = found.cells(told, wanted, r, lang)
        times = found.spans(told, wanted, lang)[1]
    return JSONResponse(
        {
            "cells": [[*one.at, one.count, one.name, one.address] for one in cells],
            "times": [[one.name, one.count, one.address] for one in times],
        }
    )


@router.post("/views")
def keep_view(
    request: Request, me: Self, name: Annotated[str, Form()] = "", address: Annotated[str, Form()] = ""
) -> Response:
    """Keep the view at an address under a name of one's own."""
    name, goal = " ".join(name.split()), inside(address, otherwise="")
    if not 0 < len(name) <= NAME or not name.isprintable():
        raise Refusal("wrong", "incidents.view_name")
    if goal.partition("?")[0] != PATH or len(goal) > LONGEST or me.way != "session":
        raise Refusal("wrong", "incidents.view_address")
    desk = desk_of(request)
    with desk.store.writing() as w:
        w.put_view(me.number, name=name, address=goal, at=desk.clock())
    return go(request, goal)


@router.post("/views/{number}/drop")
def drop_view(request: Request, me: Self, number: int, address: Annotated[str, Form()] = PATH) -> Response:
    """Forget one of one's own views."""
    if not 0 < number < 2**62:
        raise Refusal("missing")
    with desk_of(request).store.writing() as w:
        gone = w.drop_view(number, person=me.number)
    if not gone:
        raise Refusal("missing")
    return go(request, inside(address, otherwise=PATH))


def tallied(desk: Desk, wanted: Asked, r: Reading) -> Tallies:
    """Return counts of what passes filters; the record's columns are held for all requests."""
    holder = desk.extra.setdefault(HELD, Holder())
    return Tallies(holder.held(r), wanted.filters, r)


def _after(wanted: Asked, cursor: str | None) -> str | None:
    """Return the address of the next page."""
    return None if cursor is None else replace(wanted, cursor=None).address(("cursor", cursor))
