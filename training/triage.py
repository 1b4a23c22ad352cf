"""Train the sieve: choose penalty and threshold by cross-validation on train, fit, write the weights as data.

    make triage        (or: python -m training.triage [FOLDER OF MUC-4])

It needs wordfreq (3.1) beside what marsad needs. Examples, with a seed: train reports of the corpus; MUC-4
train (relevant: has a template; left out where its folder is missing); phrases of the cue lists; everyday
reports made of the sentences in `training/easy`; words drawn at their frequency in the language. Prints
recall by language on held-out folds and on dev.
"""

from __future__ import annotations

import json
import random
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np

from marsad.codebook.datafiles import LANGUAGES
from marsad.reading.scores import load
from marsad.reading.sieve.features import BITS
from marsad.reading.sieve.weights import FILE, Weights, write
from marsad.text.words import load as word_list
from training.logistic import UNIT, Array, Flags, Rows, fit, rows

ROOT = Path(__file__).resolve().parents[1]
MUC = ROOT.parent / "shared" / "data" / "muc4"
PENALTIES = (3e-4, 1e-4)
FOLDS, ALWAYS = 5, -1
RECALL = 0.99
"""Held-out recall that the cut gives every language at least."""
MARGIN = 0.35
"""How far below the cut the threshold lies, in logits: reports to come are less like train than its folds."""
MUC_WEIGHT, EASY_WEIGHT, DRAWN_WEIGHT, CUE_WEIGHT = 0.3, 1.0, 0.3, 0.1
EASY_REPORTS, DRAWN_TEXTS = 60, 600
DRAWN_LENGTHS = (25, 60, 120, 200, 300)
SPEAKS_FOR = {"event", "outcome", "step", "weapon", "suicide", "attack_type", "actor"}


class Example(NamedTuple):
    """A text, whether it is relevant, its weight, of what kind it is, and the fold that holds it out."""

    text: str
    relevant: bool
    weight: float
    kind: str
    fold: int


def reports() -> Iterator[Example]:
    """Yield the train reports; reports of one address stand in one fold."""
    told = load(ROOT / "corpus", "train")
    groups = sorted({marked.report.url or marked.report.id for marked in told})
    random.Random(1).shuffle(groups)
    fold = {group: at % FOLDS for at, group in enumerate(groups)}
    for marked in told:
        report = marked.report
        yield Example(
            f"{report.title}\n{report.text}",
            marked.relevant,
            1.0,
            str(report.lang),
            fold[report.url or report.id],
        )


def newswire(folder: Path) -> Iterator[Example]:
    """Yield the reports of MUC-4 train, without their datelines."""
    for at, line in enumerate((folder / "keys_train.jsonl").read_text("utf-8").splitlines()):
        row = json.loads(line)
        text = row["text"].split("[TEXT]", 1)[-1]
        yield Example(text, bool(row["templates"]), MUC_WEIGHT, "muc", at % FOLDS)


def cues() -> Iterator[Example]:
    """Yield the phrases of the cue lists that speak for or against relevance, by their weights."""
    for lang in LANGUAGES:
        for kind, values in word_list(lang, "cues").items():
            for value, phrases in values.items():
                if kind not in SPEAKS_FOR and kind != "negative" and value != "comment":
                    continue
                for entry in phrases:
                    phrase, _, weight = entry.partition("^")
                    speaks = kind in SPEAKS_FOR
                    yield Example(
                        phrase.replace("*", ""), speaks, CUE_WEIGHT * float(weight or 1), "cue", ALWAYS
                    )


def everyday() -> Iterator[Example]:
    """Yield made-up reports without violence, no sentence in two folds, and drawn words."""
    from wordfreq import get_frequency_dict  # type: ignore[import-not-found]

    chance = random.Random(3)
    for lang in LANGUAGES:
        easy = tomllib.loads((ROOT / "training" / "easy" / f"{lang}.toml").read_text("utf-8"))
        for fold in range(FOLDS):
            own = easy["sentences"][fold::FOLDS]
            for _ in range(EASY_REPORTS):
                some = chance.sample(own, chance.randint(2, min(8, len(own))))
                text = " ".join(sentence.replace("{}", chance.choice(easy["towns"])) for sentence in some)
                yield Example(text, False, EASY_WEIGHT, "easy", fold)
        frequency = get_frequency_dict(lang, "best")
        words, shares = list(frequency), list(frequency.values())
        for _ in range(DRAWN_TEXTS):
            drawn = chance.choices(words, shares, k=chance.choice(DRAWN_LENGTHS))
            yield Example(" ".join(drawn), False, DRAWN_WEIGHT, "drawn", ALWAYS)


