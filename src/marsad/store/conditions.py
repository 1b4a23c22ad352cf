"""Filters as conditions on a table with the columns of `state` and `shown`."""

from __future__ import annotations

from collections.abc import Iterator
from math import degrees, pi, sin
from typing import Any

from sqlalchemy import ColumnElement, Table, and_, false

from marsad.store.columns import on_sphere, order_number
from marsad.store.filters import CLOSED, Filters, Near
from marsad.store.schema import shown
from marsad.store.terms import SETS, ReadsTerms

LONGEST = 366
"""Days of an incident's time, at most: a year."""

SMALL = 500.0
"""Kilometres of a circle that few incidents stand in."""

EARTH = 6371.0
"""Mean radius of the earth, kilometres."""

_OPEN = {"countries": "country", "affiliations": "affiliation", "agencies": "agency", "reviews": "review"}
_ONE = _OPEN | {name: field for name, field in CLOSED.items() if field not in SETS}
_MANY = {name: field for name, field in CLOSED.items() if field in SETS} | {"languages": "langs"}


def conditions(table: Table, filters: Filters, terms: ReadsTerms) -> Iterator[ColumnElement[bool]]:
    """Yield what must hold for a row of `table`; `terms` tells the bits of sets. The text is not among it."""
    column = table.c
    yield from _days(table, filters)
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


def _days(table: Table, filters: Filters) -> Iterator[ColumnElement[bool]]:
    """Yield what holds for a time that meets the days asked for; `shown` is numbered by first days."""
    if filters.since is not None:
        since = int(filters.since)
        yield table.c.last_day >= since
        if table is shown:
            yield table.c.id >= order_number(max(0, since - LONGEST), 0)
    if filters.until is not None:
        until = int(filters.until)
        yield table.c.first_day <= until
        if table is shown:
            yield table.c.id < order_number(until + 1, 0)


def _near(column: Any, near: Near) -> ColumnElement[bool]:
    """Return what holds for a point within a circle: the straight line through the earth is short enough.

    Of small circles the band of latitudes is asked for first, which an index gives.
    """
    band = degrees(near.km / EARTH) + 1e-6
    within = [column.lat.between(near.lat - band, near.lat + band)] if near.km <= SMALL else []
    chord = 2 * sin(min(near.km / EARTH, pi) / 2)
    squares = [
        (column[axis] - value) * (column[axis] - value)
        for axis, value in zip("xyz", on_sphere(near.lat, near.lon), strict=True)
    ]
    return and_(*within, column.x.is_not(None), squares[0] + squares[1] + squares[2] <= chord * chord)
