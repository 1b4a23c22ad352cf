"""Trains the reader's network: `python -m training.train --out out/model`.

Every pass goes over the corpus' train split (augmented anew) and, beside it, over a share of MUC-4. After
each pass dev is coded with the reader itself; the best weights by the mean of its scores are kept, a
checkpoint lets a run go on, and a log with a plot says how it went.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

from marsad.reading.learned.choose import Settings
from marsad.reading.learned.reader import LearnedReader
from marsad.reading.scores import evaluate
from marsad.reading.scores.marked import Marked, load
from marsad.text.sentences import sentences
from training import base as base_file
from training import losses, muc_examples
from training.examples import Example, example
from training.model_files import Vocabulary, from_kept, prepare
from training.muc4.documents import Document
from training.muc4.documents import load as load_muc
from training.network import Network
from training.plan import OPEN, Plan
from training.runner import Runner, Words, batches, fast, spell
from training.spread import standardise

PIECES = 2560  # of a batch, padding counted
LEADS = 0.1  # share of reports of which only the lead is shown: short texts are relevant too
DECAY = 0.997  # of the running mean of the weights: it looks back some 300 steps


def arguments() -> argparse.Namespace:
    """Return what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=Path("out/model"))
    parser.add_argument("--corpus", type=Path, default=Path("corpus"))
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--passes", type=int, default=16)
    parser.add_argument(
        "--muc", type=float, default=0.33, help="share of MUC-4 in each pass; 0 leaves it out"
    )
    parser.add_argument("--no-augmentation", action="store_true")
    parser.add_argument("--fraction", type=float, default=1.0, help="share of the corpus' train reports")
    parser.add_argument("--frozen", type=int, default=4, help="lowest layers left as they are")
    parser.add_argument(
        "--rate", type=float, default=1.5e-4, help="of the encoder; the heads take 8 times that"
    )
    parser.add_argument("--hide", type=float, default=0.06, help="share of pieces hidden in training")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--every", type=int, default=2, help="passes between two looks at dev")
    parser.add_argument("--resume", action="store_true")
    parser.add_argument("--warm", type=Path, help="a run whose best weights to begin with")
    return parser.parse_args()


def main() -> None:
    """Train, and leave `best.pt`, `last.pt`, `log.jsonl` in the folder."""
    args = arguments()
    torch.manual_seed(args.seed)
    np.random.seed(args.seed)
    rng = random.Random(args.seed)
    base = base_file.load()
    words = prepare(base, args.out.parent / "vocabulary", args.corpus, args.data / "muc4")
    plan = _plan(args)
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    network = Network(base, plan)
    runner = Runner(network.to(device), Words(words.table()), device, args.hide)
    spelled = spell(words.tokenizer)
    pieces = spelled.__getitem__
    train = load(args.corpus, "train")
    if args.fraction < 1.0:
        train = sorted(train, key=lambda m: m.report.id)
        random.Random(args.seed).shuffle(train)
        train = train[: int(len(train) * args.fraction)]
    dev = load(args.corpus, "dev")
    muc = load_muc(args.data / "muc4", "train") if args.muc > 0 else []
    standardise(
        runner, [example(m, pieces, plan) for m in random.Random(1).sample(train, min(150, len(train)))]
    )
    optimiser, lasting = _optimiser(network, args)
    steps = _steps(train, muc, args)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda step: _shape(step, steps))
    start, best, kept = 0, -1.0, None
    if args.warm is not None:
        warm(network, torch.load(args.warm / "best.pt", map_location=device, weights_only=True))
    (args.out / "run.json").write_text(json.dumps(_told(args), indent=1) + "\n", encoding="utf-8")
    if args.resume and (args.out / "last.pt").exists():
        kept = torch.load(args.out / "last.pt", map_location=device, weights_only=False)
        network.load_state_dict(kept["network"])
        optimiser.load_state_dict(kept["optimiser"])
        schedule.load_state_dict(kept["schedule"])
        start, best = kept["pass"], kept["best"]
        rng.setstate(kept["random"])
    mean = _mean(network, kept)
    for number in range(start, args.passes):
        clock = time.perf_counter()
        means = _one_pass(runner, mean, optimiser, schedule, lasting, train, muc, pieces, plan, rng, args)
        row = {"pass": number + 1, "seconds": round(time.perf_counter() - clock), **means}
        if (number + 1) % args.every == 0 or number + 1 == args.passes:
            row |= look(Runner(mean.module, runner.words, device), words, plan, dev)
            if row["score"] > best:
                best = float(row["score"])
                torch.save(mean.module.state_dict(), args.out / "best.pt")
        torch.save(
            {"network": network.state_dict(), "mean": mean.module.state_dict(),
             "optimiser": optimiser.state_dict(), "schedule": schedule.state_dict(),
             "pass": number + 1, "best": best, "random": rng.getstate()},
            args.out / "last.pt",
        )  # fmt: skip
        with (args.out / "log.jsonl").open("a") as log:
            log.write(json.dumps(row) + "\n")
        print(json.dumps(row), flush=True)


