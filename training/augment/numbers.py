"""Swapping a number of people: in the words, and in the fields that are read from them."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations

from marsad.codebook import Count, Incident, Span
from marsad.reading.scores.marked import Marked
from marsad.reading.scores.normalisers import NUMBERS
from marsad.text import numbers
from marsad.text.numbers import Number
from training.augment.agreement import holds
from training.augment.edits import Edit, UnfitError, edited, replaced
from training.augment.numerals import another

_PEOPLE = numbers.PEOPLE_KINDS | {"article", "ordinal"}
_LEAST = 3
_NEVER = 10**6


def swap_numbers(marked: Marked, rng: random.Random, pool: Sequence[Marked]) -> Marked:  # noqa: ARG001
    """Return the report with one number of people swapped for another, in words and fields.

    The words keep their form (see `numerals.another`). Where the number may be a sum, a part of one, or told
    again in other words, so that the report might come to contradict itself, it comes back as it was.
    """
    places = [
        (number, value)
        for number, incident in enumerate(marked.incidents, 1)
        for value in sorted({_value(incident, name) or 0 for name in NUMBERS.values()})
        if value >= _LEAST
    ]
    rng.shuffle(places)
    for number, value in places[:2]:
        try:
            made = _swapped(marked, number, value, rng)
        except UnfitError:
            continue
        if holds(marked, made, *NUMBERS):
            return made
    return marked


def _swapped(marked: Marked, number: int, value: int, rng: random.Random) -> Marked:
    """Return the report with `value` of one incident swapped; raises UnfitError where that is not safe."""
    report, incident = marked.report, marked.incidents[number - 1]
    assert report.lang is not None
    found = [n for n in numbers.find(report.text, report.lang) if n.kind in _PEOPLE]
    titled = numbers.find(report.title, report.lang) if report.title else []
    titled = [n for n in titled if n.kind in _PEOPLE]
    marks = [(of, s) for of, s in marked.spans if s.label in NUMBERS]
    own = [n for n in found if n.count.value == value and _within(n, marks, number)]
    names = sorted({NUMBERS[s.label] for n in own for of, s in marks if of == number and _covers(s, n)})
    if not own or any(_value(incident, name) != value for name in names):
        raise UnfitError("the number is not the one coded")
    linked = _linked(incident, names, value, marks, number)
    _check_others(marked, number, value, found, own, titled)
    least, most = _bounds(incident, linked, found, own)
    first = own[0]
    words = another(report.text[first.start : first.end], value, report.lang, least, most, rng)
    if words is None:
        raise UnfitError("no other number of this form")
    read = numbers.find(words, report.lang)
    if len(read) != 1:
        raise UnfitError("the new number is not read as one")
    fresh = read[0].count.value
    edits = [_edit(report.text, n, value, fresh, report.lang) for n in own]
    heads = [_edit(report.title, n, value, fresh, report.lang) for n in titled if n.count.value == value]
    counts = {name: Count(fresh, _count(incident, name).bound) for name in linked}
    incidents = list(marked.incidents)
    incidents[number - 1] = replace(incident, **counts)  # type: ignore[arg-type]
    made = replace(edited(marked, edits), incidents=tuple(incidents))
    return replace(made, report=replace(made.report, title=replaced(report.title, heads)))


def _count(incident: Incident, name: str) -> Count:
    """Return a count of an incident that is known to be there."""
    count = getattr(incident, name)
    assert isinstance(count, Count)
    return count


def _value(incident: Incident, name: str) -> int | None:
    """Return the value of a count of an incident, None where it is null."""
    count = getattr(incident, name)
    return count.value if isinstance(count, Count) else None


def _covers(span: Span, number: Number) -> bool:
    return span.start <= number.start and number.end <= span.end


def _within(number: Number, marks: list[tuple[int, Span]], incident: int) -> bool:
    """Tell whether a number stands in a mark of the incident."""
    return any(of == incident and _covers(span, number) for of, span in marks)


def _linked(
    incident: Incident, names: list[str], value: int, marks: list[tuple[int, Span]], number: int
) -> list[str]:
    """Return the fields that move with the number: those marked, and suspects where all of them are held."""
    told = {NUMBERS[span.label] for of, span in marks if of == number}
    pair = {"suspects", "arrested"}
    same = {name for name in NUMBERS.values() if _value(incident, name) == value}
    quiet = same - set(names)
    if not quiet:
        return names
    if pair & set(names) and quiet <= pair and not quiet & told:
        return sorted({*names, *quiet})
    raise UnfitError("another field has the same value")


def _check_others(
    marked: Marked, number: int, value: int, found: list[Number], own: list[Number], titled: list[Number]
) -> None:
    """Raise UnfitError where other numbers of the report may depend on this one."""
    if any(
        count is not None and count.value == value
        for at, incident in enumerate(marked.incidents, 1)
        if at != number
        for count in (getattr(incident, name) for name in NUMBERS.values())
    ):
        raise UnfitError("another incident has the same number")
    rest = [n for n in found if n not in own]
    if any(n.count.value == value or n.kind == "ordinal" for n in (*rest, *titled) if n.kind != "cardinal"):
        raise UnfitError("the number is counted out or told in another form")
    if any(n.count.value == value for n in rest):
        raise UnfitError("the number is told without a mark")
    values = [n.count.value for n in rest][:12]
    if any(sum(some) == value for size in (2, 3) for some in combinations(values, size)):
        raise UnfitError("the number may be a sum")
    pairs = [(a, b) for a in values for b in values]
    if any(a - b == value or b - a == value for a, b in pairs):
        raise UnfitError("the number may be a part")
    ages = [n for n in numbers.find(marked.report.text, marked.report.lang or "en") if n.kind == "age"]
    if value <= len(ages):
        raise UnfitError("the people may be told one by one")


def _bounds(incident: Incident, linked: list[str], found: list[Number], own: list[Number]) -> tuple[int, int]:
    """Return the least and the most that leave parts and wholes in order."""
    least, most = _LEAST, _NEVER
    arrested, suspects = _value(incident, "arrested"), _value(incident, "suspects")
    if "suspects" in linked and "arrested" not in linked and arrested is not None:
        least = max(least, arrested + 1)
    if "arrested" in linked and "suspects" not in linked and suspects is not None:
        most = min(most, suspects - 1)
    smaller = [n.count.value for n in found if n not in own and n.count.value < own[0].count.value]
    least = max(least, max(smaller, default=0) + 1)
    if any(n.part for n in found):
        least = max(least, own[0].count.value)
    return least, most


def _edit(text: str, number: Number, value: int, fresh: int, lang: str) -> Edit:
    """Return the edit that writes the new number in the form of this mention of the old one."""
    written = text[number.start : number.end]
    words = another(written, value, lang, fresh, fresh, random.Random(0))
    if words is None:
        raise UnfitError(f"{written} has no form for {fresh}")
    return Edit(number.start, number.end, words)
