"""Groups: the same for any order, and never against a judgement."""

from __future__ import annotations

import random
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marsad.errors import LinkingError
from marsad.linking import group

KEYS = [f"{report:016x}-{number}" for report in range(6) for number in (1, 2)]
A, B, C, D = (f"{letter * 16}-1" for letter in "abcd")
keys = st.sampled_from(KEYS)
edges = st.dictionaries(
    st.tuples(keys, keys).filter(lambda pair: pair[0] < pair[1]),
    st.sampled_from((-2.5, -1.0, 0.5, 1.0, 2.0, 6.0)),
    max_size=30,
)
same = st.lists(st.frozensets(keys, min_size=2, max_size=3), max_size=2)
different = st.lists(st.tuples(keys, keys).filter(lambda pair: pair[0] != pair[1]), max_size=4)


def home(groups: list[tuple[str, ...]]) -> dict[str, int]:
    """Return the number of each key's group."""
    return {key: number for number, members in enumerate(groups) for key in members}


@given(edges, same, different, st.randoms(use_true_random=False))
def test_groups_respect_judgements_and_no_order_matters(
    pairs: dict[tuple[str, str], float],
    together: list[frozenset[str]],
    apart: list[tuple[str, str]],
    chance: random.Random,
) -> None:
    """Every key stands in one group; the same stand together, the different apart; order changes nothing."""
    try:
        groups = group(KEYS, pairs, together, apart)
    except LinkingError:
        closed = home(group(KEYS, {}, together, ()))
        assert any(closed[one] == closed[two] for one, two in apart)
        return
    where = home(groups)
    assert sorted(key for members in groups for key in members) == KEYS
    assert groups == sorted(tuple(sorted(members)) for members in groups)
    for held in together:
        assert len({where[key] for key in held}) == 1
    for one, two in apart:
        assert where[one] != where[two]
    bound = home(group(KEYS, {}, together, ()))
    for one, two in combinations(KEYS, 2):
        if one[:16] == two[:16] and where[one] == where[two]:
            assert bound[one] == bound[two]
    mixed = list(pairs.items())
    chance.shuffle(mixed)
    swapped = {(two, one) if chance.random() < 0.5 else (one, two): score for (one, two), score in mixed}
    others = [(two, one) for one, two in chance.sample(apart, len(apart))]
    mixed_keys, mixed_same = chance.sample(KEYS, len(KEYS)), chance.sample(together, len(together))
    assert group(mixed_keys, swapped, mixed_same, others) == groups


def test_the_mean_of_all_pairs_decides() -> None:
    """A chain does not hold: a third joins only where it is like both; pairs without an edge count."""
    assert group([A, B, C], {(A, B): 5.0, (B, C): 3.0}, [], []) == [(A, B), (C,)]
    assert group([A, B, C], {(A, B): 5.0, (B, C): 3.0, (A, C): -1.0}, [], []) == [(A, B, C)]
    assert group([A, B], {(A, B): 0.0}, [], []) == [(A,), (B,)]


def test_ties_go_by_key() -> None:
    """Of two equally good merges the one with the lower keys comes first."""
    assert group([A, B, C], {(A, B): 2.0, (B, C): 2.0}, [], []) == [(A, B), (C,)]


def test_people_overrule_the_machine() -> None:
    """The same stay together against all odds, the different apart, also through the groups they are in."""
    assert group([A, B], {}, [frozenset({A, B})], []) == [(A, B)]
    assert group([A, B], {(A, B): 9.0}, [], [(B, A)]) == [(A,), (B,)]
    pairs = {(A, B): 9.0, (A, C): 8.0, (B, C): 9.5}
    assert group([A, B, C], pairs, [], [(A, C)]) == [(A,), (B, C)]
    assert group([A, B, C], pairs, [frozenset({A, D}), frozenset({D, C})], []) == [(A, B, C)]


def test_accounts_of_one_report_are_different_events() -> None:
    """Two incidents of a report never merge by likeness, only where a person says so."""
    first, second = "a" * 16 + "-1", "a" * 16 + "-2"
    assert group([first, second, B], {(first, B): 5.0, (second, B): 6.0, (first, second): 9.0}, [], []) == [
        (first,),
        (second, B),
    ]
    assert group([first, second], {}, [frozenset({first, second})], []) == [(first, second)]


def test_judgements_that_contradict_each_other_are_refused() -> None:
    """The same and different at once names both accounts and what to do."""
    with pytest.raises(LinkingError, match="undo one of them"):
        group([A, B, C], {}, [frozenset({A, B}), frozenset({B, C})], [(A, C)])


def test_edges_to_others_are_passed_over() -> None:
    """Keys that are not asked for have no part in it."""
    assert group([A, B], {(A, D): 9.0, (B, D): 9.0}, [], [(C, D)]) == [(A,), (B,)]
    assert group([], {}, [], []) == []


def test_a_large_part_is_cut_down_as_it_merges() -> None:
    """Many accounts of many events in one connected part fall into their events."""
    chance = random.Random(5)
    names = [f"{number:016x}-1" for number in range(300)]
    near = {
        (one, two): chance.uniform(1, 3) if int(one[:16], 16) % 30 == int(two[:16], 16) % 30 else -1.5
        for one, two in combinations(names, 2)
    }
    groups = group(names, near, [], [])
    assert [len(members) for members in groups] == [10] * 30
    assert all(len({int(key[:16], 16) % 30 for key in members}) == 1 for members in groups)
