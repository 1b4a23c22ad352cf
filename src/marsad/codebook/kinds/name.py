"""A name that no list closes, as `affiliation` and `agency`: of organisations, never of persons."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from marsad.codebook.kinds.kind import Kind


@dataclass(frozen=True, slots=True)
class Name(Kind):
    """A usual name, on one line, without space around it."""

    def clean(self, raw: Any) -> str | None:
        """Return `raw` with its white space made single; an empty string is None.

        Raises ValueOutsideCodebookError for anything but a string.
        """
        if raw is None:
            return None
        value = " ".join(raw.split()) if isinstance(raw, str) else raw
        if value == "":
            return None
        self.check(value)
        return str(value)

    def check(self, value: Any) -> None:
        """Raise ValueOutsideCodebookError unless `value` is a name on one line."""
        if not isinstance(value, str) or not value or value != " ".join(value.split()):
            raise self.outside(value, "a name on one line", "give the usual name, or None where none is said")

    def agreement(self, a: Any, b: Any) -> float:
        """Return 1 where the names are the same but for case, else 0."""
        return float(a.casefold() == b.casefold())
