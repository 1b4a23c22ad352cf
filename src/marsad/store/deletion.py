"""Deletion of a report on request: its words go, and all that rests on them; that it was deleted stays."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, delete, or_, select, text, update

from marsad.errors import StoreError
from marsad.store.audit import WritesAudit
from marsad.store.base import chunks
from marsad.store.reports import ReadsReports
from marsad.store.schema import account, claim, coding, edge, incident, member, report, sighting, state
from marsad.store.states import WritesStates


@dataclass(frozen=True, slots=True)
class Deletion:
    """What a deletion left behind: the incidents that lost an account and have others (to be grouped and
    folded anew in the same transaction, they have no state now), and those that are empty and gone."""

    touched: tuple[int, ...]
    gone: tuple[int, ...]


class WritesDeletions(ReadsReports, WritesStates, WritesAudit):
    """Deletes reports."""

    def delete_report(self, digest: str, *, who: str, reason: str, at: int) -> Deletion:
        """Delete a report: title, text, addresses, names, claims, accounts, vectors and edges.

        All states of the incidents in which it ever stood go too, the earlier ones for good, since they
        rest on its words. A tombstone stays, with who, why and when, so that it is not added again; the
        audit has a row. Raises StoreError for a report that is not there or already deleted, and where no
        name or no reason is given.
        """
        if not who.strip() or not reason.strip():
            raise StoreError("got a deletion without a name or a reason, expected both: say who asks and why")
        number = self.report_number(digest)
        own = select(account.c.id).where(account.c.report_id == number)
        stood = select(member.c.incident_id).where(member.c.account_id.in_(own)).distinct()
        incidents = sorted(row[0] for row in self.rows(stood))
        for one in incidents:
            self.hide(one)
            self.do(delete(state).where(state.c.incident_id == one))
        self.do(delete(member).where(member.c.account_id.in_(own)))
        self.do(delete(edge).where(edge.c.a.in_(own)))
        self.do(delete(edge).where(edge.c.b.in_(own)))
        codings = select(coding.c.id).where(coding.c.report_id == number)
        self.do(delete(claim).where(or_(claim.c.coding_id.in_(codings), claim.c.account_id.in_(own))))
        for table in (account, coding, sighting):
            self.do(delete(table).where(table.c.report_id == number))
        bare = dict.fromkeys(("lang", "title", "text", "url", "published", "name"))
        self.do(
            update(report)
            .where(report.c.id == number)
            .values(**bare, deleted=at, deleted_by=who.strip(), deleted_reason=reason.strip())
        )
        self.put_deed(at=at, who=who.strip(), action="delete report", subject=digest,
                      detail={"reason": reason.strip()})  # fmt: skip
        self._forget_words()
        left = set(self._peopled(incidents))
        return Deletion(
            tuple(one for one in incidents if one in left), tuple(one for one in incidents if one not in left)
        )

    def _peopled(self, incidents: list[int]) -> list[int]:
        """Return those of the incidents that have accounts."""
        found: list[int] = []
        for part in chunks(incidents):
            where: ColumnElement[bool] = incident.c.id.in_(part)
            question = select(incident.c.id).join(member, member.c.incident_id == incident.c.id)
            found += [
                row[0] for row in self.rows(question.where(where, member.c.closed.is_(None)).distinct())
            ]
        return found

    def _forget_words(self) -> None:
        """Let FTS5 write its index anew: a deleted document's words stay in it until then."""
        if self.sqlite:
            self.do(text("INSERT INTO document (document) VALUES ('optimize')"))
