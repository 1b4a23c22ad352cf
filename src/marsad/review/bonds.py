"""What people's judgements bind: accounts that tell of one incident, and accounts that do not."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from marsad.review.judgement import Judgement
from marsad.review.standing import standing


@dataclass(frozen=True, slots=True)
class Bonds:
    """`same`: sets of accounts held together; `different`: pairs held apart, the lesser key first.

    `overruled` names (by digest) the judgements of which a newer one left nothing or not all.
    """

    same: tuple[frozenset[str], ...]
    different: tuple[tuple[str, str], ...]
    overruled: tuple[str, ...] = ()


def bonds(judgements: Iterable[Judgement]) -> Bonds:
    """Return what the standing judgements bind. Where two contradict each other the newer one holds.

    Judgements follow each other through what they imply: who holds A with B and B with C has held A with C.
    The answer depends on the judgements and their times, not on the order in which they are given.
    """
    tied = _Ties()
    apart: dict[tuple[str, str], None] = {}
    overruled: list[str] = []
    for one in reversed(standing(judgements)):
        whole = True
        for left, right in _apart(one):
            if tied.find(left) == tied.find(right):
                whole = False
            else:
                apart[min(left, right), max(left, right)] = None
        for left, right in _together(one):
            whole &= tied.tie(left, right, apart)
        if not whole:
            overruled.append(one.digest)
    return Bonds(tied.sets(), tuple(sorted(apart)), tuple(sorted(overruled)))


def _together(one: Judgement) -> list[tuple[str, str]]:
    """Return the pairs that a judgement ties, a chain through the accounts that it holds together."""
    match one.kind:
        case "same":
            keys = sorted(one.accounts)
        case "split":
            keys = sorted(one.payload["moved"])
        case _:
            return []
    return list(pairwise(keys))


def _apart(one: Judgement) -> list[tuple[str, str]]:
    """Return the pairs that a judgement holds apart."""
    match one.kind:
        case "different":
            sides = one.payload["left"], one.payload["right"]
        case "split":
            sides = one.payload["moved"], one.payload["kept"]
        case _:
            return []
    return [(left, right) for left in sides[0] for right in sides[1]]


class _Ties:
    """Sets that grow together (union-find), none of which may hold a pair that is kept apart."""

    def __init__(self) -> None:
        self.above: dict[str, str] = {}
        self.inside: dict[str, set[str]] = {}

    def find(self, key: str) -> str:
        """Return the name of the set that holds a key."""
        while (above := self.above.get(key, key)) != key:
            key = above
        return key

    def tie(self, left: str, right: str, apart: dict[tuple[str, str], None]) -> bool:
        """Make one set of two; return False where that would join what is kept apart."""
        a, b = self.find(left), self.find(right)
        if a == b:
            return True
        these, those = self.inside.get(a, {a}), self.inside.get(b, {b})
        if any((min(x, y), max(x, y)) in apart for x in these for y in those):
            return False
        first, second = min(a, b), max(a, b)
        self.above[second] = first
        self.inside[first] = these | those
        self.inside.pop(second, None)
        return True

    def sets(self) -> tuple[frozenset[str], ...]:
        """Return the sets of more than one key, in the order of their least keys."""
        return tuple(
            frozenset(self.inside[name]) for name in sorted(self.inside) if len(self.inside[name]) > 1
        )
