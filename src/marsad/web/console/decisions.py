"""What a person decides on an incident's page: each a form, kept at once, and then back to the page."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Depends
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from marsad.codebook.fields import NAMES
from marsad.errors import InputError, MarsadError, StoreError
from marsad.pipeline.record import Record
from marsad.pipeline.settle import Settled
from marsad.web.console.controls import read
from marsad.web.console.incident import shown, there
from marsad.web.console.lit import places_of
from marsad.web.desk import desk_of
from marsad.web.pages import go, lang_of
from marsad.web.people.rights import needs
from marsad.web.people.visits import Visit
from marsad.web.refusal import Refusal
from marsad.web.words import say

AROUND = 40
"""Characters shown on either side of words that stand in a text more than once."""
LONGEST = 500
"""Characters of words that are looked for."""
OFTEN = 20
"""Places of the same words that are offered."""


async def formed(request: Request) -> AsyncIterator[FormData]:
    """Hand on the form of a request, and close its files afterwards."""
    async with request.form() as form:
        yield form


router = APIRouter()
Form = Annotated[FormData, Depends(formed)]
Coder = Annotated[Visit, Depends(needs("coder"))]
Editor = Annotated[Visit, Depends(needs("editor"))]


class _SeveralError(Exception):
    """Words that stand in the reports more than once: where."""

    def __init__(self, places: list[dict[str, Any]]) -> None:
        self.places = places
        super().__init__("several")


@router.post("/incidents/{number}/accept")
def accept(request: Request, me: Coder, form: Form, number: int) -> Response:
    """Keep that an incident is coded rightly."""
    record = _record(request, me, number)
    return _done(
        request, me, form, number,
        lambda: record.accept(number, who=me.name, reason=said(form), seen=_seen(form)), on=True,
    )  # fmt: skip


@router.post("/incidents/{number}/reject")
def reject(request: Request, me: Coder, form: Form, number: int) -> Response:
    """Keep that there is no incident."""
    record = _record(request, me, number)
    return _done(
        request, me, form, number,
        lambda: record.reject(number, who=me.name, reason=_why(request, form), seen=_seen(form)), on=True,
    )  # fmt: skip


@router.post("/incidents/{number}/correct")
def correct(request: Request, me: Coder, form: Form, number: int) -> Response:
    """Set a field, by a value or by words marked in a report."""
    record = _record(request, me, number)
    name = _text(form, "field")
    if name not in NAMES:
        raise Refusal("wrong", say(lang_of(request), "incident.no_field"))

    def made() -> Settled:
        words = _words(request, record, number, form)
        if _text(form, "by") == "words":
            if words is None:
                raise InputError(say(lang_of(request), "incident.no_words"))
            value = record.suggest(number, name, words)[0]["value"]
            if value is None:
                raise InputError(say(lang_of(request), "incident.no_value"))
        else:
            value = read(name, form)
        return record.correct(
            number, name, value, who=me.name, reason=said(form), words=words, seen=_seen(form)
        )

    return _done(request, me, form, number, made)


@router.post("/incidents/{number}/link")
def link(request: Request, me: Coder, form: Form, number: int) -> Response:
    """Keep that a report's account tells of an incident."""
    record, account = _record(request, me, number), _text(form, "account")
    return _done(
        request, me, form, number, lambda: record.link(account, number, who=me.name, reason=said(form))
    )


@router.post("/incidents/{number}/unlink")
def unlink(request: Request, me: Coder, form: Form, number: int) -> Response:
    """Keep that a report's account tells of something else."""
    record, account = _record(request, me, number), _text(form, "account")
    return _done(
        request, me, form, number, lambda: record.unlink(account, who=me.name, reason=_why(request, form))
    )


@router.post("/incidents/{number}/apart")
def apart(request: Request, me: Coder, form: Form, number: int) -> Response:
    """Keep that an account of another incident does not tell of this one."""
    record, account = _record(request, me, number), _text(form, "account")
    return _done(
        request, me, form, number, lambda: record.apart(account, number, who=me.name, reason=said(form))
    )


@router.post("/incidents/{number}/merge")
def merge(request: Request, me: Editor, form: Form, number: int) -> Response:
    """Keep that incidents are one."""
    record = _record(request, me, number)
    other = _text(form, "other")
    if not other.isdecimal() or len(other) > 18:
        raise Refusal("wrong", say(lang_of(request), "incident.no_number"))
    there(record, int(other))
    return _done(
        request, me, form, number,
        lambda: record.merge([number, int(other)], who=me.name, reason=_why(request, form)),
    )  # fmt: skip


@router.post("/incidents/{number}/split")
def split(request: Request, me: Editor, form: Form, number: int) -> Response:
    """Keep that some accounts of an incident tell of another one."""
    record = _record(request, me, number)
    keys = [str(one) for one in form.getlist("accounts")]
    return _done(
        request, me, form, number,
        lambda: record.split(number, keys, who=me.name, reason=_why(request, form)),
    )  # fmt: skip


