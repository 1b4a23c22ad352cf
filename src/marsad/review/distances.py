"""How far two coders' values of one field lie apart: what Krippendorff's alpha weighs disagreement by.

Every distance is 0 for the same value, the same both ways, and, but for `interval`, at most 1. Where a field
may be null, null lies 1 from every value; of a count, where 1 means nothing, null counts as missing.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from marsad.codebook import Count, Period, Place, Value
from marsad.codebook.fields import field
from marsad.codebook.kinds.place import kilometres
from marsad.store.columns import days

FAR = 100.0
"""Kilometres from which two places are as different as can be."""

LONG = 30.0
"""Days from which two dates are as different as can be."""

Distance = Callable[[Any, Any], float]


def nominal(a: Value, b: Value) -> float:
    """Return 0 for the same value, 1 for another (Krippendorff 2019, chapter 12)."""
    return float(a != b)


def name(a: Value, b: Value) -> float:
    """Return 0 for the same name but for case, else 1."""
    return float((a.casefold() if isinstance(a, str) else a) != (b.casefold() if isinstance(b, str) else b))


def masi(a: tuple[str, ...], b: tuple[str, ...]) -> float:
    """Return how far two sets lie apart: one less Jaccard's index times how they lie to each other.

    That factor is 1 for equal sets, 2/3 where one holds the other, 1/3 where they overlap, 0 where they
    share nothing: MASI of Passonneau (2006, LREC, "Measuring agreement on set-valued items").
    """
    one, other = set(a), set(b)
    if one == other:
        return 0.0
    shared = one & other
    if not shared:
        return 1.0
    held = 2 / 3 if one <= other or other <= one else 1 / 3
    return 1.0 - held * len(shared) / len(one | other)


def interval(a: Count, b: Count) -> float:
    """Return the square of the difference of two numbers, whatever their bounds (Krippendorff 2019)."""
    return float((a.value - b.value) ** 2)


def period(a: Period | None, b: Period | None) -> float:
    """Return how far two dates lie apart: the mean of the days between their beginnings and their ends, as a
    share of 30 days, at most 1. Our own: a day off is 1/30, a month against a day in it about 1/2."""
    if a is None or b is None:
        return float(a is not b)
    one, other = days(a), days(b)
    apart = (abs(one[0] - other[0]) + abs(one[1] - other[1])) / 2
    return min(1.0, apart / LONG)


def place(a: Place | None, b: Place | None) -> float:
    """Return how far two places lie apart: kilometres as a share of 100, at most 1; 0 for the same id.

    Our own. Without coordinates: 0 where the codebook holds the names for one place, else 1. A town and a
    region or country are at least 1/2 apart, since one coder was more precise.
    """
    if a is None or b is None:
        return float(a is not b)
    if a == b or (a.geoname_id is not None and a.geoname_id == b.geoname_id):
        return 0.0
    km = kilometres(a, b)
    if km is None:
        return 1.0 - field("place").compare(a, b)
    unlike = (a.precision in ("exact", "town")) != (b.precision in ("exact", "town"))
    return max(0.5 if unlike else 0.0, min(1.0, km / FAR))


DISTANCES: dict[str, tuple[str, Distance]] = {
    "choice": ("nominal", nominal),
    "truth": ("nominal", nominal),
    "country": ("nominal", nominal),
    "name": ("name", name),
    "choices": ("masi", masi),
    "count": ("interval", interval),
    "period": ("days", period),
    "place": ("kilometres", place),
}
"""The distance of each kind of field, with its name."""
