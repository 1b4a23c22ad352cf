"""`marsad readers`: who can read, and the check of a reader's name on the command line."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import asdict

import click

from marsad.reading import DEFAULT, About, names
from marsad.reading import readers as known
from marsad.reading.readers import BUILT_IN, unknown

FAILED = 1


class ReaderName(click.ParamType[str]):
    """The name of a reader that is installed; it is not loaded for the check."""

    name = "name"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the name; fails with a usage error that lists the known where there is no such reader."""
        if value not in names() and value not in BUILT_IN:
            self.fail(unknown(value), param, ctx)
        return value


@click.command(epilog="Exit status: 0 all can be used; 1 some cannot, each is named on standard error.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON in place of the table.")
def readers(as_json: bool) -> None:
    """List the readers: those of marsad, and those that installed packages add."""
    found = known()
    if as_json:
        click.echo(json.dumps([_record(one) for one in found], ensure_ascii=False, indent=2))
    else:
        _print(found)
    faults = [one.fault for one in found if one.fault]
    if faults:
        from marsad.cli.code import complain

        for fault in faults:
            complain(fault)
        click.get_current_context().exit(FAILED)


def _record(one: About) -> dict[str, object]:
    """Return a reader as JSON has it."""
    return {**asdict(one), "fault": one.fault or None, "default": one.name == DEFAULT and not one.fault}


def _print(found: Sequence[About]) -> None:
    """Print the readers as a table."""
    from rich.table import Table

    from marsad.cli.table import console_for, isolated
    from marsad.cli.view import safe

    table = Table("name", "languages", "what it is", "from")
    for one in found:
        name = f"{one.name} (default)" if _record(one)["default"] else one.name
        what = "cannot be used" if one.fault else one.about
        table.add_row(*(isolated(safe(cell)) for cell in (name, " ".join(one.languages), what, one.origin)))
    console_for(sys.stdout).print(table)
