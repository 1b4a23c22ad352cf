"""What the rules found, as numbers: where cues and mentions stand, votes, pairs of sentences."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from marsad.codebook import Claim, Count, Report
from marsad.codebook.datafiles import LANGUAGES
from marsad.codebook.fields import fields
from marsad.reading.learned import features, membership
from marsad.reading.learned.features import FOUND, PAIRS, cue_names, rule_names
from marsad.reading.learned.sheet import Sheet
from marsad.reading.lexical import facts_of
from marsad.text.words import load
from tests.reading.learned.fakes import LILLE, MEKNES, MOGADISHU, TWO, laid, of

NAMES = cue_names()
REPORTS = [MEKNES, LILLE, MOGADISHU, TWO]


def marked(sheet: Sheet, name: str) -> list[str]:
    """Return the units that a column of the units' features marks."""
    found = features.of_units(sheet, NAMES)
    at = NAMES.index(name) if name in NAMES else len(NAMES) + FOUND.index(name)
    text = sheet.report.text
    return [text[slice(*sheet.units[unit])] for unit in np.flatnonzero(found[:, at]).tolist()]


def test_names_are_those_of_the_word_lists_and_the_codebook() -> None:
    """Every cue of each language but the masks has one name; each value of the codebook one, sorted alike."""
    assert list(NAMES) == sorted(set(NAMES))
    for lang in LANGUAGES:
        for kind, values in load(lang, "cues").items():
            assert all((f"{kind}.{value}" in NAMES) == (kind != "mask") for value in values)
    rules = rule_names()
    assert len(set(rules)) == len(rules)
    assert {name.partition("=")[0] for name in rules} == set(fields())
    assert {"outcome=foiled", "killed=more", "suicide=true", "place=null", "weapons=unknown"} <= set(rules)


@pytest.mark.parametrize("report", REPORTS, ids=lambda r: r.id)
def test_units_features_have_their_shape_and_spare_the_title(report: Report) -> None:
    """(N, cues + FOUND), 0 to 1, nothing in the title, something in the text."""
    sheet = laid(report)
    found = features.of_units(sheet, NAMES)
    assert found.shape == (len(sheet.units), len(NAMES) + len(FOUND))
    assert found.dtype == np.float32
    assert found.min() == 0.0
    assert found.max() == 1.0
    assert not found[: sheet.titled].any()


def test_cues_and_mentions_stand_at_their_words() -> None:
    """The units marked are those of the words; the column is that of the name, whatever the list's order."""
    sheet = laid(MOGADISHU)
    assert marked(sheet, "place") == ["Mogadishu"]
    assert marked(sheet, "date") == ["Saturday", "2017"]
    assert marked(sheet, "organisation") == ["Al", "-", "Shabaab"]
    assert {"nine", "twenty", "five", "hundred"} <= set(marked(sheet, "number"))
    assert marked(sheet, "agency") == ["police"]
    assert "exploded" not in marked(sheet, "outcome.completed")
    assert {"bomber", "blew"} & set(marked(sheet, "outcome.completed"))
    back = features.of_units(sheet, tuple(reversed(NAMES)))
    assert (back[:, : len(NAMES)] == features.of_units(sheet, NAMES)[:, : len(NAMES)][:, ::-1]).all()


def test_background_is_that_of_the_sentence() -> None:
    """The sentence of 2017 is background from its first unit to its last; the first sentence is not."""
    sheet = laid(MOGADISHU)
    found = features.of_units(sheet, NAMES)[:, -1]
    old = [unit for unit, at in enumerate(sheet.sentence) if at == 2]
    assert sheet.scene.sentences[2].background > 0.5
    assert np.allclose(found[old], sheet.scene.sentences[2].background)
    assert np.allclose(
        found[sheet.titled : old[0]].max(), max(s.background for s in sheet.scene.sentences[:2])
    )


def test_a_cue_that_a_model_does_not_know_moves_none() -> None:
    """A model keeps its names: with fewer of them the rest stands where they say."""
    sheet = laid(MEKNES)
    few = tuple(name for name in NAMES if name.startswith("outcome."))
    whole, part = features.of_units(sheet, NAMES), features.of_units(sheet, few)
    for at, name in enumerate(few):
        assert (part[:, at] == whole[:, NAMES.index(name)]).all()
    assert (part[:, len(few) :] == whole[:, len(NAMES) :]).all()


