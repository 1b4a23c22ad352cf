"""Marked reports as examples: gold marks on their units, options right, memberships as people marked them.

Reports of the train split are named by their ids; what is expected of them is read from the corpus itself.
"""

from __future__ import annotations

import random
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from marsad.codebook import Count, Incident, Period, Place, Report, Span
from marsad.codebook.fields import fields
from marsad.reading.learned.candidates import FIELDS, IDEOLOGIES, KINDS
from marsad.reading.learned.features import COUNTS
from marsad.reading.scores.marked import Marked, load
from training.examples import IGNORE, Example, Row, blurred, example, membership_of, pairs_of
from training.plan import OPEN, Plan

CORPUS = Path(__file__).parents[2] / "corpus"
IDS = ("fl-ar-051", "fl-fr-044", "fl-en-007")
"""One short report of two incidents a language."""
MADE = Marked(
    Report(
        "made",
        "A bomb killed at least three people in Leeds on Monday. The blast hurt nobody else. "
        "In a separate attack, gunmen shot dead five soldiers in Kidal on Tuesday. It was a quiet week.",
        "Bomb in Leeds, gunmen in Kidal",
        "en",
        published="2023-03-15",
    ),
    True,
    (
        Incident(
            "completed", "execution", ("bombing",), False, ("explosives",), False, "unknown", None,
            None, None, Count(3), Count(0), ("civilians",), "GB",
            Place("Leeds", None, 53.8, -1.55, "GB", "town"), Period("2023-03-13"), None, "none",
        ),
        Incident(
            "completed", "execution", ("armed_assault",), False, ("firearms",), False, "cell", None,
            Count(40), None, Count(5), None, ("military",), "ML",
            Place("Kidal", None, 18.44, 1.41, "ML", "town"), Period("2023-03-14"), None, "none",
        ),
    ),
    (),
)  # fmt: skip


