"""Two people code one incident, neither sees the other's values, a third settles what they differ on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from marsad.errors import InputError, MarsadError
from marsad.pipeline.record import Record
from tests.pipeline.teams import FIRST, LATER, OTHER, made, put


@pytest.fixture
def record() -> Iterator[Record]:
    """A record of two bombings; Amal corrected the first and sent it to Omar."""
    with made() as one:
        put(one, FIRST, OTHER)
        one.correct(1, "killed", 4, who="Amal", reason="the hospital's list")
        one.comment(1, "four, I am sure", who="Amal")
        one.send_to_second(1, "Omar", who="Amal", reason="please count")
        yield one


def leaks(told: object) -> bool:
    """Return whether anything of Amal's work stands in what is shown."""
    text = repr(told)
    return any(mark in text for mark in ("hospital's list", "I am sure", "'corrected'", "'value': 4"))


def test_the_second_coder_sees_nothing_of_the_first(record: Record) -> None:
    """Neither on the incident, nor its history, nor on the sheet, nor in lists; others see all of it."""
    blind = record.show(1, viewer="Omar")
    assert blind["fields"]["killed"]["value"] == 3
    assert blind["review"] == "machine"
    assert blind["history"] == []
    assert not leaks(blind)
    assert not leaks(record.sheet(1, who="Omar"))
    for page in (record.list(viewer="Omar"), record.search("Tunis", viewer="Omar")):
        (state,) = (one for one in page.states if one.incident == 1)
        assert not leaks([state.review, state.folded, state.told])
    assert leaks(record.show(1, viewer="Amal"))
    assert record.show(1, viewer="Ines")["fields"]["killed"]["value"] == 4
    text = next(iter(record.sheet(1, who="Omar")["texts"].values()))
    assert text.startswith(FIRST)


def test_the_sheet_waits_for_the_second_coder_alone(record: Record) -> None:
    """It comes first in Omar's queue, and stands in nobody else's."""
    assert [(one.state.incident, one.why) for one in record.queue(who="Omar").entries] == [
        (1, "second"),
        (2, "review"),
    ]
    assert [one.state.incident for one in record.queue(who="Ines").entries] == [2]
    assert [one.person for one in record.queue().entries] == ["Omar", ""]


def test_what_both_say_alike_holds(record: Record) -> None:
    """Omar finds the same: the incident is accepted, the value stands, the queue is free of it."""
    record.hand_in(1, {"killed": 4}, who="Omar")
    told = record.show(1, viewer="Omar")
    assert told["rounds"][0]["state"] == "agreed"
    assert told["fields"]["killed"]["value"] == 4
    assert told["review"] == "accepted"
    assert [one.state.incident for one in record.queue().entries] == [2]
    assert not list(record.doctor())


def test_agreeing_with_the_machine_binds_no_value(record: Record) -> None:
    """Both leave a value as it is: a later report still changes it, and the incident waits again."""
    record.send_to_second(2, "Omar", who="Amal", reason="sample")
    record.hand_in(2, {}, who="Omar")
    assert record.show(2)["review"] == "accepted"
    assert all("correction" not in one for one in record.show(2)["fields"].values())


def test_what_they_differ_on_waits_for_a_third(record: Record) -> None:
    """The values stay as they were; the dispute is shown side by side, and a third person settles it."""
    record.hand_in(1, {"killed": 5, "suicide": True}, who="Omar")
    told = record.show(1)
    assert told["rounds"][0]["state"] == "disputed"
    assert told["rounds"][0]["disputed"] == {"suicide": [False, True], "killed": [4, 5]}
    assert told["fields"]["killed"]["value"] == 4
    first = record.queue().entries[0]
    assert (first.state.incident, first.why) == (1, "disputed")
    with pytest.raises(InputError, match="a third person"):
        record.adjudicate(1, {"killed": 5, "suicide": False}, who="Omar", reason="mine")
    with pytest.raises(InputError, match="no value for suicide"):
        record.adjudicate(1, {"killed": 5}, who="Ines", reason="read it")
    done = record.adjudicate(1, {"killed": 5, "suicide": False}, who="Ines", reason="read it")
    told = record.show(1)
    assert told["rounds"][0]["state"] == "settled"
    assert told["rounds"][0]["decision"] == done.judgement
    assert told["fields"]["killed"]["value"] == 5
    assert told["fields"]["killed"]["correction"]["who"] == "Ines"
    assert told["review"] == "accepted"
    record.undo(done.judgement, who="Ines", reason="too fast")
    assert record.show(1)["rounds"][0]["state"] == "disputed"
    assert record.show(1)["fields"]["killed"]["value"] == 4
    assert not list(record.doctor())


