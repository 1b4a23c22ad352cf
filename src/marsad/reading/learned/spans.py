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
_LEAST = 1e-9  # of a probability, so that it has a logarithm


def best(scores: Array) -> npt.NDArray[np.int64]:
    """Return (N,) of 0 outside, 1 first, 2 later for the scores (N, 3) of one label: the likeliest run."""
    return _likeliest(softmax(scores))


def tagged(
    sheet: Sheet, tags: Array, labels: Sequence[str], bias: Mapping[str, float]
) -> list[tuple[Span, float]]:
    """Return the spans of the open labels with their scores, in the order of the text.

    `tags` is (N, L, 3) for all units, those of the title first; `bias` is by label what is added to the
    scores of first and later units before the best run is sought: above 0 it marks more.
    """
    found: list[tuple[Span, float]] = []
    more = np.array([(0.0, bias.get(label, 0.0), bias.get(label, 0.0)) for label in labels], np.float32)
    shares = softmax(tags[sheet.titled :, : len(labels)].astype(np.float32) + more.reshape(-1, 3))
    for at, label in enumerate(labels):
        path = _likeliest(shares[:, at]).tolist()
        if not any(path):
            continue
        sure = 1.0 - shares[:, at, 0]
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


def _likeliest(shares: Array) -> npt.NDArray[np.int64]:
    """Return the likeliest run of the probabilities (N, 3) of one label."""
    path = np.zeros(len(shares), np.int64)
    logs = np.log(np.maximum(shares, _LEAST)).astype(np.float64)
    near = _near(logs)
    if len(near):
        path[near] = _run(logs[near].tolist())
    return path


def _near(logs: npt.NDArray[np.float64]) -> npt.NDArray[np.int64]:
    """Return the units to search among: those likelier marked than not, and what stands before each.

    Before one, a run is followed until being inside has cost more than opening a span anew ever can; what
    lies farther off is outside, and no span reaches over it.
    """
    gain = logs[:, 1:].max(1, initial=-np.inf) - logs[:, 0]
    marked = np.flatnonzero(gain > 0)
    if not len(marked):
        return marked
    lost = np.concatenate([[0.0], np.cumsum(np.minimum(gain, 0.0))])
    units = np.arange(marked[-1] + 1)
    following = marked[np.searchsorted(marked, units)]
    return np.flatnonzero(lost[following] - lost[units + 1] > 2.0 * np.log(_LEAST) - 1.0)


def _run(logs: list[list[float]]) -> list[int]:
    """Return the likeliest run of log probabilities."""
    outside, first, later = 0.0, 0.0, -1e9  # of the likeliest run up to a unit, by how it ends
    back: list[tuple[int, int]] = []  # by unit: what goes before outside or first, and before later
    for one, two, three in logs:
        inner = 1 if first >= later else 2
        into = max(first, later)
        free = 0 if outside >= into else inner
        gone = max(outside, into)
        back.append((free, inner))
        outside, first, later = gone + one, gone + two, (into + three if len(back) > 1 else -1e9)
    state = 0 if outside >= max(first, later) else 1 if first >= later else 2
    path = []
    for free, inner in reversed(back):
        path.append(state)
        state = inner if state == 2 else free
    return path[::-1]
