"""The floors of quality: what the reader and the normalisers have reached on dev, they keep.

The floors stand in `floors.toml`. Raising one is progress; lowering one is a decision that stands in
CHANGELOG.md.
"""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from marsad.codebook.fold import incidents
from marsad.reading.checks import needs_words
from marsad.reading.lexical import read
from marsad.reading.scores import Marked, Scores, Share, evaluate, load, normalisers

CORPUS = Path(__file__).parents[2] / "corpus"
FLOORS: dict[str, Any] = tomllib.loads((Path(__file__).parent / "floors.toml").read_text(encoding="utf-8"))
LANGUAGES = ("ar", "fr", "en")


@cache
def reports() -> tuple[Marked, ...]:
    """Return the reports of dev; test is no business of the tests."""
    return tuple(load(CORPUS, "dev"))


@cache
def scores() -> dict[str, Scores]:
    """Return the scores of the lexical reader on dev."""
    return evaluate(read, reports())


@cache
def shares() -> dict[str, dict[str, Share]]:
    """Return the shares of the normalisers on dev."""
    return normalisers(reports())


def fallen(told: dict[str, float], floors: dict[str, float]) -> dict[str, tuple[float, float]]:
    """Return what fell below its floor, each as (score, floor)."""
    return {name: (told[name], floor) for name, floor in floors.items() if told[name] < floor}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_lexical_reader_keeps_its_floors(lang: str) -> None:
    """No score on dev falls below its floor."""
    below = fallen(scores()[lang].table(), FLOORS["lexical"][lang])
    assert not below, f"{lang}: score and floor of {below}"


@cache
def learned() -> dict[str, Scores]:
    """Return the scores of the learned reader on dev."""
    from marsad.reading.learned import read as read_learned

    return evaluate(read_learned, reports())


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_learned_reader_keeps_its_floors(lang: str) -> None:
    """No score on dev falls below its floor, which stands a little below what was measured."""
    below = fallen(learned()[lang].table(), FLOORS["learned"][lang])
    assert not below, f"{lang}: score and floor of {below}"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_normalisers_keep_their_floors(lang: str) -> None:
    """No share of marked spans read right falls below its floor."""
    told = {kind: round(share.by_span, 3) for kind, share in shares()[lang].items()}
    below = fallen(told, FLOORS["normalisers"][lang])
    assert not below, f"{lang}: share and floor of {below}"


def test_every_value_of_the_reader_has_its_words() -> None:
    """On every report of dev, each value but booleans, zeros, null and unknown has words in the text."""
    for marked in reports():
        text = marked.report.text
        claims = read(marked.report)
        for claim in claims:
            assert claim.spans or claim.incident == 0 or not needs_words(claim), (marked.report.id, claim)
            assert all(0 <= span.start < span.end <= len(text) for span in claim.spans)
        for incident in incidents(claims):
            for spans in incident.evidence.values():
                assert all(span.of(text) for span in spans)
