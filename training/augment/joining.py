"""Joining reports: two or three of one language in one text, with the incidents numbered in its order."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from marsad.codebook import Incident, Span
from marsad.reading.scores.marked import Marked
from marsad.text.sentences import paragraphs
from training.augment.agreement import right
from training.augment.data import table
from training.augment.dates import drop_published, shift_days

_SOON = 60  # characters
_MOST_WORDS = 500  # as in corpus/check.py
_TRIES = 3
_THIRD, _CONNECTED, _BACKGROUND, _WOVEN = 0.15, 0.5, 0.06, 0.3
_CHECKED = ("PLACE", "DATE", "ORG", "AGENCY")  # what the words of another report can turn
_GAP = "\n\n"


@dataclass(frozen=True, slots=True)
class _Piece:
    """A stretch of a report that goes into the joined text: from which report, from where to where."""

    source: int
    start: int
    end: int


def join_reports(marked: Marked, rng: random.Random, pool: Sequence[Marked]) -> Marked:
    """Return the report with one or two others of the pool behind it or woven in, as one text.

    The others are relevant, of the same language and of other events; seldom one is irrelevant, and its
    words bear no mark. All get one day of publication, or none. As it was where none fits.
    """
    if not marked.relevant or not pool:
        return marked
    made = _joined(marked, rng, pool)
    return _joined(made, rng, pool) if made is not marked and rng.random() < _THIRD else made


def _joined(marked: Marked, rng: random.Random, pool: Sequence[Marked]) -> Marked:
    """Return the report joined with one other, or as it was."""
    wanted = rng.random() >= _BACKGROUND
    words = len(marked.report.text.split())
    tries = 0
    for _ in range(20 * _TRIES):
        other = rng.choice(pool)
        if (
            other.report.lang != marked.report.lang
            or other.relevant != wanted
            or not _apart(marked, other)
            or words + len(other.report.text.split()) + 8 > _MOST_WORDS
        ):
            continue
        tries += 1
        pair = _same_day(marked, other, rng)
        if pair is not None:
            one, two = pair
            made = _together(one, two, rng)
            if all(right(made, x) >= right(one, x) + right(two, x) for x in _CHECKED):
                return made
        if tries >= _TRIES:
            break
    return marked


def _apart(one: Marked, two: Marked) -> bool:
    """Tell whether two reports tell of different events: other ids, other towns, other days."""
    if one.report.id in two.report.id or two.report.id in one.report.id:
        return False
    places = {(i.country, i.place.name) for i in one.incidents if i.place}
    days = {i.date.value for i in one.incidents if i.date}
    return not any(
        (i.place and (i.country, i.place.name) in places) or (i.date and i.date.value in days)
        for i in two.incidents
    )


def _same_day(one: Marked, two: Marked, rng: random.Random) -> tuple[Marked, Marked] | None:
    """Return the two with one day of publication or none, so that "Tuesday" means what it meant; or None."""
    if one.report.published == two.report.published or not two.relevant:
        return one, replace(two, report=replace(two.report, published=one.report.published))
    if one.report.published and two.report.published:
        days = (date.fromisoformat(one.report.published) - date.fromisoformat(two.report.published)).days
        if days % 7 == 0:
            moved = shift_days(two, days)
            return (one, moved) if moved.report.published == one.report.published else None
        if rng.random() < 0.9:
            return None  # another of the pool may stand whole weeks away
    bare = [drop_published(report, rng, ()) if report.report.published else report for report in (one, two)]
    return (bare[0], bare[1]) if not any(report.report.published for report in bare) else None


def _together(one: Marked, two: Marked, rng: random.Random) -> Marked:
    """Return two reports of one day as one."""
    order = [one, two] if two.relevant or rng.random() < 0.5 else [two, one]
    first, second = order
    seam = _seam(first, rng) if two.relevant else None
    whole = _Piece(1, 0, len(second.report.text))
    if seam is not None and rng.random() < _WOVEN:
        end = paragraphs(first.report.text[:seam])[-1].end
        pieces = [_Piece(0, 0, end), whole, _Piece(0, seam, len(first.report.text))]
    else:
        pieces = [_Piece(0, 0, len(first.report.text)), whole]
    connector = ""
    if len(pieces) == 2 and rng.random() < _CONNECTED:
        connector = rng.choice(table("words")["join"][str(one.report.lang)]) + " "
    text, spans = _assembled(order, pieces, connector)
    counted = len(first.incidents)
    incidents = (*first.incidents, *second.incidents)
    marks = [(of + (counted if source else 0), span) for source, of, span in spans]
    titles = [first.report.title, second.report.title]
    title = rng.choice(["", titles[order.index(one)], " / ".join(t for t in titles if t)])
    report = replace(one.report, id=f"{one.report.id}+{two.report.id}", text=text, title=title, url=None)
    return _renumbered(Marked(replace(report, published=one.report.published), True, incidents, tuple(marks)))


def _seam(marked: Marked, rng: random.Random) -> int | None:
    """Return where a report can be opened: before a paragraph that soon names the place of its incident."""
    text = marked.report.text
    fits = []
    if len(marked.incidents) == 1:
        for paragraph in paragraphs(text)[1:]:
            end = paragraph.start + _SOON
            if any(s.label == "PLACE" and paragraph.start <= s.start < end for _, s in marked.spans):
                fits.append(paragraph.start)
    fits = [at for at in fits if not any(s.start < at < s.end for _, s in marked.spans)]
    return rng.choice(fits) if fits else None


def _assembled(
    reports: list[Marked], pieces: list[_Piece], connector: str
) -> tuple[str, list[tuple[int, int, Span]]]:
    """Return the joined text, and its spans as (report, incident, span)."""
    text = ""
    spans: list[tuple[int, int, Span]] = []
    for piece in pieces:
        report = reports[piece.source]
        if text:
            text += _GAP
        if piece.source and connector and not _dateline(report):
            text += connector
        shift = len(text) - piece.start
        text += report.report.text[piece.start : piece.end]
        spans += [
            (piece.source, of, replace(s, start=s.start + shift, end=s.end + shift))
            for of, s in report.spans
            if piece.start <= s.start and s.end <= piece.end
        ]
    return text, spans


def _dateline(marked: Marked) -> bool:
    """Tell whether a report opens with a dateline, which stands behind no connecting words."""
    head = marked.report.text[:60].split("\n")[0]
    return any(mark in head for mark in (" – ", " — ", " - ", "):", ": "))


def _renumbered(marked: Marked) -> Marked:
    """Return the report with its incidents numbered in the order of their first marks."""
    first: dict[int, int] = {}
    for of, span in marked.spans:
        first[of] = min(span.start, first.get(of, span.start))
    order = sorted(range(1, len(marked.incidents) + 1), key=lambda n: first.get(n, len(marked.report.text)))
    fresh = {old: new for new, old in enumerate(order, 1)}
    incidents: tuple[Incident, ...] = tuple(marked.incidents[old - 1] for old in order)
    spans = sorted(((fresh[of], span) for of, span in marked.spans), key=lambda s: (s[1].start, -s[1].end))
    return replace(marked, incidents=incidents, spans=tuple(spans))
