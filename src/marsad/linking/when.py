"""How two accounts lie in time: by the days of the event, else by the days of publication."""

from __future__ import annotations

from marsad.linking.days import day, span_of
from marsad.linking.model import Account, Json

_GAPS = ((0, "same_day"), (1, "one_day"), (2, "two_days"), (3, "three_days"), (7, "week"))
_LAGS = ((7, "told_soon"), (45, "told_later"))
_APART = ((2, "press_close"), (7, "press_week"), (45, "press_month"))


def date_level(a: Account, b: Account) -> tuple[str, Json, Json] | None:
    """Return the level of the dates with what each side says; None where too little is known.

    Two days (or a day and a month that does not hold it): by the gap. A day within the other's month:
    `within`. A day against an undated report: by how long after it the report came out, `told_before` where
    it came out earlier. Two undated reports: by the gap of their publications.
    """
    one, two = a.incident.date, b.incident.date
    if one is not None and two is not None:
        return _dated(one.value, two.value), one.value, two.value
    left = one.value if one is not None else a.published
    right = two.value if two is not None else b.published
    if left is None or right is None:
        return None
    if one is None and two is None:
        gap = abs(span_of(left)[0] - span_of(right)[0])
        return next((name for most, name in _APART if gap <= most), "press_far"), left, right
    event, out = (left, right) if one is not None else (right, left)
    lag = span_of(out)[1] - span_of(event)[0]
    if lag < 0:
        return "told_before", left, right
    return next((name for most, name in _LAGS if lag <= most), "told_long_after"), left, right


def _dated(one: str, two: str) -> str:
    """Return the level of two dates."""
    left, right = span_of(one), span_of(two)
    gap = max(left[0] - right[1], right[0] - left[1], 0)
    if gap == 0 and not len(one) == len(two) == 10:
        return "within"
    return next((name for most, name in _GAPS if gap <= most), "far")


def later(a: Account, b: Account) -> int:
    """Return 1 where `b` was published after `a`, -1 where before, 0 on one day or where one is unknown."""
    first, second = day(a.published), day(b.published)
    if first is None or second is None:
        return 0
    return (second > first) - (second < first)
