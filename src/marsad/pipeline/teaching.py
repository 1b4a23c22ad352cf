"""What people's decisions teach: reports that somebody vouched for, as marked reports for `training/`.

A report is taken where somebody accepted or rejected every incident that it tells of. What it says, not what
the record holds, is what a reader has to learn: where several reports tell of an incident, a corrected value
counts for the one in which its words were marked.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from marsad.codebook import Claim, Incident, Span, Value
from marsad.codebook.fields import NAMES, field
from marsad.errors import MarsadError
from marsad.exchange.marked import faults, marked_report
from marsad.pipeline.numbering import incidents_of, number_of
from marsad.pipeline.settle import judgement_of
from marsad.review import Correction, alike, corrections
from marsad.store import Filters, Reading

LOOKED = ("accepted", "rejected")
_EMPTY = Incident()


@dataclass(frozen=True, slots=True)
class Lesson:
    """A report that was looked at: as a marked report, or None with `why` it cannot teach."""

    digest: str
    record: dict[str, Any] | None
    why: str = ""


class UnsureError(MarsadError):
    """It cannot be told what a report says of a field."""


def lessons(r: Reading) -> Iterator[Lesson]:
    """Yield the reports of which somebody looked at an incident, by digest."""
    for digest in sorted(_digests(r)):
        try:
            yield _lesson(r, digest)
        except UnsureError as unsure:
            yield Lesson(digest, None, str(unsure))


def _digests(r: Reading) -> set[str]:
    """Return the reports that tell of incidents somebody looked at."""
    found: set[str] = set()
    cursor: str | None = None
    while True:
        page = r.list(Filters(reviews=LOOKED), order="earliest", cursor=cursor, limit=500)
        for one in page.states:
            found |= {account.report for account in r.accounts(r.members(one.incident)).values()}
        if (cursor := page.cursor) is None:
            return found


def _lesson(r: Reading, digest: str) -> Lesson:
    """Return one report as a lesson; raises UnsureError."""
    kept = r.report(digest)
    assert kept is not None and kept.report is not None, "a deleted report has no accounts"
    claims = next(one.claims for one in reversed(r.codings(digest)) if one.closed is None)
    told = incidents_of(claims)
    incidents: list[Mapping[str, Value]] = []
    marks: list[tuple[int, Span]] = []
    for key, number in r.incidents_of(r.accounts_of(digest)).items():
        state = r.state(number)
        assert state is not None, "an incident with accounts has a state"
        if state.review not in LOOKED:
            raise UnsureError(f"the incident {number}, of which it tells too, was not looked at")
        if state.review == "rejected":
            continue
        keys = r.members(number)
        own = told[number_of(key)]
        set_by = _set_by(r, keys)
        alone = len(keys) == 1
        values, words = {}, []
        for name in NAMES:
            values[name] = _value(name, own, state.folded.values[name], set_by.get(name), digest, alone)
            words += _words(name, own, values[name], set_by.get(name), digest, claims, number_of(key))
        incidents.append(values)
        marks += [(len(incidents), span) for span in dict.fromkeys(words)]
    wrong = faults(kept.report.text, incidents, marks)
    if wrong:
        return Lesson(digest, None, "; ".join(dict.fromkeys(wrong)))
    return Lesson(digest, marked_report(kept.report, f"reviewed-{digest[:16]}", incidents, marks))


def _set_by(r: Reading, keys: Sequence[str]) -> Mapping[str, Correction]:
    """Return what people set for the incident of accounts."""
    judged = [judgement_of(row) for row in r.judgements(keys)]
    live = frozenset(r.numbers({key for one in judged for key in one.accounts} | set(keys)))
    return corrections(judged, frozenset(keys), live)


def _here(correction: Correction | None, digest: str) -> list[Mapping[str, Any]]:
    """Return the words that were marked for a correction in this report."""
    if correction is None:
        return []
    return [one for one in correction.words or () if one["report"] == digest]


def _value(
    name: str, own: Incident, stands: Value, correction: Correction | None, digest: str, alone: bool
) -> Value:
    """Return what a report says of a field, as somebody vouched for; raises UnsureError."""
    said: Value = getattr(own, name)
    if correction is not None:
        if alone or _here(correction, digest) or alike(said, correction.value):
            return correction.value
        raise UnsureError(f"{name} was corrected, and no words for it were marked in this report")
    if alone or said == getattr(_EMPTY, name) or field(name).compare(said, stands) > 0:
        return said
    raise UnsureError(f"its {name} is other than what was accepted, and nobody said what this report tells")


def _words(
    name: str,
    own: Incident,
    value: Value,
    correction: Correction | None,
    digest: str,
    claims: Sequence[Claim],
    number: int,
) -> list[Span]:
    """Return the words that say a field: those that a person marked, and the reader's where it was right."""
    labels = field(name).labels
    found = [Span(one["start"], one["end"], labels[0]) for one in _here(correction, digest) if labels]
    if alike(getattr(own, name), value):
        found += [
            span
            for claim in claims
            if claim.incident == number and claim.field == name
            for span in claim.spans
            if span.label
        ]
    return found
