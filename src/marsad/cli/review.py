"""The commands of the queue: what waits, taking and giving back, comments, what marked words say."""

from __future__ import annotations

import re
import sys
from dataclasses import asdict
from typing import Any, cast

import click

from marsad.cli.database import as_json, database, echo_json, opened, sentence, show_in, written
from marsad.cli.filters import filtering
from marsad.cli.listing import sentences, told
from marsad.codebook import Language
from marsad.errors import InputError
from marsad.pipeline.record import Record
from marsad.review.queue import WHYS, because
from marsad.store.filters import Filters
from marsad.store.waiting import Queued

MARK = re.compile(r"([0-9a-f]{8,64}):([0-9]+)-([0-9]+)")
myself = click.option(
    "--as", "who", envvar="MARSAD_USER", required=True, metavar="NAME",
    help="Who it is; MARSAD_USER holds it too.",
)  # fmt: skip


class Mark(click.ParamType[dict[str, Any]]):
    """Words of a report: REPORT:START-END, the digest's beginning and offsets into the text."""

    name = "words"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> dict[str, Any]:
        """Return `{report, start, end}`; fails with a usage error otherwise."""
        if isinstance(value, dict):
            return value
        found = MARK.fullmatch(value)
        if found is None:
            self.fail(f"{value!r} marks no words: expected REPORT:START-END as 0123abcd:17-25", param, ctx)
        return {"report": found[1], "start": int(found[2]), "end": int(found[3])}


@click.command(help=sentence(Record.queue))
@click.option("--for", "who", metavar="NAME", help="What NAME may take, sheets asked of them first.")
@click.option("--why", "whys", type=click.Choice(WHYS), multiple=True, help="Only what waits for this.")
@filtering
@click.option("--limit", type=click.IntRange(1, 1000), default=20, show_default=True, help="Of a page.")
@click.option("--cursor", metavar="CURSOR", help="Those after a page, as it named them.")
@show_in
@database
@as_json
def queue(
    *,
    who: str | None,
    whys: tuple[str, ...],
    filters: Filters,
    limit: int,
    cursor: str | None,
    ui: str,
    database: str,
    plain: bool,
) -> None:
    """Hand the command on to `Record.queue`."""
    lang = cast("Language", ui)
    with opened(database) as record:
        page = record.queue(filters, who=who, whys=whys, cursor=cursor, limit=limit)
    if plain:
        echo_json({"waiting": [_json(one) for one in page.entries], "cursor": page.cursor})
        return
    words = sentences(lang)
    if not page.entries:
        click.echo(words["nothing_waits"])
        return
    from marsad.cli.table import console_for, headed, isolated
    from marsad.cli.view import comma, safe

    table = headed(words[name] for name in ("number", "rank", "title", "because", "taken"))
    for one in page.entries:
        reasons = because(cast("Any", one.why), one.person, one.state.folded, one.state.reports, lang)
        cells = (str(one.state.incident), f"{one.rank:.1f}", one.state.caption, comma(lang).join(reasons),
                 one.taken or "")  # fmt: skip
        table.add_row(*(isolated(safe(cell)) for cell in cells))
    console_for(sys.stdout).print(table)
    if page.cursor:
        click.echo(words["more"].format(cursor=page.cursor))


@click.command("claim-task", help=sentence(Record.claim_task))
@click.argument("incident", type=int)
@click.option("--minutes", type=click.IntRange(1, 1440), default=60, show_default=True, help="How long.")
@click.option("--over", is_flag=True, help="Also where somebody else has it.")
@myself
@database
def claim_task(incident: int, minutes: int, over: bool, who: str, database: str) -> None:
    """Hand the command on to `Record.claim_task`."""
    with opened(database) as record:
        until = record.claim_task(incident, who=who, minutes=minutes, over=over)
    click.echo(f"incident {incident} is {who}'s until {written(until)} UTC")


@click.command("release-task", help=sentence(Record.release_task))
@click.argument("incident", type=int)
@myself
@database
def release_task(incident: int, who: str, database: str) -> None:
    """Hand the command on to `Record.release_task`."""
    with opened(database) as record:
        given = record.release_task(incident, who=who)
    click.echo(f"incident {incident} is free" if given else f"incident {incident} was not {who}'s")


@click.command(help=sentence(Record.comment))
@click.argument("incident", type=int)
@click.argument("text")
@click.option("--field", metavar="NAME", help="The field that it is on.")
@click.option("--about", metavar="JUDGEMENT", help="The judgement that it is about.")
@myself
@database
def comment(incident: int, text: str, field: str | None, about: str | None, who: str, database: str) -> None:
    """Hand the command on to `Record.comment`."""
    with opened(database) as record:
        click.echo(record.comment(incident, text, who=who, field=field, about=about)[:8])


@click.command(help=sentence(Record.suggest))
@click.argument("incident", type=int)
@click.argument("field")
@click.argument("words", type=Mark(), nargs=-1, required=True, metavar="REPORT:START-END...")
@database
@as_json
def suggest(incident: int, field: str, words: tuple[dict[str, Any], ...], database: str, plain: bool) -> None:
    """Hand the command on to `Record.suggest`."""
    with opened(database) as record:
        found = record.suggest(incident, field, list(words))
    if plain:
        echo_json(found)
        return
    import json

    for one in found:
        click.echo(f"{one['text']}: {json.dumps(one['value'], ensure_ascii=False)}")


def suggested(record: Record, incident: int, field: str, words: tuple[dict[str, Any], ...]) -> object:
    """Return the value that marked words give for a field; raises InputError where they give none."""
    found = record.suggest(incident, field, list(words)) if words else []
    values = [one["value"] for one in found if one["value"] is not None]
    if not values:
        said = " … ".join(one["text"] for one in found)
        raise InputError(f"the words {said!r} give no value for {field}: name one after the field")
    return values[0]


def _json(one: Queued) -> dict[str, Any]:
    """Return what waits as JSON values."""
    flat = {name: value for name, value in asdict(one).items() if name != "state"}
    return {**flat, "reasons": list(because(cast("Any", one.why), one.person, one.state.folded,
                                            one.state.reports, "en")), "state": told(one.state)}  # fmt: skip
