"""What a person sees of a coded report, the same in the table and on the page: rows and lit words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import pairwise
from typing import Any

from marsad.codebook import Incident, Language, Span
from marsad.codebook.datafiles import read
from marsad.codebook.fields import fields
from marsad.places.countries import table

RTL = frozenset({"ar"})
_CONTROL = {c: chr(0x2400 + c) for c in range(32) if c not in (9, 10, 13)}
_CONTROL |= {13: " ", 0x7F: "\u2421"} | dict.fromkeys(range(128, 160), "�")


@dataclass(frozen=True, slots=True)
class Row:
    """One field of an incident: its key, its name and value in the language of the reader, its evidence.

    `value` is None where the report does not say it.
    """

    field: str
    name: str
    value: str | None
    spans: tuple[Span, ...]
    group: str


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of text under the same evidence: `keys` are those of the spans that cover it."""

    start: int
    end: int
    keys: tuple[str, ...]


@cache
def _data() -> dict[str, Any]:
    """Load the sentences and the groups of fields."""
    return read(resources.files("marsad.cli") / "data" / "ui.toml")


def sentences(ui: Language) -> dict[str, Any]:
    """Return the sentences around the codebook's names in the language `ui`."""
    words: dict[str, Any] = _data()[ui]
    return words


@cache
def group_of(field: str) -> str:
    """Return the group of fields, and so the colour, that `field` belongs to."""
    for group, members in _data()["groups"].items():
        if field in members:
            return str(group)
    return "ending"


def comma(ui: Language) -> str:
    """Return the comma, with its space, of the language `ui`."""
    return "، " if ui in RTL else ", "


def rows(incident: Incident, ui: Language) -> list[Row]:
    """Return the incident's fields in the order of the guide."""
    found = []
    for name, rules in fields().items():
        value = getattr(incident, name)
        spans = tuple(sorted(set(incident.evidence.get(name, ())))) if value is not None else ()
        caption = None if value is None else rules.caption(value, ui)
        if name == "country" and isinstance(value, str):
            caption = country_name(value, ui)
        found.append(Row(name, rules.names[ui], caption, spans, group_of(name)))
    return found


def country_name(code: str, ui: Language) -> str:
    """Return a country as `Morocco (MA)` in the language `ui`; the bare code where it has no name."""
    names = table().get(code, {}).get(ui)
    return f"{names[0]} ({code})" if names else code


def segments(length: int, spans: Iterable[tuple[str, Span]]) -> Iterator[Segment]:
    """Cut a text of `length` characters at every border of a span; spans may nest and overlap."""
    kept = [(key, span) for key, span in spans if 0 <= span.start < span.end <= length]
    borders = sorted({0, length, *(s.start for _, s in kept), *(s.end for _, s in kept)})
    opening: dict[int, list[str]] = {}
    closing: dict[int, list[str]] = {}
    for key, span in kept:
        opening.setdefault(span.start, []).append(key)
        closing.setdefault(span.end, []).append(key)
    open_keys: dict[str, int] = {}
    for start, end in pairwise(borders):
        for key in closing.get(start, ()):
            open_keys[key] -= 1
            if not open_keys[key]:
                del open_keys[key]
        for key in opening.get(start, ()):
            open_keys[key] = open_keys.get(key, 0) + 1
        yield Segment(start, end, tuple(sorted(open_keys)))


def safe(text: str) -> str:
    """Return `text` with control characters made visible, one for one, so that it cannot steer a terminal."""
    return text.translate(_CONTROL)
