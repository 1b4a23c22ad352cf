"""Moving a report in time: its dates, its day of publication and the day of the attack together."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import cache

from marsad.codebook import Period
from marsad.reading.scores.marked import Marked
from marsad.text import dates
from marsad.text.dates import EVENT, Dated
from marsad.text.folding import fold_key
from training.augment.agreement import holds, right
from training.augment.data import table
from training.augment.edits import Edit, UnfitError, edited, replaced

_YEARS = (-12, -11, -6, -5, 5, 6, 11, 12)
_WEEKS = 40
_FIRST, _LAST = date(1975, 1, 1), date(2026, 12, 31)
_YEAR = re.compile(r"(?<!\w)(?:19[6-9]\d|20[0-3]\d|١٩[٦-٩][٠-٩]|٢٠[٠-٣][٠-٩])(?!\w)")
_EASTERN = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
_GAPS = re.compile(r"\W+")
_DAY = 10  # characters of a full ISO date


def swap_dates(marked: Marked, rng: random.Random, pool: Sequence[Marked]) -> Marked:  # noqa: ARG001
    """Return the report moved in time: weekdays stay true, `published` and `date` move with the words.

    By whole weeks, or by whole years after which the weekdays fall alike. Where a season, a feast or a
    date in an unknown form would come to be false, the report comes back as it was.
    """
    if not marked.report.published and not any(i.date for i in marked.incidents):
        return marked
    if rng.random() < 0.5:
        days = 7 * rng.choice([n for n in range(-_WEEKS, _WEEKS + 1) if n])
        return shift_days(marked, days)
    made = shift_years(marked, rng.choice(_YEARS))
    return made if made is not marked else shift_days(marked, 7 * rng.randint(1, _WEEKS))


def shift_days(marked: Marked, days: int) -> Marked:
    """Return the report moved by whole weeks given in days; as it was where that is not safe.

    Raises ValueError where `days` is not a multiple of seven.
    """
    if days % 7:
        raise ValueError(f"got {days} days, expected whole weeks: weekdays must stay true")
    report = marked.report
    whole = fold_key(f"{report.title} {report.text}")
    if _seasonal(whole, "season") or _seasonal(whole, "lunar"):
        return marked
    try:
        moved = {
            i.date.value: Period(_moved(i.date.value, days).isoformat()) for i in marked.incidents if i.date
        }
        published = _moved(report.published, days).isoformat() if report.published else None
        found = _found(report.text, marked)
        made = edited(marked, _day_edits(report.text, found, marked, days))
        title = replaced(report.title, _day_edits(report.title, _found(report.title, marked), marked, days))
    except (UnfitError, ValueError, OverflowError):
        return marked
    return _dated(marked, made, title, published, moved)


def shift_years(marked: Marked, years: int) -> Marked:
    """Return the report moved by whole years, day and month kept; as it was where weekdays would be false."""
    report = marked.report
    whole = fold_key(f"{report.title} {report.text}")
    if _seasonal(whole, "lunar"):
        return marked
    own = {int(i.date.value[:4]) for i in marked.incidents if i.date}
    own |= {int(report.published[:4])} if report.published else set()
    try:
        moved = {i.date.value: Period(_later(i.date.value, years)) for i in marked.incidents if i.date}
        published = _later(report.published, years) if report.published else None
        for found in _found(report.text, marked):
            if found.period and len(found.period.value) == _DAY and int(found.period.value[:4]) in own:
                _later(found.period.value, years)
        made = edited(marked, _year_edits(report.text, own, years))
        title = replaced(report.title, _year_edits(report.title, own, years))
    except (UnfitError, ValueError):
        return marked
    return _dated(marked, made, title, published, moved)


def drop_published(marked: Marked, rng: random.Random, pool: Sequence[Marked]) -> Marked:  # noqa: ARG001
    """Return the report without its day of publication; `date` becomes what the text alone says, or null.

    As it was where only a part of a date would be left, or where the marked dates were not read as coded.
    """
    report = marked.report
    marks = [one for one in marked.spans if one[1].label == "DATE"]
    if not report.published or report.lang is None or right(marked, "DATE") < len(marks):
        return marked
    incidents = []
    for number, incident in enumerate(marked.incidents, 1):
        spans = [span for of, span in marks if of == number]
        read = {
            period.value
            for span in spans
            if (period := dates.at(report.text, span.start, span.end, report.lang)) is not None
        }
        if not spans and incident.date is not None:
            return marked
        if incident.date is not None and read and read != {incident.date.value}:
            return marked
        incidents.append(replace(incident, date=incident.date if read else None))
    return replace(marked, report=replace(report, published=None), incidents=tuple(incidents))


def _dated(old: Marked, made: Marked, title: str, published: str | None, moved: dict[str, Period]) -> Marked:
    """Return the edited report with its new days where the normalisers read it as well as before."""
    incidents = tuple(replace(i, date=moved[i.date.value]) if i.date else i for i in made.incidents)
    report = replace(made.report, title=title, published=published)
    made = replace(made, report=report, incidents=incidents)
    return made if holds(old, made, "DATE") and holds(old, made, "AGENCY") else old


def _found(text: str, marked: Marked) -> list[Dated]:
    report = marked.report
    assert report.lang is not None
    return dates.find(text, report.lang, report.published) if text else []


@cache
def _folded(name: str) -> frozenset[str]:
    """Return a list of words that tie a report to a time of the year, folded."""
    return frozenset(_GAPS.sub(" ", fold_key(word)) for word in table("words")["dates"][name])


def _seasonal(folded: str, name: str) -> bool:
    """Tell whether a folded text holds such a word."""
    padded = _GAPS.sub(" ", f" {folded} ")
    return any(f" {word} " in padded for word in _folded(name))


def _moved(day: str, days: int) -> date:
    """Return a full ISO day some days later; raises UnfitError for a month or year, or too far away."""
    if len(day) != _DAY:
        raise UnfitError("no full date")
    return _near(date.fromisoformat(day) + timedelta(days))


def _near(day: date) -> date:
    if not _FIRST <= day <= _LAST:
        raise UnfitError("too far away")
    return day


def _later(period: str, years: int) -> str:
    """Return an ISO period some years later; raises UnfitError where its weekday would be another."""
    later = f"{int(period[:4]) + years}{period[4:]}"
    if len(period) == _DAY:
        old, new = date.fromisoformat(period), _near(date.fromisoformat(later))
        if old.weekday() != new.weekday():
            raise UnfitError("another weekday")
    return later


def _year_edits(text: str, own: set[int], years: int) -> Iterator[Edit]:
    """Yield the edits of the report's own years; raises UnfitError where an older one would lie ahead."""
    for found in _YEAR.finditer(text):
        year = int(found[0])
        if year in own or year - 1 in own or year + 1 in own:
            fresh = str(year + years)
            yield Edit(*found.span(), fresh if found[0].isascii() else fresh.translate(_EASTERN))
        elif year > min(own) + years:
            raise UnfitError("an older year would lie ahead")


