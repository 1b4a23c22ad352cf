"""`marsad export`: the record as JSON lines or CSV."""

from __future__ import annotations

from typing import Any

import click

from marsad.cli.database import database, opened, sentence
from marsad.cli.filters import filtering
from marsad.pipeline.record import Record
from marsad.store.filters import Filters


@click.command(help=sentence(Record.export))
@click.option("--jsonl", "form", flag_value="jsonl", default="jsonl", help="JSON lines (the default).")
@click.option("--csv", "form", flag_value="csv", help="CSV, a row an incident.")
@filtering
@database
def export(form: Any, filters: Filters, database: str) -> None:
    """Hand the command on to `Record.export`."""
    with opened(database) as record:
        for line in record.export(form, filters):
            click.echo(line, nl=False)
