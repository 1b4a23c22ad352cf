"""One value of a closed list, as `outcome`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from marsad.codebook.kinds.kind import Kind


@dataclass(frozen=True, slots=True)
class Choice(Kind):
    """One value of a closed list."""

    nullable: ClassVar[bool] = False

    def clean(self, raw: Any) -> str | None:
        """Return the value named by `raw`, a string; raises ValueOutsideCodebookError for any other."""
        if raw is None:
            return None
        value = raw.strip() if isinstance(raw, str) else raw
        self.check(value)
        return str(value)

    def check(self, value: Any) -> None:
        """Raise ValueOutsideCodebookError unless `value` stands in the list."""
        if not isinstance(value, str) or value not in self.names:
            raise self.outside(value, f"one of {', '.join(self.names)}", "take the nearest of them")
