"""What is said where a file of the model is at fault."""

from __future__ import annotations

from marsad.errors import DataError

REMEDY = "install marsad anew (`pip install --force-reinstall marsad`), or use the reader 'lexical'"


def fault(message: str) -> DataError:
    """Return the error for a fault of the model's files: what was got and expected, then what to do."""
    return DataError(f"{message}: {REMEDY}")
