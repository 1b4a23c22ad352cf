"""How well a reader marks the words that say it: F1 of the marked spans by label, exact and by overlap.

A span told is right exactly where a gold span of the same label has the same edges; by overlap where it
shares a character with one. Each gold span is matched by one span told at most and the reverse, so that
most are matched. To which incident a span is laid plays no part here (the fields show that): words that bear
one label for two incidents count once, on both sides. `ALL` sums the labels up: the micro F1.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from marsad.codebook import Claim, Report, Span
from marsad.reading.scores.coding import Tally
from marsad.reading.scores.marked import Marked

ALL = "all labels"

Edges = tuple[int, int]


class Coding(Protocol):
    """What a reader that marks words says of a report."""

    @property
    def claims(self) -> list[Claim]:
        """The claims, as any reader returns them."""

    @property
    def spans(self) -> Sequence[tuple[int, Span, float]]:
        """The spans marked, each with the number of its incident and its score."""


class Marker(Protocol):
    """A reader that offers the spans that it marks beside its claims."""

    def code(self, report: Report) -> Coding:
        """Return claims and spans of a report."""


@dataclass(slots=True)
class Watched:
    """Reads as `marker` does, and keeps the spans of every report by its id, so that none is read twice."""

    marker: Marker
    told: dict[str, list[Span]] = field(default_factory=dict)

    def __call__(self, report: Report) -> list[Claim]:
        """Return the claims on a report."""
        coded = self.marker.code(report)
        self.told[report.id] = [span for _, span, _ in coded.spans]
        return coded.claims


@dataclass(slots=True)
class Marks:
    """The counts of one label: spans with the right edges, and spans that share a character."""

    exact: Tally = field(default_factory=Tally)
    overlap: Tally = field(default_factory=Tally)


def spans(told: Mapping[str, Iterable[Span]], reports: Iterable[Marked]) -> dict[str, dict[str, Marks]]:
    """Return the counts by language and over `all`, then by label and over `ALL`.

    `told` are the spans marked in each report by its id; a report that it lacks has none.
    """
    found: dict[str, dict[str, Marks]] = {}
    for marked in reports:
        gold = _by_label(span for _, span in marked.spans)
        ours = _by_label(told.get(marked.report.id, ()))
        for label in gold.keys() | ours.keys():
            wanted, said = gold.get(label, set()), ours.get(label, set())
            right, near = len(wanted & said), matched(sorted(said), sorted(wanted))
            for side in (str(marked.report.lang), "all"):
                for row in (label, ALL):
                    marks = found.setdefault(side, {}).setdefault(row, Marks())
                    _count(marks.exact, right, said, wanted)
                    _count(marks.overlap, near, said, wanted)
    return found


def matched(told: Sequence[Edges], gold: Sequence[Edges]) -> int:
    """Return how many spans can be matched one to one so that each pair shares a character.

    By augmenting paths (Kuhn 1955): a span told takes a free gold one, or one whose holder finds another.
    """
    near = [
        [at for at, (start, end) in enumerate(gold) if start < last and first < end] for first, last in told
    ]
    holder: dict[int, int] = {}

    def placed(one: int, tried: set[int]) -> bool:
        for at in near[one]:
            if at not in tried:
                tried.add(at)
                if at not in holder or placed(holder[at], tried):
                    holder[at] = one
                    return True
        return False

    return sum(placed(one, set()) for one in range(len(told)))


def _by_label(marks: Iterable[Span]) -> dict[str, set[Edges]]:
    """Return the edges of spans by label."""
    found: dict[str, set[Edges]] = {}
    for span in marks:
        found.setdefault(span.label, set()).add((span.start, span.end))
    return found


def _count(tally: Tally, right: int, said: set[Edges], wanted: set[Edges]) -> None:
    tally.right += right
    tally.told += len(said)
    tally.wanted += len(wanted)
