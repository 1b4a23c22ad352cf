"""True or false, as `suicide`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from marsad.codebook.kinds.kind import Kind
from marsad.codebook.model import Language


@dataclass(frozen=True, slots=True)
class Truth(Kind):
    """True or false; false also where the report says nothing of it."""

    nullable: ClassVar[bool] = False

    def clean(self, raw: Any) -> bool | None:
        """Return `raw`, a boolean or a form's `true` or `false`; raises ValueOutsideCodebookError."""
        if raw is None:
            return None
        value = {"true": True, "false": False}.get(raw.strip().lower(), raw) if isinstance(raw, str) else raw
        self.check(value)
        return bool(value)

    def check(self, value: Any) -> None:
        """Raise ValueOutsideCodebookError unless `value` is a boolean."""
        if not isinstance(value, bool):
            raise self.outside(value, "true or false", "give false where the report says nothing of it")

    def words(self, value: Any, lang: Language) -> str:
        """Return yes or no in the language."""
        return self.names["true" if value else "false"][lang]
