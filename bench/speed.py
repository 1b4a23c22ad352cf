"""How fast marsad codes with the learned reader, beside its bare encoder and one of BERT-base's size.

Run `make bench` or `python bench/speed.py [REPORTS] [--model FOLDER] [--rounds N]`. The train reports of
the corpus are cut and joined to 300 words each, and coded as `marsad code` does by default. The two
yardsticks run on the pieces of the same reports, in the same process, by turns with the coding, with the same
threads: a pass of the reader's own layers alone, and one of an encoder of BERT-base's size with random
weights in 32 bits. Compare only numbers of one run. Where the machine is busy, processor time says more than
the clock.
"""

from __future__ import annotations

import argparse
import resource
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import onnxruntime

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # where this runs as a script

from bench import big_encoder
from marsad.codebook import Claim, Report
from marsad.pipeline.many import code_many
from marsad.reading.learned import read as packaged
from marsad.reading.learned.model import FOLDER, reader
from marsad.reading.learned.reader import LearnedReader
from marsad.reading.learned.runtime import Onnx, threads_here
from marsad.reading.learned.sheet import lay
from marsad.reading.scores import load
from marsad.sources.entry import Entry
from marsad.text.language import require

ROOT = Path(__file__).resolve().parents[1]
LANGUAGES = ("ar", "fr", "en")
WORDS, REPORTS, ROUNDS, WARM = 300, 60, 3, 6
Ids = np.ndarray


def long_reports(count: int) -> list[Report]:
    """Return reports of WORDS words: train reports of a language, joined and cut, languages by turns."""
    words = [_words(lang) for lang in LANGUAGES]
    return [
        Report(f"{LANGUAGES[number % 3]}-{number}", " ".join(next(words[number % 3]) for _ in range(WORDS)))
        for number in range(count)
    ]


def _words(lang: str) -> Iterator[str]:
    """Yield the words of the train reports in a language, over and over."""
    own = [m.report.text for m in load(ROOT / "corpus", "train") if require(m.report.text) == lang]
    while True:
        for text in own:
            yield from text.split()


@dataclass(slots=True)
class Timed:
    """Seconds by the clock and of the processor, a pair a round."""

    run: Callable[[], None]
    clock: list[float] = field(default_factory=list)
    spent: list[float] = field(default_factory=list)

    def __call__(self) -> None:
        """Run once more."""
        clock, spent = time.perf_counter(), time.process_time()
        self.run()
        self.clock.append(time.perf_counter() - clock)
        self.spent.append(time.process_time() - spent)


@dataclass(frozen=True, slots=True)
class Other:
    """The reader over the model of another folder, read abreast as the packaged one is."""

    learned: LearnedReader
    abreast: int = packaged.abreast

    def __call__(self, report: Report) -> list[Claim]:
        """Return the claims on a report."""
        return self.learned(report)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("reports", type=int, nargs="?", default=REPORTS)
    parser.add_argument("--model", type=Path, default=FOLDER, help="a folder as `training.export` writes it")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    args = parser.parse_args()
    learned = reader(args.model.resolve())
    network = learned.network
    assert isinstance(network, Onnx)
    warm, *reports = long_reports(args.reports + 1)
    every = [Entry(report, "bench") for report in reports]
    read = Other(learned)

    def coded() -> None:
        for _ in code_many(iter(every), read):
            pass

    sheets = [lay(report, require(report.text), learned.pieces) for report in (warm, *reports)]
    first, *windows = [np.array([w.ids], np.int64) for sheet in sheets for w in sheet.windows]
    windows = windows[len(sheets[0].windows) - 1 :]
    list(code_many([Entry(warm, "bench")] * WARM, read))
    whole, bare = Timed(coded), Timed(lambda: _each(lambda ids: _layers(network, ids), windows))
    whole()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (
        1 << 10 if sys.platform != "darwin" else 1 << 20
    )
    whole = Timed(coded)
    big = _big(first)
    yard = Timed(lambda: _each(big, windows))
    for _ in range(args.rounds):
        whole()
        bare()
        yard()
    _print(len(reports), sum(ids.size for ids in windows), (whole, bare, yard), peak)


def _print(reports: int, pieces: int, timed: Sequence[Timed], peak: float) -> None:
    """Print the medians of all rounds."""
    print(
        f"cores      {threads_here()}, {reports} reports of {WORDS} words, {pieces / reports:.0f} pieces each"
    )
    names = ("coding", "encoder", "bert-base")
    notes = ("all that `marsad code` does", "its bare pass, each window once", "a pass of that size, 32 bits")
    clocks = [statistics.median(one.clock) for one in timed]
    spent = [statistics.median(one.spent) for one in timed]
    for name, clock, seconds, note in zip(names, clocks, spent, notes, strict=True):
        print(
            f"{name:10} {reports / clock:6.1f} reports/s {pieces / clock:9,.0f} tokens/s "
            f"{1000.0 * seconds / reports:7.1f} ms of processor a report  {note}"
        )
    print(
        f"share      {spent[1] / spent[0]:6.0%} of the coding's processor time is the bare pass; "
        f"coding is {clocks[2] / clocks[0]:.1f} times as fast as the pass of BERT-base's size"
    )
    print(f"memory     {peak:6.0f} MiB at most while coding")


def _each(run: Callable[[Ids], object], windows: Sequence[Ids]) -> None:
    """Run something on each window, as many at once as reports are coded."""
    with ThreadPoolExecutor(packaged.abreast) as pool:
        for _ in pool.map(run, windows):
            pass


def _layers(network: Onnx, ids: Ids) -> None:
    """Run the reader's layers on one window, each once."""
    states, mixed = network.window(ids)
    network.incident(states, mixed, np.zeros(ids.shape, np.int64), np.zeros((1, 2, 3), np.float32))


def _big(ids: Ids) -> Callable[[Ids], object]:
    """Return what runs an encoder of BERT-base's size on a window, warm."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads_here()
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    session = onnxruntime.InferenceSession(big_encoder.build(), options, providers=["CPUExecutionProvider"])
    states = np.random.default_rng(0).normal(size=(1, 512, big_encoder.HIDDEN)).astype(np.float32)

    def run(ids: Ids) -> object:
        return session.run(None, {"states": states[:, : ids.shape[1]]})

    run(ids)
    return run


if __name__ == "__main__":
    main()
