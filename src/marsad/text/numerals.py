"""Number words and digits read into values: the tables of a language, and the reading at one word.

What a number counts, and how it is bounded, is not decided here but in `number_context`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import Any

from marsad.codebook.model import Language
from marsad.text.folding import fold_key
from marsad.text.tokens import WORD, Token
from marsad.text.words import load

Phrase = tuple[str, ...]

_GROUPING: Mapping[Language, str] = {
    "en": " ,'\u00a0\u2009\u202f",
    "fr": " .'\u00a0\u2009\u202f",
    "ar": ",.٬،\u00a0\u2009\u202f",
}
_DECIMAL = ".,٫"
_CHAIN = frozenset(".,/:٫٬،'\u00a0\u2009\u202f")
_BLANK = frozenset(" \t\u00a0\u2009\u202f-‐‑")
_GLUED_DIGITS = re.compile(r"[وف]?[بلك]?(?:ال|ل)?(\d+)$")
_CLOCK = re.compile(r"\d{1,2}h(?:\d\d)?$")
_WITH_UNIT = re.compile(r"(\d+)([a-z]{1,4})$")
_LONGEST = 12  # digits: longer ones are names (telephone, account), not counts


@dataclass(frozen=True, slots=True)
class Reading:
    """A number read at a word: index of its `last` token, offsets, value, and the kind its shape shows.

    `kind` is "" where the shape alone does not tell; `about` is true of words such as "une vingtaine".
    """

    first: int
    last: int
    start: int
    end: int
    value: int
    kind: str = ""
    about: bool = False


@dataclass(slots=True)
class Scan:
    """A text under the eye: its words, their forms, and the characters between them."""

    text: str
    words: Sequence[Token]
    forms: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.forms = [word.form for word in self.words]

    def gap(self, at: int) -> str:
        """Return the characters between word `at` and the next; a full stop past either end."""
        if at < 0 or at + 1 >= len(self.words):
            return "."
        return self.text[self.words[at].end : self.words[at + 1].start]

    def joined(self, at: int) -> bool:
        """Tell whether only blanks and hyphens stand between word `at` and the next."""
        gap = self.gap(at)
        return gap == " " or all(c in _BLANK for c in gap)

    def form(self, at: int) -> str:
        """Return the folded form of word `at`, or "" past either end."""
        return self.forms[at] if 0 <= at < len(self.forms) else ""


def folded(words: Sequence[str]) -> frozenset[str]:
    """Return the folded forms of `words`."""
    return frozenset(map(fold_key, words))


def phrases(words: Sequence[str]) -> frozenset[Phrase]:
    """Return `words` as tuples of folded words."""
    return frozenset(tuple(WORD.findall(fold_key(word))) for word in words)


def values(table: Mapping[str, int]) -> dict[str, int]:
    """Return a table of words and values with the words folded."""
    return {fold_key(word): value for word, value in table.items()}


class Words:
    """The number words of one language, folded, from `words/<lang>/numbers.toml`."""

    def __init__(self, lang: Language) -> None:
        self.lang: Language = lang
        self.data: dict[str, Any] = load(lang, "numbers")

    def set(self, *path: str) -> frozenset[str]:
        """Return the word list at `path` of the file, folded."""
        return folded(self._at(path))

    def phrases(self, *path: str) -> frozenset[Phrase]:
        """Return the list at `path` as tuples of folded words."""
        return phrases(self._at(path))

    def values(self, name: str) -> dict[str, int]:
        """Return the table `name`, folded; empty where the language has none."""
        return values(self.data.get(name, {}))

    def _at(self, path: Sequence[str]) -> Any:
        found: Any = self.data
        for name in path:
            found = found[name]
        return found

    @cached_property
    def scales(self) -> dict[str, int]:
        """The words that multiply a number in digits: million, mille, ألف."""
        scales = self.values("scales") if self.lang != "ar" else self.values("multipliers")
        return {word: value for word, value in scales.items() if value >= 1000}

    @cached_property
    def ordinal_endings(self) -> frozenset[str]:
        """The endings that make an ordinal of digits: th, e, ème."""
        return self.set("grammar", "ordinal_endings") if "grammar" in self.data else frozenset()


@cache
def words_of(lang: Language) -> Words:
    """Return the number words of a language; raises DataError where the file is missing."""
    return Words(lang)


def read_digits(scan: Scan, at: int, lang: Language) -> Reading | None:
    """Read digits at word `at`, with separators, a decimal part, a clock time, a date or a scale word."""
    form = scan.forms[at]
    match = _GLUED_DIGITS.match(form)
    if match is None:
        return _with_letters(scan, at, lang)
    token = scan.words[at]
    start, end = _digits_within(scan.text, token.start, token.end)
    if sum(map(str.isdecimal, scan.text[start:end])) != len(match[1]):
        return None
    parts, last = [match[1]], at
    signs: list[str] = []
    while last + 1 < len(scan.forms) and scan.forms[last + 1].isdigit():
        gap = scan.gap(last)
        following = scan.forms[last + 1]
        if gap == " " and (lang == "ar" or len(following) != 3 or len(parts[0]) > 3 or set(signs) - {" "}):
            break
        if gap == " " and lang == "en" and scan.form(at - 1) in words_of(lang).set("date", "months"):
            break  # on May 5 200 people
        if gap != " " and gap not in _CHAIN and not _iso(parts, gap, following):
            break
        parts.append(following)
        signs.append(gap)
        last += 1
    if last > at:
        end = _digits_within(scan.text, scan.words[last].start, scan.words[last].end)[1]
        if end <= start or not scan.text[end - 1].isdecimal():
            return None
    value, kind = _value(parts, signs, lang)
    if kind in ("", "decimal") and last + 1 < len(scan.forms) and scan.joined(last):
        scale = words_of(lang).scales.get(scan.forms[last + 1])
        if scale is not None:
            last += 1
            value = round(value * scale)
            end, kind = scan.words[last].end, ""
    return Reading(at, last, start, end, int(value), kind)


def _iso(parts: list[str], gap: str, following: str) -> bool:
    """Tell whether a hyphen goes on an ISO date: 2019-12-05."""
    return gap == "-" and len(parts[0]) == 4 and len(following) == 2


def _digits_within(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the offsets of the digits of a token, without what is glued before or folds away behind.

    They are empty where the token has other signs that fold to digits: ¹, ½.
    """
    while start < end and not text[start].isdecimal():
        start += 1
    while start < end and not text[end - 1].isdecimal():
        end -= 1
    return start, end


