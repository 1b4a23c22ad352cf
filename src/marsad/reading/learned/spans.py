"""The marked words: the best run of outside, first, later unit for each label (Viterbi), as spans.

A later unit follows only a first or a later one, so no span begins in its middle.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from marsad.codebook import Span
from marsad.reading.learned.outputs import softmax
from marsad.reading.learned.sheet import Sheet

Array = npt.NDArray[np.float32]


def best(scores: Array) -> npt.NDArray[np.int64]:
    """Return (N,) of 0 outside, 1 first, 2 later for the scores (N, 3) of one label: the likeliest run."""
    count = len(scores)
    if not count:
        return np.zeros(0, np.int64)
    logs = np.log(np.maximum(softmax(scores), 1e-9))
    total = logs[0].copy()
    total[2] = -1e9
    back = np.zeros((count, 3), np.int64)
    for at in range(1, count):
        free = int(np.argmax(total))
        inner = 1 if total[1] >= total[2] else 2
        back[at] = (free, free, inner)
        total = np.array([total[free], total[free], total[inner]]) + logs[at]
    path = np.zeros(count, np.int64)
    path[-1] = int(np.argmax(total))
    for at in range(count - 1, 0, -1):
        path[at - 1] = back[at, path[at]]
    return path


def tagged(
    sheet: Sheet, tags: Array, labels: Sequence[str], bias: Mapping[str, float]
) -> list[tuple[Span, float]]:
    """Return the spans of the open labels with their scores, in the order of the text.

    `tags` is (N, L, 3) for all units, those of the title first; `bias` is by label what is added to the
    scores of first and later units before the best run is sought: above 0 it marks more.
    """
    found: list[tuple[Span, float]] = []
    for at, label in enumerate(labels):
        scores = tags[sheet.titled :, at].astype(np.float32).copy()
        scores[:, 1:] += bias.get(label, 0.0)
        path = best(scores)
        sure = 1.0 - softmax(scores)[:, 0]
        start = None
        for unit in range(len(path) + 1):
            state = path[unit] if unit < len(path) else 0
            if start is not None and state != 2:
                first, last = sheet.units[sheet.titled + start], sheet.units[sheet.titled + unit - 1]
                found.append((Span(first[0], last[1], label), float(sure[start:unit].mean())))
                start = None
            if state == 1:
                start = unit
    return sorted(found, key=lambda f: (f[0].start, -f[0].end))
