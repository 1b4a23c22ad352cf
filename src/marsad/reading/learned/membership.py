"""Which sentences tell of which incident: clusters of sentences, and the parts that the rules read.

The network says of each sentence whether it tells of an incident at all, and of each pair whether both tell
of the same one. Sentences are put together from below: those that fit best first, whatever their order.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from marsad.reading.lexical.part import Part
from marsad.reading.lexical.scene import Scene

Array = npt.NDArray[np.float32]

MOST = 6  # incidents of one report
_SHARED = 0.5  # from which a sentence of one cluster tells of another incident too
_DOUBT = 0.02  # no pair is surer than this, so that one sure of too much does not outweigh the others
_UNSURE = 0.25  # from which a sentence that tells of no incident for sure goes with the one it fits best


def clusters(fore: Array, same: Array, *, tells: float, joins: float, opens: float) -> Array:
    """Return (K, S): how far each sentence tells of each incident, K at least 1, by first sentence.

    `fore` (S,) and `same` (S, S) are probabilities. A sentence counts from `tells`; two clusters are one from
    a mean of `joins` over their pairs; one without a sentence of `opens` goes with the one it fits best.
    """
    count = len(fore)
    own = np.flatnonzero(fore >= tells)
    if not len(own):
        return fore[None, :].copy() if count else np.zeros((1, 0), np.float32)
    odds = _odds(same)
    groups = _grouped(own, fore, odds, joins=joins, opens=opens)
    if len(groups) == 1:
        return fore[None, :].copy()
    inside = np.zeros((len(groups), count), np.float32)
    for at in range(count):
        for number, group in enumerate(groups):
            if at in group:
                inside[number, at] = fore[at]
            else:
                inside[number, at] = fore[at] / (1.0 + np.exp(-odds[at, group].mean()))
    return inside


def _odds(shares: Array | float) -> npt.NDArray[np.float64]:
    """Return the log odds of probabilities, held in bounds, so that no pair is beyond doubt."""
    held = np.clip(np.asarray(shares, np.float64), _DOUBT, 1.0 - _DOUBT)
    return np.asarray(np.log(held / (1.0 - held)))


def _grouped(
    own: npt.NDArray[np.intp], fore: Array, odds: npt.NDArray[np.float64], *, joins: float, opens: float
) -> list[list[int]]:
    """Return the clusters of the sentences `own`, each in order, by their first sentences.

    The two that fit best are joined first (mean log odds of their pairs, each weighing as far as both of its
    sentences tell), until none fit: so the order of the text does not decide, nor the first doubtful pair.
    """
    weigh = np.outer(fore[own], fore[own]).astype(np.float64) + 1e-9
    pull = weigh * odds[np.ix_(own, own)]
    groups, least = [[int(at)] for at in own], float(_odds(joins))

    def join(one: int, other: int) -> None:
        nonlocal weigh, pull
        one, other = min(one, other), max(one, other)
        groups[one] += groups.pop(other)
        for sums in (weigh, pull):
            sums[one] += sums[other]
            sums[:, one] += sums[:, other]
        weigh, pull = (np.delete(np.delete(sums, other, 0), other, 1) for sums in (weigh, pull))

    while len(groups) > 1:
        fits = pull / weigh
        np.fill_diagonal(fits, -np.inf)
        one, other = np.unravel_index(int(np.argmax(fits)), fits.shape)
        if fits[one, other] >= least:
            join(int(one), int(other))
            continue
        told = [sum(float(fore[at]) for at in group) for group in groups]
        weak = [at for at, group in enumerate(groups) if max(fore[one] for one in group) < opens]
        if not weak and len(groups) <= MOST:
            break
        at = min(weak or range(len(groups)), key=lambda group: told[group])
        join(at, int(np.argmax(fits[at])))
    return sorted(sorted(group) for group in groups)


def parts(scene: Scene, inside: Array | Sequence[Sequence[float]]) -> list[Part]:
    """Return the part of each incident: its sentences, with those of none that follow them.

    `inside` is (K, S) as `clusters` returns it. With one incident the part is the whole report.
    """
    told = np.asarray(inside, np.float32)
    if len(told) == 1:
        return [Part(scene, 1, scene.sentences)]
    groups: list[list[int]] = [[] for _ in told]
    last = 0
    for at in range(len(scene.sentences)):
        own = [number for number in range(len(told)) if told[number, at] >= _SHARED]
        if not own and told[:, at].max() >= _UNSURE:
            own = [int(np.argmax(told[:, at]))]
        if own:
            last = own[-1]
        for number in own or [last]:
            groups[number].append(at)
    return [
        Part(scene, number, [scene.sentences[at] for at in group or [_best(told[number - 1])]])
        for number, group in enumerate(groups, 1)
    ]


def _best(row: Array) -> int:
    return int(np.argmax(row)) if len(row) else 0
