"""The words of a text as one string of class letters, on which the date grammar runs.

Every word that may stand in a date gets the letter of its class (month `M`, week day `W`, day in figures `d`,
`x` for any other word: the table is in `grammar`); punctuation keeps its sign, `|` is any break.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache

from marsad.codebook.model import Language
from marsad.text.folding import fold_key
from marsad.text.tokens import WORD, Token
from marsad.text.words import load

Value = int | str | None
Entry = tuple[tuple[str, ...], str, Value, bool]  # the words after the first, letter, value, abbreviation

_NUMBERED = {"months": "M", "hijri": "H", "weekdays": "W", "bare_weekdays": "v", "days": "T",
             "from_last": "r",
    "feasts": "X", "movable_feasts": "R", "events": "B",
    "numbers": "n", "abouts": "y", "ordinals": "o"}  # fmt: skip
_UNITS = {"hour": "u", "day": "D", "days": "D"}
_FIGURES = re.compile(r"(\d{1,2})(er|ere|e|st|nd|rd|th)?")
_CLOCK = re.compile(r"\d{1,2}(?:h\d{0,2}|mn|am|pm|hrs)")
_JOINED = re.compile(r"(ال|[وبلف]?)(\d{1,4})(ه|م)?")
_GOING_ON = re.compile(r"[/.-]\d")
_ARABIC = "\u0621"
_SIGNS = {",": ",", "،": ",", "/": "/", "-": "-", "–": "-", "‑": "-", "(": "(", ")": ")", ".": ".", ":": ":",
          "'": "", "’": "", "ـ": "", "°": "", " ": "", "\u00a0": "", "\u202f": ""}  # fmt: skip
_CASED = frozenset("MWvj")
_CONJUNCTIONS = frozenset("وف")


@dataclass(slots=True)
class Lexed:
    """A text as class letters: `letters[i]` stands for `text[starts[i]:ends[i]]` and means `values[i]`."""

    letters: str = ""
    values: list[Value] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)

    def put(self, letter: str, value: Value, start: int, end: int) -> None:
        """Add one letter."""
        self.pieces.append(letter)
        self.values.append(value)
        self.starts.append(start)
        self.ends.append(end)


@cache
def table(lang: Language) -> dict[str, list[Entry]]:
    """Return the date words of `lang` by their first word, longest phrase first."""
    data = load(lang, "dates")
    found: dict[str, list[Entry]] = {}

    def add(phrase: str, letter: str, value: Value, abbreviation: bool = False) -> None:
        first, *rest = WORD.findall(fold_key(phrase))
        entries = found.setdefault(first, [])
        if all(entry[0] != tuple(rest) or {entry[1], letter} == {"M", "n"} for entry in entries):
            entries.append((tuple(rest), letter, value, abbreviation))

    for subject, letter in _NUMBERED.items():
        for number, phrases in data.get(subject, {}).items():
            for at, phrase in enumerate(phrases):
                short = lang != "ar" and letter in "MW" and at > 0 and phrase != "aout"
                add(phrase, "v" if short and letter == "W" else letter, int(number), short)
    for unit, phrases in data["units"].items():
        for phrase in phrases:
            add(phrase, _UNITS.get(unit, "U"), unit)
    for unit, phrases in data.get("pairs", {}).items():
        for phrase in phrases:
            add(phrase, "V", unit)
    for letter, phrases in data["classes"].items():
        for phrase in phrases:
            add(phrase, letter, fold_key(phrase))
    for entries in found.values():
        entries.sort(key=lambda entry: -len(entry[0]))
    return found


@lru_cache(maxsize=32768)
def _readings(form: str, keys: tuple[tuple[str, int], ...]) -> tuple[tuple[str, int, str], ...]:
    """Return (word with its article as written, letters skipped, conjunction or preposition before it)."""
    if form[0] < _ARABIC:
        return ((form, 0, ""),)
    found = []
    for key, skip in keys:
        before = form[: len(form) - len(key)]
        word = "ال" + key if before.endswith(("ال", "لل")) else key
        found.append((word, skip, before[:1] if skip else ""))
    return tuple(found)


@lru_cache(maxsize=4096)
def _signs(between: str) -> tuple[tuple[str, int], ...]:
    """Return the letters for what stands between two words, each with its place there."""
    if "\n" in between or len(between) > 4:
        return (("|", 0),)
    if between in (" – ", " - "):
        return (("~", 1),)
    found = [(_SIGNS.get(sign, "|"), at) for at, sign in enumerate(between)]
    return tuple(pair for pair in found if pair[0])


def lex(text: str, words: Sequence[Token], lang: Language) -> Lexed:
    """Return the class letters of `text`, whose tokens are `words`."""
    out = Lexed()
    put, entries = out.put, table(lang)
    last_end = at = 0
    short = False  # whether the word before is an abbreviation, whose dot says nothing
    while at < len(words):
        token = words[at]
        if token.start > last_end + 1 or (token.start > last_end and text[last_end] != " "):
            for sign, place in _signs(text[last_end : token.start]):
                if not (short and sign == "." and place == 0):
                    put(sign, None, last_end + place, last_end + place + 1)
        short = False
        last_end = token.end
        form = token.form
        if (form[-1].isdigit() or form[0].isdigit()) and not _event(text, words, at, entries):
            _figures(form, token, put)
            at += 1
            continue
        best = _longest(text, words, at, lang, entries, out.pieces[-1:] == ["d"])
        if best is None:
            put("x", None, token.start, token.end)
            at += 1
            continue
        (rest, letter, value, short), skip, before = best
        if before:
            put("&" if before in _CONJUNCTIONS else "a", None, token.start + skip, token.start + skip)
        last_end = words[at + len(rest)].end
        if letter == "K" and rest and text[last_end : last_end + 1] == ".":
            last_end += 1  # a.m.
        put(letter, value, token.start + skip, last_end)
        at += len(rest) + 1
    for sign, place in _signs(text[last_end : last_end + 3]):
        put(sign, None, last_end + place, last_end + place + 1)
    out.letters = "".join(out.pieces)
    return out


def _event(text: str, words: Sequence[Token], at: int, entries: dict[str, list[Entry]]) -> bool:
    """Return whether the figures at the word `at` begin a name: "the 11 September attacks", "9/11"."""
    for rest, letter, _, _ in entries.get(words[at].form, ()):
        if letter in "Bx" and _goes_on(rest, words, at, text):
            if not rest[0].isdigit():
                return True
            before, after = text[max(0, words[at].start - 1) : words[at].start], words[at + 1].end
            slashed = text[words[at].end : words[at + 1].start] == "/"
            return slashed and before != "/" and not _GOING_ON.match(text, after)
    return False


def _longest(
    text: str,
    words: Sequence[Token],
    at: int,
    lang: Language,
    entries: dict[str, list[Entry]],
    after_day: bool,
) -> tuple[Entry, int, str] | None:
    """Return the longest entry that begins at the word `at`, the letters skipped and what they are."""
    best: tuple[Entry, int, str] | None = None
    most = -1
    token = words[at]
    for word, skip, before in _readings(token.form, token.keys):
        for entry in entries.get(word, ()):
            if len(entry[0]) <= most:
                break
            if entry[0] and not _goes_on(entry[0], words, at, text):
                continue
            if lang == "en" and entry[1] in _CASED and not text[token.start].isupper():
                continue
            if entry[1] == "M" and entry[3] and not after_day and word in _twins(lang):
                continue
            best, most = (entry, skip, before), len(entry[0])
    return best


@cache
def _twins(lang: Language) -> frozenset[str]:
    """Return the words that are both a month's abbreviation and a number («sept»)."""
    return frozenset(
        word
        for word, entries in table(lang).items()
        if {"M", "n"} <= {entry[1] for entry in entries if not entry[0]}
    )


