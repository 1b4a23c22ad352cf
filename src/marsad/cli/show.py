"""`marsad show`: one incident with its fields and their words, its reports, what disagrees, its history."""

from __future__ import annotations

import sys
from typing import Any, cast

import click

from marsad.cli.database import as_json, as_of, database, echo_json, opened, sentence, show_in, written
from marsad.cli.listing import captioned, sentences
from marsad.codebook import Language
from marsad.codebook.fields import fields
from marsad.codebook.values import from_json
from marsad.pipeline.record import Record


@click.command(help=sentence(Record.show))
@click.argument("incident", type=int)
@as_of
@show_in
@database
@as_json
def show(incident: int, as_of: int | None, ui: str, database: str, plain: bool) -> None:
    """Hand the command on to `Record.show`."""
    lang = cast("Language", ui)
    with opened(database) as record:
        told = record.show(incident, as_of=as_of, lang=lang)
    if plain:
        echo_json(told)
    else:
        print_incident(told, lang)


def print_incident(told: dict[str, Any], ui: Language) -> None:
    """Print an incident on the terminal."""
    from rich.console import Group

    from marsad.cli.table import console_for, isolated
    from marsad.cli.view import safe

    words = sentences(ui)
    console = console_for(sys.stdout)

    def line(text: str, style: str = "", lang: str | None = None) -> None:
        console.print(Group(isolated(safe(text), lang, style=style)))

    console.rule(style="dim")
    if told["asked"] != told["incident"]:
        line(words["merged"].format(asked=told["asked"], number=told["incident"]), "yellow")
    line(f"{words['incident'].format(number=told['incident'])}: {told['caption']}", "bold")
    facts = (words["reviews"][told["review"]], words["certainty"].format(certainty=told["certainty"]))
    line(" · ".join(facts), "dim")
    names = {key: f"[{at}]" for at, key in enumerate(_accounts(told), 1)}
    console.print(_fields(told, ui, names))
    line(words["reports"], "bold")
    for report in told["reports"]:
        marks = " ".join(names.get(key, key) for key in report["accounts"])
        if "deleted" in report:
            line(f"{marks} {words['deleted'].format(**report)}")
            continue
        parts = (report["published"], report["title"] or report["name"], report["url"])
        line(f"{marks} {' · '.join(part for part in parts if part)}", lang=report["lang"])
        line(f"    {words['account']} {', '.join(report['accounts'])}", "dim")
    _joined(told, ui, names, line)


def _accounts(told: dict[str, Any]) -> list[str]:
    return [key for report in told["reports"] for key in report["accounts"]]


def _fields(told: dict[str, Any], ui: Language, names: dict[str, str]) -> Any:
    """Return the table of fields: value, why, the words that say it, and who says something else."""
    from marsad.cli.table import headed, isolated
    from marsad.cli.view import safe
    from marsad.cli.view import sentences as coded

    words = sentences(ui)
    table = headed((coded(ui)["field"], coded(ui)["value"], coded(ui)["words"], words["others"]))
    for name, one in told["fields"].items():
        if one["value"] is None and not one["others"]:
            continue
        said = []
        for account in one["says"]:
            texts = list(dict.fromkeys(span["text"] for span in account["words"]))
            if texts and account["value"] == one["value"]:
                said.append(f"{names[account['account']]} {' … '.join(texts)}")
        if "correction" in one:
            said.insert(0, f"{one['correction']['who']}: {one['correction']['reason']}")
        others = []
        for other in one["others"]:
            by = "".join(names.get(key, key) for key in other["accounts"])
            others.append(f"{_caption(name, other['value'], ui)} {by}")
        table.add_row(
            *(
                isolated(safe(cell))
                for cell in (fields()[name].names[ui], _caption(name, one["value"], ui), "\n".join(said),
                             "\n".join(others))
            )
        )  # fmt: skip
    return table


def _caption(name: str, value: Any, ui: Language) -> str:
    return captioned(name, from_json(name, value), ui) or "–"


def _joined(told: dict[str, Any], ui: Language, names: dict[str, str], line: Any) -> None:
    """Print why reports stand together, what people decided, and what changed when."""
    from marsad.cli.view import comma

    words = sentences(ui)
    if told["links"]:
        line(words["links"], "bold")
        for link in told["links"]:
            pair = "–".join(names.get(key, key) for key in link["accounts"])
            line(f"{pair} {link['probability']:.2f}: {comma(ui).join(link['reasons'])}")
    if told["judgements"]:
        line(words["judgements"], "bold")
        for one in told["judgements"]:
            field = fields()[one["field"]].names[ui] if "field" in one else ""
            value = _caption(one["field"], one["value"], ui) if "value" in one else ""
            what = words["kinds"][one["kind"]].format(
                field=field, value=value, judgement=one.get("undone", "")[:8], second=one.get("second", "")
            )
            stands = "" if one["stands"] else f" ({words['undone']})"
            line(f"{one['judgement'][:8]} {written(one['at'])} {one['who']}: {what}{stands}. {one['reason']}")
    if len(told["history"]) > 1:
        line(words["history"], "bold")
        for state in told["history"]:
            line(f"{written(state['at'])} {_changes(state['changes'], ui)}")


def _changes(changes: dict[str, list[Any]], ui: Language) -> str:
    """Say what a state changed, in a line."""
    words = sentences(ui)
    parts = []
    for name, (old, new) in changes.items():
        if name == "review":
            parts.append(f"{words['review']}: {words['reviews'][new]}")
        elif name == "reports":
            parts.append(f"{words['reports']}: {new}")
        elif old is not None:
            parts.append(f"{fields()[name].names[ui]}: {_caption(name, old, ui)} → {_caption(name, new, ui)}")
    return " · ".join(parts)
