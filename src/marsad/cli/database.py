"""What all commands on the record share: the database, who decides and why, help out of the library."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from inspect import getdoc
from typing import TYPE_CHECKING, Any, TypeVar

import click

from marsad.errors import InputError

if TYPE_CHECKING:
    from marsad.pipeline.record import Record

DEFAULT = "sqlite:///marsad.db"
F = TypeVar("F", bound=Callable[..., Any])

database = click.option(
    "--database",
    envvar="MARSAD_DATABASE",
    default=DEFAULT,
    show_default=True,
    metavar="URL",
    help="The record: sqlite:///FILE or postgresql+psycopg://…; MARSAD_DATABASE holds it too.",
)
as_json = click.option("--json", "plain", is_flag=True, help="Print JSON in place of the table.")
show_in = click.option(
    "--ui",
    type=click.Choice(["ar", "fr", "en"]),
    default="en",
    show_default=True,
    help="Language of field and value names.",
)


def decides(needed: bool = True) -> Callable[[F], F]:
    """Return the options of a person's decision: who, and why."""

    def given(command: F) -> F:
        default: dict[str, Any] = {"required": True} if needed else {"default": ""}
        because = click.option(
            "--because", "reason", metavar="TEXT", help="Why: kept with the judgement.", **default
        )
        who = click.option(
            "--as", "who", envvar="MARSAD_USER", required=True, metavar="NAME",
            help="Who decides; MARSAD_USER holds it too.",
        )  # fmt: skip
        made: F = who(because(command))
        return made

    return given


def sentence(verb: object) -> str:
    """Return the help of a command: what the library says of its verb."""
    return re.sub(r"\s+", " ", getdoc(verb) or "").strip()


@contextmanager
def opened(url: str) -> Iterator[Record]:
    """Open the record for a command, and close it."""
    from marsad.pipeline.record import Record

    with Record.open(url) as record:
        yield record


class When(click.ParamType[int]):
    """A moment: 2026-11-24, or 2026-11-24T16:30:00 with a zone or in UTC; a bare day is its end."""

    name = "time"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Return microseconds since 1970 UTC; fails with a usage error otherwise."""
        if isinstance(value, int):
            return value
        try:
            moment = datetime.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r} is no time: expected one as 2026-11-24 or 2026-11-24T16:30:00", param, ctx)
        moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        days = 1 if re.fullmatch(r"\d{4}-?\d{2}-?\d{2}", value) else 0
        return round(moment.timestamp() * 1_000_000) + days * 86_400_000_000 - days


as_of = click.option(
    "--as-of", "as_of", type=When(), metavar="TIME", help="The record as it was then: a day or a time in UTC."
)


def written(at: int) -> str:
    """Return a moment as a person reads it, in UTC."""
    return datetime.fromtimestamp(at / 1_000_000, UTC).strftime("%Y-%m-%d %H:%M:%S")


def echo_json(value: object) -> None:
    """Print a value as JSON."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


def settled(done: Any, *, plain: bool) -> None:
    """Tell what a decision changed."""
    since = done.meanwhile
    if plain:
        told: dict[str, Any] = {"changed": list(done.changed), "retired": list(done.retired)}
        if done.judgement:
            told["judgement"] = done.judgement
        if since is not None:
            told["meanwhile"] = {
                "judgements": [
                    {"judgement": one.digest, "at": one.at, "who": one.who, "kind": one.kind,
                     "reason": one.reason} for one in since.judgements
                ],
                "changes": {name: list(pair) for name, pair in since.changes.items()},
            }  # fmt: skip
        echo_json(told)
        return
    changed = ", ".join(map(str, done.changed)) or "none"
    gone = f"; no longer there: {', '.join(map(str, done.retired))}" if done.retired else ""
    click.echo(f"incidents changed: {changed}{gone}")
    for name, (then, now) in (since.changes if since else {}).items():
        click.echo(f"meanwhile: {name} was {json.dumps(then)}, then {json.dumps(now)}")
    for one in since.judgements if since else ():
        click.echo(f"meanwhile: {one.who}, {written(one.at)}: {one.kind}. {one.reason}")


def valued(field: str, text: str) -> object:
    """Return what a person typed as a field's value: JSON where it is, `null`, else the bare words.

    Lists may be typed with commas. Raises InputError for JSON that is broken.
    """
    if text[:1] in "{[":
        try:
            return json.loads(text)
        except ValueError as error:
            raise InputError(f"got {text!r} for {field}, expected JSON: {error}") from error
    if text == "null":
        return None
    if text in ("true", "false"):
        return text == "true"
    if text.isdecimal():
        return int(text)
    from marsad.codebook.fields import fields

    rules = fields().get(field)
    if rules is not None and rules.kind == "choices":
        return [part.strip() for part in text.split(",") if part.strip()]
    return text
