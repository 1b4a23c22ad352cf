"""What smaller weights cost: `python -m training.precision FOLDER FOLDER …`, as `training.export` wrote them.

Dev is coded with each model by the package's own runtime. Printed are the scores of each, how often its
values are those of the first folder's, and the processor time of a report, of the graphs alone too.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from marsad.codebook import Claim, Report, Value
from marsad.reading.learned.arrays import Arrays
from marsad.reading.learned.model import reader
from marsad.reading.learned.outputs import Array, Network
from marsad.reading.scores import evaluate
from marsad.reading.scores.marked import Marked, load


@dataclass(slots=True)
class Timed:
    """A network and the processor time that it took, in seconds."""

    network: Network
    spent: float = 0.0

    def one(self, arrays: Arrays) -> Sequence[Array]:
        """Run the first stage."""
        begun = time.process_time()
        found = self.network.one(arrays)
        self.spent += time.process_time() - begun
        return found

    def two(self, arrays: Arrays, states: Array, mixed: Array) -> Sequence[Array]:
        """Run the second stage."""
        begun = time.process_time()
        found = self.network.two(arrays, states, mixed)
        self.spent += time.process_time() - begun
        return found


@dataclass(slots=True)
class Told:
    """What one model said of dev: values by report, incident and field; scores; seconds a report."""

    values: dict[tuple[str, int, str], Value] = field(default_factory=dict)
    scores: dict[str, float] = field(default_factory=dict)
    seconds: float = 0.0
    graphs: float = 0.0


def told(folder: Path, dev: Sequence[Marked]) -> Told:
    """Code dev with the model of a folder."""
    learned = reader(folder.resolve())
    learned(dev[0].report)
    timed = Timed(learned.network)
    learned.network = timed
    found = Told()

    def read(report: Report) -> list[Claim]:
        claims = learned(report)
        found.values.update({(report.id, claim.incident, claim.field): claim.value for claim in claims})
        return claims

    begun = time.process_time()
    found.scores = evaluate(read, dev)["all"].table()
    found.seconds = (time.process_time() - begun) / len(dev)
    found.graphs = timed.spent / len(dev)
    return found


def main() -> None:
    """Print a row a score, a column a folder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", type=Path, nargs="+")
    parser.add_argument("--corpus", type=Path, default=Path("corpus"))
    parser.add_argument("--every", type=int, default=1, help="read only every so-manieth report of dev")
    args = parser.parse_args()
    dev = load(args.corpus, "dev")[:: args.every]
    columns = [told(folder, dev) for folder in args.folders]
    first = columns[0]
    print("".join(f"{name:>16}" for name in ("", *(folder.name for folder in args.folders))))
    for name in first.scores:
        print(f"{name[:16]:>16}" + "".join(f"{column.scores[name]:16.4f}" for column in columns))
    keys = [set(first.values) | set(column.values) for column in columns]
    same = [
        sum(first.values.get(key, key) == column.values.get(key, key) for key in own) / len(own)
        for own, column in zip(keys, columns, strict=True)
    ]
    print(f"{'same values':>16}" + "".join(f"{share:16.4f}" for share in same))
    for name in ("seconds", "graphs"):
        print(f"{name:>16}" + "".join(f"{getattr(column, name):16.4f}" for column in columns))


if __name__ == "__main__":
    main()
