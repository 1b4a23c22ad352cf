"""Agreement of coders: the published examples, and distances worked out by hand."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marsad.codebook import Count, Incident, Period, Place
from marsad.codebook.fields import NAMES
from marsad.codebook.values import to_json
from marsad.review import INCIDENT, judgement, rounds
from marsad.review.agreement import agreement, alpha
from marsad.review.distances import interval, masi, period, place

FOUR = (
    "1 2 3 3 2 1 4 1 2 . . .",
    "1 2 3 3 2 2 4 1 2 5 . 3",
    ". 3 3 3 2 3 4 2 2 5 1 .",
    "1 2 3 3 2 4 4 1 2 5 1 .",
)
FEZ = Place("Fes", 2548885, 34.0333, -5.0, "MA", "town")
MEKNES = Place("Meknes", 2542715, 33.895, -5.555, "MA", "town")
ORIENTAL = Place("Oriental", 11281874, 34.05, -2.5, "MA", "region")


def four() -> list[list[int]]:
    """Return example C of Krippendorff (2011): twelve units, four coders, some values missing."""
    columns = zip(*(row.split() for row in FOUR), strict=True)
    return [[int(value) for value in column if value != "."] for column in columns]


@pytest.mark.parametrize(
    ("units", "expected"),
    [
        (list(zip("0100000010", "1110010000", strict=True)), 0.095),
        (list(zip("aabbdcccedda", "babbbccceddd", strict=True)), 0.692),
        (four(), 0.743),
    ],
)
def test_nominal_alpha_is_that_of_the_published_examples(units: Any, expected: float) -> None:
    """Examples A, B and C of "Computing Krippendorff's alpha-reliability" (2011)."""
    assert alpha(units) == pytest.approx(expected, abs=0.0005)


def test_interval_alpha_is_that_of_the_published_example() -> None:
    """Example C with the interval metric."""
    counts = [[Count(value) for value in unit] for unit in four()]
    assert alpha(counts, interval) == pytest.approx(0.849, abs=0.0005)


def test_alpha_says_nothing_where_there_is_nothing_to_disagree_on() -> None:
    """No unit, units with one value, and one value everywhere give none."""
    assert alpha([]) is None
    assert alpha([["a"], ["b"]]) is None
    assert alpha([["a", "a"], ["a", "a"]]) is None


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=2, max_size=20), st.randoms())
def test_alpha_knows_neither_coders_nor_order(units: list[tuple[int, int]], random: Any) -> None:
    """It is at most 1, 1 only where all agree, the same whoever is first and in whatever order."""
    mixed = [unit[::-1] for unit in units]
    random.shuffle(mixed)
    one, other = alpha(units), alpha(mixed)
    assert one == (None if other is None else pytest.approx(other))
    if one is not None:
        assert one <= 1
        assert (one == 1) == all(a == b for a, b in units)


@pytest.mark.parametrize(
    ("a", "b", "far"),
    [
        (("bombing",), ("bombing",), 0.0),
        (("bombing",), ("hijacking",), 1.0),
        (("bombing", "armed_assault"), ("armed_assault", "bombing"), 0.0),
        (("bombing",), ("bombing", "armed_assault"), 1 - 2 / 3 * 1 / 2),
        (("bombing", "hijacking"), ("bombing", "armed_assault"), 1 - 1 / 3 * 1 / 3),
    ],
)
def test_masi(a: tuple[str, ...], b: tuple[str, ...], far: float) -> None:
    """Worked out by hand after Passonneau (2006): equal, apart, one within the other, overlapping."""
    assert masi(a, b) == pytest.approx(far)
    assert masi(b, a) == masi(a, b)


@pytest.mark.parametrize(
    ("a", "b", "far"),
    [
        ("2019-12-05", "2019-12-05", 0.0),
        ("2019-12-05", "2019-12-06", 1 / 30),
        ("2019-12-05", "2020-12-05", 1.0),
        ("2019-12-05", "2019-12", (4 + 26) / 2 / 30),
        ("2019-12-05", None, 1.0),
        (None, None, 0.0),
    ],
)
def test_dates(a: str | None, b: str | None, far: float) -> None:
    """A day off is a thirtieth, a month against a day in it about a half, a year as far as can be."""
    one, other = (None if day is None else Period(day) for day in (a, b))
    assert period(one, other) == pytest.approx(far)
    assert period(other, one) == period(one, other)


def test_places() -> None:
    """Kilometres count up to a hundred; a region for a town at least a half; null is as far as can be."""
    assert place(FEZ, Place("Fès", 2548885, 34.03, -5.0, "MA", "town")) == 0
    assert place(FEZ, MEKNES) == pytest.approx(0.53, abs=0.02)
    assert place(FEZ, ORIENTAL) == 1.0
    assert place(FEZ, Place("Fes region", None, 34.0333, -5.0, "MA", "region")) == 0.5
    assert place(FEZ, None) == 1.0
    assert place(Place("X", None, None, None, "MA", "town"), Place("x", None, None, None, "MA", "town")) == 0


def coded(number: int, **differ: Any) -> list[Any]:
    """Return a round of Amal and Omar on an incident: the same sheets but for Omar's values in `differ`."""
    key = f"{number:016x}-1"
    asked = judgement("second", [key], at=number, who="Amal", first="Amal", second="Omar", bare=False)
    values = {name: to_json(getattr(Incident(killed=Count(number)), name)) for name in NAMES}
    made = [asked]
    for who, own in (("Amal", values), ("Omar", values | differ)):
        made.append(
            judgement("code", [key], at=number + 50, who=who, round=asked.digest, incident=True, values=own,
                      changed=[])
        )  # fmt: skip
    return made


def test_agreement_by_field() -> None:
    """Three incidents, one difference in a count and one null: the metric, the units and alpha of each."""
    told = [*coded(1), *coded(2, killed=4), *coded(3, killed=None)]
    found = {one.field: one for one in agreement(rounds(told))}
    assert set(found) == {INCIDENT, *NAMES}
    killed = found["killed"]
    assert (killed.metric, killed.units, killed.same) == ("interval", 2, 0.5)
    # by hand: values 1 1 2 4; observed 4 / 2, expected (1·2·2 + 9·2·2 + 4·1·2) / (4·3) → 1 - 3·8/48
    assert killed.alpha == pytest.approx(1 - 3 * 8 / 48)
    assert killed.said == alpha([(False, False), (False, False), (False, True)])
    assert found["outcome"].alpha is None
    assert found["outcome"].same == 1.0


def test_the_interval_holds_alpha_and_is_the_same_each_time() -> None:
    """The percentiles of units drawn anew lie around alpha, and a second reckoning gives the same."""
    told = [one for n in range(1, 30) for one in coded(n, **({"outcome": "foiled"} if n % 3 else {}))]
    told += [one for n in range(30, 60) for one in coded(n, outcome="unknown")]
    once, again = ({one.field: one for one in agreement(rounds(told))} for _ in range(2))
    assert once == again
    outcome = once["outcome"]
    assert outcome.alpha is not None and outcome.low is not None and outcome.high is not None
    assert outcome.low <= outcome.alpha <= outcome.high
    assert outcome.low < outcome.high
