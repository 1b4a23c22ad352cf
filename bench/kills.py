"""Kills `marsad add`, `restore` and `init` at random moments, and looks whether anything was lost.

    python -m bench.kills [--what add] --kills 200
    python -m bench.kills --what restore --kills 20
    python -m bench.kills --what migrate --kills 20

on a new SQLite file, and on a new database of the PostgreSQL server that MARSAD_TEST_POSTGRES names. SIGKILL,
at a moment drawn evenly between the start and a little after the whole would be done; counted are the runs
that it ended.

`add` runs on one database again and again: every report that was acknowledged (its line was printed) must be
in the record, none twice. `restore` runs into a new empty record each time: it must be empty or whole after
it. `migrate` is `init` on a record with the tables of step 0001 and 400 reports: it must stand at the old
step or at the new one, with what it held. `marsad doctor` must be clean after each. Prints a line a sort of
outcome; exit status 1 where anything was lost.
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

from alembic import command as alembic
from alembic.config import Config
from sqlalchemy import MetaData, create_engine, inspect, make_url, text

from bench.databases import databases
from marsad.reading.scores.marked import load
from marsad.store import Store
from marsad.store.steps import VERSION_TABLE, standing

OLD = "0001"
LONGEST = 6.0  # seconds after which an `add` is killed at the latest
FEW = 400  # reports of the record that is restored or brought up
TRIES = 8  # runs for each kill asked, at most


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--what", choices=("add", "restore", "migrate"), default="add")
    parser.add_argument("--reports", type=int, default=6000)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    wrong = 0
    with tempfile.TemporaryDirectory() as name:
        file = Path(name) / "reports.jsonl"
        write(file, args.reports if args.what == "add" else FEW)
        for sort in ("SQLite", "PostgreSQL"):
            rng = random.Random(args.seed)
            if args.what == "add":
                with databases() as urls:
                    wrong += adding(urls[sort], file, args.kills, rng) if sort in urls else 0
            else:
                wrong += anew(args.what, sort, file, Path(name), args.kills, rng)
    sys.exit(1 if wrong else 0)


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


def anew(what: str, sort: str, file: Path, folder: Path, kills: int, rng: random.Random) -> int:
    """Kill `restore` or `init` again and again, each time on a new database; return what went wrong."""
    source = f"sqlite:///{folder / f'{what}-{sort}.db'}"
    backup = folder / f"{what}-{sort}.zip"
    done(source, "init")
    done(source, "add", file, "--reader", "lexical", "--quiet")
    done(source, "backup", backup)
    whole = done(source, "export")
    tally: Counter[str] = Counter()
    began, longest, wrong = time.perf_counter(), 0.0, 0
    for _ in range(TRIES * kills):
        with databases() as urls:
            if sort not in urls:
                return 0
            url = urls[sort]
            done(url, "init")
            if what == "migrate":
                done(url, "restore", backup)
                age(url)
            command = ("restore", backup) if what == "restore" else ("init",)
            if not longest:  # the first is not killed: how long one takes
                start = time.perf_counter()
                done(url, *command)
                longest = 1.1 * (time.perf_counter() - start)
                continue
            dead, _, err = killed(url, rng, longest, *command)
            tally["killed" if dead else "ended"] += 1
            tally["tracebacks"] += "Traceback" in err
            if what == "migrate":
                tally["at the old step" if standing_of(url) == OLD else "at the new step"] += 1
                done(url, "init")
            told = done(url, "export")
            tally["whole" if told == whole else "empty" if not told else "HALF"] += 1
            wrong += (what == "migrate" and told != whole) + done_doctor(url)
            if not told:
                done(url, "restore", backup)
                wrong += (done(url, "export") != whole) + done_doctor(url)
            if tally["killed"] == kills:
                break
    wrong += tally["HALF"] + tally["tracebacks"]
    print(f"{sort}: {what} {dict(tally)}, wrong {wrong}, {time.perf_counter() - began:.0f} s", flush=True)
    return wrong


def age(url: str) -> None:
    """Put a record back to the tables of the first step: a record that an older marsad made."""
    engine = create_engine(make_url(url) if "://" in url else f"sqlite:///{url}")
    with databases() as urls:  # what an older one had
        config = Config()
        config.set_main_option("script_location", "marsad.store:migrations")
        config.attributes["version_table"] = VERSION_TABLE
        old = create_engine(f"sqlite:///{urls['SQLite']}")
        with old.begin() as connection:
            config.attributes["connection"] = connection
            alembic.upgrade(config, OLD)
            had = set(inspect(connection).get_table_names())
        old.dispose()
    with engine.begin() as connection:
        newer = MetaData()
        newer.reflect(connection)
        newer.drop_all(connection, [table for name, table in newer.tables.items() if name not in had])
        connection.execute(text(f"UPDATE {VERSION_TABLE} SET version_num = '{OLD}'"))
    engine.dispose()


def standing_of(url: str) -> str | None:
    """Return the step at which a database stands."""
    engine = create_engine(make_url(url) if "://" in url else f"sqlite:///{url}")
    with engine.connect() as connection:
        at = standing(connection)
    engine.dispose()
    return at


if __name__ == "__main__":
    main()
