"""Sifting: of many items as they were read, hand on those that the sieve lets through, in their order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from marsad.errors import InputError
from marsad.sources.entry import Entry

AT_ONCE = 64
"""Items read before the first is handed on; the sieve is fast on many texts at once, not on one."""

Item = Entry | InputError


@dataclass(slots=True)
class Sifted:
    """How many reports were looked at, and how many of them were left out."""

    seen: int = 0
    out: int = 0


def sift(
    items: Iterable[Item], *, threshold: float | None = None, tally: Sifted | None = None
) -> Iterator[Item]:
    """Yield errors as they are, and the entries whose title and text reach the threshold of the sieve.

    Without a threshold the calibrated one holds (see `marsad.reading.sieve`). A `tally` counts as items pass.
    """
    tally = tally or Sifted()
    waiting: list[Item] = []
    for item in items:
        waiting.append(item)
        if len(waiting) == AT_ONCE:
            yield from _through(waiting, threshold, tally)
            waiting = []
    yield from _through(waiting, threshold, tally)


def _through(items: list[Item], threshold: float | None, tally: Sifted) -> list[Item]:
    """Return the items of one batch that pass."""
    from marsad.reading.sieve import keep

    texts = [f"{item.report.title}\n{item.report.text}" if isinstance(item, Entry) else "" for item in items]
    kept = keep(texts, threshold).tolist()
    passed = [
        item for item, passes in zip(items, kept, strict=True) if passes or isinstance(item, InputError)
    ]
    tally.seen += sum(isinstance(item, Entry) for item in items)
    tally.out += len(items) - len(passed)
    return passed
