"""How many reports of 300 words the sieve scores a second on one core.

Run `python bench/sieve.py [REPORTS]`. The words are those of the train reports of the corpus, cut into
reports of 300 words, repeated to 20,000. Numbers depend on the machine: compare only those of one machine.
"""

from __future__ import annotations

import os
import sys
import time
from itertools import cycle, islice
from pathlib import Path

from marsad.reading.scores import load
from marsad.reading.sieve import scores

ROOT = Path(__file__).resolve().parents[1]
REPORTS, WORDS, ROUNDS = 20_000, 300, 3


def reports(lang: str, count: int) -> list[str]:
    """Return so many reports of WORDS words in a language."""
    told = [marked.report for marked in load(ROOT / "corpus", "train") if marked.report.lang == lang]
    words = " ".join(f"{report.title}\n{report.text}" for report in told).split(" ")
    cuts = [" ".join(words[at : at + WORDS]) for at in range(0, len(words) - WORDS, WORDS)]
    return list(islice(cycle(cuts), count))


def main(count: int = REPORTS) -> None:
    """Print reports, words and characters a second by language, the best of three rounds."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    for lang in ("ar", "fr", "en"):
        texts = reports(lang, count)
        scores(texts[:100])
        times = []
        for _ in range(ROUNDS):
            begin = time.perf_counter()
            scores(texts)
            times.append(time.perf_counter() - begin)
        best, letters = min(times), sum(map(len, texts))
        print(
            f"{lang}: {count / best:8,.0f} reports/s  {count * WORDS / best / 1e6:5.1f} million words/s"
            f"  {letters / best / 1e6:6.1f} million characters/s"
        )


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]))
