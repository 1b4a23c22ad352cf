"""How fast linking is: `python -m bench.linking`.

Prints the time of the likeness of one account with 200 candidates, and of grouping 1,000 accounts that all
hang together. The best of several rounds, so that what else the machine does shows little.
"""

from __future__ import annotations

import random
from itertools import combinations, cycle, islice
from pathlib import Path
from time import perf_counter

from marsad.linking import Account, group, likeness
from marsad.pipeline.linked import coded, load
from marsad.reading import reader

CORPUS = Path(__file__).resolve().parents[1] / "corpus"
CANDIDATES, ACCOUNTS, ROUNDS = 200, 1000, 20


def main() -> None:
    told = coded(load(CORPUS, "train"), reader("lexical")).accounts
    candidates = list(islice(cycle(told), CANDIDATES))
    best = min(_likeness(told[0], candidates) for _ in range(ROUNDS))
    print(f"likeness of one account with {CANDIDATES} candidates: {best * 1000:.1f} ms")
    chance = random.Random(5)
    keys = [f"{number:016x}-1" for number in range(ACCOUNTS)]
    edges = {pair: chance.uniform(-3.0, 4.0) for pair in combinations(keys, 2) if chance.random() < 0.3}
    start = perf_counter()
    groups = group(keys, edges, (), ())
    took = perf_counter() - start
    print(f"{ACCOUNTS} accounts with {len(edges)} edges: {len(groups)} groups in {took:.2f} s")


def _likeness(one: Account, candidates: list[Account]) -> float:
    """Return the seconds that one round takes."""
    start = perf_counter()
    for other in candidates:
        likeness(one, other)
    return perf_counter() - start


if __name__ == "__main__":
    main()
