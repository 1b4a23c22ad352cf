"""How well linking groups the reports of the linking set, as a reader codes them.

The set is `corpus/linking/reports.jsonl`: short reports with the ids of the events that each tells of, and no
fields. `split.json` beside it lists the events of train and test; a report stands where its events stand.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, permutations
from pathlib import Path
from statistics import fmean

from marsad.codebook import Report
from marsad.codebook.fields import fields
from marsad.errors import InputError
from marsad.linking import EDGE, Account, block, group, likeness, possible
from marsad.linking.days import days
from marsad.linking.scores import Rates, apart, b_cubed, merged, pairwise
from marsad.pipeline.accounts import accounts
from marsad.pipeline.code import code
from marsad.pipeline.numbering import alike
from marsad.reading import Reader

DAYS = 31
"""Look-alikes that lie at most so many days apart count as near."""


@dataclass(frozen=True, slots=True)
class Told:
    """A report of the linking set with the events that it tells of, the first told first."""

    report: Report
    events: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Coded:
    """The accounts of a side: `events` by account key, what no account tells (`missed`), what is too much.

    A missed one is an event of a report that the reader did not find there: its key is `<report>/<event>`.
    An account too many tells of none of its report's events; its event is its own key.
    """

    accounts: tuple[Account, ...]
    events: Mapping[str, str]
    missed: Mapping[str, str]
    extra: frozenset[str]


@dataclass(frozen=True, slots=True)
class Scores:
    """What `evaluate` measures. `likes` and `near` are pairs of look-alikes merged, and such pairs in all.

    `b_cubed` and `pairs` are over the accounts there are; `whole` is B³ with each missed telling as an item
    that stands alone.
    """

    mentions: int
    missed: int
    extra: int
    b_cubed: Rates
    pairs: Rates
    whole: Rates
    likes: tuple[int, int]
    near: tuple[int, int]


def load(corpus: Path, side: str) -> list[Told]:
    """Return the reports of a side, `train` or `test`, in the order of the file; raises InputError."""
    folder = corpus / "linking"
    try:
        split = json.loads((folder / "split.json").read_text(encoding="utf-8"))
        lines = (folder / "reports.jsonl").read_text(encoding="utf-8").splitlines()
        wanted = set(split[side])
        found = []
        for line in lines:
            raw = json.loads(line)
            if wanted.isdisjoint(raw["events"]):
                continue
            report = Report(raw["id"], raw["text"], raw["title"], raw["lang"], raw["url"], raw["published"])
            found.append(Told(report, tuple(raw["events"])))
    except (OSError, ValueError, KeyError) as error:
        raise InputError(
            f"the linking set cannot be read ({error!r}), expected reports.jsonl and split.json: "
            "name the corpus",
            path=str(folder),
        ) from error
    return found


def coded(reports: Iterable[Told], read: Reader) -> Coded:
    """Code the reports and lay the accounts beside the events."""
    told = [(one, accounts(code(one.report, read, with_views=True))) for one in reports]
    plain: dict[str, list[Account]] = {}
    for one, found in told:
        if len(one.events) == len(found) == 1:
            plain.setdefault(one.events[0], []).append(found[0])
    events: dict[str, str] = {}
    missed: dict[str, str] = {}
    extra: set[str] = set()
    for one, found in told:
        partners = _partners(one.events, found, plain)
        for event in one.events:
            if event not in partners.values():
                missed[f"{one.report.id}/{event}"] = event
        for account in found:
            events[account.key] = partners.get(account.key, account.key)
            if account.key not in partners:
                extra.add(account.key)
    made = tuple(account for _, found in told for account in found)
    return Coded(made, events, missed, frozenset(extra))


def linked(told: Sequence[Account]) -> tuple[list[tuple[str, ...]], dict[tuple[str, str], float]]:
    """Return the groups of accounts without any judgement, and the edges between them."""
    blocks = {account.key: block(account) for account in told}
    edges: dict[tuple[str, str], float] = {}
    for one, two in combinations(sorted(told, key=lambda account: account.key), 2):
        if one.report != two.report and possible(blocks[one.key], blocks[two.key]):
            score = likeness(one, two).score
            if score >= EDGE:
                edges[one.key, two.key] = score
    return group(blocks, edges, (), ()), edges


def evaluate(told: Coded) -> Scores:
    """Return the scores of linking on coded accounts."""
    groups, _ = linked(told.accounts)
    whole = {**told.events, **told.missed}
    known = {account.key: account for account in told.accounts}
    pairs = [(one, two) for one, two in apart(told.events) if not {one, two} & told.extra]
    likes = [pair for pair in pairs if _look_alike(known[pair[0]], known[pair[1]])]
    near = [pair for pair in likes if _near(known[pair[0]], known[pair[1]])]
    return Scores(
        mentions=len(whole) - len(told.extra),
        missed=len(told.missed),
        extra=len(told.extra),
        b_cubed=b_cubed(told.events, groups),
        pairs=pairwise(told.events, groups),
        whole=b_cubed(whole, groups),
        likes=merged(likes, groups),
        near=merged(near, groups),
    )


def _look_alike(a: Account, b: Account) -> bool:
    """Tell whether two accounts are of one town or of one group."""
    one, two = a.incident, b.incident
    return any(
        getattr(one, name) is not None
        and getattr(two, name) is not None
        and fields()[name].compare(getattr(one, name), getattr(two, name)) == 1.0
        for name in ("place", "affiliation")
    )


def _near(a: Account, b: Account) -> bool:
    """Tell whether two dated accounts lie at most DAYS apart."""
    one, two = days(a.incident.date), days(b.incident.date)
    return one is not None and two is not None and max(one[0] - two[1], two[0] - one[1]) <= DAYS


def _partners(
    events: Sequence[str], found: Sequence[Account], plain: Mapping[str, Sequence[Account]]
) -> dict[str, str]:
    """Return the event by account key: one to one, so that the accounts agree most with others of the event.

    What agrees is read from the reports with one event and one account, field by field (`Field.compare`);
    no weight of linking has a part in it.
    """
    columns: list[str | None] = [*events, *[None] * max(0, len(found) - len(events))]

    def worth(choice: tuple[str | None, ...]) -> float:
        return sum(
            _agreement(account, plain.get(event, ())) + 1e-3
            for account, event in zip(found, choice, strict=True)
            if event is not None
        )

    best = max(permutations(columns, len(found)), key=worth, default=())
    return {account.key: event for account, event in zip(found, best, strict=True) if event is not None}


def _agreement(account: Account, others: Sequence[Account]) -> float:
    """Return the mean agreement over fields with the accounts of other reports, 0 without any."""
    rest = [other for other in others if other.report != account.report]
    return fmean(alike(account.incident, other.incident) for other in rest) if rest else 0.0
