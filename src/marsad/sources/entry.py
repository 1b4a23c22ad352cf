"""What a source hands on: a report, where it stood, and what was noted while it was read."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime

from marsad.codebook import Report
from marsad.errors import InputError

MAX_CHARACTERS = 1_000_000
"""The longest text that is coded, in characters: a long book. Longer input is no report."""

_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Entry:
    """A report as it was read: `path` and `line` (from 1; None for a whole file) say where it stood.

    `notes` are sentences for the person who runs the programme, as "read as windows-1256".
    """

    report: Report
    path: str
    line: int | None = None
    notes: tuple[str, ...] = ()


def check_text(text: str, *, path: str, line: int | None = None) -> str:
    """Return `text` where it can be coded.

    Raises InputError where it is empty, longer than `MAX_CHARACTERS`, or holds half a surrogate pair.
    """
    if not text.strip():
        raise InputError(
            "the text is empty: expected the words of a report; give the file its text or leave it out",
            path=path,
            line=line,
        )
    if len(text) > MAX_CHARACTERS:
        raise InputError(
            f"the text has {len(text):,} characters, more than the {MAX_CHARACTERS:,} that are read as one "
            "report: split it into one file, or one line of a .jsonl file, a report",
            path=path,
            line=line,
        )
    return check_characters(text, "text", path=path, line=line)


def check_characters(value: str, name: str, *, path: str, line: int | None = None) -> str:
    """Return `value` where it is whole Unicode; raises InputError on half a surrogate pair."""
    broken = _SURROGATE.search(value)
    if broken:
        raise InputError(
            f"{name!r} holds \\u{ord(broken[0]):04x} at character {broken.start() + 1}, half of a surrogate "
            "pair and no character: expected whole Unicode; write the text anew as UTF-8",
            path=path,
            line=line,
        )
    return value


def iso_date(value: str) -> str:
    """Return the day of an ISO 8601 date or date and time as `2019-12-05`; raises ValueError otherwise."""
    value = value.strip()
    try:
        return date.fromisoformat(value).isoformat()
    except ValueError:
        return datetime.fromisoformat(value).date().isoformat()
