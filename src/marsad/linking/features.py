"""The comparisons of two accounts: each gives a level, or none where either side says nothing.

Every comparison is symmetric. What a level weighs stands in `data/weights.toml`, how it reads in
`data/wording.toml`; a level without a weight there is a fault of the data.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from marsad.codebook import Count, Incident
from marsad.linking.model import Account, Json
from marsad.linking.names import related
from marsad.linking.place_levels import place_level
from marsad.linking.shared import cosine_level, shared, words_level
from marsad.linking.when import date_level, later

Comparison = tuple[str, str, Json, Json]
"""Feature, level, and what the first and the second account say."""

COUNTS = ("suspects", "arrested", "killed", "wounded")
LISTS = ("attack_type", "weapons", "target_type")
UNKNOWN = "unknown"
_NEITHER = ("unknown",)
_CLOSE, _SLACK = 2, 2  # a later toll is near up to twice the earlier one and two more
_LEVELS = ((0, "none"), (1, "one"), (4, "few"), (19, "several"))


def compare(a: Account, b: Account) -> Iterator[Comparison]:
    """Yield the comparisons of two accounts in a fixed order; features that say nothing are left out."""
    one, two = a.incident, b.incident
    yield ("date", *(date_level(a, b) or ("unknown", None, None)))
    found = place_level(one, two)
    if found is not None:
        yield ("place", *found)
    yield from _choices(one, two)
    for name in LISTS:
        left, right = getattr(one, name), getattr(two, name)
        if _NEITHER not in (left, right):
            yield name, _sets(left, right), left, right
    yield from _names(one, two)
    order = later(a, b)
    for name in COUNTS:
        first, second = getattr(one, name), getattr(two, name)
        if first is not None and second is not None:
            yield name, _counts(first, second, order), first.value, second.value
    common = shared(a, b)
    if common is not None:
        yield "words", words_level(a, b, common), common, common
    level = cosine_level(a.vector, b.vector)
    if level is not None:
        yield "vector", level, None, None


def _choices(one: Incident, two: Incident) -> Iterator[Comparison]:
    """Compare the fields of one choice, and the marks."""
    if UNKNOWN not in (one.outcome, two.outcome):
        yield "outcome", _outcomes(one.outcome, two.outcome), one.outcome, two.outcome
        if one.outcome == two.outcome == "foiled":
            yield "stage", "same" if one.stage == two.stage else "other", one.stage, two.stage
    if one.suicide or two.suicide:
        yield "suicide", "both" if one.suicide and two.suicide else "one", one.suicide, two.suicide
    if one.household_precursors and two.household_precursors:
        yield "household_precursors", "both", True, True
    for name in ("actor", "disruption"):
        left, right = getattr(one, name), getattr(two, name)
        if UNKNOWN not in (left, right):
            agreed = "none" if left == "none" else "same"
            yield name, agreed if left == right else "other", left, right


def _outcomes(left: str, right: str) -> str:
    """Return `same`, `close` (foiled and failed are easily taken for each other) or `other`."""
    if left == right:
        return "same"
    return "close" if {left, right} == {"foiled", "failed"} else "other"


def _sets(left: tuple[str, ...], right: tuple[str, ...]) -> str:
    """Return `same`, `shared` or `other` for two lists of values."""
    common = sum(value in right for value in left)
    if common == len(left) == len(right):
        return "same"
    return "shared" if common else "other"


def _names(one: Incident, two: Incident) -> Iterator[Comparison]:
    """Compare organisations and services."""
    if one.affiliation is not None and two.affiliation is not None:
        yield (
            "affiliation",
            related("affiliation", one.affiliation, two.affiliation),
            one.affiliation,
            two.affiliation,
        )
    if one.agency is not None and two.agency is not None:
        yield "agency", related("agency", one.agency, two.agency), one.agency, two.agency


def _counts(first: Count, second: Count, order: int) -> str:
    """Return how two numbers agree; `order` is 1 where the second was published later, -1 earlier, 0 unknown.

    Equal ones by size (a shared 86 says more than a shared 1); different ones by whether the later is a
    likely growth of the earlier (or the bounds allow both), has fallen, or is far from it.
    """
    low, high = (first, second) if first.value <= second.value else (second, first)
    if low.value == high.value:
        return next((name for most, name in _LEVELS if low.value <= most), "many")
    far = low.value == 0 or high.value > _CLOSE * low.value + _SLACK
    if low.bound == "at_least" or high.bound == "at_most":
        return "open_far" if far else "open"
    if order == 0:
        return "differ_far" if far else "differ"
    grown = (high is second) == (order > 0)
    return ("grown" if grown else "fallen") + ("_far" if far else "")


Compare = Callable[[Account, Account], Iterator[Comparison]]
