"""An incident's closed values as words of its search document, so that a search with filters is one question.

A word that many incidents have and a filter that few pass would else be compared incident by incident.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from marsad.store.filters import CLOSED, Filters
from marsad.text.folding import fold_key

MARK = "\u00a7"
"""Stands in no word that anybody can ask for."""

TAGGED = {"countries": "country", "languages": "langs", "reviews": "review"} | CLOSED
"""Filters whose values are tags, each with its field."""


def tag(field: str, value: str) -> str:
    """Return the word for a value of a field."""
    plain = "".join(sign if sign.isalnum() else MARK for sign in fold_key(value))
    return f"{MARK}{field.replace('_', '')}{MARK}{plain}"


def tags_of(values: Mapping[str, Any]) -> Iterator[str]:
    """Yield the tags of an incident; `values` are those of its fields, with `langs` and `review`."""
    for field in TAGGED.values():
        told = values.get(field)
        for value in (told,) if isinstance(told, str) else told or ():
            yield tag(field, value)


def tags_asked(filters: Filters) -> Iterator[tuple[str, ...]]:
    """Yield for each filter the tags of which an incident must have one."""
    for name, field in TAGGED.items():
        if asked := getattr(filters, name):
            yield tuple(tag(field, value) for value in sorted(set(asked)))
