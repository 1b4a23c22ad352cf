"""How well groups agree with the events that people named: B³, pairs, look-alikes.

B³ after Bagga and Baldwin (1998): for each item the share of its group that is of its event (precision) and
the share of its event that is in its group (recall), averaged over all items.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations


@dataclass(frozen=True, slots=True)
class Rates:
    """Precision and recall from 0 to 1; `items` is how many items or pairs they rest on."""

    precision: float
    recall: float
    items: int

    @property
    def f1(self) -> float:
        """The harmonic mean of both; 0 where both are 0."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def b_cubed(events: Mapping[str, str], groups: Iterable[Sequence[str]]) -> Rates:
    """Return B³ of `groups` (each a list of items) against `events` (event by item).

    Items without an event are passed over; an item in no group stands alone.
    """
    sizes = Counter(events.values())
    precision = recall = 0.0
    for members in _whole(events, groups):
        told = Counter(events[item] for item in members)
        for count in told.values():
            precision += count * count / len(members)
        recall += sum(count * count / sizes[event] for event, count in told.items())
    items = len(events)
    return Rates(precision / items, recall / items, items) if items else Rates(1.0, 1.0, 0)


def pairwise(events: Mapping[str, str], groups: Iterable[Sequence[str]]) -> Rates:
    """Return precision and recall over pairs of items; precision is 1 where no pair was made.

    `items` counts the pairs that are of one event.
    """
    right = made = 0
    for members in _whole(events, groups):
        made += len(members) * (len(members) - 1) // 2
        right += sum(n * (n - 1) // 2 for n in Counter(events[item] for item in members).values())
    wanted = sum(n * (n - 1) // 2 for n in Counter(events.values()).values())
    return Rates(right / made if made else 1.0, right / wanted if wanted else 1.0, wanted)


def merged(pairs: Iterable[tuple[str, str]], groups: Iterable[Sequence[str]]) -> tuple[int, int]:
    """Return how many of `pairs` stand in one group, and how many pairs there are."""
    home = {item: number for number, members in enumerate(groups) for item in members}
    told = list(pairs)
    return sum(one in home and home[one] == home.get(two) for one, two in told), len(told)


def apart(events: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return all pairs of items of different events, in order."""
    return [(one, two) for one, two in combinations(sorted(events), 2) if events[one] != events[two]]


def _whole(events: Mapping[str, str], groups: Iterable[Sequence[str]]) -> list[list[str]]:
    """Return the groups with the items that have an event, and a group each for the items in none."""
    told = [[item for item in members if item in events] for members in groups]
    held = {item for members in told for item in members}
    return [members for members in told if members] + [[item] for item in sorted(set(events) - held)]
