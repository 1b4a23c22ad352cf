"""How fast the record answers: lists by every filter, searches, candidates, one more report.

Run `python -m bench.store [CLAIMS …]`, with MARSAD_TEST_POSTGRES=postgresql+psycopg://… for PostgreSQL too.
It makes up records of 10^4, 10^5 and 10^6 claims in databases of its own, and prints the median and the 95th
percentile of the milliseconds of each question: by the clock, and of processor work alone, which other
programs disturb less. Numbers depend on the machine: compare those of one run.
"""

from __future__ import annotations

import random
import statistics
import sys
import time
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

from bench.databases import databases
from bench.made_up import DAYS, FIRST, MadeUp
from marsad.linking import block, fold, likeness
from marsad.store import Filters, Near, Reading, Store
from marsad.store.bulk import Told

SIZES = (10_000, 100_000, 1_000_000)
AN_INCIDENT = 5.0
"""Claims an incident, about."""
ASKED = 40
AT = 1_700_000_000_000_000

Question = Callable[[Reading], object]


def questions(world: MadeUp, dice: random.Random) -> dict[str, Callable[[], Question]]:
    """Return what is asked, each with other values every time."""

    def listed(make: Callable[[], Filters], **options: object) -> Callable[[], Question]:
        def ask() -> Question:
            filters = make()
            return lambda r: r.list(filters, **options)  # type: ignore[arg-type]

        return ask

    def towns() -> Near:
        town = dice.choice(world.towns.values)
        return Near(town.lat, town.lon, dice.choice((10, 50, 300)))

    def days() -> Filters:
        since = FIRST.toordinal() + dice.randrange(DAYS)
        return Filters(since=since, until=since + dice.choice((0, 7, 90, 1000)))

    def word(power: float = 1.0) -> str:
        own = world.words[dice.choice(("ar", "fr", "en"))].values
        return str(own[int(len(own) * dice.random() ** (3 * power))])

    def closed(name: str, field: str) -> Callable[[], Filters]:
        values = world.closed[field].values
        return lambda: Filters(**{name: tuple(dice.sample(values, dice.choice((1, 1, 2))))})  # type: ignore[arg-type]

    def any_country() -> tuple[str, ...]:
        return tuple({town.country for town in dice.sample(world.towns.values, dice.choice((1, 3)))})

    def mixed() -> Filters:
        return Filters(
            countries=any_country(),
            outcomes=(dice.choice(world.closed["outcome"].values),),
            weapons=(dice.choice(world.closed["weapons"].values),),
            min_certainty=0.6,
        )

    return {
        "no filter": listed(Filters),
        "by change": listed(Filters, order="changed"),
        "least certain": listed(Filters, order="doubtful"),
        "days": listed(days),
        "country": listed(lambda: Filters(countries=any_country())),
        **{
            field: listed(closed(name, field))
            for name, field in (
                ("outcomes", "outcome"),
                ("stages", "stage"),
                ("actors", "actor"),
                ("disruptions", "disruption"),
                ("attack_types", "attack_type"),
                ("weapons", "weapons"),
                ("target_types", "target_type"),
            )
        },
        "affiliation": listed(lambda: Filters(affiliations=(dice.choice(world.groups.values),))),
        "agency": listed(lambda: Filters(agencies=(f"{any_country()[0]} police",))),
        "near": listed(lambda: Filters(near=towns())),
        "review": listed(lambda: Filters(reviews=(dice.choice(("machine", "accepted")),))),
        "certainty": listed(lambda: Filters(min_certainty=dice.choice((0.5, 0.9, 0.99)))),
        "language": listed(lambda: Filters(languages=(dice.choice(("ar", "fr", "en")),))),
        "four at once": listed(mixed),
        "count of four": lambda: _counting(mixed()),
        "common word": listed(lambda: Filters(text=word(3))),
        "any word": listed(lambda: Filters(text=word())),
        "two words": listed(lambda: Filters(text=f"{word(2)} {word(2)}")),
        "phrase": listed(lambda: Filters(text=f'"{word(3)} {word(3)}"')),
        "beginning": listed(lambda: Filters(text=word()[:3] + "*")),
        "word, country": listed(lambda: Filters(text=word(3), countries=any_country())),
        "word, by change": listed(lambda: Filters(text=word(2)), order="changed"),
    }