def test_no_incident_is_an_answer_too(record: Record) -> None:
    """One says there is none, the other that there is: that alone is in dispute, till it is settled."""
    record.hand_in(1, None, who="Omar")
    assert record.show(1)["rounds"][0]["disputed"] == {"incident": [True, False]}
    done = record.adjudicate(1, None, who="Ines", reason="an accident")
    assert record.show(1)["review"] == "rejected"
    record.undo(done.judgement, who="Ines", reason="no accident")
    record.adjudicate(1, {"wounded": 7}, who="Ines", reason="a bomb")
    told = record.show(1)
    assert told["review"] == "accepted"
    assert told["fields"]["killed"]["value"] == 4, "what the one who coded it had changed"
    assert told["fields"]["wounded"]["value"] == 7


def test_an_editor_may_ask_two_others(record: Record) -> None:
    """Neither sheet is in at first; none sees the other's; a sheet handed in again replaces the first."""
    record.send_to_second(2, "Omar", who="Ines", first="Amal", reason="sample", bare=True)
    assert record.show(2)["rounds"][0]["owing"] == ["Amal", "Omar"]
    blind = record.show(2, viewer="Omar")
    assert blind["fields"]["killed"] == {
        "value": None, "why": "", "score": 0.0, "accounts": [], "others": [], "says": [],
    }  # fmt: skip
    record.hand_in(2, {"killed": 77}, who="Amal", reason="my count")
    assert "77" not in repr(record.show(2, viewer="Omar"))
    assert "77" not in repr(record.show(2)["judgements"]), "nobody sees an open round's sheet"
    assert "77" in repr(record.show(2, viewer="Amal")["judgements"])
    record.hand_in(2, {"killed": 80, "outcome": "completed", "stage": "execution"}, who="Omar")
    assert record.show(2)["rounds"][0]["disputed"]["killed"] == [77, 80]
    with pytest.raises(InputError, match="no sheet"):
        record.hand_in(2, {"killed": 80}, who="Amal")


def test_a_round_goes_where_its_incident_goes(record: Record) -> None:
    """Merged into another, or told by one more report, it is the same round; undone, it is over."""
    put(record, LATER)
    record.merge([1, 2], who="Ines", reason="one plan")
    (one,) = record.show(1)["rounds"]
    assert one["owing"] == ["Omar"]
    record.undo(one["round"], who="Amal", reason="not needed")
    assert record.show(1)["rounds"] == []
    assert record.show(1, viewer="Omar")["blind"] is None


@pytest.mark.parametrize(
    ("verb", "told"),
    [
        (lambda r: r.send_to_second(2, "Amal", who="Amal", reason="x"), "two people"),
        (lambda r: r.send_to_second(2, " ", who="Amal", reason="x"), "two people"),
        (lambda r: r.send_to_second(1, "Ines", who="Amal", reason="x"), "already"),
        (lambda r: r.hand_in(1, {"killed": 4}, who="Ines"), "no sheet"),
        (lambda r: r.hand_in(1, {"colour": 4}, who="Omar"), "colour"),
        (lambda r: r.hand_in(1, {"killed": "few"}, who="Omar"), "killed"),
        (lambda r: r.sheet(2, who="Omar"), "no sheet"),
        (lambda r: r.adjudicate(1, {}, who="Ines", reason="x"), "nothing to settle"),
        (lambda r: r.queue(whys=["boredom"]), "boredom"),
        (lambda r: r.queue(cursor="7"), "cursor"),
        (lambda r: r.claim_task(1, who=" "), "no name"),
    ],
)
def test_what_cannot_be_done_is_refused(record: Record, verb: Any, told: str) -> None:
    """The sentence says what was got and what was expected, and nothing is kept."""
    before = record.show(1)
    with pytest.raises(MarsadError, match=told):
        verb(record)
    assert record.show(1) == before


def test_agreement_of_the_rounds(record: Record) -> None:
    """It counts rounds with both sheets in, of the time and the coders asked for."""
    assert all(one.units == 0 for one in record.agreement())
    record.hand_in(1, {"killed": 5}, who="Omar")
    record.send_to_second(2, "Omar", who="Ines", reason="sample")
    record.hand_in(2, {}, who="Omar")
    found = {one.field: one for one in record.agreement()}
    assert found["killed"].units == 2
    assert found["killed"].alpha is not None and 0.9 < found["killed"].alpha < 1
    assert found["country"].alpha == 1.0
    assert found["suspects"].units == 0, "neither says a number"
    assert found["suspects"].said is None
    assert record.agreement(coders=["Omar", "Ines"])[0].units == 1
    assert record.agreement(since=record.clock())[0].units == 0
