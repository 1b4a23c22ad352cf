"""How well the normalisers read marked words: dates, places, numbers, organisations, agencies.

Two shares for each kind: of the spans that are right each for itself, and of the incidents with at least one
right span. A marked span need not tell the field's value: an incident may name the town of the arrest beside
that of the target, the day of a claim beside that of the attack, the parts beside the sum; so a span counts
as right for itself where its value is the field's, is compatible with it (a period that is a prefix of the
other), or, for numbers, is a part of a sum. A person told of beside the number without one ("two men and a
woman") is a part too, though by the guide a bare singular bears no number mark. Where the field is null, a
date is right where none is read. Organisations and services are right where the name coded and the name read
are one name, or of one entry of the registry ("GIA", "Armed Islamic Group").
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import combinations

from marsad.actors import agencies, organisations
from marsad.codebook import Count, Incident, Report, Span, Value
from marsad.codebook.fields import field
from marsad.places import resolver
from marsad.reading.scores.marked import Marked
from marsad.text import dates, numbers
from marsad.text.sentences import sentences

_BESIDE = 30  # characters; of readings wrong by one, 5 in 100 pass on train with it, 2 without
_PEOPLE = {"N_SUSPECTS": "PERP", "N_ARRESTED": "PERP", "N_KILLED": "VICTIM", "N_WOUNDED": "VICTIM"}
NUMBERS = {"N_SUSPECTS": "suspects", "N_ARRESTED": "arrested", "N_KILLED": "killed", "N_WOUNDED": "wounded"}


@dataclass(slots=True)
class Share:
    """How many of the spans, and of the incidents, were read right."""

    spans: int = 0
    right: int = 0
    incidents: int = 0
    found: int = 0

    def add(self, right: list[bool]) -> None:
        """Count the spans of one incident."""
        self.spans += len(right)
        self.right += sum(right)
        self.incidents += 1
        self.found += any(right)

    @property
    def by_span(self) -> float:
        """The share of spans read right."""
        return self.right / self.spans if self.spans else 1.0

    @property
    def by_incident(self) -> float:
        """The share of incidents with at least one span read right."""
        return self.found / self.incidents if self.incidents else 1.0


def normalisers(reports: Iterable[Marked]) -> dict[str, dict[str, Share]]:
    """Return the shares by language, then by kind: `DATE`, `PLACE`, `NUMBER`, `ORG`, `AGENCY`."""
    found: dict[str, dict[str, Share]] = {}
    for marked in reports:
        shares = found.setdefault(str(marked.report.lang), {})
        for number, incident in enumerate(marked.incidents, 1):
            for kind, right in _incident(marked, number, incident):
                shares.setdefault(kind, Share()).add(right)
    return found


def _incident(marked: Marked, number: int, incident: Incident) -> Iterable[tuple[str, list[bool]]]:
    """Yield for each kind whether each marked span of one incident is read right."""
    report = marked.report

    def spans(label: str) -> list[Span]:
        return [span for of, span in marked.spans if of == number and span.label == label]

    def judge(label: str, read: Callable[[Span], Value], name: str) -> list[bool]:
        gold = getattr(incident, name)
        return [_same(name, gold, read(span)) for span in spans(label)]

    if right := judge("DATE", lambda s: _date(report, s), "date"):
        yield "DATE", right
    if incident.place is not None and (right := judge("PLACE", lambda s: _place(report, s), "place")):
        yield "PLACE", right
    if incident.affiliation and (right := [_org(report, span, incident) for span in spans("ORG")]):
        yield "ORG", right
    if incident.agency and (right := [_agency(report, span, incident) for span in spans("AGENCY")]):
        yield "AGENCY", right
    for label, name in NUMBERS.items():
        gold = getattr(incident, name)
        if gold is not None and (marks := spans(label)):
            yield "NUMBER", _numbers(report, marks, gold, _singles(marked, number, label))


def _same(name: str, gold: Value, read: Value) -> bool:
    """Tell whether a value read is the one coded, or compatible with it."""
    return field(name).compare(gold, read) > 0


def _date(report: Report, span: Span) -> Value:
    assert report.lang is not None
    return dates.at(report.text, span.start, span.end, report.lang, report.published)


def _place(report: Report, span: Span) -> Value:
    assert report.lang is not None
    return resolver.at(report.text, span.start, span.end, report.lang, report.title)


def _org(report: Report, span: Span, incident: Incident) -> bool:
    """Tell whether a marked organisation is the incident's, by its name or by the registry."""
    assert report.lang is not None
    actor = organisations.at(report.text, span.start, span.end, report.lang, incident.country)
    gold = incident.affiliation or ""
    return actor is not None and (
        _same("affiliation", gold, actor.name) or actor.name == organisations.canonical(gold)
    )


def _agency(report: Report, span: Span, incident: Incident) -> bool:
    """Tell whether a marked service is the incident's, by its name or by the registry."""
    assert report.lang is not None
    year = int(report.published[:4]) if report.published else None
    actor = agencies.at(
        report.text, span.start, span.end, report.lang, incident.country, title=report.title, year=year
    )
    gold = incident.agency or ""
    return actor is not None and (_same("agency", gold, actor.name) or actor.name == agencies.canonical(gold))


def _singles(marked: Marked, number: int, label: str) -> int:
    """Return how many bare singulars ("a woman") are marked beside the numbers of a label, each text once.

    Beside means in one sentence and within `_BESIDE` characters.
    """
    report = marked.report
    assert report.lang is not None
    own = [span for of, span in marked.spans if of == number]
    counted = [span for span in own if span.label == label]
    every = [span for span in own if span.label in NUMBERS]
    laid = sentences(report.text, report.lang)
    found = set()
    for span in own:
        if span.label != _PEOPLE[label] or any(n.start < span.end and span.start < n.end for n in every):
            continue
        read = numbers.at(report.text, span.start, span.end, report.lang)
        within = next((s for s in laid if s.start <= span.start < s.end), None)
        if read is not None and read.value == 1 and within is not None:
            near = (max(span.start - n.end, n.start - span.end) for n in counted if _in(n, within))
            if any(gap < _BESIDE for gap in near):
                found.add(span.of(report.text))
    return len(found)


def _in(span: Span, sentence: Span) -> bool:
    return sentence.start <= span.start < sentence.end


def _numbers(report: Report, spans: list[Span], gold: Count, singles: int) -> list[bool]:
    """Tell for each number of a field whether it is the field's value, or a part of a sum that is."""
    assert report.lang is not None
    read = [numbers.at(report.text, span.start, span.end, report.lang) for span in spans]
    values = [count.value if count else None for count in read]
    return [
        value is not None
        and any(
            value + more == gold.value or _part(value, index, values, gold.value - more)
            for more in range(singles + 1)
        )
        for index, value in enumerate(values)
    ]


def _part(value: int, index: int, values: list[int | None], total: int) -> bool:
    """Tell whether a number is a part: with others it sums to the total, or another is the total."""
    others = [other for at, other in enumerate(values) if at != index and other is not None][:8]
    if value < total and total in others:
        return True
    return any(
        value + sum(some) == total
        for size in range(1, len(others) + 1)
        for some in combinations(others, size)
    )
