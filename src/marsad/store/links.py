"""Edges between accounts, and all that hangs together with an account."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import ColumnElement, delete, or_, select

from marsad.linking import Account, Likeness, Reason
from marsad.store.accounts import ReadsAccounts
from marsad.store.base import chunks
from marsad.store.judgements import Judged, ReadsJudgements
from marsad.store.plain import dump, load
from marsad.store.schema import account, edge, member, subject

POSITIVE = 0.0
"""Log odds above which an edge holds accounts together: two groups merge only where one of their pairs has
more, so that what hangs together by such edges can be grouped by itself."""


@dataclass(frozen=True, slots=True)
class Component:
    """Accounts that hang together, the edges between them, and the judgements about them."""

    accounts: Mapping[str, Account]
    edges: Mapping[tuple[str, str], float]
    judgements: tuple[Judged, ...]


@dataclass(frozen=True, slots=True)
class Edge:
    """An edge of an account to `other`, with why."""

    key: str
    other: str
    likeness: Likeness


class ReadsLinks(ReadsAccounts, ReadsJudgements):
    """Asks for edges."""

    def component(self, keys: Iterable[str], *, above: float = POSITIVE) -> Component:
        """Return all that hangs together with the accounts `keys`: a closed whole, to be grouped anew.

        Accounts hang together through edges above `above`, through judgements that name them both, and
        through the incident in which they are now. The edges returned are all those among them, the lesser
        key first. Keys that are not there are left out.
        """
        found = self.numbers(keys)
        fresh = dict(found)
        while fresh:
            beside = {**self._tied(fresh, above), **self._judged(fresh)}
            fresh = {key: row for key, row in beside.items() if key not in found}
            found |= fresh
        accounts = self.accounts(found)
        return Component(accounts, self._edges_among(found), tuple(self.judgements(accounts)))

    def edges(self, key: str) -> list[Edge]:
        """Return the edges of an account with their reasons, the likeliest first."""
        rows = self.numbers([key])
        found: list[Edge] = []
        for row in rows.values():
            for own, far in ((edge.c.a, edge.c.b), (edge.c.b, edge.c.a)):
                question = select(account.c.key, edge.c.score, edge.c.reasons)
                for one in self.rows(question.join(account, account.c.id == far).where(own == row)):
                    reasons = tuple(Reason(*reason) for reason in load(one.reasons))
                    found.append(Edge(key, one.key, Likeness(one.score, reasons)))
        return sorted(found, key=lambda one: (-one.likeness.score, one.other))

    def _tied(self, rows: Mapping[str, int], above: float) -> dict[str, int]:
        """Return the accounts one step away through edges and through incidents, by key."""
        found: dict[str, int] = {}
        other = member.alias()
        for part in chunks(rows.values(), 250):
            for own, far in ((edge.c.a, edge.c.b), (edge.c.b, edge.c.a)):
                question = select(account.c.key, account.c.id).join(edge, account.c.id == far)
                found |= self._pairs(question.where(own.in_(part), edge.c.score > above))
            question = (
                select(account.c.key, account.c.id)
                .join(member, member.c.account_id == account.c.id)
                .join(other, other.c.incident_id == member.c.incident_id)
                .where(other.c.account_id.in_(part), other.c.closed.is_(None), member.c.closed.is_(None))
            )
            found |= self._pairs(question)
        return found

    def _judged(self, rows: Mapping[str, int]) -> dict[str, int]:
        """Return the open accounts that share a judgement with those given, by key."""
        found: dict[str, int] = {}
        other = subject.alias()
        for part in chunks(rows):
            question = (
                select(account.c.key, account.c.id)
                .join(subject, subject.c.key == account.c.key)
                .join(other, other.c.judgement_id == subject.c.judgement_id)
                .where(other.c.key.in_(part), account.c.closed.is_(None))
            )
            found |= self._pairs(question)
        return found

    def _pairs(self, question: object) -> dict[str, int]:
        return {row[0]: row[1] for row in self.connection.execute(question)}  # type: ignore[call-overload]

    def _edges_among(self, rows: Mapping[str, int]) -> dict[tuple[str, str], float]:
        """Return the edges among accounts, by key pair, the lesser key first."""
        names = {row: key for key, row in rows.items()}
        found: dict[tuple[str, str], float] = {}
        for part in chunks(sorted(names)):
            for row in self.rows(select(edge.c.a, edge.c.b, edge.c.score).where(edge.c.a.in_(part))):
                if row.b in names:
                    one, two = sorted((names[row.a], names[row.b]))
                    found[one, two] = row.score
        return dict(sorted(found.items()))


class WritesLinks(ReadsLinks):
    """Keeps edges."""

    def put_edges(self, edges: Mapping[tuple[str, str], Likeness]) -> None:
        """Keep the edges between pairs of accounts by key, in either order, over those there before.

        Raises StoreError for an account that is not there, ValueError for an edge of an account to itself.
        """
        rows = self.known({key for pair in edges for key in pair})
        made = []
        for (one, other), told in sorted(edges.items()):
            if one == other:
                raise ValueError(f"got an edge of {one} to itself, expected two accounts")
            a, b = sorted((rows[one], rows[other]))
            reasons = dump([[r.feature, r.level, r.weight, r.left, r.right] for r in told.reasons])
            made.append({"a": a, "b": b, "score": told.score, "reasons": reasons})
        for part in chunks(made, 200):
            same: ColumnElement[bool] = or_(*((edge.c.a == m["a"]) & (edge.c.b == m["b"]) for m in part))
            self.do(delete(edge).where(same))
            self.do(edge.insert(), part)
