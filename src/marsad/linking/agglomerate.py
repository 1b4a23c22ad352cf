"""Agglomerative clustering with average linkage, after Sokal and Michener (1958), with bars.

Lance and Williams (1967) give the update: sums of similarities add up, and a mean is a sum over the product
of the sizes. O(n²) memory; each merge looks for the highest mean among what is left.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]
SHRINK = 64
"""Rows that have merged away before the tables are cut down to the living ones."""


def agglomerate(total: Array, count: Array, blocked: Array, above: float = 0.0) -> list[list[int]]:
    """Return the groups of n items as lists of row numbers.

    `total` (n, n) holds the symmetric sums of similarities, `count` (n,) how many each row stands for,
    `blocked` (n, n) which may not merge; its diagonal is set here. The pair with the highest mean merges as
    long as it is greater than `above`; of equal means the pair with the lowest rows. Two merged rows may
    not merge with what either may not.
    """
    total, count, blocked = total.copy(), count.copy(), blocked.copy()
    np.fill_diagonal(blocked, True)
    rows = [[at] for at in range(len(count))]
    mean = np.where(blocked, -np.inf, total / np.outer(count, count))
    gone = np.zeros(len(count), dtype=bool)
    while mean.size:
        one, two = divmod(int(mean.argmax()), len(mean))
        if not mean[one, two] > above:
            break
        rows[one] += rows[two]
        total[one] += total[two]
        total[:, one] = total[one]
        count[one] += count[two]
        blocked[one] |= blocked[two]
        blocked[:, one] = blocked[one]
        fresh = np.where(blocked[one], -np.inf, total[one] / (count[one] * count))
        fresh[gone] = -np.inf
        mean[one] = mean[:, one] = fresh
        mean[two] = mean[:, two] = -np.inf
        rows[two] = []
        gone[two] = True
        if gone.sum() >= SHRINK:
            left = np.flatnonzero(~gone)
            inside = np.ix_(left, left)
            total, blocked, mean = total[inside], blocked[inside], mean[inside]
            dropped, count, gone = [rows[at] for at in left], count[left], gone[left]
            rows = dropped
    return [members for members in rows if members]
