"""Counts over the whole record: the same as lists give, after every change too."""

from __future__ import annotations

import random
from collections import Counter
from functools import cache
from typing import Any

import pytest

from bench.made_up import MadeUp
from marsad.codebook import Period
from marsad.codebook.fields import fields
from marsad.store import Filters, Near, Store
from marsad.store.bulk import Whole
from marsad.store.filters import CLOSED
from marsad.store.held import Holder
from marsad.store.tallies import FACETS, Tallies
from tests.store.tellings import ORAN, account, add, report

AT = 1_700_000_000_000_000


@cache
def made_up() -> tuple[Whole, ...]:
    """Return made-up incidents; making up their world takes longer than the tests."""
    return tuple(MadeUp(seed=7).incidents(300))


@pytest.fixture
def many(store: Store) -> Store:
    """Return a record of 300 made-up incidents."""
    with store.writing() as w:
        w.put_incidents(made_up(), reader="made-up", at=AT)
    return store


def drawn(dice: random.Random) -> Filters:
    """Return some filters, most of which some incidents pass."""
    every: dict[str, Any] = {
        "since": f"{dice.randint(2004, 2024)}-05-01",
        "until": f"{dice.randint(2010, 2026)}-05-01",
        "reviews": ("machine",),
        "languages": tuple(dice.sample(("ar", "fr", "en"), 2)),
        "suicide": False,
        "household_precursors": False,
        "min_certainty": dice.random(),
        "near": Near(dice.uniform(-30, 50), dice.uniform(-100, 100), dice.choice((400, 4000, 9000))),
        "text": dice.choice(("ba*", "با*", "police", '"ba ri"')),
    } | {name: tuple(dice.sample(fields()[field].values, 2)) for name, field in CLOSED.items()}
    return Filters(**{name: every[name] for name in dice.sample(sorted(every), dice.randint(0, 3))})


def test_counts_are_those_of_lists(many: Store) -> None:
    """Under any filters as many incidents are counted as the list has, of each value as many as it adds."""
    dice, holder = random.Random(3), Holder()
    for _ in range(20):
        filters = drawn(dice)
        with many.reading() as r:
            told = Tallies(holder.held(r), filters, r)
            assert told.count == r.count(filters), filters
            states = r.list(filters, limit=1000).states
            for facet in FACETS.keys() - {name for name in FACETS if getattr(filters, name)}:
                field = FACETS[facet]
                found: Counter[Any] = Counter()
                for one in states:
                    own: dict[str, Any] = {"review": one.review, "langs": one.langs}
                    value: Any = own[field] if field in own else one.values[field]
                    found.update((value,) if isinstance(value, str) else value or ())
                assert dict(told.values(facet)) == found, (facet, filters)


def test_a_facet_counts_what_its_other_values_would_add(many: Store) -> None:
    """The values of a facet are counted without its own filter, so that one can see what to add."""
    with many.reading() as r:
        held = Holder().held(r)
        free, bound = Tallies(held, Filters(), r), Tallies(held, Filters(outcomes=("foiled",)), r)
        assert free.values("outcomes") == bound.values("outcomes")
        assert sum(count for _, count in bound.values("stages")) == bound.count < free.count == free.whole


def test_cells_hold_all_that_have_a_place_and_their_circle_finds_them(many: Store) -> None:
    """Every placed incident is in one cell; a filter by the cell's circle finds at least those in it."""
    with many.reading() as r:
        held = Holder().held(r)
        told = Tallies(held, Filters(), r)
        for most in (5, 50, 400):
            cells = told.cells(most)
            assert sum(one.count for one in cells) == told.placed
            for one in cells[:20]:
                around = Filters(near=Near(one.lat, one.lon, one.km))
                assert one.count <= Tallies(held, around, r).count == r.count(around)
                assert r.places_of([one.incident])
        assert len(told.cells(60)) <= 60 < len(told.cells(400))


def test_times_hold_all_that_are_known_so_exactly(many: Store) -> None:
    """Years hold every dated incident; filtered to a year they are months, to a month days."""
    with many.reading() as r:
        held = Holder().held(r)
        years = Tallies(held, Filters(), r).times()
        assert years.step == "year" and years.vague == 0
        assert sum(one.count for one in years.spans) == len(held)
        busy = max(years.spans, key=lambda one: one.count)
        within = Filters(since=busy.since.isoformat(), until=busy.until.isoformat())
        months = Tallies(held, within, r).times(31)
        assert months.step == "month" and len(months.spans) <= 12
        assert sum(one.count for one in months.spans) == busy.count == r.count(within)
        first = months.spans[0]
        days = Tallies(held, Filters(since=first.since.isoformat(), until=first.until.isoformat()), r).times(
            31
        )
        assert days.step == "day"
        assert sum(one.count for one in days.spans) + days.vague == first.count


def test_an_empty_record_has_nothing_to_count(store: Store) -> None:
    """Nothing is counted of nothing, whatever the filters."""
    with store.reading() as r:
        told = Tallies(Holder().held(r), Filters(text="x", countries=("MA",), near=Near(1, 1, 5)), r)
        assert (told.count, told.whole, told.placed, told.cells(), told.times().spans) == (0, 0, 0, [], ())
        assert told.values("countries") == told.values("attack_types") == []


def test_what_changes_is_read_again(store: Store) -> None:
    """New, changed and retired incidents are seen by the next snapshot; an older one still sees its own."""
    holder = Holder()
    for number in range(4):
        one = report(f"Telling {number}.", published="2020-03-01")
        add(store, one, account(one, place=ORAN, country="DZ"), at=10 * (number + 1), apart=True)
        with store.reading() as r:
            assert Tallies(holder.held(r), Filters(), r).values("countries") == [("DZ", number + 1)]
    with store.reading() as r:
        before = holder.held(r)
    with store.writing() as w:
        state = w.state(2)
        assert state is not None
        values = {**state.folded.values, "country": "MA", "date": Period("2011")}
        w.put_state(2, type(state.folded)(values, state.folded.choices, 0.5), at=90, review="corrected")
        w.close_state(3, at=91)
    with store.reading() as r:
        told = Tallies(holder.held(r), Filters(), r)
        assert told.values("countries") == [("DZ", 2), ("MA", 1)]
        assert told.values("reviews") == [("machine", 2), ("corrected", 1)]
        assert Tallies(holder.held(r), Filters(until="2012-01-01"), r).count == 1
    assert len(before) == 4


def test_only_what_changed_is_read(many: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """A new incident makes a few rows be read, not all."""
    holder = Holder()
    with many.reading() as r:
        assert len(holder.held(r)) == 300
        assert holder.held(r) is holder.held(r)
    one = report("Another.", published="2020-03-01")
    add(many, one, account(one), at=AT + 10, apart=True)
    read: list[int] = []
    with many.reading() as r:
        whole = r.narrow

        def noted(since: int | None = None) -> Any:
            read.append(since or 0)
            return whole(since)

        monkeypatch.setattr(r, "narrow", noted)
        assert len(holder.held(r)) == 301
    assert read == [AT]
