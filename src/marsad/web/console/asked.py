"""What the page of incidents is asked by: parameters of its address, the same as the API's."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from marsad.errors import InputError
from marsad.store import ORDERS, Filters, Near, Order

MANY = {
    "review": "reviews", "outcome": "outcomes", "stage": "stages", "attack_type": "attack_types",
    "country": "countries", "actor": "actors", "affiliation": "affiliations", "weapon": "weapons",
    "target_type": "target_types", "disruption": "disruptions", "agency": "agencies", "language": "languages",
}  # fmt: skip
"""Parameters that may stand several times, each with its filter, in the order of the page."""

ONE = ("q", "since", "until", "near", "suicide", "min_certainty")
PAGE = ("order", "cursor")
PATH = "/incidents"
MOST = 60
LONGEST = 1000

Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """Filters with the parameters that gave them (`pairs`, none empty), and which page is asked for."""

    pairs: Pairs
    filters: Filters
    order: Order
    cursor: str | None
    untidy: bool

    def address(
        self, *plus: tuple[str, object], without: Iterable[str] = (), less: tuple[str, str] | None = None,
        path: str = PATH,
    ) -> str:  # fmt: skip
        """Return the address with parameters added, others or one value taken away; the first page of it."""
        gone = {*without, "cursor"}
        kept = [one for one in self.pairs if one[0] not in gone and one != less]
        kept += [(name, str(value)) for name, value in plus]
        return f"{path}?{urlencode(kept)}" if kept else path

    def one(self, parameter: str) -> str:
        """Return the value of a parameter that stands once, "" where it does not."""
        return next((value for name, value in self.pairs if name == parameter), "")

    @property
    def narrowed(self) -> Pairs:
        """The parameters that narrow the list."""
        return tuple(one for one in self.pairs if one[0] not in PAGE)


def asked(given: Sequence[tuple[str, str]]) -> Asked:
    """Return what an address asks for; empty and unknown parameters count for nothing.

    Raises ValueOutsideCodebookError or InputError for a value that cannot be.
    """
    known = {*MANY, *ONE, *PAGE}
    pairs = tuple(
        dict.fromkeys((name, value.strip()) for name, value in given if name in known and value.strip())
    )
    if len(pairs) > MOST or any(len(value) > LONGEST for _, value in pairs):
        raise InputError(f"got {len(pairs)} parameters, expected at most {MOST} of {LONGEST} characters each")
    one = dict(pairs)
    many = {
        filter_: tuple(value for name, value in pairs if name == parameter)
        for parameter, filter_ in MANY.items()
    }
    filters = Filters(
        since=one.get("since"), until=one.get("until"), text=one.get("q"),
        near=_near(one["near"]) if "near" in one else None,
        suicide=one["suicide"] == "true" if "suicide" in one else None,
        min_certainty=_number(one["min_certainty"]) if "min_certainty" in one else None,
        **many,  # type: ignore[arg-type]
    )  # fmt: skip
    order = one.get("order", ORDERS[0])
    if order not in ORDERS:
        raise InputError(f"got the order {order!r}, expected one of {', '.join(ORDERS)}")
    tidy = tuple((name, value) for name, value in pairs if (name, value) != ("order", ORDERS[0]))
    return Asked(tidy, filters, order, one.get("cursor"), any(not value for _, value in given))


def _near(raw: str) -> Near:
    """Return the circle `LAT,LON,KM`."""
    parts = raw.split(",")
    if len(parts) != 3:
        raise InputError(f"near: got {raw!r}, expected LAT,LON,KM as 33.89,-5.55,50")
    return Near(*(_number(part) for part in parts))


def _number(raw: str) -> float:
    """Return a number that is no trick."""
    try:
        found = float(raw)
    except ValueError:
        found = float("nan")
    if not abs(found) < 1e6:
        raise InputError(f"got {raw!r}, expected a number")
    return found
