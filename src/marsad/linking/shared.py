"""What two accounts share beside their fields: rare words of their texts, and the view of the encoder."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from marsad.errors import ValueOutsideCodebookError
from marsad.linking.model import DIMENSIONS, Account
from marsad.linking.rare import MARK, NUMBER
from marsad.linking.weights import table
from marsad.places.transliteration import skeletons
from marsad.text.tokens import tokens

_USUAL = 20
"""Rare words that a short report has: longer ones share more by chance, so shared words count per so many."""

_LEVELS = ((0.0, "none"), (1.5, "one"), (2.5, "two"), (4.5, "some"))
_ARABIC = "ar"


def shared(a: Account, b: Account) -> list[str] | None:
    """Return the rare words that both have, sorted, without those of the name of either's place.

    Across scripts only names and numbers can be shared. None where either has no words.
    """
    if not a.words or not b.words:
        return None
    common = a.words & b.words
    if not common:
        return []
    for account in (a, b):
        if account.incident.place is not None:
            common = common - _of_name(account.incident.place.name)
    if (a.lang == _ARABIC) != (b.lang == _ARABIC):
        common = frozenset(word for word in common if word[0] in (MARK, NUMBER))
    return sorted(common)


def words_level(a: Account, b: Account, common: list[str]) -> str:
    """Return the level of the shared words, by the languages: `same_two`, `latin_some`, `script_none` …"""
    across = "script" if _ARABIC in (a.lang, b.lang) else "latin"
    side = "same" if a.lang == b.lang else across
    per = len(common) / max(1.0, min(len(a.words), len(b.words)) / _USUAL)
    return f"{side}_{next((name for most, name in _LEVELS if per <= most), 'many')}"


def cosine(a: bytes, b: bytes) -> float | None:
    """Return the cosine of two vectors of 384 float16; None where either is all zeros.

    Raises ValueOutsideCodebookError for another length.
    """
    for one in (a, b):
        if len(one) != 2 * DIMENSIONS:
            raise ValueOutsideCodebookError(
                f"vector: got {len(one)} bytes, expected {DIMENSIONS} float16 ({2 * DIMENSIONS} bytes): "
                "code the report anew"
            )
    left = np.frombuffer(a, "<f2").astype(np.float32)
    right = np.frombuffer(b, "<f2").astype(np.float32)
    length = float(np.sqrt(left @ left) * np.sqrt(right @ right))
    return float(left @ right) / length if length > 0.0 else None


def cosine_level(a: bytes | None, b: bytes | None) -> str | None:
    """Return the level of the cosine; None where either account has no vector."""
    if a is None or b is None:
        return None
    value = cosine(a, b)
    if value is None:
        return None
    return next((name for name, least in table()["cosines"].items() if value >= least), "far")


@lru_cache(maxsize=16384)
def _of_name(name: str) -> frozenset[str]:
    """Return the words and marks of a place's name."""
    found = set()
    for token in tokens(name):
        found.add(token.key)
        found.update(f"{MARK}{mark}" for mark in skeletons(token.key))
    return frozenset(found)
