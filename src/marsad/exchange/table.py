"""Incidents as the rows of a CSV file, one each, for statistics programs and spreadsheets."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator

from marsad.codebook import Count, Period, Place, Value
from marsad.codebook.fields import NAMES
from marsad.exchange.outgoing import Outgoing

_COUNTS = ("suspects", "arrested", "killed", "wounded")
_PLACE = ("place", "geoname_id", "latitude", "longitude", "place_precision")
COLUMNS = (
    "incident",
    *(
        column
        for name in NAMES
        for column in (_PLACE if name == "place" else (name, f"{name}_bound") if name in _COUNTS else (name,))
    ),
    "review",
    "certainty",
    "reports",
    "languages",
    "urls",
)
"""The columns in order: the guide's fields, a count's bound and a place's parts beside it."""


def table(incidents: Iterable[Outgoing]) -> Iterator[str]:
    """Yield the lines of a CSV file (RFC 4180, UTF-8), the heading first, each with its end.

    Several values of one field stand in one cell with `; ` between; what is not known is empty. A cell that
    a spreadsheet would take for a formula begins with an apostrophe.
    """
    yield _line(COLUMNS)
    for one in incidents:
        state = one.state
        cells: list[object] = [state.incident]
        for name in NAMES:
            cells.extend(_cells(name, state.folded.values[name]))
        cells += [state.review, f"{state.certainty:.4f}", state.reports, "; ".join(state.langs)]
        cells.append(" ".join(source.url for source in one.sources if source.url))
        yield _line(cells)


def _cells(name: str, value: Value) -> tuple[object, ...]:
    """Return the cells of a field."""
    match value:
        case Place():
            return value.name, value.geoname_id, value.lat, value.lon, value.precision
        case None if name == "place":
            return ("",) * len(_PLACE)
        case Count():
            return value.value, value.bound
        case None if name in _COUNTS:
            return "", ""
        case Period():
            return (value.value,)
        case tuple():
            return ("; ".join(value),)
        case bool():
            return ("yes" if value else "no",)
    return (value,)


def _line(cells: Iterable[object]) -> str:
    """Return one line."""
    out = io.StringIO()
    csv.writer(out).writerow([_tame(cell) for cell in cells])
    return out.getvalue()


def _tame(cell: object) -> object:
    if isinstance(cell, str) and cell[:1] in ("=", "+", "-", "@", "\t", "\r"):
        return f"'{cell}"
    return "" if cell is None else cell
