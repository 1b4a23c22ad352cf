"""A named place of a gazetteer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from math import asin, cos, radians, sin, sqrt
from typing import Any, get_args
from unicodedata import combining, normalize

from marsad.codebook.datafiles import countries
from marsad.codebook.kinds.kind import Kind
from marsad.codebook.model import Language, Place, Precision

PRECISIONS: tuple[Precision, ...] = get_args(Precision)
PARTS = tuple(part.name for part in fields(Place))
NEAR = 25.0
"""Kilometres within which two places count as the same: about a town and its outskirts."""
EARTH = 6371.0
"""Mean radius of the earth, kilometres."""


def kilometres(a: Place, b: Place) -> float | None:
    """Return the great-circle distance (haversine) in km, or None where either has no coordinates."""
    if a.lat is None or a.lon is None or b.lat is None or b.lon is None:
        return None
    north, south = radians(a.lat), radians(b.lat)
    half = sin((south - north) / 2) ** 2
    half += cos(north) * cos(south) * sin(radians(b.lon - a.lon) / 2) ** 2
    return 2 * EARTH * asin(min(1.0, sqrt(half)))


@dataclass(frozen=True, slots=True)
class PlaceKind(Kind):
    """A place with its name, and where known its GeoNames id, coordinates and country."""

    def clean(self, raw: Any) -> Place | None:
        """Return `raw` as a Place: a Place, its JSON object, or a bare name (taken for a town).

        An empty string is None. Raises ValueOutsideCodebookError.
        """
        if isinstance(raw, str):
            raw = {"name": " ".join(raw.split())} if raw.strip() else None
        if raw is None:
            return None
        if isinstance(raw, Mapping):
            if set(raw) - set(PARTS):
                raise self.outside(dict(raw), f"the keys {', '.join(PARTS)}", "leave out the others")
            raw = Place(
                name=raw.get("name", ""),
                geoname_id=raw.get("geoname_id"),
                lat=_degrees(raw.get("lat")),
                lon=_degrees(raw.get("lon")),
                country=raw.get("country") or "",
                precision=raw.get("precision", "town"),
            )
        self.check(raw)
        place: Place = raw
        return place

    def check(self, value: Any) -> None:
        """Raise ValueOutsideCodebookError unless `value` is a Place with sound parts."""
        if not isinstance(value, Place):
            raise self.outside(value, "a Place", "look the name up in the gazetteer, or give None")
        if not isinstance(value.name, str) or not value.name.strip():
            raise self.outside(value.name, "a name", "give the usual English name, or no place at all")
        number = value.geoname_id
        if number is not None and (not isinstance(number, int) or isinstance(number, bool) or number <= 0):
            raise self.outside(number, "a GeoNames id", "give a whole number above 0, or null")
        if (value.lat is None) != (value.lon is None):
            raise self.outside((value.lat, value.lon), "both coordinates or none", "give the missing one")
        for degrees, most in ((value.lat, 90), (value.lon, 180)):
            if degrees is not None and not (_is_number(degrees) and -most <= degrees <= most):
                raise self.outside(degrees, f"degrees from -{most} to {most}", "check latitude and longitude")
        if value.country != "" and value.country not in countries():
            raise self.outside(
                value.country, "a country by its ISO 3166-1 code", "give two letters, as MA, or ''"
            )
        if value.precision not in PRECISIONS:
            raise self.outside(value.precision, f"one of {', '.join(PRECISIONS)}", "take the nearest of them")

    def agreement(self, a: Any, b: Any) -> float:
        """Return 1 where the names are the same but for case and accents, or where the places are one id
        or lie within 25 km; else 0."""
        if a.name == b.name or _folded(a.name) == _folded(b.name):
            return 1.0
        if a.geoname_id is not None and a.geoname_id == b.geoname_id:
            return 1.0
        apart = kilometres(a, b)
        return float(apart is not None and apart <= NEAR)

    def words(self, value: Any, lang: Language) -> str:  # noqa: ARG002 (the name is the usual English one)
        """Return the name with the country's code, as `Nador (MA)`."""
        return f"{value.name} ({value.country})" if value.country else str(value.name)


def _folded(name: str) -> str:
    """Return the name without case and accents, as `sale` for `Salé`."""
    return "".join(sign for sign in normalize("NFKD", name.casefold()) if not combining(sign))


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _degrees(raw: Any) -> Any:
    """Return a whole number of degrees as a float; anything else as it is, to be checked."""
    return float(raw) if isinstance(raw, int) and not isinstance(raw, bool) else raw
