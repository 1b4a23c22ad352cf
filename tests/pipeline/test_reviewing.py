"""A team at its record: the queue, two at once, comments, marked words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from marsad.errors import InputError
from marsad.pipeline.record import Record
from marsad.pipeline.reviewing import MINUTE
from marsad.store import Filters
from tests.pipeline.teams import FIRST, LATER, OTHER, made, put, words


@pytest.fixture
def record() -> Iterator[Record]:
    """A record of a bombing in Tunis (1) and a doubtful, deadlier one in Oslo (2)."""
    with made() as one:
        put(one, FIRST, OTHER)
        yield one


def queued(record: Record, **how: Any) -> list[tuple[int, str]]:
    """Return what waits: incidents, and why."""
    return [(one.state.incident, one.why) for one in record.queue(**how).entries]


def test_the_doubtful_and_deadly_comes_first(record: Record) -> None:
    """The queue holds every incident nobody looked at, in the order of its rank, a page at a time."""
    assert queued(record) == [(2, "review"), (1, "review")]
    page = record.queue(limit=1)
    assert page.cursor is not None
    following = record.queue(limit=1, cursor=page.cursor)
    assert [one.state.incident for one in (*page.entries, *following.entries)] == [2, 1]
    assert following.cursor is None
    assert queued(record, filters=Filters(countries=("TN",))) == [(1, "review")]
    assert queued(record, whys=["again"]) == []


def test_what_was_looked_at_leaves_the_queue_until_new_reports_come(record: Record) -> None:
    """Accepted or rejected it waits no more; a new report brings it back, undone it waits as before."""
    record.accept(1, who="Amal")
    undone = record.reject(2, who="Amal", reason="an accident").judgement
    assert queued(record) == []
    put(record, LATER)
    assert queued(record) == [(1, "again")]
    record.undo(undone, who="Amal", reason="no accident")
    assert (2, "review") in queued(record)


def test_merged_and_deleted_incidents_do_not_wait(record: Record) -> None:
    """Of two that were merged one waits; one without reports does not."""
    record.merge([1, 2], who="Amal", reason="one plan")
    assert len(queued(record)) == 1
    for report in record.show(1)["reports"]:
        record.delete(report["digest"], who="Amal", reason="asked")
    assert queued(record) == []
    assert not list(record.doctor())


def test_the_queue_reckoned_anew_is_the_queue(record: Record) -> None:
    """Whatever happened, reckoning all of it again gives what was kept step by step."""
    put(record, LATER)
    record.correct(1, "killed", 6, who="Amal", reason="list")
    record.send_to_second(2, "Omar", who="Amal", reason="unsure")
    record.correct(1, "date", None, who="Amal", reason="day not told")
    before = record.queue().entries
    assert record.fill_queue(anew=True) == 2
    assert record.queue().entries == before
    record.accept(1, who="Amal")
    before = record.queue().entries
    assert record.fill_queue(anew=True) == 1
    assert record.queue().entries == before


def test_a_record_of_an_earlier_version_gets_its_queue_at_init(record: Record, tmp_path: Any) -> None:
    """Made before there was a queue, or restored without one, it has one after `init`."""
    url = f"sqlite:///{tmp_path / 'old.db'}"
    with Record.init(url, clock=record.clock) as old:
        put(old, FIRST)
        with old.store.writing() as w:
            w.put_waiting({1: ()})
        assert queued(old) == []
    with Record.init(url, clock=record.clock) as again:
        assert queued(again) == [(1, "review")]


def test_taken_incidents_are_not_offered_to_others(record: Record) -> None:
    """Who takes one keeps it for a while; others are offered the rest, are told who has it, may take over."""
    until = record.claim_task(2, who="Amal", minutes=10)
    assert queued(record, who="Omar") == [(1, "review")]
    assert queued(record, who="Amal") == [(2, "review"), (1, "review")]
    (first, _) = record.queue().entries
    assert (first.taken, first.until) == ("Amal", until)
    with pytest.raises(InputError, match="Amal has taken the incident 2 until"):
        record.claim_task(2, who="Omar")
    assert not record.release_task(2, who="Omar")
    record.claim_task(2, who="Omar", over=True)
    assert not record.release_task(2, who="Amal")
    assert record.release_task(2, who="Omar")
    assert queued(record, who="Amal") == [(2, "review"), (1, "review")]
    record.claim_task(1, who="Amal", minutes=0)
    assert queued(record, who="Omar") == [(2, "review"), (1, "review")]
    assert until > record.clock() + 9 * MINUTE


def test_two_who_correct_one_field_at_once(record: Record) -> None:
    """Both judgements are kept, the later holds, and who came later is told of the earlier."""
    seen = record.show(1)["version"]
    first = record.correct(1, "killed", 4, who="Amal", reason="hospital", seen=seen)
    then = record.correct(1, "killed", 6, who="Omar", reason="ministry", seen=seen)
    assert not first.meanwhile
    assert then.meanwhile is not None
    assert [(one.who, one.payload["value"]) for one in then.meanwhile.on("killed")] == [("Amal", 4)]
    assert then.meanwhile.changes["killed"] == (3, 4)
    assert then.meanwhile.changes["review"] == ("machine", "corrected")
    told = record.show(1)
    assert told["fields"]["killed"]["value"] == 6
    assert [(one["who"], one["value"], one["stands"]) for one in told["judgements"]] == [
        ("Amal", 4, True),
        ("Omar", 6, True),
    ]
    record.undo(then.judgement, who="Omar", reason="Amal was right")
    assert record.show(1)["fields"]["killed"]["value"] == 4


def test_what_reports_changed_meanwhile_is_told_too(record: Record) -> None:
    """A toll that a new report raised is named to the one who accepts; a comment is not."""
    seen = record.show(1)["version"]
    record.comment(1, "who counted?", who="Omar")
    put(record, LATER)
    done = record.accept(1, who="Amal", seen=seen)
    assert done.meanwhile is not None
    assert done.meanwhile.judgements == ()
    assert dict(done.meanwhile.changes) == {"killed": (3, 5), "reports": (1, 2)}
    assert done.meanwhile.on("killed") == ()
    again = record.accept(1, who="Amal", seen=record.show(1)["version"])
    assert not again.meanwhile
    with pytest.raises(InputError, match="version"):
        record.accept(1, who="Amal", seen="yesterday")


def test_comments_decide_nothing_and_stay_with_their_incident(record: Record) -> None:
    """A comment changes no value, goes where its incident goes, and may be withdrawn."""
    before = record.show(1)
    made_of = record.comment(1, "which quarter?", who="Amal", field="place")
    answer = record.comment(1, "the old town", who="Omar", about=made_of[:8])
    told = record.show(1)
    assert told["fields"] == before["fields"]
    assert [(one["kind"], one["who"], one["reason"]) for one in told["judgements"]] == [
        ("comment", "Amal", "which quarter?"),
        ("comment", "Omar", "the old town"),
    ]
    assert told["judgements"][0]["field"] == "place"
    assert told["judgements"][1]["about"] == made_of
    record.merge([1, 2], who="Amal", reason="one plan")
    assert answer in [one["judgement"] for one in record.show(2)["judgements"]]
    record.undo(answer, who="Omar", reason="wrong")
    assert {one["judgement"]: one["stands"] for one in record.show(1)["judgements"]}[answer] is False


@pytest.mark.parametrize(
    ("text", "how", "told"),
    [
        (" ", {}, "1 to 10,000"),
        ("x" * 10_001, {}, "10,001"),
        ("so?", {"field": "colour"}, "colour"),
        ("so?", {"about": "0000"}, "names 0"),
    ],
)
def test_comments_that_are_refused(record: Record, text: str, how: dict[str, str], told: str) -> None:
    """Nothing said, too much said, on no field, about no judgement."""
    with pytest.raises(InputError, match=told):
        record.comment(1, text, who="Amal", **how)
    assert record.show(1)["judgements"] == []


@pytest.mark.parametrize(
    ("field", "part", "value"),
    [
        ("date", "2 May 2024", "2024-05-02"),
        ("killed", "Three", 3),
        ("country", "Tunis", "TN"),
        ("outcome", "died", None),
        ("affiliation", "shops", None),
    ],
)
def test_marked_words_give_a_value(record: Record, field: str, part: str, value: object) -> None:
    """Dates, numbers, places are read as the readers read them; what words do not give is null."""
    (told,) = record.suggest(1, field, words(record, 1, part))
    assert (told["text"], told["value"]) == (part, value)


def test_a_correction_by_marked_words(record: Record) -> None:
    """The words are kept by report and offsets, without the white space around them, and shown with it."""
    mark = words(record, 1, " Tunis ")
    (told,) = record.suggest(1, "place", mark)
    assert told["value"]["name"] == "Tunis"
    record.correct(1, "place", told["value"], who="Amal", reason="told so", words=mark)
    (kept,) = record.show(1)["fields"]["place"]["correction"]["words"]
    assert kept == words(record, 1, "Tunis")


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"report": "ffffffffffff"}, "tells of the incident"),
        ({"report": 3}, "tells of the incident"),
        ({"start": -1}, "within the"),
        ({"end": 10**6}, "within the"),
        ({"start": True}, "whole numbers"),
        ({"start": 5, "end": 6}, "white space alone"),
    ],
)
def test_words_that_are_not_there_are_refused(record: Record, change: dict[str, Any], told: str) -> None:
    """Of another report, outside its text, of no words: nothing is kept."""
    mark = {**words(record, 1, "Tunis"), **change}
    with pytest.raises(InputError, match=told):
        record.correct(1, "killed", 3, who="Amal", reason="x", words=mark)
    assert record.show(1)["judgements"] == []
