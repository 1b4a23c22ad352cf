"""The linking set: its split, how reports are laid beside events, and its scores."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from marsad.codebook import Claim, Count, Period, Place, Report
from marsad.errors import InputError
from marsad.pipeline.linked import coded, evaluate, load

CORPUS = Path(__file__).parents[2] / "corpus"
TUNIS = Place("Tunis", 2464470, 36.82, 10.17, "TN", "town")


def claims(number: int, day: str, killed: int) -> list[Claim]:
    """Return what a reader says of one bombing in Tunis."""
    return [
        Claim(number, "outcome", "completed"),
        Claim(number, "attack_type", ("bombing",)),
        Claim(number, "country", "TN"),
        Claim(number, "place", TUNIS),
        Claim(number, "date", Period(day)),
        Claim(number, "killed", Count(killed)),
        Claim(number, "target_type", ("police",)),
    ]


SAID = {
    "first": [("2020-03-06", 31)],
    "again": [("2020-03-06", 31)],
    "later": [("2021-05-01", 2)],
    "later again": [("2021-05-01", 2)],
    "both": [("2021-05-01", 2), ("2020-03-06", 31)],
    "one too many": [("2021-05-01", 2), ("1999-01-01", 7)],
    "nothing": [],
}
EVENTS = {
    "first": ["e-1"],
    "again": ["e-1"],
    "later": ["e-2"],
    "later again": ["e-2"],
    "both": ["e-1", "e-2"],
    "one too many": ["e-2"],
    "nothing": ["e-1"],
}


def read(report: Report) -> list[Claim]:
    """Say of each report what SAID holds."""
    told = [claims(number, *one) for number, one in enumerate(SAID[report.text], 1)]
    return [Claim(0, "relevant", bool(told)), *(claim for one in told for claim in one)]


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """Return a corpus with a small linking set."""
    folder = tmp_path / "linking"
    folder.mkdir()
    rows = [
        {
            "id": text,
            "lang": "en",
            "url": None,
            "published": None,
            "title": "",
            "text": text,
            "events": events,
        }
        for text, events in EVENTS.items()
    ]
    (folder / "reports.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    (folder / "split.json").write_text(json.dumps({"train": ["e-1", "e-2"], "test": ["e-9"]}), "utf-8")
    return tmp_path


def test_accounts_are_laid_beside_events(corpus: Path) -> None:
    """Each account has its event whatever the order in the text; missed ones and those too many are told."""
    told = coded(load(corpus, "train"), read)
    dates = {account.key: account.incident.date for account in told.accounts}
    for key, event in told.events.items():
        if key not in told.extra:
            assert dates[key] == Period("2020-03-06" if event == "e-1" else "2021-05-01")
    assert dict(told.missed) == {"nothing/e-1": "e-1"}
    assert [dates[key] for key in told.extra] == [Period("1999-01-01")]


def test_a_small_set_is_scored(corpus: Path) -> None:
    """All is grouped right: B³ is 1 over accounts, less where the missed report counts."""
    scores = evaluate(coded(load(corpus, "train"), read))
    assert (scores.mentions, scores.missed, scores.extra) == (8, 1, 1)
    assert scores.b_cubed.f1 == scores.pairs.f1 == 1.0
    assert scores.whole.recall < 1.0 == scores.whole.precision
    assert scores.likes == (0, 12) and scores.near == (0, 0)


def test_a_missing_set_is_told(tmp_path: Path) -> None:
    """Where there is no linking set the error names its folder."""
    with pytest.raises(InputError, match="linking"):
        load(tmp_path, "train")


def test_the_split_keeps_families_whole() -> None:
    """Every event stands on one side, and no report on both."""
    split = json.loads((CORPUS / "linking" / "split.json").read_text("utf-8"))
    lines = (CORPUS / "linking" / "reports.jsonl").read_text("utf-8").splitlines()
    told = [set(json.loads(line)["events"]) for line in lines]
    train, test = set(split["train"]), set(split["test"])
    assert not train & test
    assert set.union(*told) == train | test
    assert all(events <= train or events <= test for events in told)
    assert len(load(CORPUS, "train")) + len(load(CORPUS, "test")) == len(told)
