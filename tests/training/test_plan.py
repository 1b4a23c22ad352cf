"""The plan of the network's heads: every field has its outputs, and a plan lives through JSON."""

from __future__ import annotations

import json

from marsad.codebook.fields import fields, lists
from marsad.reading.learned import candidates, features, outputs
from training import plan
from training.plan import OPEN, OPTIONS, ROLES, Plan, sizes


def test_every_field_but_the_country_has_outputs_that_fit_its_kind() -> None:
    """Choices: a value each; lists: without `unknown`; truths, names: one (and ideologies)."""
    found = sizes()
    assert set(found) == set(fields()) - {"country"} | {"muc"}
    for name, f in fields().items():
        if f.kind == "choice":
            assert found[name] == len(f.values)
        elif f.kind == "choices":
            assert found[name] == len(f.values) - 1
        elif f.kind == "count":
            assert found[name] == len(OPTIONS)
        elif name != "country":
            assert found[name] == (1 + len(candidates.IDEOLOGIES) if name == "affiliation" else 1)
    assert found["muc"] == len(plan.MUC_TYPES)


def test_training_and_reading_mean_the_same_options() -> None:
    """The order of a count's options and the heads' kinds are those of the reader."""
    assert OPTIONS == outputs.OPTIONS
    assert tuple(Plan().kinds) == candidates.KINDS
    assert Plan().kinds["number"] == 2 * len(features.COUNTS)


def test_labels_are_the_guides_or_muc4s() -> None:
    """The open labels and those that candidates stand for are together all of the guide's; roles beside."""
    closed = {"PLACE", "DATE", "ORG", "AGENCY", *(f"N_{name.upper()}" for name in features.COUNTS)}
    assert {*OPEN, *closed} == {term.key for term in lists()["spans"].terms}
    assert not set(OPEN) & closed
    assert Plan().labels == OPEN + ROLES


def test_a_plan_lives_through_json() -> None:
    """What a run keeps is the plan again, names in tuples, also with names that are no longer ours."""
    kept = Plan(cue_names=("event.old",), rule_names=("outcome=foiled", "killed=0"))
    again = Plan.of(json.loads(json.dumps(kept.record())))
    assert again == kept
    assert isinstance(again.cue_names, tuple)
    assert Plan.of(json.loads(json.dumps(Plan().record()))) == Plan()


def test_widths_follow_the_names() -> None:
    """Of a unit: cues and mentions; of an incident: cues and rules."""
    kept = Plan(cue_names=("a", "b"), rule_names=("c",))
    assert (kept.cues, kept.traits) == (2 + len(features.FOUND), 3)
    assert Plan().width == candidates.WIDTH
    assert Plan().pairs == features.PAIRS
