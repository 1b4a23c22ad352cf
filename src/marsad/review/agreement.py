"""How far coders agree beyond chance: Krippendorff's alpha a field, over incidents that two people coded.

K. Krippendorff, Content Analysis (4th edition, 2019), chapter 12; "Computing Krippendorff's
alpha-reliability" (2011), whose examples the tests repeat. Alpha is 1 for perfect agreement, 0 for what
chance alone would give; below 0.667 nothing should be concluded from a field, from 0.8 on it is reliable.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

from marsad.codebook import Value
from marsad.codebook.fields import fields
from marsad.review.coding import INCIDENT, Round
from marsad.review.distances import DISTANCES, Distance, nominal

T = TypeVar("T", bound=Hashable)

DRAWS = 1000
"""Times that the units are drawn anew for the interval of an alpha."""

SEED = 20191205


@dataclass(frozen=True, slots=True)
class Agreement:
    """Agreement on one field: `metric` is the name of its distance, `units` how many incidents count.

    `alpha` is None where no unit has two values, or where all values are the same, so that there is nothing
    to disagree on; `low` and `high` hold 95 of 100 alphas of units drawn anew with replacement. `same` is
    the share of units with equal values. `said` is alpha on whether anything is said at all, for a count.
    """

    field: str
    metric: str
    units: int
    same: float | None
    alpha: float | None
    low: float | None
    high: float | None
    said: float | None = None


def alpha(units: Iterable[Sequence[T]], distance: Callable[[T, T], float] | None = None) -> float | None:
    """Return Krippendorff's alpha of units, each the values that its coders gave (missing ones left out).

    `distance` is the difference function, already squared where the metric squares it; the nominal one where
    none is given. Units with fewer than two values are left out. None where no unit is left, or where all
    values are equal.
    """
    return _alpha(*_tables(units, distance or nominal))


def agreement(rounds: Iterable[Round]) -> list[Agreement]:
    """Return the agreement of the rounds whose sheets are both in: on `incident`, then on every field.

    Fields count where both coders say that there is an incident.
    """
    pairs = [one.pair for one in rounds if one.pair is not None]
    found = [_on(INCIDENT, "nominal", nominal, [(a.incident, b.incident) for a, b in pairs])]
    both = [(a.values, b.values) for a, b in pairs if a.incident and b.incident]
    for name, rules in fields().items():
        metric, distance = DISTANCES[rules.kind]
        values = [(a.get(name), b.get(name)) for a, b in both]
        found.append(_on(name, metric, distance, values, apart=rules.kind == "count"))
    return found


def _on(
    name: str,
    metric: str,
    distance: Distance,
    values: Sequence[tuple[Value, Value]],
    *,
    apart: bool = False,
) -> Agreement:
    """Return the agreement on one field; `apart` takes null for missing, and tells of it beside."""
    said = alpha([(a is None, b is None) for a, b in values]) if apart else None
    counted = [(a, b) for a, b in values if not apart or (a is not None and b is not None)]
    tables = _tables(counted, distance)
    low, high = _interval(*tables)
    same = sum(distance(a, b) == 0 for a, b in counted) / len(counted) if counted else None
    return Agreement(name, metric, len(counted), same, _alpha(*tables), low, high, said)


def _tables(
    units: Iterable[Sequence[Any]], distance: Callable[[Any, Any], float]
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Return how often each unit holds each value, (units, values), and the distances, (values, values)."""
    kept = [tuple(unit) for unit in units if len(unit) > 1]
    values = list(dict.fromkeys(value for unit in kept for value in unit))
    place = {value: at for at, value in enumerate(values)}
    counts = np.zeros((len(kept), len(values)))
    for at, unit in enumerate(kept):
        for value in unit:
            counts[at, place[value]] += 1
    apart = np.array([[distance(a, b) for b in values] for a in values], float)
    return counts, apart.reshape(len(values), len(values))


def _observed(counts: npt.NDArray[np.float64], apart: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Return what each unit adds to the observed disagreement: its pairs, divided by its values less one."""
    if not len(counts):
        return np.zeros(0)
    pairs = ((counts @ apart) * counts).sum(1)
    return np.asarray(pairs / (counts.sum(1) - 1), np.float64)


def _alpha(counts: npt.NDArray[np.float64], apart: npt.NDArray[np.float64]) -> float | None:
    """Return alpha: one less the observed disagreement divided by that which chance would give."""
    return _ratio(_observed(counts, apart).sum(), counts.sum(0), apart)


def _ratio(observed: float, totals: npt.NDArray[np.float64], apart: npt.NDArray[np.float64]) -> float | None:
    """Return alpha of the observed disagreement and the number of times that each value was given."""
    number = totals.sum()
    expected = float(totals @ apart @ totals)
    return None if number < 2 or expected == 0 else float(1 - (number - 1) * observed / expected)


def _interval(
    counts: npt.NDArray[np.float64], apart: npt.NDArray[np.float64]
) -> tuple[float | None, float | None]:
    """Return the 2.5th and the 97.5th percentile of alpha over units drawn anew, the same each time."""
    observed = _observed(counts, apart)
    drawn = np.random.default_rng(SEED).integers(0, max(1, len(counts)), (DRAWS, len(counts)))
    found = [_ratio(observed[some].sum(), counts[some].sum(0), apart) for some in drawn]
    known = [one for one in found if one is not None]
    if _ratio(observed.sum(), counts.sum(0), apart) is None or not known:
        return None, None
    low, high = np.percentile(known, (2.5, 97.5))
    return float(low), float(high)
