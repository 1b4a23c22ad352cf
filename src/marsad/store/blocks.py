"""`linking.possible` as a question to the database: the same answer, read off indexes.

Two spans of days that meet cannot be found through one sorted column alone. So each account has a `reach`:
the length of its span, rounded up to one of few steps. Within one step the first days that can meet a span
lie between two bounds, which an index gives at once (the interval partitioning of Kriegel, Pötke and Seidl
2000, in its simplest form).
"""

from __future__ import annotations

from sqlalchemy import ColumnElement, Select, and_, select, union_all
from sqlalchemy.sql.selectable import CompoundSelect, Subquery

from marsad.linking import Block
from marsad.store.schema import account

STEPS = (8, 16, 64, 512)
"""Days of a span, at most; longer ones and open ones have the reach `ENDLESS`."""

ENDLESS = 0
"""The reach of an account without bounds of days, or with a span longer than any step."""

_COLUMNS = (account.c.id, account.c.key, account.c.profile, account.c.vector)


def reach(where: Block) -> int:
    """Return the step that holds a block's span of days."""
    if where.first_day is None or where.last_day is None:
        return ENDLESS
    return next((step for step in STEPS if where.last_day - where.first_day <= step), ENDLESS)


def near(where: Block, most: int) -> Select[tuple[int, str, str, bytes]]:
    """Return the question for at most `most` open accounts that may tell of the same event as `where`."""
    parts = [_part(place, days, most) for place in _places(where) for days in _days(where)]
    found: Subquery = union_all(*parts).subquery()
    return select(*_COLUMNS).where(account.c.id.in_(select(found.c.id)))


def _part(
    place: ColumnElement[bool], days: ColumnElement[bool], most: int
) -> Select[tuple[int]] | CompoundSelect[tuple[int]]:
    """Return one branch: a range of one index."""
    return select(
        select(account.c.id)
        .where(account.c.closed.is_(None), place, days)
        .order_by(account.c.first_day.desc(), account.c.id.desc())
        .limit(most)
        .subquery()
        .c.id
    )


def _places(where: Block) -> list[ColumnElement[bool]]:
    """Return the conditions on the place, no two of which hold for one account."""
    country, cell = account.c.country, account.c.cell
    countries = [] if where.country is None else [country == where.country, country.is_(None)]
    if where.cell is None:
        return countries or [account.c.id > 0]
    return [cell == one for one in where.cells] + [
        and_(cell.is_(None), one) for one in (countries or [account.c.id > 0])
    ]


def _days(where: Block) -> list[ColumnElement[bool]]:
    """Return the conditions on the days, one a step of reach."""
    first, last = account.c.first_day, account.c.last_day
    begin, end = where.first_day, where.last_day
    branches: list[ColumnElement[bool]] = []
    for step in (*STEPS, ENDLESS):
        one = [account.c.reach == step]
        if step == ENDLESS:
            one += [first.is_(None) | (first <= end)] if end is not None else []
            one += [last.is_(None) | (last >= begin)] if begin is not None else []
        else:
            one += [first <= end] if end is not None else []
            one += [first >= begin - step, last >= begin] if begin is not None else []
        branches.append(and_(*one))
    return branches