def held_out(told: Rows, examples: list[Example], penalty: float) -> Array:
    """Return the logit of each example of the model that did not see its fold."""
    truth, weight, fold = columns(examples)
    logits = np.zeros(len(examples))
    for number in range(FOLDS):
        seen = fold != number
        logits[~seen] = told.some(~seen).times(fit(told.some(seen), truth[seen], weight[seen], penalty))
    return logits


def columns(examples: list[Example]) -> tuple[Flags, Array, Array]:
    """Return truth, weights and folds of the examples."""
    return (
        np.array([example.relevant for example in examples]),
        np.array([example.weight for example in examples]),
        np.array([example.fold for example in examples], np.float64),
    )


def cut(logits: Array, truth: Flags, kinds: Array) -> float:
    """Return the highest logit at which every language keeps RECALL of its relevant reports."""
    return min(
        float(np.quantile(logits[truth & (kinds == lang)], 1 - RECALL, method="lower")) for lang in LANGUAGES
    )


def table(logits: Array, truth: Flags, kinds: Array, at: float) -> None:
    """Print recall, precision and the share of irrelevant reports kept, a kind a line."""
    for kind in dict.fromkeys(kinds.tolist()):
        here, kept = kinds == kind, logits >= at
        right, relevant, wrong = (here & truth & kept).sum(), (here & truth).sum(), (here & ~truth).sum()
        recall = f"{right / relevant:.3f}" if relevant else "  -  "
        precision = f"{right / max((here & kept).sum(), 1):.3f}" if relevant else "  -  "
        false = f"{(here & ~truth & kept).sum() / wrong:.3f}" if wrong else "  -  "
        print(
            f"  {kind:5} recall {recall} of {relevant:4}  precision {precision}  kept of {wrong:4}: {false}"
        )


def main(muc: Path = MUC) -> None:
    """Train, print, write."""
    examples = [*reports(), *cues(), *everyday()]
    if (muc / "keys_train.jsonl").exists():
        examples += newswire(muc)
    told = rows([example.text for example in examples])
    truth, weight, fold = columns(examples)
    kinds = np.array([example.kind for example in examples])
    best: tuple[float, float, float, Array] | None = None
    for penalty in PENALTIES:
        logits = held_out(told, examples, penalty)
        at = cut(logits, truth, kinds) - MARGIN
        hard = np.isin(kinds, LANGUAGES) & ~truth
        kept = float((logits[hard] >= at).mean() + (logits[kinds == "easy"] >= at).mean())
        print(f"penalty {penalty:g}: threshold {at:.2f}, irrelevant kept, hard and easy summed: {kept:.3f}")
        if best is None or kept < best[0]:
            best = (kept, penalty, at, logits)
    assert best is not None
    _, penalty, at, logits = best
    tested = fold != ALWAYS
    print(f"held-out folds, penalty {penalty:g}")
    table(logits[tested], truth[tested], kinds[tested], at)
    whole = fit(told, truth, weight, penalty)
    scale = float(np.abs(whole[:-1]).max()) / 127
    small = np.rint(whole[:-1] / scale).astype(np.int8)
    assert small.shape == (1 << BITS,)
    write(Weights(small, scale * UNIT, float(whole[-1]), float(1 / (1 + np.exp(-at)))))
    dev = load(ROOT / "corpus", "dev")
    shown = rows([f"{m.report.title}\n{m.report.text}" for m in dev])
    print("dev")
    table(
        shown.times(np.append(small * scale, whole[-1])),
        np.array([m.relevant for m in dev]),
        np.array([str(m.report.lang) for m in dev]),
        at,
    )
    print(f"{FILE}: {FILE.stat().st_size / 1000:.0f} kB, {np.count_nonzero(small)} weights")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:2]))
