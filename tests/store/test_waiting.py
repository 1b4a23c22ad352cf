"""The queue in the database: its order and its pages, what is taken, what came after a version."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from marsad.errors import InputError
from marsad.store import Filters, Store
from tests.store.tellings import account, add, report, sound


@pytest.fixture
def five(store: Store) -> Store:
    """Return a record of five incidents, each of one report, ranked 1, 2, 3, 3 and 5."""
    for number in range(1, 6):
        told = report(f"Text {number} of a plot in Nador.", name=f"r-{number}")
        add(
            store,
            told,
            account(told, outcome="failed" if number == 2 else "foiled"),
            apart=True,
            at=10 + number,
        )
    with store.writing() as w:
        ranks = {1: 1.0, 2: 2.0, 3: 3.0, 4: 3.0, 5: 5.0}
        w.put_waiting({number: [("review", "", rank)] for number, rank in ranks.items()})
    return store


def order(
    store: Store, *, limit: int = 50, person: str | None = None, filters: Filters | None = None
) -> list[int]:
    """Return all that waits, read a page at a time."""
    found: list[int] = []
    cursor: str | None = None
    while True:
        with store.reading() as r:
            page = r.waiting(at=100, person=person, filters=filters or Filters(), cursor=cursor, limit=limit)
        found += [one.state.incident for one in page.entries]
        if (cursor := page.cursor) is None:
            return found


@pytest.mark.parametrize("limit", [1, 2, 5, 50])
def test_pages_hold_everything_once_in_order(five: Store, limit: int) -> None:
    """The highest rank first, of equal ones the newer incident, whatever the size of a page."""
    assert order(five, limit=limit) == [5, 4, 3, 2, 1]
    assert order(five, limit=limit, filters=Filters(outcomes=("failed",))) == [2]


def test_what_waits_for_one_person(five: Store) -> None:
    """It stands in their queue and in the whole one, not in another's; a cursor with a name goes on."""
    with five.writing() as w:
        w.put_waiting({1: [("second", "Omar: the elder", 9.0), ("second", "Zoé", 9.0)]})
    assert order(five, person="Zoé", limit=1) == [1, 5, 4, 3, 2]
    assert order(five, person="Amal") == [5, 4, 3, 2]
    assert order(five, limit=1) == [1, 1, 5, 4, 3, 2]
    with five.reading() as r:
        assert r.owed("Zoé") == {1}
        assert r.owed("Amal") == set()
        assert r.count_waiting() == {"review": 4, "second": 1}
        assert r.waits_of(1) == [("second", "Omar: the elder", 9.0), ("second", "Zoé", 9.0)]


def test_what_is_taken_is_offered_to_its_taker_alone(five: Store) -> None:
    """Until its time is over, or it is given back."""
    with five.writing() as w:
        w.put_lease(5, "Amal", at=50, until=101)
        w.put_lease(4, "Amal", at=50, until=100)
    assert order(five, person="Omar") == [4, 3, 2, 1]
    assert order(five, person="Amal") == [5, 4, 3, 2, 1]
    with five.writing() as w:
        assert w.lease(5, at=100) == ("Amal", 101)
        assert w.lease(5, at=101) is None
        w.drop_lease(5)
    assert order(five, person="Omar") == [5, 4, 3, 2, 1]


def test_an_incident_that_is_no_more_does_not_wait(five: Store) -> None:
    """Hidden incidents are passed over, and the record stays sound."""
    assert sound(five)
    with five.writing() as w:
        w.close_state(3, at=50)
    assert order(five) == [5, 4, 2, 1]


@pytest.mark.parametrize(
    ("how", "told"),
    [
        ({"filters": Filters(text="plot")}, "use the search"),
        ({"limit": 0}, "expected 1 to"),
        ({"cursor": "x:1:"}, "cursor"),
        ({"cursor": "1.0"}, "cursor"),
    ],
)
def test_what_cannot_be_asked_is_refused(five: Store, how: dict[str, object], told: str) -> None:
    """The sentence says what was got and what was expected."""
    with five.reading() as r, pytest.raises(InputError, match=told):
        r.waiting(at=1, **how)  # type: ignore[arg-type]


def test_a_page_is_read_off_the_index(five: Store) -> None:
    """No sorting of the whole queue, on SQLite: the plan names the index of ranks and no temporary tree."""
    if five.engine.dialect.name != "sqlite":
        pytest.skip("plans are worded otherwise there")
    with five.reading() as r:
        plan = r.rows(
            text(
                "EXPLAIN QUERY PLAN SELECT waiting.rank FROM waiting JOIN shown ON shown.incident_id ="
                " waiting.incident_id LEFT JOIN lease ON lease.incident_id = waiting.incident_id ORDER BY"
                " waiting.rank DESC, waiting.incident_id DESC, waiting.person DESC LIMIT 51"
            )
        )
    told = " ".join(str(row[-1]) for row in plan)
    assert "TEMP B-TREE" not in told
    assert "ix_waiting_rank" in told


def test_judgements_since_a_version(five: Store) -> None:
    """They are told by the order in which they were kept, whatever their times, for the accounts asked."""
    with five.writing() as w:
        key, other = w.members(1)[0], w.members(2)[0]
        assert w.newest_judgement() == 0
        for digest, at, about in (("aa", 90, key), ("bb", 20, key), ("cc", 30, other)):
            w.put_judgement(
                digest=digest, at=at, who="Amal", kind="accept", reason="", payload={}, accounts=[about]
            )
    with five.reading() as r:
        newest = r.newest_judgement()
        assert [one.digest for one in r.judged_since(0, [key])] == ["bb", "aa"]
        assert [one.digest for one in r.judged_since(newest - 2, [key])] == ["bb"]
        assert r.judged_since(newest, [key, other]) == []