@router.post("/incidents/{number}/undo")
def undo(request: Request, me: Coder, form: Form, number: int) -> Response:
    """Take a judgement back: one's own or, for an editor, anybody's."""
    record = _record(request, me, number)
    digest = _text(form, "judgement")
    with record.store.reading() as r:
        found = [one for one in r.judgements(r.members(r.incident(number))) if one.digest == digest]
    if not found:
        raise Refusal("missing")
    if found[0].who != me.name and not me.may("editor"):
        raise Refusal("role")
    return _done(request, me, form, number, lambda: record.undo(digest, who=me.name, reason=said(form)))


@router.post("/incidents/{number}/comment")
def comment(request: Request, me: Coder, form: Form, number: int) -> Response:
    """Keep a comment on an incident or on one of its fields."""
    record = _record(request, me, number, blind=True)
    name = _text(form, "about_field")
    return _done(
        request, me, form, number,
        lambda: record.comment(number, _text(form, "text"), who=me.name, field=name or None),
    )  # fmt: skip


@router.post("/incidents/{number}/second")
def second(request: Request, me: Coder, form: Form, number: int) -> Response:
    """Ask a second person to code an incident."""
    record = _record(request, me, number)
    name = _text(form, "second")
    with record.store.reading() as r:
        person = r.person(name)
    if person is None or person.disabled is not None or person.role == "reader":
        raise Refusal("wrong", say(lang_of(request), "incident.no_person"))
    return _done(
        request, me, form, number,
        lambda: record.send_to_second(
            number, name, who=me.name, reason=said(form), bare=_text(form, "bare") == "yes"
        ),
        on=True,
    )  # fmt: skip


def _record(request: Request, me: Visit, number: int, *, blind: bool = False) -> Record:
    """Return the record, where an incident is there and is not to be coded apart by who decides."""
    record = desk_of(request).record
    found = there(record, number)
    if not blind:
        with record.store.reading() as r:
            if found in r.owed(me.name):
                raise Refusal("wrong", say(lang_of(request), "incident.blind"))
    return record


def _done(
    request: Request, me: Visit, form: FormData, number: int, decide: Any, *, on: bool = False
) -> Response:
    """Decide, and lead back to the incident or, with `on`, from the queue on to what is next there."""
    field, queue = _text(form, "field"), _text(form, "from") == "queue"
    try:
        done = decide()
    except _SeveralError as several:
        return shown(
            request, me, number, field=field, queue=queue, places=several.places, status=422,
            fault=say(lang_of(request), "incident.several"),
        )  # fmt: skip
    except StoreError:
        raise
    except MarsadError as error:
        return shown(request, me, number, field=field, queue=queue, fault=str(error), status=422)
    did = done.judgement if isinstance(done, Settled) else str(done)
    happened = isinstance(done, Settled) and bool(done.meanwhile)
    if on and queue and not happened:
        return go(request, "/queue?" + urlencode({"did": did, "of": number}))
    told = {"did": did, "field": field, "from": "queue" if queue else ""}
    told["seen"] = _seen(form) or "" if happened else ""
    return go(request, f"/incidents/{number}?" + urlencode({k: v for k, v in told.items() if v}) + "#done")


def _text(form: FormData, name: str) -> str:
    return str(form.get(name, "")).strip()


def said(form: FormData) -> str:
    """Return the reason that a form gives."""
    return _text(form, "reason")[:2000]


def _why(request: Request, form: FormData) -> str:
    """Return the reason, which this decision needs."""
    reason = said(form)
    if not reason:
        raise InputError(say(lang_of(request), "incident.no_reason"))
    return reason


def _seen(form: FormData) -> str | None:
    return _text(form, "seen") or None


def _words(request: Request, record: Record, number: int, form: FormData) -> list[dict[str, Any]] | None:
    """Return the words that were marked: by their offsets, else as they are written where they stand once.

    Raises InputError where they stand nowhere, _SeveralError where they stand more than once.
    """
    place = _text(form, "place")
    if place:
        report, _, offsets = place.partition(":")
        start, _, end = offsets.partition("-")
        if start.isdecimal() and end.isdecimal() and max(len(start), len(end)) < 10:
            return [{"report": report, "start": int(start), "end": int(end)}]
        raise InputError(say(lang_of(request), "incident.no_words"))
    words = str(form.get("words", ""))[:LONGEST]
    if not words.strip():
        return None
    with record.store.reading() as r:
        digests = {d for key in r.members(r.incident(number)) for d in r.digests_like(key[:16])}
        texts = {
            one.digest: one.report.text
            for one in r.reports(sorted(digests)).values()
            if one.report is not None
        }
    found = [
        {"report": digest, "start": start, "end": end, "text": text}
        for digest, text in texts.items()
        for start, end in places_of(text, words)
    ]
    if not found:
        raise InputError(say(lang_of(request), "incident.not_there"))
    if len(found) > 1:
        raise _SeveralError([_around(one) for one in found[:OFTEN]])
    return [{key: found[0][key] for key in ("report", "start", "end")}]


def _around(one: dict[str, Any]) -> dict[str, Any]:
    """Return words with those around them."""
    text, start, end = one["text"], one["start"], one["end"]
    return {
        "place": f"{one['report']}:{start}-{end}",
        "before": text[max(0, start - AROUND) : start],
        "words": text[start:end],
        "after": text[end : end + AROUND],
    }
