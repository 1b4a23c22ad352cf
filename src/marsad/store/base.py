"""What every part of a transaction shares: the connection, and small ways to ask it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import Column, ColumnElement, Connection, Executable, Row, RowMapping, and_

T = TypeVar("T")

CHUNK = 500
"""Values that one question to the database names at most."""


class Base:
    """A transaction's connection; `Reading` and `Writing` are made of parts that all begin here."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    @property
    def sqlite(self) -> bool:
        """Whether this is SQLite, not PostgreSQL."""
        return self.connection.dialect.name == "sqlite"

    def rows(self, question: Executable, values: Any = None) -> Sequence[Row[Any]]:
        """Return all rows that answer a question."""
        return self.connection.execute(question, values).all()

    def maps(self, question: Executable, values: Any = None) -> Sequence[RowMapping]:
        """Return all rows, by column name."""
        return self.connection.execute(question, values).mappings().all()

    def one(self, question: Executable, values: Any = None) -> Any:
        """Return the first column of the first row, None where there is none."""
        return self.connection.execute(question, values).scalar()

    def do(self, order: Executable, values: Any = None) -> int:
        """Carry out a statement; return the number of rows that it changed."""
        return self.connection.execute(order, values).rowcount

    def insert(self, order: Any, **values: Any) -> int:
        """Insert one row and return its number."""
        key = self.connection.execute(order.insert(), values).inserted_primary_key
        assert key is not None, "a table without a key of its own"
        return int(key[0])


def begins(column: Column[str], beginning: str) -> ColumnElement[bool]:
    """Return that a digest in hex begins so, asked as a range, which an index answers."""
    return and_(column >= beginning, column < beginning + "g")


def chunks(values: Iterable[T], size: int = CHUNK) -> Iterator[list[T]]:
    """Yield the values in lists of at most `size`."""
    source = iter(values)
    while part := list(islice(source, size)):
        yield part
