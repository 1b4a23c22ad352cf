"""Empty databases to measure on: SQLite, and PostgreSQL where MARSAD_TEST_POSTGRES names a server."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from marsad.store.temporary import temporary_database


@contextmanager
def databases() -> Iterator[dict[str, str]]:
    """Yield the addresses of empty databases by name."""
    with tempfile.TemporaryDirectory() as folder:
        found = {"SQLite": str(Path(folder) / "bench.db")}
        server = os.environ.get("MARSAD_TEST_POSTGRES")
        if not server:
            print("PostgreSQL is not measured: set MARSAD_TEST_POSTGRES to the address of one")
            yield found
            return
        with temporary_database(server) as url:
            yield found | {"PostgreSQL": url}
