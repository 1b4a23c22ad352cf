"""Which bit stands for which value in a field of several values, so that a set of values is one number."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import func, select

from marsad.errors import StoreError
from marsad.store.base import Base
from marsad.store.schema import term

MOST = 62
"""Values of one field, at most: the bits of a whole number in both databases, less the sign."""

SETS = ("attack_type", "weapons", "target_type", "langs")
"""The fields of several values."""


class ReadsTerms(Base):
    """Asks for sets of values."""

    _bits: dict[str, dict[str, int]]

    def bits(self, field: str) -> dict[str, int]:
        """Return the bit of each value of a field that any incident ever had."""
        if not hasattr(self, "_bits"):
            self._bits = {}
            for row in self.rows(select(term).order_by(term.c.id)):
                self._bits.setdefault(row.field, {})[row.value] = row.bit
        return self._bits.get(field, {})

    def mask(self, field: str, values: Iterable[str]) -> int:
        """Return the values of a field as one number; values that no incident ever had add nothing."""
        bits = self.bits(field)
        return sum(1 << bits[value] for value in set(values) if value in bits)

    def values(self, field: str, mask: int) -> tuple[str, ...]:
        """Return the values that a number stands for, in the order of their bits."""
        return tuple(
            value for value, bit in sorted(self.bits(field).items(), key=lambda i: i[1]) if mask >> bit & 1
        )


class WritesTerms(ReadsTerms):
    """Keeps new values."""

    def new_mask(self, field: str, values: Iterable[str]) -> int:
        """Return the values of a field as one number, each new one with the next bit."""
        asked = sorted(set(values))
        for value in asked:
            if value not in self.bits(field):
                bit = self.one(select(func.count()).select_from(term).where(term.c.field == field))
                if bit > MOST:
                    raise StoreError(
                        f"{field}: got more than {MOST + 1} values, expected fewer: a fault of marsad"
                    )
                self.insert(term, field=field, value=value, bit=bit)
                self._bits.setdefault(field, {})[value] = bit
        return self.mask(field, asked)
