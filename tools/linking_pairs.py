"""Pairs of accounts that linking is fitted on: of one event, and of two that look alike.

Of one event:
- *told*: the train half of the linking set, as both readers code it;
- *made*: one incident of dev as people coded it and as each reader does, which shows the readers' own faults;
  one side then tells it some days later (`retold`): with a grown toll, fields left out, a date gone or off.
Of two events: pairs of the train split's incidents in one country, as people and as the lexical reader coded
them, the second moved in time so that both lie within the days in which `possible` looks.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import combinations
from pathlib import Path
from typing import Any

from marsad.codebook import Count, Incident, Period, Report
from marsad.codebook.fields import NAMES
from marsad.codebook.model import Language
from marsad.linking import Account, account_from_json, account_to_json, block, possible, words
from marsad.linking.blocks import SLACK
from marsad.linking.days import day, days
from marsad.linking.place_levels import country
from marsad.pipeline.accounts import accounts
from marsad.pipeline.code import code
from marsad.pipeline.linked import coded, load
from marsad.reading import Reader, reader
from marsad.reading.scores.coding import partners
from marsad.reading.scores.marked import load as load_marked

READERS = ("lexical", "learned")
SEED = 5
CORPUS = Path(__file__).resolve().parents[1] / "corpus"
DROPPED, UNDATED, OFF = 0.15, 0.06, 0.15
"""Shares of a second telling: each field left out, the date gone, the date one day off."""
LOOK_ALIKE = 0.05
"""Weight of a pair of two told events on one of its days; a pair of two made ones weighs 1."""
GROWTH = ((0.55, 1.0), (0.8, 1.3), (0.95, 2.0), (1.0, 0.8))
"""Of a toll told later: up to which draw it is multiplied by what."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two accounts, whether they are of one event, and how much the pair counts."""

    a: Account
    b: Account
    same: bool
    weight: float
    told: bool = False


def kept(path: Path, make: Any) -> list[dict[str, Any]]:
    """Return the JSON lines of `path`, made and written first where it does not exist."""
    if not path.is_file():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in make()), "utf-8")
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def told(folder: Path) -> dict[str, list[tuple[Account, str]]]:
    """Return the accounts of the linking set's train half with their events, by reader."""

    def make(name: str) -> Iterator[dict[str, Any]]:
        side = coded(load(CORPUS, "train"), reader(name))
        for account in side.accounts:
            if account.key not in side.extra:
                yield {"account": account_to_json(account), "event": side.events[account.key]}

    return {
        name: [
            (account_from_json(row["account"]), row["event"])
            for row in kept(folder / f"told-{name}.jsonl", lambda name=name: make(name))
        ]
        for name in READERS
    }


def versions(folder: Path, side: str, names: Iterable[str]) -> list[list[Account]]:
    """Return for each incident of a marked split its versions: as people coded it, and as readers did."""

    def make() -> Iterator[dict[str, Any]]:
        reads: list[Reader] = [reader(name) for name in names]
        for marked in load_marked(CORPUS, side):
            if not marked.incidents:
                continue
            rare = words(marked.report)
            gold = [_account(marked.report, rare, n, one) for n, one in enumerate(marked.incidents, 1)]
            found: list[list[Account]] = [[one] for one in gold]
            for read in reads:
                own = accounts(code(marked.report, read, with_views=True))
                matched = partners(marked.incidents, [account.incident for account in own])
                for group, incident in zip(found, matched, strict=True):
                    group += [
                        account for account in own if incident is not None and account.incident == incident
                    ]
            yield from ({"versions": [account_to_json(one) for one in group]} for group in found)

    rows = kept(folder / f"versions-{side}.jsonl", make)
    return [[account_from_json(one) for one in row["versions"]] for row in rows]


def _account(report: Report, rare: frozenset[str], number: int, incident: Incident) -> Account:
    """Return the account of an incident as people coded it."""
    lang: Language = report.lang or "en"
    digest = f"{report.id:>064}"
    return Account(f"{report.id}-{number}", digest, incident, report.published, lang, report.title, rare)


