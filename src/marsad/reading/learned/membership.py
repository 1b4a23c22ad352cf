"""Which sentences tell of which incident: clusters of sentences, and the parts that the rules read.

The network says of each sentence whether it tells of an incident at all, and of each pair whether both tell
of the same one. Sentences are taken in order: each joins the cluster that it fits best, or opens another.
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
_UNSURE = 0.25  # from which a sentence that tells of no incident for sure goes with the one it fits best


def clusters(fore: Array, same: Array, *, tells: float, joins: float, opens: float) -> Array:
    """Return (K, S): how far each sentence tells of each incident, K at least 1.

    `fore` (S,) and `same` (S, S) are probabilities. A sentence counts from `tells`, joins a cluster from a
    mean of `joins` with its sentences, and opens another only from `opens`.
    """
    count = len(fore)
    groups: list[list[int]] = []
    for at in range(count):
        if fore[at] < tells:
            continue
        fits = [float(np.mean([same[at, other] for other in group])) for group in groups]
        best = max(range(len(groups)), key=lambda g: fits[g], default=None)
        if best is not None and (fits[best] >= joins or fore[at] < opens or len(groups) >= MOST):
            groups[best].append(at)
        else:
            groups.append([at])
    if not groups:
        return fore[None, :].copy() if count else np.zeros((1, 0), np.float32)
    inside = np.zeros((len(groups), count), np.float32)
    for at in range(count):
        for number, group in enumerate(groups):
            others = [same[at, other] for other in group if other != at]
            if at in group or len(groups) == 1:
                inside[number, at] = fore[at]
            elif others:
                inside[number, at] = fore[at] * float(np.mean(others))
    return inside


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
