"""Folding at speed: UTF-16 units to one byte a letter, by one look-up in a table for a whole batch of texts.

The folding is that of `marsad.text.folding` (case, accents, Arabic vowel marks, hamza seats, final forms),
with all digits made one. What is no letter of Arabic or Latin and no digit is a gap between words.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import numpy as np
import numpy.typing as npt

from marsad.text.folding import fold_key

LETTERS = "abcdefghijklmnopqrstuvwxyz0" + "".join(map(chr, range(0x621, 0x64B)))
"""The letters that are told apart, by their codes from 1 on; 0 is a gap."""
MARK = "\uffff"
"""Stands before each text of a batch: a noncharacter of Unicode, so a text that has it loses it."""
OPENS, DROPPED, SEVERAL = 253, 254, 255
"""Codes of MARK, of what folds to nothing (vowel marks, tatweel), of what folds to several letters."""
_RANGES = (range(0x0, 0x700), range(0x1E00, 0x2070), range(0xFB50, 0xFF5F))
_LIGATURES = range(0xFB50, 0xFEFF)

Codes = npt.NDArray[np.uint8]


def code(letter: str) -> int:
    """Return the code of a folded letter, 0 where it is none."""
    return LETTERS.find(letter) + 1


ARTICLE = np.uint64(code("ا") | code("ل") << 8)
"""The two letters of the Arabic article, packed as in a word."""


@cache
def table() -> Codes:
    """Return the code of each of the 65,536 UTF-16 units."""
    codes = np.zeros(1 << 16, np.uint8)
    for point in (point for points in _RANGES for point in points):
        folded = fold_key(chr(point))
        if not folded:
            codes[point] = DROPPED
        elif len(folded) > 1 and point in _LIGATURES:
            codes[point] = SEVERAL
        else:
            codes[point] = code("0" if folded[0].isdecimal() else folded[0])
    codes[ord(MARK)] = OPENS
    return codes


def encode(texts: Sequence[str]) -> Codes:
    """Return the codes of all texts in one array, each opened by OPENS and a gap; eight gaps at the end."""
    joined = _join(texts)
    if joined.count(MARK) > len(texts):
        texts = [text.replace(MARK, " ") for text in texts]
        joined = _join(texts)
    codes = _codes(joined)
    highest = codes.max()
    if highest == SEVERAL:
        codes = _codes(_join([fold_key(text) for text in texts]))
    return codes[codes < DROPPED] if highest >= DROPPED else codes


def _join(texts: Sequence[str]) -> str:
    """Return all texts as one, each after its mark."""
    return f" {MARK} ".join(("", *texts)) + " " * 8


def _codes(joined: str) -> Codes:
    """Return the code of each UTF-16 unit; halves of pairs, alone or not, are gaps."""
    units = np.frombuffer(joined.encode("utf-16-le", "surrogatepass"), "<u2")
    codes: Codes = table()[units]
    return codes
