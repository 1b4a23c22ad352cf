"""A field's value as JSON that loses nothing, and back: what the store keeps and judgements carry.

The record of `codebook.record` is for readers and writes a count as a bare number; here a bound stays.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from marsad.codebook.fields import field
from marsad.codebook.model import Count, Period, Place, Value


def to_json(value: Value) -> Any:
    """Return a value as JSON has it: a count that is not exact as `{value, bound}`, a place as an object."""
    match value:
        case Count(number, "exact"):
            return number
        case Count() | Place():
            return asdict(value)
        case Period():
            return value.value
        case tuple():
            return list(value)
    return value


def from_json(name: str, raw: Any) -> Value:
    """Return the value of the field `name` that JSON holds.

    Raises ValueOutsideCodebookError for a field or a value that the codebook does not know.
    """
    rules = field(name)
    value = rules.clean(raw)
    rules.validate(value)
    return value
