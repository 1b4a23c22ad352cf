"""The record as JSON lines and as CSV."""

from __future__ import annotations

import csv
import io
import json

from marsad.codebook import Count, Incident, Period, Place, Value
from marsad.codebook.fields import NAMES
from marsad.exchange import COLUMNS, Outgoing, Source, lines, table
from marsad.linking import Choice, Folded
from marsad.store import State
from marsad.store.plain import dump
from marsad.store.states import folded_to

MEKNES = Place("Meknes", 2542715, 33.89, -5.55, "MA", "town")


def incident(**values: Value) -> Outgoing:
    """Return an incident of two reports with these values, the others as the codebook has them."""
    told = {name: values.get(name, getattr(Incident(), name)) for name in NAMES}
    choices = {name: Choice(value, "agreed", ("a",)) for name, value in told.items()}
    choices["killed"] = Choice(told["killed"], "latest", ("a",), ((Count(3), ("b",)),))
    kept = dump(folded_to(Folded(told, choices, 0.75)))
    state = State(7, 1, None, "accepted", 0.75, 2, ("ar", "fr"), "A title with a name", kept)
    sources = (Source("d1", "https://a.example/1", "ar", "2019-12-06"), Source("d2", None, "fr", None))
    return Outgoing(state, sources)


def rows(*incidents: Outgoing) -> list[dict[str, str]]:
    """Return the CSV file as a program reads it."""
    return list(csv.DictReader(io.StringIO("".join(table(incidents)))))


def test_a_line_of_json_has_every_field_and_what_disagrees() -> None:
    """Bounds stay, other values stand beside, sources have neither title nor text."""
    (line,) = lines([incident(killed=Count(5, "at_least"), place=MEKNES, outcome="foiled")])
    told = json.loads(line)
    assert set(NAMES) <= set(told)
    assert told["killed"] == {"value": 5, "bound": "at_least"}
    assert told["others"] == {"killed": [3]}
    assert told["place"]["geoname_id"] == 2542715
    assert set(told["sources"][0]) == {"digest", "url", "lang", "published"}
    assert "title" not in line


def test_a_row_of_csv_has_a_cell_for_each_part() -> None:
    """Lists, counts with their bound, places with their parts; null is empty, and so is no 0."""
    (row,) = rows(
        incident(killed=Count(0), place=MEKNES, date=Period("2019-12"), weapons=("explosives", "firearms"))
    )
    assert tuple(row) == COLUMNS
    assert (row["killed"], row["killed_bound"], row["wounded"], row["wounded_bound"]) == (
        "0",
        "exact",
        "",
        "",
    )
    assert (row["place"], row["latitude"], row["place_precision"]) == ("Meknes", "33.89", "town")
    assert row["weapons"] == "explosives; firearms"
    assert (row["suicide"], row["date"], row["languages"]) == ("no", "2019-12", "ar; fr")
    assert row["urls"] == "https://a.example/1"
    assert "A title with a name" not in row.values()


def test_a_spreadsheet_finds_no_formula() -> None:
    """A name that begins like a formula is kept from being one."""
    (row,) = rows(incident(affiliation="=HYPERLINK(1)"))
    assert row["affiliation"] == "'=HYPERLINK(1)"
