"""What the page of incidents shows: rows, values of facets with counts, chips, cells of the map, times."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from marsad.codebook import Count, Language, Period, Place
from marsad.codebook.fields import field
from marsad.store import State
from marsad.store.narrow import ReadsNarrow
from marsad.store.tallies import FACETS, Tallies
from marsad.web import formats
from marsad.web.console.asked import MANY, Asked
from marsad.web.console.controls import country_name
from marsad.web.words import say

SHORT = 6
"""Values of a facet that are seen at once; the others open."""
MOST = 60
"""Values of a facet, at most."""
CELLS = 150
"""Places on the map, about; the cells grow until there are no more."""
PLACES = 15
"""Rows of the table of places."""
OPEN = ("review", "outcome", "stage", "attack_type", "country", "actor", "affiliation")
"""Facets that stand open on a wide screen."""


@dataclass(frozen=True, slots=True)
class Row:
    """An incident in the table."""

    number: int
    caption: str
    date: str
    where: tuple[str, ...]
    outcome: tuple[str, str]
    types: str
    affiliation: str
    killed: str
    wounded: str
    reports: int
    certainty: float
    review: str


@dataclass(frozen=True, slots=True)
class Value:
    """A value of a facet: its key, its words, how many incidents it would give, whether it is chosen."""

    key: str
    name: str
    count: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class Facet:
    """A filter with its values: those seen at once, and the others."""

    name: str
    label: str
    first: tuple[Value, ...]
    more: tuple[Value, ...]
    open: bool


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter that is on, in words, and the address without it."""

    label: str
    value: str
    address: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A place of the map or a step of time: its words, how many, the address that narrows to it."""

    name: str
    count: int
    address: str
    at: tuple[float, float] = (0.0, 0.0)


def value_name(parameter: str, value: str, lang: Language) -> str:
    """Return a value of a filter as a person reads it."""
    if parameter == "country":
        return country_name(value, lang)
    if parameter == "review":
        return say(lang, f"incidents.review.{value}")
    if parameter == "language":
        return say(lang, f"frame.languages.{value}")
    if parameter in ("affiliation", "agency"):
        return value
    rules = field(FACETS[MANY[parameter]])
    told: Any = (value,) if rules.kind == "choices" else value
    return rules.caption(told, lang)


def label(parameter: str, lang: Language) -> str:
    """Return the name of a filter."""
    if parameter in ("review", "language", "q", "since", "until", "near", "suicide", "min_certainty"):
        return say(lang, f"incidents.filter.{parameter}")
    return str(field(FACETS[MANY[parameter]]).names[lang])


def rows(states: Sequence[State], lang: Language) -> list[Row]:
    """Return incidents as rows."""
    return [_row(one, one.values, lang) for one in states]


def _row(state: State, values: dict[str, Any], lang: Language) -> Row:
    place, period, outcome = values["place"], values["date"], values["outcome"]
    country = country_name(values["country"], lang) if values["country"] else ""
    where = (place.name,) if isinstance(place, Place) and place.precision != "country" else ()
    types = values["attack_type"]
    return Row(
        number=state.incident,
        caption=state.caption,
        date=formats.day(lang, period.value) if isinstance(period, Period) else "",
        where=(*where, *((country,) if country and country not in where else ())),
        outcome=(outcome, field("outcome").caption(outcome, lang)),
        types="" if types == ("unknown",) else field("attack_type").caption(types, lang),
        affiliation=values["affiliation"] or "",
        killed=_count("killed", values["killed"], lang),
        wounded=_count("wounded", values["wounded"], lang),
        reports=state.reports,
        certainty=state.certainty,
        review=state.review,
    )


def _count(name: str, value: Any, lang: Language) -> str:
    return field(name).caption(value, lang) if isinstance(value, Count) else ""


def facets(told: Tallies, asked: Asked, lang: Language) -> list[Facet]:
    """Return all facets: the chosen values first, then the others by count."""
    found = []
    for parameter, filter_ in MANY.items():
        chosen = getattr(asked.filters, filter_)
        counts = dict(told.values(filter_))
        keys = [*chosen, *(key for key in counts if key not in chosen)][:MOST]
        values = [
            Value(key, value_name(parameter, key, lang), counts.get(key, 0), key in chosen) for key in keys
        ]
        short = max(SHORT, len(chosen))
        if len(values) <= short + 2:
            short = len(values)
        if values:
            found.append(
                Facet(parameter, label(parameter, lang), tuple(values[:short]), tuple(values[short:]),
                      parameter in OPEN or bool(chosen))
            )  # fmt: skip
    return found


def chips(asked: Asked, lang: Language) -> list[Chip]:
    """Return the filters that are on."""
    found = []
    for parameter, value in asked.narrowed:
        shown = _shown(parameter, value, asked, lang)
        found.append(Chip(label(parameter, lang), shown, asked.address(less=(parameter, value))))
    return found


def _shown(parameter: str, value: str, asked: Asked, lang: Language) -> str:
    near = asked.filters.near
    if parameter in MANY:
        return value_name(parameter, value, lang)
    if parameter in ("since", "until"):
        return formats.day(lang, value)
    if parameter == "near" and near is not None:
        middle = ", ".join(formats.number(lang, round(one, 2)) for one in (near.lat, near.lon))
        return say(lang, "incidents.circle", km=formats.number(lang, round(near.km)), middle=middle)
    if parameter == "suicide":
        return say(lang, f"incidents.{'yes' if asked.filters.suicide else 'no'}")
    if parameter == "min_certainty":
        return formats.percent(lang, asked.filters.min_certainty or 0)
    return value


def cells(told: Tallies, asked: Asked, r: ReadsNarrow, lang: Language, most: int = CELLS) -> list[Mark]:
    """Return the places of the map, the fullest first, each named by a place in its middle."""
    found = told.cells(CELLS)[:most]
    names = r.places_of(one.incident for one in found)
    return [
        Mark(
            say(lang, "incidents.around", place=names.get(one.incident, "?"))
            if one.count > 1
            else names.get(one.incident, "?"),
            one.count,
            asked.address(("near", f"{one.lat},{one.lon},{one.km:g}"), without=("near",)),
            (one.lon, one.lat),
        )
        for one in found
    ]


def spans(told: Tallies, asked: Asked, lang: Language) -> tuple[str, list[Mark], int]:
    """Return the step of time, its marks from the first to the last, and how many fit in none."""
    times = told.times()
    day: Callable[[str], str] = lambda iso: formats.day(lang, iso)  # noqa: E731
    marks = [
        Mark(
            day(one.name),
            one.count,
            asked.address(
                ("since", one.since.isoformat()), ("until", one.until.isoformat()), without=("since", "until")
            ),
        )
        for one in times.spans
    ]
    return times.step, marks, times.vague
