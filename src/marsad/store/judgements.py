"""What people decided, as rows: what it means is `review`'s business."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, select

from marsad.store.base import Base, begins, chunks
from marsad.store.plain import dump, load
from marsad.store.schema import judgement as table
from marsad.store.schema import subject


@dataclass(frozen=True, slots=True)
class Judged:
    """A judgement as it was handed in; `accounts` are the keys that it is about, in ascending order."""

    digest: str
    at: int
    who: str
    kind: str
    reason: str
    payload: Mapping[str, Any]
    accounts: tuple[str, ...]


class ReadsJudgements(Base):
    """Asks for judgements."""

    def judgements(self, keys: Iterable[str] | None = None) -> list[Judged]:
        """Return the judgements about any of the accounts `keys`, or all, by time, then digest."""
        rows = []
        if keys is None:
            rows = list(self.rows(select(table)))
        else:
            numbers: set[int] = set()
            for part in chunks(sorted(set(keys))):
                question = select(subject.c.judgement_id).where(subject.c.key.in_(part))
                numbers |= {row[0] for row in self.rows(question)}
            for some in chunks(sorted(numbers)):
                rows += self.rows(select(table).where(table.c.id.in_(some)))
        return self._told(rows)

    def judgements_like(self, beginning: str) -> list[Judged]:
        """Return the judgements whose digests begin so, by time, then digest."""
        rows = self.rows(select(table).where(begins(table.c.digest, beginning)))
        return self._told([row for row in rows if row.digest.startswith(beginning)])

    def _told(self, rows: Sequence[Row[Any]]) -> list[Judged]:
        """Return rows as judgements, each with the accounts that it is about."""
        about: dict[int, list[str]] = {row.id: [] for row in rows}
        for some in chunks(sorted(about)):
            for one in self.rows(select(subject).where(subject.c.judgement_id.in_(some))):
                about[one.judgement_id].append(one.key)
        return [
            Judged(r.digest, r.at, r.who, r.kind, r.reason, load(r.payload), tuple(sorted(about[r.id])))
            for r in sorted(rows, key=lambda row: (row.at, row.digest))
        ]


class WritesJudgements(ReadsJudgements):
    """Keeps judgements."""

    def put_judgement(
        self,
        *,
        digest: str,
        at: int,
        who: str,
        kind: str,
        reason: str,
        payload: Mapping[str, Any],
        accounts: Iterable[str],
    ) -> bool:
        """Keep a judgement; return whether it is new (one with the same digest is kept once).

        `accounts` are the keys of all accounts that it is about; they need not be there yet.
        """
        if self.one(select(table.c.id).where(table.c.digest == digest)) is not None:
            return False
        made = self.insert(
            table, digest=digest, at=at, who=who, kind=kind, reason=reason, payload=dump(dict(payload))
        )
        about = [{"judgement_id": made, "key": key} for key in sorted(set(accounts))]
        if about:
            self.do(subject.insert(), about)
        return True
