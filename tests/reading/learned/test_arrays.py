"""Sheets and incidents as arrays: padded alike, every index pointing where it should."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from marsad.codebook import Claim, Count, Report
from marsad.reading.learned import arrays, features, membership
from marsad.reading.learned.arrays import Incidence
from marsad.reading.learned.candidates import WIDTH, candidates
from marsad.reading.learned.features import FOUND, PAIRS, cue_names, rule_names
from marsad.reading.learned.sheet import STOP, Sheet
from marsad.reading.lexical import facts_of
from tests.reading.learned.fakes import LILLE, MEKNES, MOGADISHU, TWO, laid, of

LONG = replace(TWO, id="long", text=" ".join([TWO.text] * 12))
REPORTS = [LILLE, LONG, MEKNES]
SHEETS = [laid(report) for report in REPORTS]
CUES, RULES = cue_names(), rule_names()
ONE = arrays.first(SHEETS, CUES)


def incidence(at: int, sheet: Sheet, inside: list[float], outside: list[float]) -> Incidence:
    """Return an incident of a sheet with its candidates."""
    part = membership.parts(sheet.scene, [inside])[0]
    facts = facts_of(part, [part])
    found = candidates(part, inside, outside, facts.claims)
    traits = features.of_incident(part, facts.claims, CUES, RULES)
    told = np.array(inside, np.float32), np.array(outside, np.float32)
    return Incidence(at, *told, traits, found, arrays.ruled(facts.claims))


def shares(sheet: Sheet, step: float) -> list[float]:
    """Return a membership that is another for each sentence."""
    return [step + at / 100 for at in range(len(sheet.scene.sentences))]


INCIDENTS = [
    incidence(1, SHEETS[1], shares(SHEETS[1], 0.1), shares(SHEETS[1], 0.2)),
    incidence(2, SHEETS[2], shares(SHEETS[2], 0.3), shares(SHEETS[2], 0.4)),
    incidence(1, SHEETS[1], shares(SHEETS[1], 0.5), shares(SHEETS[1], 0.05)),
]
SECOND = arrays.second(SHEETS, INCIDENTS, ONE)


def test_the_long_report_has_several_windows() -> None:
    """What the tests below count on."""
    assert [len(sheet.windows) for sheet in SHEETS] == [1, len(SHEETS[1].windows), 1]
    assert len(SHEETS[1].windows) > 1


def test_shapes_of_the_first_stage() -> None:
    """B reports, W windows of T pieces, N units, S sentences, K features: each array as it is told."""
    windows = [window for sheet in SHEETS for window in sheet.windows]
    long = max(len(window.ids) for window in windows)
    units = max(len(sheet.units) for sheet in SHEETS)
    told = max(len(sheet.scene.sentences) for sheet in SHEETS)
    assert {name: found.shape for name, found in ONE.items()} == {
        "ids": (len(windows), long), "mask": (len(windows), long),
        "begin": (3, units), "end": (3, units), "present": (3, units), "title": (3, units),
        "dealt": (3, told, units), "found": (3, units, len(CUES) + len(FOUND)),
        "pairs": (3, told, told, PAIRS), "report": (3, 4),
    }  # fmt: skip
    whole = {name for name, found in ONE.items() if found.dtype == np.int64}
    assert whole == {"ids", "begin", "end"}
    assert all(found.dtype == np.float32 for name, found in ONE.items() if name not in whole)


def test_pieces_and_padding() -> None:
    """Each window's pieces, then padding that the mask shuts out."""
    windows = [window for sheet in SHEETS for window in sheet.windows]
    for row, window in enumerate(windows):
        assert ONE["ids"][row, : len(window.ids)].tolist() == window.ids
        assert ONE["mask"][row].tolist() == [
            float(at < len(window.ids)) for at in range(ONE["mask"].shape[1])
        ]


@pytest.mark.parametrize("at", range(3))
def test_units_point_at_their_pieces(at: int) -> None:
    """`begin` and `end` are places in all windows laid one after another."""
    sheet, long = SHEETS[at], ONE["ids"].shape[1]
    windows = [window for other in SHEETS for window in other.windows]
    for unit in range(len(sheet.units)):
        row, place = divmod(int(ONE["begin"][at, unit]), long)
        assert windows[row].unit[place] == unit
        row, place = divmod(int(ONE["end"][at, unit]), long)
        assert windows[row].unit[place] == unit
        assert windows[row] in sheet.windows
    assert ONE["present"][at].sum() == len(sheet.units)
    assert ONE["title"][at].sum() == sheet.titled
    assert not ONE["found"][at, len(sheet.units) :].any()


@pytest.mark.parametrize("at", range(3))
def test_units_are_dealt_to_one_sentence_each_but_those_of_the_title(at: int) -> None:
    """Each unit of the text is in the row of its sentence."""
    sheet = SHEETS[at]
    assert not ONE["dealt"][at, :, : sheet.titled].any()
    assert ONE["dealt"][at].sum() == len(sheet.units) - sheet.titled
    for unit in range(sheet.titled, len(sheet.units)):
        assert ONE["dealt"][at, sheet.sentence[unit], unit] == 1.0


def test_a_report_says_the_same_alone_and_among_others() -> None:
    """What stands in the arrays of a report does not hang on those beside it, padding aside."""
    alone, sheet = arrays.first(SHEETS[2:], CUES), SHEETS[2]
    units, told = len(sheet.units), len(sheet.scene.sentences)
    for name in ("present", "title", "found"):
        assert (ONE[name][2, :units] == alone[name][0]).all()
    assert (ONE["dealt"][2, :told, :units] == alone["dealt"][0]).all()
    assert (ONE["pairs"][2, :told, :told] == alone["pairs"][0]).all()
    assert (ONE["report"][2] == alone["report"][0]).all()


