"""The commands by which people decide: link, unlink, merge, split, correct, accept, reject, undo, delete."""

from __future__ import annotations

import click

from marsad.cli.database import as_json, database, decides, opened, sentence, settled, valued
from marsad.pipeline.record import Record


@click.command(help=sentence(Record.link))
@click.argument("account")
@click.argument("incident", type=int)
@decides()
@database
@as_json
def link(account: str, incident: int, who: str, reason: str, database: str, plain: bool) -> None:
    """Hand the command on to `Record.link`."""
    with opened(database) as record:
        settled(record.link(account, incident, who=who, reason=reason), plain=plain)


@click.command(help=sentence(Record.unlink))
@click.argument("account")
@decides()
@database
@as_json
def unlink(account: str, who: str, reason: str, database: str, plain: bool) -> None:
    """Hand the command on to `Record.unlink`."""
    with opened(database) as record:
        settled(record.unlink(account, who=who, reason=reason), plain=plain)


@click.command(help=sentence(Record.merge))
@click.argument("incidents", type=int, nargs=-1, required=True, metavar="INCIDENT...")
@decides()
@database
@as_json
def merge(incidents: tuple[int, ...], who: str, reason: str, database: str, plain: bool) -> None:
    """Hand the command on to `Record.merge`."""
    with opened(database) as record:
        settled(record.merge(incidents, who=who, reason=reason), plain=plain)


@click.command(help=sentence(Record.split))
@click.argument("incident", type=int)
@click.argument("accounts", nargs=-1, required=True, metavar="ACCOUNT...")
@decides()
@database
@as_json
def split(
    incident: int, accounts: tuple[str, ...], who: str, reason: str, database: str, plain: bool
) -> None:
    """Hand the command on to `Record.split`."""
    with opened(database) as record:
        settled(record.split(incident, accounts, who=who, reason=reason), plain=plain)


@click.command(help=sentence(Record.correct))
@click.argument("incident", type=int)
@click.argument("field")
@click.argument("value")
@decides()
@database
@as_json
def correct(incident: int, field: str, value: str, who: str, reason: str, database: str, plain: bool) -> None:
    """Hand the command on to `Record.correct`."""
    with opened(database) as record:
        done = record.correct(incident, field, valued(field, value), who=who, reason=reason)
        settled(done, plain=plain)


@click.command(help=sentence(Record.accept))
@click.argument("incident", type=int)
@decides(needed=False)
@database
@as_json
def accept(incident: int, who: str, reason: str, database: str, plain: bool) -> None:
    """Hand the command on to `Record.accept`."""
    with opened(database) as record:
        settled(record.accept(incident, who=who, reason=reason), plain=plain)


@click.command(help=sentence(Record.reject))
@click.argument("incident", type=int)
@decides()
@database
@as_json
def reject(incident: int, who: str, reason: str, database: str, plain: bool) -> None:
    """Hand the command on to `Record.reject`."""
    with opened(database) as record:
        settled(record.reject(incident, who=who, reason=reason), plain=plain)


@click.command(help=sentence(Record.undo))
@click.argument("judgement")
@decides()
@database
@as_json
def undo(judgement: str, who: str, reason: str, database: str, plain: bool) -> None:
    """Hand the command on to `Record.undo`."""
    with opened(database) as record:
        settled(record.undo(judgement, who=who, reason=reason), plain=plain)


@click.command(help=sentence(Record.delete))
@click.argument("report")
@decides()
@database
@as_json
def delete(report: str, who: str, reason: str, database: str, plain: bool) -> None:
    """Hand the command on to `Record.delete`."""
    with opened(database) as record:
        settled(record.delete(report, who=who, reason=reason), plain=plain)
