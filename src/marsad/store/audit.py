"""Who did what: rows chained by hashes, so that a row changed or taken out afterwards is found."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from marsad.store.base import Base
from marsad.store.plain import dump, load
from marsad.store.schema import audit as table

FIRST = "0" * 64
"""What the first row follows."""

PAGE = 1000


@dataclass(frozen=True, slots=True)
class Deed:
    """One row: `hash` is the sha256 of all the rest and of the row before, whose hash is `previous`."""

    number: int
    at: int
    who: str
    action: str
    subject: str
    detail: Mapping[str, Any]
    previous: str
    hash: str

    @property
    def expected(self) -> str:
        """The hash that the row should have."""
        told = [self.previous, self.at, self.who, self.action, self.subject, dict(self.detail)]
        return hashlib.sha256(dump(told).encode("utf-8")).hexdigest()


class ReadsAudit(Base):
    """Asks what was done."""

    def deeds(self, *, after: int = 0) -> Iterator[Deed]:
        """Yield what was done, the oldest first, from the row after the number `after` on."""
        while rows := self.rows(select(table).where(table.c.id > after).order_by(table.c.id).limit(PAGE)):
            for row in rows:
                yield Deed(
                    row.id, row.at, row.who, row.action, row.subject, load(row.detail), row.previous, row.hash
                )
            after = rows[-1].id


class WritesAudit(ReadsAudit):
    """Keeps what was done."""

    def put_deed(
        self, *, at: int, who: str, action: str, subject: str, detail: Mapping[str, Any] | None = None
    ) -> Deed:
        """Write down who did what to what, after all that was written before."""
        previous = self.one(select(table.c.hash).order_by(table.c.id.desc()).limit(1)) or FIRST
        deed = Deed(0, at, who, action, subject, detail or {}, previous, "")
        row = {"at": at, "who": who, "action": action, "subject": subject, "previous": previous,
               "detail": dump(dict(deed.detail)), "hash": deed.expected}  # fmt: skip
        number = self.insert(table, **row)
        return Deed(number, at, who, action, subject, deed.detail, previous, deed.expected)
