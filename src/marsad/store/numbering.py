"""Row numbers that were given, not counted: PostgreSQL's counters must follow."""

from __future__ import annotations

from sqlalchemy import Connection, text

from marsad.store.schema import TABLES


def follow_numbers(connection: Connection) -> None:
    """Let PostgreSQL count on from the highest row of each table; SQLite does so by itself."""
    if connection.dialect.name == "sqlite":
        return
    for table in TABLES:
        if table.autoincrement_column is not None and "id" in table.c and table.name != "shown":
            connection.execute(
                text(
                    f"SELECT setval(pg_get_serial_sequence('{table.name}', 'id'), "
                    f"(SELECT coalesce(max(id), 0) + 1 FROM {table.name}), false)"
                )
            )
