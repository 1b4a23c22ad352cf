"""What readers said of a report: its codings, and their claims."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select, update

from marsad.codebook import Claim, Span
from marsad.codebook.fields import relevant as relevance
from marsad.codebook.values import from_json, to_json
from marsad.linking import Account
from marsad.store.accounts import WritesAccounts
from marsad.store.plain import dump, load
from marsad.store.reports import ReadsReports
from marsad.store.schema import account, claim, coding


@dataclass(frozen=True, slots=True)
class Coding:
    """One reader's coding of a report: open where `closed` is None, else closed at that time."""

    reader: str
    relevant: bool
    score: float
    at: int
    closed: int | None
    claims: tuple[Claim, ...]


class ReadsCodings(ReadsReports):
    """Asks for codings."""

    def codings(self, digest: str) -> list[Coding]:
        """Return all codings of a report, the oldest first; a deleted report has none."""
        number = self.report_number(digest)
        made = self.rows(select(coding).where(coding.c.report_id == number).order_by(coding.c.id))
        said: dict[int, list[Claim]] = {row.id: [] for row in made}
        question = (
            select(claim, account.c.number)
            .join(account, claim.c.account_id == account.c.id, isouter=True)
            .where(claim.c.coding_id.in_(list(said)))
            .order_by(claim.c.id)
        )
        for row in self.rows(question):
            said[row.coding_id].append(_claim(row))
        return [
            Coding(row.reader, row.relevant, row.score, row.at, row.closed, tuple(said[row.id]))
            for row in made
        ]

    def coded(self, digest: str) -> str | None:
        """Return the reader of a report's open coding, None where it has none: so adding can be resumed."""
        question = select(coding.c.reader).where(
            coding.c.report_id == self.report_number(digest), coding.c.closed.is_(None)
        )
        found: str | None = self.one(question)
        return found


class WritesCodings(ReadsCodings, WritesAccounts):
    """Keeps codings."""

    def put_coding(
        self,
        digest: str,
        *,
        reader: str,
        relevant: bool,
        score: float,
        claims: Iterable[Claim],
        accounts: Sequence[Account],
        at: int,
    ) -> tuple[str, ...]:
        """Keep what a reader said of a report, and close what was said before.

        `accounts` are the report's accounts, one an incident that `claims` number; claims of 0 are of the
        report. An account that was there before (the same key) takes the new telling, its edges go and are
        to be put anew; one that no incident tells any more is closed, and leaves its incident. Returns the
        keys of the accounts that were closed. Raises StoreError for a report that is not there, ValueError
        for a claim of an incident without an account.
        """
        number = self.report_number(digest)
        self.do(
            update(coding).where(coding.c.report_id == number, coding.c.closed.is_(None)).values(closed=at)
        )
        made = self.insert(coding, report_id=number, reader=reader, relevant=relevant, score=score, at=at)
        rows, closed = self.put_accounts(number, digest, accounts, at)
        said = [claim_row(one, made, rows) for one in claims]
        if said:
            self.do(claim.insert(), said)
        return closed


def claim_row(one: Claim, made: int, rows: dict[int, int]) -> dict[str, Any]:
    """Return a claim as a row."""
    if one.incident and one.incident not in rows:
        raise ValueError(
            f"got a claim of incident {one.incident}, expected one of the accounts' numbers "
            f"{sorted(rows) or 'none'}: hand in an account for each incident"
        )
    return {
        "coding_id": made,
        "account_id": rows.get(one.incident),
        "field": one.field,
        "value": dump(to_json(one.value)),
        "spans": dump([[span.start, span.end, span.label] for span in one.spans]),
        "score": one.score,
        "method": one.method,
    }


def _claim(row: Any) -> Claim:
    """Return a row as a claim."""
    raw = load(row.value)
    value = relevance().clean(raw) if row.field == "relevant" else from_json(row.field, raw)
    spans = tuple(Span(start, end, label) for start, end, label in load(row.spans))
    return Claim(row.number or 0, row.field, value, spans, row.score, row.method)
