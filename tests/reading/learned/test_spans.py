"""Marked words: the best run by Viterbi, and the spans made of it."""

from __future__ import annotations

from itertools import pairwise, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from marsad.reading.learned.outputs import Array, sigmoid, softmax
from marsad.reading.learned.spans import best, tagged
from tests.reading.learned.fakes import MOGADISHU, laid

SHEET = laid(MOGADISHU)
LABELS = ("EVENT", "PERP")
SCORE = st.floats(-20, 20, width=32)


def scores_of(units: int) -> st.SearchStrategy[Array]:
    """Draw the scores of one label."""
    return arrays(np.float32, (units, 3), elements=SCORE)


def allowed(run: tuple[int, ...]) -> bool:
    """Tell whether a run has each later unit behind a first or a later one."""
    return all(state != 2 or (at and run[at - 1] != 0) for at, state in enumerate(run))


def weight(run: tuple[int, ...], logs: Array) -> float:
    """Return the log probability of a run."""
    return float(sum(logs[at, state] for at, state in enumerate(run)))


@settings(max_examples=150)
@given(st.integers(1, 6).flatmap(scores_of))
def test_the_best_run_is_the_likeliest_of_all_that_are_allowed(scores: Array) -> None:
    """Against every run of up to six units: none allowed is likelier, and none begins with a later unit."""
    found = tuple(int(state) for state in best(scores))
    assert allowed(found)
    logs = np.log(np.maximum(softmax(scores), 1e-9))
    most = max(weight(run, logs) for run in product(range(3), repeat=len(scores)) if allowed(run))
    assert weight(found, logs) >= most - 1e-3


def step_by_step(scores: Array) -> list[int]:
    """Return the likeliest run by the plain search over every unit."""
    logs = np.log(np.maximum(softmax(scores), 1e-9)).astype(np.float64)
    total, back = np.array([logs[0, 0], logs[0, 1], -1e9]), []
    for row in logs[1:]:
        free, inner = int(np.argmax(total)), 1 if total[1] >= total[2] else 2
        back.append((free, free, inner))
        total = np.array([total[free], total[free], total[inner]]) + row
    path = [int(np.argmax(total))]
    for before in reversed(back):
        path.append(before[path[-1]])
    return path[::-1]


@pytest.mark.parametrize("sure", [0.0, 3.0, 6.0, 12.0, 25.0])
def test_the_search_near_what_is_marked_finds_what_a_search_over_all_finds(sure: float) -> None:
    """Of long texts, from those marked all over to those with a word or two."""
    random = np.random.default_rng(11)
    marked = 0
    for _ in range(60):
        scores = random.normal([sure, 0, 0], 4, (random.integers(1, 150), 3))
        scores[random.random(len(scores)) < 0.03, 0] -= sure + 4.0
        found = best(scores.astype(np.float32)).tolist()
        assert found == step_by_step(scores.astype(np.float32))
        marked += sum(state > 0 for state in found)
    assert marked


@settings(max_examples=50)
@given(st.integers(0, 60).flatmap(scores_of))
def test_no_later_unit_stands_without_a_first(scores: Array) -> None:
    """Also in long runs; one state a unit."""
    found = best(scores)
    assert len(found) == len(scores)
    assert allowed(tuple(found.tolist()))


@settings(max_examples=30)
@given(arrays(np.float32, (len(SHEET.units), len(LABELS), 3), elements=SCORE))
def test_spans_are_whole_units_of_the_text_in_order(tags: Array) -> None:
    """Each begins where a unit of the text begins and ends where one ends; those of a label lie apart."""
    starts = {start for start, _ in SHEET.units[SHEET.titled :]}
    ends = {end for _, end in SHEET.units[SHEET.titled :]}
    found = tagged(SHEET, tags, LABELS, {})
    assert [(span.start, -span.end) for span, _ in found] == sorted((s.start, -s.end) for s, _ in found)
    for span, score in found:
        assert span.start in starts
        assert span.end in ends
        assert span.label in LABELS
        assert 0.0 <= score <= 1.0
    for label in LABELS:
        own = [span for span, _ in found if span.label == label]
        assert all(one.end <= two.start for one, two in pairwise(own))