def test_a_report_in_four_numbers() -> None:
    """Log odds of the triage, sentences, several incidents spoken of, a title."""
    told = features.of_report(laid(MOGADISHU))
    assert told.shape == (4,)
    assert told[0] > 0
    assert told[1:].tolist() == pytest.approx([3 / 30, 0.0, 1.0])
    film = features.of_report(laid(of(MOGADISHU, "The film opens. Critics praised both attacks in it.")))
    assert film[0] < told[0]
    assert film[1:].tolist() == pytest.approx([2 / 30, 1.0, 0.0])


def test_an_incident_has_its_votes_and_what_the_rules_claim() -> None:
    """Votes bear their sign and grow slowly; of each field what is claimed is 1, of counts by size."""
    sheet = laid(LILLE)
    (part,) = membership.parts(sheet.scene, [[1.0, 1.0, 1.0]])
    rules = rule_names()
    claims = dict(facts_of(part, [part]).claims)
    claims["wounded"] = replace(claims["killed"], field="wounded", value=Count(1))
    del claims["agency"]
    traits = features.of_incident(part, claims, NAMES, rules)
    assert traits.shape == (len(NAMES) + len(rules),)
    votes = part.votes("disruption")["arrest"].score
    assert traits[NAMES.index("disruption.arrest")] == pytest.approx(np.log1p(votes))
    assert votes > 0
    said = {name for name, one in zip(rules, traits[len(NAMES) :], strict=True) if one}
    assert set(np.unique(traits[len(NAMES) :])) == {0.0, 1.0}
    for name in (
        *("outcome=foiled", "weapons=melee", "suspects=more", "killed=0", "wounded=1", "agency=null"),
        *("actor=cell", "disruption=arrest", "target_type=religious"),
    ):
        assert name in said
    assert not said & {"place=null", "outcome=unknown", "suicide=true", "suspects=null", "killed=more"}


def test_a_list_claimed_says_each_of_its_values_and_nothing_claimed_says_null() -> None:
    """Two weapons are two names; with no claims at all counts and names are null."""
    sheet = laid(LILLE)
    (part,) = membership.parts(sheet.scene, [[1.0, 1.0, 1.0]])
    rules = rule_names()
    two = Claim(1, "weapons", ("melee", "firearms"))
    traits = features.of_incident(part, {"weapons": two, "suicide": Claim(1, "suicide", True)}, NAMES, rules)
    said = {name for name, one in zip(rules, traits[len(NAMES) :], strict=True) if one}
    assert {name for name in said if name.startswith(("weapons", "suicide"))} == {
        *("weapons=melee", "weapons=firearms", "suicide=true"),
    }
    assert {"suspects=null", "killed=null", "place=null", "date=null", "country=null"} <= said


def test_pairs_are_told_both_ways_and_none_of_a_sentence_with_itself() -> None:
    """(S, S, PAIRS), the same from both sides, zero on the diagonal."""
    found = features.of_pairs(laid(TWO))
    assert found.shape == (4, 4, PAIRS)
    assert (found == found.transpose(1, 0, 2)).all()
    assert not found[range(4), range(4)].any()


def test_what_speaks_for_and_against_a_pair() -> None:
    """One paragraph, next to each other, how far, "a separate attack" between; other towns speak against."""
    found = features.of_pairs(laid(TWO))
    assert found[0, 1, :3].tolist() == pytest.approx([1.0, 1.0, 1 / 12])
    assert found[0, 3, :3].tolist() == pytest.approx([1.0, 0.0, 3 / 12])
    assert [found[0, at, 5] for at in (1, 2, 3)] == [0.0, 1.0, 1.0]
    assert [found[2, 3, 5], found[1, 2, 6], found[2, 3, 6]] == [0.0, 1.0, 0.0]
    assert found[0, 2, 7] == found[0, 2, 8] == found[0, 2, 9] == -1.0
    assert found[0, 1, 7] == 0.0


def test_a_town_told_again_speaks_for_a_pair_and_a_new_line_is_another_paragraph() -> None:
    """Leeds in both sentences; the second stands in a paragraph of its own."""
    text = "A bomb exploded in Leeds on Monday.\n\nThe bomb in Leeds killed three people."
    found = features.of_pairs(laid(of(MOGADISHU, text)))
    assert found[0, 1, 0] == 0.0
    assert found[0, 1, 7] == found[0, 1, 8] == 1.0


def test_an_empty_report_has_features_of_no_sentence() -> None:
    """No unit, no pair, four numbers."""
    sheet = laid(of(MOGADISHU, ""))
    assert features.of_units(sheet, NAMES).shape[0] == 0
    assert features.of_pairs(sheet).shape == (0, 0, PAIRS)
    assert features.of_report(sheet).shape == (4,)
