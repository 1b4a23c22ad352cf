"""Many incidents at once, each whole: for records made elsewhere and for measuring, many times faster than
one by one. The rows are those that `put_report`, `put_coding`, `regroup` and `put_state` make.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any

from sqlalchemy import func, select

from marsad.codebook import Claim, Report
from marsad.linking import Account, Folded
from marsad.store import schema
from marsad.store.accounts import account_row
from marsad.store.base import chunks
from marsad.store.codings import WritesCodings, claim_row
from marsad.store.columns import order_number
from marsad.store.numbering import follow_numbers
from marsad.store.reports import report_row
from marsad.store.states import WritesStates, shown_row

_TABLES = ("incident", "report", "sighting", "coding", "account", "claim", "member", "state", "shown")


@dataclass(frozen=True, slots=True)
class Told:
    """A report that tells of one incident, with the account and the claims that a reader made of it."""

    report: Report
    account: Account
    claims: tuple[Claim, ...]


@dataclass(frozen=True, slots=True)
class Whole:
    """An incident with all its reports, the earliest published first, and what they fold to."""

    reports: tuple[Told, ...]
    folded: Folded


class WritesBulk(WritesCodings, WritesStates):
    """Keeps whole incidents."""

    def put_incidents(self, told: Iterable[Whole], *, reader: str, at: int) -> int:
        """Keep new incidents of new reports, one account each; return how many.

        Nothing is compared: a report that is there already, or twice among them, raises StoreError.
        """
        numbers = {
            name: count(1 + (self.one(select(func.max(schema.metadata.tables[name].c.id))) or 0))
            for name in _TABLES
            if name != "shown"
        }
        done = 0
        for part in chunks(told):
            rows: dict[str, list[dict[str, Any]]] = defaultdict(list)
            documents: list[dict[str, Any]] = []
            for one in part:
                self._spread(one, numbers, rows, documents, reader, at)
            for name in _TABLES:
                if rows[name]:
                    self.do(schema.metadata.tables[name].insert(), rows[name])
            self.insert_documents(documents)
            done += len(part)
        follow_numbers(self.connection)
        return done

    def _spread(
        self,
        one: Whole,
        numbers: dict[str, Any],
        rows: dict[str, list[dict[str, Any]]],
        documents: list[dict[str, Any]],
        reader: str,
        at: int,
    ) -> None:
        """Add the rows of one incident."""
        incident = next(numbers["incident"])
        rows["incident"].append({"id": incident, "created": at, "merged_into": None})
        for told in one.reports:
            own = {
                name: next(numbers[name]) for name in ("report", "sighting", "coding", "account", "member")
            }
            report, coding, account = own["report"], own["coding"], own["account"]
            rows["report"].append({"id": report, **report_row(told.report, told.account.report, at)})
            rows["sighting"].append({"id": own["sighting"], "report_id": report, "name": told.report.id,
                                     "url": told.report.url, "path": None, "at": at})  # fmt: skip
            rows["coding"].append({"id": coding, "report_id": report, "reader": reader, "relevant": True,
                                   "score": 1.0, "at": at, "closed": None})  # fmt: skip
            rows["account"].append({"id": account, "report_id": report, "number": 1, "opened": at,
                                    "closed": None, **account_row(told.account)})  # fmt: skip
            rows["claim"] += [
                {"id": next(numbers["claim"]), **claim_row(claim, coding, {1: account})}
                for claim in told.claims
            ]
            rows["member"].append({"id": own["member"], "account_id": account, "incident_id": incident,
                                   "opened": at, "closed": None})  # fmt: skip
        self._add_state(one, incident, next(numbers["state"]), rows, documents, at)

    def _add_state(
        self,
        one: Whole,
        incident: int,
        state: int,
        rows: dict[str, list[dict[str, Any]]],
        documents: list[dict[str, Any]],
        at: int,
    ) -> None:
        """Add the state of one incident, and its document."""
        told = sorted(one.reports, key=lambda each: (each.report.published or "", each.account.report))
        reports: Sequence[Report] = [each.report for each in told]
        values = self.state_values(one.folded, reports, "machine", "", self.new_mask)
        order = order_number(values["first_day"], incident)
        rows["state"].append({"id": state, "incident_id": incident, "opened": at, "closed": None, **values})
        rows["shown"].append(shown_row(incident, order, state, at, values))
        documents.append(self.document_row(order, reports, one.folded, "machine"))
