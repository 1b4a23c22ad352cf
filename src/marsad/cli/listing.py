"""`marsad list` and `marsad search`: the incidents that pass filters, a page at a time."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from importlib import resources
from typing import Any, cast

import click

from marsad.cli.database import as_json, as_of, database, echo_json, opened, sentence, show_in
from marsad.cli.filters import filtering
from marsad.codebook import Count, Language
from marsad.codebook.datafiles import read
from marsad.codebook.fields import fields
from marsad.codebook.values import to_json
from marsad.pipeline.record import Record
from marsad.store.filters import Filters
from marsad.store.listing import ORDERS, Page
from marsad.store.states import State

COLUMNS = (
    "number", "date", "place", "outcome", "attack_type", "affiliation", "harm", "reports", "review",
)  # fmt: skip
order = click.option(
    "--order", type=click.Choice(ORDERS), default="latest", show_default=True, help="What comes first."
)
limit = click.option(
    "--limit",
    type=click.IntRange(1, 1000),
    metavar="N",
    default=50,
    show_default=True,
    help="Incidents of a page.",
)
cursor = click.option("--cursor", metavar="CURSOR", help="Those after a page, as it named them.")


@click.command("list", help=sentence(Record.list))
@filtering
@order
@limit
@cursor
@as_of
@show_in
@database
@as_json
def list_(
    *,
    filters: Filters,
    order: Any,
    limit: int,
    cursor: str | None,
    as_of: int | None,
    ui: str,
    database: str,
    plain: bool,
) -> None:
    """Hand the command on to `Record.list`."""
    with opened(database) as record:
        page = record.list(filters, order=order, cursor=cursor, limit=limit, as_of=as_of)
    _print(page, plain, cast("Language", ui))


@click.command(help=sentence(Record.search))
@click.argument("words", nargs=-1, required=True)
@filtering
@order
@limit
@cursor
@show_in
@database
@as_json
def search(
    *,
    words: tuple[str, ...],
    filters: Filters,
    order: Any,
    limit: int,
    cursor: str | None,
    ui: str,
    database: str,
    plain: bool,
) -> None:
    """Hand the command on to `Record.search`."""
    with opened(database) as record:
        page = record.search(" ".join(words), replace(filters), order=order, cursor=cursor, limit=limit)
    _print(page, plain, cast("Language", ui))


@cache
def sentences(ui: Language) -> dict[str, Any]:
    """Return the sentences around a record in the language `ui`."""
    words: dict[str, Any] = read(resources.files("marsad.cli") / "data" / "record.toml")[ui]
    return words


def told(state: State) -> dict[str, Any]:
    """Return an incident's state as JSON values."""
    return {
        "incident": state.incident,
        "caption": state.caption,
        "review": state.review,
        "certainty": round(state.certainty, 4),
        "reports": state.reports,
        "languages": list(state.langs),
        "since": state.opened,
        **{name: to_json(value) for name, value in state.folded.values.items()},
    }


def captioned(name: str, value: Any, ui: Language) -> str:
    """Return a field's value as a person reads it, empty where it is null."""
    from marsad.cli.view import country_name

    if value is None:
        return ""
    if name == "country":
        return country_name(value, ui)
    return str(fields()[name].caption(value, ui))


def _print(page: Page, plain: bool, ui: Language) -> None:
    """Print a page of incidents."""
    if plain:
        echo_json({"incidents": [told(one) for one in page.states], "cursor": page.cursor})
        return
    words = sentences(ui)
    if not page.states:
        click.echo(words["none"])
        return
    from marsad.cli.table import console_for, headed, isolated

    table = headed(words[name] for name in COLUMNS)
    for one in page.states:
        table.add_row(*(isolated(cell) for cell in _cells(one, ui, words)))
    console_for(sys.stdout).print(table)
    if page.cursor:
        click.echo(words["more"].format(cursor=page.cursor))


def _cells(state: State, ui: Language, words: dict[str, Any]) -> Sequence[str]:
    """Return the cells of an incident's row."""
    from marsad.cli.view import safe

    values = state.folded.values
    place = captioned("place", values["place"], ui) or captioned("country", values["country"], ui)
    harm = [values[name] for name in ("killed", "wounded")]
    numbers = [str(one.value) if isinstance(one, Count) else "–" for one in harm]
    cells = (
        str(state.incident),
        captioned("date", values["date"], ui),
        place,
        captioned("outcome", values["outcome"], ui),
        captioned("attack_type", values["attack_type"], ui),
        captioned("affiliation", values["affiliation"], ui),
        " / ".join(numbers) if any(one is not None for one in harm) else "",
        str(state.reports),
        words["reviews"][state.review],
    )
    return [safe(cell) for cell in cells]
