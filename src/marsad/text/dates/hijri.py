"""Dates of the Hijri calendar as days of the Gregorian one (Umm al-Qura, by the hijridate library).

The library knows 1343 to 1500 AH (1924 to 2077). Sighted months may begin a day before or after.
"""

from __future__ import annotations

from datetime import date, timedelta

from marsad.text.dates.calendar import Stretch


def hijri(year: int, month: int, day: int | None) -> Stretch | None:
    """Return the day, or the whole month where `day` is None; None outside the table."""
    from hijridate import Hijri

    try:
        first = Hijri(year, month, day or 1).to_gregorian()
        begin = date(first.year, first.month, first.day)
        if day is not None:
            return begin, begin
        return begin, begin + timedelta(Hijri(year, month, 1).month_length() - 1)
    except (ValueError, OverflowError):
        return None


def latest(month: int, day: int | None, reference: date) -> Stretch | None:
    """Return the latest such day or month that does not begin after `reference`."""
    from hijridate import Gregorian

    try:
        now = Gregorian(reference.year, reference.month, reference.day).to_hijri()
    except (ValueError, OverflowError):
        return None
    for year in (now.year, now.year - 1):
        found = hijri(year, month, day)
        if found is not None and found[0] <= reference:
            return found
    return None
