"""Marked reports: a text with tags for the words that say each field, as `corpus/GUIDE.md` has it.

Unlike the other forms these hold the words of a report: they are for teaching readers on one's own machines.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from marsad.codebook import Count, Incident, Period, Place, Report, Span, Value
from marsad.codebook.fields import NAMES

WORDS = (40, 500)
"""Words that a marked report has, at least and at most."""

Marks = Sequence[tuple[int, Span]]
"""Spans with labels, each with the number of its incident, from 1."""

_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_TAG_LIKE = re.compile(r"</?[A-Z_]{3,}")
_NEEDED = {"N_KILLED": "killed", "N_WOUNDED": "wounded", "N_ARRESTED": "arrested", "ORG": "affiliation"}
_HAPPENED = ("failed", "completed")


def marked_report(
    report: Report, name: str, incidents: Sequence[Mapping[str, Value]], marks: Marks
) -> dict[str, Any]:
    """Return a report as a line of the corpus under the id `name`, its incidents by their values.

    Marks that the guide does not allow are left out: those that cross an earlier and longer one, and numbers
    and organisations of a field that is null.
    """
    told = [_incident(values) for values in incidents]
    kept = [
        (number, span)
        for number, span in marks
        if 1 <= number <= len(told) and told[number - 1].get(_NEEDED.get(span.label, ""), 0) is not None
    ]
    return {
        "id": name,
        "lang": report.lang,
        "url": report.url,
        "published": report.published,
        "title": report.title,
        "marked": mark(report.text, kept),
        "relevant": bool(told),
        "incidents": told,
    }


def mark(text: str, marks: Iterable[tuple[int, Span]]) -> str:
    """Return `text` with a tag around each span; spans that would cross one before them are left out."""
    opening: dict[int, list[str]] = {}
    closing: dict[int, list[str]] = {}
    stack: list[int] = []
    trimmed = ((number, _trimmed(text, span)) for number, span in marks)
    whole = {(number, span) for number, span in trimmed if span.start < span.end}
    for number, span in sorted(whole, key=lambda one: (one[1].start, -one[1].end, one[1].label, one[0])):
        while stack and stack[-1] <= span.start:
            stack.pop()
        if stack and span.end > stack[-1]:
            continue
        stack.append(span.end)
        which = "" if number == 1 else f' i="{number}"'
        opening.setdefault(span.start, []).append(f"<{span.label}{which}>")
        closing.setdefault(span.end, []).insert(0, f"</{span.label}>")
    pieces: list[str] = []
    for at in range(len(text) + 1):
        pieces += closing.get(at, ())
        pieces += opening.get(at, ())
        if at < len(text):
            pieces.append(_ENTITIES.get(text[at], text[at]))
    return "".join(pieces)


def faults(text: str, incidents: Sequence[Mapping[str, Value]], marks: Marks) -> list[str]:
    """Return why a report cannot stand among the marked ones, nothing where it can."""
    found = []
    words = len(text.split())
    if not WORDS[0] <= words <= WORDS[1]:
        found.append(f"it has {words} words, marked reports have {WORDS[0]} to {WORDS[1]}")
    if _TAG_LIKE.search(text):
        found.append("its text holds something like a tag")
    for number, values in enumerate(incidents, 1):
        if not any(of == number and span.label == "EVENT" for of, span in marks):
            found.append("no words name the attack: mark them for the type of attack")
        if values["outcome"] in _HAPPENED and values["stage"] != "execution":
            found.append(f"the outcome {values['outcome']} stands beside the stage {values['stage']}")
    return found


def _trimmed(text: str, span: Span) -> Span:
    """Return a span without white space at its ends."""
    words = span.of(text)
    start = span.start + len(words) - len(words.lstrip())
    return Span(start, max(start, span.end - len(words) + len(words.rstrip())), span.label)


def _incident(values: Mapping[str, Value]) -> dict[str, Any]:
    """Return an incident's values as the corpus writes them: bare numbers, a town by its name."""
    empty = Incident()
    return {name: _plain(values.get(name, getattr(empty, name))) for name in NAMES}


def _plain(value: Value) -> Any:
    match value:
        case Count():
            return value.value
        case Period():
            return value.value
        case Place():
            return value.name if value.precision in ("exact", "town") else None
        case tuple():
            return list(value)
    return value
