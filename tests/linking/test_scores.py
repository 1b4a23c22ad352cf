"""Scores of linking: B³, pairs, look-alikes, on examples worked out by hand."""

from __future__ import annotations

import pytest

from marsad.linking.scores import apart, b_cubed, merged, pairwise

EVENTS = {"a": "1", "b": "1", "c": "1", "d": "2", "e": "2"}


def test_right_groups_score_one() -> None:
    """The events themselves are perfect, and nothing at all is vacuously so."""
    groups = [("a", "b", "c"), ("d", "e")]
    assert b_cubed(EVENTS, groups).f1 == pairwise(EVENTS, groups).f1 == 1.0
    assert b_cubed({}, []).f1 == pairwise({}, []).f1 == 1.0


def test_b_cubed_by_hand() -> None:
    """{a b} {c d e}: precision (1 1 1/3 2/3 2/3)/5, recall (2/3 2/3 1/3 1 1)/5."""
    rates = b_cubed(EVENTS, [("a", "b"), ("c", "d", "e")])
    assert rates.precision == pytest.approx(11 / 15)
    assert rates.recall == pytest.approx(11 / 15)
    assert rates.items == 5


def test_pairs_by_hand() -> None:
    """Of four pairs made two are right, of four wanted two are made."""
    rates = pairwise(EVENTS, [("a", "b"), ("c", "d", "e")])
    assert (rates.precision, rates.recall, rates.items) == (0.5, 0.5, 4)
    assert pairwise(EVENTS, []).precision == 1.0
    assert pairwise(EVENTS, []).f1 == 0.0


def test_items_outside_count_as_alone_or_not_at_all() -> None:
    """An item in no group stands alone; one without an event is passed over."""
    assert b_cubed({"a": "1", "b": "1"}, [("a", "z")]).recall == 0.5
    assert b_cubed({"a": "1", "b": "1"}, [("a", "b", "z")]).precision == 1.0


def test_look_alikes_are_counted() -> None:
    """Pairs of different events that stand in one group."""
    assert apart({"a": "1", "b": "1", "d": "2"}) == [("a", "d"), ("b", "d")]
    assert merged([("a", "d"), ("b", "d"), ("a", "x")], [("a", "d"), ("b",)]) == (1, 3)
