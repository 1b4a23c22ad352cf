"""Templates of MUC-4 from what the network says: mentions, entities, types, and the choices made on dev."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

import numpy as np
import pytest

from marsad.codebook import Report
from marsad.reading.learned.sheet import Sheet
from marsad.reading.learned.units import units
from training.muc_search import Judge, search
from training.muc_templates import Choices, Incident, Told, grouped, templates
from training.plan import MUC_TYPES, OPEN, ROLES

TEXT = "guerrillas of the fmln bombed a bank and a big bank"


def incident(kind: str, scores: dict[str, dict[int, tuple[float, float]]], sure: float = 5.0) -> Incident:
    """Return an incident of a type, with the scores of first and later words by role and unit."""
    spans = units(TEXT)
    tags = np.zeros((len(spans), len(OPEN) + len(ROLES), 3), np.float32)
    for role, rows in scores.items():
        for unit, (first, later) in rows.items():
            tags[unit, len(OPEN) + ROLES.index(role), 1:] = first, later
    for label in range(len(OPEN), tags.shape[1]):
        tags[:, label, 0] = np.where(tags[:, label, 1:].any(-1), 0.0, 5.0)
    kinds = np.array([sure * (one == kind) for one in MUC_TYPES], np.float32)
    sheet = cast("Sheet", SimpleNamespace(report=Report("a", TEXT), units=spans, titled=0))
    return Incident(sheet, kinds, tags)


BOMBING = {"PerpInd": {0: (4.0, -4.0)}, "Target": {6: (4.0, -4.0), 7: (-4.0, 4.0), 9: (1.0, -4.0)}}


def test_a_run_of_first_and_later_words_is_one_mention() -> None:
    """ "bank and" is a mention of two words with the mean of their scores; the type is the likeliest."""
    one = incident("bombing", BOMBING)
    found = one.mentions("Target", 0.0)
    assert [(m.words, m.start) for m in found] == [("bank and", 32), ("big", 43)]
    assert found[0].score == pytest.approx(0.982, abs=1e-3)
    (told,) = templates([one], Choices())
    assert (told["incident_type"], told["PerpInd"]) == ("bombing", [["guerrillas"]])


def test_bias_marks_more_and_least_asks_for_more() -> None:
    """A word that is nearly marked is marked with a bias; its score is the network's, without the bias."""
    one = incident("bombing", {"Weapon": {4: (-0.5, -4.0)}})
    assert one.mentions("Weapon", 0.0) == []
    (found,) = one.mentions("Weapon", 1.0)
    assert found.score < 0.5
    biased = Choices(bias={**Choices().bias, "Weapon": 1.0})
    assert templates([one], biased)[0]["Weapon"] == [["bombed"]]
    strict = Choices(bias=biased.bias, least={**Choices().least, "Weapon": 0.5})
    assert templates([one], strict)[0]["Weapon"] == []


def told(*words: str) -> list[Told]:
    """Return mentions one after the other."""
    return [Told(one, at, 0.9 - at / 100) for at, one in enumerate(words)]


@pytest.mark.parametrize(("merge", "count"), [("same", 5), ("nested", 4), ("nested and acronym", 3)])
def test_entities_are_grouped_by_their_words(merge: str, count: int) -> None:
    """Articles and signs part none; "bank" lies in "lloyds bank", not in "bank guard"; UPP is an acronym."""
    given = told("the bank", "bank", "lloyds bank", "bank guard", "unknown people's party", "upp")
    assert len(grouped(given, merge)) == count


def test_a_mention_that_bridges_two_groups_joins_them() -> None:
    """ "big red bank" and "small bank" share nothing until "bank" comes."""
    assert len(grouped(told("red bank", "small bank"), "nested")) == 2
    assert len(grouped(told("red bank", "small bank", "bank"), "nested")) == 1


@pytest.mark.parametrize(("tell", "words"), [("surest", "bank"), ("longest", "big bank"), ("first", "bank")])
def test_one_mention_tells_an_entity(tell: str, words: str) -> None:
    """Of "bank" and the less sure "big bank" that follows the surest, the longest or the first is told."""
    one = incident("bombing", {"Target": {6: (4.0, -4.0), 9: (2.0, -4.0), 10: (-4.0, 2.0)}})
    assert templates([one], Choices(merge="nested", tell=tell))[0]["Target"] == [[words]]


def test_equal_templates_are_told_once_and_unequal_ones_twice() -> None:
    """Two incidents that say the same are one template; of one type with other entities they stay two."""
    other = incident("bombing", {"Target": {9: (4.0, -4.0)}})
    one = incident("bombing", BOMBING)
    assert len(templates([one, one], Choices())) == 1
    assert len(templates([one, other], Choices(join="no"))) == 2
    joined = templates([one, other], Choices(join="type"))
    assert len(joined) == 1
    assert joined[0]["PerpInd"] == [["guerrillas"]]


def test_only_templates_that_share_an_entity_are_joined() -> None:
    """ "shared" leaves two templates of one type apart that have no words in common."""
    one, other = (
        incident("bombing", {"Target": {6: (4.0, -4.0)}}),
        incident("bombing", {"Weapon": {4: (4.0, 0)}}),
    )
    assert len(templates([one, other], Choices(join="shared"))) == 2
    both = incident("bombing", {"Target": {6: (4.0, -4.0)}, "Weapon": {4: (4.0, -4.0)}})
    assert len(templates([one, both], Choices(join="shared"))) == 1


def test_a_second_type_has_its_own_template() -> None:
    """From the chosen probability the second type is told too; given types take the place of both."""
    unsure = incident("bombing", BOMBING, sure=0.5)
    assert len(templates([unsure], Choices(second=0.1))) == 2
    assert [t["incident_type"] for t in templates([unsure], Choices(), ["arson"])] == ["arson"]


def test_a_template_without_entities_needs_a_sure_type() -> None:
    """Below `empty` an incident of which nothing is marked has no template."""
    bare = incident("arson", {}, sure=1.0)
    assert len(templates([bare], Choices(empty=0.0))) == 1
    assert templates([bare], Choices(empty=0.9)) == []


def gold(**roles: Any) -> dict[str, Any]:
    """Return a gold template of a bombing."""
    return {"incident_type": "bombing", **{role: roles.get(role, []) for role in ROLES}}


def test_the_search_finds_what_scores_best() -> None:
    """Only with a bias the weapon is marked, only with a threshold the false target is left out."""
    one = incident("bombing", {"Weapon": {4: (-0.5, -4.0)}, "Target": {6: (4.0, -4.0), 9: (0.2, -4.0)}})
    judge = Judge(
        {"a": [gold(Weapon=[[["bombed", 23]]], Target=[[["bank", 32]]])]},
        lambda _, how: templates([one], how),
    )
    before, found = judge.f1(["a"], Choices()), search(judge, ["a"])
    assert before < 1
    assert judge.f1(["a"], found) == 1
    assert found.bias["Weapon"] > 0
