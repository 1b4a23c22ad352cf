"""Counts of incidents under filters: by value, by cell of the map, by day, month or year."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from math import asin, degrees, pi, sin
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from marsad.store.columns import on_sphere
from marsad.store.conditions import EARTH
from marsad.store.filters import CLOSED, Filters
from marsad.store.held import Held
from marsad.store.narrow import ReadsNarrow
from marsad.store.terms import SETS

Mask = NDArray[np.bool_]
Step = Literal["day", "month", "year"]

FACETS = {
    "reviews": "review", "countries": "country", "affiliations": "affiliation", "agencies": "agency",
    "languages": "langs",
} | CLOSED  # fmt: skip
"""Filters that values can be counted of, each with its column."""

SIZES = (0.25, 0.5, 1.0, 2.0, 4.0, 8.0, 16.0)
"""Degrees of a cell's side."""


@dataclass(frozen=True, slots=True)
class Cell:
    """Incidents near each other: the middle (degrees), a circle around them (km), how many, one of them."""

    lat: float
    lon: float
    km: float
    count: int
    incident: int


@dataclass(frozen=True, slots=True)
class Span:
    """A day, a month or a year (ISO 8601) with its first and last day, and how many incidents lie in it."""

    name: str
    since: date
    until: date
    count: int


@dataclass(frozen=True, slots=True)
class Times:
    """Incidents along time: every step from the first to the last; `vague` counts those that fit in none."""

    step: Step
    spans: tuple[Span, ...]
    vague: int


