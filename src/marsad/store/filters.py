"""What a list of incidents is narrowed by, checked against the codebook before any database is asked."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date

from marsad.codebook import Language
from marsad.codebook.datafiles import LANGUAGES, countries
from marsad.codebook.fields import field
from marsad.errors import ValueOutsideCodebookError
from marsad.store.columns import REVIEWS

CLOSED = {
    "outcomes": "outcome",
    "stages": "stage",
    "actors": "actor",
    "disruptions": "disruption",
    "attack_types": "attack_type",
    "weapons": "weapons",
    "target_types": "target_type",
}
"""Filters on a closed field of the codebook, each with the field's name."""


@dataclass(frozen=True, slots=True)
class Near:
    """A circle on the globe: its middle in degrees (WGS 84), its radius in kilometres."""

    lat: float
    lon: float
    km: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What an incident must be: every filter that is given must hold, of each one any of its values.

    `since` and `until` are days (proleptic ordinals or ISO dates, both ends included): an incident whose
    time is known only as a month or a year counts where that time meets them; one without a date does not
    count. `near` takes towns and places, no regions or countries. `text` is a question as `query.parse`
    reads it. Raises ValueOutsideCodebookError, with what is allowed, for any other value.
    """

    since: int | str | None = None
    until: int | str | None = None
    countries: tuple[str, ...] = ()
    outcomes: tuple[str, ...] = ()
    stages: tuple[str, ...] = ()
    attack_types: tuple[str, ...] = ()
    weapons: tuple[str, ...] = ()
    target_types: tuple[str, ...] = ()
    actors: tuple[str, ...] = ()
    affiliations: tuple[str, ...] = ()
    agencies: tuple[str, ...] = ()
    disruptions: tuple[str, ...] = ()
    suicide: bool | None = None
    household_precursors: bool | None = None
    near: Near | None = None
    reviews: tuple[str, ...] = ()
    min_certainty: float | None = None
    languages: tuple[Language, ...] = ()
    text: str | None = None

    def __post_init__(self) -> None:
        for one in fields(self):
            value = getattr(self, one.name)
            if isinstance(value, list):
                object.__setattr__(self, one.name, tuple(value))
            elif isinstance(value, str) and one.name not in ("since", "until", "text"):
                object.__setattr__(self, one.name, (value,))
        for name in ("since", "until"):
            object.__setattr__(self, name, _day(name, getattr(self, name)))
        for name, closed in CLOSED.items():
            _among(name, getattr(self, name), field(closed).values)
        _among("countries", self.countries, tuple(sorted(countries())))
        _among("reviews", self.reviews, REVIEWS)
        _among("languages", self.languages, LANGUAGES)
        if self.min_certainty is not None and not 0 <= self.min_certainty <= 1:
            raise _outside("min_certainty", self.min_certainty, "a number from 0 to 1")
        if self.near is not None and not (
            -90 <= self.near.lat <= 90 and -180 <= self.near.lon <= 180 and 0 < self.near.km <= 20_038
        ):
            raise _outside("near", self.near, "degrees from -90 to 90 and -180 to 180, and 0 to 20038 km")


def _day(name: str, raw: int | str | None) -> int | None:
    """Return a day as its ordinal."""
    if raw is None or (isinstance(raw, int) and 1 <= raw <= date.max.toordinal()):
        return raw
    try:
        return date.fromisoformat(str(raw)).toordinal()
    except ValueError:
        raise _outside(name, raw, "a day as 2019-12-05") from None


def _among(name: str, got: tuple[str, ...], allowed: tuple[str, ...]) -> None:
    """Raise where a value is none of those allowed."""
    for one in got:
        if one not in allowed:
            raise _outside(name, one, f"one of {', '.join(allowed)}")


def _outside(name: str, got: object, expected: str) -> ValueOutsideCodebookError:
    return ValueOutsideCodebookError(f"{name}: got {got!r}, expected {expected}")