def _day_edits(text: str, found: Sequence[Dated], marked: Marked, days: int) -> Iterator[Edit]:
    """Yield the edits of all explicit dates; raises UnfitError for a month or year that stands alone."""
    lang = str(marked.report.lang)
    families = table("words")["dates"][lang]
    used = _families(text, families)
    for mention in found:
        written = text[mention.start : mention.end]
        if mention.rule == EVENT:
            continue
        named = [name for family in families for name in family if _holds(written, name)]
        if not named and not any(c.isdigit() for c in written):
            continue
        full = re.search(_explicit(lang, families), text[mention.start : mention.end])
        if not named and full is None:
            if _YEAR.search(written) or mention.period is None or re.search(r"\d\s?[/.-]\s?\d", written):
                raise UnfitError(f"{written} does not move by days")
            continue  # a time of day
        if full is None or mention.period is None or len(mention.period.value) != _DAY or len(used) != 1:
            raise UnfitError(f"{written} does not move by days")
        old = date.fromisoformat(mention.period.value)
        yield from _rewritten(full, mention.start, old, _moved(mention.period.value, days), used[0])
    told = [(m.start, m.end) for m in found]
    for year in _YEAR.finditer(text):
        if not any(start <= year.start() and year.end() <= end for start, end in told):
            raise UnfitError("a year stands alone")
    for month in _months(lang).finditer(text):
        if not any(start < month.end() and month.start() < end for start, end in told):
            raise UnfitError("a month stands alone")


