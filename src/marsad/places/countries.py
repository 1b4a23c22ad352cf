"""Countries in running text: their names, adjectives and capitals in Arabic, French and English.

The table is `countries.toml`, by ISO 3166-1 alpha-2; its names follow Unicode CLDR.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Literal

from marsad.codebook.datafiles import read
from marsad.text.folding import fold_key
from marsad.text.tokens import WORD, Token, without_article

How = Literal["name", "adjective", "capital"]
_LANGS = ("en", "fr", "ar")
_RANK = {"name": 0, "capital": 1, "adjective": 2}


@dataclass(frozen=True, slots=True)
class CountryMention:
    """Words that name a country: character offsets, ISO alpha-2 `code`, and how they name it."""

    start: int
    end: int
    code: str
    how: How


@dataclass(frozen=True, slots=True)
class _Form:
    """One spelling: the words after the first, its country, how it names it, and what it must look like."""

    rest: tuple[str, ...]
    code: str
    how: How
    article: bool | None
    capital: bool
    upper: bool


@cache
def table() -> dict[str, dict[str, list[str]]]:
    """Return the table of countries by ISO code; raises DataError where it is missing or ill-formed."""
    return read(resources.files("marsad.places") / "countries.toml")


def _is_arabic(name: str) -> bool:
    return "\u0621" <= name[:1] <= "\u064a"


def _form(name: str, code: str, how: How) -> tuple[str, _Form] | None:
    """Return the first word of a spelling and the rest of it; None where it has no word."""
    folded = WORD.findall(fold_key(name))
    if not folded:
        return None
    words = [without_article(word) for word in folded]
    article: bool | None = None
    if _is_arabic(name) and how != "adjective":
        article = folded[0] != words[0]
    letters = [c for c in name if c.isalpha()]
    upper = len(letters) <= 3 and all(c.isupper() for c in letters)
    return words[0], _Form(tuple(words[1:]), code, how, article, name[:1].isupper(), upper)


@cache
def _forms(lang: str) -> dict[str, list[_Form]]:
    """Return the spellings of a language by their first word, longest first."""
    found: dict[str, list[_Form]] = {}
    seen: set[tuple[str, tuple[str, ...], str]] = set()
    for code, row in table().items():
        kinds: list[tuple[str, How]] = [(name, "name") for name in row.get(lang, ())]
        kinds += [(name, "adjective") for name in row.get(f"{lang}_adjectives", ())]
        kinds += [(name, "capital") for name in row.get("capital", ())]
        for name, how in sorted(kinds, key=lambda pair: _RANK[pair[1]]):
            made = _form(name, code, how)
            if made is None or (made[0], made[1].rest, code) in seen:
                continue
            seen.add((made[0], made[1].rest, code))
            found.setdefault(made[0], []).append(made[1])
    for forms in found.values():
        forms.sort(key=lambda f: (-len(f.rest), _RANK[f.how]))
    return found


def country_mentions(words: Sequence[Token], lang: str, text: str = "") -> list[CountryMention]:
    """Return the countries that `words` name, left to right; longer spellings win over shorter ones.

    With the original `text` capitals are checked (US is no us, Turkey no turkey).
    """
    forms = _forms(lang)
    found: list[CountryMention] = []
    at = 0
    while at < len(words):
        hit = None
        for key, skip in words[at].keys:
            for form in forms.get(key, ()):
                if _fits(form, words, at, skip, text):
                    hit = (form, skip)
                    break
            if hit:
                break
        if hit:
            form, skip = hit
            last = at + len(form.rest)
            found.append(CountryMention(words[at].start + skip, words[last].end, form.code, form.how))
            at = last
        at += 1
    return found


def _fits(form: _Form, words: Sequence[Token], at: int, skip: int, text: str) -> bool:
    """Tell whether the words from `at` spell `form`, with its article and its capitals."""
    if at + len(form.rest) >= len(words):
        return False
    for ahead, word in enumerate(form.rest, 1):
        if words[at + ahead].key != word:
            return False
    if form.article is not None:
        written = words[at].form
        has = written[skip : skip + 2] == "ال" or (skip > 0 and written[skip - 1 : skip + 1] == "لل")
        return has == form.article
    if text and form.capital:
        own = text[words[at].start : words[at + len(form.rest)].end]
        return own[:1].isupper() and (not form.upper or own.isupper())
    return True


def country_name(code: str, lang: str = "en") -> str:
    """Return the usual name of a country in `lang`; the code itself where the table has none."""
    names = table().get(code, {}).get(lang) or table().get(code, {}).get("en")
    return names[0] if names else code


def english_adjective(code: str) -> str:
    """Return the English adjective of a country ("Turkish"); its name where it has none."""
    adjectives = table().get(code, {}).get("en_adjectives")
    return adjectives[0] if adjectives else country_name(code)
