"""Words that a person marked in a report: looked over, and what value they give for a field."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from marsad.codebook import Report, Value
from marsad.codebook.fields import field
from marsad.codebook.values import to_json
from marsad.errors import InputError
from marsad.store import Reading

Words = list[dict[str, Any]]


def marked(r: Reading, keys: Sequence[str], words: object) -> Words | None:
    """Return marked words as a list of `{report, start, end}`, white space at their ends left out.

    `words` is one such object or several, the report named by its digest or the beginning of it; offsets
    count Unicode characters of the report's text. `keys` are the accounts of the incident. Raises InputError
    for a report that does not tell of it, or for words that are not in its text.
    """
    if words is None or words == []:
        return None
    told = [words] if isinstance(words, Mapping) else words
    if not isinstance(told, list | tuple):
        raise InputError(f"got the words {words!r}, expected {{report, start, end}} or a list of them")
    found: Words = []
    for one in told:
        report = _report(r, keys, one)
        start, end = one.get("start"), one.get("end")
        if not (type(start) is int and type(end) is int and 0 <= start < end <= len(report[1].text)):
            raise InputError(
                f"got words from {start!r} to {end!r}, expected whole numbers within the "
                f"{len(report[1].text)} characters of the report's text"
            )
        text = report[1].text[start:end]
        start, end = start + len(text) - len(text.lstrip()), end - len(text) + len(text.rstrip())
        if start >= end:
            raise InputError("got white space alone for the words, expected the words that say it")
        found.append({"report": report[0], "start": start, "end": end})
    return found


def suggested(r: Reading, keys: Sequence[str], name: str, words: object) -> list[dict[str, Any]]:
    """Return what marked words say for a field: `{report, start, end, text, value}` each, `value` as JSON.

    Dates, places, countries, numbers, organisations and services are read as the readers read them; `value`
    is null where the words give none, and for fields that are chosen from a list.
    """
    kind = field(name).kind
    found = []
    for one in marked(r, keys, words) or []:
        kept = r.report(one["report"])
        assert kept is not None and kept.report is not None
        value = _read(kept.report, name, kind, one["start"], one["end"])
        text = kept.report.text[one["start"] : one["end"]]
        found.append({**one, "text": text, "value": to_json(value)})
    return found


def _report(r: Reading, keys: Sequence[str], one: object) -> tuple[str, Report]:
    """Return the digest and the report that marked words name."""
    named = one.get("report") if isinstance(one, Mapping) else None
    digests = sorted({digest for key in keys for digest in r.digests_like(key[:16])})
    found = [digest for digest in digests if isinstance(named, str) and digest.startswith(named)]
    kept = r.report(found[0]) if len(found) == 1 and len(str(named)) >= 8 else None
    if kept is None or kept.report is None:
        raise InputError(
            f"got words of the report {named!r}, expected one that tells of the incident, by eight or more "
            f"signs of its digest: {', '.join(digest[:8] for digest in digests)}"
        )
    return kept.digest, kept.report


def _read(report: Report, name: str, kind: str, start: int, end: int) -> Value:
    """Return the value that words of a report give for a field, None where they give none."""
    from marsad.actors import agencies, organisations
    from marsad.places import resolver
    from marsad.text import dates, numbers

    text, lang = report.text, report.lang
    if lang is None:
        return None
    if kind == "period":
        return dates.at(text, start, end, lang, report.published)
    if kind == "count":
        return numbers.at(text, start, end, lang)
    if kind in ("place", "country"):
        place = resolver.at(text, start, end, lang, report.title)
        return place if kind == "place" or place is None else place.country or None
    if name == "affiliation":
        organisation = organisations.at(text, start, end, lang)
        return None if organisation is None else organisation.name
    if name == "agency":
        year = int(report.published[:4]) if report.published else None
        agency = agencies.at(text, start, end, lang, title=report.title, year=year)
        return None if agency is None else agency.name
    return None
