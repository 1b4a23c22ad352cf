"""The cue words of the lexical reader: phrases of `text/words/<lang>/cues.toml`, found in one pass.

A file holds tables of kinds (`outcome`, `weapon`, …), each with values and their phrases. A phrase may end
in `^2` or `^0.5`: its weight (1 where none is given). Phrases of the kind `mask` silence every cue in them
("bomb disposal"). Of overlapping phrases of one kind the longest counts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from marsad.codebook import Language
from marsad.errors import DataError
from marsad.text.phrases import Lexicon, Match, longest
from marsad.text.tokens import Token
from marsad.text.words import load


@dataclass(frozen=True, slots=True)
class Cue:
    """What a phrase speaks for: a `value` of a `kind`, with a weight."""

    kind: str
    value: str
    weight: float


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
                    found.add(phrase, Cue(kind, value, float(weight or 1)))
                except ValueError as error:
                    raise DataError(f"cues of {lang}: {kind}.{value}: {error}") from error
    return found


def find(words: Sequence[Token], lang: Language) -> list[Match[Cue]]:
    """Return the cues among `words`, in order of the text, masked and covered ones left out."""
    by_kind: dict[str, list[Match[Cue]]] = defaultdict(list)
    for match in lexicon(lang).find(words):
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
