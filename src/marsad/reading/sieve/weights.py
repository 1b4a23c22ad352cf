"""The weights of the sieve, read once from `reading/data/sieve.npz`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from marsad.errors import DataError
from marsad.reading.sieve.features import BITS

FILE = Path(__file__).parents[1] / "data" / "sieve.npz"


@dataclass(frozen=True, slots=True)
class Weights:
    """A weight a feature (int8, times `scale`), the bias, and the threshold as a probability."""

    table: npt.NDArray[np.int8]
    scale: float
    bias: float
    threshold: float


@cache
def weights(file: Path = FILE) -> Weights:
    """Return the weights of a file; raises DataError where it is missing or made for another table."""
    try:
        with np.load(file, allow_pickle=False) as stored:
            table, numbers = stored["table"], stored["numbers"]
    except (OSError, KeyError, ValueError) as error:
        raise DataError(f"no weights of the sieve in {file} ({error}): run make triage") from error
    if table.shape != (1 << BITS,) or table.dtype != np.int8 or numbers.shape != (3,):
        raise DataError(
            f"{file} holds {table.shape} of {table.dtype}, expected {1 << BITS} int8: run make triage"
        )
    scale, bias, threshold = map(float, numbers)
    return Weights(table, scale, bias, threshold)


def write(found: Weights, file: Path = FILE) -> None:
    """Write weights to a file; the same weights give the same bytes."""
    numbers = np.array([found.scale, found.bias, found.threshold])
    np.savez_compressed(file, table=found.table, numbers=numbers)
