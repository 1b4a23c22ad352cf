"""The words by which the record is searched: the same made-up tokens on both databases.

A text becomes folded words (`text.folding`: case, accents, vowel marks, hamza forms aside). French elisions
and the English possessive fall away. Of an Arabic word the article ال falls away with what is glued before
it (والـ، بالـ، للـ). A single glued letter (و ف ب ل ك) cannot be told from a word's own first letter: it
stays in the document, and a question asks for the word with and without it (`alternatives`).
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from importlib import resources
from typing import Any

from marsad.codebook.datafiles import read
from marsad.text.folding import fold_key
from marsad.text.tokens import WORD

LONGEST = 64
"""Letters of a word that count."""

_ARABIC = re.compile(r"[\u0621-\u064a]")


@cache
def _data() -> dict[str, Any]:
    """Return what `data/search.toml` holds."""
    return read(resources.files("marsad.store") / "data" / "search.toml")


@cache
def _dropped() -> re.Pattern[str]:
    """Return the pattern of elided small words and of endings after an apostrophe, in folded text."""
    elided, endings = "|".join(_data()["elided"]), "|".join(_data()["endings"])
    return re.compile(rf"(?<![^\W_])(?:{elided})'(?=[^\W_])|(?<=[^\W_])'(?:{endings})(?![^\W_])")


@cache
def _article() -> re.Pattern[str]:
    """Return the pattern of an Arabic article with what is glued before it."""
    arabic = _data()["arabic"]
    conjunctions, prepositions = "".join(arabic["conjunctions"]), "".join(arabic["prepositions"])
    least = f"(?=.{{{arabic['after_article']}}})"
    return re.compile(rf"[{conjunctions}]?(?:[{prepositions}]?{arabic['article']}|{arabic['joined']}){least}")


def words(text: str) -> list[str]:
    """Return the words of `text` in order, as the search knows them."""
    folded = fold_key(text)
    if "'" in folded:
        folded = _dropped().sub(" ", folded)
    return [normal(word) for word in WORD.findall(folded)]


@lru_cache(maxsize=65536)
def normal(word: str) -> str:
    """Return a folded word as the search knows it: an Arabic one without its article."""
    if _ARABIC.match(word):
        word = _article().sub("", word, count=1) if _article().match(word) else word
    return word[:LONGEST]


def alternatives(word: str) -> tuple[str, ...]:
    """Return the forms in which a document may hold `word`, itself first: an Arabic word with one glued
    conjunction, one glued preposition or both, and without the letter that may be one.
    """
    if not _ARABIC.match(word):
        return (word,)
    arabic = _data()["arabic"]
    bases = [word]
    least = arabic["after_and"] if word[0] == arabic["and"] else arabic["after_letter"]
    if word[0] in (*arabic["conjunctions"], *arabic["prepositions"]) and len(word) - 1 >= least:
        bases.append(word[1:])
    fronts = [
        first + second for first in ("", *arabic["conjunctions"]) for second in ("", *arabic["prepositions"])
    ]
    return tuple(dict.fromkeys((front + base)[:LONGEST] for base in bases for front in fronts))
