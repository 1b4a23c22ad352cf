"""Which pairs of accounts are worth a look: those whose days and whose cells (or countries) meet."""

from __future__ import annotations

from functools import lru_cache

from marsad.codebook import Place
from marsad.linking.days import day, days
from marsad.linking.model import Account, Block

DEGREES = 0.5
"""Side of a cell, degrees of latitude and of longitude."""

ROWS = int(180 / DEGREES)
COLUMNS = int(360 / DEGREES)

SLACK = 3
"""Days by which a dated account's block is widened on each side."""

BACK = 45
"""Days before its publication in which the event of an undated account is looked for."""

TOWNS = frozenset({"exact", "town"})


def cell_of(place: Place | None) -> int | None:
    """Return the half-degree cell of a town, row by row from the south pole; None where no town is known."""
    if place is None or place.precision not in TOWNS or place.lat is None or place.lon is None:
        return None
    row = min(ROWS - 1, int((place.lat + 90) / DEGREES))
    return row * COLUMNS + int((place.lon + 180) / DEGREES) % COLUMNS


@lru_cache(maxsize=65536)
def around(cell: int) -> tuple[int, ...]:
    """Return the cell and its neighbours, in ascending order; the date line is no border."""
    row, column = divmod(cell, COLUMNS)
    rows = [at for at in (row - 1, row, row + 1) if 0 <= at < ROWS]
    return tuple(sorted(at * COLUMNS + (column + step) % COLUMNS for at in rows for step in (-1, 0, 1)))


def block(account: Account) -> Block:
    """Return where to look for other accounts of the same event.

    A dated account: its days, `SLACK` more on each side. An undated one: from `BACK` days before its
    publication to `SLACK` after it; without a publication either, all days.
    """
    incident = account.incident
    told = days(incident.date)
    if told is None:
        out = day(account.published)
        told = None if out is None else (out - BACK, out)
    place = incident.place
    cell = cell_of(place)
    country = incident.country or (place.country if place else None) or None
    return Block(
        first_day=None if told is None else told[0] - SLACK,
        last_day=None if told is None else told[1] + SLACK,
        country=country,
        cell=cell,
        cells=() if cell is None else around(cell),
    )


def possible(a: Block, b: Block) -> bool:
    """Return whether two accounts may tell of one event: symmetric, the rule that the store's SQL repeats.

    The days overlap (no bound overlaps all), and the cells are the same or neighbours; where either has no
    cell, the countries are the same or one is unknown.
    """
    if a.first_day is not None and b.last_day is not None and b.last_day < a.first_day:
        return False
    if b.first_day is not None and a.last_day is not None and a.last_day < b.first_day:
        return False
    if a.cell is not None and b.cell is not None:
        return b.cell in a.cells
    return a.country is None or b.country is None or a.country == b.country
