"""What several accounts of one event fold to: a value a field, why, and what disagrees."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from marsad.codebook import Incident, Period, Place, Value
from marsad.codebook.fields import NAMES, field
from marsad.errors import LinkingError
from marsad.linking.certainty import certainty
from marsad.linking.choosing import RULES
from marsad.linking.model import Account, Choice, Folded
from marsad.linking.said import Said, by_value, oldest_first, rules, said

_EMPTY = Incident()
_WITH_OUTCOME = ("stage", "disruption")


def fold(accounts: Iterable[Account], corrections: Mapping[str, Value]) -> Folded:
    """Return what the accounts of one event fold to; their order never matters.

    `corrections` are people's values by field: they stand whatever accounts say, and what accounts say
    otherwise is kept as disagreement. The rule of each field is in `data/folding.toml`. Stage and
    disruption are chosen among the accounts with the chosen outcome, the country is that of the place.
    Raises LinkingError without an account, ValueOutsideCodebookError for a correction that the codebook
    does not allow.
    """
    told = oldest_first(accounts)
    if not told:
        raise LinkingError("got no account, expected at least one: fold the members of a group")
    for name, value in corrections.items():
        field(name).validate(value)
    choices: dict[str, Choice] = {}
    for name in ("outcome", "place", *NAMES):
        if name not in choices:
            choices[name] = _choice(name, told, corrections, choices)
    choices = {name: choices[name] for name in NAMES}
    values = {name: choice.value for name, choice in choices.items()}
    return Folded(values, choices, certainty(told, choices))


def _choice(
    name: str, told: Sequence[Account], corrections: Mapping[str, Value], choices: Mapping[str, Choice]
) -> Choice:
    """Return the choice for one field; `choices` holds those of outcome and place."""
    says = said(name, told)
    if name in corrections:
        return _with(name, corrections[name], "corrected", says)
    if name in _WITH_OUTCOME:
        found = _with_outcome(name, says, told, choices["outcome"])
        if found is not None:
            return found
    if name == "country":
        place = choices["place"].value
        if isinstance(place, Place) and place.country:
            agreed = all(one.value == place.country for one in says)
            return _with(name, place.country, "agreed" if agreed else "of the place", says)
    if not says:
        return Choice(getattr(_EMPTY, name), "not said", ())
    value, why = RULES[rules()["fields"][name]](name, says)
    return _with(name, value, "told once" if len(says) == 1 else why, says)


def _with_outcome(name: str, says: Sequence[Said], told: Sequence[Account], outcome: Choice) -> Choice | None:
    """Return the choice for a field that goes with the outcome, None where the usual rule may choose."""
    allowed = rules()["coherent"].get(str(outcome.value)) if name == "stage" else None
    if allowed:
        agreed = all(one.value in allowed for one in says)
        return _with(name, allowed[-1], "agreed" if agreed else "of the outcome", says)
    with_it = {account.key for account in told if account.incident.outcome == outcome.value}
    own = [one for one in says if one.key in with_it]
    if not own or len(own) == len(says):
        return None
    value, _ = RULES[rules()["fields"][name]](name, own)
    return _with(name, value, "of the outcome" if any(one.value != value for one in says) else "agreed", says)


def _with(name: str, value: Value, why: str, says: Sequence[Said]) -> Choice:
    """Return a choice with the accounts that say the value, and what disagrees, the oldest first."""
    values = by_value(says)
    keys = [one.key for said_, ones in values.items() if _agrees(name, value, said_) for one in ones]
    others = tuple(
        (other, tuple(sorted(one.key for one in ones)))
        for other, ones in values.items()
        if not _agrees(name, value, other)
    )
    return Choice(value, why, tuple(sorted(keys)), others)


def _agrees(name: str, value: Value, other: Value) -> bool:
    """Tell whether what was said agrees with the value chosen: the same, less precise, or a part of it."""
    if value == other:
        return True
    if isinstance(value, tuple) and isinstance(other, tuple):
        return set(other) <= set(value)
    if isinstance(value, Period) and isinstance(other, Period):
        return value.value.startswith(other.value + "-")
    return isinstance(value, Place) and field(name).compare(value, other) == 1.0
