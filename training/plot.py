"""Draws a run's log: the terms of the loss and dev's scores by pass, as one SVG.

`python -m training.plot --run out/model` writes `log.svg` beside `log.jsonl`.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import matplotlib

matplotlib.use("svg")
from matplotlib import pyplot

_SCORES = (
    "dev mean of fields",
    "dev incidents",
    "dev relevance",
    "dev outcome",
    "dev stage",
    "dev actor",
    "dev agency",
)
_NO_TERMS = ("pass", "seconds", "score")


def draw(log: Path, picture: Path) -> None:
    """Draw the log into a picture; raises ValueError where the log holds no pass."""
    rows = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines() if line.strip()]
    if not rows:
        raise ValueError(f"{log}: got no pass, expected a line a pass; train first")
    figure, (left, right) = pyplot.subplots(1, 2, figsize=(11, 4.2), layout="constrained")
    terms = [name for name in rows[0] if name not in _NO_TERMS and not name.startswith("dev ")]
    for name in terms:
        points = [(row["pass"], row[name]) for row in rows if name in row]
        left.plot(*zip(*points, strict=True), label=name, linewidth=2.2 if name == "loss" else 1.0)
    left.set_yscale("log")
    left.set_title("terms of the loss on train")
    looked = [row for row in rows if "score" in row]
    for name in _SCORES:
        right.plot(
            [r["pass"] for r in looked],
            [r[name] for r in looked],
            marker=".",
            label=name.removeprefix("dev "),
        )
    right.set_title("scores on dev")
    for side in (left, right):
        side.set_xlabel("pass")
        side.grid(alpha=0.3)
        side.legend(fontsize=7, ncols=2)
    figure.savefig(picture)
    pyplot.close(figure)


def main() -> None:
    """Draw the log of a run."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--run", type=Path, default=Path("out/model"))
    run = parser.parse_args().run
    draw(run / "log.jsonl", run / "log.svg")


if __name__ == "__main__":
    main()
