"""Reasons as a person reads them: the words stand in `data/wording.toml`."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any

from marsad.codebook import Language
from marsad.codebook.datafiles import caption, read
from marsad.codebook.fields import fields
from marsad.errors import DataError
from marsad.linking.features import COUNTS
from marsad.linking.model import Json, Reason
from marsad.linking.rare import MARK, NUMBER

_EQUAL = ("none", "one", "few", "several", "many")
_SHOWN = 5  # words in common
_TABLES = frozenset({"features", "levels"})


@cache
def _table() -> Mapping[str, Any]:
    """Return the wording; raises DataError where it is missing or ill-formed."""
    return read(resources.files("marsad.linking") / "data" / "wording.toml")


def say(reason: Reason, lang: Language) -> str:
    """Return the reason in words of `lang`; raises DataError for a level that has none."""
    table = _table()
    if reason.feature == "words":
        return _common(reason, lang)
    own = table.get(reason.feature, {}) if reason.feature not in _TABLES else {}
    form = own.get(reason.level) or table["levels"].get(_level(reason))
    if form is None or (reason.feature not in table["features"] and reason.level not in own):
        raise DataError(f"linking wording: no words for {reason.feature}.{reason.level}: install marsad anew")
    name = table["features"].get(reason.feature, {}).get(lang, "")
    left, right = (_value(reason.feature, side, lang) for side in (reason.left, reason.right))
    return str(form[lang]).format(field=name, left=left, right=right)


def _level(reason: Reason) -> str:
    """Return the wording's level: all equal counts are worded alike, and those far from each other."""
    if reason.feature in COUNTS:
        if reason.level in _EQUAL:
            return "equal"
        return "far" if reason.level.endswith("_far") else reason.level
    return reason.level


def _common(reason: Reason, lang: Language) -> str:
    """Return the shared words; consonant classes of names show only where nothing else is shared."""
    shared = reason.left if isinstance(reason.left, (list, tuple)) else ()
    words = [str(word) for word in shared]
    shown = [word.removeprefix(NUMBER) for word in words if not word.startswith(MARK)] or [
        word.removeprefix(MARK) for word in words
    ]
    count = "none" if not words else "one" if len(words) == 1 else "some"
    comma = str(caption("comma", lang))
    form: str = _table()["words"][count][lang]
    return form.format(n=len(words), words=comma.join(shown[:_SHOWN]))


def _value(feature: str, side: Json, lang: Language) -> str:
    """Return one side of a reason as a person reads it."""
    if feature in fields():
        values = fields()[feature].rules.names
        if isinstance(side, (list, tuple)):
            comma = str(caption("comma", lang))
            return comma.join(values[str(one)][lang] if str(one) in values else str(one) for one in side)
        if isinstance(side, str) and side in values:
            return values[side][lang]
    return "" if side is None else str(side)
