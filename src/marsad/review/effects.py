"""What people's judgements say of one incident: corrected values, and whether it was accepted."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Any

from marsad.codebook import Value
from marsad.codebook.values import from_json
from marsad.review.judgement import Judgement
from marsad.review.standing import standing


@dataclass(frozen=True, slots=True)
class Correction:
    """A field's value as a person set it, with who, when and why.

    `words` are the words that the person marked for it: `{report, start, end}`, None where none were.
    """

    field: str
    value: Value
    at: int
    who: str
    reason: str
    digest: str
    words: Any = None


def corrections(
    judgements: Iterable[Judgement], group: AbstractSet[str], live: AbstractSet[str]
) -> dict[str, Correction]:
    """Return by field what people set for the incident that holds the accounts of `group`.

    A judgement goes with the first of its accounts that is among `live`, the keys that the store still
    has: so it stays with its incident through merges, splits and deletions. The newest on a field holds.
    """
    found: dict[str, Correction] = {}
    for one in standing(judgements):
        if one.kind == "correct" and _concerns(one, group, live):
            name = one.payload["field"]
            found[name] = Correction(
                name,
                from_json(name, one.payload["value"]),
                one.at,
                one.who,
                one.reason,
                one.digest,
                one.payload.get("words"),
            )
    return found


def verdict(judgements: Iterable[Judgement], group: AbstractSet[str], live: AbstractSet[str]) -> str:
    """Return the state of review: `rejected`, `accepted`, `corrected` or `machine`.

    The newest acceptance or rejection holds; a correction after an acceptance leaves it accepted, since who
    corrects has looked.
    """
    own = [one for one in standing(judgements) if _concerns(one, group, live)]
    said = [one.kind for one in own if one.kind in ("accept", "reject")]
    if said:
        return "accepted" if said[-1] == "accept" else "rejected"
    return "corrected" if any(one.kind == "correct" for one in own) else "machine"


def _concerns(one: Judgement, group: AbstractSet[str], live: AbstractSet[str]) -> bool:
    """Return whether a judgement of an incident goes with this one."""
    anchor = next((key for key in one.accounts if key in live), None)
    return anchor is not None and anchor in group
