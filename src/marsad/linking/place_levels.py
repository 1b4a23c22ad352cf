"""How two incidents lie on the map: by their towns, else by region and country."""

from __future__ import annotations

from functools import cache, lru_cache

from marsad.codebook import Incident, Place
from marsad.codebook.kinds.place import kilometres
from marsad.linking.blocks import TOWNS
from marsad.linking.model import Json
from marsad.linking.weights import table
from marsad.text.folding import fold_key

_SAME, _NEAR, _APART = 5.0, 25.0, 75.0  # kilometres


def place_level(a: Incident, b: Incident) -> tuple[str, Json, Json] | None:
    """Return the level of the places with what each side says; None where too little is known.

    Towns: `town` (the same one; `busy_town` where many incidents of the train split lie), `near` (25 km),
    `apart` (75 km), `far`. Where one has no town: `region` (the same), `country` or `other_country`.
    """
    one, two = a.place, b.place
    if one is not None and two is not None:
        if one.precision in TOWNS and two.precision in TOWNS:
            return _towns(one, two), one.name, two.name
        if _same(one, two):
            return "region" if one.precision == two.precision == "region" else "country", one.name, two.name
    left, right = country(a), country(b)
    if left is None or right is None:
        return None
    return ("country" if left == right else "other_country"), left, right


def country(incident: Incident) -> str | None:
    """Return the incident's country, else its place's; None where neither is known."""
    return incident.country or (incident.place.country if incident.place else None) or None


def _towns(one: Place, two: Place) -> str:
    """Return the level of two towns."""
    if _same(one, two):
        return "busy_town" if _key(one.name, one.country) in _busy() else "town"
    apart = kilometres(one, two)
    if apart is None or apart > _APART:
        return "far"
    if apart <= _SAME:
        return "busy_town" if {_key(p.name, p.country) for p in (one, two)} & _busy() else "town"
    return "near" if apart <= _NEAR else "apart"


def _same(one: Place, two: Place) -> bool:
    """Tell whether two places are one: by id, else by name and country."""
    if one.geoname_id is not None and two.geoname_id is not None:
        return one.geoname_id == two.geoname_id
    return _key(one.name, one.country) == _key(two.name, two.country)


@lru_cache(maxsize=65536)
def _key(name: str, code: str) -> str:
    """Return the folded name with the country, as `tunis TN`."""
    return f"{fold_key(name)} {code}"


@cache
def _busy() -> frozenset[str]:
    """Return the keys of the towns of which the train split tells of many incidents."""
    return frozenset(table()["busy"]["towns"])
