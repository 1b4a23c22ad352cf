"""Documents of the second task as rows to learn: roles as tags, types as a field, ours where it may be."""

from __future__ import annotations

import numpy as np
import pytest

from marsad.codebook.fields import fields
from training.examples import IGNORE, Example
from training.muc4.documents import Document, Mention, Template
from training.muc_examples import example
from training.plan import MUC_TYPES, OPEN, ROLES, Plan

TEXT = (
    "armed men of the northern front blew up the old bridge yesterday. "
    "two days later gunmen kidnapped the mayor. nobody said more."
)


def mention(role: str, words: str) -> Mention:
    """Return a mention of a role where its words first stand."""
    return Mention(role, 0, TEXT.index(words), TEXT.index(words) + len(words))


ALLOWED = {
    "outcome": frozenset({"completed"}),
    "actor": frozenset({"cell", "group"}),
    "attack_type": frozenset({"bombing"}),
    "target_type": frozenset({"infrastructure", "transport"}),
}
BOMBING = Template(
    "bombing",
    (mention("PerpInd", "armed men"), mention("PerpOrg", "northern front"), mention("Target", "old bridge")),
    {},
    ALLOWED,
)
KIDNAPPING = Template("kidnapping", (mention("PerpInd", "gunmen"), mention("Victim", "mayor")), {}, {})


def spell(unit: str) -> tuple[int, ...]:
    """Return pieces of a unit as a tokenizer might."""
    return (5,) * max(1, len(unit) // 4)


@pytest.fixture(scope="module")
def found() -> Example:
    """The document with both templates as an example."""
    return example(Document("R1", TEXT, (BOMBING, KIDNAPPING), "1990-01-03"), spell, Plan())


def test_templates_are_the_incidents(found: Example) -> None:
    """A row each; sentences tell of them where their mentions stand."""
    assert (found.muc, found.relevant, len(found.rows)) == (True, True, 2)
    assert found.fore.tolist() == [1.0, 1.0, 0.0]
    assert found.same[0, 1] == 0.0
    assert [row.incidence.inside.tolist() for row in found.rows] == [[1, 0, 0], [0, 1, 0]]


def test_roles_are_tagged_and_our_labels_are_not_known(found: Example) -> None:
    """The units of each mention, under its role; IGNORE under the guide's labels."""
    told = []
    for row in found.rows:
        assert (row.tags[:, : len(OPEN)] == IGNORE).all()
        for label, role in enumerate(ROLES):
            tags = row.tags[:, len(OPEN) + label]
            units = [TEXT[slice(*found.sheet.units[at])] for at in np.flatnonzero(tags)]
            assert tags[np.flatnonzero(tags)].tolist() == [1, *[2] * (len(units) - 1)][: len(units)]
            told.append((role, units))
    assert [one for one in told if one[1]] == [
        ("PerpInd", ["armed", "men"]),
        ("PerpOrg", ["northern", "front"]),
        ("Target", ["old", "bridge"]),
        ("PerpInd", ["gunmen"]),
        ("Victim", ["mayor"]),
    ]


def test_the_type_is_a_field(found: Example) -> None:
    """One of MUC-4's six types is right."""
    told = [
        [kind for kind, one in zip(MUC_TYPES, row.allowed["muc"], strict=True) if one] for row in found.rows
    ]
    assert told == [["bombing"], ["kidnapping"]]


def test_what_the_key_allows_is_open_and_nothing_else_is_known(found: Example) -> None:
    """A choice: all that it may be. A list of one value: 1; of several: not known; else 0."""
    row, other = found.rows
    names = [name for name, one in zip(fields()["actor"].values, row.allowed["actor"], strict=True) if one]
    assert names == ["cell", "group"]
    types = [value for value in fields()["attack_type"].values if value != "unknown"]
    assert row.listed["attack_type"].tolist() == [float(value == "bombing") for value in types]
    targets = [value for value in fields()["target_type"].values if value != "unknown"]
    for value, target in zip(targets, row.listed["target_type"], strict=True):
        assert np.isnan(target) if value in ALLOWED["target_type"] else target == 0.0
    assert set(row.allowed) == {"muc", "outcome", "actor"}
    assert set(row.listed) == {"attack_type", "target_type"}
    assert (set(other.allowed), other.listed) == ({"muc"}, {})
    assert row.marks is None
    assert row.chosen == {}


def test_a_document_without_a_template_is_not_relevant() -> None:
    """A hard negative: no rows, sentences that tell of nothing."""
    none = example(Document("R2", TEXT, ()), spell, Plan())
    assert (none.relevant, none.rows, none.muc) == (False, [], True)
    assert none.fore.tolist() == [0.0, 0.0, 0.0]
    assert np.isnan(none.same).all()
