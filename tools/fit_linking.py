"""Fit the weights of linking, and write `src/marsad/linking/data/weights.toml`.

    .venv/bin/python -m tools.fit_linking
    .venv/bin/python -m tools.fit_linking --common    # count the usual words anew first

After Fellegi and Sunter (1969): each level of a comparison weighs log(m/u), m its share among pairs of one
event, u among pairs of two (`linking_pairs.py` says which). A weight is pulled towards what a person expects
(`fit_linking.toml`), by how few pairs it rests on: the mean of both, weighted with their precisions. One
factor for all then makes sums into log odds, and the prior is set so that one in ten look-alikes some days
apart would pass. Coded accounts are kept in `out/linking`: delete the folder after a reader has changed.
"""

from __future__ import annotations

import argparse
import sys
import textwrap
import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from marsad.codebook.datafiles import LANGUAGES
from marsad.linking.features import compare
from marsad.reading.scores.marked import load as load_marked
from marsad.text.folding import fold_key
from marsad.text.tokens import tokens
from tools.linking_pairs import CORPUS, Pair, pairs

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT / "src/marsad/linking/data"
KEPT = ROOT / "out/linking"
USUAL, BUSY = 8, 12
"""Reports of a language from which a word is usual, and incidents from which a town is busy."""
FIRM = 25.0
"""How many pairs a person's guess is worth."""
MERGED, APART = 0.15, ("two_days", "three_days", "week")
"""The share of look-alikes some days apart that may pass as one event: it sets the prior."""
ROUNDS, STEP = 3000, 0.02

Levels = dict[str, dict[str, float]]
Row = tuple[Pair, dict[str, str]]
Array = npt.NDArray[np.float64]


def common() -> str:
    """Return the text of `common.toml`: words of many reports of the train split, by language."""
    counts: dict[str, Counter[str]] = {lang: Counter() for lang in LANGUAGES}
    for marked in load_marked(CORPUS, "train"):
        report = marked.report
        words = {
            token.key
            for part in (report.title, report.text)
            for token in tokens(part)
            if not token.form.isdecimal() and len(token.key) >= 3
        }
        counts[str(report.lang)].update(words)
    lines = [
        f"# Words that at least {USUAL} reports of a language use in the train split of the corpus: too",
        "# usual to tell two reports of one event. Folded, without the Arabic article. Made by",
        "# tools/fit_linking.py.",
    ]
    for lang in LANGUAGES:
        usual = sorted(word for word, count in counts[lang].items() if count >= USUAL)
        lines.append(f'{lang} = """\n' + "\n".join(textwrap.wrap(" ".join(usual), 108)) + '\n"""')
    return "\n".join(lines) + "\n"


def busy() -> list[str]:
    """Return the towns of which the train split tells of many incidents, as linking names them."""
    places = Counter(
        f"{fold_key(one.place.name)} {one.place.country}"
        for marked in load_marked(CORPUS, "train")
        for one in marked.incidents
        if one.place is not None
    )
    return sorted(town for town, count in places.items() if count >= BUSY)


def counted(rows: list[Row], same: bool) -> Levels:
    """Return how often each level was met among pairs of one event, or of two, by weight."""
    found: Levels = {}
    for pair, levels in rows:
        if pair.same == same:
            for feature, level in levels.items():
                table = found.setdefault(feature, {})
                table[level] = table.get(level, 0.0) + pair.weight
    return found


def measured(guess: Levels, same: Levels, other: Levels) -> Levels:
    """Return log(m/u) of every level of `guess`, pulled towards the guess."""
    weights: Levels = {}
    for feature, levels in guess.items():
        m, u = same.get(feature, {}), other.get(feature, {})
        unknown = (set(m) | set(u)) - set(levels)
        if unknown:
            sys.exit(f"{feature}: no guess for {', '.join(sorted(unknown))}: add it to fit_linking.toml")
        m_all, u_all = sum(m.values()) + 0.5 * len(levels), sum(u.values()) + 0.5 * len(levels)
        weights[feature] = {}
        for level, expected in levels.items():
            one, two = m.get(level, 0.0) + 0.5, u.get(level, 0.0) + 0.5
            ratio = float(np.log(one / m_all) - np.log(two / u_all))
            sure = 1.0 / (1.0 / one + 1.0 / two) if m.get(level) or u.get(level) else 0.0
            weights[feature][level] = (sure * ratio + FIRM * expected) / (sure + FIRM)
    return weights


