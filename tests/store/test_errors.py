"""What goes wrong outside: a full disk, a read-only file, a writer that stays, each told with what to do."""

from __future__ import annotations

import sqlite3
import threading
from pathlib import Path

import pytest
from sqlalchemy import event

from marsad.errors import StoreError
from marsad.store import Store, database
from tests.store.tellings import add, report, sound


def test_a_writer_waits_for_another(store: Store, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A writer waits as long as it may, then says so; what the other wrote is kept, and it can go on."""
    monkeypatch.setattr(database, "WAIT", 1)
    with Store.open(url) as other:
        with store.writing() as w:
            w.put_report(report(), at=1)
            with pytest.raises(StoreError, match="another writer"), other.writing():
                pytest.fail("two writers at once")
        with other.writing() as w:
            assert not w.put_report(report(), at=2).new


def test_a_reader_sees_one_moment(store: Store, url: str) -> None:
    """What is written while a snapshot is read is not in it, and is in the next."""
    with Store.open(url) as other, store.reading() as r:
        assert r.count() == 0
        writer = threading.Thread(target=add, args=(other, report()))
        writer.start()
        writer.join()
        assert r.count() == 0
        assert list(r.digests()) == []
    with store.reading() as r:
        assert r.count() == 1


def test_a_full_disk(tmp_path: Path, empty_file: Path) -> None:
    """Where there is no room nothing is lost but what was under way, and it is said."""
    file = tmp_path / "full.db"
    file.write_bytes(empty_file.read_bytes())
    with Store.open(str(file)) as store:
        add(store, report())

        @event.listens_for(store.engine, "checkout")
        def _small(connection: sqlite3.Connection, *_: object) -> None:
            pages = connection.execute("PRAGMA page_count").fetchone()[0]
            connection.execute(f"PRAGMA max_page_count={pages}")

        with pytest.raises(StoreError, match="the disk is full") as caught:
            add(store, report("Long. " * 100_000))
        assert "safe" in str(caught.value)
        with store.reading() as r:
            assert len(list(r.digests())) == 1
        assert sound(store)


def test_a_file_that_may_not_be_written(tmp_path: Path, empty_file: Path) -> None:
    """A read-only record can be read; writing says that it may not."""
    file = tmp_path / "still.db"
    file.write_bytes(empty_file.read_bytes())
    with Store.open(str(file)) as store:
        add(store, report())

        @event.listens_for(store.engine, "checkout")
        def _still(connection: sqlite3.Connection, *_: object) -> None:
            connection.execute("PRAGMA query_only=ON")

        with pytest.raises(StoreError, match="may not be written"):
            add(store, report("Another."))
        with store.reading() as r:
            assert r.count() == 1
