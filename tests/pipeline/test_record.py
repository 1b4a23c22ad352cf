"""The record's verbs, on SQLite in memory with a reader whose claims the tests choose."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

import pytest

from marsad.codebook import Claim, Count, Period, Place, Report, Span, Value
from marsad.errors import InputError
from marsad.pipeline.adding import Added, add
from marsad.pipeline.record import Record
from marsad.sources.entry import Entry
from marsad.store import Filters

TUNIS = Place("Tunis", 2464470, 36.819, 10.166, "TN", "town")
OSLO = Place("Oslo", 3143244, 59.913, 10.746, "NO", "town")


def say(place: Place, day: str, killed: int | None = None, outcome: str = "completed") -> list[Claim]:
    """Return a reader's claims of a bombing."""
    told: dict[str, Value] = {
        "outcome": outcome, "stage": "execution", "attack_type": ("bombing",), "weapons": ("explosives",),
        "country": place.country, "place": place, "date": Period(day), "affiliation": "Islamic State",
        "target_type": ("police",), "actor": "group", "disruption": "none",
    }  # fmt: skip
    if killed is not None:
        told["killed"] = Count(killed)
    made = [Claim(1, name, value, (Span(0, 6),), 0.9, "test") for name, value in told.items()]
    return [Claim(0, "relevant", True, (), 0.9), *made]


SAID = {
    "bombs in Tunis kill three": say(TUNIS, "2024-05-02", 3),
    "Tunis blast toll at five": say(TUNIS, "2024-05-02", 5),
    "five died in Tunis": say(TUNIS, "2024-05-02", 5),
    "bombs in Oslo": say(OSLO, "2011-07-22", 8),
    "the weather is fine": [Claim(0, "relevant", False, (), 0.9)],
}
TEXTS = list(SAID)


def read(report: Report) -> list[Claim]:
    """Return the claims that stand for a text."""
    return SAID[report.text]


@pytest.fixture
def record() -> Iterator[Record]:
    """A record in memory whose clock ticks by one."""
    ticks = count(1_000)
    with Record.init(":memory:", clock=lambda: next(ticks)) as made:
        yield made


def put(record: Record, *texts: str, reader: str = "test", day: str = "2024-05-0") -> list[Added]:
    """Add texts as reports published on following days."""
    entries = [
        Entry(
            Report(f"r{text}", text, text.title(), "en", None, f"{day}{3 + TEXTS.index(text)}"), "f.jsonl", 1
        )
        for text in texts
    ]
    done = list(add(record.store, entries, read, reader, clock=record.clock))
    return [one for one in done if isinstance(one, Added)]


def test_reports_on_one_event_are_one_incident(record: Record) -> None:
    """Three tellings from Tunis stand together, Oslo alone, the weather nowhere; the later toll holds."""
    done = put(record, *TEXTS)
    assert [one.incidents for one in done] == [(1,), (1,), (1,), (2,), ()]
    shown = record.show(1)
    assert shown["fields"]["killed"]["value"] == 5
    assert [other["value"] for other in shown["fields"]["killed"]["others"]] == [3]
    assert len(shown["reports"]) == 3
    assert shown["fields"]["place"]["says"][0]["words"][0]["text"] in {"bombs ", "Tunis ", "five d"}
    assert all(link["reasons"] for link in shown["links"])


def test_the_same_report_twice_is_one(record: Record) -> None:
    """It is told as known, not coded again, and changes nothing."""
    put(record, TEXTS[0])
    before = record.show(1)
    (again,) = put(record, TEXTS[0])
    assert again.outcome == "known"
    assert again.incidents == (1,)
    assert record.show(1) == before


def test_known_and_new_reports_come_back_in_order(record: Record) -> None:
    """What is skipped is told at its place between what is coded."""
    put(record, TEXTS[1], TEXTS[4])
    done = put(record, *TEXTS)
    assert [one.name for one in done] == [f"r{text}" for text in TEXTS]
    assert [one.outcome for one in done] == ["new", "known", "new", "new", "known"]


