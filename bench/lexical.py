"""How fast marsad codes with the lexical reader on one core, its memory, how soon the command starts.

Run `make bench` or `python bench/lexical.py [REPORTS]`. It codes the train reports of the corpus, repeated to
2,000, without being told their language. Numbers depend on the machine: compare only those of one machine.
"""

from __future__ import annotations

import cProfile
import pstats
import resource
import statistics
import subprocess
import sys
import time
from collections import Counter
from dataclasses import replace
from itertools import cycle, islice
from pathlib import Path

from marsad.codebook import Report
from marsad.errors import MarsadError
from marsad.pipeline.code import code
from marsad.reading import reader
from marsad.reading.scores import load

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "src/marsad"
REPORTS = 2000
PROFILED = 300
STARTS = 5
USUAL = 200


def train_reports() -> list[Report]:
    """Return the reports of the train side, their language not told, in the order of the files."""
    return [replace(marked.report, lang=None) for marked in load(ROOT / "corpus", "train")]


def start_up() -> float:
    """Return the median of five wall-clock times of `marsad --version`, in seconds."""
    times = []
    for _ in range(STARTS):
        begin = time.perf_counter()
        subprocess.run([sys.executable, "-m", "marsad", "--version"], check=True, capture_output=True)
        times.append(time.perf_counter() - begin)
    return statistics.median(times)


def code_all(reports: list[Report]) -> tuple[float, int]:
    """Code the reports; return the seconds it took and the number that could not be coded."""
    read = reader("lexical")
    failed = 0
    begin = time.perf_counter()
    for report in reports:
        try:
            code(report, read)
        except MarsadError:
            failed += 1
    return time.perf_counter() - begin, failed


def stages(reports: list[Report]) -> list[tuple[str, float]]:
    """Return the share of time of each module of marsad, and of each library, largest first.

    A profiler measures it, which makes code of many small calls look slower than it is.
    """
    profile = cProfile.Profile()
    profile.runcall(code_all, reports)
    spent: Counter[str] = Counter()
    for (file, _, _), (_, _, own, _, callers) in pstats.Stats(profile).stats.items():  # type: ignore[attr-defined]
        if file != "~":
            spent[stage(file)] += own
            continue
        for (calling, _, _), (_, _, share, _) in callers.items():  # a builtin's time is its caller's
            spent[stage(calling)] += share
    whole = sum(spent.values())
    return [(name, seconds / whole) for name, seconds in spent.most_common()]


def stage(file: str) -> str:
    """Return the stage that a source file belongs to: `reading/lexical`, `text/dates`, or a library."""
    path = Path(file)
    if path.is_relative_to(PACKAGE):
        parts = path.relative_to(PACKAGE).with_suffix("").parts
        return "/".join(parts[:2])
    if "site-packages" in path.parts:
        return path.parts[path.parts.index("site-packages") + 1]
    return "python"


def main() -> None:
    """Measure and print."""
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else REPORTS
    print(f"start-up   {start_up():7.3f} s    marsad --version, median of {STARTS}")
    known = train_reports()
    reports = list(islice(cycle(known), wanted))
    words = sum(len(report.text.split()) for report in reports)
    first, _ = code_all(known[:1])
    print(f"first      {first:7.3f} s    the first report, with all data loaded")
    seconds, failed = code_all(reports)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (
        1 << 10 if sys.platform != "darwin" else 1 << 20
    )
    print(f"speed      {len(reports) / seconds:7.0f} reports/s, {words / seconds:,.0f} words/s, one core")
    print(f"           {words / seconds / USUAL:7.0f} reports/s of {USUAL} words each")
    print(f"           {len(reports)} reports, {words:,} words, {seconds:.1f} s, {failed} not coded")
    print(f"memory     {peak:7.0f} MiB  at most")
    print("share of time by module (profiled)")
    for name, share in stages(reports[:PROFILED]):
        if share >= 0.01:
            print(f"  {share:6.1%}  {name}")


if __name__ == "__main__":
    main()
