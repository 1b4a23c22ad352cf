"""Chooses on dev what the network leaves open: temperatures, thresholds, how sentences make incidents.

`python -m training.settle --run out/model` prints the expected calibration error (Guo et al. 2017, ten bins)
before and after, and writes `settings.json` beside the weights.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from itertools import product
from pathlib import Path

import numpy as np

from marsad.codebook import Claim, Incident
from marsad.codebook.fields import fields
from marsad.codebook.fold import incidents
from marsad.reading.learned.choose import Settings
from marsad.reading.learned.reader import Heard, Judged, LearnedReader
from marsad.reading.learned.spans import best as best_run
from marsad.reading.scores import coding
from marsad.reading.scores.marked import Marked, load

_HEATS = (0.6, 0.7, 0.8, 0.9, 1.0, 1.15, 1.3, 1.5, 1.75, 2.0, 2.5, 3.0)
_LISTS = (0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6)
_NULLS = (0.0, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5)
_TRUSTS = (0.0, 0.5, 1.0, 1.5, 2.0, 3.0)
_BIAS = (-1.0, -0.5, 0.0, 0.4, 0.8, 1.2, 1.6, 2.0)
_GAIN = 0.002  # what a setting must bring on dev to be taken over the plain one


@dataclass(slots=True)
class Held:
    """A dev report with what both stages said of it."""

    marked: Marked
    judged: Judged | None
    heard: list[Heard]


def settle(reader: LearnedReader, dev: Sequence[Marked]) -> tuple[Settings, dict[str, float]]:
    """Return the settings that dev speaks for, and what was measured on the way."""
    judged = [reader.judge(m.report) for m in dev]
    reader.how = _divided(reader, dev, judged)
    held = [
        Held(m, j, reader.hear(j) if j is not None and reader.relevance(j)[1] else [])
        for m, j in zip(dev, judged, strict=True)
    ]
    measured = {"ece before": error(reader, held)}
    reader.how = replace(reader.how, trust=_trusts(reader, held))
    reader.how = replace(reader.how, heat=_heats(reader, held))
    reader.how = replace(reader.how, least=_thresholds(reader, held))
    reader.how = replace(reader.how, bias=_biases(reader, held))
    measured["ece after"] = error(reader, held)
    scores = score(reader, held)
    measured |= {"dev mean of fields": scores.mean(), "dev incidents": scores.incidents.f1}
    measured["dev relevance"] = scores.relevance.f1
    return reader.how, {name: round(value, 4) for name, value in measured.items()}


def _divided(reader: LearnedReader, dev: Sequence[Marked], judged: Sequence[Judged | None]) -> Settings:
    """Choose what makes a report relevant (by F1), and how sentences make incidents (by fields and F1)."""
    sure = np.array([reader.relevance(j)[0] if j is not None else 0.0 for j in judged])
    truth = np.array([m.relevant for m in dev])
    cuts = [0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6]
    relevant = max(
        cuts, key=lambda cut: (_f1(sure >= cut, truth) - (0.0 if cut == 0.5 else _GAIN), -abs(cut - 0.5))
    )
    best, chosen = -1.0, reader.how
    for joins, opens in product((0.4, 0.5, 0.6), (0.5, 0.7)):
        reader.how = how = replace(reader.how, relevant=relevant, joins=joins, opens=opens)
        scores = score(reader, _held(reader, dev, judged))
        worth = scores.mean() + 0.3 * scores.incidents.f1
        if worth > best + 1e-6:
            best, chosen = worth, how
    return chosen


def _held(reader: LearnedReader, dev: Sequence[Marked], judged: Sequence[Judged | None]) -> list[Held]:
    """Run the second stage over what is relevant."""
    return [
        Held(m, j, reader.hear(j) if j is not None and reader.relevance(j)[1] else [])
        for m, j in zip(dev, judged, strict=True)
    ]


def _f1(told: np.ndarray, truth: np.ndarray) -> float:
    return float(2 * (told & truth).sum() / max(told.sum() + truth.sum(), 1))


def score(reader: LearnedReader, held: Sequence[Held]) -> coding.Scores:
    """Return the scores on what was held, without running the network again."""
    scores = coding.Scores(sums=dict.fromkeys(fields(), 0.0))
    for one in held:
        claims = _claims(reader, one)
        told = incidents(claims)
        coding.count(scores, one.marked, bool(told), len(told), coding.partners(one.marked.incidents, told))
    return scores


def _claims(reader: LearnedReader, held: Held) -> list[Claim]:
    """Return the claims on a report as the present settings make them."""
    if held.judged is None or not held.heard:
        return []
    sure, _ = reader.relevance(held.judged)
    first = Claim(0, "relevant", True, (), sure, "learned/relevance")
    return reader.tell(first, held.judged.sheet, held.heard).claims


def _pairs(reader: LearnedReader, held: Sequence[Held]) -> Iterator[tuple[Incident, Incident]]:
    """Yield each found incident with the one that people coded."""
    for one in held:
        told = incidents(_claims(reader, one))
        gold = one.marked.incidents
        if told and gold:
            for g, partner in zip(gold, coding.partners(gold, told), strict=True):
                if partner is not None:
                    yield g, partner


def error(reader: LearnedReader, held: Sequence[Held], names: Sequence[str] = ()) -> float:
    """Return the expected calibration error of the claims' scores: mean gap of score and share right."""
    points = [
        (told.scores[name], fields()[name].compare(getattr(gold, name), getattr(told, name)))
        for gold, told in _pairs(reader, held)
        for name in names or fields()
        if name in told.scores
    ]
    scores, right = np.array(points).T
    gap = 0.0
    for low in np.arange(0.0, 1.0, 0.1):
        inside = (scores >= low) & (scores < low + 0.1)
        if inside.any():
            gap += inside.mean() * abs(scores[inside].mean() - right[inside].mean())
    return float(gap)


