"""Fit the weights of the lexical reader's two logistic models on the train split, and write them as data.

    .venv/bin/python tools/fit_lexical.py

`triage` says whether a report is relevant, `split` whether a sentence opens another incident. Logistic
regression with an L2 penalty, by Newton's method: the same corpus and cue words give the same weights.
Triage has a table a language, pulled towards the one of all languages, so that small samples lean on the
larger one. Prints precision and recall on train and dev.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import numpy as np

from marsad.codebook.datafiles import LANGUAGES
from marsad.reading.lexical import background, split, triage
from marsad.reading.lexical.scene import Scene, Sentence, look
from marsad.reading.lexical.weights import logistic
from marsad.reading.scores.marked import Marked, load

_ROOT = Path(__file__).resolve().parent.parent
_DATA = _ROOT / "src" / "marsad" / "reading" / "data"
_ROUNDS, _PENALTY = 20, 0.01
_LEAN = 1.2  # weight of a relevant report against an irrelevant one: a missed incident costs every field

Row = tuple[str, dict[str, float], bool]
Weights = dict[str, float]


def rows(side: str) -> tuple[list[Row], list[Row]]:
    """Return the rows (language, features, truth) of both models for the reports of a split."""
    reports: list[Row] = []
    sentences: list[Row] = []
    for marked in load(_ROOT / "corpus", side):
        lang = marked.report.lang
        assert lang is not None
        scene = look(marked.report, lang)
        background.mark(scene)
        reports.append((str(lang), triage.features(scene), marked.relevant))
        if side == "train":
            reports.extend((str(lang), triage.features(cut), marked.relevant) for cut in _cuts(marked, scene))
        if marked.relevant:
            several = split.several(scene)
            sentences.extend(
                ("all", split.features(scene, sentence, before, several), new)
                for sentence, before, new in _openings(marked, scene.sentences)
            )
    return reports, sentences


def _cuts(marked: Marked, scene: Scene) -> Iterable[Scene]:
    """Yield the report without its title, and its first two sentences alone: short texts are judged too.

    The opening of a relevant report is left out where nothing of its incident stands in it.
    """
    report = marked.report
    end = scene.sentences[min(len(scene.sentences), 2) - 1].span.end
    told = any(span.label in ("EVENT", "OUTCOME") and span.end <= end for _, span in marked.spans)
    texts = [report.text]
    if told or not marked.relevant:
        texts.append(report.text[:end])
    for text in texts:
        cut = look(replace(report, text=text, title=""), scene.lang)
        background.mark(cut)
        yield cut


def _openings(marked: Marked, sentences: list[Sentence]) -> Iterable[tuple[Sentence, list[Sentence], bool]]:
    """Yield each sentence after the first told, those of its incident before it, and whether it opens one."""
    seen: set[int] = set()
    before: list[Sentence] = []
    for sentence in sentences:
        told = {n for n, span in marked.spans if sentence.span.start <= span.start < sentence.span.end}
        new = bool(told - seen) and bool(seen)
        if seen:
            yield sentence, before, new
        before = [sentence] if new else [*before, sentence]
        seen |= told


def fit(data: list[Row], start: Weights, pull: float, lean: float) -> Weights:
    """Return the weights that fit the rows, pulled towards `start`; true rows weigh `lean`."""
    names = sorted({name for _, values, _ in data for name in values})
    table = np.array([[1.0, *(values.get(name, 0.0) for name in names)] for _, values, _ in data])
    truth = np.array([true for _, _, true in data], dtype=float)
    share = np.where(truth > 0, lean, 1.0)
    share /= share.sum()
    origin = np.array([start.get(name, 0.0) for name in ("bias", *names)])
    pulls = np.array([0.0, *[pull] * len(names)])
    weights = origin.copy()
    for _ in range(_ROUNDS):
        said = 1.0 / (1.0 + np.exp(-np.clip(table @ weights, -30.0, 30.0)))
        slope = table.T @ (share * (said - truth)) + pulls * (weights - origin)
        bend = (table * (share * said * (1.0 - said))[:, None]).T @ table + np.diag(pulls + 1e-9)
        weights -= np.linalg.solve(bend, slope)
    return {name: float(weight) for name, weight in zip(("bias", *names), weights, strict=True)}


def _say(weights: Weights, values: dict[str, float]) -> float:
    """Return the probability that the weights give to a row."""
    return logistic(weights["bias"] + sum(weights.get(name, 0.0) * value for name, value in values.items()))


def report(model: str, data: list[Row], tables: dict[str, Weights], side: str, least: float) -> None:
    """Print precision, recall and F1 of the weights on some rows, by table."""
    for key, table in tables.items():
        right = said = wanted = 0
        for own, values, true in data:
            if own == key:
                yes = _say(table, values) >= least
                right += yes and true
                said += yes
                wanted += true
        print(
            f"{model:6} {side:5} {key}: precision {right / max(said, 1):.3f}, "
            f"recall {right / max(wanted, 1):.3f}, F1 {2 * right / max(said + wanted, 1):.3f}"
        )


def write(model: str, tables: dict[str, Weights]) -> None:
    """Write the weights of a model as data of the package."""
    lines = [
        f"# Weights of the lexical reader's {model}, written by tools/fit_lexical.py from the train split."
    ]
    for key, table in tables.items():
        lines += ["", f"[{key}]", *(f"{name} = {table[name]:.3f}" for name in sorted(table))]
    _DATA.mkdir(exist_ok=True)
    (_DATA / f"{model}.toml").write_text("\n".join(lines) + "\n", encoding="utf-8")


def main() -> None:
    """Fit, print, write."""
    reports, sentences = rows("train")
    shared = fit(reports, {}, _PENALTY, _LEAN)
    triages: dict[str, Weights] = {
        lang: fit([row for row in reports if row[0] == lang], shared, _PENALTY, _LEAN) for lang in LANGUAGES
    }
    splits = {"all": fit(sentences, {}, _PENALTY / 5, 1.0)}
    dev_reports, dev_sentences = rows("dev")
    for side, own, opened in (("train", reports, sentences), ("dev", dev_reports, dev_sentences)):
        report("triage", own, triages, side, 0.5)
        report("split", opened, splits, side, split.NEW)
    write("triage", triages)
    write("split", splits)


if __name__ == "__main__":
    main()
