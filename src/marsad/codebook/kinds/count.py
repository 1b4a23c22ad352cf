"""A number of people, and how the words bound it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, get_args

from marsad.codebook.datafiles import caption, load
from marsad.codebook.kinds.kind import Kind
from marsad.codebook.model import Bound, Count, Language

BOUNDS: tuple[Bound, ...] = get_args(Bound)


@dataclass(frozen=True, slots=True)
class CountKind(Kind):
    """A whole number from 0 up, with its bound."""

    def clean(self, raw: Any) -> Count | None:
        """Return `raw` as a Count: a Count, a whole number, a form's digits, or `{value, bound}`.

        An empty string is None. Raises ValueOutsideCodebookError.
        """
        if isinstance(raw, str):
            raw = raw.strip() or None
        bound: Any = "exact"
        if isinstance(raw, Count):
            raw, bound = raw.value, raw.bound
        elif isinstance(raw, Mapping):
            if set(raw) - {"value", "bound"}:
                raise self.outside(dict(raw), "the keys value and bound", "leave out the others")
            raw, bound = raw.get("value"), raw.get("bound", "exact")
        if raw is None:
            return None
        if isinstance(raw, str) and raw.isdecimal():
            raw = int(raw)
        count = Count(raw, bound)
        self.check(count)
        return count

    def check(self, value: Any) -> None:
        """Raise ValueOutsideCodebookError unless `value` is a Count from 0 up."""
        if not isinstance(value, Count):
            raise self.outside(value, "a Count", "wrap the number in Count, or give None where none is said")
        number = value.value
        if not isinstance(number, int) or isinstance(number, bool) or number < 0:
            raise self.outside(number, "a whole number from 0 up", "give null where no number is said")
        if value.bound not in BOUNDS:
            raise self.outside(value.bound, f"a bound of {', '.join(BOUNDS)}", "take the nearest of them")

    def agreement(self, a: Any, b: Any) -> float:
        """Return 1 where the numbers are equal, whatever their bounds."""
        return float(a.value == b.value)

    def words(self, value: Any, lang: Language) -> str:
        """Return the number with its bound, as `at least 1,200`."""
        number = f"{value.value:,}".replace(",", str(caption("thousands", lang)))
        return str(load("bound")["values"][value.bound]["form"][lang]).format(n=number)
