"""Four writers at once on one record, with the whole way of a report: nothing is lost, nobody fails."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from random import Random
from typing import Any

from marsad.codebook import Claim, Count, Period, Place, Report, Value
from marsad.codebook.values import to_json
from marsad.pipeline.adding import Added, keep
from marsad.pipeline.code import Coded
from marsad.pipeline.doctor import breaches
from marsad.pipeline.numbering import incidents_of
from marsad.pipeline.record import Record
from marsad.store import Store

TOWNS = (
    Place("Tunis", 2464470, 36.819, 10.166, "TN", "town"),
    Place("Sfax", 2467454, 34.741, 10.76, "TN", "town"),
    Place("Oran", 2485926, 35.699, -0.636, "DZ", "town"),
)
WRITERS = 4
EACH = 12


def reports(seed: int) -> list[Coded]:
    """Return coded reports of which many tell of one event, each its own words."""
    dice = Random(seed)
    made = []
    for number in range(WRITERS * EACH):
        place = dice.choice(TOWNS)
        day = dice.choice((1, 2, 20))
        values: dict[str, Value] = {
            "outcome": "completed", "stage": "execution", "attack_type": ("bombing",),
            "country": place.country, "place": place, "date": Period(f"2024-05-{day:02}"),
            "killed": Count(dice.choice((3, 3, 5))), "target_type": ("police",),
        }  # fmt: skip
        claims = (
            Claim(0, "relevant", True, (), 0.9),
            *(Claim(1, field, value, (), 0.8) for field, value in values.items()),
        )
        report = Report(
            f"r{number}", f"text {number}", f"title {number}", "en", None, f"2024-05-{day + 1:02}"
        )
        made.append(Coded(report, True, 0.9, tuple(incidents_of(claims).values()), claims=claims))
    return made


def told(store: Store) -> list[Any]:
    """Return what a record folds to, its incidents by their accounts."""
    with store.reading() as r:
        return sorted(
            (r.members(one.incident), {name: to_json(value) for name, value in one.values.items()})
            for one in r.list(limit=200).states
        )


def test_four_writers_make_the_record_that_one_makes(url: str) -> None:
    """Each keeps reports on its own connection, at once; all are there, grouped as one writer would."""
    made = reports(3)

    def write(part: Sequence[Coded]) -> list[object]:
        ticks = count(1_000)
        with Store.open(url) as store:
            return [keep(store, one, "test", lambda: next(ticks)) for one in part]

    with ThreadPoolExecutor(WRITERS) as pool:
        done = [one for part in pool.map(write, [made[at::WRITERS] for at in range(WRITERS)]) for one in part]
    assert len(done) == len(made)
    assert all(isinstance(one, Added) and one.outcome == "new" for one in done)
    with Store.open(url) as store, Store.create(":memory:") as alone:
        ticks = count(1_000)
        for one in made:
            keep(alone, one, "test", lambda: next(ticks))
        assert told(store) == told(alone)
        with store.reading() as r:
            assert list(breaches(r)) == []


def test_four_people_correct_at_once(url: str) -> None:
    """All judgements are kept; the newest of a field is what the incident shows."""
    ticks = count(10_000)
    with Store.open(url) as store:
        keep(store, reports(1)[0], "test", lambda: 1)

    def correct(killed: int) -> None:
        with Record.open(url, clock=lambda: next(ticks)) as record:
            record.correct(1, "killed", killed, who=f"coder {killed}", reason="list")

    with ThreadPoolExecutor(WRITERS) as pool:
        list(pool.map(correct, range(10, 10 + WRITERS)))
    with Record.open(url) as record:
        shown = record.show(1)
        newest = max(shown["judgements"], key=lambda one: one["at"])
        assert len(shown["judgements"]) == WRITERS
        assert shown["fields"]["killed"]["value"] == newest["value"]
        assert list(record.doctor()) == []
