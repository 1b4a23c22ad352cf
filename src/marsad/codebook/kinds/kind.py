"""What every kind of value answers to, and how it refuses a value.

After the types of FollowTheMoney: a kind is one small file with the same four verbs.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from marsad.codebook.datafiles import caption
from marsad.codebook.model import Language, Value
from marsad.errors import ValueOutsideCodebookError

Names = Mapping[str, Mapping[Language, str]]


@dataclass(frozen=True, slots=True)
class Kind:
    """The rules for the values of one field.

    `field` is the field's name, for messages; `names` are the names of a closed field's values by
    language, empty for an open one.
    """

    field: str
    names: Names

    nullable: ClassVar[bool] = True

    def clean(self, raw: Any) -> Value:
        """Return `raw`, as it came from JSON or a form, as a value of the model; None stays None.

        Raises ValueOutsideCodebookError where `raw` cannot be one.
        """
        raise NotImplementedError

    def validate(self, value: Any) -> None:
        """Raise ValueOutsideCodebookError unless the codebook allows `value` for the field."""
        if value is None and self.nullable:
            return
        self.check(value)

    def check(self, value: Any) -> None:
        """Raise ValueOutsideCodebookError unless the codebook allows `value`, which is not null."""
        raise NotImplementedError

    def compare(self, a: Value, b: Value) -> float:
        """Return how far two values agree, from 0 to 1; null agrees with null alone."""
        if a is None or b is None:
            return float(a is b)
        return self.agreement(a, b)

    def agreement(self, a: Any, b: Any) -> float:
        """Return how far two values that are not null agree, from 0 to 1."""
        return float(a == b)

    def caption(self, value: Value, lang: Language) -> str:
        """Return the value as a person reads it in `lang`."""
        if value is None:
            return str(caption("missing", lang))
        return self.words(value, lang)

    def words(self, value: Any, lang: Language) -> str:
        """Return a value that is not null as a person reads it in `lang`."""
        return self.names[value][lang] if value in self.names else str(value)

    def outside(self, got: object, expected: str, advice: str) -> ValueOutsideCodebookError:
        """Return the error for a value that is not allowed: what was got, what was expected, what to do."""
        return ValueOutsideCodebookError(f"{self.field}: got {got!r}, expected {expected}: {advice}")
