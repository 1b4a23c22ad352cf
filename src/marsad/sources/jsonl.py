"""Reports from a .jsonl file, one JSON object a line, with errors that name the line.

Keys: `text` (needed), `id`, `title`, `lang`, `url`, `published`; others are not read. A report without
`id` is named after its file and line.
"""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator
from typing import Any, BinaryIO, cast, get_args

from marsad.codebook import Language, Report
from marsad.errors import InputError, UnsupportedLanguageError
from marsad.sources.decode import BOMS, decode
from marsad.sources.entry import Entry, check_characters, check_text, iso_date

MAX_LINE = 16 * 1024 * 1024
"""The longest line that is read, in bytes: the longest text with every character written as an escape."""

_LANGUAGES = get_args(Language)
_LONGEST = 640
"""Digits of the longest whole number that is read: Python may be set to refuse longer ones."""


def read_jsonl(stream: BinaryIO, *, path: str, stem: str) -> Iterator[Entry | InputError]:
    """Yield a report, or what is wrong with it, for each line that is not blank; one line in memory.

    `path` is the name for messages, `stem` begins the id of a report that brings none. Lines are counted
    from 1. A broken line never stops the lines after it.
    """
    found = False
    for number, line in _lines(stream):
        try:
            if line is None:
                raise InputError(
                    f"the line is longer than {MAX_LINE:,} bytes: expected one report a line; split the file",
                    path=path,
                    line=number,
                )
            decoded = decode(line, path=path, line=number)
            if not decoded.text.strip():
                continue
            found = True
            yield Entry(_report(decoded.text, path, number, stem), path, number, decoded.notes)
        except InputError as error:
            found = True
            yield error
    if not found:
        yield InputError("the file is empty: expected one JSON object a line, each a report", path=path)


def _lines(stream: BinaryIO) -> Iterator[tuple[int, bytes | None]]:
    """Yield (number, bytes) of each line; None in place of a line that is too long."""
    readline = _readline(stream)
    number = 0
    while line := readline(MAX_LINE + 1):
        number += 1
        if len(line) <= MAX_LINE:
            yield number, line
            continue
        while line and not line.endswith(b"\n"):
            line = readline(MAX_LINE)
        yield number, None


def _readline(stream: BinaryIO) -> Callable[[int], bytes]:
    """Return the stream's `readline`, past its byte order mark, in UTF-8 where the mark says otherwise."""
    first = stream.peek(4)[:4] if hasattr(stream, "peek") else b""
    for bom, codec, _ in BOMS:
        if not first.startswith(bom):
            continue
        if codec == "utf-8-sig":
            stream.read(len(bom))
            break
        text = io.TextIOWrapper(stream, encoding=codec, errors="replace", newline="\n")
        return lambda size: text.readline(size).encode("utf-8", "replace")
    return stream.readline


def _report(text: str, path: str, number: int, stem: str) -> Report:
    """Make a report of a line of JSON; raises InputError that says what is wrong with it."""
    try:
        record = json.loads(text.rstrip("\r\n"), parse_int=_whole)
    except json.JSONDecodeError as error:
        what = error.msg.lower().removesuffix(" at").removesuffix(" starting")
        raise InputError(
            f"broken JSON at column {error.colno}: {what}; expected one JSON object a line",
            path=path,
            line=number,
        ) from None
    except (RecursionError, ValueError) as error:
        what = "too many brackets in one another" if isinstance(error, RecursionError) else str(error)
        raise InputError(
            f"JSON that is no report: {what}; expected one object of strings", path=path, line=number
        ) from None
    if not isinstance(record, dict):
        raise InputError(
            f"got a JSON {_kind(record)}, expected an object as "
            '{"id": "a1", "title": "…", "text": "…"} on each line',
            path=path,
            line=number,
        )
    if "text" not in record:
        keys = ", ".join(map(repr, list(record)[:8])) or "no key at all"
        raise InputError(
            f"no 'text': expected the report's words under that key, got {keys}", path=path, line=number
        )
    return Report(
        id=_id(record, path, number) or f"{stem}:{number}",
        text=check_text(_string(record, "text", path, number) or "", path=path, line=number),
        title=_string(record, "title", path, number) or "",
        lang=_lang(_string(record, "lang", path, number), path, number),
        url=_string(record, "url", path, number) or None,
        published=_published(_string(record, "published", path, number), path, number),
    )


def _whole(digits: str) -> int:
    """Return a whole number of the JSON; raises ValueError where it is too long for an id."""
    if len(digits) > _LONGEST:
        raise ValueError(f"a whole number of {len(digits):,} digits, at most {_LONGEST} are read")
    return int(digits)


def _string(record: dict[str, Any], key: str, path: str, number: int) -> str | None:
    """Return a string of the record, None where it is absent or null."""
    value = record.get(key)
    if value is None:
        return None
    if not isinstance(value, str):
        raise InputError(f"{key!r} is a JSON {_kind(value)}, expected a string", path=path, line=number)
    return check_characters(value, key, path=path, line=number)


def _id(record: dict[str, Any], path: str, number: int) -> str | None:
    """Return the record's id; a whole number is taken as its digits."""
    value = record.get("id")
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    text = _string(record, "id", path, number)
    return text.strip() if text else None


def _lang(value: str | None, path: str, number: int) -> Language | None:
    """Return the language of a tag as `fr` or `ar-MA`; None where it is left open."""
    if value is None or not value.strip():
        return None
    lang = value.strip().lower().replace("_", "-").split("-")[0]
    if lang not in _LANGUAGES:
        raise UnsupportedLanguageError(
            f"'lang' is {value!r}: marsad reads ar, fr and en; leave the report out, or its 'lang' if that "
            "is wrong",
            path=path,
            line=number,
        )
    return cast(Language, lang)


def _published(value: str | None, path: str, number: int) -> str | None:
    """Return the day of publication as an ISO date."""
    if value is None or not value.strip():
        return None
    try:
        return iso_date(value)
    except ValueError:
        raise InputError(
            f"'published' is {value!r}, expected an ISO date as 2019-12-05: mend it or leave it out",
            path=path,
            line=number,
        ) from None


def _kind(value: object) -> str:
    """Name the kind of a JSON value in JSON's own words."""
    for kind, name in ((bool, "boolean"), ((int, float), "number"), (str, "string"), (list, "array")):
        if isinstance(value, kind):
            return name
    return "null" if value is None else "object"
