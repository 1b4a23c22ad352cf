"""What people's judgements say of one incident: corrected values, and whether it was accepted."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Any

from marsad.codebook import Value
from marsad.codebook.values import from_json
from marsad.review.coding import rounds, values_of
from marsad.review.judgement import Judgement
from marsad.review.standing import standing


@dataclass(frozen=True, slots=True)
class Look:
    """Who accepted or rejected an incident (`verdict`), when, and which accounts it had then."""

    verdict: str
    at: int
    who: str
    accounts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Correction:
    """A field's value as a person set it, with who, when and why.

    `words` are the words that the person marked for it: a list of `{report, start, end}`, None where none
    were. `digest` names the judgement, or the round whose coders set it alike.
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
    has: so it stays with its incident through merges, splits and deletions. The newest on a field holds,
    whether one person corrected it, two coders set it alike, or it was adjudicated.
    """
    own = [one for one in standing(judgements) if concerns(one, group, live)]
    made: list[tuple[tuple[int, str], Correction]] = []
    for one in own:
        told = one.payload
        if one.kind == "correct":
            value = from_json(told["field"], told["value"])
            words = told.get("words")
            made.append(
                (one.order, Correction(told["field"], value, one.at, one.who, one.reason, one.digest, words))
            )
        elif one.kind == "adjudicate":
            made += [
                (one.order, Correction(name, value, one.at, one.who, one.reason, one.digest))
                for name, value in values_of(told["values"]).items()
            ]
    for ended in (one for one in rounds(own) if one.pair is not None):
        at, who = ended.ended[0], ", ".join(ended.coders)
        made += [
            (ended.ended, Correction(name, value, at, who, ended.asked.reason, ended.digest))
            for name, value in ended.agreed().items()
        ]
    return {one.field: one for _, one in sorted(made, key=lambda each: each[0])}


def verdict(judgements: Iterable[Judgement], group: AbstractSet[str], live: AbstractSet[str]) -> str:
    """Return the state of review: `rejected`, `accepted`, `corrected` or `machine`.

    The newest acceptance or rejection holds; a correction after an acceptance leaves it accepted, since who
    corrects has looked. Two coders who say the same accept or reject together.
    """
    last = looked(judgements, group, live)
    if last is not None:
        return last.verdict
    return "corrected" if corrections(judgements, group, live) else "machine"


def looked(judgements: Iterable[Judgement], group: AbstractSet[str], live: AbstractSet[str]) -> Look | None:
    """Return the newest acceptance or rejection of an incident, None where there is none."""
    own = [one for one in standing(judgements) if concerns(one, group, live)]
    said = [
        (one.order, Look("accepted" if _yes(one) else "rejected", one.at, one.who, one.accounts))
        for one in own
        if one.kind in ("accept", "reject", "adjudicate")
    ]
    for one in rounds(own):
        if one.pair is not None and not one.disputed:
            word = "accepted" if one.pair[0].incident else "rejected"
            said.append((one.ended, Look(word, one.ended[0], ", ".join(one.coders), one.asked.accounts)))
    return max(said, key=lambda each: each[0])[1] if said else None


def concerns(one: Judgement, group: AbstractSet[str], live: AbstractSet[str]) -> bool:
    """Return whether a judgement of an incident goes with the one that holds the accounts of `group`."""
    anchor = next((key for key in one.accounts if key in live), None)
    return anchor is not None and anchor in group


def _yes(one: Judgement) -> bool:
    """Return whether a judgement says that there is an incident."""
    return one.kind == "accept" or bool(one.kind == "adjudicate" and one.payload["incident"])
