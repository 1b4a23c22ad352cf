"""The record as a person keeps it from the command line, in three languages."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from importlib import resources
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from marsad.cli.database import sentence
from marsad.cli.main import COMMANDS, marsad_command
from marsad.pipeline.record import Record

Marsad = Callable[..., Result]
EVENT = resources.files("marsad.cli") / "samples" / "one-event.jsonl"
VERBS = {name for name in COMMANDS if name not in ("code", "codebook", "evaluate", "readers", "serve")}


@pytest.fixture
def keep(marsad: Marsad, tmp_path: Path) -> Marsad:
    """Run a command on a record of the three sample reports on one event, as Amal."""
    url = f"sqlite:///{tmp_path / 'record.db'}"

    def run(*arguments: object, **env: str) -> Result:
        return marsad(*arguments, **{"MARSAD_DATABASE": url, "MARSAD_USER": "Amal", **env})

    assert run("init").exit_code == 0
    assert run("add", EVENT, "--reader", "lexical").exit_code == 0
    return run


def shown(keep: Marsad, *how: object) -> dict[str, Any]:
    """Return what `show 1 --json` tells."""
    result = keep("show", 1, "--json", *how)
    assert result.exit_code == 0, result.stderr
    told: dict[str, Any] = json.loads(result.stdout)
    return told


def test_three_reports_in_three_languages_are_one_incident(keep: Marsad) -> None:
    """They are linked whatever their language, and the later number stands before the earlier ones."""
    told = shown(keep)
    assert sorted(report["lang"] for report in told["reports"]) == ["ar", "en", "fr"]
    assert told["fields"]["place"]["value"]["name"] == "Meknes"
    assert told["fields"]["outcome"]["value"] == "foiled"


def test_adding_again_changes_nothing(keep: Marsad) -> None:
    """Every report is told as known; the record is as before."""
    before = shown(keep)
    again = keep("add", EVENT, "--reader", "lexical", "--json")
    assert [json.loads(line)["outcome"] for line in again.stdout.splitlines()] == ["known"] * 3
    assert shown(keep) == before


@pytest.mark.parametrize(("ui", "word"), [("ar", "مكناس"), ("fr", "Meknès"), ("en", "Meknes")])
def test_search_and_lists_in_each_language(keep: Marsad, ui: str, word: str) -> None:
    """A word of any of the reports finds the incident, and the table speaks the person's language."""
    found = keep("search", word, "--ui", ui)
    assert found.exit_code == 0
    outcome = {"ar": "أُحبط", "fr": "déjou", "en": "foiled"}[ui]
    assert outcome in found.stdout
    assert json.loads(keep("search", word, "--json").stdout)["incidents"][0]["incident"] == 1


def test_filters_narrow_the_list(keep: Marsad) -> None:
    """What passes is listed, what does not is not; a value of no codebook is refused with the known ones."""
    assert json.loads(keep("list", "--country", "MA", "--near", "33.9,-5.5,30", "--json").stdout)["incidents"]
    assert keep("list", "--country", "FR").stdout.strip() == "No incident passes."
    assert keep("list", "--since", "2020-01-01").stdout.strip() == "No incident passes."
    wrong = keep("list", "--outcome", "won")
    assert wrong.exit_code == 2
    assert "foiled" in wrong.stderr


def test_a_correction_its_history_and_its_undoing(keep: Marsad) -> None:
    """The corrected value is shown with who and why; undone, the machine's is back, and both are history."""
    done = keep("correct", 1, "arrested", 3, "--because", "ministry, 10 December")
    assert done.exit_code == 0, done.stderr
    told = shown(keep)
    assert told["fields"]["arrested"]["value"] == 3
    assert told["fields"]["arrested"]["correction"]["who"] == "Amal"
    page = keep("show", 1)
    assert "ministry, 10 December" in page.stdout
    assert keep("undo", told["judgements"][0]["judgement"][:8], "--because", "misread").exit_code == 0
    again = shown(keep)
    assert again["review"] == "machine"
    assert len(again["history"]) == len(told["history"]) + 1


@pytest.mark.parametrize("ui", ["ar", "fr", "en"])
def test_one_incident_on_the_terminal(keep: Marsad, ui: str) -> None:
    """Its values, the words of each report, what disagrees and why the reports stand together are shown."""
    keep("correct", 1, "killed", 0, "--because", "nobody was hurt")
    page = keep("show", 1, "--ui", ui).stdout
    for told in ("مكناس", "Meknès", "nobody was hurt", "Amal", "[1]–[2]"):
        assert told in page


