"""Brings the record in order after a change: who stands with whom, and what each incident folds to.

All that hangs together with what changed is grouped and folded anew from the accounts and the judgements
alone, so the record is the same in whatever order they came.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from marsad import linking, review
from marsad.linking import Account, Folded, Likeness
from marsad.pipeline.meanwhile import Meanwhile
from marsad.review import Judgement
from marsad.store import Judged, Reading, Writing


@dataclass(frozen=True, slots=True)
class Settled:
    """The incidents whose accounts or values are others than before, and those that are no more.

    After a person's decision also `judgement`, by which it can be undone, and, where the person told what
    they had seen, what happened in the `meanwhile`.
    """

    changed: tuple[int, ...]
    retired: tuple[int, ...]
    judgement: str = ""
    meanwhile: Meanwhile | None = None


def link(w: Writing, accounts: Iterable[Account]) -> None:
    """Compare new accounts with those that may tell of the same event, and keep what speaks for it."""
    edges: dict[tuple[str, str], Likeness] = {}
    for one in accounts:
        for other in w.candidates(linking.block(one)):
            if other.key == one.key:
                continue
            told = linking.likeness(min(one, other, key=_key), max(one, other, key=_key))
            if told.score >= linking.EDGE:
                edges[min(one.key, other.key), max(one.key, other.key)] = told
    if edges:
        w.put_edges(edges)


def settle(w: Writing, keys: Iterable[str], *, at: int, touched: Iterable[int] = ()) -> Settled:
    """Group and fold anew all that hangs together with the accounts `keys`.

    `touched` are incidents that may have lost all their accounts. Returns what changed.
    """
    part = w.component(keys)
    judged = [judgement_of(row) for row in part.judgements]
    live = frozenset(part.accounts)
    bound = review.bonds(judged)
    groups = linking.group(
        list(part.accounts),
        part.edges,
        [held for one in bound.same if len(held := one & live) > 1],
        [pair for pair in bound.different if pair[0] in live and pair[1] in live],
    )
    done = w.regroup(groups, at=at)
    changed = set(done.changed)
    queue: dict[int, list[tuple[str, str, float]]] = {}
    for number, members in done.groups.items():
        inside = {key: part.accounts[key] for key in members}
        folded, verdict = stands(inside, judged, live)
        if w.put_state(number, folded, at=at, review=verdict):
            changed.add(number)
        reports = len({one.report for one in inside.values()})
        waits = review.waits(judged, frozenset(members), live, folded, reports, dayless(w, number, folded))
        queue[number] = [(one.why, one.person, one.rank) for one in waits]
    retired = {*done.retired, *w.retire_empty(touched)}
    for number in sorted(retired):
        w.close_state(number, at=at)
    w.put_waiting({**queue, **dict.fromkeys(retired, ())})
    return Settled(tuple(sorted(changed - retired)), tuple(sorted(retired)))


def stands(
    inside: Mapping[str, Account], judged: Sequence[Judgement], live: frozenset[str]
) -> tuple[Folded, str]:
    """Return what the accounts of an incident fold to under people's judgements, and its state of review.

    `live` are the keys, among those that the judgements name, which the store still has.
    """
    group = frozenset(inside)
    set_by = review.corrections(judged, group, live)
    folded = linking.fold(inside.values(), {name: one.value for name, one in set_by.items()})
    return folded, review.verdict(judged, group, live)


def dayless(r: Reading, number: int, folded: Folded) -> int:
    """Return the day by which an incident without a date is ranked: that of its state; else 0."""
    state = r.state(number) if folded.values["date"] is None else None
    return 0 if state is None else datetime.fromtimestamp(state.opened / 1_000_000, UTC).toordinal()


def judgement_of(row: Judged) -> Judgement:
    """Return a stored row as the judgement that it is."""
    return Judgement(row.kind, row.at, row.who, row.reason, row.payload)


def _key(account: Account) -> str:
    return account.key
