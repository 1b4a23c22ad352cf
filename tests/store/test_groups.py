"""Candidates, edges, components, groups: what belongs together, and how that changes without loss."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from marsad.codebook import Count, Period, Place
from marsad.errors import StoreError
from marsad.linking import Account, Likeness, Reason, block, possible
from marsad.store import Store
from tests.store.tellings import NADOR, ORAN, account, put, report, settle, sound

_DATES = st.one_of(
    st.none(),
    st.dates(min_value=date(2020, 1, 1), max_value=date(2020, 2, 20)).map(
        lambda day: Period(day.isoformat())
    ),
    st.sampled_from([Period("2020"), Period("2020-01"), Period("2020-02"), Period("2019")]),
)
_PLACES = st.sampled_from([
    None, NADOR, ORAN,
    Place("Near Nador", None, 35.4, -2.6, "MA", "town"),
    Place("Dateline", None, -17.0, 179.9, "FJ", "town"),
    Place("Beyond", None, -17.0, -179.9, "FJ", "town"),
    Place("Oriental", None, 34.0, -3.0, "MA", "region"),
])  # fmt: skip
_TOLD = st.fixed_dictionaries(
    {
        "date": _DATES,
        "place": _PLACES,
        "country": st.sampled_from([None, "MA", "DZ", "FJ"]),
        "published": st.sampled_from([None, "2020-01-15", "2020-03-01"]),
    }
)


def made(number: int, told: dict[str, Any]) -> tuple[Any, Account]:
    """Return a report and its account."""
    values = dict(told)
    one = report(text=f"Report {number}.", published=values.pop("published"))
    return one, account(one, **values)


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(_TOLD, min_size=2, max_size=25))
def test_candidates_are_those_that_may_be(store: Store, told: list[dict[str, Any]]) -> None:
    """The database finds exactly the accounts that `linking.possible` lets through."""
    accounts = [made(number, one) for number, one in enumerate(told)]
    with pytest.raises(KeyboardInterrupt), store.writing() as w:
        for one, own in accounts:
            put(w, one, [own])
        for _, own in accounts:
            wanted = sorted(other.key for _, other in accounts if possible(block(own), block(other)))
            assert [other.key for other in w.candidates(block(own))] == wanted
        raise KeyboardInterrupt  # so that every example begins with an empty record


def test_candidates_have_a_bound(store: Store) -> None:
    """At most so many are looked at, the latest first."""
    with store.writing() as w:
        days = [made(n, {"published": None, "date": Period(f"2020-01-{n + 1:02}")}) for n in range(9)]
        for one, own in days:
            put(w, one, [own])
        anywhere = block(made(99, {"published": None, "date": None, "place": None, "country": None})[1])
        found = w.candidates(anywhere, most=3)
    assert {one.incident.date for one in found} == {
        Period("2020-01-09"),
        Period("2020-01-08"),
        Period("2020-01-07"),
    }


def likely(score: float) -> Likeness:
    """Return a likeness with a reason."""
    return Likeness(score, (Reason("place", "same", score, "Nador", ("a", 1)),))


def three(w: Any, count: int = 3) -> list[str]:
    """Keep some reports with an account each; return the keys in ascending order."""
    keys: list[str] = []
    for number in range(count):
        one = report(text=f"Telling {number}.", published=f"2020-03-{number + 2:02}")
        keys += put(w, one, [account(one, arrested=Count(number))])
    return sorted(keys)


def test_edges_and_components(store: Store) -> None:
    """What hangs together is found through positive edges, incidents and judgements, no weak edges."""
    with store.writing() as w:
        a, b, c, d, e = three(w, 5)
        w.put_edges({(b, a): likely(2.0), (b, c): likely(-1.0)})
        w.put_edges({(a, b): likely(3.0)})
        assert w.edges(a) == w.edges(a)
        assert [(edge.other, edge.likeness.score) for edge in w.edges(b)] == [(a, 3.0), (c, -1.0)]
        assert w.edges(b)[0].likeness.reasons[0].words("en") is not None
        assert set(w.component([a]).accounts) == {a, b}
        assert w.component([a]).edges == {(a, b): 3.0}
        w.put_judgement(digest="j", at=1, who="A", kind="same", reason="", payload={"accounts": [b, c]},
                        accounts=[b, c])  # fmt: skip
        w.regroup([[c, d], [e]], at=5)
        part = w.component([a])
        assert set(part.accounts) == {a, b, c, d}
        assert part.edges == {(a, b): 3.0, (b, c): -1.0}
        assert [one.digest for one in part.judgements] == ["j"]
        with pytest.raises(ValueError, match="to itself"):
            w.put_edges({(a, a): likely(1.0)})


def test_regroup_keeps_what_it_can(store: Store) -> None:
    """Groups keep their incident, merged ones say into which, a split gives the old one back."""
    with store.writing() as w:
        a, b, c = three(w)
        first = w.regroup([[a], [b], [c]], at=10)
        assert first.groups == {1: (a,), 2: (b,), 3: (c,)}
        assert first.changed == {1, 2, 3}
        same = w.regroup([[c], [a], [b]], at=11)
        assert (same.changed, same.retired) == (frozenset(), {})
        merged = w.regroup([[a, b, c]], at=20)
        assert merged.groups == {1: (a, b, c)}
        assert merged.changed == {1}
        assert merged.retired == {2: 1, 3: 1}
        assert [w.incident(number) for number in (1, 2, 3)] == [1, 1, 1]
        split = w.regroup([[a, c], [b]], at=30)
        assert (split.groups, split.retired) == ({1: (a, c), 2: (b,)}, {})
        assert [w.incident(number) for number in (1, 2, 3)] == [1, 2, 1]
        assert [w.members(1, as_of=at) for at in (9, 10, 19, 20, 29, 30)] == [
            (), (a,), (a,), (a, b, c), (a, b, c), (a, c),
        ]  # fmt: skip
        assert w.incidents_of([a, b, c]) == {a: 1, b: 2, c: 1}


def test_regroup_gives_the_incident_to_the_larger_share(store: Store) -> None:
    """The group with most of an incident's accounts keeps it; a clock that went back makes no overlap."""
    with store.writing() as w:
        a, b, c = three(w)
        w.regroup([[a, b, c]], at=10)
        done = w.regroup([[a], [b, c]], at=5)
        assert done.groups == {1: (b, c), 2: (a,)}
        settle(w, [a, b, c], at=5, groups=[[a], [b, c]])
    assert sound(store)


def test_regroup_refuses(store: Store) -> None:
    """An account in two groups, an empty group and an unknown account are refused."""
    with store.writing() as w:
        a, b, _ = three(w)
        for groups in ([[a], [a, b]], [[a], []]):
            with pytest.raises(ValueError, match="each account once"):
                w.regroup(groups, at=1)
        with pytest.raises(StoreError, match="put it first"):
            w.regroup([["0000000000000000-1"]], at=1)
        with pytest.raises(StoreError, match="does not hold"):
            w.incident(77)
