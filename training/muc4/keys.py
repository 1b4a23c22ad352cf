"""The whole answer key of a template: its slots, their fillers, and which key belongs to which GTT template.

A filler is a list of alternatives as the key prints them: `BOMB: "CAR BOMB"`, then `"BOMB"`; `?` before one,
or parentheses, mark it as optional. What stands before the colon is its head, the strings in quotes its
references.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from marsad.errors import DataError

_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"')
_PLACE = "incident: location"  # its colons part the levels: country, department, town
ROLES = {
    "PerpInd": "perp: individual id",
    "PerpOrg": "perp: organization id",
    "Target": "phys tgt: id",
    "Victim": "hum tgt: name",
    "Weapon": "incident: instrument id",
}
"""The five roles of GTT, and the slot of the key that each comes from."""


@dataclass(frozen=True, slots=True)
class Filler:
    """One filler of a slot: the alternatives of its head, its references, and whether it may be left out."""

    heads: tuple[str, ...]
    references: frozenset[str]
    optional: bool


def _filler(slot: str, alternatives: Sequence[str]) -> Filler:
    heads: list[str] = []
    references: set[str] = set()
    optional = False
    for alternative in alternatives:
        text = alternative.strip()
        optional = optional or text.startswith(("?", "("))
        references.update(_QUOTED.findall(text))
        head = text.lstrip("?( ").split('"')[0].strip().rstrip(":").strip()
        if head.count(")") > head.count("("):
            head = head.rstrip(")")
        for part in head.split("/"):
            name = part.strip() if slot == _PLACE else part.split(":")[0].strip()
            if name and name != "-":
                heads.append(name)
    return Filler(tuple(heads), frozenset(references), optional)


@dataclass(frozen=True, slots=True)
class Key:
    """One template of the key: its `slots` by their printed names, and whether its coders doubted it."""

    slots: Mapping[str, tuple[Filler, ...]]
    optional: bool

    def __getitem__(self, slot: str) -> tuple[Filler, ...]:
        """Return the fillers of a slot, none where the key leaves it open; raises DataError for no slot."""
        if slot not in self.slots:
            raise DataError(f"slot {slot!r} is not in the key, which has {', '.join(sorted(self.slots))}")
        return self.slots[slot]

    def heads(self, slot: str) -> list[str]:
        """Return the heads of all fillers of a slot, alternatives among them."""
        return [head for filler in self[slot] for head in filler.heads]


def read(raw: Mapping[str, Any]) -> Key:
    """Return a template of a `keys_*.jsonl` line."""
    slots = {
        name: tuple(_filler(name, alternatives) for alternatives in value)
        for name, value in raw.items()
        if isinstance(value, list)
    }
    return Key(slots, bool(raw.get("optional")))


def kinds(text: str) -> set[str]:
    """Return the incident types that a GTT `incident_type` or a head of the key names, lower-cased."""
    return {part.strip().lower() for part in text.split("/")}


def _shared(template: Mapping[str, Any], key: Key) -> int:
    """Return how many mentions of a GTT template the key holds in the slot of their role."""
    found = 0
    for role, slot in ROLES.items():
        known = {text.lower() for filler in key[slot] for text in filler.references}
        found += sum(mention.lower() in known for entity in template[role] for mention, _ in entity)
    return found


def match(where: str, templates: Sequence[Mapping[str, Any]], keys: Sequence[Key]) -> list[Key]:
    """Return the key of each GTT template of one report: same type, most mentions in common, then order.

    Raises DataError, which names the report `where`, if a template finds none of its type.
    """
    free = dict(enumerate(keys))
    found: list[Key] = []
    for at, template in enumerate(templates):
        wanted = kinds(template["incident_type"])
        fits = [i for i, key in free.items() if wanted & kinds("/".join(key.heads("incident: type")))]
        if not fits:
            raise DataError(
                f"{where}: template {at + 1} ({template['incident_type']}) has no key of its type left; "
                "take both files from one release"
            )
        best = max(fits, key=lambda i: (_shared(template, free[i]), i == at, -i))
        found.append(free.pop(best))
    return found
