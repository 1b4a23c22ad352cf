"""What the API answers to those who look: incidents, reports, claims, judgements, the codebook."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query
from starlette.requests import Request
from starlette.responses import Response

from marsad.codebook import Language
from marsad.codebook.fields import fields, lists, relevant
from marsad.codebook.values import to_json
from marsad.pipeline.record import Record
from marsad.store import State
from marsad.web.api import shapes
from marsad.web.api.answers import answer
from marsad.web.api.asking import AskedPage
from marsad.web.desk import desk_of
from marsad.web.numbers import LARGEST, Digest, Number
from marsad.web.people.rights import needs
from marsad.web.people.visits import Visit
from marsad.web.refusal import Refusal

router = APIRouter()
Reader = Annotated[Visit, Depends(needs("reader"))]
Json = dict[str, Any]
SHORT = 64
"""Signs of a whole digest."""


@router.get("/incidents", response_model=shapes.Incidents)
def incidents(request: Request, me: Reader, asked: Annotated[AskedPage, Query()]) -> Response:
    """List the incidents that pass filters, a page at a time."""
    page = desk_of(request).record.list(
        asked.filters(), order=asked.order, cursor=asked.cursor, limit=asked.limit, viewer=me.name or None
    )
    return answer(request, {"items": [listed(one) for one in page.states], "next": page.cursor})


@router.get("/incidents/{number}", response_model=shapes.Shown)
def incident(request: Request, me: Reader, number: Number, lang: Language = "en") -> Response:
    """Show an incident: fields with their words, reports, links, judgements, history."""
    return answer(request, desk_of(request).record.show(number, lang=lang, viewer=me.name or None))


@router.get("/incidents/{number}/judgements", response_model=shapes.Judgements)
def judgements(request: Request, me: Reader, number: Number) -> Response:
    """List what people decided of an incident, the oldest first."""
    shown = desk_of(request).record.show(number, viewer=me.name or None)
    return answer(request, {"items": shown["judgements"]})


@router.get("/reports", response_model=shapes.Reports)
def reports(
    request: Request,
    _: Reader,
    cursor: Annotated[int, Query(ge=0, le=LARGEST)] = 0,
    limit: Annotated[int, Query(ge=1, le=500)] = 50,
) -> Response:
    """List the reports in the order in which they came, a page at a time."""
    with desk_of(request).store.reading() as r:
        rows = r.catalogue(after=cursor, limit=limit + 1)
    told: list[Json] = [
        {name: getattr(one, name) for name in shapes.Told.model_fields} for one in rows[:limit]
    ]  # fmt: skip
    return answer(request, {"items": told, "next": rows[limit - 1].number if len(rows) > limit else None})


@router.get("/reports/{digest}", response_model=shapes.Report)
def report(request: Request, _: Reader, digest: Digest) -> Response:
    """Show a report as it is kept, named by its digest or eight signs of it or more."""
    with desk_of(request).store.reading() as r:
        digest = whole(r.digests_like(digest), digest)
        kept = r.report(digest)
        assert kept is not None
        told: Json = {"digest": digest, "added": kept.added}
        if kept.report is None:
            told |= {"deleted": kept.deleted, "by": kept.deleted_by, "reason": kept.deleted_reason}
            return answer(request, told)
        one = kept.report
        told |= {"title": one.title, "text": one.text, "lang": one.lang, "url": one.url,
                 "published": one.published, "reader": r.coded(digest),
                 "accounts": r.incidents_of(r.accounts_of(digest))}  # fmt: skip
    return answer(request, told)


@router.get("/reports/{digest}/claims", response_model=shapes.Claims)
def claims(request: Request, me: Reader, digest: Digest) -> Response:
    """List what readers said of a report, with the words that they took it from."""
    desk = desk_of(request)
    with desk.store.reading() as r:
        digest = whole(r.digests_like(digest), digest)
        kept = r.report(digest)
        assert kept is not None
        text = kept.report.text if kept.report else ""
        codings = r.codings(digest) if kept.report else []
        about = set(r.incidents_of(r.accounts_of(digest) if kept.report else {}).values())
    for number in sorted(about):
        _see(desk.record, number, me)
    told: list[Json] = [
        {
            "reader": one.reader, "relevant": one.relevant, "score": round(one.score, 4), "at": one.at,
            "closed": one.closed,
            "claims": [
                {
                    "incident": claim.incident, "field": claim.field, "value": to_json(claim.value),
                    "score": round(claim.score, 4), "method": claim.method,
                    "words": [
                        {"start": span.start, "end": span.end, "text": span.of(text)} for span in claim.spans
                    ],
                }
                for claim in one.claims
            ],
        }
        for one in codings
    ]  # fmt: skip
    return answer(request, {"items": told})


@router.get("/codebook")
def codebook(request: Request, _: Reader) -> Response:
    """Tell what is coded: every field and value with its name and its definition in three languages."""
    told: list[Json] = [
        {
            "key": one.name,
            "name": {**one.names},
            "definition": {**one.definitions},
            "values": [
                {"key": term.key, "name": {**term.name}, "definition": {**term.definition}}
                for term in one.terms
            ],
        }
        for one in (relevant(), *fields().values(), *lists().values())
    ]
    return answer(request, {"items": told})


def listed(one: State) -> Json:
    """Return an incident of a list as JSON."""
    return {
        "incident": one.incident,
        "since": one.opened,
        "review": one.review,
        "certainty": round(one.certainty, 4),
        "reports": one.reports,
        "languages": list(one.langs),
        "caption": one.caption,
        "values": {name: to_json(value) for name, value in one.values.items()},
    }


def whole(found: list[str], asked: str) -> str:
    """Return the one digest that a beginning names; raises Refusal where it names none or several."""
    if not found:
        raise Refusal("missing")
    if len(found) > 1:
        raise Refusal("wrong", f"{asked} names {len(found)} reports, expected more signs of the digest")
    return found[0]


def _see(record: Record, number: int, me: Visit) -> None:
    """Refuse the claims of an incident to somebody who is to code it without having seen any."""
    if me.name and record.show(number, viewer=me.name).get("blind") is not None:
        raise Refusal("role", f"you are to code the incident {number} by yourself first: hand in your sheet")
