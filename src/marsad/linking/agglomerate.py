"""Agglomerative clustering with average linkage, after Sokal and Michener (1958), with bars.

Lance and Williams (1967) give the update: sums of similarities add up, and a mean is a sum over the product
of the sizes. O(n²) memory; the best partner of each row is kept, so that a merge looks again only at the rows
whose best partner it touched.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]


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
    partner = mean.argmax(axis=1) if rows else np.zeros(0, dtype=np.intp)
    best = mean[np.arange(len(rows)), partner]
    while rows:
        one = int(best.argmax())
        two = int(partner[one])
        if not best[one] > above:
            break
        rows[one] += rows[two]
        rows[two] = []
        total[one] += total[two]
        total[:, one] = total[one]
        count[one] += count[two]
        blocked[one] |= blocked[two]
        blocked[two] = True
        blocked[:, one] = blocked[one]
        blocked[:, two] = True
        blocked[one, two] = True
        fresh = np.where(blocked[one], -np.inf, total[one] / (count[one] * count))
        mean[one] = mean[:, one] = fresh
        mean[two] = mean[:, two] = -np.inf
        stale = (partner == one) | (partner == two)
        stale[[one, two]] = True
        better = ~stale & ((fresh > best) | ((fresh == best) & (one < partner)))
        partner[better], best[better] = one, fresh[better]
        again = np.flatnonzero(stale)
        partner[again] = mean[again].argmax(axis=1)
        best[again] = mean[again, partner[again]]
    return [members for members in rows if members]
