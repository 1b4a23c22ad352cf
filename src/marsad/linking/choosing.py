"""The rules by which the value of a field is chosen from several: see `docs/linking.md`.

Each takes what was said, oldest first and at least once, and returns the value and why.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from marsad.codebook import Count, Period, Place, Value
from marsad.codebook.fields import field
from marsad.linking.names import related
from marsad.linking.said import Said, by_value, number, weight

Rule = Callable[[str, Sequence[Said]], tuple[Value, str]]
_FAR = 2  # a number is far from one that is more than twice as high
_ABOUT = 0.2  # "about ten" allows 8 to 12
_PRECISION = {"exact": 2, "town": 2, "region": 1, "country": 0}


def scored(name: str, told: Sequence[Said]) -> tuple[Value, str]:
    """Return the value with the most weight, of equal ones the one published last.

    Of organisations a named one goes before a mere ideology (`jihadist`).
    """
    values = by_value(told)
    if len(values) == 1:
        return told[0].value, "agreed"
    if name == "affiliation":
        named = {value: ones for value, ones in values.items() if not _ideology(value)}
        if len(named) == 1:
            return next(iter(named)), "most precise"
        values = named or values
    best = max(values, key=lambda value: (weight(values[value]), values[value][-1].at, str(value)))
    most = max(len(ones) for ones in values.values())
    alone = sum(len(ones) == most for ones in values.values()) == 1
    return best, "most told" if alone and len(values[best]) == most else "weightiest"


def _ideology(value: Value) -> bool:
    """Tell whether an affiliation names an ideology and no organisation."""
    return related("affiliation", str(value), str(value)) == "kind"


def listed(name: str, told: Sequence[Said]) -> tuple[Value, str]:
    """Return the values of a list that enough of the weight names, in the codebook's order."""
    values = by_value(told)
    if len(values) == 1:
        return told[0].value, "agreed"
    shares: dict[str, list[Said]] = {}
    for one in told:
        for value in one.value if isinstance(one.value, tuple) else ():
            shares.setdefault(value, []).append(one)
    least = number("share") * weight(told)
    kept = tuple(v for v in field(name).values if v in shares and weight(shares[v]) >= least)
    if not kept:
        kept = (max(shares, key=lambda v: (weight(shares[v]), v)),)
    exact = next((value for value in values if isinstance(value, tuple) and set(value) == set(kept)), None)
    return (exact, "weightiest") if exact is not None else (kept, "combined")


def any_of(name: str, told: Sequence[Said]) -> tuple[Value, str]:  # noqa: ARG001 (one signature for all)
    """Return true where enough of the weight says so."""
    values = by_value(told)
    if len(values) == 1:
        return told[0].value, "agreed"
    yes = weight(one for one in told if one.value is True)
    return yes >= number("yes") * weight(told), "weightiest"


def toll(name: str, told: Sequence[Said]) -> tuple[Value, str]:  # noqa: ARG001 (one signature for all)
    """Return the latest publication's number, unless it is vaguer than, or outvoted by, an earlier one.

    Of one day: the exact before the vague, the more often told, the higher. A vague number gives way to the
    latest exact one that it allows; a number of one account to one that at least two tell, if they are far
    from each other; a zero to any other number unless more accounts say zero than not.
    """
    values = by_value(told)
    if len(values) == 1:
        return told[0].value, "agreed"
    zeros = [one for one in told if _number(one.value).value == 0]
    if zeros and 2 * len(zeros) <= len(told):
        told = [one for one in told if _number(one.value).value > 0]
    if len({one.value for one in told}) == 1:
        return told[0].value, "most told"
    counts: dict[int, int] = {}
    for one in told:
        counts[_number(one.value).value] = counts.get(_number(one.value).value, 0) + 1

    def rank(one: Said) -> tuple[int, bool, int, int, str]:
        count = _number(one.value)
        return one.at, count.bound == "exact", counts[count.value], count.value, count.bound

    last = _number(max(told, key=rank).value)
    if last.bound != "exact":
        allowed = [one for one in told if _number(one.value).bound == "exact" and _allows(last, one.value)]
        if allowed:
            return max(allowed, key=rank).value, "most precise"
    often = max(counts, key=lambda value: (counts[value], value))
    if counts[last.value] == 1 < counts[often] and _far(often, last.value):
        return max((one for one in told if _number(one.value).value == often), key=rank).value, "most told"
    return last, "latest"


def _number(value: Value) -> Count:
    """Return a value of a count field."""
    assert isinstance(value, Count)
    return value


def _allows(vague: Count, value: Value) -> bool:
    """Tell whether a vague number allows an exact one."""
    exact = _number(value).value
    if vague.bound == "at_least":
        return exact >= vague.value
    if vague.bound == "at_most":
        return exact <= vague.value
    return abs(exact - vague.value) <= _ABOUT * vague.value


def _far(one: int, other: int) -> bool:
    """Tell whether one number is more than twice the other."""
    return max(one, other) > _FAR * min(one, other)


def precise(name: str, told: Sequence[Said]) -> tuple[Value, str]:
    """Return the most precise value, of equally precise ones the one with the most weight, then the earliest.

    Values that agree (a day in its month, a town and its outskirts) support each other.
    """
    values = by_value(told)
    if len(values) == 1:
        return told[0].value, "agreed"
    finest = max(precision(value) for value in values)
    fine = [value for value in values if precision(value) == finest]
    compare = field(name).compare

    def rank(value: Value) -> tuple[float, float, str]:
        agreed = sum(compare(value, other) * weight(ones) for other, ones in values.items())
        return round(agreed, 9), weight(values[value]), _backwards(value)

    best = max(fine, key=rank)
    return best, "most precise" if len(fine) == 1 else "most told"


def precision(value: Value) -> int:
    """Return how precise a date or a place is: higher is finer."""
    if isinstance(value, Period):
        return len(value.value)
    return _PRECISION[value.precision] if isinstance(value, Place) else 0


def _backwards(value: Value) -> str:
    """Return a key by which the earlier date, or the name that comes first, is the greater."""
    text = value.value if isinstance(value, Period) else repr(value)
    return "".join(chr(0x10FFFF - ord(sign)) for sign in text)


RULES: dict[str, Rule] = {
    "scored": scored,
    "listed": listed,
    "any": any_of,
    "toll": toll,
    "precise": precise,
}
