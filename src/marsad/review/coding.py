"""Double coding: two people code one incident, neither sees the other's sheet until both are in.

A round begins with a judgement `second`, which names both coders. Each hands in a sheet (`code`) with a value
for every field, or says that there is no incident. What both say alike holds from then on; what they disagree
on waits for somebody else (`adjudicate`). All of it is judgements, so a round stays with its incident through
merges and splits, and can be undone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from marsad.codebook import Place, Value
from marsad.codebook.fields import NAMES
from marsad.codebook.values import from_json
from marsad.review.judgement import Judgement
from marsad.review.standing import standing

INCIDENT = "incident"
"""What stands among the fields in dispute where the coders disagree on whether there is an incident."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """What one coder says: whether there is an incident, and then a value for every field.

    `changed` are the fields whose value is other than what was proposed to the coder.
    """

    coder: str
    at: int
    digest: str
    incident: bool
    values: Mapping[str, Value]
    changed: frozenset[str]


@dataclass(frozen=True, slots=True)
class Round:
    """A double coding of an incident: who asked for it, its two coders, their sheets, what was decided.

    `bare` rounds show the coders no value of the machine. `digest` names the round.
    """

    asked: Judgement
    sheets: Mapping[str, Sheet]
    decision: Judgement | None = None

    @property
    def digest(self) -> str:
        """The name of the round: the digest of the judgement that began it."""
        return self.asked.digest

    @property
    def coders(self) -> tuple[str, str]:
        """The names of the two coders, the first first."""
        return self.asked.payload["first"], self.asked.payload["second"]

    @property
    def bare(self) -> bool:
        """Whether the coders see no value of the machine."""
        return bool(self.asked.payload["bare"])

    @property
    def owing(self) -> tuple[str, ...]:
        """The coders whose sheet is not in."""
        return tuple(name for name in self.coders if name not in self.sheets)

    @property
    def pair(self) -> tuple[Sheet, Sheet] | None:
        """Both sheets, the first coder's first; None until both are in."""
        return None if self.owing else (self.sheets[self.coders[0]], self.sheets[self.coders[1]])

    @property
    def disputed(self) -> tuple[str, ...]:
        """The fields on which the sheets differ, `incident` alone where they differ on that; none until both
        are in."""
        if self.pair is None:
            return ()
        one, other = self.pair
        if one.incident != other.incident:
            return (INCIDENT,)
        return tuple(n for n in NAMES if not alike(one.values.get(n), other.values.get(n)))

    @property
    def state(self) -> Literal["open", "agreed", "disputed", "settled"]:
        """Where the round stands: a sheet lacks; both say the same; they differ; that was adjudicated."""
        if self.owing:
            return "open"
        if self.decision is not None:
            return "settled"
        return "disputed" if self.disputed else "agreed"

    @property
    def ended(self) -> tuple[int, str]:
        """When, and by whom, both sheets were in; it sorts as judgements do."""
        assert self.pair is not None
        last = max(self.pair, key=lambda sheet: (sheet.at, sheet.digest))
        return last.at, last.digest

    def agreed(self) -> dict[str, Value]:
        """Return the values that both give alike and that are other than what was proposed to either."""
        if self.pair is None or not all(sheet.incident for sheet in self.pair):
            return {}
        one, other = self.pair
        return {
            name: one.values[name]
            for name in NAMES
            if name in one.changed | other.changed
            and name in one.values
            and alike(one.values[name], other.values.get(name))
        }


def rounds(judgements: Iterable[Judgement]) -> list[Round]:
    """Return the rounds that stand, the oldest first; of two sheets of one coder the newer counts."""
    asked: dict[str, Judgement] = {}
    sheets: dict[str, dict[str, Sheet]] = {}
    decided: dict[str, Judgement] = {}
    for one in standing(judgements):
        if one.kind == "second":
            asked[one.digest] = one
        elif one.kind == "code":
            sheets.setdefault(one.payload["round"], {})[one.who] = _sheet(one)
        elif one.kind == "adjudicate":
            decided[one.payload["round"]] = one
    found = []
    for digest, one in asked.items():
        coders = (one.payload["first"], one.payload["second"])
        own = {name: sheet for name, sheet in sheets.get(digest, {}).items() if name in coders}
        found.append(Round(one, own, decided.get(digest)))
    return found


def alike(a: Value, b: Value) -> bool:
    """Return whether two coders say the same: the order of several values does not matter, nor, where two
    places are one entry of the gazetteer, how they are written."""
    if isinstance(a, tuple) and isinstance(b, tuple):
        return set(a) == set(b)
    if isinstance(a, Place) and isinstance(b, Place) and a.geoname_id is not None:
        return a.geoname_id == b.geoname_id
    return a == b


def values_of(raw: Mapping[str, Any]) -> dict[str, Value]:
    """Return the values that a sheet or a decision holds as JSON, in the order of the codebook."""
    return {name: from_json(name, raw[name]) for name in NAMES if name in raw}


def _sheet(one: Judgement) -> Sheet:
    """Return a judgement as the sheet that it is."""
    told = one.payload
    return Sheet(
        one.who, one.at, one.digest, told["incident"], values_of(told["values"]), frozenset(told["changed"])
    )
