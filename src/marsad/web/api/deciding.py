"""What the API does for those who judge and edit: the verbs of the record, each under its own name."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import Response

from marsad.codebook import Report
from marsad.errors import InputError
from marsad.pipeline.code import Failed
from marsad.pipeline.settle import Settled
from marsad.sources.entry import Entry, check_text, iso_date
from marsad.web.api import shapes
from marsad.web.api.answers import answer
from marsad.web.api.reading import whole
from marsad.web.desk import desk_of
from marsad.web.numbers import Account, Digest, Number
from marsad.web.people.rights import may_undo, needs
from marsad.web.people.visits import Visit

router = APIRouter()
Coder = Annotated[Visit, Depends(needs("coder"))]
Editor = Annotated[Visit, Depends(needs("editor"))]


@router.post("/incidents/{number}/accept", response_model=shapes.Done)
def accept(request: Request, me: Coder, number: Number, told: shapes.Accepting) -> Response:
    """Hold that an incident is coded rightly."""
    record = desk_of(request).record
    return done(request, record.accept(number, who=me.name, reason=told.reason, seen=told.seen))


@router.post("/incidents/{number}/reject", response_model=shapes.Done)
def reject(request: Request, me: Coder, number: Number, told: shapes.Rejecting) -> Response:
    """Hold that an incident is none: it stays in the record, marked so."""
    record = desk_of(request).record
    return done(request, record.reject(number, who=me.name, reason=told.reason, seen=told.seen))


@router.post("/incidents/{number}/correct", response_model=shapes.Done)
def correct(request: Request, me: Coder, number: Number, told: shapes.Correcting) -> Response:
    """Set a field's value; it holds until it is corrected again or undone."""
    made = desk_of(request).record.correct(
        number, told.field, told.value, who=me.name, reason=told.reason, words=told.words, seen=told.seen
    )
    return done(request, made)


@router.post("/incidents/{number}/split", response_model=shapes.Done)
def split(request: Request, me: Editor, number: Number, told: shapes.Splitting) -> Response:
    """Hold that some of an incident's accounts tell, together, of another one."""
    made = desk_of(request).record.split(number, told.accounts, who=me.name, reason=told.reason)
    return done(request, made)


@router.post("/incidents/{number}/link", response_model=shapes.Done)
def link(request: Request, me: Coder, number: Number, told: shapes.Linking) -> Response:
    """Hold that an account tells of an incident."""
    return done(request, desk_of(request).record.link(told.account, number, who=me.name, reason=told.reason))


@router.post("/merge", response_model=shapes.Done)
def merge(request: Request, me: Editor, told: shapes.Merging) -> Response:
    """Hold that incidents are one; the one with most accounts keeps its number."""
    return done(request, desk_of(request).record.merge(told.incidents, who=me.name, reason=told.reason))


@router.post("/accounts/{account}/unlink", response_model=shapes.Done)
def unlink(request: Request, me: Coder, account: Account, told: shapes.Because) -> Response:
    """Hold that an account does not tell of the incident that it stands in."""
    return done(request, desk_of(request).record.unlink(account, who=me.name, reason=told.reason))


@router.post("/judgements/{digest}/undo", response_model=shapes.Done)
def undo(request: Request, me: Coder, digest: Digest, told: shapes.Because) -> Response:
    """Take a judgement back: a coder their own, an editor anybody's."""
    desk = desk_of(request)
    may_undo(desk, me, digest)
    return done(request, desk.record.undo(digest, who=me.name, reason=told.reason))


@router.post("/reports", response_model=shapes.Added)
def add(request: Request, me: Coder, told: shapes.NewReport) -> Response:
    """Code a report, link it and keep it."""
    desk = desk_of(request)
    try:
        day = iso_date(told.published) if told.published else None
    except ValueError:
        raise InputError(f"published: got {told.published!r}, expected a day as 2019-12-05") from None
    name = told.id or f"{me.name} {desk.clock()}"
    report = Report(name, check_text(told.text, path=""), told.title, told.lang, told.url, day)
    (made,) = desk.record.add([Entry(report, "api")], reader=desk.settings.reader)
    if isinstance(made, Failed):
        raise InputError(made.error.message if isinstance(made.error, InputError) else str(made.error))
    with desk.store.writing() as w:
        desk.log(w, me.name, "added a report", made.digest[:16], {"outcome": made.outcome})
    shown = {"digest": made.digest, "outcome": made.outcome, "relevant": made.relevant,
             "incidents": list(made.incidents)}  # fmt: skip
    return answer(request, shown)


@router.post("/reports/{digest}/delete", response_model=shapes.Done)
def delete(request: Request, me: Editor, digest: Digest, told: shapes.Because) -> Response:
    """Delete a report on request: its text and claims go, who, when and why stay."""
    desk = desk_of(request)
    with desk.store.reading() as r:
        digest = whole(r.digests_like(digest), digest)
    return done(request, desk.record.delete(digest, who=me.name, reason=told.reason))


def done(request: Request, made: Settled) -> Response:
    """Return what a decision changed, and what came meanwhile."""
    since: dict[str, Any] | None = None
    if made.meanwhile:
        since = {
            "judgements": [
                {"judgement": one.digest, "at": one.at, "who": one.who, "kind": one.kind,
                 "reason": one.reason, "field": one.payload.get("field")}
                for one in made.meanwhile.judgements
            ],
            "changes": {name: list(pair) for name, pair in made.meanwhile.changes.items()},
        }  # fmt: skip
    told = {"changed": list(made.changed), "retired": list(made.retired)}
    return answer(request, told | {"judgement": made.judgement, "meanwhile": since})
