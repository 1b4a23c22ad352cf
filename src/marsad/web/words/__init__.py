"""The words of the console, in data files: `words/<language>/<subject>.toml`, the same keys in each.

The first table of a file is its subject's; `subject.key` names a word. A word with `{name}` takes values; a
word that depends on a number is a table of forms (`zero one two few many other`, CLDR's plural categories)
that take `{n}`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from functools import lru_cache
from importlib import resources
from typing import Any

from babel import Locale

from marsad.codebook import Language
from marsad.errors import DataError

LANGUAGES: tuple[Language, ...] = ("ar", "fr", "en")
FORMS = frozenset({"zero", "one", "two", "few", "many", "other"})

Word = str | dict[str, str]


@lru_cache
def words(lang: Language) -> Mapping[str, Word]:
    """Return all words of a language by their keys. Raises DataError for a file that cannot be."""
    found: dict[str, Word] = {}
    folder = resources.files("marsad.web.words") / lang
    for file in sorted(folder.iterdir(), key=lambda one: one.name):
        if file.name.endswith(".toml"):
            try:
                told = tomllib.loads(file.read_text("utf-8"))
            except tomllib.TOMLDecodeError as error:
                raise DataError(f"web/words/{lang}/{file.name}: {error}") from error
            found |= dict(_flat(told, file.name.removesuffix(".toml")))
    return found


def _flat(told: Mapping[str, Any], stem: str) -> Iterator[tuple[str, Word]]:
    """Yield the words of a table with their whole keys."""
    for key, value in told.items():
        name = f"{stem}.{key}"
        if isinstance(value, dict) and not (set(value) <= FORMS and "other" in value):
            yield from _flat(value, name)
        elif isinstance(value, str | dict):
            yield name, value
        else:
            raise DataError(f"web/words: {name} is {value!r}, expected a sentence or forms of one")


def say(lang: Language, key: str, **values: Any) -> str:
    """Return a word with its values; `n` chooses the form where it has several.

    Raises DataError for a key or a value that is not there.
    """
    word = words(lang).get(key)
    if word is None:
        raise DataError(f"web/words/{lang} has no word {key!r}")
    shown = values
    if isinstance(word, dict):
        number = values.get("n", 0)
        form = str(_locale(lang).plural_form(number))
        word = word.get(form, word["other"])
        from marsad.web.formats import number as written

        shown = values | {"n": written(lang, number)}
    try:
        return word.format_map(shown)
    except KeyError as error:
        raise DataError(f"web/words/{lang}: {key!r} wants the value {error}") from None


@lru_cache
def _locale(lang: Language) -> Locale:
    return Locale.parse(lang)
