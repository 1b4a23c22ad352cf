"""What people vouched for becomes marked reports that the corpus' own checker passes."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from marsad.codebook import Span
from marsad.exchange.marked import mark
from marsad.pipeline.record import Record
from marsad.reading.scores.marked import unmark
from tests.pipeline.teams import FIRST, LATER, OTHER, REST, made, put, words

CHECK = Path(__file__).parents[2] / "corpus" / "check.py"


@pytest.fixture
def record() -> Iterator[Record]:
    """A record of two bombings, the first told twice, with other tolls."""
    with made() as one:
        put(one, FIRST, LATER, OTHER)
        yield one


def faults(report: dict[str, Any]) -> list[str]:
    """Return what the corpus' checker finds wrong."""
    spec = importlib.util.spec_from_file_location("corpus_check", CHECK)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return list(module.faults(report))


def taught(record: Record) -> tuple[list[dict[str, Any]], list[str]]:
    """Return the marked reports, each passed by the checker, and why others were left out."""
    found = list(record.corrections())
    told = [one.record for one in found if one.record is not None]
    assert [faults(one) for one in told] == [[] for _ in told]
    return told, [one.why for one in found if one.record is None]


def test_nothing_is_taught_that_nobody_looked_at(record: Record) -> None:
    """A machine's coding alone, and a correction without an acceptance, teach nothing."""
    record.correct(2, "killed", 81, who="Amal", reason="list")
    assert taught(record) == ([], [])


def test_an_accepted_incident_is_a_marked_report(record: Record) -> None:
    """Text, values and words come out as the guide has them; the corrected value with its own words."""
    record.correct(
        2, "target_type", ["business"], who="Amal", reason="shops", words=words(record, 2, "shops")
    )
    record.accept(2, who="Amal")
    (one,), left = taught(record)
    assert left == []
    assert one["incidents"][0]["killed"] == 80
    assert one["incidents"][0]["place"] == "Oslo"
    assert one["incidents"][0]["target_type"] == ["business"]
    assert "<N_KILLED>Eighty</N_KILLED>" in one["marked"]
    assert "<TARGET>shops</TARGET>" in one["marked"]
    assert "<VICTIM>" not in one["marked"], "the words of the value that was corrected"
    text, _ = unmark(one["marked"])
    assert text == OTHER + REST
    assert one["id"].startswith("reviewed-")


def test_a_rejected_incident_is_a_report_that_tells_of_none(record: Record) -> None:
    """It teaches that such a text is not relevant."""
    record.reject(2, who="Amal", reason="a gas leak")
    (one,), _ = taught(record)
    assert (one["relevant"], one["incidents"]) == (False, [])
    assert unmark(one["marked"]) == (OTHER + REST, ())


def test_reports_that_differ_teach_only_what_each_says(record: Record) -> None:
    """Accepted as a whole, the report with the earlier toll stays out until its own words are marked."""
    record.accept(1, who="Amal")
    (one,), (why,) = taught(record)
    assert one["incidents"][0]["killed"] == 5
    assert "killed" in why
    digests = [report["digest"] for report in record.show(1)["reports"]]
    mine = next(n for n, digest in enumerate(digests) if one["id"] != f"reviewed-{digest[:16]}")
    record.correct(1, "killed", 3, who="Amal", reason="three", words=words(record, 1, "Three", mine))
    told, left = taught(record)
    assert [one["incidents"][0]["killed"] for one in told] == [3]
    assert "no words for it were marked in this report" in left[0]


@pytest.mark.parametrize(
    ("field", "value", "why"),
    [("stage", "planning", "beside the stage planning"), ("attack_type", ["hijacking"], "no words name the")],
)
def test_what_the_guide_forbids_is_left_out(record: Record, field: str, value: Any, why: str) -> None:
    """A completed attack that was only planned, an attack that no words name: told, not written."""
    record.correct(2, field, value, who="Amal", reason="x")
    record.accept(2, who="Amal")
    told, left = taught(record)
    assert told == []
    assert why in left[0]


def test_marks_never_cross() -> None:
    """Of two spans that cross the first and longer stays; nested ones nest; white space stays outside."""
    text = "a b <c> & d"
    spans = [
        (1, Span(0, 3, "PERP")),
        (2, Span(2, 8, "PLACE")),
        (1, Span(2, 3, "ORG")),
        (2, Span(7, 10, "DATE")),
    ]
    assert mark(text, spans) == ('<PERP>a <ORG>b</ORG></PERP> &lt;c&gt; <DATE i="2">&amp;</DATE> d')
    assert mark(text, [(1, Span(0, 1, "PERP")), (1, Span(0, 1, "EVENT"))]) == (
        "<EVENT><PERP>a</PERP></EVENT> b &lt;c&gt; &amp; d"
    )
    plain, _ = unmark(mark(text, spans))
    assert plain == text
