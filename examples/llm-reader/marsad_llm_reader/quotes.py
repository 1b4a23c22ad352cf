"""Where quoted words stand in a text."""

from __future__ import annotations

import re

from marsad.codebook import Span
from marsad.text.folding import fold, fold_key

GLUED = 3
"""Letters of particles (and, with, the) that may be glued before a quoted Arabic word."""

_EDGES = " \t\n.,;:!?…\"'«»“”‘’()[]،؛؟"
_ARABIC = re.compile("[\u0621-\u064a]")


def find(quote: str, text: str) -> Span | None:
    """Return the first place in `text` of the quoted words, whole words only; None where there is none.

    They are looked for letter by letter, then with case, accents, vowel marks and white space folded away,
    then, in Arabic, behind particles that are glued to the first word. The span leaves those out.
    """
    words = quote.strip(_EDGES).split()
    if not words:
        return None
    exact = re.search(_whole(words), text)
    if exact:
        return Span(*exact.span(1))
    folded = fold(text)
    keys = [key for word in words if (key := fold_key(word))]
    patterns = [_whole(keys)] if keys else []
    if keys and _ARABIC.match(keys[0]):
        patterns.append(rf"(?<!\w)\w{{1,{GLUED}}}({_spaced(keys)})(?!\w)")
    for pattern in patterns:
        found = re.search(pattern, folded.text)
        if found:
            return Span(folded.start(found.start(1)), folded.end(found.end(1)))
    return None


def _whole(words: list[str]) -> str:
    """Return the pattern of the words with no letter or digit before or after them."""
    return rf"(?<!\w)({_spaced(words)})(?!\w)"


def _spaced(words: list[str]) -> str:
    return r"\s+".join(map(re.escape, words))