def scores(rows: list[Row], weights: Levels) -> Array:
    """Return the sum of the weights of each pair."""
    return np.array([sum(weights[f][level] for f, level in levels.items()) for _, levels in rows])


def scale(rows: list[Row], weights: Levels) -> float:
    """Return the factor that makes sums into log odds: logistic regression, the four kinds of pairs alike.

    Comparisons are not independent (a bombing has explosives), so their sum says too much.
    """
    sums = scores(rows, weights)
    truth = np.array([pair.same for pair, _ in rows], dtype=float)
    told = np.array([pair.told for pair, _ in rows], dtype=float)
    share = np.zeros(len(rows))
    for one in (0.0, 1.0):
        for other in (0.0, 1.0):
            kind = (truth == one) & (told == other)
            share[kind] = 0.25 / kind.sum()
    slope, bias = 1.0, 0.0
    for _ in range(ROUNDS):
        miss = share * (1.0 / (1.0 + np.exp(-np.clip(slope * sums + bias, -30.0, 30.0))) - truth)
        slope, bias = slope - STEP * float(miss @ sums), bias - float(miss.sum())
    return slope


def prior(rows: list[Row], weights: Levels) -> float:
    """Return the log odds before any comparison: MERGED of the look-alikes some days apart pass with them."""
    apart = [row for row in rows if row[0].told and not row[0].same and row[1].get("date") in APART]
    return -float(np.quantile(scores(apart, weights), 1.0 - MERGED))


def text(setup: dict[str, Any], start: float, weights: Levels, same: Levels, other: Levels) -> str:
    """Return the text of `weights.toml`, with what each weight rests on."""
    lines = [
        "# Written by tools/fit_linking.py: change tools/fit_linking.toml and run it. Log odds (natural) of",
        "# each level of each comparison: log(m/u) pulled towards a guess, times one factor for all. After",
        "# each: how many pairs of one event, and of two, it rests on (0 and 0: the guess alone).",
        "",
        "[link]",
        f"prior = {start:.2f}",
        "",
        "[cosines]  # the least cosine of each level; below the last: far",
        *(f"{name} = {least}" for name, least in setup["cosines"].items()),
        "",
        "[busy]  # towns with many incidents in the train split: the same town says less there",
        "towns = [",
        *(f'  "{town}",' for town in busy()),
        "]",
    ]
    for feature, levels in weights.items():
        lines += ["", f"[weights.{feature}]"]
        for level, weight in levels.items():
            m, u = same.get(feature, {}).get(level, 0.0), other.get(feature, {}).get(level, 0.0)
            lines.append(f"{level} = {weight:.2f}  # {m:.1f} {u:.0f}")
    return "\n".join(lines) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--common", action="store_true", help="count the usual words anew first")
    if parser.parse_args().common:
        (DATA / "common.toml").write_text(common(), encoding="utf-8")
    setup = tomllib.loads((ROOT / "tools/fit_linking.toml").read_text("utf-8"))
    rows = [
        (pair, {feature: level for feature, level, _, _ in compare(pair.a, pair.b)}) for pair in pairs(KEPT)
    ]
    same, other = counted(rows, True), counted(rows, False)
    weights = measured(setup["guess"], same, other)
    factor = scale(rows, weights)
    weights = {f: {level: factor * one for level, one in levels.items()} for f, levels in weights.items()}
    start = prior(rows, weights)
    (DATA / "weights.toml").write_text(text(setup, start, weights, same, other), encoding="utf-8")
    print(f"factor {factor:.2f}, prior {start:.2f}")
    sums = scores(rows, weights) + start
    for kind, told, is_same in (
        ("told, one event", True, True),
        ("made, one event", False, True),
        ("told, two", True, False),
        ("made, two", False, False),
    ):
        own = sums[[pair.told == told and pair.same == is_same for pair, _ in rows]]
        if own.size:
            print(
                f"{kind:16} {own.size:6} pairs, {(own > 0).mean():.3f} above 0, median {np.median(own):.1f}"
            )


if __name__ == "__main__":
    main()
