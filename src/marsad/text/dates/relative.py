"""Days told by their distance from a known day: week days, days ago, this and last week, month, year.

A week day is taken for the last such day up to the reference, the reference itself included: reports tell
of what has happened. Only words such as "next" turn it forward.
"""

from __future__ import annotations

from datetime import date, timedelta

from marsad.text.dates.calendar import Stretch, moved, shifted_month
from marsad.text.dates.calendar import year as whole_year

_WEEK = 7
_NEAR = 2  # "yesterday, Monday": how far the week day may be from the day counted


def weekday(number: int, reference: date, turn: str = "", week: str = "") -> date | None:
    """Return the week day `number` (Monday 0) seen from `reference`.

    `turn` is A (last), F (next) or C (this); `week` the same for "of last week".
    """
    back = (reference.weekday() - number) % _WEEK
    if week:
        monday = reference - timedelta(reference.weekday())
        return moved(monday, number + {"A": -_WEEK, "F": _WEEK, "C": 0}[week])
    if turn == "F":
        return moved(reference, _WEEK - back)
    if turn == "A" and back == 0:
        back = _WEEK
    return moved(reference, -back)


def near(number: int, counted: date) -> date:
    """Return the week day nearest before `counted` if it is near, else `counted` itself."""
    for by in (0, -1, 1, -2):
        other = moved(counted, by)
        if other is not None and other.weekday() == number and abs(by) <= _NEAR:
            return other
    return counted


def ago(count: int | None, unit: str, about: bool, reference: date) -> Stretch | None:
    """Return the stretch that lies `count` units before `reference`; `about` widens it.

    A count of None stands for "some": two to seven days, two to six weeks, two to eight months.
    """
    if count is None:
        if unit.startswith("month"):
            first, last = shifted_month(reference, -8), shifted_month(reference, -2)
            return (first[0], last[1]) if first and last else None
        some = {"hour": (-1, 0), "days": (-_WEEK, -2), "weeks": (-6 * _WEEK, -2 * _WEEK)}.get(unit)
        return _days(reference, *some) if some else None
    if unit == "hour":
        return _days(reference, -1 - count // 24, -(count // 24))
    if unit in ("day", "days"):
        slack = max(1, count // 5) if about else 0
        return _days(reference, -count - slack, -count + slack)
    if unit.startswith("week"):
        return _days(reference, -_WEEK * count - 3, -_WEEK * count + 3)
    if unit.startswith("month"):
        slack = max(1, count // 6) if about and count > 2 else 0
        first, last = shifted_month(reference, -count - slack), shifted_month(reference, -count + slack)
        return (first[0], last[1]) if first and last else None
    return whole_year(reference.year - count) if reference.year - count > 0 else None


def unit(name: str, turn: str, reference: date) -> Stretch | None:
    """Return this (C), last (A) or next (F) week, week-end, month or year; plurals end at `reference`."""
    step = {"A": -1, "F": 1, "C": 0}[turn]
    monday = reference - timedelta(reference.weekday())
    if name in ("day", "days"):
        return _days(reference, -_WEEK, 0) if turn == "A" else (reference, reference)
    if name == "week":
        return _days(monday, _WEEK * step, _WEEK * step + _WEEK - 1)
    if name == "weekend":
        back = (reference.weekday() - 5) % _WEEK
        begin = reference - timedelta(back)
        if turn == "F":
            begin += timedelta(_WEEK)
        return _days(begin, 0, 1)
    if name == "weeks":
        return _days(reference, -2 * _WEEK, 0)
    if name == "months":
        first = shifted_month(reference, -3)
        return (first[0], reference) if first else None
    if name == "years":
        return None
    if name == "month":
        return shifted_month(reference, step)
    return whole_year(reference.year + step)


def _days(reference: date, first: int, last: int) -> Stretch | None:
    """Return the days from `first` to `last` days after `reference`."""
    begin, end = moved(reference, first), moved(reference, last)
    return (begin, end) if begin and end else None
