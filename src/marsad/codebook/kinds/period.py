"""A date as far as it is known: an ISO 8601 prefix, so that agreement is the common prefix."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from marsad.codebook.datafiles import caption
from marsad.codebook.kinds.kind import Kind
from marsad.codebook.model import Language, Period

SHAPE = re.compile(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?")
"""`2019-12-05`, `2019-12` or `2019`."""


@dataclass(frozen=True, slots=True)
class PeriodKind(Kind):
    """A day, a month or a year."""

    def clean(self, raw: Any) -> Period | None:
        """Return `raw`, a Period, a date or an ISO string, as a Period; an empty string is None.

        Raises ValueOutsideCodebookError.
        """
        if isinstance(raw, date):
            raw = raw.isoformat()[:10]
        if isinstance(raw, str):
            raw = raw.strip() or None
        if raw is None:
            return None
        period = raw if isinstance(raw, Period) else Period(raw)
        self.check(period)
        return period

    def check(self, value: Any) -> None:
        """Raise ValueOutsideCodebookError unless `value` is a Period of the calendar."""
        if not isinstance(value, Period):
            raise self.outside(value, "a Period", "wrap the date in Period, or give None where none is known")
        text = value.value
        if not isinstance(text, str) or not SHAPE.fullmatch(text):
            raise self.outside(
                text, "a date as 2019-12-05, 2019-12 or 2019", "write as much of it as is known"
            )
        try:
            date.fromisoformat((text + "-01-01")[:10] if len(text) < 7 else (text + "-01")[:10])
        except ValueError:
            raise self.outside(text, "a day of the calendar", "look the date up in the report") from None

    def agreement(self, a: Any, b: Any) -> float:
        """Return 1 where both are the same, 0.5 where one is the beginning of the other, else 0."""
        if a.value == b.value:
            return 1.0
        return 0.5 if a.value.startswith(b.value + "-") or b.value.startswith(a.value + "-") else 0.0

    def words(self, value: Any, lang: Language) -> str:
        """Return the date with the month's name, as `5 December 2019`."""
        year, *rest = value.value.split("-")
        if not rest:
            return str(year)
        month = caption("months", lang)[int(rest[0]) - 1]
        if len(rest) == 1:
            return str(caption("month", lang)).format(month=month, year=year)
        number = int(rest[1])
        day = caption("first", lang) if number == 1 else number
        return str(caption("day", lang)).format(day=day, month=month, year=year)