def _mean(network: Network, kept: dict[str, Any] | None) -> AveragedModel:
    """Return the running mean of the weights (Izmailov et al. 2018, decaying), which is kept."""
    mean = AveragedModel(network, multi_avg_fn=get_ema_multi_avg_fn(DECAY), use_buffers=False)
    if kept is not None and "mean" in kept:
        mean.module.load_state_dict(kept["mean"])
        mean.n_averaged += 1
    return mean


_UNLIKELY = -4.0
"""Where a new option of a field begins: seldom chosen until it is learned."""


def warm(network: Network, weights: dict[str, torch.Tensor]) -> None:
    """Take over weights of an earlier run; of a head that has grown the new columns and rows begin at 0."""
    own = network.state_dict()
    for name, old in weights.items():
        if name not in own:
            continue
        if own[name].shape == old.shape:
            own[name].copy_(old)
        elif own[name].dim() == 2 and old.dim() == 2 and own[name].shape[0] == old.shape[0]:
            own[name].zero_()
            own[name][:, : old.shape[1]].copy_(old)
        elif name.startswith("fields.") and own[name].shape[0] > old.shape[0]:
            rows = (slice(old.shape[0]), slice(old.shape[1])) if old.dim() == 2 else slice(old.shape[0])
            own[name].fill_(0.0 if old.dim() == 2 else _UNLIKELY)
            own[name][rows].copy_(old)


def _told(args: argparse.Namespace) -> dict[str, object]:
    """Return how the run was started: its arguments, the day, the commit where there is one."""
    told: dict[str, object] = {name: str(value) for name, value in vars(args).items()}
    commit = subprocess.run(["git", "rev-parse", "HEAD"], capture_output=True, text=True, check=False)
    return told | {"day": time.strftime("%Y-%m-%d"), "commit": commit.stdout.strip() or None}


def _plan(args: argparse.Namespace) -> Plan:
    """Return the plan of the run: that which it began with, else one of today's cues and fields."""
    args.out.mkdir(parents=True, exist_ok=True)
    file = args.out / "plan.json"
    if not (args.resume and file.exists()):
        file.write_text(json.dumps(Plan().record(), indent=1) + "\n", encoding="utf-8")
    return Plan.of(json.loads(file.read_text(encoding="utf-8")))


def _optimiser(
    network: Network, args: argparse.Namespace
) -> tuple[torch.optim.Optimizer, list[torch.nn.Parameter]]:
    """Freeze the lowest layers; give the encoder a low rate, the heads a high one."""
    network.encoder.position.requires_grad_(False)
    network.encoder.kind.requires_grad_(False)
    network.encoder.norm.requires_grad_(False)
    for layer in list(network.encoder.layers)[: args.frozen]:
        layer.requires_grad_(False)
    own = [p for p in network.encoder.parameters() if p.requires_grad]
    known = {id(p) for p in network.encoder.parameters()}
    heads = [p for p in network.parameters() if id(p) not in known]
    groups = [
        {"params": own, "lr": args.rate, "weight_decay": 0.01},
        {"params": heads, "lr": args.rate * 8, "weight_decay": 0.01},
    ]
    return torch.optim.AdamW(groups, betas=(0.9, 0.98)), own + heads


def _steps(train: list[Marked], muc: list[Document], args: argparse.Namespace) -> int:
    """Return about how many steps the whole training takes."""
    pieces = sum(len(m.report.text) + len(m.report.title) for m in train) / 3.2
    pieces += sum(len(d.text) for d in muc) / 3.6 * args.muc
    return max(int(pieces / PIECES * 1.2 * args.passes), 10)


def _shape(step: int, steps: int) -> float:
    """Return the share of the rate: up over the first twentieth, then down to a fiftieth."""
    done = step / steps
    return min(done / 0.05, max(0.02, 1.0 - (done - 0.05) / 0.95), 1.0) if done < 1 else 0.02


