"""`marsad codebook`: the whole codebook, one field, JSON and the schema."""

from __future__ import annotations

import json
import re
import unicodedata

import pytest
from click.testing import CliRunner, Result
from jsonschema import Draft202012Validator

from marsad.cli.code import to_json
from marsad.cli.codebook import codebook
from marsad.codebook import Incident, Language, Place, Report, Span
from marsad.codebook.datafiles import LANGUAGES
from marsad.codebook.fields import LISTS, NAMES, fields, lists, relevant
from marsad.pipeline.code import Coded


def run(*arguments: str, columns: str = "80") -> Result:
    """Run the command in a terminal of so many columns."""
    return CliRunner().invoke(codebook, arguments, env={"COLUMNS": columns})


def squeezed(text: str) -> str:
    """Return the text with all its breaks made single spaces."""
    return " ".join(text.split())


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_field_and_value_is_printed_within_80_columns(lang: Language) -> None:
    """All names, values and definitions stand in the text, and no line is wider than the terminal."""
    result = run("--lang", lang)
    assert result.exit_code == 0, result.output
    text = squeezed(result.output)
    for one in (relevant(), *fields().values(), *lists().values()):
        assert squeezed(f"{one.name} {one.names[lang]} {one.definitions[lang]}") in text
        for term in one.terms:
            assert squeezed(f"{term.key} {term.name[lang]} — {term.definition[lang]}") in text
    for line in result.output.splitlines():
        assert sum(not unicodedata.combining(sign) for sign in line) <= 80, line
        assert line == line.rstrip()


def test_one_field_alone() -> None:
    """`--field` prints that field and no other."""
    result = run("--field", "disruption")
    assert result.exit_code == 0
    headings = [line.split()[0] for line in result.output.splitlines() if re.match(r"\w+  \S", line)]
    assert headings == ["disruption"]
    assert "killed_attackers" in result.output


def test_narrow_terminals_lose_no_word() -> None:
    """In 40 columns everything is still there."""
    assert squeezed(run("--lang", "ar", columns="40").output) == squeezed(run("--lang", "ar").output)


def test_json_holds_everything() -> None:
    """`--json` gives the fields in order and the lists, in all three languages."""
    found = json.loads(run("--json").stdout)
    assert [one["key"] for one in found["fields"]] == ["relevant", *NAMES]
    assert [one["key"] for one in found["lists"]] == list(LISTS)
    for one in found["fields"]:
        of = relevant() if one["key"] == "relevant" else fields()[one["key"]]
        assert tuple(value["key"] for value in one["values"]) == of.values
        assert (one["kind"], one["nullable"], tuple(one["labels"])) == (of.kind, of.nullable, of.labels)
    for one in found["fields"] + found["lists"]:
        for words in (one, *one["values"]):
            assert set(words["name"]) == set(words["definition"]) == set(LANGUAGES)


def test_json_of_one_field() -> None:
    """`--field` narrows the JSON and keeps its shape."""
    found = json.loads(run("--json", "--field", "spans").stdout)
    assert found["fields"] == []
    assert [one["key"] for one in found["lists"]] == ["spans"]


def test_json_schema_is_a_schema_in_the_language() -> None:
    """`--json-schema` prints a schema, described in the language asked for."""
    schema = json.loads(run("--json-schema", "--lang", "fr").stdout)
    Draft202012Validator.check_schema(schema)
    assert schema["title"] == "Texte codé"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--field", "motive"), "'motive' is not one of"),
        (("--lang", "de"), "'de' is not one of"),
        (("--json-schema", "--json"), "leave out --json"),
        (("--json-schema", "--field", "date"), "leave out --json and --field"),
    ],
)
def test_wrong_calls_are_told(arguments: tuple[str, ...], words: str) -> None:
    """A wrong call ends with status 2 and says what to do."""
    result = run(*arguments)
    assert result.exit_code == 2
    assert words in squeezed(result.stderr)


@pytest.mark.parametrize("with_text", [False, True])
def test_what_code_prints_holds_to_the_schema(with_text: bool) -> None:
    """A line of `marsad code --json`, with the text or without, is one that `--json-schema` allows."""
    place = Place("Nador", 2541479, 35.17, -2.93, "MA", "town")
    incident = Incident("foiled", place=place, evidence={"outcome": (Span(4, 12),)})
    report = Report("r1", "Two arrested in Nador.", lang="en")
    line = json.loads(to_json(Coded(report, True, 0.9, (incident, Incident())), with_text=with_text))
    Draft202012Validator(json.loads(run("--json-schema").stdout)).validate(line)
    assert line["incidents"][0]["evidence"]["outcome"][0]["text"] == "arrested"
