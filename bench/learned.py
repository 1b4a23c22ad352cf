"""How fast the learned reader codes, beside its bare encoder and one of BERT-base's size, in one run.

Run `python -m bench.learned [REPORTS]` (`make bench` does, after the lexical reader). The train reports
of the corpus are cut and joined to 300 words each. Compare only numbers of one run.
"""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Iterator

import numpy as np
import onnxruntime

from bench import big_encoder
from bench.speed import train_reports
from marsad.codebook import Report
from marsad.reading.learned.model import reader
from marsad.reading.learned.runtime import Onnx, threads_here
from marsad.reading.learned.sheet import lay
from marsad.reading.sieve import scores

WORDS = 300
REPORTS = 60
SIEVED = 20_000


def long_reports(count: int) -> list[Report]:
    """Return reports of 300 words: train reports of one language, joined and cut."""
    made: list[Report] = []
    for lang in ("ar", "fr", "en"):
        words = _words(lang)
        for number in range(count // 3):
            text = " ".join(next(words) for _ in range(WORDS))
            made.append(Report(f"{lang}-{number}", text, lang=lang))
    return made


def _words(lang: str) -> Iterator[str]:
    """Yield the words of the train reports in a language, over and over."""
    from marsad.text.language import require

    own = [r.text for r in train_reports() if require(r.text) == lang]
    while True:
        for text in own:
            yield from text.split()


def main() -> None:
    """Measure and print."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else REPORTS
    reports = long_reports(count)
    read = reader()
    assert isinstance(read.network, Onnx)
    for report in reports[:3]:
        read(report)
    begin = time.perf_counter()
    for report in reports:
        read(report)
    whole = time.perf_counter() - begin
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    sheets = [lay(r, r.lang, read.pieces) for r in reports if r.lang is not None]
    windows = [np.array([w.ids], np.int64) for sheet in sheets for w in sheet.windows]
    pieces = sum(ids.size for ids in windows)
    bare = _bare(read.network, windows)
    base = _base(windows)
    print(f"cores      {threads_here():7d}")
    print(
        f"learned    {len(reports) / whole:7.1f} reports/s of {WORDS} words, {pieces / whole:,.0f} pieces/s"
    )
    print(
        f"encoder    {len(reports) / bare:7.1f} reports/s for its bare pass: {bare / whole:.0%} of the whole"
    )
    print(f"bert-base  {len(reports) / base:7.1f} reports/s for a pass of that size, random weights, 32 bits")
    print(f"memory     {peak:7.0f} MiB at most, before the yardstick was loaded")
    texts = [r.text for r in reports] * (SIEVED // len(reports))
    begin = time.perf_counter()
    scores(texts)
    print(f"sieve      {len(texts) / (time.perf_counter() - begin):7,.0f} reports/s, one core")


def _bare(network: Onnx, windows: list[np.ndarray]) -> float:
    """Return the seconds of the encoder's layers alone, each window once."""
    begin = time.perf_counter()
    for ids in windows:
        mask = np.ones(ids.shape, np.float32)
        states, mixed = network.lower.run(None, {"words": network.words(ids), "mask": mask})[:2]
        given = {
            "states": states, "mixed": mixed, "mask": mask, "source": np.zeros(1, np.int64),
            "rows": np.zeros(1, np.int64), "pieces": np.zeros(ids.shape, np.int64),
            "member": np.zeros((1, 2, 3), np.float32),
        }  # fmt: skip
        network.upper.run(None, {one.name: given[one.name] for one in network.upper.get_inputs()})
    return time.perf_counter() - begin


def _base(windows: list[np.ndarray]) -> float:
    """Return the seconds of an encoder of BERT-base's size on the same windows."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads_here()
    session = onnxruntime.InferenceSession(big_encoder.build(), options, providers=["CPUExecutionProvider"])
    states = np.random.default_rng(0).normal(size=(1, 512, big_encoder.HIDDEN)).astype(np.float32)
    session.run(None, {"states": states[:, :64]})
    begin = time.perf_counter()
    for ids in windows:
        session.run(None, {"states": states[:, : ids.shape[1]]})
    return time.perf_counter() - begin


if __name__ == "__main__":
    main()
