"""All that the record knows of one incident, as JSON values: what a door shows of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from marsad import linking
from marsad.codebook import Incident, Language, Report
from marsad.codebook.fields import NAMES
from marsad.codebook.values import to_json
from marsad.errors import InputError
from marsad.linking import Folded
from marsad.pipeline.blind import owes, rounds_of, told_round, visible
from marsad.pipeline.meanwhile import version
from marsad.pipeline.numbering import incidents_of, number_of
from marsad.pipeline.settle import judgement_of
from marsad.review import corrections, standing
from marsad.store import Coding, Kept, Reading, State

Json = dict[str, Any]


def show(
    r: Reading,
    number: int,
    *,
    as_of: int | None = None,
    lang: Language = "en",
    viewer: str | None = None,
) -> Json:
    """Return an incident with its fields, reports, links, judgements and history, today or at a time.

    Each field has its `value`, `why` it was chosen, its `score`, the accounts that say it with their words,
    and `others`, the values that disagree. `lang` is that of the reasons of links. `version` names the
    moment, to be handed to a verb as `seen`. An incident that was merged is followed to the one that stands
    for it. To a `viewer` who owes a sheet on it nothing is shown of what people said (`blind` is the
    round). Raises InputError where it had no state then, StoreError where there never was such an incident.
    """
    asked, number = number, number if as_of is not None else r.incident(number)
    state = r.state(number, as_of=as_of)
    if state is None:
        when = "today: it was taken apart, merged, or its reports were deleted" if as_of is None else "then"
        raise InputError(f"the incident {asked} has no state {when}; `marsad list` tells which there are")
    keys = r.members(number, as_of=as_of)
    digests = sorted({digest for key in keys for digest in r.digests_like(key[:16])})
    kept = r.reports(digests)
    said = _sayings(r, keys, kept, as_of)
    judged = [judgement_of(row) for row in r.judgements(keys) if as_of is None or row.at <= as_of]
    live = frozenset(r.numbers({key for one in judged for key in one.accounts} | set(keys)))
    set_by = corrections(judged, frozenset(keys), live)
    stand = {one.digest for one in standing(judged)}
    begun = rounds_of(judged, frozenset(keys), live)
    owed = owes(begun, viewer)
    folded, history = state.folded, r.history(number)
    if owed is not None:
        folded, set_by, history = linking.fold(r.accounts(keys).values(), {}), {}, []
    bare = owed is not None and owed.bare
    return {
        "incident": number,
        "asked": asked,
        "caption": state.caption,
        "review": state.review if owed is None else "machine",
        "certainty": round(folded.certainty, 4),
        "since": state.opened,
        "version": version(r, state),
        "blind": None if owed is None else owed.digest,
        "rounds": [told_round(one) for one in begun if owed in (None, one)],
        "fields": {
            name: (_nothing(name) if bare else _field(name, folded, said))
            | ({"correction": _correction(set_by[name])} if name in set_by else {})
            for name in NAMES
        },
        "reports": [_report(kept[digest], [k for k in keys if k[:16] == digest[:16]]) for digest in digests],
        "links": [
            {
                "accounts": [one.key, one.other],
                "probability": round(one.likeness.probability, 4),
                "reasons": [reason.words(lang) for reason in one.likeness.reasons],
            }
            for key in keys
            for one in r.edges(key)
            if one.key < one.other
        ],
        "judgements": [
            {
                "judgement": one.digest,
                "at": one.at,
                "who": one.who,
                "kind": one.kind,
                "reason": one.reason,
                "stands": one.digest in stand or one.kind == "undo",
                **({"undone": one.payload["judgement"]} if one.kind == "undo" else {}),
                **{n: value for n, value in one.payload.items() if n not in ("accounts", "judgement")},
            }
            for one in visible(judged, begun, viewer)
        ],
        "history": _history([one for one in history if as_of is None or one.opened <= as_of]),
    }


def _nothing(name: str) -> Json:
    """Return a field of which nothing is to be seen."""
    empty = to_json(getattr(Incident(), name))
    return {"value": empty, "why": "", "score": 0.0, "accounts": [], "others": [], "says": []}


def _sayings(
    r: Reading, keys: Sequence[str], kept: Mapping[str, Kept], as_of: int | None
) -> dict[str, tuple[Report, Incident]]:
    """Return by account its report and what the report's coding of then told; deleted reports say nothing."""
    told = {one.digest[:16]: (one.report, _incidents(r, one.digest, as_of))
            for one in kept.values() if one.report is not None}  # fmt: skip
    said: dict[str, tuple[Report, Incident]] = {}
    for key in keys:
        report, incidents = told.get(key[:16], (None, {}))
        if report is not None and number_of(key) in incidents:
            said[key] = report, incidents[number_of(key)]
    return said


def _incidents(r: Reading, digest: str, as_of: int | None) -> dict[int, Incident]:
    """Return what the coding of a report that was open then told, by the incident's number."""
    open_then = [one for one in r.codings(digest) if _open(one, as_of)]
    return incidents_of(open_then[-1].claims) if open_then else {}


def _open(coding: Coding, as_of: int | None) -> bool:
    if as_of is None:
        return coding.closed is None
    return coding.at <= as_of and (coding.closed is None or coding.closed > as_of)


def _field(name: str, folded: Folded, said: Mapping[str, tuple[Report, Incident]]) -> Json:
    """Return a field: value, why, how sure, who says it in which words, and who says something else."""
    choice = folded.choices[name]
    says = [
        {
            "account": key,
            "value": to_json(getattr(incident, name)),
            "score": round(incident.scores.get(name, 0.0), 4),
            "words": [
                {"start": span.start, "end": span.end, "text": span.of(report.text)}
                for span in incident.evidence.get(name, ())
            ],
        }
        for key, (report, incident) in said.items()
    ]
    value = to_json(choice.value)
    return {
        "value": value,
        "why": choice.why,
        "score": max((one["score"] for one in says if one["value"] == value), default=0.0),
        "accounts": list(choice.keys),
        "others": [{"value": to_json(other), "accounts": list(by)} for other, by in choice.others],
        "says": says,
    }


def _correction(one: Any) -> Json:
    return {"who": one.who, "at": one.at, "reason": one.reason, "judgement": one.digest, "words": one.words}


def _report(kept: Kept, accounts: list[str]) -> Json:
    """Return what is shown of a report: where it comes from, or who deleted it and why."""
    head: Json = {"digest": kept.digest, "accounts": accounts, "added": kept.added}
    if kept.report is None:
        return head | {"deleted": kept.deleted, "by": kept.deleted_by, "reason": kept.deleted_reason}
    report = kept.report
    return head | {
        "name": report.id,
        "title": report.title,
        "lang": report.lang,
        "url": report.url,
        "published": report.published,
        "met": [{"name": one.name, "url": one.url, "path": one.path, "at": one.at} for one in kept.sightings],
    }


def _history(states: list[State]) -> list[Json]:
    """Return what each state changed against the one before it, the oldest first."""
    told: list[Json] = []
    before: dict[str, Any] = {}
    for one in states:
        now: dict[str, Any] = {name: to_json(value) for name, value in one.folded.values.items()}
        now |= {"review": one.review, "reports": one.reports}
        changes = {
            name: [before.get(name), value] for name, value in now.items() if before.get(name) != value
        }
        told.append({"at": one.opened, "changes": changes})
        before = now
    return told
