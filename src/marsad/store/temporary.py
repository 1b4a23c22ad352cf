"""A PostgreSQL database for a while: tests and measurements have one of their own each."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import uuid4

from sqlalchemy import create_engine, make_url, text


@contextmanager
def temporary_database(server: str, *, like: str | None = None) -> Iterator[str]:
    """Make a database on the server of the address `server`, yield its address, and drop it.

    `like` names a database of the same server that it begins as a copy of.
    """
    address = make_url(server)
    name = f"marsad_{uuid4().hex}"
    engine = create_engine(address, isolation_level="AUTOCOMMIT")
    try:
        with engine.connect() as connection:
            template = f' TEMPLATE "{like}"' if like else ""
            connection.execute(text(f'CREATE DATABASE "{name}"{template}'))
        yield address.set(database=name).render_as_string(hide_password=False)
        with engine.connect() as connection:
            connection.execute(text(f'DROP DATABASE "{name}" WITH (FORCE)'))
    finally:
        engine.dispose()
