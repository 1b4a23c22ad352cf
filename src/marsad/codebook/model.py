"""What is coded: report, span, claim, place, period, count, incident. All frozen; none of them judges.

The fields and their meaning follow `corpus/GUIDE.md`; the allowed values stand in `codebook/data/`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Language = Literal["ar", "fr", "en"]
Precision = Literal["exact", "town", "region", "country"]
Bound = Literal["exact", "at_least", "at_most", "about"]


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Words of a report's text: `start` and `end` are offsets into `Report.text`, `end` excluded."""

    start: int
    end: int
    label: str = ""

    def of(self, text: str) -> str:
        """Return the words of `text` that the span covers."""
        return text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Period:
    """A time as far as it is known: `value` is an ISO prefix, `2019-12-05`, `2019-12` or `2019`."""

    value: str

    def __str__(self) -> str:
        return self.value


@dataclass(frozen=True, slots=True)
class Count:
    """A number of people: `value`, and how the words bound it ("at least five" is 5, `at_least`)."""

    value: int
    bound: Bound = "exact"


@dataclass(frozen=True, slots=True)
class Place:
    """A named place: usual English name, GeoNames id, WGS 84 degrees, ISO 3166-1 alpha-2 country.

    `lat` and `lon` of a region or a country are those of its GeoNames point; None where nothing is known.
    """

    name: str
    geoname_id: int | None
    lat: float | None
    lon: float | None
    country: str
    precision: Precision


Value = bool | str | Count | Period | Place | tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class Report:
    """One public report. Offsets of every span count characters of `text`; the title is no part of it.

    `lang` is None until it is known; `published` is an ISO date (`2019-12-05`) or None.
    """

    id: str
    text: str
    title: str = ""
    lang: Language | None = None
    url: str | None = None
    published: str | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """What a reader says of one field, with the words that say it.

    `incident` counts from 1 in the order of the text; 0 is the report as a whole (its field is `relevant`).
    `score` is the reader's confidence from 0 to 1, `method` the reader and the rule, as `lexical/outcome`.
    """

    incident: int
    field: str
    value: Value
    spans: tuple[Span, ...] = ()
    score: float = 1.0
    method: str = ""


@dataclass(frozen=True, slots=True)
class Incident:
    """One attack or plot as one report tells it: the guide's fields, and for each the spans that say it."""

    outcome: str = "unknown"
    stage: str = "intent"
    attack_type: tuple[str, ...] = ("unknown",)
    suicide: bool = False
    weapons: tuple[str, ...] = ("unknown",)
    household_precursors: bool = False
    actor: str = "unknown"
    affiliation: str | None = None
    suspects: Count | None = None
    arrested: Count | None = None
    killed: Count | None = None
    wounded: Count | None = None
    target_type: tuple[str, ...] = ("unknown",)
    country: str | None = None
    place: Place | None = None
    date: Period | None = None
    agency: str | None = None
    disruption: str = "unknown"
    evidence: Mapping[str, tuple[Span, ...]] = field(default_factory=dict)
    scores: Mapping[str, float] = field(default_factory=dict)
