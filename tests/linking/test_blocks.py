"""Blocks: no pair that may be one event is lost to them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from marsad.codebook import Period, Place
from marsad.linking import Account, block, possible
from marsad.linking.blocks import BACK, COLUMNS, SLACK, around, cell_of
from tests.linking import made
from tests.linking.made import bombing


@given(made.accounts(least=2, most=2))
def test_possible_is_symmetric(pair: list[Account]) -> None:
    """It does not matter which of two accounts was there first."""
    one, two = (block(account) for account in pair)
    assert possible(one, two) == possible(two, one)
    assert possible(one, one)


@given(st.floats(-89, 89), st.floats(-180, 180), st.floats(-0.24, 0.24), st.floats(-0.24, 0.24))
def test_neighbours_share_a_cell(lat: float, lon: float, up: float, right: float) -> None:
    """Two towns within half a cell look into each other's cell, over the date line too."""
    east = (lon + right + 180) % 360 - 180
    a = cell_of(Place("A", None, lat, lon, "TN", "town"))
    b = cell_of(Place("B", None, max(-90.0, min(90.0, lat + up)), east, "TN", "town"))
    assert a is not None and b is not None
    assert b in around(a) and a in around(b)


def test_cells_are_numbered_by_row() -> None:
    """A cell is half a degree; the poles and the date line have one too."""
    assert cell_of(Place("A", None, -90.0, -180.0, "", "town")) == 0
    assert cell_of(Place("A", None, -89.4, -179.4, "", "exact")) == COLUMNS + 1
    assert cell_of(Place("A", None, 90.0, 180.0, "", "town")) == 359 * COLUMNS
    assert cell_of(Place("A", None, 36.8, 10.2, "TN", "region")) is None
    assert len(around(5 * COLUMNS)) == 9 and len(around(0)) == 6


def test_days_are_widened_and_undated_reports_look_back() -> None:
    """A day has slack on both sides, a month is whole, an undated report looks back from its publication."""
    day = block(bombing()).first_day
    assert day is not None
    assert block(bombing()).last_day == day + 2 * SLACK
    month = block(bombing(date=Period("2020-03")))
    assert (month.first_day, month.last_day) == (day - 5, day + 25 + 2 * SLACK)
    undated = block(bombing(date=None))
    assert (undated.first_day, undated.last_day) == (day + 1 - BACK, day + 1 + 2 * SLACK)
    nothing = block(bombing(date=None, published=None))
    assert (nothing.first_day, nothing.last_day) == (None, None)


def test_what_is_far_in_days_or_place_is_not_possible() -> None:
    """Days must meet; towns must be neighbours; without a town the country decides, unknown fits all."""
    here = block(bombing())
    assert possible(here, block(bombing(date=Period("2020-03-12"))))
    assert not possible(here, block(bombing(date=Period("2020-03-13"))))
    assert not possible(here, block(bombing(place=made.SFAX)))
    assert possible(here, block(bombing(place=None)))
    assert not possible(here, block(bombing(place=None, country="MA")))
    assert possible(here, block(bombing(place=None, country=None)))
    assert possible(here, block(bombing(date=None, published=None)))
