"""Spans of a text that could name a place, and how much the words around speak for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Any

from marsad.codebook.datafiles import read
from marsad.errors import DataError
from marsad.places.gazetteer import Entry, Gazetteer, name_key
from marsad.text.tokens import Token

_MOST_WORDS = 6
ARTICLES = frozenset("al el ar as ash at az an ad adh".split())
_CITY_PEOPLE = 100_000
_BIG_PEOPLE = 30_000
_LEAST = 3


@dataclass(frozen=True, slots=True)
class Cues:
    """The cue words of a language, folded and without article."""

    capital: frozenset[str]
    before: frozenset[str]
    town: frozenset[str]
    region: frozenset[str]
    quarter: frozenset[str]
    say: frozenset[str]
    person: frozenset[str]
    org_before: frozenset[str]
    org_after: frozenset[str]
    stop: frozenset[str]
    fine: frozenset[str]


@cache
def _table() -> dict[str, Any]:
    """Return the data file of place cues, read once for all languages."""
    return read(resources.files("marsad.places") / "data" / "cues.toml")


@cache
def cues(lang: str) -> Cues:
    """Return the cue words of `lang`; raises DataError where the data file lacks them."""
    try:
        return Cues(**{key: frozenset(map(name_key, words)) for key, words in _table()[lang].items()})
    except (KeyError, TypeError) as error:
        raise DataError(f"the place cues of {lang!r} in data/cues.toml cannot be read: {error}") from error


@cache
def services() -> dict[str, str]:
    """Return the country of each service whose name tells it, by one or two folded words."""
    return {name_key(name): code for code, names in _table()["services"].items() for name in names}


@dataclass(slots=True)
class Candidate:
    """A span that a name of the gazetteer covers: words `first` to `last`, offsets, entries, plausibility."""

    first: int
    last: int
    start: int
    end: int
    key: str
    entries: list[Entry]
    plain: float = 0.0
    cue: str = ""
    stopped: bool = False
    metonym: bool = False
    scores: list[float] = field(default_factory=list)
    best: Entry | None = None
    score: float = 0.0
    rule: str = ""


def candidates(text: str, words: Sequence[Token], lang: str, table: Gazetteer) -> list[Candidate]:
    """Return every span of `text` that is a name of the gazetteer, overlapping ones too, left to right."""
    known = cues(lang)
    found: list[Candidate] = []
    keys = [word.key for word in words]
    for at, word in enumerate(words):
        initial = text[word.start]
        if initial.isascii() and not initial.isupper():
            continue
        if not initial.isalpha() or (initial.lower() == initial and initial.upper() != initial):
            continue
        rest = keys[at + 1 : at + _MOST_WORDS]
        for key, skip in _readings(word):
            line = " ".join([key, *rest]) + " "
            for name in table.prefixes(line):
                if len(name) < 2 or line[len(name)] != " ":
                    continue
                last = at + name.count(" ")
                if not _joined(text, words, at, last):
                    continue
                entries = _fitting(table.entries(name), word, skip, at == last)
                if entries:
                    found.append(Candidate(at, last, word.start + skip, words[last].end, name, entries))
    for one in found:
        _judge(one, text, words, lang, known)
    return found


def _readings(word: Token) -> tuple[tuple[str, int], ...]:
    """Return the keys of a word, and of بتل or بحي also تل and حي, which begin names and quarters."""
    form = word.form
    if len(form) == _LEAST and form[0] in "وفبلك" and "\u0621" <= form[1] <= "\u064a":
        return (*word.keys, (form[1:], 1))
    return word.keys


def _joined(text: str, words: Sequence[Token], first: int, last: int) -> bool:
    """Tell whether only blanks, hyphens, points and apostrophes stand between the words of a name."""
    for at in range(first, last):
        gap = text[words[at].end : words[at + 1].start]
        if gap and (
            len(gap) > 3
            or any(c in ',;:()\n،؛«»"' for c in gap)
            or (". " in gap and words[at].end - words[at].start > 2)
        ):
            return False
    if last > first and text[words[first].start].isascii():
        own = text[words[last].start]
        return own.isupper() or own.isdigit() or not own.isalpha() or own.upper() == own
    return True


def _fitting(entries: list[Entry], word: Token, skip: int, single: bool) -> list[Entry]:
    """Return the entries whose article is as written: الكاف is no كاف."""
    if not single or not "\u0621" <= word.form[:1] <= "\u064a":
        return entries
    has = word.form[skip : skip + 2] == "ال" or (skip > 0 and word.form[skip - 1 : skip + 1] == "لل")
    kept = [e for e in entries if e.article == has or (e.strong and has)]
    if skip and not has:
        clitics = word.form[:skip]
        least = _LEAST if clitics == "ب" else _LEAST + 1
        if "ك" in clitics or len(word.form) - skip < least:
            return []
        kept = [e for e in kept if e.strong]
    return kept


def _judge(one: Candidate, text: str, words: Sequence[Token], lang: str, known: Cues) -> None:
    """Set the plausibility of a candidate from its words and those beside it."""
    single = one.first == one.last
    before = words[one.first - 1] if one.first else None
    after = words[one.last + 1] if one.last + 1 < len(words) else None
    ahead = text[one.end : after.start] if after else text[one.end : one.end + 2]
    behind = text[before.end : words[one.first].start] if before else ""
    far: Token | None = before
    if before and before.key in ARTICLES and behind in {"-", " "} and one.first > 1 and lang != "ar":
        far = words[one.first - 2]
        one.start = before.start if text[before.start].isupper() or behind == "-" else one.start
    near = bool(before) and not any(c in ".;:!?\n" for c in behind)
    cue = ""
    if one.start > words[one.first].start and lang == "ar":
        clitic = words[one.first].form[: one.start - words[one.first].start]
        cue = "before" if "ب" in clitic else ""
    if far and near and not cue:
        for name in ("town", "region", "quarter", "before"):
            if far.key in getattr(known, name) or (
                lang == "ar" and any(k in getattr(known, name) for k, _ in _readings(far))
            ):
                cue = name
                break
    people = max(e.population for e in one.entries)
    strong = any(e.strong for e in one.entries)
    one.cue = cue
    one.stopped = single and one.key in known.stop
    if lang == "ar":
        score = _arabic(one, people, strong, cue, single)
    else:
        score = _latin(one, text, words, known, people, cue, ahead)
    if one.stopped:
        fine = one.key in known.fine and _as_named(one, text) and cue in {"before", "town", "region"}
        score = 0.85 if fine else score - 0.7
    if far and near and far.key in known.person and cue in {"", "before"}:
        score -= 0.5
    if before and near and before.key in known.org_before and lang != "ar" and text[before.start].isupper():
        score -= 0.4
    if after and after.key in known.org_after and ahead in {" ", "-"} and text[after.start].isupper():
        score -= 0.45
    if after and ahead == " " and after.key in known.say and one.cue == "" and people > _CITY_PEOPLE:
        one.metonym = True
    if before and lang == "ar" and before.key in known.say:
        one.metonym = True
    if _dateline(one, text, ahead):
        score = max(score, 0.8)
        one.cue = "dateline"
    one.plain = min(1.0, score + 0.06 * (one.last - one.first))


def _as_named(one: Candidate, text: str) -> bool:
    """Tell whether the original slice bears a capital and no accent that the name lacks."""
    own = text[one.start : one.end]
    return not own.isascii() or own[:1].isupper()


def _arabic(one: Candidate, people: int, strong: bool, cue: str, single: bool) -> float:
    """Return the plausibility of an Arabic name: without capitals it takes a cue, size or several words."""
    score = 0.25 if single else 0.5
    if single and len(one.key) <= _LEAST:
        score -= 0.15
    if cue in {"town", "region"}:
        score += 0.5
    elif cue == "quarter":
        score += 0.35
    elif cue == "before":
        score += 0.3
    if people >= _CITY_PEOPLE:
        score += 0.3
    elif people >= _BIG_PEOPLE:
        score += 0.15
    if strong:
        score += 0.1
    if len(one.key) >= 6:
        score += 0.05
    if one.start > one.first and not strong:
        score -= 0.05
    return score


def _latin(
    one: Candidate, text: str, words: Sequence[Token], known: Cues, people: int, cue: str, ahead: str
) -> float:
    """Return the plausibility of a Latin name: capitals help, capitalised neighbours make it a person."""
    score = 0.5
    if cue in {"town", "region"}:
        score += 0.35
    elif cue in {"before", "quarter"}:
        score += 0.25
    if people >= _CITY_PEOPLE:
        score += 0.2
    elif people >= _BIG_PEOPLE:
        score += 0.1
    if any(e.strong for e in one.entries):
        score += 0.05
    if one.last + 1 < len(words) and ahead in {" ", "-"}:
        after = words[one.last + 1]
        if (
            text[after.start].isupper()
            and after.key not in known.quarter
            and after.key not in known.region
            and after.key not in known.town
        ):
            score -= 0.15 if after.key in known.stop else 0.3
    if one.first and cue == "":
        before = words[one.first - 1]
        gap = text[before.end : words[one.first].start]
        if gap in {" ", "-"} and text[before.start].isupper():
            starts = before.start == 0 or text[: before.start].rstrip()[-1:] in {".", "!", "?", "\n"}
            score -= 0.05 if starts and before.key in known.stop else 0.25
    if ahead[:1] == "," or ahead[:2] == " (":
        score += 0.05
    return score


def _dateline(one: Candidate, text: str, ahead: str) -> bool:
    """Tell whether the span is a dateline: first in the text and followed by a dash, colon or bracket."""
    if one.start > 2 and text[: one.start].strip(" \n-–—("):
        return False
    mark = ahead.strip()[:1]
    return (
        bool(mark)
        and mark in "-–—:(،,/"
        and (mark not in "،,(" or "(" in ahead or text[one.start : one.end].isupper())
    )
