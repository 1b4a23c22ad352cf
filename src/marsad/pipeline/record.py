"""The record: one object with the verbs that the command line, the console and the API offer too."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Literal, Self

from marsad import exchange, reading
from marsad.codebook import Language
from marsad.errors import InputError
from marsad.pipeline.adding import Added, add
from marsad.pipeline.blind import veiled
from marsad.pipeline.code import Failed
from marsad.pipeline.doctor import breaches
from marsad.pipeline.marking import marked
from marsad.pipeline.reviewing import Reviewing
from marsad.pipeline.settle import Settled, settle
from marsad.pipeline.show import show
from marsad.sources.entry import Entry
from marsad.store import Filters, Order, Page, Reading, Store
from marsad.store.archive import Progress, silent
from marsad.store.checks import Breach

SECOND = 1_000_000
"""Microseconds."""


def now() -> int:
    """Return the time in microseconds since 1970 UTC."""
    return time.time_ns() // 1000


class Record(Reviewing):
    """A record of incidents in a database; `with` closes it.

    People's decisions take `who` decides and the `reason`; nothing is overwritten, and `undo` takes any of
    them back. Where they take `seen`, the `version` of the incident as `show` told it, the answer tells what
    happened in the meanwhile. A `viewer` who codes an incident apart from somebody sees nothing of theirs.
    """

    def __init__(self, store: Store, clock: Callable[[], int] = now) -> None:
        self.store = store
        self.clock = clock

    @classmethod
    def init(cls, url: str, clock: Callable[[], int] = now) -> Record:
        """Make the record at a database's address, or bring one up to this version's tables."""
        made = cls(Store.create(url), clock)
        made.fill_queue()
        return made

    @classmethod
    def open(cls, url: str, clock: Callable[[], int] = now) -> Record:
        """Open the record at a database's address; raises StoreError where there is none to open."""
        return cls(Store.open(url), clock)

    def close(self) -> None:
        """Close the database."""
        self.store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def add(
        self,
        items: Iterable[Entry | InputError],
        *,
        reader: str = reading.DEFAULT,
        workers: int = 1,
    ) -> Iterator[Added | Failed]:
        """Code, link and store reports; yields what became of each once it is safe on disk."""
        return add(self.store, items, reading.reader(reader), reader, clock=self.clock, workers=workers)

    def list(
        self,
        filters: Filters | None = None,
        *,
        order: Order = "latest",
        cursor: str | None = None,
        limit: int = 50,
        as_of: int | None = None,
        viewer: str | None = None,
    ) -> Page:
        """List the incidents that pass filters, a page at a time, today's or those of an earlier time."""
        with self.store.reading() as r:
            page = r.list(filters or Filters(), order=order, cursor=cursor, limit=limit, as_of=as_of)
            return veiled(r, page, viewer)

    def search(
        self, words: str, filters: Filters | None = None, *, viewer: str | None = None, **how: Any
    ) -> Page:
        """List the incidents whose reports or values hold words, "phrases" or beginnings*."""
        with self.store.reading() as r:
            return veiled(r, r.search(words, filters or Filters(), **how), viewer)

    def count(self, filters: Filters | None = None, *, as_of: int | None = None) -> int:
        """Count the incidents that pass filters."""
        with self.store.reading() as r:
            return r.count(filters or Filters(), as_of=as_of)

    def show(
        self, number: int, *, as_of: int | None = None, lang: Language = "en", viewer: str | None = None
    ) -> dict[str, Any]:
        """Show an incident: fields with their words, reports, what disagrees, judgements, history."""
        with self.store.reading() as r:
            return show(r, number, as_of=as_of, lang=lang, viewer=viewer)

    def export(
        self, form: Literal["jsonl", "csv"] = "jsonl", filters: Filters | None = None
    ) -> Iterator[str]:
        """Write the incidents that pass filters as JSON lines or as CSV, a line at a time.

        All lines are of one moment. Neither names nor titles nor words of reports go out.
        """
        with self.store.reading() as r:
            going = _outgoing(r, filters or Filters())
            if form == "csv":
                yield from exchange.table(going)
            else:
                yield from (f"{line}\n" for line in exchange.lines(going))

    def link(self, account: str, number: int, *, who: str, reason: str) -> Settled:
        """Hold that an account tells of an incident: both stay together until that is undone."""
        with self.store.writing() as w:
            keys = [*self._members(w, number), self._account(w, account)]
            return self._judge(w, "same", keys, who, reason)

    def unlink(self, account: str, *, who: str, reason: str) -> Settled:
        """Hold that an account does not tell of the incident that it stands in."""
        with self.store.writing() as w:
            key = self._account(w, account)
            rest = [one for one in w.members(w.incidents_of([key])[key]) if one != key]
            if not rest:
                raise InputError(
                    f"the account {key} stands alone in its incident: there is nothing to unlink it from"
                )
            return self._judge(w, "different", [key, *rest], who, reason, left=[key], right=rest)

    def apart(self, account: str, number: int, *, who: str, reason: str) -> Settled:
        """Hold that an account does not tell of an incident, in which it does not stand: never link them."""
        with self.store.writing() as w:
            key, rest = self._account(w, account), self._members(w, number)
            if key in rest:
                raise InputError(f"the account {key} stands in the incident {number}: unlink it from there")
            return self._judge(w, "different", [key, *rest], who, reason, left=[key], right=rest)

    def merge(self, numbers: Sequence[int], *, who: str, reason: str) -> Settled:
        """Hold that incidents are one; the one with most accounts keeps its number."""
        with self.store.writing() as w:
            found = list(dict.fromkeys(w.incident(number) for number in numbers))
            if len(found) < 2:
                raise InputError(f"got the one incident {found[0]}, expected two or more to merge")
            keys = [key for number in found for key in self._members(w, number)]
            return self._judge(w, "same", keys, who, reason)

    def split(self, number: int, accounts: Sequence[str], *, who: str, reason: str) -> Settled:
        """Hold that some of an incident's accounts tell, together, of another one."""
        with self.store.writing() as w:
            moved = list(dict.fromkeys(self._account(w, one) for one in accounts))
            inside = self._members(w, number)
            strange = [key for key in moved if key not in inside]
            if strange:
                raise InputError(
                    f"the account {strange[0]} is not of the incident {number}, whose accounts are "
                    f"{', '.join(inside)}"
                )
            kept = [key for key in inside if key not in moved]
            if not kept or not moved:
                raise InputError(
                    f"got {len(moved)} of the {len(inside)} accounts of the incident {number}, expected some "
                    "and not all"
                )
            return self._judge(w, "split", [*kept, *moved], who, reason, moved=moved, kept=kept)

    def correct(
        self,
        number: int,
        field: str,
        value: object,
        *,
        who: str,
        reason: str,
        words: object = None,
        seen: str | None = None,
    ) -> Settled:
        """Set a field's value; it holds whatever readers say, until it is corrected again or undone."""
        with self.store.writing() as w:
            keys = self._members(w, number)
            told = marked(w, keys, words)
            return self._judge(
                w, "correct", keys, who, reason, seen=(number, seen), field=field, value=value, words=told
            )

    def accept(self, number: int, *, who: str, reason: str = "", seen: str | None = None) -> Settled:
        """Hold that an incident is coded rightly."""
        with self.store.writing() as w:
            return self._judge(w, "accept", self._members(w, number), who, reason, seen=(number, seen))

    def reject(self, number: int, *, who: str, reason: str, seen: str | None = None) -> Settled:
        """Hold that an incident is none: it stays in the record, marked so."""
        with self.store.writing() as w:
            return self._judge(w, "reject", self._members(w, number), who, reason, seen=(number, seen))

    def undo(self, digest: str, *, who: str, reason: str) -> Settled:
        """Take a judgement back, named by its digest or the beginning of it; an undoing too."""
        with self.store.writing() as w:
            one = self._judged(w, digest)
            return self._judge(w, "undo", one.accounts, who, reason, judgement=one.digest)

    def delete(self, digest: str, *, who: str, reason: str) -> Settled:
        """Delete a report on request: its text and claims go, who, when and why stay."""
        with self.store.writing() as w:
            at = self.clock()
            gone = w.delete_report(self._report(w, digest), who=who, reason=reason, at=at)
            beside = {key for number in gone.touched for key in w.members(number)}
            done = settle(w, beside, at=at)
            w.put_waiting(dict.fromkeys(gone.gone, ()))
            return Settled(done.changed, tuple(sorted({*done.retired, *gone.gone})))

    def backup(self, path: Path, progress: Progress = silent) -> int:
        """Write the whole record into one file, from which it can be restored into any database."""
        return self.store.backup(path, progress)

    def restore(self, path: Path, progress: Progress = silent) -> int:
        """Read a backup into this record, which must be empty: all of it or nothing."""
        return self.store.restore(path, progress)

    def doctor(self) -> Iterator[Breach]:
        """Check that the record is sound: names each rule that does not hold, what was got and expected."""
        with self.store.reading() as r:
            yield from breaches(r)


def _outgoing(r: Reading, filters: Filters) -> Iterator[exchange.Outgoing]:
    """Yield the incidents that pass filters with their sources, page by page, by day."""
    cursor: str | None = None
    while True:
        page = r.list(filters, order="earliest", cursor=cursor, limit=500)
        members = {state.incident: r.members(state.incident) for state in page.states}
        accounts = r.accounts(key for keys in members.values() for key in keys)
        sources = {
            digest: exchange.Source(digest, one.report.url, one.report.lang or "", one.report.published)
            for digest, one in r.reports({account.report for account in accounts.values()}).items()
            if one.report is not None
        }
        for state in page.states:
            own = {accounts[key].report for key in members[state.incident]} & sources.keys()
            told = sorted(map(sources.__getitem__, own), key=lambda one: (one.published or "", one.digest))
            yield exchange.Outgoing(state, tuple(told))
        if (cursor := page.cursor) is None:
            return
