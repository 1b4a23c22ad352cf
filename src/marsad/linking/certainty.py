"""How sure one may be of a folded incident, from 0 to 1."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from marsad.linking.model import Account, Choice
from marsad.linking.said import number

CORE = ("outcome", "attack_type", "target_type", "country", "place", "date")
"""The fields that say which event it is and how it ended: certainty is their mean."""

_DIGITS = 4


def certainty(accounts: Sequence[Account], choices: Mapping[str, Choice]) -> float:
    """Return the mean over the core fields of how sure the chosen value is.

    Of one field: the chance that not all readers err who say the value (one less the product of one less
    their scores), times the share of those accounts among all that say something; 0 where none says
    anything, 1 where a person corrected it. It is no probability: it orders incidents for review.
    """
    scores = {account.key: account.incident.scores for account in accounts}
    total = 0.0
    for name in CORE:
        choice = choices[name]
        if choice.why == "corrected":
            total += 1.0
            continue
        wrong = 1.0
        for key in choice.keys:
            wrong *= 1.0 - min(1.0, max(0.0, scores[key].get(name, number("score"))))
        against = sum(len(keys) for _, keys in choice.others)
        if choice.keys:
            total += (1.0 - wrong) * len(choice.keys) / (len(choice.keys) + against)
    return round(total / len(CORE), _DIGITS)
