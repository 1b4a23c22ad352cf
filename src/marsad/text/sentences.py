"""Sentences and paragraphs of a text, with exact offsets; nothing but white space lies between them.

A sentence ends at . ! ? … ؟ ! ۔ with the quotes and brackets that close behind it, and at the end of a line.
The Arabic semicolon and the colon end none. Abbreviations are data (`words/other/sentences.toml`).
"""

from __future__ import annotations

import re
from functools import cache

from marsad.codebook.model import Language, Span
from marsad.text.words import load

_LINES = re.compile(r"[^\n\r\u2028\u2029\v\f\x1c-\x1e\x85]+")
_END = re.compile(r"[.!?…؟۔]+(?:[\s\u00a0\u202f]*[»”]|[\"'’)\]}›])*")
_BEFORE = re.compile(r"[^\s(«\"“'’\[]*$")


@cache
def _abbreviations(lang: Language | None) -> tuple[frozenset[str], ...]:
    """Return the abbreviations of a language (None: of all), the soft ones, openers, capital ones."""
    data = load("other", "sentences")["abbreviations"]
    codes = ("ar", "fr", "en") if lang is None else (lang,)
    words = frozenset(word for code in codes for word in data[code])
    return words, frozenset(data["soft"]), frozenset(data["openers"]), frozenset(data["capital"])


def paragraphs(text: str) -> list[Span]:
    """Return the lines of `text` that hold more than white space, each without white space at its ends."""
    found = []
    for match in _LINES.finditer(text):
        line = match[0]
        stripped = line.strip()
        if stripped:
            start = match.start() + len(line) - len(line.lstrip())
            found.append(Span(start, start + len(stripped)))
    return found


def sentences(text: str, lang: Language | None = None) -> list[Span]:
    """Return the sentences of `text` in order, label "".

    Every character that is not white space lies in exactly one of them; none goes past a line's end.
    `lang` narrows the abbreviations; None takes those of the three languages together.
    """
    found: list[Span] = []
    for paragraph in paragraphs(text):
        start = paragraph.start
        for match in _END.finditer(text, paragraph.start, paragraph.end):
            end = match.end()
            if end >= paragraph.end:
                break
            if _ends(text, start, match, paragraph.end, lang):
                found.append(Span(start, end))
                start = end
                while text[start].isspace():
                    start += 1
        found.append(Span(start, paragraph.end))
    return found


def _ends(text: str, start: int, match: re.Match[str], limit: int, lang: Language | None) -> bool:
    """Tell whether the mark at `match` ends the sentence that began at `start`."""
    end = match.end()
    following = text[end]
    if not following.isspace():
        # "3.5", "U.S.", "site.org": no end; a quote or bracket that opens at once may follow an end
        return following in "«“(" and match[0][0] != "."
    after = end
    while after < limit and text[after].isspace():
        after += 1
    following = text[after] if after < limit else ""
    mark = match[0].rstrip("\"'”’»)]}› \u00a0\u202f")
    if following.islower():
        return False
    if following in ",;:،؛" and following:
        return False
    if mark != ".":
        return not (mark in ("…", "...") and following in "»)")
    if match[0] != mark:
        return True  # a full stop inside closing quotes
    return not _abbreviated(text, start, match.start(), after, lang)


def _abbreviated(text: str, start: int, stop: int, after: int, lang: Language | None) -> bool:
    """Tell whether the full stop at `stop` belongs to an abbreviation or an initial, not to the sentence."""
    found = _BEFORE.search(text, max(start, stop - 20), stop)
    word = found[0] if found else ""
    if not word:
        return False
    words, soft, openers, capital = _abbreviations(lang)
    lowered = word.lower()
    rest = re.match(r"\w+", text[after : after + 20])
    following = rest[0] if rest else ""
    if lowered in words and (word[0].isupper() or lowered not in capital):
        if lowered in {"no", "n", "p"}:
            return following.isdigit()
        if lowered in soft:
            return following not in openers and text[after] not in '«“"'
        before = text[start : stop - len(word)].rstrip()
        return not (before[-1:].isdigit() and len(word) == 1)  # "2019 م." ends, "د. " does not
    if len(word) == 1 and word.isalpha() and word.isupper():
        return stop - start > 2 or following[:1].isupper()  # an initial: J. Smith
    if "." in word and all(len(part) <= 2 for part in word.split(".")) and word[0].isalpha():
        return following not in openers  # U.S.A., J.-C.
    return bool(re.fullmatch(r"\d{1,2}", word)) and stop - start == len(word)  # "1. The first"
