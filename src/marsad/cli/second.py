"""The commands of double coding: ask, see, hand in, settle, agreement; and what corrections teach."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any, cast

import click

from marsad.cli.code import complain
from marsad.cli.database import (
    When,
    as_json,
    database,
    decides,
    echo_json,
    opened,
    sentence,
    settled,
    show_in,
    valued,
)
from marsad.cli.review import myself
from marsad.codebook import Language
from marsad.errors import InputError
from marsad.pipeline.record import Record

values = click.argument("values", nargs=-1, metavar="[FIELD=VALUE]...")
none = click.option("--no-incident", "none", is_flag=True, help="There is no incident.")


@click.command("send-to-second", help=sentence(Record.send_to_second))
@click.argument("incident", type=int)
@click.argument("second", metavar="NAME")
@click.option("--first", metavar="NAME", help="The first coder, where it is not who asks.")
@click.option("--bare", is_flag=True, help="Show the coders none of the machine's values.")
@decides()
@database
@as_json
def send_to_second(
    *,
    incident: int,
    second: str,
    first: str | None,
    bare: bool,
    who: str,
    reason: str,
    database: str,
    plain: bool,
) -> None:
    """Hand the command on to `Record.send_to_second`."""
    with opened(database) as record:
        done = record.send_to_second(incident, second, who=who, reason=reason, first=first, bare=bare)
    settled(done, plain=plain)


@click.command(help=sentence(Record.sheet))
@click.argument("incident", type=int)
@myself
@show_in
@database
@as_json
def sheet(incident: int, who: str, ui: str, database: str, plain: bool) -> None:
    """Hand the command on to `Record.sheet`."""
    from marsad.cli.show import print_incident
    from marsad.cli.view import safe

    with opened(database) as record:
        told = record.sheet(incident, who=who, lang=cast("Language", ui))
    if plain:
        echo_json(told)
        return
    print_incident(told, cast("Language", ui))
    for digest, text in told["texts"].items():
        click.echo(f"\n{digest[:16]}\n{safe(text)}")


@click.command("hand-in", help=sentence(Record.hand_in))
@click.argument("incident", type=int)
@values
@none
@decides(needed=False)
@database
@as_json
def hand_in(
    *, incident: int, values: tuple[str, ...], none: bool, who: str, reason: str, database: str, plain: bool
) -> None:
    """Hand the command on to `Record.hand_in`."""
    with opened(database) as record:
        settled(record.hand_in(incident, _given(values, none), who=who, reason=reason), plain=plain)


@click.command(help=sentence(Record.adjudicate))
@click.argument("incident", type=int)
@values
@none
@decides()
@database
@as_json
def adjudicate(
    *, incident: int, values: tuple[str, ...], none: bool, who: str, reason: str, database: str, plain: bool
) -> None:
    """Hand the command on to `Record.adjudicate`."""
    with opened(database) as record:
        settled(record.adjudicate(incident, _given(values, none), who=who, reason=reason), plain=plain)


@click.command(help=sentence(Record.agreement))
@click.option("--since", type=When(), metavar="TIME", help="Rounds asked for from then on.")
@click.option("--until", type=When(), metavar="TIME", help="Rounds asked for before then.")
@click.option(
    "--coder", "coders", multiple=True, metavar="NAME", help="Rounds of this coder; may be given twice."
)
@database
@as_json
def agreement(
    since: int | None, until: int | None, coders: tuple[str, ...], database: str, plain: bool
) -> None:
    """Hand the command on to `Record.agreement`."""
    with opened(database) as record:
        found = record.agreement(since=since, until=until, coders=coders)
    if plain:
        echo_json([asdict(one) for one in found])
        return
    import sys

    from rich.table import Table

    from marsad.cli.table import console_for

    table = Table("field", "metric", "units", "same", "alpha", "95 of 100", "said", header_style="bold")
    for one in found:
        between = "–" if one.low is None else f"{one.low:.2f} to {one.high:.2f}"
        table.add_row(one.field, one.metric, str(one.units), _share(one.same), _share(one.alpha), between,
                      _share(one.said))  # fmt: skip
    console_for(sys.stdout).print(table)


@click.command(help=sentence(Record.corrections))
@database
def corrections(database: str) -> None:
    """Hand the command on to `Record.corrections`."""
    with opened(database) as record:
        for one in record.corrections():
            if one.record is None:
                complain(f"report {one.digest[:16]} is left out: {one.why}")
            else:
                click.echo(json.dumps(one.record, ensure_ascii=False))


def _given(values: Sequence[str], none: bool) -> dict[str, Any] | None:
    """Return what FIELD=VALUE arguments give; None where there is no incident. Raises InputError."""
    if none and values:
        raise InputError("got values of no incident, expected either of the two")
    given = {}
    for one in values:
        name, sign, text = one.partition("=")
        if not sign:
            raise InputError(f"got {one!r}, expected FIELD=VALUE as killed=3")
        given[name] = valued(name, text)
    return None if none else given


def _share(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"