def _heats(reader: LearnedReader, held: Sequence[Held]) -> dict[str, float]:
    """Choose for each field the temperature with the least calibration error, near 1 where alike."""
    found: dict[str, float] = {}
    for name in fields():
        how = reader.how
        gaps = {}
        for heat in _HEATS:
            reader.how = replace(how, heat={**how.heat, name: heat})
            gaps[heat] = error(reader, held, [name]) + 0.01 * abs(np.log(heat))
        found[name] = min(gaps, key=lambda heat: gaps[heat])
        reader.how = how
    return found


def _trusts(reader: LearnedReader, held: Sequence[Held]) -> dict[str, float]:
    """Choose for each field what the rules' claim adds to the scores; twice the usual gain is asked."""
    chosen: dict[str, float] = {}
    for name in fields():
        if name == "country":
            continue
        how = reader.how
        found = {}
        for more in _TRUSTS:
            reader.how = replace(how, trust={**how.trust, **chosen, name: more})
            found[more] = score(reader, held).fields()[name]
        reader.how = how
        best = max(found, key=lambda more: (found[more], -more))
        chosen[name] = best if found[best] > found[0.0] + 2 * _GAIN else 0.0
    return chosen


def _thresholds(reader: LearnedReader, held: Sequence[Held]) -> dict[str, float]:
    """Choose the share from which a list's value is told, and below which an open field is null."""
    chosen: dict[str, float] = {}
    for name, f in fields().items():
        if f.kind not in ("choices", "name", "place", "period", "count", "truth"):
            continue
        plain, grid = (0.5, _LISTS) if f.kind in ("choices", "truth") else (0.0, _NULLS)
        how = reader.how
        found = {}
        for least in grid:
            reader.how = replace(how, least={**how.least, **chosen, name: least})
            found[least] = score(reader, held).fields()[name]
        reader.how = how
        best = max(found, key=lambda least: (found[least], -abs(least - plain)))
        chosen[name] = best if found[best] > found[plain] + _GAIN else plain
    return chosen


def _biases(reader: LearnedReader, held: Sequence[Held]) -> dict[str, float]:
    """Choose for each open label what is added to its tags, by the F1 of words touched (units)."""
    chosen: dict[str, float] = {}
    for at, label in enumerate(reader.labels):
        found = {}
        for bias in _BIAS:
            right = told = wanted = 0
            for one in held:
                if one.judged is None:
                    continue
                gold = _units(one, label)
                own: set[int] = set()
                for heard in one.heard:
                    scores = heard.said.tags[one.judged.sheet.titled :, at].copy()
                    scores[:, 1:] += bias
                    own |= set(np.flatnonzero(best_run(scores)).tolist())
                right, told, wanted = right + len(gold & own), told + len(own), wanted + len(gold)
            found[bias] = 2 * right / max(told + wanted, 1)
        best = max(found, key=lambda bias: found[bias])
        chosen[label] = best if found[best] > found[0.0] + _GAIN else 0.0
    return chosen


def _units(held: Held, label: str) -> set[int]:
    """Return the units of the text that people marked with a label."""
    assert held.judged is not None
    sheet = held.judged.sheet
    found: set[int] = set()
    for _, span in held.marked.spans:
        if span.label == label:
            first, last = sheet.covered(span.start, span.end)
            found |= set(range(first - sheet.titled, last + 1 - sheet.titled))
    return found


def main() -> None:
    """Choose the settings of a run's best weights."""
    from training.train import open_run

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--run", type=Path, default=Path("out/model"))
    parser.add_argument("--corpus", type=Path, default=Path("corpus"))
    args = parser.parse_args()
    how, measured = settle(open_run(args.run), load(args.corpus, "dev"))
    record: Mapping[str, object] = {"settings": asdict(how), "measured": measured}
    (args.run / "settings.json").write_text(json.dumps(record, indent=2) + "\n", encoding="utf-8")
    print(json.dumps(record, indent=2))


if __name__ == "__main__":
    main()
