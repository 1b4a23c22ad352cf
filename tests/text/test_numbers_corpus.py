"""Numbers against the marked corpus (train and dev): the floors that were reached, by language."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from typing import Any

import pytest

from marsad.codebook.model import Language
from marsad.reading.scores import load, normalisers
from marsad.text.numbers import at, find
from marsad.text.sentences import sentences

CORPUS = Path(__file__).parents[2] / "corpus"
FIELDS = {"N_SUSPECTS": "suspects", "N_ARRESTED": "arrested", "N_KILLED": "killed", "N_WOUNDED": "wounded"}


def _reports(lang: str) -> list[dict[str, Any]]:
    """Return the reports of train and dev in one language, with text and spans."""
    spec = importlib.util.spec_from_file_location("corpus_check", CORPUS / "check.py")
    assert spec is not None and spec.loader is not None
    check = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(check)
    split = json.loads((CORPUS / "split.json").read_text(encoding="utf-8"))
    wanted = {*split["train"], *split["dev"]}
    found = []
    for path in sorted((CORPUS / "marked").glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            report = json.loads(line)
            if report["id"] in wanted and report["lang"] == lang:
                report["text"], report["spans"] = check.unmark(report["marked"])
                found.append(report)
    return found


@pytest.mark.skipif(not (CORPUS / "marked").is_dir(), reason="the corpus is not here")
@pytest.mark.parametrize(
    ("lang", "value", "edges"), [("ar", 0.955, 0.965), ("fr", 0.97, 0.96), ("en", 0.96, 0.93)]
)
def test_numbers_of_marked_spans(lang: Language, value: float, edges: float) -> None:
    """Marked numbers have the value of their field, and are found with exact edges, above the floors."""
    exact = marked = 0
    for report in _reports(lang):
        text = report["text"]
        found = {(number.start, number.end) for number in find(text, lang)}
        for span in (span for span in report["spans"] if span["label"] in FIELDS):
            count = at(text, span["start"], span["end"], lang)
            if count is None or count.value:
                marked += 1
                exact += (span["start"], span["end"]) in found
    shares = (normalisers(load(CORPUS, split))[lang]["NUMBER"] for split in ("train", "dev"))
    right, total = map(sum, zip(*((share.right, share.spans) for share in shares), strict=True))
    assert right / total >= value, (right, total)
    assert exact / marked >= edges, (exact, marked)


@pytest.mark.skipif(not (CORPUS / "marked").is_dir(), reason="the corpus is not here")
@pytest.mark.parametrize("lang", ["ar", "fr", "en"])
def test_sentences_cut_few_marked_spans(lang: Language) -> None:
    """A marked span lies inside one sentence, save for spans that the coder drew over two."""
    cut = total = 0
    for report in _reports(lang):
        whole = sentences(report["text"], lang)
        for span in report["spans"]:
            total += 1
            cut += not any(s.start <= span["start"] and span["end"] <= s.end for s in whole)
    assert cut <= total / 2000, (cut, total)
