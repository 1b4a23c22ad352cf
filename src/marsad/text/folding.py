"""Folding: one spelling for what readers take for one word, with the way back to the character offsets.

Case, accents, Arabic vowel marks, tatweel, hamza seats, final ya and ta marbuta, Persian letter forms,
Arabic-Indic digits and typographic apostrophes are folded away. The choice of Arabic letters follows the
normalisation of Larkey, Ballesteros and Connell (2002, SIGIR) for Arabic retrieval, ta marbuta included.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

_SPECIAL = {
    "ى": "ي",
    "ی": "ي",
    "ة": "ه",
    "ک": "ك",
    "گ": "ك",
    "ڤ": "ف",
    "پ": "ب",
    "ـ": "",
    "œ": "oe",
    "æ": "ae",
    "ø": "o",
    "ł": "l",
    "đ": "d",
    "ı": "i",
    "’": "'",
    "‘": "'",
    "ʼ": "'",
    "ʿ": "'",
    "ʾ": "'",
    "`": "'",
}
_DROPPED = frozenset(
    "\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff\u00ad"
)


class _Table(dict[int, str]):
    """Code point to folded letters, filled as characters are met (for `str.translate`)."""

    def __missing__(self, point: int) -> str:
        folded = self[point] = _fold_character(chr(point))
        return folded


def _fold_character(character: str) -> str:
    """Return the folded form of one character: none, one or several letters."""
    if character in _DROPPED:
        return ""
    if character.isspace():
        return " "
    out = []
    for piece in unicodedata.normalize("NFKD", character).lower():
        if piece in _SPECIAL:
            out.append(_SPECIAL[piece])
        elif unicodedata.combining(piece) or unicodedata.category(piece) == "Mn":
            continue
        elif piece.isdecimal():
            out.append(str(unicodedata.decimal(piece)))
        else:
            out.append(piece)
    return "".join(out)


_TABLE = _Table()


def fold_key(text: str) -> str:
    """Return the folded form of `text` alone, for keys and comparisons where offsets do not matter."""
    return text.translate(_TABLE)


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text and the way back: `origins[i]` is the offset in the original of folded character i.

    `origins` is None where every character folds to exactly one, so offsets are the same.
    """

    text: str
    length: int
    origins: Sequence[int] | None = None

    def start(self, at: int) -> int:
        """Return the offset in the original of the folded character at `at`."""
        if self.origins is None:
            return at
        return self.origins[at] if at < len(self.origins) else self.length

    def end(self, at: int) -> int:
        """Return the offset in the original that ends the folded slice ending at `at`.

        Marks that fold away (vowel signs) belong to the letter before them.
        """
        if self.origins is None:
            return at
        if at == 0:
            return 0
        return self.origins[at] if at < len(self.origins) else self.length

    def from_original(self, offset: int) -> int:
        """Return the folded offset of the character at `offset` of the original."""
        if self.origins is None:
            return offset
        return bisect_right(self.origins, offset - 1) if offset > 0 else 0


def fold(text: str) -> Folded:
    """Fold `text` and keep the offsets: `original[f.start(a):f.end(b)]` are the words of `f.text[a:b]`."""
    folded = text.translate(_TABLE)
    if text.isascii() or all(len(_TABLE[ord(c)]) == 1 for c in set(text)):
        return Folded(folded, len(text))
    origins: list[int] = []
    for at, character in enumerate(text):
        origins.extend([at] * len(_TABLE[ord(character)]))
    return Folded(folded, len(text), origins)