def test_split_and_merge(keep: Marsad) -> None:
    """A report taken out is an incident of its own until it is merged back."""
    account = shown(keep)["reports"][0]["accounts"][0]
    done = json.loads(keep("split", 1, account, "--because", "another man", "--json").stdout)
    (other,) = set(done["changed"]) - {1}
    assert len(shown(keep)["reports"]) == 2
    assert keep("merge", 1, other, "--because", "the same after all").exit_code == 0
    assert len(shown(keep)["reports"]) == 3
    assert "merged into 1" in keep("show", other).stdout


def test_a_deleted_report_leaves_a_tombstone_only(keep: Marsad) -> None:
    """Its words are gone from the record and from the search, and it is not taken in again."""
    report = next(one for one in shown(keep)["reports"] if one["lang"] == "fr")
    done = keep("delete", report["digest"][:12], "--because", "asked by the paper")
    assert done.exit_code == 0, done.stderr
    assert "Meknès" not in keep("show", 1).stdout
    assert keep("search", "commissariat").stdout.strip() == "No incident passes."
    again = keep("add", EVENT, "--reader", "lexical", "--json")
    assert "deleted" in [json.loads(line)["outcome"] for line in again.stdout.splitlines()]


def test_export_gives_out_neither_titles_nor_words(keep: Marsad) -> None:
    """Both forms hold the fields and the sources, and nothing of the reports' own text."""
    lines, table = keep("export").stdout, keep("export", "--csv").stdout
    assert json.loads(lines)["place"]["name"] == "Meknes"
    (row,) = csv.DictReader(io.StringIO(table))
    assert (row["country"], row["reports"]) == ("MA", "3")
    for text in (lines, table):
        assert "commissariat" not in text
        assert "RABAT" not in text


def test_backup_and_restore_bring_back_everything(keep: Marsad, tmp_path: Path) -> None:
    """Another database shows the same incident, and is sound; one that holds something is left alone."""
    keep("correct", 1, "arrested", 3, "--because", "ministry")
    before = shown(keep)
    file, other = tmp_path / "record.zip", f"sqlite:///{tmp_path / 'other.db'}"
    assert keep("backup", file).exit_code == 0
    done = keep("restore", file, MARSAD_DATABASE=other)
    assert done.exit_code == 0, done.stderr
    assert json.loads(keep("show", 1, "--json", MARSAD_DATABASE=other).stdout) == before
    assert keep("doctor", MARSAD_DATABASE=other).stdout.strip() == "all holds"
    again = keep("restore", file, MARSAD_DATABASE=other)
    assert again.exit_code == 1
    assert "holds something" in again.stderr


def test_the_doctor_names_what_does_not_hold(keep: Marsad, tmp_path: Path) -> None:
    """A sound record holds; a value changed behind marsad's back is named, and the status is 1."""
    assert keep("doctor").stdout.strip() == "all holds"
    import sqlite3

    with sqlite3.connect(tmp_path / "record.db") as raw:
        raw.execute("UPDATE state SET certainty = 0.123 WHERE closed IS NULL")
    raw.close()
    result = keep("doctor", "--json")
    assert result.exit_code == 1
    assert any("1" in one["subject"] for one in json.loads(result.stdout))


def test_the_record_as_it_was(keep: Marsad) -> None:
    """Before it was made there is nothing; a day that is over is shown as it ended."""
    assert keep("list", "--as-of", "2001-01-01").stdout.strip() == "No incident passes."
    early = keep("show", 1, "--as-of", "2001-01-01")
    assert early.exit_code == 1
    assert "no state then" in early.stderr
    assert keep("list", "--as-of", "yesterday").exit_code == 2


@pytest.mark.parametrize("verb", sorted(VERBS))
def test_library_and_command_say_the_same_sentence(verb: str) -> None:
    """The help of a command is what the library says of its verb."""
    import click

    command = marsad_command.get_command(click.Context(marsad_command), verb)
    assert command is not None
    assert (command.help or "").split("\n\n")[0] == sentence(getattr(Record, verb.replace("-", "_")))


@pytest.mark.parametrize(
    "arguments",
    [("show", 1), ("list",), ("add", EVENT), ("export",), ("correct", 1, "killed", 1, "--because", "x")],
)
def test_without_a_record_each_command_says_what_to_do(
    marsad: Marsad, tmp_path: Path, arguments: tuple[object, ...]
) -> None:
    """No traceback: one sentence that names the database and `marsad init`."""
    url = f"sqlite:///{tmp_path / 'none.db'}"
    result = marsad(*arguments, MARSAD_DATABASE=url, MARSAD_USER="Amal")
    assert result.exit_code == 1
    assert "marsad init" in result.stderr
    assert not (tmp_path / "none.db").exists()


def test_who_decides_and_why_must_be_told(keep: Marsad) -> None:
    """A decision without a reason or a name is refused."""
    assert keep("merge", 1, 2).exit_code == 2
    assert keep("correct", 1, "killed", 2, "--because", "x", MARSAD_USER="").exit_code == 2
