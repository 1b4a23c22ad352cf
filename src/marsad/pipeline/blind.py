"""What a person may see of an incident that they are to code apart from another: nothing of the other's.

While somebody owes a sheet on an incident, they see it as the machine has it: no correction, no judgement but
their own, no history. Sheets of a round that is not over are shown to nobody but who made them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from marsad import linking
from marsad.codebook import Incident, Value
from marsad.codebook.fields import NAMES
from marsad.codebook.values import to_json
from marsad.linking import Folded
from marsad.review import INCIDENT, Judgement, Round, concerns, rounds
from marsad.store import Page, Reading, State

Json = dict[str, Any]


def rounds_of(judged: Sequence[Judgement], group: frozenset[str], live: frozenset[str]) -> list[Round]:
    """Return the rounds of one incident, the oldest first."""
    return [one for one in rounds(judged) if concerns(one.asked, group, live)]


def owes(begun: Sequence[Round], viewer: str | None) -> Round | None:
    """Return the round in which a person owes a sheet, None where they owe none."""
    return next((one for one in begun if viewer in one.owing), None)


def told_round(one: Round) -> Json:
    """Return a round as JSON; the values on which the coders differ only once both sheets are in."""
    pair = one.pair
    disputed: Json = {}
    for name in one.disputed if pair else ():
        disputed[name] = [
            sheet.incident if name == INCIDENT else to_json(sheet.values[name]) for sheet in pair or ()
        ]
    return {
        "round": one.digest,
        "state": one.state,
        "coders": list(one.coders),
        "owing": list(one.owing),
        "asked": one.asked.who,
        "reason": one.asked.reason,
        "at": one.asked.at,
        "bare": one.bare,
        "disputed": disputed,
        "decision": one.decision.digest if one.decision else None,
    }


def machine(r: Reading, keys: Sequence[str]) -> Folded:
    """Return what an incident's accounts fold to without anybody's correction."""
    return linking.fold(r.accounts(keys).values(), {})


def proposed(r: Reading, keys: Sequence[str], bare: bool) -> dict[str, Value]:
    """Return the values that a coder begins with: the machine's or, `bare`, those of a report that says
    nothing."""
    empty = Incident()
    return {name: getattr(empty, name) for name in NAMES} if bare else dict(machine(r, keys).values)


def visible(judged: Sequence[Judgement], begun: Sequence[Round], viewer: str | None) -> list[Judgement]:
    """Return the judgements that a person may see: while they owe a sheet their own and the asking; of
    others' sheets in rounds that are not over, that they are in, without their values."""
    owed = owes(begun, viewer)
    if owed is not None:
        return [one for one in judged if one.who == viewer or one.digest == owed.digest]
    closed = {one.digest for one in begun if one.state == "open"}
    return [
        replace(one, payload={**one.payload, "values": {}, "changed": [], "incident": None})
        if one.kind == "code" and one.payload["round"] in closed and one.who != viewer
        else one
        for one in judged
    ]


def veiled(r: Reading, page: Page, viewer: str | None) -> Page:
    """Return a page on which incidents that the person is to code are as the machine has them."""
    owed = r.owed(viewer) if viewer else frozenset()
    if not owed & {one.incident for one in page.states}:
        return page
    return replace(
        page, states=tuple(_veiled(r, one) if one.incident in owed else one for one in page.states)
    )


def _veiled(r: Reading, state: State) -> State:
    """Return a state as the machine alone has it."""
    from marsad.store.plain import dump
    from marsad.store.states import folded_to

    folded = machine(r, r.members(state.incident))
    told = dump(folded_to(folded))
    return replace(state, told=told, certainty=folded.certainty, review="machine")
