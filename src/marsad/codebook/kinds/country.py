"""A country by its ISO 3166-1 alpha-2 code."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from marsad.codebook.datafiles import countries
from marsad.codebook.kinds.kind import Kind


@dataclass(frozen=True, slots=True)
class Country(Kind):
    """A code of two letters; its caption is the code, names belong to the gazetteer."""

    def clean(self, raw: Any) -> str | None:
        """Return the code in capitals; an empty string is None. Raises ValueOutsideCodebookError."""
        if raw is None:
            return None
        value = raw.strip().upper() if isinstance(raw, str) else raw
        if value == "":
            return None
        self.check(value)
        return str(value)

    def check(self, value: Any) -> None:
        """Raise ValueOutsideCodebookError unless `value` is a code of ISO 3166-1."""
        if not isinstance(value, str) or value not in countries():
            raise self.outside(value, "an ISO 3166-1 code of two letters, as MA", "look the code up")
