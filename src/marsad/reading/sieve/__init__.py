"""The sieve: which of many texts may tell of an attack or a plot, at tens of thousands of texts a second.

A linear model over hashed words and pairs of words, for streams of which one report in a thousand matters. It
stands before a reader and lets through what the reader ought to see; it codes nothing. `training/triage.py`
makes its weights, `docs/sieve.md` says how well it sieves.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from marsad.errors import InputError
from marsad.reading.sieve.features import features
from marsad.reading.sieve.weights import weights

BATCH = 64
"""Texts read at once: few enough that their letters stay in the processor's cache."""
HEAD = 8000
"""Characters read of each text; news says at its head what happened."""


def scores(texts: Sequence[str]) -> npt.NDArray[np.float32]:
    """Return for each text (title, a line break, the report) the score from 0 to 1 that it is relevant.

    A score is the model's probability on the mix that it was trained on, far richer in attacks than a
    stream. A text without a word in Arabic or Latin letters has 0. Only the first HEAD characters are read.
    Raises InputError where `texts` is a single string or holds what is no string.
    """
    if isinstance(texts, str):
        raise InputError("got one string, expected a sequence of texts: put it into a list")
    wrong = next((text for text in texts if not isinstance(text, str)), None)
    if wrong is not None:
        raise InputError(f"got a text of type {type(wrong).__name__}, expected str: decode or drop it")
    told = np.zeros(len(texts), np.float32)
    for begin in range(0, len(texts), BATCH):
        told[begin : begin + BATCH] = _scored([text[:HEAD] for text in texts[begin : begin + BATCH]])
    return told


def keep(texts: Sequence[str], threshold: float | None = None) -> npt.NDArray[np.bool_]:
    """Return for each text whether its score reaches the threshold (without one, the calibrated)."""
    return scores(texts) >= np.float32(weights().threshold if threshold is None else threshold)


def threshold() -> float:
    """Return the calibrated threshold: held-out train reports of each language are kept to 99 % above it."""
    return weights().threshold


def _scored(texts: Sequence[str]) -> npt.NDArray[np.float32]:
    """Return the scores of one batch."""
    found, model = features(texts), weights()
    sums = np.add.reduceat(model.table[found.numbers], found.begin, dtype=np.int32)
    logit = model.bias + model.scale * sums / np.sqrt(found.sizes)
    return np.where(found.words > 0, 1 / (1 + np.exp(-np.clip(logit, -60, 60))), 0).astype(np.float32)


__all__ = ["keep", "scores", "threshold"]
