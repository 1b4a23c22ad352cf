"""A team's review from the command line."""

from __future__ import annotations

import json
from collections.abc import Callable
from importlib import resources
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

Marsad = Callable[..., Result]
EVENT = resources.files("marsad.cli") / "samples" / "one-event.jsonl"


@pytest.fixture
def keep(marsad: Marsad, tmp_path: Path) -> Marsad:
    """Run a command on a record of the three sample reports on one event, as Amal."""
    url = f"sqlite:///{tmp_path / 'record.db'}"

    def run(*arguments: object, **env: str) -> Result:
        return marsad(*arguments, **{"MARSAD_DATABASE": url, "MARSAD_USER": "Amal", **env})

    assert run("init").exit_code == 0
    assert run("add", EVENT, "--reader", "lexical").exit_code == 0
    return run


def told(result: Result) -> Any:
    """Return the JSON that a command printed."""
    assert result.exit_code == 0, result.stderr
    return json.loads(result.stdout)


@pytest.mark.parametrize(("ui", "word"), [("ar", "لم يراجعها"), ("fr", "personne"), ("en", "nobody")])
def test_the_queue_tells_why(keep: Marsad, ui: str, word: str) -> None:
    """What waits is listed with reasons in the person's language; once accepted nothing waits."""
    assert word in keep("queue", "--ui", ui).stdout
    (one,) = told(keep("queue", "--json"))["waiting"]
    assert one["state"]["incident"] == 1
    assert one["why"] == "review"
    assert keep("accept", 1).exit_code == 0
    assert told(keep("queue", "--json"))["waiting"] == []
    assert keep("queue", "--country", "FR").stdout.strip() == "Nothing waits."


def test_taking_and_giving_back(keep: Marsad) -> None:
    """Who takes an incident is named to who wants it too."""
    assert "Amal's until" in keep("claim-task", 1).stdout
    late = keep("claim-task", 1, MARSAD_USER="Omar")
    assert late.exit_code == 1
    assert "Amal has taken" in late.stderr
    assert "free" in keep("release-task", 1).stdout
    assert keep("claim-task", 1, MARSAD_USER="Omar").exit_code == 0


def test_the_later_of_two_is_told_of_the_earlier(keep: Marsad) -> None:
    """Both saw the same version; the second correction names the first, as text and as JSON."""
    seen = told(keep("show", 1, "--json"))["version"]
    assert "meanwhile" not in keep("correct", 1, "killed", 1, "--because", "x", "--seen", seen).stdout
    later = keep("correct", 1, "killed", 2, "--because", "y", "--seen", seen, MARSAD_USER="Omar")
    assert "meanwhile: Amal" in later.stdout
    again = told(keep("accept", 1, "--seen", seen, "--json", MARSAD_USER="Ines"))
    assert [one["who"] for one in again["meanwhile"]["judgements"]] == ["Amal", "Omar"]


def test_a_correction_by_marked_words_alone(keep: Marsad) -> None:
    """The value is what the words give; words that give none ask for a value."""
    report = next(one for one in told(keep("show", 1, "--json"))["reports"] if one["lang"] == "en")
    text = next(
        one["text"] for one in map(json.loads, EVENT.read_text("utf-8").splitlines()) if one["lang"] == "en"
    )
    start = text.index("December 5")
    mark = f"{report['digest'][:8]}:{start}-{start + len('December 5')}"
    assert told(keep("suggest", 1, "date", mark, "--json"))[0]["value"] == "2019-12-05"
    assert '"2019-12-05"' in keep("suggest", 1, "date", mark).stdout
    assert keep("correct", 1, "date", "--words", mark, "--because", "told").exit_code == 0
    field = told(keep("show", 1, "--json"))["fields"]["date"]
    assert field["correction"]["words"][0]["start"] == start
    none = keep("correct", 1, "stage", "--words", mark, "--because", "told")
    assert none.exit_code == 1
    assert "give no value" in none.stderr
    assert keep("correct", 1, "date", "--words", "here", "--because", "x").exit_code == 2


def test_comments_are_shown_with_the_incident(keep: Marsad) -> None:
    """A comment stands among what people said, in each language of the terminal."""
    name = keep("comment", 1, "which station?", "--field", "place").stdout.strip()
    for ui in ("ar", "fr", "en"):
        assert "which station?" in keep("show", 1, "--ui", ui).stdout
    assert keep("undo", name, "--because", "found it").exit_code == 0


def test_a_round_from_asking_to_teaching(keep: Marsad) -> None:
    """Asked, seen without the first values, handed in, settled by a third, counted, written to teach."""
    keep("correct", 1, "wounded", 7, "--because", "hospital")
    asked = keep("send-to-second", 1, "Omar", "--because", "sample")
    assert asked.exit_code == 0, asked.stderr
    page = keep("sheet", 1, MARSAD_USER="Omar")
    assert "hospital" not in page.stdout
    assert "Moroccan counter-terrorism police" in page.stdout
    assert told(keep("queue", "--for", "Omar", "--json"))["waiting"][0]["why"] == "second"
    assert keep("hand-in", 1, "wounded=0", "--no-incident", MARSAD_USER="Omar").exit_code == 1
    assert keep("hand-in", 1, "wounded", MARSAD_USER="Omar").exit_code == 1
    assert keep("hand-in", 1, "wounded=0", MARSAD_USER="Omar").exit_code == 0
    assert "two coders disagree" in keep("queue").stdout
    done = keep("adjudicate", 1, "wounded=0", "--because", "nobody was hurt", MARSAD_USER="Ines")
    assert done.exit_code == 0, done.stderr
    found = {one["field"]: one for one in told(keep("agreement", "--json"))}
    assert (found["wounded"]["units"], found["wounded"]["same"]) == (1, 0.0)
    assert "wounded" in keep("agreement").stdout
    taught = keep("corrections")
    assert taught.exit_code == 0, taught.stderr
    lines = [json.loads(line) for line in taught.stdout.splitlines()]
    left = taught.stderr.count("is left out")
    assert len(lines) + left == 3
    for ui in ("ar", "fr", "en"):
        assert "Omar" in keep("show", 1, "--ui", ui).stdout
