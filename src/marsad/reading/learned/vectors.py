"""The network's view of the words that tell an incident, as a vector that linking compares."""

from __future__ import annotations

import numpy as np

from marsad.reading.learned.arrays import Arrays
from marsad.reading.learned.outputs import Array

_TITLE = 0.3
"""Weight of a word of the title beside one of the incident's own sentences: it may tell of another."""


def vector(one: Arrays, mixed: Array, inside: Array) -> bytes:
    """Return the mean of the words' vectors, by how far their sentences tell the incident, as bytes.

    `one` are the arrays of the first stage over one report, `mixed` its (W, T, H) states, `inside` says of
    each sentence how far it tells the incident. The bytes are H float16 of unit length, little-endian; all
    zeros where no sentence tells it.
    """
    flat = mixed.reshape(-1, mixed.shape[-1]).astype(np.float32)
    dealt = one["dealt"][0].astype(np.float32)
    weights = np.maximum(inside[: len(dealt)].astype(np.float32), 0.0) @ dealt[: len(inside)]
    weights = weights + _TITLE * one["title"][0].astype(np.float32)
    mean = weights @ flat[one["begin"][0]]
    length = float(np.linalg.norm(mean))
    told: bytes = (mean / length if length > 0.0 else mean).astype("<f2").tobytes()
    return told
