"""Which accounts stand together: constrained agglomerative clustering, average linkage over log odds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np

from marsad.errors import LinkingError

MISSING = -4.0
"""Log odds of a pair without an edge."""

THRESHOLD = 0.0
"""Two groups merge while the mean of their pairs' log odds is above this."""


def group(
    keys: Iterable[str],
    edges: Mapping[tuple[str, str], float],
    same: Iterable[frozenset[str]],
    different: Iterable[tuple[str, str]],
) -> list[tuple[str, ...]]:
    """Return the groups of `keys`, each in ascending order, the groups by their first key.

    `edges` are log odds of pairs, in either order; a pair without one counts `MISSING`. Keys of one set of
    `same` always stand together (through keys that are not asked for, too), keys of one pair of `different`
    never, two accounts of one report (the part of the key before its last hyphen) only where `same` says
    so. The two groups with the highest mean merge first, ties by key, as long as it is above zero. The
    answer is the same for any order of the input. Raises LinkingError where `same` and `different`
    contradict each other.
    """
    names = sorted(set(keys))
    roots = _joined(same)
    apart = _apart(different, roots)
    whole: dict[str, list[int]] = {}
    for at, name in enumerate(names):
        whole.setdefault(_root(roots, name), []).append(at)
    blocks = sorted(whole.values())
    index = {names[at]: number for number, members in enumerate(blocks) for at in members}
    size = len(blocks)
    count = np.array([len(members) for members in blocks], dtype=np.float64)
    total = np.outer(count, count) * MISSING
    place = {name: at for at, name in enumerate(names)}
    told: dict[tuple[int, int], float] = {}
    for (one, other), score in edges.items():
        if one in place and other in place and one != other:
            pair = (min(place[one], place[other]), max(place[one], place[other]))
            told[pair] = max(score, told.get(pair, -np.inf))
    for pair in sorted(told):
        one, two = index[names[pair[0]]], index[names[pair[1]]]
        if one != two:
            total[one, two] += told[pair] - MISSING
            total[two, one] = total[one, two]
    blocked = np.zeros((size, size), dtype=bool)
    reports: dict[str, list[int]] = {}
    for name in names:
        reports.setdefault(name.rpartition("-")[0], []).append(index[name])
    for numbers in reports.values():
        for one in numbers:
            for two in numbers:
                blocked[one, two] |= one != two
    first = {_root(roots, name): index[name] for name in names}
    for left, right in apart:
        if left in first and right in first:
            blocked[first[left], first[right]] = blocked[first[right], first[left]] = True
    return _agglomerate(names, blocks, total, count, blocked)


def _agglomerate(names, blocks, total, count, blocked):  # type: ignore[no-untyped-def]
    """Merge greedily."""
    alive = [list(members) for members in blocks]
    np.fill_diagonal(blocked, True)
    while len(alive) > 1:
        mean = np.where(blocked, -np.inf, total / np.outer(count, count))
        at = int(mean.argmax())
        one, two = divmod(at, mean.shape[1])
        if mean[one, two] <= THRESHOLD:
            break
        alive[one] = sorted(alive[one] + alive[two])
        alive[two] = []
        total[one] += total[two]
        total[:, one] += total[:, two]
        count[one] += count[two]
        blocked[one] |= blocked[two]
        blocked[:, one] |= blocked[:, two]
        blocked[two] = blocked[:, two] = True
    return sorted(tuple(names[at] for at in members) for members in alive if members)


def _joined(same: Iterable[frozenset[str]]) -> dict[str, str]:
    """Return the parents of a union-find over the sets, the smallest key on top."""
    roots: dict[str, str] = {}
    for keys in same:
        for key in keys:
            one, other = _root(roots, min(keys)), _root(roots, key)
            if one != other:
                roots[max(one, other)] = min(one, other)
    return roots


def _root(roots: Mapping[str, str], key: str) -> str:
    """Return the key that stands for `key`'s set."""
    while key in roots:
        key = roots[key]
    return key


def _apart(different: Iterable[tuple[str, str]], roots: Mapping[str, str]) -> set[tuple[str, str]]:
    """Return the pairs of sets that are apart; raises LinkingError for a pair within one set."""
    apart = set()
    for one, other in different:
        left, right = _root(roots, one), _root(roots, other)
        if left == right:
            raise LinkingError(
                f"got the judgement that {one} and {other} are different events, and judgements that make "
                "them the same: undo one of them"
            )
        apart.add((min(left, right), max(left, right)))
    return apart
