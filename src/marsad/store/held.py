"""All incidents of a record in memory, a column an array, so that counts under any filters take milliseconds.

A database would read each of hundreds of thousands of rows once for every list of counts on a page. Here
they are read once, and then only those that changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Any

import numpy as np
from numpy.typing import NDArray

from marsad.store.narrow import COLUMNS, Mark, ReadsNarrow

Array = NDArray[Any]

NAMED = frozenset({"country", "outcome", "stage", "actor", "affiliation", "agency", "disruption", "review"})
"""Columns of words, held as the number of the word; 0 is none."""

FLOATS = frozenset({"certainty", "lat", "lon", "x", "y", "z"})


@dataclass(frozen=True, slots=True)
class Held:
    """The incidents of one moment: `columns` by name, all in the order of `id`; `words` of named columns."""

    mark: Mark
    columns: dict[str, Array]
    words: dict[str, dict[str, int]]

    def __len__(self) -> int:
        return len(self.columns["id"])


class Holder:
    """Holds a record's incidents, and reads again only what changed. Safe for several threads."""

    def __init__(self) -> None:
        self._held: Held | None = None
        self._lock = Lock()

    def held(self, r: ReadsNarrow) -> Held:
        """Return the incidents as the snapshot `r` sees them."""
        mark = r.mark_of_all()
        held = self._held
        if held is not None and held.mark == mark:
            return held
        with self._lock:
            held = self._held
            if held is None or held.mark != mark:
                later = held is not None and mark[1] >= held.mark[1]
                fresh = _merged(held, r.narrow(held.mark[1])) if held is not None and later else None
                if fresh is None or _mark(fresh.columns) != mark:
                    fresh = _made(r.narrow(), {})
                self._held = held = Held(mark, fresh.columns, fresh.words)
            return held


def _mark(columns: dict[str, Array]) -> Mark:
    """Return the mark of what is held, to be compared with the database's."""
    from marsad.store.narrow import PRIME

    when = columns["opened"]
    return len(when), int(when.max(initial=0)), int((when % PRIME).sum())


def _made(rows: Sequence[tuple[Any, ...]], words: dict[str, dict[str, int]]) -> Held:
    """Return rows as columns; `words` are added to."""
    told: Iterable[Sequence[Any]] = zip(*rows, strict=True) if rows else ((),) * len(COLUMNS)
    known = {name: dict(words.get(name, {})) for name in NAMED}
    columns = {name: _array(name, values, known) for name, values in zip(COLUMNS, told, strict=True)}
    order = np.argsort(columns["id"], kind="stable")
    return Held((0, 0, 0), {name: column[order] for name, column in columns.items()}, known)


def _array(name: str, values: Sequence[Any], known: dict[str, dict[str, int]]) -> Array:
    """Return the values of a column as an array."""
    if name in NAMED:
        own = known[name]
        return np.array([0 if v is None else own.setdefault(v, len(own) + 1) for v in values], np.int32)
    if name in FLOATS:
        return np.array([np.nan if v is None else v for v in values], np.float64)
    return np.array([0 if v is None else v for v in values], np.int64)


def _merged(held: Held, rows: Sequence[tuple[Any, ...]]) -> Held:
    """Return what is held with changed rows in place of the old ones of the same incidents."""
    fresh = _made(rows, held.words)
    kept = ~np.isin(held.columns["incident_id"], fresh.columns["incident_id"])
    both = {name: np.concatenate([held.columns[name][kept], fresh.columns[name]]) for name in COLUMNS}
    order = np.argsort(both["id"], kind="stable")
    return Held((0, 0, 0), {name: column[order] for name, column in both.items()}, fresh.words)
