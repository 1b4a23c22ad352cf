"""What the network's heads are: labels to mark, fields to choose, kinds of candidates."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

from marsad.codebook.fields import fields
from marsad.reading.learned import features
from marsad.reading.learned.candidates import IDEOLOGIES, WIDTH

OPEN = (
    "EVENT", "OUTCOME", "STEP_INTENT", "STEP_PLAN", "STEP_ACQUIRE", "STEP_READY", "PERP", "TARGET", "VICTIM",
    "WEAPON", "PRECURSOR", "SOURCE",
)  # fmt: skip
"""The labels that are tagged; the others are chosen among candidates."""
ROLES = ("PerpInd", "PerpOrg", "Target", "Victim", "Weapon")
"""The roles of MUC-4, tagged beside them."""
MUC_TYPES = ("attack", "bombing", "kidnapping", "arson", "robbery", "forced work stoppage")
OPTIONS = ("null", "0", "1", "more")
"""What a count may be without a number of the text; `more` is what the rules say."""


def sizes() -> dict[str, int]:
    """Return how many outputs each field has: values of choices and lists (`unknown` aside), 1 for truths,
    options of counts, null of what candidates say, and the ideologies behind it for the affiliation."""
    found: dict[str, int] = {}
    for name, f in fields().items():
        if f.kind == "choice":
            found[name] = len(f.values)
        elif f.kind == "choices":
            found[name] = len([value for value in f.values if value != "unknown"])
        elif f.kind == "truth":
            found[name] = 1
        elif name in features.COUNTS:
            found[name] = len(OPTIONS)
        elif name in ("place", "date", "affiliation", "agency"):
            found[name] = 1 + len(IDEOLOGIES) * (name == "affiliation")
    found["muc"] = len(MUC_TYPES)
    return found


@dataclass(frozen=True, slots=True)
class Plan:
    """Names and widths; `kinds` are the outputs of a candidate of each kind (marks, then choices).

    `guided`: the heads of the fields also see the words that the tags mark.
    """

    cue_names: tuple[str, ...] = field(default_factory=features.cue_names)
    rule_names: tuple[str, ...] = field(default_factory=features.rule_names)
    labels: tuple[str, ...] = OPEN + ROLES
    sizes: dict[str, int] = field(default_factory=sizes)
    kinds: dict[str, int] = field(
        default_factory=lambda: {"place": 2, "date": 2, "organisation": 2, "agency": 2, "number": 8}
    )
    width: int = WIDTH
    pairs: int = features.PAIRS
    guided: bool = True

    @property
    def cues(self) -> int:
        """Features of a unit."""
        return len(self.cue_names) + len(features.FOUND)

    @property
    def traits(self) -> int:
        """Features of an incident."""
        return len(self.cue_names) + len(self.rule_names)

    @classmethod
    def of(cls, record: dict[str, Any]) -> Plan:
        """Return the plan of a record, as a model or a run keeps it."""
        lists = {name: tuple(value) for name, value in record.items() if isinstance(value, list)}
        return cls(**{"guided": False, **record, **lists})

    def record(self) -> dict[str, Any]:
        """Return it as JSON has it."""
        return asdict(self)
