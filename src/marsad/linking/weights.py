"""The weights of the comparisons, read once from `data/weights.toml`, which `tools/fit_linking.py` writes."""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import Any

from marsad.codebook.datafiles import read
from marsad.errors import DataError


@cache
def table() -> dict[str, Any]:
    """Return the whole table; raises DataError where it is missing or ill-formed."""
    return read(resources.files("marsad.linking") / "data" / "weights.toml")


@cache
def weights() -> dict[tuple[str, str], float]:
    """Return log odds by feature and level; raises DataError where a weight is no number."""
    found: dict[tuple[str, str], float] = {}
    for feature, levels in table()["weights"].items():
        for level, weight in levels.items():
            if not isinstance(weight, (int, float)):
                raise DataError(
                    f"linking weights: {feature}.{level} is {weight!r}, expected a number: "
                    "install marsad anew"
                )
            found[feature, level] = float(weight)
    return found


def setting(name: str) -> float:
    """Return a number of the table `link`: `prior`, the log odds before any comparison."""
    return float(table()["link"][name])
