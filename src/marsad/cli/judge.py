"""The commands by which people decide: link, unlink, merge, split, correct, accept, reject, undo, delete."""

from __future__ import annotations

from typing import Any

import click

from marsad.cli.database import as_json, database, decides, opened, sentence, settled, valued
from marsad.cli.review import Mark, suggested
from marsad.pipeline.record import Record

seen = click.option(
    "--seen", metavar="VERSION", help="The version that `marsad show --json` told: what came since is said."
)


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
@click.argument("value", required=False)
@click.option(
    "--words", type=Mark(), multiple=True, metavar="REPORT:START-END", help="The words that say it."
)
@seen
@decides()
@database
@as_json
def correct(
    *,
    incident: int,
    field: str,
    value: str | None,
    words: tuple[dict[str, Any], ...],
    seen: str | None,
    who: str,
    reason: str,
    database: str,
    plain: bool,
) -> None:
    """Hand the command on to `Record.correct`; without a value, that which the words give."""
    with opened(database) as record:
        told = suggested(record, incident, field, words) if value is None else valued(field, value)
        done = record.correct(
            incident, field, told, who=who, reason=reason, words=list(words) or None, seen=seen
        )
        settled(done, plain=plain)


@click.command(help=sentence(Record.accept))
@click.argument("incident", type=int)
@seen
@decides(needed=False)
@database
@as_json
def accept(incident: int, seen: str | None, who: str, reason: str, database: str, plain: bool) -> None:
    """Hand the command on to `Record.accept`."""
    with opened(database) as record:
        settled(record.accept(incident, who=who, reason=reason, seen=seen), plain=plain)


@click.command(help=sentence(Record.reject))
@click.argument("incident", type=int)
@seen
@decides()
@database
@as_json
def reject(incident: int, seen: str | None, who: str, reason: str, database: str, plain: bool) -> None:
    """Hand the command on to `Record.reject`."""
    with opened(database) as record:
        settled(record.reject(incident, who=who, reason=reason, seen=seen), plain=plain)


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
