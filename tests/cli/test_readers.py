"""`marsad readers`, and the name of a reader on the command line."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from click.testing import CliRunner, Result

from marsad.cli.main import marsad_command
from marsad.reading import DEFAULT

Offer = Callable[..., Path]
SOURCE = """
from marsad.codebook import Claim
about = "says no to everything"
def read(report):
    return [Claim(0, "relevant", False, (), 0.75, "no/no")]
"""
TEXT = "Police foiled a bomb plot near the market in Leeds on Thursday."


def run(*arguments: object) -> Result:
    """Run `marsad`."""
    return CliRunner().invoke(marsad_command, [str(one) for one in arguments], env={"COLUMNS": "120"})


def test_the_table_names_reader_languages_and_origin(offer: Offer) -> None:
    """Each reader has a row; the default is marked, and it alone."""
    offer("no-reader", {"no": "no_reader:read"}, {"no_reader": SOURCE})
    result = run("readers")
    assert result.exit_code == 0, result.output
    row = next(line for line in result.stdout.splitlines() if "no-reader 1.0" in line)
    assert "says no to everything" in row
    assert "ar fr en" in row
    assert [line.split()[1] for line in result.stdout.splitlines() if "(default)" in line] == [DEFAULT]


def test_json_says_the_same(offer: Offer) -> None:
    """`--json` is a list with every key, null where nothing is wrong."""
    offer("no-reader", {"no": "no_reader:read"}, {"no_reader": SOURCE})
    found = json.loads(run("readers", "--json").stdout)
    assert found[-1] == {
        "name": "no",
        "about": "says no to everything",
        "origin": "no-reader 1.0",
        "languages": ["ar", "fr", "en"],
        "fault": None,
        "default": False,
    }
    assert [one["name"] for one in found if one["default"]] == [DEFAULT]


def test_a_reader_that_cannot_be_used_is_listed_and_named(offer: Offer) -> None:
    """It costs the exit status 1 and a sentence on standard error; the others are listed."""
    offer("sad-reader", {"sad": "sad_reader:read"}, {"sad_reader": "1 / 0"})
    result = run("readers")
    assert result.exit_code == 1
    assert "lexical" in result.stdout
    assert "cannot be used" in result.stdout
    assert result.stderr.startswith("marsad: the reader 'sad' of sad-reader 1.0")
    assert "ZeroDivisionError" in result.stderr
    assert json.loads(run("readers", "--json").stdout)[-1]["fault"] in result.stderr


def test_code_and_evaluate_take_any_reader(offer: Offer, tmp_path: Path) -> None:
    """`--reader` of both commands reads with the reader of another package."""
    offer("no-reader", {"no": "no_reader:read"}, {"no_reader": SOURCE})
    file = tmp_path / "r.txt"
    file.write_text(TEXT, "utf-8")
    record = json.loads(run("code", file, "--json", "--reader", "no").stdout)
    assert (record["relevant"], record["score"]) == (False, 0.25)
    corpus = small_corpus(tmp_path / "corpus")
    out = tmp_path / "scores.json"
    result = run("evaluate", corpus, "--reader", "no", "--out", out)
    assert result.exit_code == 0, result.output
    scores = json.loads(out.read_text("utf-8"))
    assert (scores["reader"], scores["reports"]["all"]) == ("no", 1)


def test_an_unknown_reader_is_wrong_usage_that_lists_the_known(offer: Offer, tmp_path: Path) -> None:
    """Both commands end with status 2 and the names that are known; nothing is written."""
    offer("no-reader", {"no": "no_reader:read"}, {"no_reader": SOURCE})
    out = tmp_path / "scores.json"
    for arguments in (["code", "x.txt"], ["evaluate", "--out", out]):
        result = run(*arguments, "--reader", "oracle")
        assert result.exit_code == 2
        said = " ".join(result.stderr.split())
        assert "no reader is named 'oracle': the readers here are lexical" in said
        assert "no; `marsad readers` tells of them" in said
    assert not out.exists()


def test_a_broken_reader_is_told_before_anything_is_read(offer: Offer, tmp_path: Path) -> None:
    """`marsad code` with a reader that cannot be loaded says so in one sentence and reads nothing."""
    offer("sad-reader", {"sad": "sad_reader:read"}, {"sad_reader": "1 / 0"})
    result = run("code", tmp_path / "absent.txt", "--reader", "sad")
    assert result.exit_code == 1
    assert result.stderr.startswith("marsad: the reader 'sad' of sad-reader 1.0")
    assert result.stderr.count("\n") == 1


def small_corpus(folder: Path) -> Path:
    """Write a corpus of one irrelevant report on the dev side and return its folder."""
    (folder / "marked").mkdir(parents=True)
    report: dict[str, object] = {
        "id": "en-1", "lang": "en", "url": None, "published": None, "title": "School",
        "marked": "School began on Monday.", "relevant": False, "incidents": [],
    }  # fmt: skip
    (folder / "marked/en.jsonl").write_text(json.dumps(report) + "\n", "utf-8")
    (folder / "split.json").write_text(json.dumps({"train": [], "dev": ["en-1"], "test": []}), "utf-8")
    return folder