def _one_pass(
    runner, mean, optimiser, schedule, lasting, train, muc, pieces, plan, rng, args
) -> dict[str, float]:  # type: ignore[no-untyped-def]
    """Go once over the data; return the mean of each term."""
    runner.network.train()
    sums: dict[str, float] = {}
    counts: dict[str, int] = {}
    order = list(train)
    rng.shuffle(order)
    side = rng.sample(muc, int(len(muc) * args.muc)) if muc else []
    jobs: list[tuple[str, object]] = [("corpus", m) for m in order] + [("muc", d) for d in side]
    rng.shuffle(jobs)
    for at in range(0, len(jobs), 64):
        made: list[Example] = []
        for kind, item in jobs[at : at + 64]:
            made.append(_made(kind, item, train, pieces, plan, rng, args))
        made.sort(key=lambda e: max(len(w.ids) for w in e.sheet.windows))
        groups = list(batches(made, PIECES))
        rng.shuffle(groups)
        for group in groups:
            with fast():
                first, second, rows = runner.batch(group)
            terms = losses.first(first, group)
            if second is not None:
                terms |= losses.second(second, rows, plan)
            loss = losses.total(terms)
            optimiser.zero_grad(set_to_none=True)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(lasting, 1.0)
            optimiser.step()
            schedule.step()
            mean.update_parameters(runner.network)
            for name, term in {**terms, "loss": loss}.items():
                sums[name] = sums.get(name, 0.0) + float(term.detach())
                counts[name] = counts.get(name, 0) + 1
    return {name: round(total / counts[name], 4) for name, total in sums.items()}


def _made(kind, item, train, pieces, plan, rng, args) -> Example:  # type: ignore[no-untyped-def]
    if kind == "muc":
        return muc_examples.example(item, pieces, plan, rng)
    if not args.no_augmentation:
        if rng.random() < LEADS and (cut := lead(item, rng)) is not None:
            return example(cut, pieces, plan, rng)
        from training.augment import augment

        item = augment(item, rng, train)
    return example(item, pieces, plan, rng)


def lead(marked: Marked, rng: random.Random) -> Marked | None:
    """Return the first one or two sentences of a report as a text, None where they tell too little.

    Only relevance is known of it: a lead that names no event may or may not be relevant.
    """
    report = marked.report
    kept = sentences(report.text, report.lang or "en")[: rng.choice((1, 2))]
    if not kept or len(report.text[: kept[-1].end].split()) < 6:
        return None
    end = kept[-1].end
    labels = {span.label for _, span in marked.spans if span.end <= end}
    if marked.relevant and not {"EVENT", "OUTCOME"} & labels:
        return None
    title = report.title if rng.random() < 0.5 else ""
    return Marked(replace(report, text=report.text[:end], title=title), marked.relevant, (), ())


def reader(runner: Runner, words: Vocabulary, plan: Plan, how: Settings | None = None) -> LearnedReader:
    """Return the reader over the torch network."""
    runner.network.eval()
    return LearnedReader(
        runner,
        spell(words.tokenizer).__getitem__,
        plan.cue_names,
        plan.rule_names,
        OPEN,
        plan.sizes,
        how or Settings(),
        plan.width,
    )


def open_run(run: Path, weights: str = "best.pt") -> LearnedReader:
    """Return the reader over the weights that a run left."""
    base = base_file.load()
    kept = json.loads((run.parent / "vocabulary" / "kept.json").read_text())
    words = from_kept(base, kept)
    plan = Plan.of(json.loads((run / "plan.json").read_text(encoding="utf-8")))
    network = Network(base, plan)
    network.load_state_dict(torch.load(run / weights, map_location="cpu", weights_only=True))
    return reader(Runner(network, Words(words.table()), torch.device("cpu")), words, plan)


def look(runner: Runner, words: Vocabulary, plan: Plan, dev: list[Marked]) -> dict[str, float]:
    """Code dev; return the scores, and one number of them all to choose by."""
    scores = evaluate(reader(runner, words, plan), dev)["all"].table()
    score = scores["mean of fields"] + 0.3 * scores["incidents"] + 0.2 * scores["relevance"]
    return {"score": round(score, 4), **{f"dev {name}": value for name, value in scores.items()}}


if __name__ == "__main__":
    main()
