"""The scores of the marked words: what is right exactly, what by overlap, and what counts once."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from click.testing import CliRunner

from marsad.cli.main import marsad_command
from marsad.codebook import Claim, Incident, Report, Span
from marsad.reading.scores import Marked, Watched, coding, evaluate, spans
from marsad.reading.scores.spans import ALL, matched

TEXT = "Two men threw a grenade at a police car in Lyon."


def marked(*given: tuple[int, int, int, str], name: str = "a", lang: str = "en") -> Marked:
    """Return a report with spans given as incident, start, end, label."""
    marks = tuple((number, Span(start, end, label)) for number, start, end, label in given)
    return Marked(Report(name, TEXT, lang=lang), True, (), marks)  # type: ignore[arg-type]


def test_exact_asks_for_both_edges_and_overlap_for_one_character() -> None:
    """ "a grenade" for "grenade" and "police" for "a police car" are right by overlap alone."""
    gold = marked((1, 0, 7, "PERP"), (1, 16, 23, "WEAPON"), (1, 27, 39, "TARGET"))
    told = {"a": [Span(0, 7, "PERP"), Span(14, 23, "WEAPON"), Span(29, 35, "TARGET")]}
    found = spans(told, [gold])["en"]
    assert [found[label].exact.f1 for label in ("PERP", "WEAPON", "TARGET")] == [1, 0, 0]
    assert [found[label].overlap.f1 for label in ("PERP", "WEAPON", "TARGET")] == [1, 1, 1]
    assert found[ALL].exact.f1 == pytest.approx(1 / 3)
    assert found[ALL].overlap.f1 == 1


def test_touching_is_not_overlapping() -> None:
    """A span that ends where the other begins shares no character with it."""
    assert matched([(0, 4)], [(4, 8)]) == 0
    assert matched([(0, 5)], [(4, 8)]) == 1


def test_a_gold_span_is_matched_once() -> None:
    """Two pieces of one gold span: one is right; one long span over two gold ones finds one of them."""
    halves = spans({"a": [Span(0, 3, "PERP"), Span(4, 7, "PERP")]}, [marked((1, 0, 7, "PERP"))])["en"]
    assert (halves["PERP"].overlap.right, halves["PERP"].overlap.told) == (1, 2)
    long = spans({"a": [Span(0, 7, "PERP")]}, [marked((1, 0, 3, "PERP"), (1, 4, 7, "PERP"))])["en"]
    assert long["PERP"].overlap.f1 == pytest.approx(2 / 3)


def test_as_many_as_can_be_are_matched() -> None:
    """The first told touches both gold spans, the second only the first: both find a partner."""
    assert matched([(0, 10), (0, 3)], [(0, 3), (5, 9)]) == 2
    assert matched([(0, 3), (0, 10), (8, 12)], [(0, 3), (5, 9)]) == 2


def test_another_label_is_wrong_on_both_sides() -> None:
    """The right words under a wrong label: nothing right, one told too many, one missing."""
    found = spans({"a": [Span(0, 7, "VICTIM")]}, [marked((1, 0, 7, "PERP"))])["en"]
    assert (found["VICTIM"].overlap.told, found["PERP"].overlap.wanted) == (1, 1)
    assert found[ALL].overlap.f1 == 0


def test_words_of_two_incidents_count_once() -> None:
    """The same words and label, told for two incidents and marked for two, are one right span."""
    gold = marked((1, 0, 7, "PERP"), (2, 0, 7, "PERP"))
    exact = spans({"a": [Span(0, 7, "PERP"), Span(0, 7, "PERP")]}, [gold])["en"]["PERP"].exact
    assert (exact.right, exact.told, exact.wanted) == (1, 1, 1)


def test_languages_are_counted_apart_and_together() -> None:
    """A report without any span told lowers its language and the sum, not the other language."""
    gold = [marked((1, 0, 7, "PERP")), marked((1, 0, 7, "PERP"), name="b", lang="fr")]
    found = spans({"a": [Span(0, 7, "PERP")]}, gold)
    assert [found[side][ALL].exact.f1 for side in ("en", "fr")] == [1, 0]
    assert found["all"][ALL].exact.f1 == pytest.approx(2 / 3)


@dataclass
class Coded:
    """What the reader of these tests says."""

    claims: list[Claim]
    spans: list[tuple[int, Span, float]] = field(default_factory=list)


class Marker:
    """A reader that marks the two men and says that the attack was completed."""

    asked = 0

    def __call__(self, report: Report) -> list[Claim]:
        """Return the claims alone."""
        return list(self.code(report).claims)

    def code(self, _: Report) -> Coded:
        """Return claims and spans."""
        self.asked += 1
        claims = [Claim(0, "relevant", True, (), 0.9), Claim(1, "outcome", "completed", (Span(8, 13),))]
        return Coded(claims, [(1, Span(0, 7, "PERP"), 0.9)])


def test_a_watched_reader_reads_each_report_once() -> None:
    """Its claims go on as they are, its spans are kept by the report's id."""
    marker = Marker()
    watched = Watched(marker)
    gold = marked((1, 0, 7, "PERP"))
    evaluate(watched, [gold])
    assert marker.asked == 1
    assert watched.told == {"a": [Span(0, 7, "PERP")]}


def test_confusion_counts_values_by_what_was_told_for_them() -> None:
    """A foiled attack told as completed, and one that was not found at all."""
    close = Incident(outcome="foiled")
    far = Incident(
        "failed", "execution", ("bombing",), True, ("explosives",), True, "lone", "ETA",
        target_type=("police",), country="FR", agency="FBI", disruption="raid",
    )  # fmt: skip
    report = Report("a", TEXT, lang="en")
    scores = coding.evaluate(
        Marker(), [Marked(report, True, (close,), ()), Marked(report, True, (far,), ())]
    )["en"]
    assert scores.confusion["outcome"] == {"foiled": {"completed": 1}, "failed": {coding.MISSED: 1}}
    assert set(scores.confusion) == {"outcome", "stage", "actor", "disruption"}


def test_evaluate_prints_and_writes_the_marked_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A reader with `code` has the table and the record; the confusion tables stand beside the scores."""
    corpus, out = tmp_path / "corpus", tmp_path / "scores.json"
    (corpus / "marked").mkdir(parents=True)
    report: dict[str, object] = {
        "id": "en-1", "lang": "en", "url": None, "published": None, "title": "", "relevant": True,
        "marked": f"<PERP>{TEXT[:7]}</PERP>{TEXT[7:]}",
        "incidents": [{"outcome": "completed", "stage": "intent"}],
    }  # fmt: skip
    (corpus / "marked/en.jsonl").write_text(json.dumps(report) + "\n", "utf-8")
    (corpus / "split.json").write_text(json.dumps({"train": [], "dev": ["en-1"], "test": []}), "utf-8")
    monkeypatch.setattr("marsad.reading.reader", lambda _: Marker())
    arguments = ["evaluate", str(corpus), "--reader", "lexical", "--out", str(out)]
    result = CliRunner().invoke(marsad_command, arguments, env={"COLUMNS": "120"})
    assert result.exit_code == 0, result.output
    row = next(line for line in result.stdout.splitlines() if "PERP" in line)
    assert "1.000 / 1.000 (1)" in row
    record = json.loads(out.read_text("utf-8"))
    assert record["marked words"]["en"]["PERP"] == {"spans": 1, "told": 1, "exact": 1.0, "overlap": 1.0}
    assert record["confusion"]["en"]["outcome"] == {"completed": {"completed": 1}}
