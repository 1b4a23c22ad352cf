"""The corpus: every report follows the guide, and every report stands on one side of the split."""

from __future__ import annotations

import importlib.util
import json
from collections import Counter
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

CORPUS = Path(__file__).parents[2] / "corpus"
MARKED = sorted((CORPUS / "marked").glob("*.jsonl"))
SAMPLES = CORPUS.parent / "src/marsad/cli/samples/reports.jsonl"
SAMPLE_PREFIX = "sample-"


@cache
def checker() -> ModuleType:
    """Load `corpus/check.py`, which is a script and no package."""
    spec = importlib.util.spec_from_file_location("corpus_check", CORPUS / "check.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@cache
def reports(path: Path) -> list[dict[str, Any]]:
    """Return the reports of a file, one a line."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


def every_report() -> list[dict[str, Any]]:
    """Return the marked reports of all files."""
    return [report for path in MARKED for report in reports(path)]


def split() -> dict[str, list[str]]:
    """Return the ids of the three sides."""
    found: dict[str, list[str]] = json.loads((CORPUS / "split.json").read_text("utf-8"))
    return found


@pytest.mark.parametrize("path", MARKED, ids=lambda path: path.stem)
def test_every_report_follows_the_guide(path: Path) -> None:
    """The guide's own checker finds no fault in any marked report."""
    found = [
        f"{path.name} {report['id']}: {fault}"
        for report in reports(path)
        for fault in checker().faults(report)
    ]
    assert not found, "\n".join(found)


def test_the_checker_sees_a_fault() -> None:
    """A report with a broken tag and a value outside the guide is told of (the check can fail)."""
    report = json.loads(json.dumps(next(r for r in every_report() if r["relevant"])))
    report["incidents"][0]["outcome"] = "thwarted"
    assert list(checker().faults(report)) == ["outcome: 'thwarted'"]
    report["marked"] = report["marked"].replace("</EVENT>", "", 1)
    assert list(checker().faults(report))


def test_ids_are_unique() -> None:
    """No two marked reports share an id."""
    twice = [name for name, count in Counter(r["id"] for r in every_report()).items() if count > 1]
    assert not twice


def test_the_split_covers_every_report_once() -> None:
    """Every id is on exactly one side, and the split names no report that is not there."""
    sides = split()
    assert set(sides) == {"train", "dev", "test"}
    listed = Counter(name for side in sides.values() for name in side)
    assert not [name for name, count in listed.items() if count > 1]
    assert set(listed) == {report["id"] for report in every_report()}


def test_one_address_stands_on_one_side() -> None:
    """Reports from one address are on one side, so that a score tells of unseen sources."""
    side_of = {name: side for side, names in split().items() for name in names}
    sides: dict[str, set[str]] = {}
    for report in every_report():
        if report["url"]:
            sides.setdefault(report["url"], set()).add(side_of[report["id"]])
    assert not {url: found for url, found in sides.items() if len(found) > 1}


def test_linking_reports_are_whole() -> None:
    """The linking reports have text, language, unique ids and at least one event each."""
    linking = reports(CORPUS / "linking/reports.jsonl")
    assert len({report["id"] for report in linking}) == len(linking)
    for report in linking:
        assert report["lang"] in {"ar", "fr", "en"}, report["id"]
        assert report["text"].strip(), report["id"]
        assert report["events"], report["id"]


def test_samples_are_train_reports() -> None:
    """The demo's six samples are train reports, two a language, word for word, named as samples."""
    train = set(split()["train"])
    marked = {report["id"]: report for report in every_report()}
    samples = reports(SAMPLES)
    assert Counter(sample["lang"] for sample in samples) == {"ar": 2, "fr": 2, "en": 2}
    for sample in samples:
        origin = sample["id"].removeprefix(SAMPLE_PREFIX)
        assert sample["id"].startswith(SAMPLE_PREFIX)
        assert origin in train, origin
        assert sample["text"] == checker().unmark(marked[origin]["marked"])[0]
        assert sample["url"] is None


def test_the_licence_is_told() -> None:
    """The folder carries its licence and says that its texts are sample texts."""
    assert "CC BY 4.0" in (CORPUS / "LICENSE").read_text("utf-8")
    assert "no facts" in (CORPUS / "README.md").read_text("utf-8")
