"""Read MUC-4 with the learned network, and print the scorer's table.

    python -m training.muc_predict --run out/model --split dev --out FILE

On dev the choices of `muc_templates.Choices` are made anew by search and written to the run's `muc4.json`;
on any other split those of that file are taken. The table on held-out halves of dev says what the search
flatters by. `--given` puts the key in the place of a step of the reading (dev and train alone), to see what
limits the score: `relevance`, `clusters` (which sentences tell of which incident), `types` (with clusters).
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

import torch

from bench.muc4_score import score, table
from marsad.reading.learned import arrays, membership
from marsad.reading.learned.choose import Settings
from marsad.reading.learned.outputs import sigmoid
from marsad.reading.learned.reader import Judged, LearnedReader
from training import base as base_file
from training.model_files import prepare
from training.muc4.documents import Document, load
from training.muc_examples import sheet_of, told_of
from training.muc_search import Judge, held_out, search
from training.muc_templates import Choices, Incident, templates
from training.network import Network
from training.plan import OPEN, Plan
from training.runner import Runner, Words, spell

GIVEN = ("relevance", "clusters", "types")


class Divided(LearnedReader):
    """A learned reader that is told which sentences tell of which incident."""

    inside: membership.Array

    def clusters(self, judged: Judged) -> membership.Array:  # noqa: ARG002
        """Return what it was told."""
        return self.inside


@dataclass(slots=True)
class Read:
    """A document after the first stage: the probability that it has templates, and what was asked of it.

    `divided` keeps the clusters by the choices that make them, `told` the incidents by the clusters.
    """

    document: Document
    judged: Judged | None
    relevance: float = 0.0
    divided: dict[tuple[float, ...], membership.Array] = field(default_factory=dict)
    told: dict[bytes, list[Incident]] = field(default_factory=dict)


class Predictor:
    """Makes templates of documents; each stage of the network runs once for what it is given."""

    def __init__(self, reader: Divided, documents: Sequence[Document], given: Sequence[str] = ()) -> None:
        self.reader, self.given = reader, given
        self.read = {document.id: self._first(document) for document in documents}

    def _first(self, document: Document) -> Read:
        """Run the first stage; the second column of its answers is that of MUC-4."""
        sheet = sheet_of(document, self.reader.pieces)
        if not sheet.scene.sentences:
            return Read(document, None)
        one = arrays.first([sheet], self.reader.cues)
        states, mixed, relevance, fore, same = self.reader.network.one(one)
        judged = Judged(sheet, one, states, mixed, float(relevance[0, 1]), fore[0, :, 1], same[0])
        return Read(document, judged, float(sigmoid(relevance[0, 1])))

    def __call__(self, name: str, how: Choices) -> list[dict[str, Any]]:
        """Return the templates of the document of that id."""
        read = self.read[name]
        known = read.document.templates
        told = bool(known) if "relevance" in self.given else read.relevance >= how.relevant
        if not told or read.judged is None or ("clusters" in self.given and not known):
            return []
        kinds = [one.kind.split(" / ")[0] for one in known] if "types" in self.given else []
        return templates(self._incidents(read, read.judged, how), how, kinds)

    def _incidents(self, read: Read, judged: Judged, how: Choices) -> list[Incident]:
        """Return what the second stage says of the document's incidents."""
        asked = (how.tells, how.joins, how.opens)
        if asked not in read.divided:
            read.divided[asked] = self._divide(read.document, judged, how)
        inside = read.divided[asked]
        key = inside.tobytes()
        if key not in read.told:
            self.reader.inside = inside
            heard = self.reader.hear(judged)
            read.told[key] = [Incident(judged.sheet, h.said.fields["muc"], h.said.tags) for h in heard]
        return read.told[key]

    def _divide(self, document: Document, judged: Judged, how: Choices) -> membership.Array:
        """Return which sentences tell of which incident, by the network or by the key."""
        if "clusters" not in self.given:
            return membership.clusters(
                sigmoid(judged.fore), sigmoid(judged.same),
                tells=how.tells, joins=how.joins, opens=how.opens,
            )  # fmt: skip
        return told_of(document, judged.sheet)


def reader(run: Path, data: Path, weights: str) -> Divided:
    """Return the reader over the weights of a run; raises FileNotFoundError where it has none yet."""
    base = base_file.load()
    words = prepare(base, run.parent / "vocabulary", Path("corpus"), data)
    plan = Plan.of(json.loads((run / "plan.json").read_text(encoding="utf-8")))
    network = Network(base, plan)
    network.load_state_dict(torch.load(run / weights, map_location="cpu"))
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    runner = Runner(network.to(device).eval(), Words(words.table()), device)
    pieces = spell(words.tokenizer).__getitem__
    return Divided(runner, pieces, plan.cue_names, plan.rule_names, OPEN, plan.sizes, Settings(), plan.width)


def main() -> None:
    """Predict, score, print."""
    parser = argparse.ArgumentParser(description="Read MUC-4 with the learned network.")
    parser.add_argument("--run", type=Path, required=True, help="folder of the run of training")
    parser.add_argument("--weights", default="best.pt")
    parser.add_argument("--split", choices=["train", "dev", "test"], default="dev")
    parser.add_argument("--data", type=Path, default=Path("../shared/data/muc4"))
    parser.add_argument(
        "--out", type=Path, required=True, help="the predictions, as bench/muc4_score.py asks"
    )
    parser.add_argument("--given", nargs="*", choices=GIVEN, default=[], help="steps taken from the key")
    parser.add_argument("--keep", action="store_true", help="take the choices of muc4.json on dev too")
    args = parser.parse_args()
    file = args.run / "muc4.json"
    if args.given and args.split == "test":
        sys.exit("--given reads the key: it is for dev and train")
    seeks = args.split == "dev" and not args.keep
    if not seeks and not file.exists():
        sys.exit(f"{file} is missing: run once with --split dev, which makes the choices and writes it")
    clock = time.perf_counter()
    documents = load(args.data, args.split)
    predictor = Predictor(reader(args.run, args.data, args.weights), documents, args.given)
    print(f"first stage: {time.perf_counter() - clock:.0f} s", flush=True)
    gold = _gold(args.data / f"{args.split}.jsonl")
    judge, names = Judge(gold, predictor), [document.id for document in documents]
    if seeks:
        print("chosen on the other half of dev\n" + table(held_out(judge, names)), flush=True)
        how = search(judge, names)
        print(json.dumps(asdict(how)))
        if not args.given:
            file.write_text(json.dumps(asdict(how), indent=2) + "\n", encoding="utf-8")
    else:
        how = replace(Choices(), **json.loads(file.read_text(encoding="utf-8")))
    predicted = {name: predictor(name, how) for name in names}
    args.out.write_text(json.dumps(predicted, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print(f"{args.split}{', given ' + ', '.join(args.given) if args.given else ''}")
    print(table(score(gold, predicted)))
    print(f"{time.perf_counter() - clock:.0f} s")


def _gold(path: Path) -> dict[str, Any]:
    """Return the templates of a file in the GTT form by report."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return {row["docid"]: row["templates"] for row in rows}


if __name__ == "__main__":
    main()
