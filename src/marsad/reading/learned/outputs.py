"""What the network says, as probabilities: of a report, and of each incident."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from marsad.codebook.fields import fields
from marsad.reading.learned import features
from marsad.reading.learned.arrays import Arrays, Incidence
from marsad.reading.learned.candidates import FIELDS, KINDS

Array = npt.NDArray[np.float32]
OPTIONS = ("null", "0", "1", "more")
_LOW = -30000.0


class Network(Protocol):
    """Whatever runs the two stages; both return the arrays that `training/network.py` tells of."""

    def one(self, arrays: Arrays) -> Sequence[Array]:
        """Run the first stage: states, mix, relevance, fore, same."""

    def two(self, arrays: Arrays, states: Array, mixed: Array) -> Sequence[Array]:
        """Run the second stage: tags, fields, then the candidates of each kind."""


@dataclass(slots=True)
class Said:
    """What the network says of one incident, as it comes: scores before any probability is made of them."""

    tags: Array
    fields: dict[str, Array]
    marks: Array
    options: dict[str, Array]


def said(row: int, out: Sequence[Array], incidence: Incidence, units: int, sizes: dict[str, int]) -> Said:
    """Return what the second stage says of incident `row`."""
    tags, told, *kinds = out
    edges = np.cumsum([0, *sizes.values()])
    own = {name: told[row, edges[at] : edges[at + 1]] for at, name in enumerate(sizes)}
    found = incidence.candidates
    marks = np.full((len(found), 4), _LOW, np.float32)
    for at, c in enumerate(found):
        slots = 4 if c.kind == "number" else 1
        marks[at, :slots] = kinds[KINDS.index(c.kind)][row, at, :slots]
    names = [name for name in sizes if name in FIELDS or name in features.COUNTS]
    chosen = {name: _options(name, own[name], kinds, row, incidence) for name in names}
    return Said(tags[row, :units], own, marks, chosen)


def _options(name: str, fixed: Array, kinds: Sequence[Array], row: int, incidence: Incidence) -> Array:
    """Return the scores of what may say a field: the constant options, then every candidate."""
    found = incidence.candidates
    if name in features.COUNTS:
        kind, slot = KINDS.index("number"), 4 + features.COUNTS.index(name)
        if incidence.ruled.get(name, 0) < 2:
            fixed = np.array([*fixed[:3], _LOW], np.float32)
    else:
        kind, slot = FIELDS.index(name), 1
    scores = np.array(
        [
            kinds[kind][row, at, slot] if c.kind == KINDS[kind] and c.value is not None else _LOW
            for at, c in enumerate(found)
        ],
        np.float32,
    )
    return np.concatenate([fixed, scores])


def softmax(scores: Array, heat: float = 1.0) -> Array:
    """Return probabilities of scores along the last axis, at a temperature."""
    scaled = np.asarray(scores, np.float64) / heat
    raised = np.exp(scaled - scaled.max(-1, keepdims=True))
    return np.asarray(raised / raised.sum(-1, keepdims=True), np.float32)


def sigmoid(scores: Array, heat: float = 1.0) -> Array:
    """Return the probability of each score by itself, at a temperature."""
    return np.asarray(
        1.0 / (1.0 + np.exp(-np.clip(np.asarray(scores, np.float64) / heat, -60, 60))), np.float32
    )


def is_list(name: str) -> bool:
    """Tell whether a field holds several values."""
    return fields()[name].kind == "choices"
