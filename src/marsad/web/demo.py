"""A record of the sample texts, made anew for each demo: it can be read and not changed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import resources
from pathlib import Path
from tempfile import TemporaryDirectory

from marsad.errors import DataError
from marsad.pipeline.code import Failed
from marsad.pipeline.record import Record
from marsad.sources import files

SAMPLES = "cli/samples"
FILES = ("reports.jsonl", "one-event.jsonl")


@contextmanager
def demo_record(reader: str) -> Iterator[Record]:
    """Give a record in a folder of its own that holds the sample texts, coded by `reader`; it goes with it.

    Raises DataError where a sample cannot be coded.
    """
    with (
        TemporaryDirectory(prefix="marsad-demo-") as folder,
        resources.as_file(resources.files("marsad") / SAMPLES) as samples,
        Record.init(str(Path(folder) / "demo.db")) as record,
    ):
        for made in record.add(files.read(tuple(str(samples / name) for name in FILES)), reader=reader):
            if isinstance(made, Failed):
                raise DataError(f"a sample text cannot be coded: {made.error}")
        yield record
