"""Reports in the order in which they came, a page at a time, without their texts."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from marsad.store.base import Base
from marsad.store.schema import report


@dataclass(frozen=True, slots=True)
class Entered:
    """A report of the catalogue: `number` is its row; a deleted one has neither title nor language."""

    number: int
    digest: str
    added: int
    title: str | None
    lang: str | None
    published: str | None
    deleted: int | None


class ReadsCatalogue(Base):
    """Asks for the catalogue of reports."""

    def catalogue(self, *, after: int = 0, limit: int = 50) -> list[Entered]:
        """Return the reports that came after the row `after`, deleted ones too, at most `limit`."""
        columns = (report.c.id, report.c.digest, report.c.added, report.c.title, report.c.lang,
                   report.c.published, report.c.deleted)  # fmt: skip
        rows = self.rows(select(*columns).where(report.c.id > after).order_by(report.c.id).limit(limit))
        return [Entered(*tuple(row)) for row in rows]
