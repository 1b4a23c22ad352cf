"""Reports as they came, once each, and where else the same one was met."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, select

from marsad.codebook import Report
from marsad.errors import StoreError
from marsad.store.base import Base, begins, chunks
from marsad.store.plain import dump
from marsad.store.schema import report as table
from marsad.store.schema import sighting

_NEITHER = re.compile("[\x00\ud800-\udfff]")


def clean(text: str) -> str:
    """Return `text` as both databases can hold it: the null sign and halves of signs become U+FFFD.

    One sign stays one sign, so that spans hold.
    """
    return _NEITHER.sub("\ufffd", text)


def digest_of(report: Report) -> str:
    """Return the sha256 (hex) of a report's title, text and day of publication: the same report, the same."""
    told = dump([clean(report.title), clean(report.text), report.published])
    return hashlib.sha256(told.encode("utf-8")).hexdigest()


@dataclass(frozen=True, slots=True)
class Put:
    """What became of a report: its digest, whether it is `new`, whether it was `deleted` here before."""

    digest: str
    new: bool
    deleted: bool = False


@dataclass(frozen=True, slots=True)
class Sighting:
    """Where a report was met: the name its source gave it, its address, the file, when."""

    name: str
    url: str | None
    path: str | None
    at: int


@dataclass(frozen=True, slots=True)
class Kept:
    """A report of the record. A deleted one has no `report`, but who deleted it, when and why."""

    digest: str
    added: int
    report: Report | None
    sightings: tuple[Sighting, ...] = ()
    deleted: int | None = None
    deleted_by: str | None = None
    deleted_reason: str | None = None


class ReadsReports(Base):
    """Asks for reports."""

    def report(self, digest: str) -> Kept | None:
        """Return the report with a digest, None where it was never met."""
        return next(iter(self.reports([digest]).values()), None)

    def reports(self, digests: Iterable[str]) -> dict[str, Kept]:
        """Return reports by digest, in the order asked for, without those never met."""
        asked = list(dict.fromkeys(digests))
        found: dict[str, Kept] = {}
        for part in chunks(asked):
            rows = self.rows(select(table).where(table.c.digest.in_(part)))
            met: dict[int, list[Sighting]] = {row.id: [] for row in rows}
            for one in self.rows(
                select(sighting).where(sighting.c.report_id.in_(list(met))).order_by(sighting.c.id)
            ):
                met[one.report_id].append(Sighting(one.name, one.url, one.path, one.at))
            found |= {row.digest: _kept(row, met[row.id]) for row in rows}
        return {digest: found[digest] for digest in asked if digest in found}

    def digests(self) -> Iterator[str]:
        """Yield the digests of all reports that are not deleted, in the order in which they came."""
        last = 0
        while rows := self.rows(
            select(table.c.id, table.c.digest)
            .where(table.c.id > last, table.c.deleted.is_(None))
            .order_by(table.c.id)
            .limit(1000)
        ):
            yield from (row.digest for row in rows)
            last = rows[-1].id

    def digests_like(self, beginning: str) -> list[str]:
        """Return the digests that begin so, in ascending order, at most ten; deleted reports too."""
        question = select(table.c.digest).where(begins(table.c.digest, beginning))
        return [row.digest for row in self.rows(question.order_by(table.c.digest).limit(10))]

    def report_number(self, digest: str) -> int:
        """Return the row of a report; raises StoreError where there is none or where it is deleted."""
        row = self.connection.execute(
            select(table.c.id, table.c.deleted).where(table.c.digest == digest)
        ).first()
        if row is None:
            raise StoreError(f"got the report {digest[:16]}, which the record does not hold: add it first")
        if row.deleted is not None:
            raise StoreError(f"the report {digest[:16]} was deleted on request: leave it out")
        return int(row.id)


class WritesReports(ReadsReports):
    """Keeps reports."""

    def put_report(self, report: Report, *, at: int, path: str | None = None) -> Put:
        """Keep a report and where it was met; the same report again only adds where.

        One that was deleted on request stays deleted: `Put.deleted` says so, and nothing is kept.
        """
        digest = digest_of(report)
        row = self.connection.execute(
            select(table.c.id, table.c.deleted).where(table.c.digest == digest)
        ).first()
        if row is not None and row.deleted is not None:
            return Put(digest, new=False, deleted=True)
        number = row.id if row is not None else self._add_report(report, digest, at)
        seen = {"report_id": number, "name": clean(report.id), "url": report.url, "path": path}
        known = select(sighting.c.id).where(
            *(sighting.c[name].is_not_distinct_from(value) for name, value in seen.items())
        )
        if row is None or self.one(known) is None:
            self.insert(sighting, **seen, at=at)
        return Put(digest, new=row is None)

    def _add_report(self, report: Report, digest: str, at: int) -> int:
        """Keep a new report and return its row."""
        return self.insert(table, **report_row(report, digest, at))


def report_row(report: Report, digest: str, at: int) -> dict[str, Any]:
    """Return a report as the columns of its row."""
    return {
        "digest": digest,
        "lang": report.lang,
        "title": clean(report.title),
        "text": clean(report.text),
        "url": report.url,
        "published": report.published,
        "name": clean(report.id),
        "added": at,
    }


def report_of(row: Row[Any]) -> Report:
    """Return the row of a report that is not deleted as a report."""
    return Report(row.name, row.text, row.title, row.lang, row.url, row.published)


def _kept(row: Row[Any], met: list[Sighting]) -> Kept:
    """Return a row with its sightings."""
    told = report_of(row) if row.deleted is None else None
    return Kept(row.digest, row.added, told, tuple(met), row.deleted, row.deleted_by, row.deleted_reason)
