"""Several values of a closed list, as `weapons`; `unknown` stands alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from marsad.codebook.datafiles import caption
from marsad.codebook.kinds.kind import Kind
from marsad.codebook.model import Language


@dataclass(frozen=True, slots=True)
class Choices(Kind):
    """Several values of a closed list, at least one, none twice, `unknown` alone."""

    nullable: ClassVar[bool] = False

    def clean(self, raw: Any) -> tuple[str, ...] | None:
        """Return the values of `raw`, a list (or one string), each once, in the order given.

        `unknown` beside a known value says nothing and is dropped. Raises ValueOutsideCodebookError.
        """
        if raw is None:
            return None
        if isinstance(raw, str):
            raw = (raw,)
        if not isinstance(raw, (list, tuple)):
            raise self.outside(raw, "a list of values", "give a list, also for a single value")
        values = tuple(dict.fromkeys(one.strip() if isinstance(one, str) else repr(one) for one in raw))
        if len(values) > 1:
            values = tuple(value for value in values if value != "unknown")
        self.check(values)
        return values

    def check(self, value: Any) -> None:
        """Raise ValueOutsideCodebookError unless `value` is a tuple of listed values, none twice."""
        if not isinstance(value, tuple) or not value:
            raise self.outside(value, "a tuple of at least one value", "give ('unknown',) where none is said")
        for one in value:
            if not isinstance(one, str) or one not in self.names:
                raise self.outside(one, f"one of {', '.join(self.names)}", "take the nearest of them")
        if len(set(value)) < len(value):
            raise self.outside(value, "each value once", "leave out the repeated one")
        if len(value) > 1 and "unknown" in value:
            raise self.outside(value, "'unknown' alone", "leave it out where another value is known")

    def agreement(self, a: Any, b: Any) -> float:
        """Return the F1 of the two sets."""
        one, other = set(a), set(b)
        return 2 * len(one & other) / (len(one) + len(other)) if one or other else 1.0

    def words(self, value: Any, lang: Language) -> str:
        """Return the names of the values, with the comma of the language between them."""
        return str(caption("comma", lang)).join(self.names[one][lang] for one in value)
