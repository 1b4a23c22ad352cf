"""Days told by number and month, with or without the year, in figures or words.

In English figures (5/12/2019) the day stands first, as in most of the world's English, unless that cannot be
or the text writes the month first elsewhere ("December 5"). Without a year the latest such day that is not
after the publication is taken.
"""

from __future__ import annotations

import re
from datetime import date

from marsad.text.dates.calendar import Stretch, day, full_year, month
from marsad.text.dates.hijri import hijri, latest
from marsad.text.dates.lexing import Lexed

_NUMERIC = re.compile(r"([d2Yh])([/.-])([d2])\2([Yhd2])")
_HIJRI = re.compile(r"(?:([don])f?)?[mU]?H(?:f?U?([hY])J?)?")
_DAY_MONTH = re.compile(r"([don])f?t?[mU]?f?M")
_MONTH_DAY = re.compile(r"Mt?([do])")
_YEARS_BACK = 8  # 29 February needs that many around a century's end


def month_first(letters: str) -> bool:
    """Return whether the text writes the month before the day, as in the United States."""
    return re.search(r"M[do](?:,Y|[|.])", letters) is not None and not re.search(r"dM", letters)


def explicit(
    lexed: Lexed, begin: int, end: int, reference: date | None, months_first: bool
) -> Stretch | None:
    """Return the day told between the letters `begin` and `end`; None where its year is not known."""
    letters, values = lexed.letters, lexed.values
    numeric = _NUMERIC.search(letters, begin, end)
    if numeric:
        return _numeric([int(values[numeric.start(g)] or 0) for g in (1, 3, 4)], months_first)
    dayed = _last(_DAY_MONTH, letters, begin, end) or _MONTH_DAY.search(letters, begin, end)
    if dayed is None:
        return _hijri(lexed, begin, end, reference)
    number = int(values[dayed.start(1)] or 0)
    at = letters.index("M", dayed.start())
    which = int(values[at] or 0)
    told = letters.find("Y", at, end)
    if told < 0:
        told = letters.find("Y", begin, end)
    if told >= 0:
        return day(int(values[told] or 0), which, number)
    rest = letters[at:end]
    turn = next((letter for letter in rest if letter in "AFC"), "")
    return without_year(which, number, reference, turn, "year" in values[at:end])


def without_year(
    which: int, number: int, reference: date | None, turn: str, of_year: bool = False
) -> Stretch | None:
    """Return the latest such day up to `reference`; `turn` (A, F, C) and "of that year" change the choice."""
    if reference is None:
        return None
    if of_year and turn:
        return day(reference.year + {"A": -1, "F": 1, "C": 0}[turn], which, number)
    if turn == "F":
        years = range(reference.year, reference.year + _YEARS_BACK)
        found = (day(year, which, number) for year in years)
        return next((only for only in found if only and only[0] > reference), None)
    found = (
        day(reference.year - back, which, number) for back in range(_YEARS_BACK + 1) if reference.year > back
    )
    return next((only for only in found if only and only[0] <= reference), None)


def month_without_year(which: int, reference: date, turn: str) -> Stretch | None:
    """Return the latest such month up to that of `reference`: before it for "last", after it for "next"."""
    year = reference.year
    if turn == "F":
        year += which <= reference.month
    elif which > reference.month or (turn == "A" and which == reference.month):
        year -= 1
    return month(year, which)


def _numeric(parts: list[int], months_first: bool) -> Stretch | None:
    """Return the day of three figures, the year first or last."""
    if parts[0] > 31:
        year, which, number = parts
    else:
        number, which, year = parts
        if which > 12 or (months_first and number <= 12):
            number, which = which, number
    year = full_year(year)
    if 1300 <= year <= 1500:
        return hijri(year, which, number)
    return day(year, which, number)


def _hijri(lexed: Lexed, begin: int, end: int, reference: date | None) -> Stretch | None:
    """Return the Hijri day or month told there; without a year the latest up to `reference`."""
    match = _HIJRI.search(lexed.letters, begin, end)
    if match is None:
        return None
    at = lexed.letters.index("H", match.start())
    which = int(lexed.values[at] or 0)
    number = int(lexed.values[match.start(1)] or 0) if match[1] else None
    if match[2] == "h":
        return hijri(int(lexed.values[match.start(2)] or 0), which, number)
    if match[2] == "Y":  # "ramadan 2015": the Hijri month that begins in that year
        return latest(which, number, date(int(lexed.values[match.start(2)] or 0), 12, 31))
    return latest(which, number, reference) if reference else None


def _last(pattern: re.Pattern[str], text: str, begin: int, end: int) -> re.Match[str] | None:
    """Return the last match of `pattern` in a part of `text`."""
    found = list(pattern.finditer(text, begin, end))
    return found[-1] if found else None
