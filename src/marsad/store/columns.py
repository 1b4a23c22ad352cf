"""A folded incident as columns, so that the database can filter and sort by them."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Iterable
from datetime import date
from math import cos, radians, sin
from typing import Any

from marsad.codebook import Count, Incident, Period, Place
from marsad.codebook.fields import NAMES
from marsad.linking import Folded
from marsad.store.schema import COUNTS

REVIEWS = ("machine", "corrected", "accepted", "rejected")
"""States of review, in the order of how sure a person is of the incident."""

Mask = Callable[[str, Iterable[str]], int]

_PLAIN = (
    "country", "outcome", "stage", "actor", "affiliation", "agency", "disruption", "suicide",
    "household_precursors",
)  # fmt: skip
_SETS = ("attack_type", "weapons", "target_type")
_DEFAULT = Incident()


def order_number(first_day: int | None, incident: int) -> int:
    """Return the number that sorts incidents by their first day, then by their own number."""
    return ((first_day or 0) << 32) | incident


def columns_of(folded: Folded, mask: Mask) -> dict[str, Any]:
    """Return the columns of what was folded; `mask` makes one number of a field's values."""
    told = {name: folded.values.get(name, getattr(_DEFAULT, name)) for name in NAMES}
    columns: dict[str, Any] = {name: told[name] for name in _PLAIN}
    columns |= {name: mask(name, told[name]) for name in _SETS}
    for name in COUNTS:
        count: Count | None = told[name]
        columns[name] = count and count.value
        columns[f"{name}_bound"] = count and count.bound
    period: Period | None = told["date"]
    first, last = days(period) if period else (None, None)
    columns |= {"date": period and period.value, "first_day": first, "last_day": last}
    return columns | _place(told["place"]) | {"certainty": folded.certainty}


def days(period: Period) -> tuple[int, int]:
    """Return the first and the last day of a period."""
    year, *rest = (int(part) for part in period.value.split("-"))
    month, last = (rest[0], rest[0]) if rest else (1, 12)
    if len(rest) == 2:
        day = date(year, month, rest[1]).toordinal()
        return day, day
    return date(year, month, 1).toordinal(), date(year, last, monthrange(year, last)[1]).toordinal()


def on_sphere(lat: float, lon: float) -> tuple[float, float, float]:
    """Return a point of the globe (degrees) on the unit sphere."""
    north, east = radians(lat), radians(lon)
    return cos(north) * cos(east), cos(north) * sin(east), sin(north)


def _place(place: Place | None) -> dict[str, Any]:
    """Return the columns of a place; a region or a country is no point of the sphere that one can be near."""
    if place is None:
        names = ("place", "geoname_id", "lat", "lon", "place_country", "precision", "x", "y", "z")
        return dict.fromkeys(names)
    x = y = z = None
    if place.lat is not None and place.lon is not None and place.precision in ("exact", "town"):
        x, y, z = on_sphere(place.lat, place.lon)
    return {
        "place": place.name,
        "geoname_id": place.geoname_id,
        "lat": place.lat,
        "lon": place.lon,
        "place_country": place.country,
        "precision": place.precision,
        "x": x,
        "y": y,
        "z": z,
    }
