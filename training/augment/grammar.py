"""What a word asks of its neighbour: elision in French, the indefinite article in English."""

from __future__ import annotations

from marsad.text.folding import fold_key

_TIED = ("de", "que", "a", "an")


def _sound(name: str) -> str:
    """Return which kind of sound a Latin name begins with."""
    first = fold_key(name)[:1]
    return "vowel" if first in "aeiouy" else "h" if first == "h" else "consonant"


def sounds_alike(text: str, start: int, end: int, new: str, lang: str) -> bool:
    """Tell whether the word before `text[start:end]` takes `new` as it took the old: d'Alger."""
    if lang == "ar":
        return True
    before = text[max(0, start - 6) : start].lower()
    words = before.split()
    tied = before.endswith(("'", "’")) or (before.endswith(" ") and bool(words) and words[-1] in _TIED)
    return not tied or _sound(new) == _sound(text[start:end])
