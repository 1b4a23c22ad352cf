"""Pages of incidents: filtered, sorted, today's or of an earlier time."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from typing import Any, Literal, get_args

from sqlalchemy import BigInteger, ColumnElement, column, func, select, table, text, tuple_

from marsad.errors import InputError
from marsad.store.conditions import conditions
from marsad.store.filters import Filters
from marsad.store.matching import ReadsMatches
from marsad.store.schema import shown, state
from marsad.store.states import ReadsStates, State

Order = Literal["latest", "earliest", "changed", "doubtful", "told"]
ORDERS: tuple[Order, ...] = get_args(Order)
"""By day, the newest first or the oldest; last changed first; least certain first; told most often first.
Incidents without a date come last of `latest` and first of `earliest`."""

DOCUMENT = table("document", column("rowid", BigInteger))
SEARCHED = DOCUMENT.join(shown, DOCUMENT.c.rowid == shown.c.id)
"""SQLite's search documents, which come in the order of their numbers, each with its row."""

DAYS = ("latest", "earliest")
"""The orders by day, in which the incidents are numbered."""

MOST = 1000
"""Incidents of one page, at most."""

NO_FILTERS = Filters()

Conditions = list[ColumnElement[bool]]
Found = tuple[str, list[int] | None]
"""What is asked of the search documents, and the numbers of those that hold it where they are few."""


@dataclass(frozen=True, slots=True)
class Page:
    """Some incidents in order; `cursor` asks for those after them, None where there are no more."""

    states: tuple[State, ...]
    cursor: str | None


class ReadsLists(ReadsStates, ReadsMatches):
    """Asks for pages of incidents."""

    def list(
        self,
        filters: Filters = NO_FILTERS,
        *,
        order: Order = "latest",
        cursor: str | None = None,
        limit: int = 50,
        as_of: int | None = None,
    ) -> Page:
        """Return one page of the incidents that pass `filters`, of today or of the time `as_of`.

        A cursor is good for the same filters and order. Raises InputError for a cursor, an order or a limit
        that cannot be, and for a search text together with `as_of` (only today's words are kept).
        """
        _check(order, limit, filters, as_of)
        own = state if as_of is not None else shown
        found = self._found(filters)
        streamed = found is not None and found[1] is None and self.sqlite and order in DAYS
        keys, down = _order(order, as_of, streamed)
        where, values = self._where(filters, as_of, found, streamed)
        if cursor is not None:
            where.append(_after(keys, down, _values(cursor, order, len(keys))))
        sort = [key.desc() if falls else key.asc() for key, falls in zip(keys, down, strict=True)]
        question = select(own.c.id if as_of is not None else own.c.state_id, *keys).where(*where)
        question = question.select_from(SEARCHED if streamed else own).order_by(*sort).limit(limit + 1)
        with self.in_order() if found is not None and found[1] is None else nullcontext():
            rows = self.rows(question, values)
        more = f"{order}:{','.join(map(repr, rows[limit - 1][1:]))}" if len(rows) > limit else None
        return Page(self._fetched([row[0] for row in rows[:limit]]), more)

    def search(
        self, words: str, filters: Filters = NO_FILTERS, *, order: Order = "latest",
        cursor: str | None = None, limit: int = 50,
    ) -> Page:  # fmt: skip
        """Return one page of the incidents whose reports or values hold `words`, and that pass `filters`."""
        from dataclasses import replace

        return self.list(replace(filters, text=words), order=order, cursor=cursor, limit=limit)

    def count(self, filters: Filters = NO_FILTERS, *, as_of: int | None = None) -> int:
        """Return how many incidents pass `filters`."""
        _check("latest", 1, filters, as_of)
        found = self._found(filters)
        streamed = found is not None and found[1] is None and self.sqlite
        where, values = self._where(filters, as_of, found, streamed)
        own = SEARCHED if streamed else state if as_of is not None else shown
        return int(self.one(select(func.count()).select_from(own).where(*where), values))

    def _found(self, filters: Filters) -> Found | None:
        """Return what is asked of the search documents, and the few that hold it; None without a text."""
        if filters.text is None:
            return None
        words = self.asked(filters)
        return words, self.few(words, filters)

    def _where(
        self, filters: Filters, as_of: int | None, found: Found | None, streamed: bool
    ) -> tuple[Conditions, dict[str, str]]:
        """Return the conditions of a list, and their parameters."""
        own = state if as_of is not None else shown
        where: Conditions = [*conditions(own, filters, self)]
        values: dict[str, str] = {}
        if as_of is not None:
            where += [state.c.opened <= as_of, state.c.closed.is_(None) | (state.c.closed > as_of)]
        if found is not None:
            words, few = found
            if few is None:
                values["words"] = words
            among, more = (text("document MATCH :words"), {}) if streamed else self.among(few)
            where.append(among)  # type: ignore[arg-type]
            values |= more
        return where, values

    def _fetched(self, numbers: Sequence[int]) -> tuple[State, ...]:
        """Return states by row, in the order asked for."""
        rows = {row.id: row for row in self.rows(select(state).where(state.c.id.in_(numbers)))}
        return tuple(self.read_state(rows[number]) for number in numbers)


def _order(
    order: Order, as_of: int | None, streamed: bool
) -> tuple[Sequence[ColumnElement[Any]], Sequence[bool]]:
    """Return the keys of an order, and which of them fall; `streamed`: as the documents of a search come."""
    own = state if as_of is not None else shown
    last: list[ColumnElement[Any]] = [DOCUMENT.c.rowid if streamed else shown.c.id]
    if as_of is not None:
        last = [func.coalesce(state.c.first_day, 0), state.c.incident_id]
    first: Sequence[ColumnElement[Any]] = {
        "changed": [own.c.opened], "doubtful": [own.c.certainty], "told": [own.c.reports],
    }.get(order, [])  # fmt: skip
    falls = [order != "doubtful"] * len(first) + [order != "earliest"] * len(last)
    return [*first, *last], falls


def _after(
    keys: Sequence[ColumnElement[Any]], down: Sequence[bool], values: Sequence[float]
) -> ColumnElement[bool]:
    """Return what holds for the rows after those of a cursor."""
    if len(set(down)) == 1:
        if len(keys) == 1:
            return keys[0] < values[0] if down[0] else keys[0] > values[0]
        return tuple_(*keys) < tuple_(*values) if down[0] else tuple_(*keys) > tuple_(*values)
    first = keys[0] < values[0] if down[0] else keys[0] > values[0]
    return first | ((keys[0] == values[0]) & _after(keys[1:], down[1:], values[1:]))


def _values(cursor: str, order: str, size: int) -> list[float]:
    """Return the values in a cursor."""
    name, _, told = cursor.partition(":")
    parts = told.split(",")
    try:
        values = [float(part) if any(sign in part for sign in ".e") else int(part) for part in parts]
    except ValueError:
        values = []
    if name != order or len(values) != size or not all(-(2**63) <= value < 2**63 for value in values):
        raise InputError(f"got the cursor {cursor[:80]!r}, expected one of a page with the order {order!r}")
    return values


def _check(order: str, limit: int, filters: Filters, as_of: int | None) -> None:
    """Refuse what no list can be asked."""
    if order not in ORDERS:
        raise InputError(f"got the order {order!r}, expected one of {', '.join(ORDERS)}")
    if not 1 <= limit <= MOST:
        raise InputError(f"got a limit of {limit}, expected 1 to {MOST}")
    if filters.text is not None and as_of is not None:
        raise InputError(
            "got a search text with an earlier time, expected one of them: only today's words are kept"
        )
