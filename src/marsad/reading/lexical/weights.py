"""The weights of the reader's logistic models, kept as data in `reading/data/<model>.toml`."""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import cache
from importlib import resources

from marsad.codebook.datafiles import read


@cache
def table(model: str) -> dict[str, dict[str, float]]:
    """Return the weights of a model: by language (or `all`), then by feature; `bias` is the constant."""
    return read(resources.files("marsad.reading") / "data" / f"{model}.toml")


def probability(model: str, key: str, features: Mapping[str, float]) -> float:
    """Return the probability that a model gives to some features: the logistic of their weighted sum."""
    weights = table(model)[key]
    total = weights["bias"] + sum(weights.get(name, 0.0) * value for name, value in features.items())
    return logistic(total)


def logistic(total: float) -> float:
    """Return 1 / (1 + e^-total), held away from overflow."""
    return 1.0 / (1.0 + math.exp(-max(min(total, 30.0), -30.0)))
