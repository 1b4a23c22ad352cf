"""What accounts say of one field: the values with the accounts that say them, and how much each weighs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from marsad.codebook import Incident, Value
from marsad.codebook.datafiles import read
from marsad.linking.days import day
from marsad.linking.model import Account

_EMPTY = Incident()
_NOTHING = (None, "unknown", ("unknown",))


@cache
def rules() -> dict[str, Any]:
    """Return the rules of folding, `data/folding.toml`; raises DataError."""
    return read(resources.files("marsad.linking") / "data" / "folding.toml")


def number(name: str) -> float:
    """Return a number of the rules, as `growth` or `share`."""
    return float(rules()["numbers"][name])


@dataclass(frozen=True, slots=True)
class Said:
    """One account's value of a field, the day of its publication (0 where unknown), and its weight."""

    value: Value
    key: str
    at: int
    weight: float


def oldest_first(accounts: Iterable[Account]) -> list[Account]:
    """Return the accounts by publication, the unknown first, then by key."""
    return sorted(accounts, key=lambda account: (day(account.published) or 0, account.key))


def said(name: str, accounts: Sequence[Account]) -> list[Said]:
    """Return what the accounts, oldest first, say of the field `name`.

    An account says nothing of a field that is null or unknown, or that has its default without a score. The
    weight is the reader's score, and more for later publications: `growth` a day after the first, at most
    `most` times.
    """
    days = [at for at in (day(account.published) for account in accounts) if at is not None]
    first = min(days, default=0)
    found = []
    for account in accounts:
        incident = account.incident
        value = getattr(incident, name)
        if value in _NOTHING or (name not in incident.scores and value == getattr(_EMPTY, name)):
            continue
        at = day(account.published)
        later = 1.0 if at is None else min(number("most"), 1.0 + number("growth") * (at - first))
        score = incident.scores.get(name, number("score"))
        found.append(Said(value, account.key, at or 0, score * later))
    return found


def by_value(told: Sequence[Said]) -> dict[Value, list[Said]]:
    """Return what was said by value, in the order in which the values were first published."""
    found: dict[Value, list[Said]] = {}
    for one in told:
        found.setdefault(one.value, []).append(one)
    return found


def weight(told: Iterable[Said]) -> float:
    """Return the sum of the weights, rounded so that no order of adding shows."""
    return round(sum(one.weight for one in told), 9)
