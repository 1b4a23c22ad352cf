"""The features of a batch of texts: hashed words, stems, pairs of stems, and stems of the opening.

A word is its first eight letters, packed into one 64-bit number, so that a batch is hashed by a few
operations on whole arrays (multiplicative hashing: Knuth, The Art of Computer Programming, vol. 3, section
6.4). A feature counts once a text, however often it stands there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from marsad.reading.sieve.letters import ARTICLE, OPENS, Codes, encode

BITS = 18
"""Features are numbers below 2 ** BITS; the 14 bits above hold the number of the text in its batch."""
MOST = 1 << (32 - BITS)
"""How many texts a batch may hold."""
OPENING = 30
"""How many words count as the opening: title and first sentence."""
STEM = 5
_WORD, _STEM, _OPENING, _LEFT, _RIGHT, _PAIR = (
    np.uint64(salt)
    for salt in (
        0x9E3779B97F4A7C15,
        0xC2B2AE3D27D4EB4F,
        0xE7037ED1A0B428DB,
        0x165667B19E3779F9,
        0xD6E8FEB86659FD93,
        0xA0761D6478BD642F,
    )
)
_SHIFT = np.uint64(64 - BITS)
_TURN = np.uint64(7)
_FIRST = np.array([(1 << (8 * n)) - 1 for n in range(9)], np.uint64)

Words = npt.NDArray[np.uint64]
Numbers = npt.NDArray[np.uint32]
Places = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Features:
    """The features of n texts: `numbers` of all, ascending within a text; where each text's `begin`; `sizes`.

    `words` says how many words each text has, 0 where it has none.
    """

    numbers: Numbers
    begin: Places
    sizes: Places
    words: Places


def words(codes: Codes) -> Words:
    """Return the first eight letters of each word as a number, an Arabic article before it left out."""
    inside = codes != 0
    edges = np.flatnonzero(inside[1:] != inside[:-1]) + 1
    starts, ends = edges[::2], edges[1::2]
    eights: Words = np.ndarray((len(codes) - 7,), np.dtype("<u8"), codes, 0, (1,))
    lengths = ends - starts
    first: Words = eights[starts] & _FIRST[np.minimum(lengths, 8)]
    plain = (first & _FIRST[2] == ARTICLE) & (lengths > 4)
    joined = (first >> np.uint64(8) & _FIRST[2] == ARTICLE) & (lengths > 5)
    moved = np.flatnonzero(plain | joined)
    begin = starts[moved] + 2 + joined[moved]
    first[moved] = eights[begin] & _FIRST[np.minimum(ends[moved] - begin, 8)]
    return first


def features(texts: Sequence[str]) -> Features:
    """Return the features of at most MOST texts; those of a text do not depend on its neighbours."""
    first = words(encode(texts))
    stem = first & _FIRST[STEM]
    opens = np.flatnonzero(first == np.uint64(OPENS))
    sizes = np.diff(opens, append=len(first))
    owner = np.repeat(np.arange(len(opens), dtype=np.uint32), sizes)
    row = owner << np.uint32(BITS)
    near = np.flatnonzero(np.arange(len(first)) - np.repeat(opens, sizes) <= OPENING)
    pair = (stem[:-1] * _LEFT) ^ ((stem[1:] * _RIGHT) >> _TURN)
    same = owner[1:] == owner[:-1]
    keys = np.concatenate(
        (
            _hashed(first, _WORD) | row,
            _hashed(stem, _STEM) | row,
            _hashed(stem[near], _OPENING) | row[near],
            (_hashed(pair, _PAIR) | row[1:])[same],
        )
    )
    keys.sort()
    fresh = np.empty(len(keys), np.bool_)
    fresh[0] = True
    np.not_equal(keys[1:], keys[:-1], out=fresh[1:])
    keys = keys[fresh]
    begin = np.searchsorted(keys, np.arange(len(opens), dtype=np.uint32) << np.uint32(BITS))
    numbers = keys & np.uint32((1 << BITS) - 1)
    return Features(numbers, begin, np.diff(begin, append=len(keys)), sizes - 1)


def _hashed(values: Words, salt: np.uint64) -> Numbers:
    """Return the highest BITS bits of each product with an odd salt."""
    return ((values * salt) >> _SHIFT).astype(np.uint32)
