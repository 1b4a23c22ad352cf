"""What must always hold of a record, the whole of it: the store's own rules, the folds, people's bonds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from marsad import review
from marsad.linking import Account, Folded
from marsad.pipeline.settle import judgement_of, stands
from marsad.store import Reading
from marsad.store.checks import Breach


def breaches(r: Reading) -> Iterator[Breach]:
    """Yield all that does not hold: every incident is folded anew, every judgement is looked up."""
    judged = [judgement_of(row) for row in r.judgements()]
    about: dict[str, list[review.Judgement]] = {}
    for one in judged:
        for key in one.accounts:
            about.setdefault(key, []).append(one)
    live = frozenset(r.numbers(about))

    def expected(number: int, accounts: Mapping[str, Account]) -> tuple[Folded, str]:  # noqa: ARG001
        own = [one for key in accounts for one in about.get(key, ())]
        return stands(accounts, own, live | frozenset(accounts))

    yield from r.breaches(expected)
    yield from _bonds(r, judged, live)


def _bonds(r: Reading, judged: list[review.Judgement], live: frozenset[str]) -> Iterator[Breach]:
    """What people hold together stands together, what they hold apart stands apart."""
    bound = review.bonds(judged)
    where = r.incidents_of(live)
    for one in bound.same:
        found = sorted({where[key] for key in one if key in where})
        if len(found) > 1:
            yield Breach("held together", ", ".join(sorted(one)), f"incidents {found}", "one incident")
    for left, right in bound.different:
        if left in where and where.get(left) == where.get(right):
            yield Breach("held apart", f"{left}, {right}", f"incident {where[left]}", "two incidents")
