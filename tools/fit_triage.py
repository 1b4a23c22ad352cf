"""Fit the weights of the lexical reader's triage on the train split, and write them as data.

    .venv/bin/python tools/fit_triage.py

Logistic regression with an L2 penalty, by plain gradient descent from zero: the same corpus and cue words
give the same weights. One table of weights for all languages is the start of each language's own, so that
small samples lean on the larger one. Prints precision and recall on train and dev.
"""

from __future__ import annotations

import math
from pathlib import Path

from marsad.reading.lexical import background, triage
from marsad.reading.lexical.scene import look
from marsad.reading.scores.marked import Marked, load

_ROOT = Path(__file__).resolve().parent.parent
_FILE = _ROOT / "src" / "marsad" / "reading" / "data" / "triage.toml"
_ROUNDS, _RATE, _PENALTY = 400, 0.5, 0.01
_LANGUAGES = ("ar", "fr", "en")
_LEAN = 1.2  # weight of a relevant report against an irrelevant one: a missed incident costs every field

Row = tuple[str, dict[str, float], bool]


def rows(split: str) -> list[Row]:
    """Return language, features and relevance of every report of a split."""
    return [_row(marked) for marked in load(_ROOT / "corpus", split)]


def _row(marked: Marked) -> Row:
    lang = marked.report.lang
    assert lang is not None
    scene = look(marked.report, lang)
    background.mark(scene)
    return str(lang), triage.features(scene), marked.relevant


def fit(data: list[Row], start: dict[str, float], pull: float) -> dict[str, float]:
    """Return the weights that fit the rows, pulled towards `start` with strength `pull`."""
    names = sorted({name for _, values, _ in data for name in values})
    weights = {"bias": start.get("bias", 0.0), **{name: start.get(name, 0.0) for name in names}}
    size = sum(_LEAN if relevant else 1.0 for _, _, relevant in data)
    for _ in range(_ROUNDS):
        slope = {name: pull * (weights[name] - start.get(name, 0.0)) for name in weights if name != "bias"}
        slope["bias"] = 0.0
        for _, values, relevant in data:
            total = weights["bias"] + sum(weights[name] * value for name, value in values.items())
            wrong = (1 / (1 + math.exp(-max(min(total, 30.0), -30.0))) - relevant) / size
            wrong *= _LEAN if relevant else 1.0
            slope["bias"] += wrong
            for name, value in values.items():
                slope[name] += wrong * value
        for name in weights:
            weights[name] -= _RATE * slope[name]
    return weights


def report(data: list[Row], tables: dict[str, dict[str, float]], split: str) -> None:
    """Print precision, recall and F1 of the weights on some rows, by language."""
    for lang in _LANGUAGES:
        right = said = wanted = 0
        for own, values, relevant in data:
            if own != lang:
                continue
            table = tables[lang]
            yes = table["bias"] + sum(table.get(name, 0.0) * value for name, value in values.items()) > 0
            right += yes and relevant
            said += yes
            wanted += relevant
        print(
            f"{split:5} {lang}: precision {right / max(said, 1):.3f}, recall {right / max(wanted, 1):.3f}, "
            f"F1 {2 * right / max(said + wanted, 1):.3f}"
        )


def main() -> None:
    """Fit, print, write."""
    train = rows("train")
    shared = fit(train, {}, _PENALTY)
    tables = {lang: fit([row for row in train if row[0] == lang], shared, _PENALTY) for lang in _LANGUAGES}
    report(train, tables, "train")
    report(rows("dev"), tables, "dev")
    lines = ["# Weights of the lexical reader's triage, written by tools/fit_triage.py from the train split."]
    for lang, table in tables.items():
        lines += ["", f"[{lang}]", *(f"{name} = {table[name]:.3f}" for name in sorted(table))]
    _FILE.parent.mkdir(exist_ok=True)
    _FILE.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
