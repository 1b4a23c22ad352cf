"""The way of a report into the record: met before? coded, linked, folded, kept in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Literal

from marsad.errors import InputError
from marsad.pipeline.accounts import accounts
from marsad.pipeline.code import Coded, Failed
from marsad.pipeline.many import code_many
from marsad.pipeline.numbering import numbered
from marsad.pipeline.settle import link, settle
from marsad.reading import Reader
from marsad.sources.entry import Entry
from marsad.store import Reading, Store, Writing, digest_of

Outcome = Literal["new", "coded anew", "known", "deleted"]


@dataclass(frozen=True, slots=True)
class Added:
    """What became of a report: `outcome`, its digest, and the incidents that it tells of, by number.

    `known`: it was there, coded by this reader. `deleted`: it was deleted on request and stays so.
    """

    name: str
    digest: str
    outcome: Outcome
    relevant: bool = False
    incidents: tuple[int, ...] = field(default=())


def add(
    store: Store,
    items: Iterable[Entry | InputError],
    read: Reader,
    reader: str,
    *,
    clock: Callable[[], int],
    workers: int = 1,
) -> Iterator[Added | Failed]:
    """Add reports, and yield what became of each once it is safe on disk, in order.

    A report that the record has coded with `reader` (its name) is not coded again, so an interrupted run
    goes on where it stopped. Every report is one transaction: it is in the record whole or not at all.
    """
    waiting: dict[int, Added] = {}
    placed: list[int] = []

    def fresh() -> Iterator[Entry | InputError]:
        for place, item in enumerate(items):
            if isinstance(item, Entry) and (known := _met(store, item, reader, clock)) is not None:
                waiting[place] = known
                continue
            placed.append(place)
            yield item

    following = 0
    for number, result in enumerate(code_many(fresh(), read, workers=workers, with_views=True)):
        while following < placed[number]:
            yield waiting.pop(following)
            following += 1
        yield keep(store, result, reader, clock) if isinstance(result, Coded) else result
        following += 1
    yield from (waiting[place] for place in sorted(waiting))


def keep(store: Store, coded: Coded, reader: str, clock: Callable[[], int]) -> Added | Failed:
    """Put one coded report into the record; an error of the record itself (StoreError) is raised."""
    with store.writing() as w:
        return put(w, coded, reader, at=clock())


def put(w: Writing, coded: Coded, reader: str, *, at: int) -> Added:
    """Put a coded report into the record within a transaction: claims, edges, groups, states."""
    name, had = coded.report.id, w.put_report(coded.report, at=at, path=coded.path or None)
    if had.deleted:
        return Added(name, had.digest, "deleted")
    if not had.new and w.coded(had.digest) == reader:
        return _known(w, name, had.digest)
    before = w.accounts_of(had.digest)
    used = 0 if had.new else _used(w, had.digest)
    touched = w.incidents_of(before)
    made, claims = numbered(accounts(coded), coded.claims, before=before, used=used)
    w.put_coding(
        had.digest, reader=reader, relevant=coded.relevant, score=coded.score, claims=claims,
        accounts=made, at=at,
    )  # fmt: skip
    link(w, made)
    beside = {key for number in touched.values() for key in w.members(number)}
    settle(w, {*(one.key for one in made), *beside}, at=at, touched=touched.values())
    told = w.incidents_of(one.key for one in made)
    outcome: Outcome = "new" if had.new else "coded anew"
    return Added(name, had.digest, outcome, coded.relevant, tuple(sorted(set(told.values()))))


def _met(store: Store, item: Entry, reader: str, clock: Callable[[], int]) -> Added | None:
    """Return what is to be said of a report that needs no coding; None where it does."""
    digest = digest_of(item.report)
    with store.reading() as r:
        kept = r.report(digest)
        if kept is None:
            return None
        if kept.deleted is not None:
            return Added(item.report.id, digest, "deleted")
        if r.coded(digest) != reader:
            return None
        here = (item.report.id, item.report.url, item.path or None)
        seen = {(one.name, one.url, one.path) for one in kept.sightings}
        known = _known(r, item.report.id, digest)
    if here not in seen:
        with store.writing() as w:
            w.put_report(item.report, at=clock(), path=item.path or None)
    return known


def _known(r: Reading, name: str, digest: str) -> Added:
    """Return what is told of a report that is there, coded by this reader."""
    told = r.incidents_of(r.accounts_of(digest))
    return Added(name, digest, "known", bool(told), tuple(sorted(set(told.values()))))


def _used(w: Writing, digest: str) -> int:
    """Return the highest number that an incident of the report was ever given."""
    return max((claim.incident for one in w.codings(digest) for claim in one.claims), default=0)
