"""Lists: every filter, every order, pages, earlier times."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from marsad.codebook import Count, Period, Place
from marsad.errors import InputError, ValueOutsideCodebookError
from marsad.linking import fold
from marsad.store import ORDERS, Filters, Near, Order, Store
from tests.store.tellings import NADOR, ORAN, account, add, incident, put, report, sound

TOLD: tuple[dict[str, Any], ...] = (
    {},
    {"place": ORAN, "country": "DZ", "outcome": "completed", "stage": "execution", "killed": Count(5)},
    {
        "date": Period("2020-02"),
        "attack_type": ("bombing", "armed_assault"),
        "affiliation": "Group A",
        "suicide": True,
    },
    {"date": None, "weapons": ("melee",), "agency": "BCIJ", "place": None, "actor": "cell"},
    {
        "date": Period("2019"),
        "place": Place("Oriental", 1, 34.9, -2.9, "MA", "region"),
        "disruption": "arrest",
    },
)


@pytest.fixture
def told(store: Store) -> Store:
    """Return a record of five incidents, one a report."""
    for number, values in enumerate(TOLD):
        one = report(
            f"Telling {number}.", published=f"2020-0{number + 3}-01", lang="ar" if number == 1 else "en"
        )
        add(store, one, account(one, **values), at=10 * (number + 1), apart=True)
    return store


def numbers(
    store: Store, order: Order = "latest", limit: int = 50, as_of: int | None = None, **filters: Any
) -> list[int]:
    """Return the incidents that pass filters, page by page."""

    def pages() -> Iterator[int]:
        cursor: str | None = None
        while True:
            with store.reading() as r:
                page = r.list(Filters(**filters), order=order, cursor=cursor, limit=limit, as_of=as_of)
                assert len(page.states) <= limit
            yield from (one.incident for one in page.states)
            cursor = page.cursor
            if cursor is None:
                return

    return list(pages())


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({}, [2, 1, 3, 5, 4]),
        ({"since": "2020-03-01"}, [2, 1]),
        ({"since": "2020-02-29", "until": "2020-02-29"}, [3]),
        ({"until": "2020-01-31"}, [5]),
        ({"since": "2019-12-31", "until": "2020-02-01"}, [3, 5]),
        ({"countries": ["MA"]}, [1, 3, 5, 4]),
        ({"countries": ("MA", "DZ")}, [2, 1, 3, 5, 4]),
        ({"outcomes": ("completed",)}, [2]),
        ({"stages": ("execution", "planning")}, [2, 1, 3, 5, 4]),
        ({"attack_types": ("armed_assault",)}, [3]),
        ({"attack_types": ("kidnapping",)}, []),
        ({"weapons": ("melee",)}, [4]),
        ({"target_types": ("unknown",)}, [2, 1, 3, 5, 4]),
        ({"actors": ("cell",)}, [4]),
        ({"affiliations": ("Group A",)}, [3]),
        ({"agencies": "BCIJ"}, [4]),
        ({"disruptions": ("arrest",)}, [5]),
        ({"suicide": True}, [3]),
        ({"suicide": False, "countries": ("DZ",)}, [2]),
        ({"household_precursors": True}, []),
        ({"languages": ("ar",)}, [2]),
        ({"reviews": ("accepted",)}, []),
        ({"near": Near(35.2, -2.9, 30)}, [1, 3]),
        ({"near": Near(35.2, -2.9, 300)}, [2, 1, 3]),
        ({"near": Near(-35.0, 177.0, 20_038)}, [2, 1, 3]),
        ({"near": Near(0.0, 0.0, 100)}, []),
        ({"min_certainty": 1.0, "countries": ("DZ",), "suicide": True}, []),
    ],
)  # fmt: skip
def test_filters(told: Store, filters: dict[str, Any], found: list[int]) -> None:
    """Each filter gives the incidents that pass it, the newest first, undated ones last; so do pages of one,
    the count, and the list as of a later time."""
    assert numbers(told, **filters) == found
    assert numbers(told, limit=1, **filters) == found
    assert numbers(told, as_of=1000, limit=2, **filters) == found
    with told.reading() as r:
        assert r.count(Filters(**filters)) == len(found) == r.count(Filters(**filters), as_of=1000)


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("as_of", [None, 1000])
def test_orders_and_pages(told: Store, order: Order, as_of: int | None) -> None:
    """Every order gives all incidents once, the same in small pages as in one."""
    whole = numbers(told, order, as_of=as_of)
    assert sorted(whole) == [1, 2, 3, 4, 5]
    assert numbers(told, order, limit=2, as_of=as_of) == whole
    if order == "changed":
        assert whole == [5, 4, 3, 2, 1]
    if order == "earliest":
        assert whole == [4, 5, 3, 1, 2]


def test_earlier_times(told: Store) -> None:
    """A list as of an earlier time has what was known then; a state closed is not shown any more."""
    assert [numbers(told, as_of=at) for at in (9, 10, 35, 50)] == [[], [1], [2, 1, 3], [2, 1, 3, 5, 4]]
    with told.writing() as w:
        (key,) = w.members(2)
        w.put_state(2, fold([w.accounts([key])[key]], {"outcome": "failed"}), at=60, review="corrected")
        assert not w.put_state(
            2, fold([w.accounts([key])[key]], {"outcome": "failed"}), at=61, review="corrected"
        )
    assert numbers(told, outcomes=("completed",)) == []
    assert numbers(told, outcomes=("completed",), as_of=59) == [2]
    assert numbers(told, reviews=("corrected",), as_of=60) == [2] == numbers(told, outcomes=("failed",))
    with told.reading() as r:
        before, after = r.history(2)
        assert (before.opened, before.closed, after.opened, after.closed) == (20, 60, 60, None)
        assert (before.values["outcome"], after.values["outcome"]) == ("completed", "failed")
        assert after.folded.choices["outcome"].why == "corrected"
        assert r.state(2, as_of=30) == before
        assert r.state(2, as_of=5) is None


def test_what_was_folded_comes_back(store: Store) -> None:
    """Values, choices, who says them and what disagrees are read as they were folded."""
    first, second = report("One."), report("Two.", published="2020-03-05")
    accounts = [account(first, arrested=Count(3, "at_least")), account(second, arrested=Count(5))]
    folded = fold(accounts, {"killed": Count(1, "about")})
    with store.writing() as w:
        keys = [key for one, own in zip((first, second), accounts, strict=True) for key in put(w, one, [own])]
        (number,) = w.regroup([keys], at=1).groups
        w.put_state(number, folded, at=1, review="accepted", caption="A plot")
        state = w.state(number)
        assert state is not None
        assert state.folded == folded
        assert state.values == dict(folded.values)
        assert (state.review, state.caption, state.reports, state.langs) == ("accepted", "A plot", 2, ("en",))
        assert incident(place=NADOR).place == state.values["place"]
    assert not any("shown" in one.name for one in _breaches(store))


def _breaches(store: Store) -> list[Any]:
    with store.reading() as r:
        return list(r.breaches())


@pytest.mark.parametrize(
    ("filters", "said"),
    [
        ({"outcomes": ("avoided",)}, "expected one of .*foiled"),
        ({"countries": ("XX",)}, "MA"),
        ({"languages": ("de",)}, "ar, fr, en"),
        ({"reviews": ("seen",)}, "accepted"),
        ({"since": "yesterday"}, "2019-12-05"),
        ({"min_certainty": 2.0}, "from 0 to 1"),
        ({"near": Near(91, 0, 1)}, "degrees"),
        ({"near": Near(0, 0, 0)}, "km"),
    ],
)
def test_values_that_no_filter_takes(filters: dict[str, Any], said: str) -> None:
    """A value that the codebook does not know is refused with those that it knows."""
    with pytest.raises(ValueOutsideCodebookError, match=said):
        Filters(**filters)


def test_lists_that_cannot_be(told: Store) -> None:
    """An unknown order, a limit out of bounds, a cursor of another list, an earlier text: refused."""
    for options, said in (
        ({"order": "best"}, "latest"),
        ({"limit": 0}, "1 to"),
        ({"cursor": "latest:1;drop"}, "cursor"),
        ({"cursor": "changed:1,2"}, "order 'latest'"),
        ({"filters": Filters(text="x"), "as_of": 5}, "one of them"),
    ):
        with told.reading() as r, pytest.raises(InputError, match=said):
            r.list(**options)
    assert sound(told)