def test_a_better_reader_codes_anew_and_judgements_stay(record: Record) -> None:
    """Claims of the old coding are closed; the correction holds over the new ones too."""
    put(record, TEXTS[0])
    record.correct(1, "killed", 4, who="Amal", reason="the hospital's list")
    (again,) = put(record, TEXTS[0], reader="better")
    assert again.outcome == "coded anew"
    assert record.show(1)["fields"]["killed"]["value"] == 4
    assert record.show(1)["fields"]["killed"]["correction"]["who"] == "Amal"


def test_a_correction_can_be_undone_and_any_earlier_state_shown(record: Record) -> None:
    """Undo puts the machine's value back; `as_of` shows what stood in between."""
    put(record, TEXTS[0])
    record.correct(1, "killed", 4, who="Amal", reason="the hospital's list")
    then = record.clock()
    assert record.show(1)["review"] == "corrected"
    judged = record.show(1)["judgements"][0]["judgement"]
    record.undo(judged[:8], who="Amal", reason="wrong list")
    assert record.show(1)["fields"]["killed"]["value"] == 3
    assert record.show(1)["review"] == "machine"
    assert record.show(1, as_of=then)["fields"]["killed"]["value"] == 4
    assert record.list(as_of=then).states[0].review == "corrected"
    assert [one["stands"] for one in record.show(1)["judgements"]] == [False, True]


def test_merge_split_and_their_undoing(record: Record) -> None:
    """Merging keeps one number and leads from the other to it; undone, both are there again."""
    put(record, TEXTS[0], TEXTS[3])
    assert record.merge([1, 2], who="Amal", reason="one plan").retired == (2,)
    assert record.show(2)["incident"] == 1
    merged = record.show(1)
    assert len(merged["reports"]) == 2
    record.undo(merged["judgements"][0]["judgement"], who="Amal", reason="no")
    assert [len(record.show(number)["reports"]) for number in (1, 2)] == [1, 1]
    put(record, TEXTS[1])
    whole = record.show(1)
    key = whole["reports"][0]["accounts"][0]
    record.split(1, [key], who="Amal", reason="two bombs")
    assert record.count() == 3
    put(record, TEXTS[2])
    assert record.count() == 3, "what a person split stays split, whatever comes in"


def test_link_and_unlink(record: Record) -> None:
    """A person's word on one account holds over the machine's."""
    put(record, TEXTS[0], TEXTS[3])
    far = record.show(2)["reports"][0]["accounts"][0]
    record.link(far, 1, who="Amal", reason="same cell")
    assert len(record.show(1)["reports"]) == 2
    record.unlink(far, who="Omar", reason="not the same")
    assert record.count() == 2
    with pytest.raises(InputError, match="stands alone"):
        record.unlink(far, who="Omar", reason="again")


def test_accept_and_reject_are_states_of_review(record: Record) -> None:
    """They can be listed by."""
    put(record, TEXTS[0], TEXTS[3])
    record.accept(1, who="Amal")
    record.reject(2, who="Amal", reason="an accident")
    assert [one.incident for one in record.list(Filters(reviews=("accepted",))).states] == [1]
    assert [one.incident for one in record.list(Filters(reviews=("rejected",))).states] == [2]


@pytest.mark.parametrize(
    ("verb", "told"),
    [
        (lambda r: r.merge([1], who="A", reason="x"), "expected two or more"),
        (lambda r: r.split(1, ["0000000000000000-1"], who="A", reason="x"), "does not hold"),
        (lambda r: r.undo("abcd", who="A", reason="x"), "names 0 of them"),
        (lambda r: r.delete("abcdabcd", who="A", reason="x"), "names 0 of them"),
        (lambda r: r.accept(1, who=""), "--as NAME"),
        (lambda r: r.correct(1, "colour", "red", who="A", reason="x"), "colour"),
        (lambda r: r.show(1, as_of=1), "no state then"),
    ],
)
def test_what_cannot_be_done_is_refused(record: Record, verb: object, told: str) -> None:
    """The sentence says what was got and what was expected, and nothing changes."""
    put(record, TEXTS[0])
    before = record.show(1)
    with pytest.raises(InputError, match=told):
        verb(record)  # type: ignore[operator]
    assert record.show(1) == before
