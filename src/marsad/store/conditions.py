"""Filters as conditions on a table with the columns of `state` and `shown`."""

from __future__ import annotations

from collections.abc import Iterator
from math import pi, sin
from typing import Any

from sqlalchemy import ColumnElement, Table, and_, false

from marsad.store.columns import on_sphere
from marsad.store.filters import CLOSED, Filters, Near
from marsad.store.terms import SETS, ReadsTerms

EARTH = 6371.0
"""Mean radius of the earth, kilometres."""

_OPEN = {"countries": "country", "affiliations": "affiliation", "agencies": "agency", "reviews": "review"}
_ONE = _OPEN | {name: field for name, field in CLOSED.items() if field not in SETS}
_MANY = {name: field for name, field in CLOSED.items() if field in SETS} | {"languages": "langs"}


def conditions(table: Table, filters: Filters, terms: ReadsTerms) -> Iterator[ColumnElement[bool]]:
    """Yield what must hold for a row of `table`; `terms` tells the bits of sets. The text is not among it."""
    column = table.c
    if filters.since is not None:
        yield column.last_day >= filters.since
    if filters.until is not None:
        yield column.first_day <= filters.until
    for name, field in _ONE.items():
        if asked := getattr(filters, name):
            yield column[field] == asked[0] if len(set(asked)) == 1 else column[field].in_(sorted(set(asked)))
    for name, field in _MANY.items():
        if asked := getattr(filters, name):
            mask = terms.mask(field, asked)
            yield column[field].op("&")(mask) != 0 if mask else false()
    for name in ("suicide", "household_precursors"):
        if (wanted := getattr(filters, name)) is not None:
            yield column[name].is_(wanted)
    if filters.min_certainty is not None:
        yield column.certainty >= filters.min_certainty
    if filters.near is not None:
        yield _near(column, filters.near)


def _near(column: Any, near: Near) -> ColumnElement[bool]:
    """Return what holds for a point within a circle: the straight line through the earth is short enough."""
    chord = 2 * sin(min(near.km / EARTH, pi) / 2)
    squares = [
        (column[axis] - value) * (column[axis] - value)
        for axis, value in zip("xyz", on_sphere(near.lat, near.lon), strict=True)
    ]
    return and_(column.x.is_not(None), squares[0] + squares[1] + squares[2] <= chord * chord)
