"""`linking.possible` as a question to the database: the same answer, read off indexes.

Two spans of days that meet cannot be found through one sorted column alone. So each account has a `reach`:
the length of its span, rounded up to one of few steps. Within one step the first days that can meet a span
lie between two bounds, which an index gives at once (the interval partitioning of Kriegel, Pötke and Seidl
2000, in its simplest form).

The question is written out as text: put together from parts it would cost more than its answer.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from sqlalchemy import TextClause, text

from marsad.linking import Block

STEPS = (8, 16, 64, 512)
"""Days of a span, at most; longer ones and open ones have the reach `ENDLESS`."""

ENDLESS = 0
"""The reach of an account without bounds of days, or with a span longer than any step."""

AROUND = 9
"""Cells to look in, at most: one and its neighbours."""


def reach(where: Block) -> int:
    """Return the step that holds a block's span of days."""
    if where.first_day is None or where.last_day is None:
        return ENDLESS
    return next((step for step in STEPS if where.last_day - where.first_day <= step), ENDLESS)


def near(where: Block, most: int) -> tuple[TextClause, dict[str, Any]]:
    """Return the question for at most `most` open accounts that may tell of the same event as `where`.

    It answers with key, profile and vector; its parameters come with it.
    """
    values: dict[str, Any] = {"most": most}
    if where.cell is not None:
        cells = (*where.cells, *(where.cell for _ in range(AROUND)))[:AROUND]
        values |= {f"cell{number}": cell for number, cell in enumerate(cells)}
    if where.country is not None:
        values["country"] = where.country
    if where.first_day is not None:
        values["begin"] = where.first_day
        values |= {f"begin{step}": where.first_day - step for step in STEPS}
    if where.last_day is not None:
        values["end"] = where.last_day
    return _question("cell0" in values, "country" in values, "begin" in values, "end" in values), values


@lru_cache(maxsize=16)
def _question(cell: bool, country: bool, begin: bool, end: bool) -> TextClause:
    """Return the question for a block that has these."""
    branches = " UNION ALL ".join(
        f"SELECT id FROM account WHERE closed IS NULL AND {place} AND {days}"
        for place in _places(cell, country)
        for days in _days(begin, end)
    )
    return text(
        f"SELECT key, profile, vector FROM account WHERE id IN ({branches}) "
        "ORDER BY coalesce(first_day, 0) DESC, key LIMIT :most"
    )


def _places(cell: bool, country: bool) -> list[str]:
    """Return the conditions on the place, no two of which hold for one account."""
    countries = ["country = :country", "country IS NULL"] if country else ["1 = 1"]
    if not cell:
        return countries
    cells = ", ".join(f":cell{number}" for number in range(AROUND))
    return [f"cell IN ({cells})", *(f"{one} AND cell IS NULL" for one in countries)]


def _days(begin: bool, end: bool) -> list[str]:
    """Return the conditions on the days, one a step of reach."""
    branches = []
    for step in STEPS:
        one = [f"reach = {step}"]
        one += ["first_day <= :end"] if end else []
        one += [f"first_day >= :begin{step}", "last_day >= :begin"] if begin else []
        branches.append(" AND ".join(one))
    one = [f"reach = {ENDLESS}"]
    one += ["(first_day IS NULL OR first_day <= :end)"] if end else []
    one += ["(last_day IS NULL OR last_day >= :begin)"] if begin else []
    return [*branches, " AND ".join(one)]
