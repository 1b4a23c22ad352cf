"""Days and stretches of days, and the ISO prefix that says a stretch.

A stretch is a pair of days, both included. Its period is the longest ISO prefix that holds it whole:
27 to 29 August 2016 is `2016-08`, the week of the turn of the year is none.
"""

from __future__ import annotations

from datetime import date, timedelta

from marsad.codebook.model import Period
from marsad.errors import InputError

Stretch = tuple[date, date]
_DAY, _MONTH, _YEAR = 10, 7, 4
_PIVOT = 69  # two-figure years up to it are of this century, as POSIX strptime reads %y


def period_of(stretch: Stretch | None) -> Period | None:
    """Return the longest ISO prefix that both ends of `stretch` share, or None."""
    if stretch is None:
        return None
    first, last = stretch[0].isoformat(), stretch[1].isoformat()
    for length in (_DAY, _MONTH, _YEAR):
        if first[:length] == last[:length]:
            return Period(first[:length])
    return None


def read_iso(published: str | None) -> date | None:
    """Return the day of an ISO date (a time after it is left out); raises InputError if it is none."""
    if published is None:
        return None
    try:
        return date.fromisoformat(published[:_DAY])
    except ValueError:
        raise InputError(
            f"published is {published!r}: expected an ISO date such as 2019-12-05; give that or None"
        ) from None


def day(year: int, month: int, number: int) -> Stretch | None:
    """Return one day as a stretch; None where the calendar has no such day."""
    try:
        only = date(year, month, number)
    except ValueError:
        return None
    return only, only


def month(year: int, number: int) -> Stretch | None:
    """Return a whole month; None where there is none of that number."""
    if not (1 <= number <= 12 and 1 <= year < 9999):
        return None
    following = date(year + number // 12, number % 12 + 1, 1)
    return date(year, number, 1), following - timedelta(1)


def year(number: int) -> Stretch:
    """Return a whole year."""
    return date(number, 1, 1), date(number, 12, 31)


def easter(number: int) -> date:
    """Return Easter Sunday of a year in the Gregorian calendar (the rule of Meeus, Jones and Butcher)."""
    golden, century = number % 19, number // 100
    fix = (century - century // 4 - (8 * century + 13) // 25 + 19 * golden + 15) % 30
    fix -= (fix // 28) * (1 - (fix // 28) * (29 // (fix + 1)) * ((21 - golden) // 11))
    weekday = (number + number // 4 + fix + 2 - century + century // 4) % 7
    shift = fix - weekday
    which = 3 + (shift + 40) // 44
    return date(number, which, shift + 28 - 31 * (which // 4))


def shifted_month(reference: date, by: int) -> Stretch | None:
    """Return the month `by` months after that of `reference`."""
    count = reference.year * 12 + reference.month - 1 + by
    return month(count // 12, count % 12 + 1)


def full_year(number: int) -> int:
    """Return a year of two figures as one of four."""
    if number >= 100:
        return number
    return number + (2000 if number < _PIVOT else 1900)


def moved(reference: date, by: int) -> date | None:
    """Return the day `by` days after `reference`; None beyond the calendar."""
    try:
        return reference + timedelta(by)
    except OverflowError:
        return None
