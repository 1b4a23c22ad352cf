"""Which accounts stand together: people's judgements first, then the likeness of pairs.

Constrained agglomerative clustering with average linkage over log odds: see `agglomerate`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np

from marsad.errors import LinkingError
from marsad.linking.agglomerate import Array, agglomerate

MISSING = -4.0
"""Log odds that a pair without an edge counts in a mean: below EDGE, for it was not worth keeping."""


def group(
    keys: Iterable[str],
    edges: Mapping[tuple[str, str], float],
    same: Iterable[frozenset[str]],
    different: Iterable[tuple[str, str]],
) -> list[tuple[str, ...]]:
    """Return the groups of `keys`, each in ascending order, the groups by their first key.

    `edges` are log odds of pairs, in either order (of two for one pair the higher); a pair without one counts
    `MISSING`. Keys of one set of `same` always stand together, also through keys that are not asked for; keys
    of one pair of `different` never; two accounts of one report (what stands before the last hyphen of their
    keys) only where `same` says so. The two groups with the highest mean merge first, ties by key, as long
    as the mean is above zero. The answer is the same for any order of the input. Raises LinkingError where
    `same` and `different` contradict each other.
    """
    names = sorted(set(keys))
    tops = _joined(same)
    apart = _apart(different, tops)
    scores = _scores(names, edges)
    found: list[tuple[str, ...]] = []
    for part in _parts(names, scores, tops):
        blocks = _blocks(part, tops)
        total, blocked = _tables(blocks, scores, apart, tops)
        count = np.array([len(block) for block in blocks], dtype=np.float64)
        for members in agglomerate(total, count, blocked):
            found.append(tuple(sorted(key for at in members for key in blocks[at])))
    return sorted(found)


Scores = dict[str, dict[str, float]]


def _scores(names: list[str], edges: Mapping[tuple[str, str], float]) -> Scores:
    """Return the log odds of the pairs of `names`, both ways."""
    scores: Scores = {name: {} for name in names}
    for (one, other), score in edges.items():
        if one != other and one in scores and other in scores:
            score = max(score, scores[one].get(other, score))
            scores[one][other] = scores[other][one] = score
    return scores


def _parts(names: list[str], scores: Scores, tops: Mapping[str, str]) -> list[list[str]]:
    """Return the keys that edges or judgements connect, part by part: no group reaches beyond its part."""
    members: dict[str, list[str]] = {}
    for name in names:
        members.setdefault(_top(tops, name), []).append(name)
    parts: list[list[str]] = []
    seen: set[str] = set()
    for name in names:
        if name in seen:
            continue
        seen.add(name)
        part, open_ = [], [name]
        while open_:
            key = open_.pop()
            part.append(key)
            for near in (*scores[key], *members[_top(tops, key)]):
                if near not in seen:
                    seen.add(near)
                    open_.append(near)
        parts.append(sorted(part))
    return parts


def _blocks(part: list[str], tops: Mapping[str, str]) -> list[list[str]]:
    """Return the keys that judgements hold together, block by block, ordered by their first key."""
    blocks: dict[str, list[str]] = {}
    for key in part:
        blocks.setdefault(_top(tops, key), []).append(key)
    return sorted(blocks.values())


def _tables(
    blocks: list[list[str]], scores: Scores, apart: set[tuple[str, str]], tops: Mapping[str, str]
) -> tuple[Array, Array]:
    """Return the sums of log odds between blocks, and which two blocks may not merge."""
    home = {key: at for at, block in enumerate(blocks) for key in block}
    sizes = np.array([len(block) for block in blocks], dtype=np.float64)
    total = np.outer(sizes, sizes) * MISSING
    blocked = np.zeros((len(blocks), len(blocks)), dtype=bool)
    reports: dict[str, set[int]] = {}
    for key in sorted(home):
        at = home[key]
        reports.setdefault(key.rpartition("-")[0], set()).add(at)
        for other in sorted(scores[key]):
            total[at, home[other]] += scores[key][other] - MISSING
    for held in reports.values():
        inside = sorted(held)
        blocked[np.ix_(inside, inside)] = True
    by_top = {_top(tops, key): at for key, at in home.items()}
    for one, two in apart:
        if one in by_top and two in by_top:
            blocked[by_top[one], by_top[two]] = blocked[by_top[two], by_top[one]] = True
    return (total + total.T) / 2, blocked  # exactly symmetric, whatever the order of the sums


def _joined(same: Iterable[frozenset[str]]) -> dict[str, str]:
    """Return the parents of a union-find over the sets, the smallest key on top."""
    parents: dict[str, str] = {}
    for keys in same:
        for key in keys:
            one, other = _top(parents, min(keys)), _top(parents, key)
            if one != other:
                parents[max(one, other)] = min(one, other)
    return {key: _top(parents, key) for key in parents}


def _top(parents: Mapping[str, str], key: str) -> str:
    """Return the key that stands for `key`'s set."""
    while key in parents:
        key = parents[key]
    return key


def _apart(different: Iterable[tuple[str, str]], tops: Mapping[str, str]) -> set[tuple[str, str]]:
    """Return the pairs of sets that are apart; raises LinkingError for a pair within one set."""
    apart = set()
    for one, other in different:
        left, right = _top(tops, one), _top(tops, other)
        if left == right:
            raise LinkingError(
                f"got the judgement that {one} and {other} are different events, and judgements that make "
                "them the same: undo one of them"
            )
        apart.add((min(left, right), max(left, right)))
    return apart
