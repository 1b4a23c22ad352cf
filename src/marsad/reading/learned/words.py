"""The pieces of words: their numbers from the tokenizer, their vectors out of 4-bit blocks.

A block holds 32 weights in 18 bytes: a 16-bit scale, then two weights a byte, the first 16 in the low halves;
a weight is (half - 8) x scale. So the encoder came, and so the vectors stay: nothing is lost.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from marsad.reading.learned.faults import fault
from marsad.reading.learned.sheet import Pieces

if TYPE_CHECKING:
    from tokenizers import Tokenizer

BLOCK, WEIGHTS = 18, 32
_KEPT = 65_536  # spelled units held in memory


class Vectors:
    """The vectors of all pieces, read from their file where they are needed: no table is ever unpacked."""

    def __init__(self, file: Path, hidden: int) -> None:
        row = hidden // WEIGHTS * BLOCK
        size = file.stat().st_size
        if not size or size % row:
            raise fault(f"{file}: got {size} bytes, expected rows of {row}")
        self.hidden = hidden
        self.blocks = np.memmap(file, np.uint8, "r", shape=(size // row, hidden // WEIGHTS, BLOCK))

    def __len__(self) -> int:
        return len(self.blocks)

    def __call__(self, ids: npt.NDArray[np.integer]) -> npt.NDArray[np.float32]:
        """Return the vectors of piece numbers: one more axis than `ids`, of `hidden` numbers."""
        rows = np.asarray(self.blocks[ids.reshape(-1)])
        scale = np.ascontiguousarray(rows[..., :2]).view("<f2").astype(np.float32)
        halves = np.concatenate([rows[..., 2:] & 15, rows[..., 2:] >> 4], -1).astype(np.float32)
        return np.asarray((halves - 8.0) * scale, np.float32).reshape(*ids.shape, self.hidden)


def tokenizer_of(file: Path) -> Tokenizer:
    """Return the tokenizer of a JSON file; raises DataError."""
    from tokenizers import Tokenizer

    try:
        return Tokenizer.from_file(str(file))
    except Exception as error:  # the package raises bare exceptions
        raise fault(f"{file} cannot be read as a tokenizer ({error})") from error


def pieces(file: Path) -> Pieces:
    """Return what spells a unit as piece numbers, for a tokenizer's JSON file; raises DataError."""
    tokenizer = tokenizer_of(file)

    @lru_cache(_KEPT)
    def spelled(unit: str) -> tuple[int, ...]:
        return tuple(tokenizer.encode(unit, add_special_tokens=False).ids)

    return spelled
