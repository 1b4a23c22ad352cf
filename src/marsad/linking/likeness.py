"""How much speaks for two accounts telling of one event, after Fellegi and Sunter (1969).

*A Theory for Record Linkage*, JASA 64: each comparison has levels, each level the logarithm of how much more
often it is met among pairs of one event than among pairs of two; their sum and the prior are the log odds.
"""

from __future__ import annotations

from marsad.errors import DataError
from marsad.linking.features import compare
from marsad.linking.model import Account, Likeness, Reason
from marsad.linking.weights import setting, weights

EDGE = -3.0
"""Log odds below which a pair is not kept as an edge."""


def likeness(a: Account, b: Account) -> Likeness:
    """Return the log odds that `a` and `b` tell of one event, with the reasons, the weightiest first.

    Symmetric in score, and of the pair alone. Raises DataError where the data lack a level.
    """
    known = weights()
    score = setting("prior")
    reasons = []
    for feature, level, left, right in compare(a, b):
        try:
            weight = known[feature, level]
        except KeyError:
            raise DataError(f"linking weights: no {feature}.{level}: install marsad anew") from None
        score += weight
        reasons.append(Reason(feature, level, weight, left, right))
    reasons.sort(key=_weight)
    return Likeness(score, tuple(reasons))


def _weight(reason: Reason) -> tuple[float, str]:
    """Order reasons: the weightiest first, then by name."""
    return -abs(reason.weight), reason.feature
