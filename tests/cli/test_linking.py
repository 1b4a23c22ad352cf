"""The section `linking` of `marsad evaluate`: what it prints and writes."""

from __future__ import annotations

from pathlib import Path

import pytest

from marsad.cli import linking
from marsad.linking.scores import Rates
from marsad.pipeline.linked import Scores

SCORES = Scores(
    mentions=8,
    missed=1,
    extra=2,
    b_cubed=Rates(1.0, 0.5, 9),
    pairs=Rates(0.75, 0.25, 4),
    whole=Rates(1.0, 0.4, 10),
    likes=(1, 12),
    near=(0, 3),
)


def test_scores_are_told_by_reader(capsys: pytest.CaptureFixture[str]) -> None:
    """The table has a column a reader; rates stand as precision, recall and F1."""
    linking.show({"lexical": SCORES, "mine": SCORES}, "dev")
    told = capsys.readouterr().out
    assert "train half" in told
    for word in ("lexical", "mine", "1.000 / 0.500 / 0.667", "1 of 12", "0 of 3"):
        assert word in told


def test_scores_are_written_by_reader() -> None:
    """The record names the half and rounds to three places."""
    told = linking.record({"lexical": SCORES}, "test")
    assert told["half"] == "test"
    assert told["lexical"]["pairs"] == {"precision": 0.75, "recall": 0.25, "f1": 0.375}
    assert told["lexical"]["look-alikes merged"] == {"pairs": 12, "merged": 1}
    assert told["lexical"]["missed by the reader"] == 1


def test_a_corpus_without_a_linking_set_has_no_section(tmp_path: Path) -> None:
    """Nothing is scored where there is nothing to score."""
    assert linking.score(tmp_path, "dev", "lexical") == {}