def _goes_on(rest: tuple[str, ...], words: Sequence[Token], at: int, text: str) -> bool:
    """Return whether the words after `at` are `rest`, with no break between them."""
    if at + len(rest) >= len(words):
        return False
    for step, word in enumerate(rest, 1):
        token = words[at + step]
        if token.form != word:
            return False
        between = text[words[at + step - 1].end : token.start]
        if len(between) > 1 and between != ". " and between.strip(" \u00a0'’"):
            return False
        if "\n" in between:
            return False
    return True


def _figures(form: str, token: Token, put: Callable[[str, Value, int, int], None]) -> None:
    """Put the letters of a word in figures: day, two figures, year, Hijri year, or time of day."""
    start, end = token.start, token.end
    match = _JOINED.fullmatch(form)
    if match is None:
        ordinal = _FIGURES.fullmatch(form)
        if ordinal and 1 <= int(ordinal[1]) <= 31:
            put("d", int(ordinal[1]), start, end)
        else:
            put("k" if _CLOCK.fullmatch(form) else "x", form, start, end)
        return
    clitic, figures, era = match.groups()
    if clitic and clitic != "ال":
        put("&" if clitic in _CONJUNCTIONS else "a", None, start + 1, start + 1)
        start += 1
    number = int(figures)
    if len(figures) <= 2:
        letter = "d" if 1 <= number <= 31 else "2"
    elif 1900 <= number <= 2099:
        letter = "Y"
    elif 1300 <= number <= 1500:
        letter = "h"
    else:
        letter = "x"
    put(letter, number, start, end)
    if era == "ه":  # «1441هـ»; «2019م» is the common year
        put("J", era, end, end)
