"""The cue words of the lexical reader: phrases of `text/words/<lang>/cues.toml`, found in one pass.

A file holds tables of kinds (`outcome`, `weapon`, …), each with values and their phrases. A phrase may end
in `^2` or `^0.5`: its weight (1 where none is given). Phrases of the kind `mask` silence every cue in them
("bomb disposal"). Of overlapping phrases of one kind the longest counts.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from marsad.codebook import Language
from marsad.errors import DataError
from marsad.text.phrases import Lexicon, Match, longest
from marsad.text.tokens import Token
from marsad.text.words import load

_LATIN = re.compile(r"[a-zà-öø-ÿœ]+")


@dataclass(frozen=True, slots=True)
class Cue:
    """What a phrase speaks for: a `value` of a `kind`, with a weight.

    `accented` are the words of the phrase with an accent, without their `*`: folding takes accents away, and
    «ceinturé» (seized round the waist) must not be found in «ceinture» (a belt).
    """

    kind: str
    value: str
    weight: float
    accented: tuple[str, ...] = ()


@cache
def lexicon(lang: Language) -> Lexicon[Cue]:
    """Return the cue phrases of a language; raises DataError where the file is ill-formed."""
    found: Lexicon[Cue] = Lexicon()
    for kind, values in load(lang, "cues").items():
        if not isinstance(values, dict):
            raise DataError(f"cues of {lang}: {kind} must be a table of values, got {type(values).__name__}")
        for value, phrases in values.items():
            for entry in phrases:
                phrase, _, weight = entry.partition("^")
                try:
                    found.add(phrase, Cue(kind, value, float(weight or 1), _accented(phrase)))
                except ValueError as error:
                    raise DataError(f"cues of {lang}: {kind}.{value}: {error}") from error
    return found


def _accented(phrase: str) -> tuple[str, ...]:
    """Return the words of a phrase that bear an accent, as they are written."""
    words = (word.rstrip("*").casefold() for word in phrase.split())
    return tuple(word for word in words if _LATIN.fullmatch(word) and not word.isascii())


def _written(match: Match[Cue], words: Sequence[Token], text: str) -> bool:
    """Tell whether the accents of a phrase are in the text too; words in capitals may lack them."""
    if not match.payload.accented:
        return True
    slices = [text[word.start : word.end] for word in words[match.first : match.last + 1]]
    if any(word.isupper() and len(word) > 1 for word in slices):
        return True
    said = [word.casefold() for word in slices]
    return all(any(word.startswith(part) for word in said) for part in match.payload.accented)


def find(words: Sequence[Token], lang: Language, text: str = "") -> list[Match[Cue]]:
    """Return the cues among `words`, in order of the text, masked and covered ones left out.

    Where the `text` of the words is given, a phrase with accents is found only where they are written.
    """
    by_kind: dict[str, list[Match[Cue]]] = defaultdict(list)
    for match in lexicon(lang).find(words):
        if not text or _written(match, words, text):
            by_kind[match.payload.kind].append(match)
    masks = by_kind.pop("mask", [])
    silent = {at for mask in masks for at in range(mask.first, mask.last + 1)}
    kept = []
    for matches in by_kind.values():
        widest = {(match.first, match.last) for match in longest(matches)}
        for match in matches:
            extent = (match.first, match.last)
            if extent in widest and not silent.issuperset(range(match.first, match.last + 1)):
                kept.append(match)
    return sorted(kept, key=lambda m: (m.start, m.end))
