"""`marsad codebook`: what is coded, and what every value means."""

from __future__ import annotations

import json
import shutil
import textwrap
from collections.abc import Iterator

import click

from marsad.codebook.datafiles import LANGUAGES
from marsad.codebook.fields import LISTS, NAMES, Entry, Field, Term, fields, lists, relevant
from marsad.codebook.model import Language

Json = dict[str, object]

WIDEST = 100
"""Columns beyond which lines are too long to read."""


@click.command()
@click.option(
    "--lang", type=click.Choice(LANGUAGES), default="en", show_default=True, help="Language of the text."
)
@click.option(
    "--field",
    "name",
    type=click.Choice(("relevant", *NAMES, *LISTS)),
    metavar="NAME",
    help="Print this field alone, or the list spans, precision or bound.",
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON, in all three languages.")
@click.option("--json-schema", is_flag=True, help="Print the JSON Schema of a line of `marsad code --json`.")
def codebook(lang: Language, name: str | None, as_json: bool, json_schema: bool) -> None:
    """Print the codebook: every field and every value, with its name and its definition."""
    if json_schema:
        if as_json or name:
            raise click.UsageError("--json-schema prints the whole schema: leave out --json and --field")
        from marsad.codebook.schema import record_schema

        _print_json(record_schema(lang))
    elif as_json:
        _print_json(_as_json(name))
    else:
        _print_text(name, lang)


def _entries(name: str | None) -> Iterator[Entry]:
    """Yield the entry `name`, or all: the report's field, the incident's fields, the closed lists."""
    for entry in (relevant(), *fields().values(), *lists().values()):
        if name in (None, entry.name):
            yield entry


def _print_json(what: object) -> None:
    click.echo(json.dumps(what, ensure_ascii=False, indent=2))


def _as_json(name: str | None) -> Json:
    """Return the codebook as JSON: the fields in order, and the lists that are no field."""
    entries = list(_entries(name))
    return {
        "fields": [_field(entry) for entry in entries if isinstance(entry, Field)],
        "lists": [_words(entry) for entry in entries if not isinstance(entry, Field)],
    }


def _field(entry: Field) -> Json:
    of = "report" if entry.name == "relevant" else "incident"
    return {
        **_words(entry),
        "of": of,
        "kind": entry.kind,
        "nullable": entry.nullable,
        "labels": list(entry.labels),
    }


def _words(entry: Entry) -> Json:
    return {
        "key": entry.name,
        "name": dict(entry.names),
        "definition": dict(entry.definitions),
        "values": [_term(term) for term in entry.terms],
    }


def _term(term: Term) -> Json:
    return {"key": term.key, "name": dict(term.name), "definition": dict(term.definition)}


def _print_text(name: str | None, lang: Language) -> None:
    """Print the codebook for reading, within the width of the terminal."""
    width = min(shutil.get_terminal_size().columns, WIDEST)
    for number, entry in enumerate(_entries(name)):
        if number:
            click.echo()
        click.echo(f"{click.style(entry.name, bold=True)}  {click.style(entry.names[lang], fg='cyan')}")
        click.echo(textwrap.fill(entry.definitions[lang], width))
        column = max((len(term.key) for term in entry.terms), default=0)
        for term in entry.terms:
            click.echo(_row(term, lang, column, width))


def _row(term: Term, lang: Language, column: int, width: int) -> str:
    """Return a value, its name and its definition, the value in a `column` of its own."""
    margin = " " * (2 + column + 2)
    first = f"  {term.key:<{column}}  "
    words = f"{term.name[lang]} — {term.definition[lang]}"
    text = textwrap.fill(words, width, initial_indent=first, subsequent_indent=margin)
    return f"  {click.style(term.key, fg='green')}{text[2 + len(term.key) :]}"
