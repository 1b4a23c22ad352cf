"""Which sentences tell of which incident: clusters in the order of the text, parts that leave none out."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from marsad.reading.learned.membership import MOST, Array, clusters, parts
from tests.reading.learned.fakes import TWO, laid

SCENE = laid(TWO).scene
PLAIN = {"tells": 0.3, "joins": 0.5, "opens": 0.5}
SHARE = st.floats(0.0, 1.0, width=32)


def shares(*rows: object) -> Array:
    """Return probabilities as the network gives them."""
    return np.array(rows if len(rows) > 1 else rows[0], np.float32)


@st.composite
def judgements(draw: st.DrawFn) -> tuple[Array, Array]:
    """Draw what the first stage may say of up to nine sentences."""
    count = draw(st.integers(0, 9))
    fore = draw(st.lists(SHARE, min_size=count, max_size=count))
    flat = draw(st.lists(SHARE, min_size=count * count, max_size=count * count))
    same = np.array(flat, np.float32).reshape(count, count)
    return np.array(fore, np.float32), np.maximum(same, same.T)


def test_the_text_has_four_sentences() -> None:
    """What the tests below count on."""
    assert len(SCENE.sentences) == 4


@settings(max_examples=200)
@given(judgements(), SHARE, SHARE, SHARE)
def test_clusters_are_at_least_one_and_hold_probabilities(
    judged: tuple[Array, Array], tells: float, joins: float, opens: float
) -> None:
    """Whatever the network says and dev chose: 1 to MOST rows, a column a sentence, none above its `fore`."""
    fore, same = judged
    inside = clusters(fore, same, tells=tells, joins=joins, opens=opens)
    assert inside.dtype == np.float32
    assert 1 <= len(inside) <= MOST
    assert inside.shape[1] == len(fore)
    assert (inside >= 0).all()
    assert (inside <= fore + 1e-6).all()


@settings(max_examples=100)
@given(st.lists(st.floats(0.5, 1.0, width=32), min_size=1, max_size=9), st.floats(0.5, 1.0, width=32))
def test_sentences_that_are_all_alike_are_one_incident(fore: list[float], alike: float) -> None:
    """Where every pair is told to be of one incident, there is one, and it has all sentences."""
    inside = clusters(shares(fore), np.full((len(fore),) * 2, alike, np.float32), **PLAIN)
    assert inside.tolist() == [shares(fore).tolist()]


@settings(max_examples=100)
@given(st.lists(st.integers(0, 3), min_size=1, max_size=9))
def test_clear_groups_come_back_in_the_order_of_their_first_sentences(groups: list[int]) -> None:
    """Sentences of known incidents are divided as they are, the incident first told being the first."""
    same = np.array([[0.95 if a == b else 0.05 for b in groups] for a in groups], np.float32)
    inside = clusters(np.full(len(groups), 0.9, np.float32), same, **PLAIN)
    first = list(dict.fromkeys(groups))
    assert [[at for at in range(len(groups)) if row[at] >= 0.5] for row in inside] == [
        [at for at, own in enumerate(groups) if own == group] for group in first
    ]


def test_a_sentence_below_tells_opens_and_joins_nothing() -> None:
    """Background between two incidents belongs to neither; with none that tells there is still one row."""
    same = np.full((3, 3), 0.1, np.float32)
    assert len(clusters(shares(0.9, 0.1, 0.8), same, **PLAIN)) == 2
    alone = clusters(shares(0.2, 0.1, 0.05), same, **PLAIN)
    assert alone.tolist() == [shares(0.2, 0.1, 0.05).tolist()]


def test_a_sentence_between_tells_and_opens_joins_what_it_fits_best() -> None:
    """Too weak to open an incident of its own, it goes to the nearest, though that is far."""
    same = shares([1, 0.1, 0.2], [0.1, 1, 0.4], [0.2, 0.4, 1])
    inside = clusters(shares(0.9, 0.9, 0.45), same, **PLAIN)
    assert len(inside) == 2
    assert inside[1, 2] == np.float32(0.45)
    assert inside[0, 2] == pytest.approx(0.45 * 0.2, abs=1e-6)


def test_the_order_of_the_text_does_not_decide() -> None:
    """A lead that is unsure of the third sentence does not part the two that the fourth holds together."""
    same = shares([1, 0.9, 0.3, 0.9], [0.9, 1, 0.2, 0.9], [0.3, 0.2, 1, 0.98], [0.9, 0.9, 0.98, 1])
    assert len(clusters(np.full(4, 0.9, np.float32), same, **PLAIN)) == 1


def test_an_incident_without_a_sentence_that_opens_is_none() -> None:
    """Weak sentences told first are no incident of their own beside one that is sure."""
    same = shares([1, 0.9, 0.1], [0.9, 1, 0.1], [0.1, 0.1, 1])
    inside = clusters(shares(0.4, 0.35, 0.95), same, **PLAIN)
    assert inside.tolist() == [shares(0.4, 0.35, 0.95).tolist()]


def test_no_report_has_more_than_most_incidents() -> None:
    """Ten sentences that share nothing make MOST incidents; the rest join the nearest."""
    inside = clusters(np.full(10, 0.9, np.float32), np.zeros((10, 10), np.float32), **PLAIN)
    assert len(inside) == MOST


def test_no_sentence_makes_one_incident_of_none() -> None:
    """An empty text: one row without a column."""
    assert clusters(np.zeros(0, np.float32), np.zeros((0, 0), np.float32), **PLAIN).shape == (1, 0)


@settings(max_examples=100)
@given(st.lists(st.lists(SHARE, min_size=4, max_size=4), min_size=1, max_size=4))
def test_parts_leave_no_sentence_out(rows: list[list[float]]) -> None:
    """Every sentence is in some part; parts are numbered from 1, each has one or more, in order."""
    found = parts(SCENE, np.array(rows, np.float32))
    assert [part.number for part in found] == list(range(1, len(rows) + 1))
    for part in found:
        told = [sentence.index for sentence in part.sentences]
        assert told
        assert told == sorted(set(told))
    assert {s.index for part in found for s in part.sentences} == {0, 1, 2, 3}


def test_one_incident_has_the_whole_report() -> None:
    """Also the sentences that hardly tell of it."""
    (part,) = parts(SCENE, [[0.9, 0.0, 0.1, 0.0]])
    assert part.sentences == SCENE.sentences


def test_sentences_of_none_follow_the_incident_before_them_and_shared_ones_are_of_both() -> None:
    """The third, of none, follows the second incident, told last; the fourth tells of both."""
    one, two = parts(SCENE, [[0.9, 0.1, 0.2, 0.7], [0.0, 0.9, 0.1, 0.8]])
    assert [s.index for s in one.sentences] == [0, 3]
    assert [s.index for s in two.sentences] == [1, 2, 3]


def test_an_incident_without_a_sure_sentence_has_its_likeliest() -> None:
    """No part is empty."""
    one, two = parts(SCENE, [[0.9, 0.9, 0.9, 0.9], [0.0, 0.2, 0.4, 0.1]])
    assert len(one.sentences) == 4
    assert [s.index for s in two.sentences] == [2]
