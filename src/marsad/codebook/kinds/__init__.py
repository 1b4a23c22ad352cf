"""The kinds of values that a field may take, one small file a kind, each with the same four verbs."""

from __future__ import annotations

from marsad.codebook.kinds.choice import Choice
from marsad.codebook.kinds.choices import Choices
from marsad.codebook.kinds.count import CountKind
from marsad.codebook.kinds.country import Country
from marsad.codebook.kinds.kind import Kind
from marsad.codebook.kinds.name import Name
from marsad.codebook.kinds.period import PeriodKind
from marsad.codebook.kinds.place import PlaceKind
from marsad.codebook.kinds.truth import Truth

KINDS: dict[str, type[Kind]] = {
    "choice": Choice,
    "choices": Choices,
    "truth": Truth,
    "count": CountKind,
    "period": PeriodKind,
    "place": PlaceKind,
    "name": Name,
    "country": Country,
}
"""Kind by the name that a field's data file gives it."""

__all__ = [
    "KINDS",
    "Choice",
    "Choices",
    "CountKind",
    "Country",
    "Kind",
    "Name",
    "PeriodKind",
    "PlaceKind",
    "Truth",
]
