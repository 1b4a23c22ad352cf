"""Records to try things on: every test runs on SQLite and on PostgreSQL, where one is at hand.

MARSAD_TEST_POSTGRES is the address of a server on which databases may be made, as `.ci/run` starts one.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from marsad.store import Store
from marsad.store.temporary import temporary_database

SERVER = os.environ.get("MARSAD_TEST_POSTGRES", "")
WHY = "no PostgreSQL: set MARSAD_TEST_POSTGRES to the address of a server (.ci/run starts one)"


@pytest.fixture(scope="session")
def empty_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a SQLite file with an empty record, to be copied."""
    file = tmp_path_factory.mktemp("store") / "empty.db"
    Store.create(str(file)).close()
    return file


@pytest.fixture(scope="session")
def empty_database() -> Iterator[str]:
    """Return a PostgreSQL database with an empty record, to be copied; skips where there is no server."""
    if not SERVER:
        pytest.skip(WHY)
    with temporary_database(SERVER) as url:
        Store.create(url).close()
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def bare(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Return the address of a database without any table (of SQLite: of a file that is not there)."""
    if request.param == "sqlite":
        yield str(tmp_path / "bare.db")
        return
    if not SERVER:
        pytest.skip(WHY)
    with temporary_database(SERVER) as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Return the address of an empty record of this test's own."""
    if request.param == "sqlite":
        file = tmp_path / "record.db"
        shutil.copy(request.getfixturevalue("empty_file"), file)
        yield str(file)
        return
    template = str(request.getfixturevalue("empty_database")).partition("?")[0].rpartition("/")[2]
    with temporary_database(SERVER, like=template) as address:
        yield address


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    """Return an empty record, opened."""
    with Store.open(url) as opened:
        yield opened


@pytest.fixture
def both(tmp_path: Path, empty_file: Path, empty_database: str) -> Iterator[tuple[Store, Store]]:
    """Return an empty record on each of the two databases, for what must be the same on both."""
    file = tmp_path / "both.db"
    shutil.copy(empty_file, file)
    template = empty_database.partition("?")[0].rpartition("/")[2]
    with (
        temporary_database(SERVER, like=template) as url,
        Store.open(str(file)) as one,
        Store.open(url) as other,
    ):
        yield one, other