def pairs(folder: Path) -> list[Pair]:
    """Return all pairs; the weights of those told sum to their number, made ones count less."""
    found: list[Pair] = []
    for rows in told(folder).values():
        for (a, one), (b, two) in combinations(rows, 2):
            if a.report == b.report:
                continue
            if one == two:
                found.append(Pair(a, b, True, 0.5, told=True))
            elif country(a.incident) == country(b.incident):
                found += [Pair(*near, False, LOOK_ALIKE, told=True) for near in _brought_near(a, b)]
    chance = random.Random(SEED)
    for group in versions(folder, "dev", READERS):
        for a, b in combinations(group, 2):
            found.append(Pair(a, retold(b, chance), True, 0.1))
    found += _different(versions(folder, "train", ("lexical",)), chance)
    return found


def retold(account: Account, chance: random.Random) -> Account:
    """Return the account as another report might tell it some days later; its words are not compared."""
    incident = account.incident
    values: dict[str, Any] = {}
    empty = Incident()
    for name in NAMES:
        if name not in ("country", "date", "outcome", "stage") and chance.random() < DROPPED:
            values[name] = getattr(empty, name)
    factor = next(by for most, by in GROWTH if chance.random() <= most or most == 1.0)
    for name in ("killed", "wounded"):
        count = getattr(incident, name)
        if isinstance(count, Count) and name not in values:
            values[name] = Count(round(count.value * factor), count.bound)
    told_day = days(incident.date)
    draw = chance.random()
    if draw < UNDATED:
        values["date"] = None
    elif draw < UNDATED + OFF and told_day is not None and told_day[0] == told_day[1]:
        values["date"] = Period(date.fromordinal(told_day[0] + chance.choice((-1, 1, 1, 2))).isoformat())
    out = day(account.published)
    later = None if out is None else date.fromordinal(out + chance.choice((0, 0, 1, 1, 2, 5, 9))).isoformat()
    return replace(
        account, incident=replace(incident, **values), published=later, words=frozenset(), vector=None
    )


def _different(groups: list[list[Account]], chance: random.Random, most: int = 40000) -> Iterator[Pair]:
    """Yield pairs of incidents of different events, in one country and near in time."""
    by_country: dict[str, list[list[Account]]] = {}
    for group in groups:
        code_ = country(group[0].incident)
        if code_ is not None:
            by_country.setdefault(code_, []).append(group)
    either = [pair for _, group in sorted(by_country.items()) for pair in combinations(group, 2)]
    either = [
        (one, two)
        for one, two in either
        if one[0].report != two[0].report and not _maybe_same(one[0], two[0])
    ]
    for one, two in chance.sample(either, min(most, len(either))):
        a, b = chance.choice(one), chance.choice(two)
        near = chance.choice(list(_brought_near(a, b)))
        if possible(block(near[0]), block(near[1])):
            yield Pair(*near, False, 1.0)


def _maybe_same(a: Account, b: Account) -> bool:
    """Tell whether two reports of the corpus might be on one event: their days nearly meet."""
    one, two = days(a.incident.date), days(b.incident.date)
    return one is not None and two is not None and max(one[0] - two[1], two[0] - one[1]) <= SLACK


def _brought_near(a: Account, b: Account) -> Iterator[tuple[Account, Account]]:
    """Yield the pair with `b` moved in time to each day from `-2 SLACK` to `2 SLACK` around `a`."""
    first = days(a.incident.date) or _published(a)
    second = days(b.incident.date) or _published(b)
    if first is None or second is None:
        yield a, b
        return
    for gap in range(-2 * SLACK, 2 * SLACK + 1):
        yield a, moved(b, first[0] + gap - second[0])


def _published(account: Account) -> tuple[int, int] | None:
    out = day(account.published)
    return None if out is None else (out, out)


def moved(account: Account, by: int) -> Account:
    """Return the account as if event and report lay `by` days later; a month or a year keeps its length."""

    def shifted(text: str | None) -> str | None:
        if text is None:
            return None
        start = day(text)
        assert start is not None
        return (date.fromordinal(start) + timedelta(days=by)).isoformat()[: len(text)]

    told_date = account.incident.date
    when = None if told_date is None else Period(str(shifted(told_date.value)))
    return replace(
        account, incident=replace(account.incident, date=when), published=shifted(account.published)
    )
