"""Making, opening and bringing up a record; the steps give the tables that the code works with."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import text

from marsad.errors import StoreError
from marsad.store import Store
from marsad.store.database import transaction
from marsad.store.schema import metadata
from tests.store.tellings import add, report, sound


def test_the_steps_make_the_tables_of_the_code(store: Store) -> None:
    """After all steps nothing differs from `schema.py`, in either database."""

    def ours(_: object, name: str | None, kind: str, *__: object) -> bool:
        return not (kind == "table" and (name or "").startswith(("document", "marsad_version", "sqlite_")))

    with transaction(store.engine, writes=False) as connection:
        context = MigrationContext.configure(connection, opts={"include_object": ours, "compare_type": True})
        assert compare_metadata(context, metadata) == []


def test_a_new_record_is_empty_and_sound(store: Store) -> None:
    """A record just made lists nothing and has no fault."""
    with store.reading() as r:
        assert r.count() == 0
        assert list(r.digests()) == []
    assert sound(store)


def test_open_never_makes_a_record(bare: str) -> None:
    """Opening where no record is says how to make one, and leaves no file."""
    with pytest.raises(StoreError, match="marsad init"):
        Store.open(bare)
    assert "://" in bare or not Path(bare).exists()


def test_create_is_safe_to_repeat(bare: str) -> None:
    """Making a record where one is keeps all that it holds."""
    with Store.create(bare) as made:
        add(made, report())
    with Store.create(bare) as again, again.reading() as r:
        assert r.count() == 1


def test_another_database_is_refused(bare: str) -> None:
    """A database with other tables is neither opened nor changed."""
    with Store.create(bare) as made, transaction(made.engine, writes=True) as connection:
        connection.execute(text("DROP TABLE marsad_version"))
    for way in (Store.open, Store.create):
        with pytest.raises(StoreError, match="name another database"):
            way(bare)


def test_a_newer_record_is_refused(store: Store, url: str) -> None:
    """A record of a step that this marsad does not know asks for a newer marsad."""
    with transaction(store.engine, writes=True) as connection:
        connection.execute(text("UPDATE marsad_version SET version_num = 'from-tomorrow'"))
    for way in (Store.open, Store.create):
        with pytest.raises(StoreError, match="newest marsad"):
            way(url)


def test_an_empty_file_is_no_record(tmp_path: Path) -> None:
    """A file in which the tables were never made, as a cut off `init` leaves, can be made a record."""
    file = tmp_path / "cut.db"
    sqlite3.connect(file).close()
    file.touch()
    with pytest.raises(StoreError, match="marsad init"):
        Store.open(str(file))
    with Store.create(str(file)) as made:
        assert sound(made)


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("mysql://host/db", "kind 'mysql'"),
        ("postgresql://:bad:port/x", "no address"),
        ("/no/such/folder/record.db", "marsad init"),
    ],
)
def test_addresses_that_cannot_be(address: str, said: str) -> None:
    """An address that names no database that marsad knows is refused with those that it knows."""
    with pytest.raises(StoreError, match=said):
        Store.open(address)


def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    """Any other file is told from a database, and left as it is."""
    file = tmp_path / "notes.txt"
    file.write_text("these are notes and no database at all, whatever the name says" * 20, "utf-8")
    with pytest.raises(StoreError, match="no sound SQLite database"):
        Store.open(str(file))
    assert file.read_text("utf-8").startswith("these are notes")


def test_a_server_that_is_not_there(tmp_path: Path) -> None:
    """A PostgreSQL that does not answer is named, without its password."""
    address = f"postgresql+psycopg://someone:secret@/none?host={tmp_path}&port=1"
    with pytest.raises(StoreError, match="cannot be reached") as caught:
        Store.open(address)
    assert "secret" not in str(caught.value)


def test_memory() -> None:
    """`:memory:` is a record for a test, gone with it."""
    with Store.create(":memory:") as made:
        add(made, report())
        assert sound(made)
