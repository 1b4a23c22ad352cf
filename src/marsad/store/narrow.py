"""Today's incidents as narrow rows, all at once: what counts over the whole record are made of."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import func, select, text

from marsad.store.base import chunks
from marsad.store.query import parse, spell
from marsad.store.schema import shown, state
from marsad.store.terms import ReadsTerms

COLUMNS = (
    "id", "incident_id", "opened", "first_day", "last_day", "country", "outcome", "stage", "actor",
    "affiliation", "agency", "disruption", "review", "attack_type", "weapons", "target_type", "langs",
    "suicide", "household_precursors", "certainty", "lat", "lon", "x", "y", "z",
)  # fmt: skip
"""The columns of a narrow row, in order."""

PRIME = 1_000_003
"""Times are added up after division by this, so that a sum stays small."""

Mark = tuple[int, int, int]


class ReadsNarrow(ReadsTerms):
    """Asks for all incidents at once."""

    def mark_of_all(self) -> Mark:
        """Return what is other as soon as any incident is: how many there are, the last change, a sum."""
        when = shown.c.opened
        asked = select(func.count(), func.max(when), func.sum(when % PRIME)).select_from(shown)
        row: Any = self.rows(asked)[0]
        return int(row[0]), int(row[1] or 0), int(row[2] or 0)

    def narrow(self, since: int | None = None) -> list[tuple[Any, ...]]:
        """Return all incidents as narrow rows, or those that changed at a time or after it."""
        asked = select(*(shown.c[name] for name in COLUMNS))
        if since is not None:
            asked = asked.where(shown.c.opened >= since)
        return [tuple(row) for row in self.connection.execute(asked)]

    def holding(self, words: str) -> list[int]:
        """Return the numbers of `shown` of all incidents that hold words, whatever the other filters."""
        told = spell(parse(words), "fts5" if self.sqlite else "tsquery")
        name, match = ("rowid", "document MATCH :words") if self.sqlite else (
            "id", "document.words @@ CAST(:words AS tsquery)"
        )  # fmt: skip
        return [
            row[0] for row in self.rows(text(f"SELECT {name} FROM document WHERE {match}"), {"words": told})
        ]

    def places_of(self, incidents: Iterable[int]) -> dict[int, str]:
        """Return the names of incidents' places as the record has them today."""
        found: dict[int, str] = {}
        for part in chunks(incidents):
            asked = select(state.c.incident_id, state.c.place)
            for row in self.rows(asked.where(state.c.incident_id.in_(part), state.c.closed.is_(None))):
                if row.place is not None:
                    found[row.incident_id] = row.place
        return found
