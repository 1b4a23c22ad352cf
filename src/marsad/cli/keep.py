"""The commands that make a record, fill it and keep it safe: init, add, backup, restore, doctor."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import cast

import click

from marsad.cli.code import FAILED, LANGUAGES, IsoDate, complain, noted, progress
from marsad.cli.database import as_json, database, echo_json, opened, sentence
from marsad.cli.readers import ReaderName
from marsad.codebook import Language
from marsad.errors import InputError
from marsad.pipeline.adding import Added
from marsad.pipeline.code import Failed
from marsad.pipeline.record import Record
from marsad.pipeline.sift import sift
from marsad.reading import DEFAULT
from marsad.sources import files
from marsad.sources.entry import Entry
from marsad.store.archive import Progress, silent


@click.command(help=sentence(Record.init))
@database
def init(database: str) -> None:
    """Hand the command on to `Record.init`."""
    with Record.init(database):
        click.echo(f"the record is ready: {_bare(database)}")


@click.command(
    help=sentence(Record.add)
    + "\n\nPATH is as in `marsad code`. Interrupted, it goes on where it stopped: a report that the record "
    "holds is not coded again.",
    epilog="Exit status: 0 all reports are in the record; 1 some could not be; 2 wrong usage; 130 stopped.",
)
@click.argument("paths", metavar="PATH... | -", nargs=-1, required=True)
@click.option("--lang", type=LANGUAGES, help="Language of reports that name none.")
@click.option("--published", type=IsoDate(), metavar="DATE", help="Publication of reports that name none.")
@click.option("--reader", type=ReaderName(), default=DEFAULT, show_default=True, help="Who reads.")
@click.option("--sieve", is_flag=True, help="Add only what the sieve lets through: for long streams.")
@click.option(
    "--workers", type=click.IntRange(min=1), metavar="N", default=1, show_default=True, help="Processes."
)
@click.option("--quiet", is_flag=True, help="Print the sum alone.")
@database
@as_json
def add(
    *,
    paths: tuple[str, ...],
    lang: str | None,
    published: str | None,
    reader: str,
    sieve: bool,
    workers: int,
    quiet: bool,
    database: str,
    plain: bool,
) -> None:
    """Hand the command on to `Record.add`."""
    with opened(database) as record, progress(paths) as step:
        entries: Iterable[Entry | InputError] = noted(
            files.read(paths, published=published, lang=cast("Language | None", lang))
        )
        if sieve:
            entries = sift(entries)
        tally: Counter[str] = Counter()
        for done in record.add(entries, reader=reader, workers=workers):
            step()
            if isinstance(done, Failed):
                tally["failed"] += 1
                complain(str(done.error))
                continue
            tally[done.outcome] += 1
            if not quiet:
                for line in _told(done, plain=plain):
                    click.echo(line)
    if not plain:
        told = ", ".join(f"{count:,} {name}" for name, count in sorted(tally.items()))
        click.echo(f"reports: {told or 'none'}", err=not quiet)
    if tally["failed"]:
        click.get_current_context().exit(FAILED)


@click.command(help=sentence(Record.backup))
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@database
def backup(file: Path, database: str) -> None:
    """Hand the command on to `Record.backup`."""
    with opened(database) as record, _rows("writing") as step:
        rows = record.backup(file, step)
    click.echo(f"{file}: {rows:,} rows")


@click.command(help=sentence(Record.restore))
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@database
def restore(file: Path, database: str) -> None:
    """Make the record where there is none, and hand the command on to `Record.restore`."""
    with Record.init(database) as record, _rows("reading") as step:
        rows = record.restore(file, step)
    click.echo(f"{_bare(database)}: {rows:,} rows")


@click.command(help=sentence(Record.doctor), epilog="Exit status: 0 all holds; 1 something does not.")
@database
@as_json
def doctor(database: str, plain: bool) -> None:
    """Hand the command on to `Record.doctor`."""
    with opened(database) as record:
        found = list(record.doctor())
    if plain:
        echo_json([asdict(one) for one in found])
    else:
        for one in found:
            click.echo(f"{one.name}: {one.subject}: got {one.got}, expected {one.expected}")
        click.echo(f"{len(found)} breaches" if found else "all holds")
    if found:
        click.get_current_context().exit(FAILED)


@contextmanager
def _rows(what: str) -> Iterator[Progress]:
    """Yield what is told of rows: a bar where standard error is a terminal."""
    if not sys.stderr.isatty():
        yield silent
        return
    from rich.console import Console
    from rich.progress import Progress as Bar

    with Bar(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what)
        yield lambda done, of: bar.update(task, completed=done, total=of)


def _told(done: Added, *, plain: bool) -> Iterator[str]:
    """Say that a report is safe in the record."""
    import json

    if plain:
        yield json.dumps(
            {
                "id": done.name, "digest": done.digest, "outcome": done.outcome,
                "relevant": done.relevant, "incidents": list(done.incidents),
            },
            ensure_ascii=False,
        )  # fmt: skip
        return
    where = ", ".join(map(str, done.incidents))
    yield f"{done.name}: {done.outcome}, " + (f"incident {where}" if where else "no incident")


def _bare(url: str) -> str:
    """Return a database's address without its password."""
    head, mark, tail = url.rpartition("@")
    if not mark or "://" not in head:
        return url
    scheme, _, who = head.partition("://")
    return f"{scheme}://{who.partition(':')[0]}@{tail}"
