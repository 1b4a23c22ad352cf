"""Dates of the key ("30 DEC 89", "28 AUG 89 - 03 SEP 89", "- 15 AUG 89") and of datelines as ISO prefixes."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

_DAY_FIRST = re.compile(r"\b(\d{1,2}) ([A-Z]{3})[A-Z]*\.?,? (?:19)?(\d\d)\b")
_MONTH_FIRST = re.compile(r"\b([A-Z]{3})[A-Z]* (\d{1,2}),? (?:19)?(\d\d)\b")
_DATELINE = 200  # characters in which a dateline stands


def _days(text: str, rules: Mapping[str, Any]) -> list[date]:
    """Return the full dates in a text, in its order; what is no date of the calendar is left out."""
    months: Sequence[str] = rules["months"]
    found: list[tuple[int, date]] = []
    for pattern, order in ((_DAY_FIRST, (1, 2, 3)), (_MONTH_FIRST, (2, 1, 3))):
        for hit in pattern.finditer(text.upper()):
            day, month, year = (hit[i] for i in order)
            if month not in months:
                continue
            try:
                found.append(
                    (hit.start(), date(rules["century"] + int(year), months.index(month) + 1, int(day)))
                )
            except ValueError:  # 31 June, day 40
                continue
    return [day for _, day in sorted(found)]


def _between(first: date, last: date) -> set[str]:
    """Return the days from `first` to `last`, and the month or the year that they share."""
    days = {(first + timedelta(days=i)).isoformat() for i in range((last - first).days + 1)}
    a, b = first.isoformat(), last.isoformat()
    return days | ({a[:7]} if a[:7] == b[:7] else {a[:4]} if a[:4] == b[:4] else set())


def permitted(text: str, rules: Mapping[str, Any]) -> set[str]:
    """Return the ISO prefixes that one date of the key permits; none where it cannot be read.

    A day alone permits itself; a range its days and the month or year in common; "on or before" the days just
    before, their months, and "null".
    """
    days = _days(text, rules)
    if len(days) == 1 and text.strip("?( ").startswith("-"):
        window = [days[0] - timedelta(days=i) for i in range(rules["days_before"] + 1)]
        return {"null"} | {d.isoformat() for d in window} | {d.isoformat()[:7] for d in window}
    if len(days) == 1:
        return {days[0].isoformat()}
    if len(days) == 2 and 0 <= (days[1] - days[0]).days <= rules["longest_range"]:
        return _between(days[0], days[1])
    return set()


def dateline(printed: str, rules: Mapping[str, Any]) -> str | None:
    """Return the ISO day of a printed report's dateline, None where it bears none."""
    head = printed[:_DATELINE].split("[TEXT]", maxsplit=1)[0]
    days = _days(head, rules)
    return days[0].isoformat() if days else None
