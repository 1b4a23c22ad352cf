"""Values as JSON that loses nothing."""

from __future__ import annotations

import json

import pytest

from marsad.codebook import Count, Period, Place, Value
from marsad.codebook.values import from_json, to_json
from marsad.errors import ValueOutsideCodebookError

MEKNES = Place("Meknes", 2542715, 33.89, -5.55, "MA", "town")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("outcome", "foiled"),
        ("attack_type", ("bombing", "armed_assault")),
        ("suicide", True),
        ("killed", Count(3)),
        ("killed", Count(5, "at_least")),
        ("killed", None),
        ("date", Period("2019-12")),
        ("place", MEKNES),
        ("affiliation", "Islamic State"),
    ],
)
def test_a_value_comes_back_as_it_went(name: str, value: Value) -> None:
    """Through JSON text and back, each kind of value is the same, a count with its bound."""
    assert from_json(name, json.loads(json.dumps(to_json(value)))) == value


def test_values_outside_the_codebook_are_refused() -> None:
    """A value that no field allows, and a field that does not exist, are named."""
    with pytest.raises(ValueOutsideCodebookError, match="outcome"):
        from_json("outcome", "won")
    with pytest.raises(ValueOutsideCodebookError, match="colour"):
        from_json("colour", "red")
