"""Fit the weights of linking, and write `src/marsad/linking/data/weights.toml`.

    .venv/bin/python tools/fit_linking.py
    .venv/bin/python tools/fit_linking.py --common    # count the usual words anew first

After Fellegi and Sunter (1969): each level of a comparison weighs log(m/u), m its share among pairs of one
event, u among pairs of two (`linking_pairs.py` says which). A weight is pulled towards what a person expects
(`fit_linking.toml`), by how few pairs it rests on: the mean of both, weighted with their precisions. Because
comparisons are not independent (a bombing has explosives), each then counts with a multiplier, fitted by
logistic regression on all pairs and pulled towards one. Coded accounts are kept in `out/linking`, with the
readers' digest of nothing: delete the folder to code anew.
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
FIRM = 6.0
"""How many pairs a person's guess is worth."""
PULL, START, LEAST, MOST = 6.0, 1.0, 0.4, 1.2
"""Multipliers: how hard they are pulled to their start, and their bounds."""
ROUNDS, STEP = 3000, 0.0005

Levels = dict[str, dict[str, float]]


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
        f"# Words that at least {USUAL} reports of a language use in the train split of the corpus: too usual to tell",
        "# two reports of one event. Folded, without the Arabic article. Written by tools/fit_linking.py --common.",
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


def counted(rows: list[tuple[Pair, dict[str, str]]], same: bool) -> Levels:
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


def multipliers(rows: list[tuple[Pair, dict[str, str]]], weights: Levels, prior: float) -> dict[str, float]:
    """Return how much each comparison counts: logistic regression with the prior's share of pairs of one."""
    names = list(weights)
    table = np.array([[weights[f][levels[f]] if f in levels else 0.0 for f in names] for _, levels in rows])
    truth = np.array([pair.same for pair, _ in rows], dtype=float)
    share = np.array([pair.weight for pair, _ in rows])
    told = truth == 1.0
    share[~told] *= np.exp(-prior) * share[told].sum() / share[~told].sum()
    by = np.full(len(names), START)
    for _ in range(ROUNDS):
        said = 1.0 / (1.0 + np.exp(-np.clip(table @ by + prior, -30.0, 30.0)))
        slope = table.T @ (share * (said - truth)) + PULL * (by - START)
        by = np.clip(by - STEP * slope, LEAST, MOST)
    return dict(zip(names, (float(one) for one in by), strict=True))


def text(setup: dict[str, Any], weights: Levels, by: dict[str, float], same: Levels, other: Levels) -> str:
    """Return the text of `weights.toml`, with what each weight rests on."""
    lines = [
        "# Written by tools/fit_linking.py; change tools/fit_linking.toml and run it. Log odds (natural) of each level of",
        "# each comparison: log(m/u) pulled towards a guess, times the multiplier of the comparison. After each",
        "# weight: how many pairs of one event, and of two, it rests on (weighted; 0 and 0: the guess alone).",
        "",
        "[link]",
        f"prior = {setup['link']['prior']}",
        "",
        "[cosines]",
        *(f"{name} = {least}" for name, least in setup["cosines"].items()),
        "",
        "[busy]  # towns with many incidents in the train split: the same town says less there",
        "towns = [",
        *(f'  "{town}",' for town in busy()),
        "]",
    ]
    for feature, levels in weights.items():
        lines += ["", f"[weights.{feature}]  # multiplier {by[feature]:.2f}"]
        for level, weight in levels.items():
            m, u = same.get(feature, {}).get(level, 0.0), other.get(feature, {}).get(level, 0.0)
            lines.append(f"{level} = {weight * by[feature]:.2f}  # {m:.1f} {u:.0f}")
    return "\n".join(lines) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--common", action="store_true", help="count the usual words anew first")
    if parser.parse_args().common:
        (DATA / "common.toml").write_text(common(), encoding="utf-8")
    setup = tomllib.loads((ROOT / "tools/fit_linking.toml").read_text("utf-8"))
    rows = [
        (pair, {feature: level for feature, level, _, _ in compare(pair.a, pair.b)}) for pair in pairs(KEPT)
    ]
    same, other = counted(rows, True), counted(rows, False)
    weights = measured(setup["guess"], same, other)
    by = multipliers(rows, weights, setup["link"]["prior"])
    (DATA / "weights.toml").write_text(text(setup, weights, by, same, other), encoding="utf-8")
    print(f"{sum(p.same for p, _ in rows)} pairs of one event, {sum(not p.same for p, _ in rows)} of two")
    prior = setup["link"]["prior"]
    for kind, told, is_same in (
        ("told, one event", True, True),
        ("made, one event", False, True),
        ("told, two", True, False),
        ("made, two", False, False),
    ):
        scores = [
            prior + sum(weights[f][level] * by[f] for f, level in levels.items())
            for pair, levels in rows
            if pair.told == told and pair.same == is_same
        ]
        if scores:
            above = sum(score > 0 for score in scores)
            print(f"{kind:16} {len(scores):6} pairs, {above / len(scores):.3f} above 0, median {np.median(scores):.1f}")


if __name__ == "__main__":
    main()