@cache
def _months(lang: str) -> re.Pattern[str]:
    """Return the month names of a language, as they are written."""
    names = {re.escape(name) for family in table("words")["dates"][lang] for name in family if len(name) > 3}
    return re.compile(rf"(?<!\w)(?:{'|'.join(sorted(names))})(?!\w)")


def _holds(written: str, name: str) -> bool:
    return re.search(rf"(?<!\w)(?:[وفبلك]{{0,2}}){re.escape(name)}(?!\w)", written, re.IGNORECASE) is not None


def _families(text: str, families: list[list[str]]) -> list[list[str]]:
    """Return the first family that has all month names of the text; none where they mix."""
    names = {name for family in families for name in family if _holds(text, name)}
    return [family for family in families if names <= set(family)][:1]


@cache
def _explicit_of(lang: str, names: tuple[str, ...]) -> re.Pattern[str]:
    months = "|".join(sorted(map(re.escape, set(names)), key=len, reverse=True))
    day = r"(?P<day>\d{1,2})(?P<suffix>st|nd|rd|th|er)?"
    year = r"(?:,? (?P<year>\d{4}))?"
    american = rf"(?P<first>{months}) (?P<late>\d{{1,2}})(?!\d)"
    shape = rf"(?<!\w)(?:{day}(?: of)? (?P<month>{months})|{american}){year}(?!\w)"
    if lang != "en":
        shape = rf"(?<![\d]){day} (?P<month>{months}){year}(?!\w)"
    return re.compile(shape)


def _explicit(lang: str, families: list[list[str]]) -> re.Pattern[str]:
    """Return how a day with its month, and perhaps its year, is written in a language."""
    return _explicit_of(lang, tuple(name for family in families for name in family))


def _rewritten(full: re.Match[str], at: int, old: date, new: date, family: list[str]) -> Iterator[Edit]:
    """Yield the edits of one explicit date: its day, its month, its year where they change."""
    parts = full.groupdict()
    suffix = parts.get("suffix") or ""
    month = "first" if parts.get("first") else "month"
    day = "late" if parts.get("first") else "day"
    rest = full.string[: full.start()] + full.string[full.end() :]
    if any(c.isdigit() for c in re.sub(r"\d{1,2}\s?(?:h|:|am|pm|a\.m|p\.m)\s?\d{0,2}", "", rest)):
        raise UnfitError("more than one day")
    if int(parts[day]) != old.day or parts[month] != family[old.month - 1]:
        raise UnfitError("not the day that is read")
    number = str(new.day) if full[day].isascii() else str(new.day).translate(_EASTERN)
    yield Edit(
        at + full.start(day),
        at + (full.end("suffix") if suffix else full.end(day)),
        number + _suffix(new.day, suffix, family),
    )
    yield Edit(at + full.start(month), at + full.end(month), family[new.month - 1])
    if parts["year"]:
        year = str(new.year) if parts["year"].isascii() else str(new.year).translate(_EASTERN)
        yield Edit(at + full.start("year"), at + full.end("year"), year)


def _suffix(day: int, old: str, family: list[str]) -> str:
    """Return the ending of a day's number: 1er in French, st, nd, rd, th in English where the old had one."""
    if family is table("words")["dates"]["fr"][0]:
        return "er" if day == 1 else ""
    if not old:
        return ""
    return "th" if 11 <= day <= 13 else {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")