class Tallies:
    """The incidents that pass filters, counted in several ways."""

    def __init__(self, held: Held, filters: Filters, r: ReadsNarrow) -> None:
        self._held = held
        self._columns = held.columns
        self._bits = {name: r.bits(name) for name in SETS}
        self._masks = dict(self._conditions(filters, r))

    @cached_property
    def chosen(self) -> Mask:
        """Which incidents pass all filters."""
        return self._all(self._masks)

    @property
    def count(self) -> int:
        """How many incidents pass all filters."""
        return int(np.count_nonzero(self.chosen))

    @property
    def whole(self) -> int:
        """How many incidents there are."""
        return len(self._held)

    def values(self, facet: str) -> list[tuple[str, int]]:
        """Count the values of a facet among the incidents that pass all other filters, most first."""
        others = {name: mask for name, mask in self._masks.items() if name != facet}
        among = self._all(others) if facet in self._masks else self.chosen
        field = FACETS[facet]
        if field in SETS:
            rows = self._columns[field][among]
            found = [
                (value, int(np.count_nonzero(rows & (1 << bit)))) for value, bit in self._bits[field].items()
            ]
        else:
            known = self._held.words[field]
            counts = np.bincount(self._columns[field][among], minlength=len(known) + 1)
            found = [(value, int(counts[number])) for value, number in known.items()]
        return sorted(((v, n) for v, n in found if n), key=lambda one: (-one[1], one[0]))

    def cells(self, most: int = 400) -> list[Cell]:
        """Count by cells of the map, as small as keeps them at most `most`; the fullest first.

        Only incidents with a town or a place are on it, as `Filters.near` finds them.
        """
        on_map = self.chosen & ~np.isnan(self._columns["x"])
        lat, lon = self._columns["lat"][on_map], self._columns["lon"][on_map]
        if not len(lat):
            return []
        for size in SIZES:
            keys = np.floor((lat + 90) / size).astype(np.int64) * 10_000 + np.floor(
                (lon + 180) / size
            ).astype(np.int64)
            order = np.argsort(keys, kind="stable")
            _, starts = np.unique(keys[order], return_index=True)
            if len(starts) <= most or size == SIZES[-1]:
                break
        ends = [*starts[1:], len(order)]
        points = np.stack([self._columns[axis][on_map] for axis in "xyz"])
        numbers = self._columns["incident_id"][on_map]
        found = [
            _cell(points[:, part], numbers[part])
            for part in (order[a:b] for a, b in zip(starts, ends, strict=True))
        ]
        return sorted(found, key=lambda one: (-one.count, one.lat, one.lon))

    @property
    def placed(self) -> int:
        """How many of the incidents that pass are on the map."""
        return int(np.count_nonzero(self.chosen & ~np.isnan(self._columns["x"])))

    def times(self, most: int = 62) -> Times:
        """Count by days, by months or by years: the finest step that needs at most `most`.

        An incident whose time is known less exactly than the step is counted in none (`vague`).
        """
        dated = self.chosen & (self._columns["first_day"] > 0)
        first, last = self._columns["first_day"][dated], self._columns["last_day"][dated]
        if not len(first):
            return Times("year", (), 0)
        low, high = date.fromordinal(int(first.min())), date.fromordinal(int(first.max()))
        months = (high.year - low.year) * 12 + high.month - low.month + 1
        step: Step = "day" if (high - low).days < most else "month" if months <= most else "year"
        edges = list(_edges(low, high, step))
        starts = np.array([one.toordinal() for one in edges])
        slot = np.searchsorted(starts, first, side="right") - 1
        fits = last < starts[slot + 1]
        counts = np.bincount(slot[fits], minlength=len(edges) - 1)
        spans = tuple(
            Span(
                a.isoformat()[: {"day": 10, "month": 7, "year": 4}[step]],
                a,
                date.fromordinal(b.toordinal() - 1),
                int(n),
            )
            for a, b, n in zip(edges, edges[1:], counts, strict=False)
        )
        return Times(step, spans, int(np.count_nonzero(~fits)))

    def _all(self, masks: dict[str, Mask]) -> Mask:
        """Return where all of some conditions hold."""
        found: Mask = np.ones(len(self._held), np.bool_)
        for mask in masks.values():
            found &= mask
        return found

    def _conditions(self, filters: Filters, r: ReadsNarrow) -> Iterator[tuple[str, Mask]]:
        """Yield each filter that is given with where it holds; they mean what `conditions` means."""
        column = self._columns
        if filters.since is not None:
            yield "since", column["last_day"] >= int(filters.since)
        if filters.until is not None:
            yield "until", (column["first_day"] <= int(filters.until)) & (column["first_day"] > 0)
        for name, field in FACETS.items():
            if asked := getattr(filters, name):
                yield name, self._among(field, asked)
        for name in ("suicide", "household_precursors"):
            if (wanted := getattr(filters, name)) is not None:
                yield name, column[name] == int(wanted)
        if filters.min_certainty is not None:
            yield "min_certainty", column["certainty"] >= filters.min_certainty
        if filters.near is not None:
            near = filters.near
            middle = on_sphere(near.lat, near.lon)
            squares: Any = sum((column[axis] - at) ** 2 for axis, at in zip("xyz", middle, strict=True))
            chord = 2 * sin(min(near.km / EARTH, pi) / 2)
            yield "near", squares <= chord * chord
        if filters.text is not None:
            yield "text", np.isin(column["id"], np.array(r.holding(filters.text), np.int64))

    def _among(self, field: str, asked: tuple[str, ...]) -> Mask:
        """Return where a column has any of some values."""
        if field in SETS:
            bits = self._bits[field]
            mask = sum(1 << bits[value] for value in set(asked) if value in bits)
            found: Mask = (self._columns[field] & mask) != 0
            return found
        known = self._held.words[field]
        return np.isin(self._columns[field], [known[value] for value in asked if value in known])


def _cell(points: Any, numbers: Any) -> Cell:
    """Return incidents as a cell: the circle reaches the farthest of them, and a little more."""
    middle = points.mean(axis=1)
    middle /= np.linalg.norm(middle) or 1.0
    chords = np.linalg.norm(points - middle[:, None], axis=0)
    km = EARTH * 2 * asin(min(1.0, float(chords.max()) / 2))
    north, east = degrees(asin(float(middle[2]))), degrees(np.arctan2(middle[1], middle[0]))
    return Cell(
        round(north, 3),
        round(east, 3),
        float(int(km * 1.02) + 2),
        len(numbers),
        int(numbers[chords.argmin()]),
    )


def _edges(low: date, high: date, step: Step) -> Iterator[date]:
    """Yield the first days of all steps from `low` to `high`, and of the one after."""
    at = low if step == "day" else date(low.year, low.month if step == "month" else 1, 1)
    while at <= high:
        yield at
        if step == "day":
            at = date.fromordinal(at.toordinal() + 1)
        elif step == "month":
            at = date(at.year + at.month // 12, at.month % 12 + 1, 1)
        else:
            at = date(at.year + 1, 1, 1)
    yield at