def test_shapes_of_the_second_stage() -> None:
    """R incidents, V windows read once an incident, C candidates."""
    read = sum(len(SHEETS[incident.report].windows) for incident in INCIDENTS)
    units, most = ONE["begin"].shape[1], max(len(incident.candidates) for incident in INCIDENTS)
    assert {name: found.shape for name, found in SECOND.items()} == {
        "source": (read,), "rows": (read,), "pieces": (read, ONE["ids"].shape[1]),
        "begin2": (3, units), "end2": (3, units), "member": (3, units + 1, 3), "of": (3,),
        "traits": (3, len(CUES) + len(RULES)), "spans": (3, most, 2), "kinds": (3, most),
        "candidates": (3, most, WIDTH),
    }  # fmt: skip


def test_each_incident_reads_the_windows_of_its_report() -> None:
    """`source` are windows of the first stage, `rows` the incidents that they are read for."""
    first, second = 1, 1 + len(SHEETS[1].windows)
    mine = list(range(first, second))
    assert SECOND["source"].tolist() == [*mine, second, *mine]
    assert SECOND["rows"].tolist() == [*[0] * len(mine), 1, *[2] * len(mine)]
    assert SECOND["of"].tolist() == [1, 2, 1]


def test_pieces_of_the_second_stage_name_their_units() -> None:
    """Marks, the repeated title and padding name the row behind the last unit, which belongs to nobody."""
    size = ONE["begin"].shape[1]
    windows = [window for sheet in SHEETS for window in sheet.windows]
    for row, source in enumerate(SECOND["source"].tolist()):
        own = windows[source].unit
        assert SECOND["pieces"][row, : len(own)].tolist() == [size if unit < 0 else unit for unit in own]
        assert (SECOND["pieces"][row, len(own) :] == size).all()
    assert not SECOND["member"][:, size].any()


@pytest.mark.parametrize("row", range(3))
def test_units_of_an_incident_point_into_the_windows_read_for_it(row: int) -> None:
    """`begin2` and `end2` lie in windows of the incident's own rows."""
    sheet, long = SHEETS[INCIDENTS[row].report], ONE["ids"].shape[1]
    for name in ("begin2", "end2"):
        for unit in range(len(sheet.units)):
            at, place = divmod(int(SECOND[name][row, unit]), long)
            assert SECOND["rows"][at] == row
            assert SECOND["pieces"][at, place] == unit


@pytest.mark.parametrize("row", range(3))
def test_membership_goes_to_the_units_of_each_sentence(row: int) -> None:
    """Inside, outside, title: a unit of the text has its sentence's, one of the title the third alone."""
    incident = INCIDENTS[row]
    sheet = SHEETS[incident.report]
    for unit, at in enumerate(sheet.sentence):
        expected = [0, 0, 1] if at < 0 else [incident.inside[at], incident.outside[at], 0]
        assert SECOND["member"][row, unit].tolist() == pytest.approx(expected)
    assert not SECOND["member"][row, len(sheet.units) :].any()


@pytest.mark.parametrize("row", range(3))
def test_candidates_stand_at_their_units(row: int) -> None:
    """Kind, first and last unit, features; -1 and zeros where there is none."""
    incident = INCIDENTS[row]
    sheet, text = SHEETS[incident.report], REPORTS[incident.report].text
    assert incident.candidates
    for at, c in enumerate(incident.candidates):
        first, last = SECOND["spans"][row, at].tolist()
        whole = text[sheet.units[first][0] : sheet.units[last][1]]
        assert text[c.start : c.end].strip() in whole
        assert SECOND["kinds"][row, at] == arrays._KIND[c.kind]
        assert SECOND["candidates"][row, at].tolist() == pytest.approx(c.features)
    rest = slice(len(incident.candidates), None)
    assert (SECOND["kinds"][row, rest] == -1).all()
    assert not SECOND["candidates"][row, rest].any()


def test_counts_that_the_rules_claim() -> None:
    """Only counts, by their number; null and what is not claimed is left out."""
    claims = {
        "killed": Claim(1, "killed", Count(3, "at_least")),
        "wounded": Claim(1, "wounded", None),
        "outcome": Claim(1, "outcome", "failed"),
    }
    assert arrays.ruled(claims) == {"killed": 3}


@pytest.mark.parametrize("text", ["", "  \n", "…"])
def test_texts_with_next_to_nothing_make_arrays(text: str) -> None:
    """One row for sentences where there is none; the title is read all the same."""
    sheet = laid(Report("x", text, "A bomb exploded", "en"))
    one = arrays.first([sheet], CUES)
    assert one["dealt"].shape[1] == 1
    assert one["title"].sum() == 3
    assert one["dealt"].sum() == bool(text.strip())
    assert one["ids"][0, -1] == STOP


def test_an_incident_without_candidates_has_one_empty_place() -> None:
    """A text that names nothing: one candidate that is none."""
    sheet = laid(of(MOGADISHU, "It was quiet."))
    incident = incidence(0, sheet, [1.0], [0.0])
    assert incident.candidates == []
    two = arrays.second([sheet], [incident], arrays.first([sheet], CUES))
    assert two["kinds"].tolist() == [[-1]]
    assert two["candidates"].shape == (1, 1, WIDTH)
