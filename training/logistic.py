"""Logistic regression on sparse rows of presence features, by L-BFGS (Nocedal and Wright 2006, alg. 7.5)."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from marsad.reading.sieve.features import BITS, features

Array = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
UNIT = 10.0
"""Rows are scaled to this length, so that the penalty is of the order of 0.001."""
_MEMORY, _ROUNDS, _BATCH = 8, 60, 64


@dataclass(frozen=True, slots=True)
class Rows:
    """Texts as rows: the features of all one after another, and how many each row has."""

    numbers: npt.NDArray[np.int64]
    sizes: npt.NDArray[np.int64]

    @property
    def value(self) -> Array:
        """What each feature of a row counts."""
        each: Array = UNIT / np.sqrt(self.sizes)
        return each

    def some(self, chosen: Flags) -> Rows:
        """Return the chosen rows."""
        return Rows(self.numbers[np.repeat(chosen, self.sizes)], self.sizes[chosen])

    def times(self, weights: Array) -> Array:
        """Return the weighted sum of each row; the last weight is the bias."""
        begin = np.cumsum(self.sizes) - self.sizes
        sums: Array = np.add.reduceat(weights[self.numbers], begin)
        logits: Array = sums * self.value + weights[-1]
        return logits

    def back(self, rests: Array) -> Array:
        """Return the sum of the rows, each times its rest."""
        spread = np.repeat(rests * self.value, self.sizes)
        summed = np.bincount(self.numbers, weights=spread, minlength=1 << BITS).astype(np.float64)
        return np.append(summed, rests.sum())


def rows(texts: Sequence[str]) -> Rows:
    """Return the features of texts as rows."""
    parts = [features(texts[begin : begin + _BATCH]) for begin in range(0, len(texts), _BATCH)]
    return Rows(
        np.concatenate([part.numbers for part in parts]).astype(np.int64),
        np.concatenate([part.sizes for part in parts]),
    )


def fit(told: Rows, truth: Flags, weight: Array, penalty: float) -> Array:
    """Return the weights of least penalised mean loss, the bias last and free of penalty."""
    share = weight / weight.sum()

    def loss(at: Array) -> tuple[float, Array]:
        logit = told.times(at)
        flat = np.append(at[:-1], 0.0)
        value = share @ np.logaddexp(0, np.where(truth, -logit, logit)) + penalty / 2 * (flat @ flat)
        return float(value), told.back(share * (1 / (1 + np.exp(-logit)) - truth)) + penalty * flat

    return _descend(loss, np.zeros((1 << BITS) + 1))


def _descend(loss: Callable[[Array], tuple[float, Array]], at: Array) -> Array:
    """Walk down from a point until the loss falls by less than a millionth of a tenth."""
    past: deque[tuple[Array, Array, float]] = deque(maxlen=_MEMORY)
    value, slope = loss(at)
    for _ in range(_ROUNDS):
        way = _direction(slope, past)
        step = 1.0 if past else 1 / float(np.linalg.norm(slope))
        new, (fresh, turned) = at - step * way, loss(at - step * way)
        while fresh > value - 1e-4 * step * (slope @ way) and step > 1e-8:
            step /= 2
            new, (fresh, turned) = at - step * way, loss(at - step * way)
        moved, bent = new - at, turned - slope
        if moved @ bent > 1e-12:
            past.append((moved, bent, 1 / float(moved @ bent)))
        done = value - fresh < 1e-7 * max(1.0, abs(value))
        at, value, slope = new, fresh, turned
        if done:
            break
    return at


def _direction(slope: Array, past: deque[tuple[Array, Array, float]]) -> Array:
    """Return the slope times the inverse curvature, as far as the last steps tell it."""
    way, shares = slope.copy(), []
    for moved, bent, rho in reversed(past):
        shares.append(rho * float(moved @ way))
        way -= shares[-1] * bent
    if past:
        moved, bent, _ = past[-1]
        way *= float(moved @ bent) / float(bent @ bent)
    for (moved, bent, rho), share in zip(past, reversed(shares), strict=True):
        way += moved * (share - rho * float(bent @ way))
    return way
