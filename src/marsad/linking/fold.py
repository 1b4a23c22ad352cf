"""What several accounts of one event fold to, with what disagrees."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from marsad.codebook import Value
from marsad.codebook.fields import NAMES
from marsad.errors import LinkingError
from marsad.linking.days import day
from marsad.linking.model import Account, Choice, Folded


def fold(accounts: Iterable[Account], corrections: Mapping[str, Value]) -> Folded:
    """Return the values of one event, with a choice a field; the order of the accounts never matters.

    Raises LinkingError where there is no account.
    """
    told = sorted(accounts, key=lambda account: (day(account.published) or 0, account.key))
    if not told:
        raise LinkingError("got no account, expected at least one: fold what a group holds")
    choices: dict[str, Choice] = {}
    for name in NAMES:
        says: dict[Value, list[str]] = {}
        for account in told:
            says.setdefault(getattr(account.incident, name), []).append(account.key)
        known = [value for value in says if value not in (None, "unknown", ("unknown",))] or list(says)
        value, why = known[-1], "latest" if len(known) > 1 else "agreed"
        if name in corrections:
            value, why = corrections[name], "corrected"
        choices[name] = Choice(
            value,
            why,
            tuple(sorted(says.get(value, ()))),
            tuple((other, tuple(sorted(says[other]))) for other in known if other != value),
        )
    return Folded({name: choice.value for name, choice in choices.items()}, choices, 0.5)
