"""Words of a text with exact offsets, and the keys under which an Arabic word may be looked up.

An Arabic written word glues its conjunctions and prepositions (و ف ب ل ك) and its article (ال) to the
noun. A token keeps the word as written; its keys are the readings without them, each with the number of
characters that stay outside a span (the guide: و ف and prepositions stay outside, the article inside;
of «للتنظيم» the span begins at the second lam).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache

from marsad.text.folding import fold

WORD = re.compile(r"[^\W_]+")
_ARABIC = re.compile(r"[\u0621-\u064a]")
_LEAST = 3  # letters that must remain after the article is taken off: keeps الله, الف whole


@dataclass(frozen=True, slots=True)
class Token:
    """One word: folded `form`, offsets into the original text, and its look-up `keys`.

    A key is a folded reading and `skip`, the number of original characters before it that are clitics.
    The first key is the whole word without its article.
    """

    form: str
    start: int
    end: int
    keys: tuple[tuple[str, int], ...] = field(compare=False)

    @property
    def key(self) -> str:
        """The word without its article: the first of the keys."""
        return self.keys[0][0]


def without_article(form: str) -> str:
    """Return a folded Arabic word without its article ال; any other word as it is."""
    if form.startswith("ال") and len(form) - 2 >= _LEAST:
        return form[2:]
    return form


@lru_cache(maxsize=65536)
def keys_of(form: str) -> tuple[tuple[str, int], ...]:
    """Return the readings of a folded word as (key, letters skipped), most literal first."""
    if not _ARABIC.match(form):
        return ((form, 0),)
    found = {without_article(form): 0}
    starts = [0]
    if len(form) > _LEAST and form[0] in "وف":
        starts.append(1)
    for at in starts:
        rest = form[at:]
        found.setdefault(without_article(rest), at)
        if len(rest) > _LEAST and rest[0] in "بلك":
            if rest.startswith("لل") and len(rest) - 2 >= 2:
                found.setdefault(rest[2:], at + 1)
            found.setdefault(without_article(rest[1:]), at + 1)
    return tuple(found.items())


def tokens(text: str) -> list[Token]:
    """Return the words of `text` in order; offsets are those of `text` itself."""
    return list(_tokens(text))


@lru_cache(maxsize=4)
def _tokens(text: str) -> tuple[Token, ...]:
    """Return the words of a text; kept for the last few, since every finder asks for the same report's."""
    folded = fold(text)
    found = []
    for match in WORD.finditer(folded.text):
        form = match[0]
        begin, end = match.span()
        keys = keys_of(form)
        if folded.origins is not None and len(keys) > 1:
            first = folded.start(begin)
            keys = tuple((key, folded.start(begin + skip) - first) for key, skip in keys)
        found.append(Token(form, folded.start(begin), folded.end(end), keys))
    return tuple(found)
