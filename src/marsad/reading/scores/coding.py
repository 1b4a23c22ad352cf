"""How well a reader codes: relevance, incidents found, and every field, by language.

Single values score by equality, lists by the mean F1 of their sets, counts by equality, dates 1 where equal
and a half where one is a prefix of the other, places 1 where the name is the same or the points lie within
25 km. Incidents of a report are paired one to one so that the pairs' scores sum highest; a pair that agrees
on less than `FOUND` of its fields is no find. An incident not found scores 0 on every field; one too many
lowers the incident F1. Beside the scores stand confusion tables of the fields of one choice.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import permutations

from marsad.codebook import Incident
from marsad.codebook.fields import fields
from marsad.codebook.fold import incidents, relevance
from marsad.reading import Reader
from marsad.reading.scores.marked import Marked

MISSED = "not found"  # what a confusion table has for the value of an incident that was not found
FOUND = 0.5  # share of fields from which a pair of incidents counts as the same (see docs/evaluation.md)


@dataclass(slots=True)
class Tally:
    """Counts for an F1: right, told in all, to be found in all."""

    right: int = 0
    told: int = 0
    wanted: int = 0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall; 1 where there was nothing to find and nothing told."""
        return 2 * self.right / (self.told + self.wanted) if self.told + self.wanted else 1.0


@dataclass(slots=True)
class Scores:
    """The scores of a reader on some reports: F1 of relevance and of incidents, the mean of each field.

    `confusion` counts, for each field of one choice, by the value coded and then by the value told, how often
    they met; the value told of an incident that was not found is `MISSED`.
    """

    reports: int = 0
    relevance: Tally = field(default_factory=Tally)
    incidents: Tally = field(default_factory=Tally)
    sums: dict[str, float] = field(default_factory=dict)
    confusion: dict[str, dict[str, dict[str, int]]] = field(default_factory=dict)

    def fields(self) -> dict[str, float]:
        """Return the mean score of each field over all incidents to be found."""
        return {name: total / max(self.incidents.wanted, 1) for name, total in self.sums.items()}

    def mean(self) -> float:
        """Return the mean of the fields' scores."""
        scores = self.fields()
        return sum(scores.values()) / len(scores) if scores else 0.0

    def table(self) -> dict[str, float]:
        """Return every score by its name, rounded to three places."""
        rows = {
            "relevance": self.relevance.f1,
            "incidents": self.incidents.f1,
            "mean of fields": self.mean(),
            **self.fields(),
        }
        return {name: round(score, 3) for name, score in rows.items()}


def agreement(gold: Incident, told: Incident) -> dict[str, float]:
    """Return how far two incidents agree on each field, from 0 to 1."""
    return {name: f.compare(getattr(gold, name), getattr(told, name)) for name, f in fields().items()}


def pair(gold: Sequence[Incident], told: Sequence[Incident]) -> list[dict[str, float] | None]:
    """Return for each gold incident its agreement with the one it is paired with, None if not found."""
    return [
        agreement(one, other) if other is not None else None
        for one, other in zip(gold, partners(gold, told), strict=True)
    ]


def partners(gold: Sequence[Incident], told: Sequence[Incident]) -> list[Incident | None]:
    """Return for each gold incident the one told that it is paired with, None if it was not found."""
    if not gold or not told:
        return [None] * len(gold)
    means = [[_mean(agreement(one, other)) for other in told] for one in gold]
    columns: list[int | None] = [*range(len(told)), *[None] * max(0, len(gold) - len(told))]

    def worth(choice: tuple[int | None, ...]) -> float:
        return sum(means[row][column] for row, column in enumerate(choice) if column is not None)

    best = max(permutations(columns, len(gold)), key=worth)
    return [
        told[column] if column is not None and means[row][column] >= FOUND else None
        for row, column in enumerate(best)
    ]


def _mean(cell: dict[str, float]) -> float:
    return sum(cell.values()) / len(cell)


def evaluate(reader: Reader, reports: Iterable[Marked]) -> dict[str, Scores]:
    """Return the scores of a reader by language (`ar`, `fr`, `en`) and over `all`."""
    found: dict[str, Scores] = {}
    for marked in reports:
        claims = reader(marked.report)
        said, _ = relevance(claims)
        told = incidents(claims)
        pairs = partners(marked.incidents, told)
        for side in (str(marked.report.lang), "all"):
            scores = found.setdefault(side, Scores(sums=dict.fromkeys(fields(), 0.0)))
            count(scores, marked, said, len(told), pairs)
    return found


def count(scores: Scores, marked: Marked, said: bool, told: int, pairs: Sequence[Incident | None]) -> None:
    """Add one report to the scores; `pairs` are the partners of its incidents."""
    scores.reports += 1
    scores.relevance.right += said and marked.relevant
    scores.relevance.told += said
    scores.relevance.wanted += marked.relevant
    scores.incidents.right += sum(other is not None for other in pairs)
    scores.incidents.told += told
    scores.incidents.wanted += len(pairs)
    for one, other in zip(marked.incidents, pairs, strict=True):
        for name, score in (agreement(one, other) if other is not None else {}).items():
            scores.sums[name] += score
        for name, f in fields().items():
            if f.kind == "choice":
                value = MISSED if other is None else str(getattr(other, name))
                row = scores.confusion.setdefault(name, {}).setdefault(str(getattr(one, name)), {})
                row[value] = row.get(value, 0) + 1