def said(*states: tuple[int, int, int], sure: float = 6.0) -> Array:
    """Return tags in which units (counted in the text) have a state of a label: (unit, label, state)."""
    tags = np.zeros((len(SHEET.units), len(LABELS), 3), np.float32)
    tags[..., 0] = sure
    for unit, label, state in states:
        tags[SHEET.titled + unit, label] = 0.0
        tags[SHEET.titled + unit, label, state] = sure
    return tags


def words(tags: Array, **bias: float) -> list[tuple[str, str]]:
    """Return the spans as words with their labels."""
    return [(span.of(MOGADISHU.text), span.label) for span, _ in tagged(SHEET, tags, LABELS, bias)]


def test_two_spans_that_touch_stay_two_and_labels_nest() -> None:
    """A first unit behind a span begins another; the wider of two labels comes first."""
    tags = said((0, 1, 1), (1, 1, 2), (2, 1, 2), (1, 0, 1), (3, 1, 1), (4, 1, 2))
    assert words(tags) == [("A suicide bomber", "PERP"), ("suicide", "EVENT"), ("blew himself", "PERP")]


def test_the_title_is_never_marked_and_the_last_unit_may_be() -> None:
    """Whatever is said of the title's units, spans are of the text; a span may end with the text."""
    last = len(SHEET.units) - SHEET.titled - 1
    tags = said((last, 0, 1))
    tags[: SHEET.titled, 0] = (0.0, 9.0, 0.0)
    assert words(tags) == [(".", "EVENT")]


def test_bias_marks_more_of_its_label_alone() -> None:
    """A unit that is hardly outside is marked once first and later units gain; the other label stays."""
    tags = said()
    tags[SHEET.titled + 2] = (1.0, 0.5, -5.0)
    assert words(tags) == []
    assert words(tags, EVENT=1.0) == [("bomber", "EVENT")]


def test_the_score_is_how_surely_its_units_are_not_outside() -> None:
    """The mean over the span's units of one minus the probability of outside."""
    tags = said((0, 0, 1), (1, 0, 2))
    tags[SHEET.titled + 1, 0] = (3.0, -9.0, 4.0)
    ((span, score),) = tagged(SHEET, tags, LABELS, {})
    assert span.of(MOGADISHU.text) == "A suicide"
    first, second = softmax(tags[SHEET.titled : SHEET.titled + 2, 0])
    assert score == pytest.approx(((1 - first[0]) + (1 - second[0])) / 2, abs=1e-6)


@settings(max_examples=100)
@given(arrays(np.float32, (4, 3), elements=st.floats(-30000, 60, width=32)), st.floats(0.5, 3))
def test_probabilities_are_probabilities(scores: Array, heat: float) -> None:
    """Softmax sums to 1 and keeps the order, sigmoid is 0.5 at 0; at no score does either overflow."""
    shares, alone = softmax(scores, heat), sigmoid(scores, heat)
    assert np.allclose(shares.sum(-1), 1.0, atol=1e-5)
    assert (shares[np.arange(4), scores.argmax(-1)] == shares.max(-1)).all()
    assert ((alone >= 0) & (alone <= 1)).all()
    assert (alone[scores >= 0] >= 0.5).all()
    assert (alone[scores <= 0] <= 0.5).all()


def test_heat_makes_less_sure() -> None:
    """At twice the temperature the same scores give flatter probabilities."""
    scores = np.array([2.0, 0.0, -1.0], np.float32)
    assert softmax(scores, 2.0).max() < softmax(scores).max()
    assert sigmoid(scores, 2.0)[0] < sigmoid(scores)[0]
