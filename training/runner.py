"""Runs the torch network: batches of examples in training, and as the reader's network on dev."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor

from marsad.reading.learned import arrays
from marsad.reading.learned.arrays import Arrays
from training.examples import Example, Row
from training.network import Network

ONE = ("mask", "begin", "end", "present", "dealt", "found", "pairs", "report")
TWO = ("source", "rows", "pieces", "begin2", "end2", "member", "of", "traits", "spans", "candidates")


@dataclass(slots=True)
class Words:
    """The frozen word vectors of the kept pieces: (pieces, hidden)."""

    table: Tensor

    def __call__(self, ids: np.ndarray, device: torch.device) -> Tensor:
        """Return the vectors of pieces, one more axis than `ids`."""
        return self.table[torch.from_numpy(ids)].to(device)


def spell(tokenizer: Tokenizer) -> dict[str, tuple[int, ...]]:
    """Return a table that spells units on demand and keeps what it spelled."""
    return _Spelled(tokenizer)


class _Spelled(dict[str, tuple[int, ...]]):
    def __init__(self, tokenizer: Tokenizer) -> None:
        super().__init__()
        self.tokenizer = tokenizer

    def __missing__(self, unit: str) -> tuple[int, ...]:
        ids = tuple(self.tokenizer.encode(unit, add_special_tokens=False).ids)
        self[unit] = ids
        return ids


def fast() -> contextlib.AbstractContextManager[object]:
    """Return the context in which the network runs: bf16 where the machine has it, else 32 bits."""
    if torch.cuda.is_available():
        return torch.autocast("cuda", torch.bfloat16)
    if torch.ops.mkldnn._is_mkldnn_bf16_supported() and _has_bf16():
        return torch.autocast("cpu", torch.bfloat16)
    return contextlib.nullcontext()


def _has_bf16() -> bool:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return False
    flags = next((line for line in lines if line.startswith("flags")), "")
    return "avx512_bf16" in flags or "amx_bf16" in flags


def tensors(found: Arrays, names: Sequence[str], device: torch.device) -> list[Tensor]:
    """Return arrays as tensors in the order of names."""
    return [torch.from_numpy(np.ascontiguousarray(found[name])).to(device) for name in names]


@dataclass(slots=True)
class Runner:
    """The network with its words, as training and the reader use it."""

    network: Network
    words: Words
    device: torch.device
    hide: float = 0.0  # share of pieces whose vector training leaves out, so that no text is learned by heart

    def batch(self, examples: Sequence[Example]) -> tuple[list[Tensor], list[Tensor] | None, list[Row]]:
        """Return what both stages say of a batch, and the rows of the second."""
        plan = self.network.plan
        sheets = [e.sheet for e in examples]
        one = arrays.first(sheets, plan.cue_names)
        inputs = tensors(one, ONE, self.device)
        words = self.words(one["ids"], self.device)
        if self.hide and self.network.training:
            words = words * (torch.rand(words.shape[:2], device=self.device) >= self.hide)[..., None]
        out = self.network.one(words, *inputs)
        rows: list[Row] = []
        for at, e in enumerate(examples):
            for row in e.rows:
                row.incidence.report = at
                rows.append(row)
        if not rows:
            return list(out), None, rows
        two = arrays.second(sheets, [row.incidence for row in rows], one, self.network.plan.width)
        mask, _, _, present, _, found, *_ = inputs
        second = self.network.two(out[0], out[1], mask, found, present, *tensors(two, TWO, self.device))
        return list(out), list(second), rows

    def one(self, found: Arrays) -> list[np.ndarray]:
        """Run the first stage as the reader asks it."""
        with torch.inference_mode(), fast():
            out = self.network.one(self.words(found["ids"], self.device), *tensors(found, ONE, self.device))
        return [part.float().cpu().numpy() for part in out]

    def two(self, found: Arrays, states: np.ndarray, mixed: np.ndarray) -> list[np.ndarray]:
        """Run the second stage as the reader asks it."""
        mask, facts, present = tensors(found, ("mask", "found", "present"), self.device)
        with torch.inference_mode(), fast():
            out = self.network.two(
                torch.from_numpy(states).to(self.device), torch.from_numpy(mixed).to(self.device),
                mask, facts, present, *tensors(found, TWO, self.device),
            )  # fmt: skip
        return [part.float().cpu().numpy() for part in out]


def batches(examples: Sequence[Example], pieces: int) -> Iterator[list[Example]]:
    """Yield examples in batches of at most so many pieces, padding counted; alike lengths together."""
    held: list[Example] = []
    longest = windows = 0
    for e in examples:
        long = max(len(window.ids) for window in e.sheet.windows)
        new = max(longest, long)
        if held and new * (windows + len(e.sheet.windows)) > pieces:
            yield held
            held, longest, windows, new = [], 0, 0, long
        held.append(e)
        longest, windows = new, windows + len(e.sheet.windows)
    if held:
        yield held
