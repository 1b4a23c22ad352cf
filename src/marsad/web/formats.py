"""Numbers, days and times as each language writes them (CLDR, by Babel).

Arabic is written with the digits of the Maghreb (0-9), as its press writes them: the locale is `ar_MA`.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Literal

from babel import Locale
from babel.dates import format_date, format_datetime, format_skeleton
from babel.numbers import format_decimal, format_percent

from marsad.codebook import Language

REGION = {"ar": "ar_MA", "fr": "fr_FR", "en": "en_GB"}
How = Literal["full", "long", "medium", "short"]


@lru_cache
def locale(lang: Language) -> Locale:
    """Return the locale in which a language is written here."""
    return Locale.parse(REGION[lang])


def number(lang: Language, value: float) -> str:
    """Return a number, its thousands set apart."""
    return format_decimal(value, locale=locale(lang))


def percent(lang: Language, share: float) -> str:
    """Return a share from 0 to 1 as a whole percentage."""
    return format_percent(share, locale=locale(lang))


def day(lang: Language, iso: str | None, how: How = "medium") -> str:
    """Return a day, a month or a year given as ISO 8601 (2019-12-05, 2019-12, 2019), "" for None."""
    if not iso:
        return ""
    parts = [int(part) for part in iso.split("-")]
    if len(parts) == 3:
        return format_date(date(*parts), format=how, locale=locale(lang))
    first = date(parts[0], parts[1] if len(parts) > 1 else 1, 1)
    return format_skeleton("yMMMM" if len(parts) > 1 else "y", first, locale=locale(lang))


def moment(lang: Language, at: int | None, how: How = "medium") -> str:
    """Return a time in microseconds since 1970 as a day and an hour in UTC, "" for None."""
    if at is None:
        return ""
    told = datetime.fromtimestamp(at / 1_000_000, UTC)
    return f"{format_datetime(told, format=how, locale=locale(lang), tzinfo=UTC)} UTC"