def spell(unit: str) -> tuple[int, ...]:
    """Return pieces of a unit as a tokenizer might."""
    return (5,) * max(1, len(unit) // 4)


def spanned(*marks: tuple[int, str, str]) -> Marked:
    """Return the made report with marks: (incident, label, words)."""
    text = MADE.report.text
    spans = tuple(
        (number, Span(text.index(words), text.index(words) + len(words), label))
        for number, label, words in marks
    )
    return Marked(MADE.report, True, MADE.incidents, spans)


BOTH = spanned(
    (1, "EVENT", "bomb"), (1, "N_KILLED", "three"), (1, "VICTIM", "three people"), (1, "PLACE", "Leeds"),
    (1, "EVENT", "blast"), (2, "PERP", "gunmen"), (2, "OUTCOME", "shot dead"), (2, "N_KILLED", "five"),
    (2, "VICTIM", "five soldiers"), (2, "PLACE", "Kidal"), (2, "DATE", "Tuesday"),
)  # fmt: skip


@cache
def train() -> dict[str, Marked]:
    """Return the marked reports of the train split by id."""
    return {marked.report.id: marked for marked in load(CORPUS, "train")}


@cache
def made() -> Example:
    """Return the made report as an example."""
    return example(BOTH, spell, Plan())


def runs(found: Example, row: Row, label: str) -> list[str]:
    """Return the words that a row's tags of a label mark."""
    tags = row.tags[:, OPEN.index(label)].tolist()
    text, units = found.sheet.report.text, found.sheet.units
    told = []
    for at, state in enumerate(tags):
        if state == 1:
            last = at
            while last + 1 < len(tags) and tags[last + 1] == 2:
                last += 1
            told.append(text[units[at][0] : units[last][1]])
    return told


@pytest.mark.parametrize("name", IDS)
def test_gold_marks_get_their_units(name: str) -> None:
    """Every mark of an open label is a run of units with just its words, of its incident, and no other is."""
    marked = train()[name]
    found = example(marked, spell, Plan())
    assert len(found.rows) == len(marked.incidents) == 2
    for number, row in enumerate(found.rows, 1):
        for label in OPEN:
            gold = [s.of(marked.report.text) for at, s in marked.spans if at == number and s.label == label]
            assert runs(found, row, label) == gold


@pytest.mark.parametrize("name", IDS)
def test_options_are_right(name: str) -> None:
    """What is called right says what people coded: each candidate its value, each constant its number."""
    marked = train()[name]
    for row, incident in zip(example(marked, spell, Plan()).rows, marked.incidents, strict=True):
        found = row.incidence.candidates
        for field in FIELDS:
            value, right = getattr(incident, field), row.chosen[field]
            fixed = [None, *IDEOLOGIES] if field == "affiliation" else [None]
            assert len(right) == len(fixed) + len(found)
            assert right[: len(fixed)].tolist() == [value == one for one in fixed]
            for c in (c for c, chosen in zip(found, right[len(fixed) :], strict=True) if chosen):
                assert c.kind == KINDS[FIELDS.index(field)]
                assert fields()[field].compare(value, c.value) == 1.0
        for field in COUNTS:
            value, right = getattr(incident, field), row.chosen[field]
            number = None if value is None else value.value
            ruled = row.incidence.ruled.get(field, 0)
            assert right[:4].tolist() == [
                number is None, number == 0, number == 1, ruled > 1 and number == ruled
            ]  # fmt: skip
            says = [isinstance(c.value, Count) and c.value.value == number for c in found]
            plain = [yes and not c.parts for yes, c in zip(says, found, strict=True)]
            assert right[4:].tolist() == (plain if any(plain) else says)


@pytest.mark.parametrize("name", IDS)
def test_candidates_under_a_mark_are_marked(name: str) -> None:
    """Those that touch a mark of their label; of numbers, in the role of the mark."""
    marked = train()[name]
    told = set()
    for number, row in enumerate(example(marked, spell, Plan()).rows, 1):
        assert row.marks is not None
        own = [span for at, span in marked.spans if at == number]
        for c, slots in zip(row.incidence.candidates, row.marks.tolist(), strict=True):
            labels = {
                "place": ["PLACE"],
                "date": ["DATE"],
                "organisation": ["ORG"],
                "agency": ["AGENCY"],
            }.get(c.kind, [f"N_{field.upper()}" for field in COUNTS])
            for slot, label in enumerate(labels):
                touched = any(s.label == label and s.start < c.end and c.start < s.end for s in own)
                assert slots[slot] == (touched and not c.parts)
                told.add((label, touched))
            assert not any(slots[len(labels) :])
    assert any(touched for _, touched in told)


@pytest.mark.parametrize("name", IDS)
def test_values_of_closed_fields_are_the_targets(name: str) -> None:
    """One right output for a choice, a target for each value of a list but `unknown`, 1 or 0 for a truth."""
    marked = train()[name]
    for row, incident in zip(example(marked, spell, Plan()).rows, marked.incidents, strict=True):
        for field, f in fields().items():
            value = getattr(incident, field)
            if f.kind == "choice":
                assert [v for v, right in zip(f.values, row.allowed[field], strict=True) if right] == [value]
            elif f.kind == "choices":
                names = [v for v in f.values if v != "unknown"]
                told = {v for v, right in zip(names, row.listed[field], strict=True) if right == 1.0}
                assert told == set(value) - {"unknown"}
            elif f.kind == "truth":
                assert row.listed[field].tolist() == [float(value)]


def test_sentences_with_a_mark_tell_of_their_incident() -> None:
    """Two and one; the last bears no mark, so pairs with it are not known, nor a sentence with itself."""
    found = made()
    assert found.fore.tolist() == [1.0, 1.0, 1.0, 0.0]
    expected = np.array(
        [[np.nan, 1, 0, np.nan], [1, np.nan, 0, np.nan], [0, 0, np.nan, np.nan], [np.nan] * 4]
    )
    assert np.array_equal(found.same, expected, equal_nan=True)
    first, second = found.rows
    assert first.incidence.inside.tolist() == second.incidence.outside.tolist() == [1.0, 1.0, 0.0, 0.0]
    assert first.incidence.outside.tolist() == second.incidence.inside.tolist() == [0.0, 0.0, 1.0, 0.0]
    assert found.relevant
    assert not found.muc


def test_tags_spare_the_title_and_the_second_task() -> None:
    """IGNORE for the title's units and for the roles of MUC-4; outside is 0."""
    found = made()
    for row in found.rows:
        assert (row.tags[: found.sheet.titled] == IGNORE).all()
        assert (row.tags[:, len(OPEN) :] == IGNORE).all()
        assert set(np.unique(row.tags[found.sheet.titled :, : len(OPEN)])) == {0, 1, 2}


def test_marks_of_a_made_report() -> None:
    """Words of each label, nested ones too; a number within VICTIM marks its candidate alone."""
    found = made()
    first, second = found.rows
    assert runs(found, first, "EVENT") == ["bomb", "blast"]
    assert runs(found, first, "VICTIM") == ["three people"]
    assert (runs(found, second, "PERP"), runs(found, second, "OUTCOME")) == (["gunmen"], ["shot dead"])
    assert runs(found, second, "EVENT") == []
    text = found.sheet.report.text
    assert second.marks is not None
    told = {
        (text[c.start : c.end], slot)
        for c, slots in zip(second.incidence.candidates, second.marks, strict=True)
        for slot in np.flatnonzero(slots).tolist()
    }
    assert told == {("Kidal", 0), ("Tuesday", 0), ("five", COUNTS.index("killed"))}


def test_a_number_that_no_option_says_has_no_right_one() -> None:
    """Forty suspects, told nowhere: nothing to learn, rather than something wrong."""
    assert not made().rows[1].chosen["suspects"].any()


def test_a_count_is_right_in_all_that_say_it() -> None:
    """Five killed: the number of the text, and what the rules say where they say five."""
    row = made().rows[1]
    right = row.chosen["killed"]
    assert right[3] == (row.incidence.ruled.get("killed") == 5)
    text = MADE.report.text
    said = [text[c.start : c.end] for c, one in zip(row.incidence.candidates, right[4:], strict=True) if one]
    assert said == ["five"]


def test_a_report_that_is_not_relevant() -> None:
    """No rows; every sentence tells of nothing, of pairs nothing is known."""
    found = example(Marked(MADE.report, False, (), ()), spell, Plan())
    assert (found.rows, found.relevant) == ([], False)
    assert found.fore.tolist() == [0.0] * 4
    assert np.isnan(found.same).all()


def test_membership_goes_by_where_a_span_starts() -> None:
    """A span over the end of its sentence counts for the first."""
    sheet = made().sheet
    end = sheet.scene.sentences[0].span.end
    assert membership_of(sheet, [(2, end - 4, end + 5)], 2).tolist() == [[0.0] * 4, [1.0, 0.0, 0.0, 0.0]]


def test_pairs_that_share_an_incident_are_the_same_though_others_differ() -> None:
    """A sentence of both incidents is the same as each of them; they are not the same as each other."""
    fore, same = pairs_of(np.array([[1, 0, 1, 0], [0, 1, 1, 0]], np.float32))
    assert fore.tolist() == [1.0, 1.0, 1.0, 0.0]
    assert (same[0, 2], same[1, 2], same[0, 1]) == (1.0, 1.0, 0.0)
    assert np.isnan(same[3]).all()
    assert np.isnan(np.diag(same)).all()


def test_blurred_memberships_are_unsure_and_mostly_right() -> None:
    """Between 0 and 1, on the right side of one half but for about one in 25; without chance as they are."""
    told = (np.arange(4000).reshape(2, 2000) % 3 == 0).astype(np.float32)
    assert blurred(told, None) is told
    soft = blurred(told, random.Random(1))
    assert soft.shape == told.shape
    assert ((soft >= 0) & (soft <= 1)).all()
    wrong = ((soft > 0.5) != (told > 0.5)).mean()
    assert 0.02 < wrong < 0.07
    assert len(np.unique(soft)) > 1000
    assert (blurred(told, random.Random(1)) == soft).all()


def test_blurring_moves_no_target() -> None:
    """With chance only the memberships that the second stage is given differ; what is learned stays."""
    plain, soft = made(), example(BOTH, spell, Plan(), random.Random(7))
    assert np.array_equal(plain.fore, soft.fore)
    assert np.array_equal(plain.same, soft.same, equal_nan=True)
    for one, other in zip(plain.rows, soft.rows, strict=True):
        assert (one.tags == other.tags).all()
        assert not np.array_equal(one.incidence.inside, other.incidence.inside)
        assert {name: a.tolist() for name, a in one.chosen.items()} == {
            name: a.tolist() for name, a in other.chosen.items()
        }
