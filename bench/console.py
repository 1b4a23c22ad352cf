"""How fast the console answers several people at once: every page, every filter, on a large made-up record.

Run `python -m bench.console [--incidents 200000] [--users 8] [--asks 10]`, with
MARSAD_TEST_POSTGRES=postgresql+psycopg://… for PostgreSQL too. The server is a process of its own, as `marsad
serve` starts it; each user is a thread with a session that asks one page after the other without a pause. For
each page and filter the milliseconds until the whole answer is there are printed, the median and the 95th
percentile over all users. Whatever else runs on the machine is in them: compare numbers of one run.
"""

from __future__ import annotations

import argparse
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from urllib.parse import quote, urlencode

import httpx

from bench.databases import databases
from bench.made_up import DAYS, FIRST, MadeUp
from marsad.pipeline.record import Record
from marsad.web.security.secrets import digest, fresh

MARK = 300.0
"""Milliseconds at the 95th percentile that no page may take (issue 6)."""
PART = 20_000
ROLE = "coder"

Ask = Callable[[random.Random], str]

SERVER = """
import sys, uvicorn
from marsad.web.app import create_app
from marsad.web.settings import Settings
app = create_app(sys.argv[1], settings=Settings(reader="lexical"))
config = uvicorn.Config(app, port=0, log_level="error", access_log=False)
server = uvicorn.Server(config)
startup = server.startup
async def told(sockets=None):
    await startup(sockets)
    print(server.servers[0].sockets[0].getsockname()[1], flush=True)
server.startup = told
server.run()
"""


def pages(world: MadeUp, incidents: int) -> dict[str, Ask]:
    """Return what is asked, by name: an address, another one each time."""

    def listed(**some: Callable[[random.Random], object]) -> Ask:
        return lambda dice: "/incidents?" + urlencode({k.rstrip("_"): str(v(dice)) for k, v in some.items()})

    def closed(name: str) -> Callable[[random.Random], object]:
        return lambda dice: dice.choice(world.closed[name].values)

    def country(dice: random.Random) -> str:
        return str(dice.choice(world.towns.values).country)

    def day(dice: random.Random) -> str:
        return str(FIRST.fromordinal(FIRST.toordinal() + dice.randrange(DAYS)))

    def near(dice: random.Random) -> str:
        town = dice.choice(world.towns.values)
        return f"{town.lat},{town.lon},{dice.choice((10, 50, 300))}"

    def word(dice: random.Random) -> str:
        own = world.words[dice.choice(("ar", "fr", "en"))].values
        return str(own[int(len(own) * dice.random() ** 3)])

    def one(dice: random.Random) -> str:
        return f"/incidents/{dice.randrange(incidents) + 1}"

    return {
        "the list": lambda _: "/incidents",
        **{
            name: listed(**{name: closed(field)})
            for name, field in (
                ("outcome", "outcome"), ("stage", "stage"), ("actor", "actor"), ("disruption", "disruption"),
                ("attack_type", "attack_type"), ("weapon", "weapons"), ("target_type", "target_type"),
            )
        },
        "country": listed(country=country),
        "affiliation": listed(affiliation=lambda dice: dice.choice(world.groups.values)),
        "language": listed(language=lambda dice: dice.choice(("ar", "fr", "en"))),
        "review": listed(review=lambda dice: dice.choice(("machine", "accepted"))),
        "days": listed(since=day),
        "near": listed(near=near),
        "certainty": listed(min_certainty=lambda dice: dice.choice((0.5, 0.9))),
        "words": listed(q=word),
        "words, country": listed(q=word, country=country),
        "four at once": listed(
            country=country, outcome=closed("outcome"), weapon=closed("weapons"),
            min_certainty=lambda _: 0.6,
        ),
        "figures": lambda dice: "/figures?" + urlencode({"country": country(dice)}),
        "figures of all": lambda _: "/figures",
        "an incident": one,
        "a field of one": lambda dice: f"{one(dice)}?field={dice.choice(('killed', 'place', 'date'))}",
        "the queue": lambda _: "/queue",
        "queue, why": lambda _: "/queue?why=review",
        "add": lambda _: "/add",
        "one's account": lambda _: "/account",
    }  # fmt: skip


def fill(url: str, incidents: int, world: MadeUp, users: int) -> list[str]:
    """Make the record with its people; return the secret of each one's session."""
    begin = time.perf_counter()
    with Record.init(url) as record:
        for part in range(0, incidents, PART):
            with record.store.writing() as w:
                some = world.incidents(min(PART, incidents - part))
                w.put_incidents(some, reader="made-up", at=record.clock())
        record.fill_queue(anew=True)
        record.store.tidy()
        secrets = [fresh() for _ in range(users)]
        with record.store.writing() as w:
            for number, secret in enumerate(secrets):
                person = w.put_person(f"user {number}", role=ROLE, at=record.clock())
                w.put_session(digest(secret), person=person.number, at=record.clock())
    print(f"  {incidents:,} incidents made in {time.perf_counter() - begin:.0f} s", flush=True)
    return secrets


@contextmanager
def serving(url: str) -> Iterator[str]:
    """Start the server in a process of its own; yield its address."""
    with subprocess.Popen([sys.executable, "-c", SERVER, url], stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        port = server.stdout.readline().strip()
        try:
            if not port:
                raise SystemExit("the server did not start: its error stands above")
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()


def measure(address: str, secrets: list[str], world: MadeUp, incidents: int, asks: int) -> float:
    """Ask every page, all users at once; print, and return the worst 95th percentile."""
    worst = 0.0
    clients = [httpx.Client(base_url=address, cookies={"marsad": one}, timeout=120) for one in secrets]
    with ThreadPoolExecutor(len(clients)) as pool:
        for name, ask in pages(world, incidents).items():
            clients[0].get(ask(random.Random(0)))

            def user(number: int, ask: Ask = ask, name: str = name) -> list[float]:
                dice, took = random.Random(quote(f"{name} {number}")), []
                for _ in range(asks):
                    path, begin = ask(dice), time.perf_counter()
                    answer = clients[number].get(path)
                    took.append(1000 * (time.perf_counter() - begin))
                    if answer.status_code != 200:
                        raise SystemExit(f"{path} answered {answer.status_code}, expected 200")
                return took

            times = sorted(one for some in pool.map(user, range(len(clients))) for one in some)
            high = times[int(0.95 * (len(times) - 1))]
            worst = max(worst, high)
            over = "  over the mark" if high > MARK else ""
            print(f"  {name:16} p50 {statistics.median(times):8.1f}   p95 {high:8.1f}{over}", flush=True)
    for client in clients:
        client.close()
    return worst


def main() -> None:
    """Measure and print."""
    told = argparse.ArgumentParser(description="Measure the console with several users at once.")
    told.add_argument("--incidents", type=int, default=200_000)
    told.add_argument("--users", type=int, default=8)
    told.add_argument("--asks", type=int, default=10, help="times that each user asks each page")
    given = told.parse_args()
    with databases() as urls:
        for name, url in urls.items():
            print(f"{name}, {given.incidents:,} incidents, {given.users} users at once, milliseconds")
            world = MadeUp()
            secrets = fill(url, given.incidents, world, given.users)
            with serving(url) as address:
                worst = measure(address, secrets, world, given.incidents, given.asks)
            print(f"  the slowest: p95 {worst:.1f} ms, the mark is {MARK:.0f}")


if __name__ == "__main__":
    main()
