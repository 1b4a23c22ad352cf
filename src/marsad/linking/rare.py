"""The rare words of a report: what two reports on one event share, whatever the fields say.

Three kinds: words as they are folded (`convoy`), numbers (`#117`), and names by their consonant classes
(`~stng`), under which Seytenga and سيتنغا are one (`places.transliteration`). Words that many reports use
(`data/common.toml`, counted on the train split) and personal names are left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib import resources

from marsad.codebook import Language, Report
from marsad.codebook.datafiles import read
from marsad.linking.model import MOST_WORDS
from marsad.places.transliteration import skeletons
from marsad.text import persons
from marsad.text.language import require
from marsad.text.tokens import Token, tokens

MARK, NUMBER = "~", "#"
_LETTERS = 4  # of a word; an acronym may have one less
_CLASSES = 4  # of a name: fewer fit too many other names
_SPELLINGS = 3  # of one name in consonant classes
_LEAST = 13  # smaller numbers are everywhere
_YEARS = range(1900, 2101)
_MOST = {MARK: 24, NUMBER: 8}


def words(report: Report) -> frozenset[str]:
    """Return the rare words, numbers and names of the report's title and text, at most 64, the first ones.

    A report without a language is taken for what its text is. Raises UnsupportedLanguageError.
    """
    lang = report.lang or require(report.text)
    kept: dict[str, None] = {}
    counts = dict.fromkeys(_MOST, 0)
    for text in (report.title, report.text):
        for word in _of(text, lang):
            kind = word[0]
            if word in kept or (kind in counts and counts[kind] >= _MOST[kind]):
                continue
            if len(kept) >= MOST_WORDS:
                return frozenset(kept)
            kept[word] = None
            if kind in counts:
                counts[kind] += 1
    return frozenset(kept)


def _of(text: str, lang: Language) -> Iterator[str]:
    """Yield the rare words of a text in order, a name as a word and as its marks."""
    usual = _common(lang)
    people = persons.spans(text, lang)
    for token in tokens(text):
        if token.form.isdecimal():
            number = int(token.form) if len(token.form) < 9 else 0
            if number >= _LEAST and number not in _YEARS:
                yield f"{NUMBER}{number}"
            continue
        if any(key in usual for key, _ in token.keys):
            continue
        if any(span.start < token.end and token.start < span.end for span in people):
            continue
        yield from _word(token, text[token.start : token.end])


def _word(token: Token, written: str) -> Iterator[str]:
    """Yield a rare word where it is long enough, and the marks of what may be a name."""
    acronym = len(written) == _LETTERS - 1 and written.isupper()
    if len(token.key) >= _LETTERS or acronym:
        yield token.key
    if written[0].isupper() or "\u0621" <= token.key[0] <= "\u064a":
        classes = sorted(mark for mark in skeletons(token.key) if len(mark) >= _CLASSES)
        yield from (f"{MARK}{mark}" for mark in classes[:_SPELLINGS])


@cache
def _common(lang: Language) -> frozenset[str]:
    """Return the folded words that many reports of a language use; raises DataError."""
    table = read(resources.files("marsad.linking") / "data" / "common.toml")
    return frozenset(table[lang].split())
