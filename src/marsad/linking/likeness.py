"""How much speaks for two accounts telling of one event, after Fellegi and Sunter (1969)."""

from __future__ import annotations

from marsad.codebook.fields import fields
from marsad.linking.days import days
from marsad.linking.model import Account, Likeness, Reason

EDGE = -3.0
"""Pairs with less log odds are not kept as edges."""


def likeness(a: Account, b: Account) -> Likeness:
    """Return the log odds that `a` and `b` tell of one event, with the reasons; symmetric."""
    reasons = [Reason("prior", "prior", -3.0)]
    for name, rules in fields().items():
        left, right = getattr(a.incident, name), getattr(b.incident, name)
        if name == "date":
            one, other = days(left), days(right)
            if one and other:
                gap = max(one[0] - other[1], other[0] - one[1], 0)
                reasons.append(Reason("date", "near" if gap <= 1 else "far", 3.0 if gap <= 1 else -4.0))
        elif left not in (None, "unknown", ("unknown",), False) and right not in (
            None,
            "unknown",
            ("unknown",),
            False,
        ):
            agree = rules.compare(left, right)
            weight = {"place": 6.0, "country": 1.0}.get(name, 1.0) * (2 * agree - 1)
            reasons.append(Reason(name, "same" if agree >= 0.5 else "other", weight))
    reasons.sort(key=lambda reason: (-abs(reason.weight), reason.feature))
    return Likeness(sum(reason.weight for reason in reasons), tuple(reasons))
