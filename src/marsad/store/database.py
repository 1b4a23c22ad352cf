"""The two databases: how each is opened, how a transaction begins, what its errors mean to a person."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import Connection, Engine, create_engine, event, exc, make_url
from sqlalchemy.pool import QueuePool, StaticPool

from marsad.errors import StoreError
from marsad.store import faults

WAIT = 30
"""Seconds that a writer waits for the one before it."""

WRITERS = 0x6D6172736164
"""The advisory lock that one writer at a time holds on PostgreSQL ("marsad" in ASCII)."""

OLDEST = (3, 40)
MEMORY = ":memory:"
_PRAGMAS = (
    "foreign_keys=ON",
    "synchronous=FULL",
    "secure_delete=ON",
    "temp_store=MEMORY",
    "cache_size=-65536",
    "mmap_size=268435456",
)


def engine_of(url: str, *, may_make: bool = False) -> Engine:
    """Return the engine for `url`: `postgresql+psycopg://…`, `sqlite:///file`, a path, or `:memory:`.

    A SQLite file that is not there is made only where `may_make`. Raises StoreError for another database,
    a missing driver or a missing file.
    """
    if "://" not in url:
        return _sqlite(url, may_make)
    try:
        parsed = make_url(url)
    except (exc.ArgumentError, ValueError) as error:
        raise StoreError(f"got the database {url!r}, which is no address ({error}); {faults.HOW}") from None
    if parsed.get_backend_name() == "sqlite":
        return _sqlite(parsed.database or MEMORY, may_make)
    if parsed.get_backend_name() != "postgresql":
        raise StoreError(f"got a database of the kind {parsed.get_backend_name()!r}; {faults.HOW}")
    try:
        engine = create_engine(
            parsed.set(drivername="postgresql+psycopg"),
            pool_pre_ping=True,
            isolation_level="READ COMMITTED",
            connect_args={"connect_timeout": 10},
        )
    except ModuleNotFoundError:
        raise StoreError(
            "PostgreSQL needs psycopg, which is not installed: pip install 'marsad[postgresql]'"
        ) from None
    event.listen(engine, "begin", _begin_postgresql)
    return engine


def _sqlite(path: str, may_make: bool) -> Engine:
    """Return the engine of one SQLite file."""
    if sqlite3.sqlite_version_info < OLDEST:
        raise StoreError(
            f"got SQLite {sqlite3.sqlite_version}, expected 3.40 or newer: use a newer Python, or PostgreSQL"
        )
    if path == MEMORY:
        address = "file::memory:"
    else:
        file = Path(path).expanduser().absolute()
        if not may_make and not file.exists():
            raise StoreError(f"no record at {file}: make one with `marsad init`")
        if not file.parent.is_dir():
            raise StoreError(f"no folder {file.parent} for a record: make it first, or name another")
        address = f"file:{quote(str(file))}?mode={'rwc' if may_make else 'rw'}"

    def connect() -> sqlite3.Connection:
        connection = sqlite3.connect(
            address, uri=True, timeout=WAIT, check_same_thread=False, isolation_level=None
        )
        for pragma in _PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")
        return connection

    engine = create_engine(
        "sqlite://", creator=connect, poolclass=StaticPool if path == MEMORY else QueuePool
    )
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _begin_sqlite(connection: Connection) -> None:
    """Begin by ourselves: the driver would begin at the first write only, and lose it to another writer."""
    writes = connection.get_execution_options().get("writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _begin_postgresql(connection: Connection) -> None:
    """Take the writers' lock, or a snapshot that nothing changes while it is read."""
    if connection.get_execution_options().get("writes"):
        connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{WAIT}s'")
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({WRITERS})")
    else:
        connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")


@contextmanager
def transaction(engine: Engine, *, writes: bool) -> Iterator[Connection]:
    """One transaction: kept whole where the block ends, gone where it raises. Raises StoreError."""
    with faults.told(engine), engine.connect() as connection:
        connection = connection.execution_options(writes=writes)
        with connection.begin():
            yield connection
