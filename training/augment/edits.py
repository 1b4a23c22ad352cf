"""Edits of a marked report: stretches of the text are replaced, and every span keeps its words."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from marsad.codebook import Span
from marsad.reading.scores.marked import Marked

Spans = tuple[tuple[int, Span], ...]


@dataclass(frozen=True, slots=True, order=True)
class Edit:
    """Replace `text[start:end]` by `words`; an empty stretch is refused, "" removes."""

    start: int
    end: int
    words: str


class UnfitError(Exception):
    """The edits cannot be made without touching what the marks say; the report is left as it was."""


def rewrite(text: str, spans: Spans, edits: Iterable[Edit]) -> tuple[str, Spans]:
    """Return the text and spans after the edits (offsets of the old text).

    A span that an edit removes whole is dropped; an edit may stand at or within the edges of a span, or
    cover it exactly. Raises UnfitError where edits overlap or cut through an edge.
    """
    ordered = sorted(edits)
    if any(one.end > two.start for one, two in pairwise(ordered)):
        raise UnfitError("edits overlap")
    pieces: list[str] = []
    at = 0
    moved = [0]  # what is to be added to an offset after so many edits
    for edit in ordered:
        if edit.start >= edit.end:
            raise UnfitError("an edit without words to replace")
        pieces += (text[at : edit.start], edit.words)
        at = edit.end
        moved.append(moved[-1] + len(edit.words) - (edit.end - edit.start))
    pieces.append(text[at:])
    starts = [edit.start for edit in ordered]
    kept = [
        (number, changed)
        for number, span in spans
        if (changed := _moved(span, ordered, starts, moved)) is not None
    ]
    return "".join(pieces), tuple(sorted(kept, key=lambda s: (s[1].start, -s[1].end)))


def _moved(span: Span, edits: Sequence[Edit], starts: Sequence[int], moved: Sequence[int]) -> Span | None:
    """Return a span after the edits; None where one of them removes it whole."""
    before = bisect_right(starts, span.start - 1)  # edits that start before the span
    if before and edits[before - 1].end > span.start:
        cover = edits[before - 1]
        if not cover.words and cover.end >= span.end:
            return None
        raise UnfitError("an edit cuts the start of a span")
    last = bisect_right(starts, span.end - 1)  # edits that start before the span's end
    if last > before and edits[last - 1].end > span.end:
        if not edits[last - 1].words and edits[last - 1].start <= span.start:
            return None
        raise UnfitError("an edit cuts the end of a span")
    start, end = span.start + moved[before], span.end + moved[last]
    return replace(span, start=start, end=end) if start < end else None


def edited(marked: Marked, edits: Iterable[Edit]) -> Marked:
    """Return the report with its text edited; raises UnfitError as `rewrite` does."""
    text, spans = rewrite(marked.report.text, marked.spans, edits)
    return replace(marked, report=replace(marked.report, text=text), spans=spans)


def replaced(text: str, edits: Iterable[Edit]) -> str:
    """Return a text without marks (a title) after the edits."""
    return rewrite(text, (), edits)[0]
