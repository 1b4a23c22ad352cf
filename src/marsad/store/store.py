"""The record's database: opened, made, written in one transaction at a time, read in snapshots."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self
from uuid import uuid4

from sqlalchemy import Engine

from marsad.errors import StoreError
from marsad.store import steps
from marsad.store.archive import Progress, silent
from marsad.store.database import engine_of, transaction
from marsad.store.faults import place_of, say, told
from marsad.store.parts import Reading, Writing


class Store:
    """The database of a record; `with` closes it. Safe for several threads and several processes at once."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    @classmethod
    def open(cls, url: str) -> Store:
        """Open the record at `url`: a path, `sqlite:///file` or `postgresql+psycopg://…`.

        Raises StoreError, with what to do, where there is none, where the tables are older or newer than
        this marsad's, or where the database holds something else or cannot be reached.
        """
        store = cls(engine_of(url))
        try:
            with transaction(store.engine, writes=False) as connection:
                steps.require_newest(steps.standing(connection))
        except StoreError as error:
            store.close()
            raise _at(store.engine, url, error) from error.__cause__
        return store

    @classmethod
    def create(cls, url: str) -> Store:
        """Make a record at `url`, or bring up the one that is there to this marsad's tables, and open it.

        All steps happen in one transaction: cut off, it leaves what was there. Raises StoreError.
        """
        store = cls(engine_of(url, may_make=True))
        try:
            store.upgrade()
        except StoreError as error:
            store.close()
            raise _at(store.engine, url, error) from error.__cause__
        return store

    def upgrade(self) -> None:
        """Bring the tables up to this marsad's, in one transaction. Raises StoreError."""
        if self.engine.dialect.name == "sqlite":
            with told(self.engine), self.engine.connect() as connection:
                raw = connection.connection.dbapi_connection
                assert raw is not None
                raw.execute("PRAGMA journal_mode=WAL")
        with transaction(self.engine, writes=True) as connection:
            at = steps.standing(connection)
            if at != steps.newest():
                if at is not None:
                    steps.require_known(at)
                steps.bring_up(connection)

    @contextmanager
    def writing(self) -> Iterator[Writing]:
        """One transaction that writes, the only one at a time; others wait for it up to 30 seconds.

        What was written is safe on disk once the block has ended, and gone where it raised.
        """
        with transaction(self.engine, writes=True) as connection:
            yield Writing(connection)

    @contextmanager
    def reading(self) -> Iterator[Reading]:
        """A snapshot: all that is read within the block is of one moment, whatever is written meanwhile."""
        with transaction(self.engine, writes=False) as connection:
            yield Reading(connection)

    def backup(self, path: Path, progress: Progress = silent) -> int:
        """Write the whole record into the file `path`, which is there once it is whole; return its rows.

        A file of that name is replaced. Raises StoreError where the file cannot be written.
        """
        made = path.with_name(f".{path.name}.{uuid4().hex}")
        try:
            with self.reading() as r, made.open("xb") as file:
                rows = r.archive(file, progress)
                file.flush()
                os.fsync(file.fileno())
            made.replace(path)
        except OSError as error:
            raise say(error, str(path)) from error
        finally:
            made.unlink(missing_ok=True)
        return rows

    def restore(self, path: Path, progress: Progress = silent) -> int:
        """Read a record that `backup` wrote into this one, which must be empty, or nothing of it.

        Returns its rows. Raises StoreError where the file is not there, not whole or of other tables.
        """
        try:
            with path.open("rb") as file, self.writing() as w:
                return w.restore(file, progress)
        except OSError as error:
            raise say(error, str(path)) from error

    def tidy(self) -> None:
        """Let the database look at what it holds, so that it asks itself the best way, and drop what is old.

        Worth it after much was added, and after a deletion: what was deleted leaves the log, too.
        """
        if self.engine.dialect.name == "sqlite":
            orders = ["PRAGMA optimize=0x10002", "PRAGMA wal_checkpoint(TRUNCATE)"]
        else:
            orders = ["VACUUM ANALYZE"]
        with told(self.engine), self.engine.connect() as connection:
            raw = connection.connection.dbapi_connection
            assert raw is not None
            if self.engine.dialect.name != "sqlite":
                raw.autocommit = True
            try:
                for order in orders:
                    raw.cursor().execute(order)
            except Exception as error:
                raise say(error, place_of(self.engine)) from error
            finally:
                if self.engine.dialect.name != "sqlite":
                    raw.autocommit = False

    def close(self) -> None:
        """Close all connections."""
        self.engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _at(engine: Engine, url: str, error: StoreError) -> StoreError:
    """Return the error with the name of the database, where it does not stand there."""
    place = place_of(engine) if engine.dialect.name != "sqlite" else url
    said = str(error).removeprefix("SQLite: ").removeprefix(f"{place}: ")
    return StoreError(said if place in said else f"{place}: {said}")