def _counting(filters: Filters) -> Question:
    return lambda r: r.count(filters)


class Clock:
    """Times questions: by the clock, and by the work of this process and of the database's own."""

    def __init__(self, store: Store) -> None:
        self.server: int | None = None
        if store.engine.dialect.name != "sqlite":
            with store.reading() as r:
                self.server = r.connection.exec_driver_sql("SELECT pg_backend_pid()").scalar()

    def work(self) -> float:
        """Return the processor seconds spent so far."""
        own = time.process_time()
        if self.server is not None:
            told = Path(f"/proc/{self.server}/schedstat")
            own += int(told.read_text().split()[0]) / 1e9 if told.exists() else 0.0
        return own

    def show(self, name: str, asks: Iterable[Callable[[], object]]) -> None:
        """Ask, and print the median and the 95th percentile in milliseconds."""
        walls, works = [], []
        for ask in asks:
            begin, spent = time.perf_counter(), self.work()
            ask()
            walls.append(1000 * (time.perf_counter() - begin))
            works.append(1000 * (self.work() - spent))
        told = "   ".join(f"{what} p50 {half(some):7.1f} p95 {high(some):7.1f}" for what, some in
                          (("wall", walls), ("work", works)))  # fmt: skip
        print(f"  {name:16} {told}", flush=True)


def half(times: list[float]) -> float:
    return statistics.median(times)


def high(times: list[float]) -> float:
    return sorted(times)[int(len(times) * 0.95)]


def measure(store: Store, claims: int) -> None:
    """Fill a record, ask it, add to it; print."""
    world = MadeUp()
    incidents = int(claims / AN_INCIDENT)
    begin = time.perf_counter()
    for part in range(0, incidents, 20_000):
        with store.writing() as w:
            w.put_incidents(world.incidents(min(20_000, incidents - part)), reader="made-up", at=AT + part)
    store.tidy()
    print(f"  {incidents} incidents made in {time.perf_counter() - begin:.0f} s")
    dice, clock = random.Random(4), Clock(store)
    for name, ask in questions(world, dice).items():
        clock.show(name, (partial(answer, store, ask()) for _ in range(ASKED)))
    fresh = [told for whole in world.incidents(3 * ASKED) for told in whole.reports][:ASKED]
    clock.show("candidates", (partial(answer, store, looking(told)) for told in fresh))
    clock.show("add", (partial(add, store, told, AT * 2 + number) for number, told in enumerate(fresh)))


def answer(store: Store, question: Question) -> object:
    with store.reading() as r:
        return question(r)


def looking(told: Told) -> Question:
    return lambda r: r.candidates(block(told.account))


def add(store: Store, told: Told, at: int) -> None:
    """One more report the whole way, but for reading it: stored, compared, grouped alone, folded."""
    with store.writing() as w:
        account = told.account
        put = w.put_report(told.report, at=at)
        w.put_coding(put.digest, reader="made-up", relevant=True, score=1.0, claims=told.claims,
                     accounts=[account], at=at)  # fmt: skip
        near = [one for one in w.candidates(block(account)) if one.key != account.key]
        w.put_edges({(account.key, one.key): likeness(account, one) for one in near[:5]})
        w.component([account.key])
        done = w.regroup([[account.key]], at=at)
        for number in done.groups:
            w.put_state(number, fold([account], {}), at=at)


def main() -> None:
    """Measure and print."""
    for claims in [int(float(size)) for size in sys.argv[1:]] or SIZES:
        with databases() as urls:
            for name, url in urls.items():
                print(f"{name}, {claims} claims")
                with Store.create(url) as store:
                    measure(store, claims)


if __name__ == "__main__":
    main()
