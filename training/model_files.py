"""What a run of training starts from and leaves: the cut vocabulary, word vectors, checkpoints."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer

from training import vocabulary
from training.base import Base, unpacked


@dataclass(slots=True)
class Vocabulary:
    """The kept pieces: their numbers in the base, the tokenizer over them, their vectors in 4-bit blocks."""

    kept: list[int]
    tokenizer: Tokenizer
    blocks: np.ndarray

    def table(self) -> torch.Tensor:
        """Return the word vectors (pieces, hidden) in 32 bits."""
        return torch.from_numpy(unpacked(self.blocks.reshape(-1, 18)).reshape(len(self.kept), -1))


def prepare(base: Base, folder: Path, corpus: Path, data: Path) -> Vocabulary:
    """Return the vocabulary of a folder, made and kept there if it is not yet."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "kept.json"
    if not file.exists():
        file.write_text(json.dumps(vocabulary.kept(base, vocabulary.texts(corpus, data))))
    return from_kept(base, json.loads(file.read_text()))


def from_kept(base: Base, kept: list[int]) -> Vocabulary:
    """Return the vocabulary of the kept pieces' numbers."""
    per = base.hidden // 32
    blocks = base.blocks("emb.word").reshape(-1, per, 18)[kept]
    return Vocabulary(kept, vocabulary.cut(base, kept), np.ascontiguousarray(blocks))