def _value(parts: list[str], signs: list[str], lang: Language) -> tuple[float, str]:
    """Return the value of digit groups and the kind that their shape shows."""
    whole = parts[0]
    if not signs:
        return int(whole[:_LONGEST]), ("name" if len(whole) > _LONGEST else "")
    if "/" in signs or "-" in signs:
        return int(whole[:_LONGEST]), "date"
    if ":" in signs:
        return int(whole[:_LONGEST]), "time"
    grouped = all(sign in _GROUPING[lang] for sign in signs) and len(set(signs)) == 1
    if grouped and len(whole) <= 3 and whole[0] != "0" and all(len(part) == 3 for part in parts[1:]):
        return int("".join(parts)[:_LONGEST]), ""
    if len(parts) == 2 and signs[0] in _DECIMAL:
        return float(f"{whole[:_LONGEST]}.{parts[1][:6]}"), "decimal"
    return int(whole[:_LONGEST]), "name"


def _with_letters(scan: Scan, at: int, lang: Language) -> Reading | None:
    """Read digits written together with letters: 15h30, 7th, 200kg; anything else (G20) is a name."""
    form, token = scan.forms[at], scan.words[at]
    if _CLOCK.match(form):
        hour = int(form.split("h")[0])
        return Reading(at, at, token.start, token.end, hour, "time")
    match = _WITH_UNIT.match(form)
    if match is None or len(match[1]) > _LONGEST:
        return None
    words = words_of(lang)
    kind = "ordinal" if match[2] in words.ordinal_endings else "measure"
    return Reading(at, at, token.start, token.end, int(match[1]), kind)
