"""Dates as days: proleptic ordinals, as `date.toordinal()` counts them."""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from functools import lru_cache

from marsad.codebook import Period


@lru_cache(maxsize=65536)
def span_of(text: str) -> tuple[int, int]:
    """Return the first and the last day of an ISO prefix, `2019-12-05`, `2019-12` or `2019`."""
    year, *rest = (int(part) for part in text.split("-"))
    if not rest:
        return date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal()
    if len(rest) == 1:
        first = date(year, rest[0], 1).toordinal()
        return first, first + monthrange(year, rest[0])[1] - 1
    day = date(year, rest[0], rest[1]).toordinal()
    return day, day


def days(period: Period | None) -> tuple[int, int] | None:
    """Return the first and the last day of `period`; None stays None."""
    return None if period is None else span_of(period.value)


def day(text: str | None) -> int | None:
    """Return the day of an ISO date, the first of a month or year; None stays None."""
    return None if text is None else span_of(text)[0]
