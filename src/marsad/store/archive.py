"""The whole record as one file, and back, from either database into either: for backups and moves.

A zip with a `manifest.json` and a file a table, one JSON array a line in the order of the rows, the columns
named in the manifest with the number of rows and the sha256 of the file. The search documents and `shown` are
not in it: they are made anew; nor are sessions and one-time links, which are good on their own server only.
Nothing is held in memory but a few hundred rows.
"""

from __future__ import annotations

import base64
import hashlib
import json
import zipfile
from collections.abc import Callable, Iterator
from typing import IO, Any

from sqlalchemy import LargeBinary, Table, func, select, tuple_

from marsad.errors import StoreError
from marsad.store import steps
from marsad.store.base import Base
from marsad.store.bulk import WritesBulk
from marsad.store.columns import order_number
from marsad.store.numbering import follow_numbers
from marsad.store.plain import dump, load
from marsad.store.schema import PASSING, TABLES, shown, state
from marsad.store.states import folded_from, shown_row

FORMAT = "marsad record 1"
MANIFEST = "manifest.json"
PAGE = 500
LONGEST = 256 * 1024 * 1024
"""Bytes of one line, at most."""

MADE = PASSING | {"shown"}
KEPT = tuple(table for table in TABLES if table.name not in MADE)

Progress = Callable[[int, int], None]
"""Told how many rows are done, and of how many."""


def silent(done: int, of: int) -> None:
    """Tell nobody."""


class ReadsArchive(Base):
    """Writes the record out."""

    def archive(self, file: IO[bytes], progress: Progress = silent) -> int:
        """Write the whole record into `file` as a zip; return the number of rows."""
        tables: dict[str, Any] = {}
        of = sum(self.one(select(func.count()).select_from(table)) for table in KEPT)
        done = 0
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
            for table in KEPT:
                digest, rows = hashlib.sha256(), 0
                with archive.open(f"{table.name}.jsonl", "w", force_zip64=True) as out:
                    for line in self._lines(table):
                        out.write(line)
                        digest.update(line)
                        rows += 1
                        if rows % PAGE == 0:
                            progress(done + rows, of)
                done += rows
                progress(done, of)
                columns = [column.name for column in table.columns]
                tables[table.name] = {"columns": columns, "rows": rows, "sha256": digest.hexdigest()}
            manifest = {"format": FORMAT, "step": steps.newest(), "tables": tables}
            archive.writestr(MANIFEST, json.dumps(manifest, indent=1, sort_keys=True))
        return done

    def _lines(self, table: Table) -> Iterator[bytes]:
        """Yield the rows of a table as lines, in the order of its key."""
        keys = list(table.primary_key.columns)
        binary = {n for n, column in enumerate(table.columns) if isinstance(column.type, LargeBinary)}
        places = [list(table.columns).index(key) for key in keys]
        last: list[Any] | None = None
        while True:
            question = select(table).order_by(*keys).limit(PAGE)
            if last is not None:
                question = question.where(
                    keys[0] > last[0] if len(keys) == 1 else tuple_(*keys) > tuple_(*last)
                )
            rows = self.rows(question)
            for row in rows:
                told = [
                    base64.b64encode(bytes(value)).decode("ascii")
                    if n in binary and value is not None
                    else value
                    for n, value in enumerate(row)
                ]
                yield dump(told).encode("utf-8") + b"\n"
            if len(rows) < PAGE:
                return
            last = [rows[-1][place] for place in places]


class WritesArchive(WritesBulk):
    """Reads a record in."""

    def restore(self, file: IO[bytes], progress: Progress = silent) -> int:
        """Read a whole record from the zip `file` into this one, which must be empty; return its rows.

        Raises StoreError where the record is not empty, where the file is no archive or is of other tables,
        and where any of it is missing or changed: the transaction must then be given up, nothing is kept.
        """
        if any(self.one(select(func.count()).select_from(table)) for table in KEPT):
            raise StoreError("the record holds something already: restore into a new one")
        done = 0
        try:
            with zipfile.ZipFile(file) as archive:
                manifest = _manifest(archive)
                of = sum(manifest[table.name]["rows"] for table in KEPT)
                for table in KEPT:
                    done += self._fill(table, archive, manifest[table.name])
                    progress(done, of)
        except (zipfile.BadZipFile, KeyError, EOFError, json.JSONDecodeError, UnicodeDecodeError) as error:
            raise StoreError(
                f"the file is no whole archive of a record ({error}): take another backup"
            ) from error
        follow_numbers(self.connection)
        self._show_all()
        return done

    def _fill(self, table: Table, archive: zipfile.ZipFile, told: dict[str, Any]) -> int:
        """Read one table; return how many rows it has."""
        names = [column.name for column in table.columns]
        if told["columns"] != names:
            raise StoreError(
                f"the archive's table {table.name} has other columns: restore it with its marsad"
            )
        binary = [column.name for column in table.columns if isinstance(column.type, LargeBinary)]
        digest, rows, waiting = hashlib.sha256(), 0, []
        with archive.open(f"{table.name}.jsonl") as lines:
            while line := lines.readline(LONGEST):
                digest.update(line)
                row = dict(zip(names, json.loads(line), strict=True))
                for name in binary:
                    row[name] = None if row[name] is None else base64.b64decode(row[name])
                waiting.append(row)
                rows += 1
                if len(waiting) == PAGE:
                    self.do(table.insert(), waiting)
                    waiting = []
        if waiting:
            self.do(table.insert(), waiting)
        if (rows, digest.hexdigest()) != (told["rows"], told["sha256"]):
            raise StoreError(
                f"the archive's table {table.name} was changed or cut ({rows} rows, {told['rows']} expected, "
                "another digest): take another backup"
            )
        return rows

    def _show_all(self) -> None:
        """Make `shown` and the search documents of today's states."""
        last = 0
        while rows := self.rows(
            select(state).where(state.c.id > last, state.c.closed.is_(None)).order_by(state.c.id).limit(PAGE)
        ):
            documents, narrow = [], []
            for row in rows:
                order = order_number(row.first_day, row.incident_id)
                narrow.append(shown_row(row.incident_id, order, row.id, row.opened, dict(row._mapping)))
                folded = folded_from(load(row.folded), row.certainty)
                told = self.reports_of(row.incident_id)
                documents.append(self.document_row(order, told, folded, row.review))
            self.do(shown.insert(), narrow)
            self.insert_documents(documents)
            last = rows[-1].id


def _manifest(archive: zipfile.ZipFile) -> dict[str, Any]:
    """Return what an archive says of its tables; raises StoreError where it is of another kind."""
    if MANIFEST not in archive.namelist():
        raise StoreError("the file is a zip, but no archive of a record: take one that `marsad backup` made")
    told = json.loads(archive.read(MANIFEST))
    if told.get("format") != FORMAT:
        raise StoreError(f"got an archive of the format {told.get('format')!r}, expected {FORMAT!r}")
    if told.get("step") != steps.newest():
        raise StoreError(
            f"the archive is of step {told.get('step')}, this marsad works with {steps.newest()}: restore it "
            "with the marsad that made it, then bring that record up"
        )
    tables: dict[str, Any] = told["tables"]
    return tables
