"""Kills `marsad add`, `restore` and `init` at random moments, and looks whether anything was lost.

    python -m bench.kills --database sqlite:////tmp/kills.db --kills 200
    python -m bench.kills --database postgresql+psycopg://… --kills 200
    python -m bench.kills --database sqlite:////tmp/kills.db --what restore --kills 20

SIGKILL, at a moment drawn evenly between the start and a little after the whole would be done. Then every
report that was acknowledged (its line was printed) must be in the record, none twice, and `marsad doctor`
must be clean. What was begun is finished at the end, and looked at again. Prints a line a sort of outcome;
exit status 1 where anything was lost.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from marsad.reading.scores.marked import load
from marsad.store import Store

LONGEST = 6.0  # seconds after which a run is killed at the latest


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--database", required=True)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--what", choices=("add", "restore", "init"), default="add")
    parser.add_argument("--reports", type=int, default=6000)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    rng = random.Random(args.seed)
    with tempfile.TemporaryDirectory() as name:
        file = Path(name) / "reports.jsonl"
        write(file, args.reports)
        if args.what == "add":
            lost = adding(args.database, file, args.kills, rng)
        elif args.what == "restore":
            lost = restoring(args.database, file, Path(name), args.kills, rng)
        else:
            lost = making(args.database, args.kills, rng)
    sys.exit(1 if lost else 0)


def write(file: Path, count: int) -> None:
    """Write so many reports that differ, made of those of train."""
    base = [m.report for m in load(Path("corpus"), "train")]
    with file.open("w", encoding="utf-8") as out:
        for number in range(count):
            one = base[number % len(base)]
            text = one.text if number < len(base) else f"{one.text}\n\n{number}."
            row = {"id": f"k{number}", "title": one.title, "text": text, "lang": one.lang,
                   "published": one.published}  # fmt: skip
            out.write(json.dumps(row, ensure_ascii=False) + "\n")


def marsad(url: str, *arguments: object) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "marsad", *map(str, arguments)],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        env={**os.environ, "MARSAD_DATABASE": url, "PYTHONUNBUFFERED": "1"},
    )  # fmt: skip


def done(url: str, *arguments: object) -> str:
    """Run a command to its end; its failure ends the measurement."""
    run = marsad(url, *arguments)
    out, err = run.communicate()
    if run.returncode:
        raise SystemExit(f"marsad {' '.join(map(str, arguments))}: {err or out}")
    return out


def killed(url: str, rng: random.Random, longest: float, *arguments: object) -> tuple[bool, str, str]:
    """Run a command and kill it at a random moment; return whether it was killed, and what it printed."""
    run = marsad(url, *arguments)
    moment = rng.uniform(0.05, longest)
    try:
        out, err = run.communicate(timeout=moment)
    except subprocess.TimeoutExpired:
        run.send_signal(signal.SIGKILL)
        out, err = run.communicate()
    return run.returncode == -signal.SIGKILL, out, err


def adding(url: str, file: Path, kills: int, rng: random.Random) -> int:
    """Kill `add` again and again; what it acknowledged must be there, each once."""
    done(url, "init")
    acknowledged: set[str] = set()
    tally: Counter[str] = Counter()
    began = time.perf_counter()
    while tally["killed"] < kills:
        dead, out, err = killed(url, rng, LONGEST, "add", file, "--reader", "lexical", "--json")
        tally["killed" if dead else "ended"] += 1
        if not dead and "Traceback" in err:
            tally["tracebacks"] += 1
        before = len(acknowledged)
        for line in out.splitlines():
            try:
                acknowledged.add(json.loads(line)["id"])
            except ValueError:
                tally["lines cut off"] += 1
        tally["runs that got further"] += len(acknowledged) > before
        if not dead:
            break
    lost = missing(url, acknowledged)
    twice = doubled(url)
    breaches = done_doctor(url)
    print(f"{url.partition(':')[0]}: {dict(tally)}, {time.perf_counter() - began:.0f} s")
    print(f"acknowledged {len(acknowledged)}, lost {lost}, twice {twice}, breaches {breaches}")
    return lost + twice + breaches


def missing(url: str, acknowledged: set[str]) -> int:
    """Return how many of the acknowledged reports are not in the record."""
    with Store.open(url) as store, store.reading() as r:
        kept = {one.name for kept in r.reports(r.digests()).values() for one in kept.sightings}
    return len(acknowledged - kept)


def doubled(url: str) -> int:
    """Return how many names are kept by more than one report, or with more than one open coding."""
    with Store.open(url) as store, store.reading() as r:
        digests = list(r.digests())
        names = Counter(kept.report.id for kept in r.reports(digests).values() if kept.report)
        codings = sum(sum(one.closed is None for one in r.codings(digest)) != 1 for digest in digests)
    return sum(count > 1 for count in names.values()) + codings


def done_doctor(url: str) -> int:
    """Return how many rules the doctor finds broken, and print them."""
    run = marsad(url, "doctor", "--json")
    out, err = run.communicate()
    found = json.loads(out) if out else [err]
    for one in found[:10]:
        print("  ", one)
    return len(found)


def restoring(url: str, file: Path, folder: Path, kills: int, rng: random.Random) -> int:
    """Kill `restore` again and again: the record is empty or whole, and takes the backup in the end."""
    source = f"sqlite:///{folder / 'source.db'}"
    few = folder / "few.jsonl"
    few.write_text("".join(file.read_text("utf-8").splitlines(keepends=True)[:400]), "utf-8")
    done(source, "init")
    done(source, "add", few, "--reader", "lexical", "--quiet")
    backup = folder / "backup.zip"
    done(source, "backup", backup)
    whole = done(source, "export")
    done(url, "init")
    started = time.perf_counter()
    tally: Counter[str] = Counter()
    for _ in range(kills):
        dead, _, err = killed(url, rng, 4.0, "restore", backup)
        tally["killed" if dead else "refused: not empty" if "holds something" in err else "ended"] += 1
        told = done(url, "export")
        tally["whole" if told == whole else "empty" if not told else "HALF"] += 1
    if not done(url, "export"):
        done(url, "restore", backup)
    wrong = int(done(url, "export") != whole) + tally["HALF"] + done_doctor(url)
    took = time.perf_counter() - started
    print(f"{url.partition(':')[0]}: restore {dict(tally)}, wrong {wrong}, {took:.0f} s")
    return wrong


def making(url: str, kills: int, rng: random.Random) -> int:
    """Kill `init` again and again; in the end the tables are there, and sound."""
    tally: Counter[str] = Counter()
    for _ in range(kills):
        dead, _, err = killed(url, rng, 2.0, "init")
        tally["killed" if dead else "ended"] += 1
        tally["tracebacks"] += "Traceback" in err
    done(url, "init")
    wrong = done_doctor(url) + tally["tracebacks"]
    print(f"{url.partition(':')[0]}: init {dict(tally)}, wrong {wrong}")
    return wrong


if __name__ == "__main__":
    main()
