"""What must always hold of a record, asked of it: each breach is named, with what was got and expected."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Table, and_, exists, func, literal_column, or_, select, text

from marsad.linking import Account, Folded
from marsad.store.accounts import account_row, telling
from marsad.store.audit import FIRST, ReadsAudit
from marsad.store.documents import ReadsDocuments
from marsad.store.plain import dump, load
from marsad.store.reports import digest_of, report_of
from marsad.store.schema import (
    TABLES,
    account,
    claim,
    coding,
    incident,
    member,
    report,
    shown,
    sighting,
    state,
)
from marsad.store.states import ReadsStates, folded_from, folded_to

PAGE = 500

Expected = Callable[[int, Mapping[str, Account]], tuple[Folded, str]]
"""Given an incident and its accounts by key, what it should fold to, and its state of review."""


@dataclass(frozen=True, slots=True)
class Breach:
    """Something that does not hold: the rule, what breaks it, what was got, what was expected."""

    name: str
    subject: str
    got: str
    expected: str


class ReadsChecks(ReadsStates, ReadsDocuments, ReadsAudit):
    """Asks whether the record is sound."""

    def breaches(self, expected: Expected | None = None) -> Iterator[Breach]:
        """Yield all that does not hold; with `expected`, fold each incident anew and compare."""
        yield from self._file()
        yield from self._orphans()
        yield from self._reports()
        yield from self._membership()
        yield from self._overlaps(member, member.c.account_id, "account")
        yield from self._overlaps(state, state.c.incident_id, "incident")
        yield from self._today()
        yield from self._accounts()
        yield from self._states(expected)
        yield from self._chain()

    def _file(self) -> Iterator[Breach]:
        """The SQLite file itself."""
        if self.sqlite:
            for row in self.rows(text("PRAGMA quick_check")):
                if row[0] != "ok":
                    yield Breach("sound file", "SQLite", str(row[0]), "ok")

    def _orphans(self) -> Iterator[Breach]:
        """Every row that names another names one that is there."""
        for table in TABLES:
            for key in table.foreign_keys:
                other = key.column.table.alias()
                lost = ~exists().where(other.c[key.column.name] == key.parent)
                question = select(key.parent).where(key.parent.is_not(None), lost).distinct().limit(20)
                for row in self.rows(question):
                    got = f"{key.parent.name} {row[0]}"
                    yield Breach("no orphans", table.name, got, f"a row of {key.column.table.name}")

    def _reports(self) -> Iterator[Breach]:
        """A report's digest is that of its words; a deleted one has none, nor what rests on any."""
        last = 0
        while rows := self.rows(select(report).where(report.c.id > last).order_by(report.c.id).limit(PAGE)):
            for row in rows:
                if row.deleted is None and (found := digest_of(report_of(row))) != row.digest:
                    yield Breach("digest", f"report {row.id}", found, row.digest)
                kept = [name for name in ("title", "text", "url", "name", "published", "lang")
                        if row.deleted is not None and row._mapping[name] is not None]  # fmt: skip
                if kept:
                    yield Breach("nothing behind a tombstone", row.digest, ", ".join(kept), "nothing")
            last = rows[-1].id
        for table in (account, coding, sighting):
            question = select(report.c.digest).join(table, table.c.report_id == report.c.id)
            for row in self.rows(question.where(report.c.deleted.is_not(None)).distinct()):
                yield Breach("nothing behind a tombstone", row.digest, table.name, "nothing")

    def _membership(self) -> Iterator[Breach]:
        """An open account stands in one incident, a closed one in none; incidents with accounts live."""
        inside = and_(member.c.account_id == account.c.id, member.c.closed.is_(None))
        lone = select(account.c.key).where(account.c.closed.is_(None), ~exists().where(inside))
        for row in self.rows(lone):
            yield Breach("one incident an account", row.key, "none", "one")
        twice = select(member.c.account_id).where(member.c.closed.is_(None)).group_by(member.c.account_id)
        for row in self.rows(twice.having(func.count() > 1)):
            yield Breach("one incident an account", f"account {row[0]}", "several", "one")
        for row in self.rows(
            select(account.c.key).where(account.c.closed.is_not(None), exists().where(inside))
        ):
            yield Breach("closed accounts stand nowhere", row.key, "an open membership", "none")
        retired = select(incident.c.id).where(
            incident.c.merged_into.is_not(None),
            exists().where(member.c.incident_id == incident.c.id, member.c.closed.is_(None)),
        )
        for row in self.rows(retired):
            yield Breach("retired incidents are empty", f"incident {row[0]}", "accounts", "none")
        stray = select(claim.c.id).join(account, account.c.id == claim.c.account_id)
        stray = stray.join(coding, coding.c.id == claim.c.coding_id)
        for row in self.rows(stray.where(account.c.report_id != coding.c.report_id).limit(20)):
            yield Breach("claims of one report", f"claim {row[0]}", "an account of another report", "its own")

    def _overlaps(self, table: Table, key: Any, what: str) -> Iterator[Breach]:
        """Rows of one thing follow each other in time, and only the last is open."""
        before = func.lag(func.coalesce(table.c.closed, literal_column("9223372036854775807"))).over(
            partition_by=key, order_by=(table.c.opened, table.c.id)
        )
        rows = select(key.label("key"), table.c.opened, table.c.closed, before.label("before")).subquery()
        wrong = (
            select(rows).where(or_(rows.c.opened < rows.c.before, rows.c.closed < rows.c.opened)).limit(100)
        )
        for row in self.rows(wrong):
            yield Breach(f"{table.name} rows follow each other", f"{what} {row.key}",
                         f"{row.opened} to {row.closed} after {row.before}", "no overlap")  # fmt: skip

    def _today(self) -> Iterator[Breach]:
        """An incident with accounts, and no other, has an open state, a row of `shown` and a document."""
        open_state = and_(state.c.incident_id == incident.c.id, state.c.closed.is_(None))
        peopled = and_(member.c.incident_id == incident.c.id, member.c.closed.is_(None))
        for holds, lacks, got, wanted in (
            (exists().where(peopled), ~exists().where(open_state), "accounts and no state", "a state"),
            (exists().where(open_state), ~exists().where(peopled), "a state and no accounts", "no state"),
        ):
            for row in self.rows(select(incident.c.id).where(holds, lacks)):
                yield Breach("one state an incident", f"incident {row[0]}", got, wanted)
        names = [column.name for column in shown.columns if column.name in state.c and column.name != "id"]
        differs = or_(*(shown.c[name].is_distinct_from(state.c[name]) for name in names))
        joined = select(state.c.incident_id).join(shown, shown.c.state_id == state.c.id, isouter=True)
        for row in self.rows(joined.where(state.c.closed.is_(None), or_(shown.c.id.is_(None), differs))):
            yield Breach(
                "shown is today's state", f"incident {row[0]}", "another row, or none", "its columns"
            )
        stale = select(shown.c.incident_id).join(state, state.c.id == shown.c.state_id)
        for row in self.rows(stale.where(state.c.closed.is_not(None))):
            yield Breach("shown is today's state", f"incident {row[0]}", "a closed state", "the open one")
        name = "rowid" if self.sqlite else "id"
        for row in self.rows(text(f"SELECT {name} FROM document WHERE {name} NOT IN (SELECT id FROM shown)")):
            yield Breach(
                "documents are of today's incidents", f"document {row[0]}", "no such incident", "one"
            )

    def _accounts(self) -> Iterator[Breach]:
        """An account's columns are those that its telling gives."""
        last = 0
        while rows := self.rows(
            select(account)
            .where(account.c.id > last, account.c.closed.is_(None))
            .order_by(account.c.id)
            .limit(PAGE)
        ):
            for row in rows:
                wanted = account_row(telling(row))
                for name in wanted:
                    got = row._mapping[name]
                    got = bytes(got) if isinstance(got, memoryview) else got
                    if got != wanted[name]:
                        yield Breach(f"account's {name}", row.key, repr(got)[:80], repr(wanted[name])[:80])
            last = rows[-1].id

    def _states(self, expected: Expected | None) -> Iterator[Breach]:
        """Today's state is what the accounts fold to, and the document holds its words."""
        last = 0
        while rows := self.rows(
            select(state).where(state.c.incident_id > last, state.c.closed.is_(None))
            .order_by(state.c.incident_id).limit(PAGE)
        ):  # fmt: skip
            for row in rows:
                yield from self._state(row, expected)
            last = rows[-1].incident_id

    def _state(self, row: Any, expected: Expected | None) -> Iterator[Breach]:
        """One incident."""
        number, subject = row.incident_id, f"incident {row.incident_id}"
        folded, review = folded_from(load(row.folded), row.certainty), row.review
        if expected is not None:
            accounts = self.accounts(self.members(number))
            if accounts:
                folded, review = expected(number, accounts)
            if (wanted := dump(folded_to(folded))) != row.folded:
                yield Breach("state is what the accounts fold to", subject, row.folded[:200], wanted[:200])
        told = self.reports_of(number)
        values = self.state_values(folded, told, review, row.caption, self.mask) if told else {}
        for name, value in values.items():
            if name != "folded" and row._mapping[name] != value:
                yield Breach(f"state's {name}", subject, repr(row._mapping[name])[:80], repr(value)[:80])
        order = self.one(select(shown.c.id).where(shown.c.incident_id == number))
        wanted = self.document_row(order or 0, told, folded, review)["mark"]
        if order is not None and (mark := self.document_mark(order)) != wanted:
            yield Breach("document holds the incident's words", subject, str(mark), str(wanted))

    def _chain(self) -> Iterator[Breach]:
        """Each row of the audit follows the one before it, and is as it was written."""
        previous = FIRST
        for deed in self.deeds():
            if deed.previous != previous:
                yield Breach("audit chain", f"row {deed.number}", deed.previous, previous)
            if deed.hash != deed.expected:
                yield Breach("audit row", f"row {deed.number}", deed.hash, deed.expected)
            previous = deed.hash
