"""Accounts: one report's telling of one incident, and which stored ones are worth comparing with one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any

from sqlalchemy import Row, delete, or_, select, update

from marsad.errors import StoreError
from marsad.linking import Account, Block, account_from_json, account_to_json, block
from marsad.store.base import Base, chunks
from marsad.store.blocks import near, reach
from marsad.store.plain import dump, load
from marsad.store.schema import account, edge, member

MOST = 5000
"""Candidates that are looked at; only accounts that tell neither day nor place ever meet as many."""


class ReadsAccounts(Base):
    """Asks for accounts."""

    def accounts(self, keys: Iterable[str]) -> dict[str, Account]:
        """Return open accounts by key, in ascending order of the keys; others are left out."""
        found: dict[str, Account] = {}
        for part in chunks(sorted(set(keys))):
            question = select(account.c.key, account.c.profile, account.c.vector)
            for row in self.rows(question.where(account.c.key.in_(part), account.c.closed.is_(None))):
                found[row.key] = telling(row)
        return dict(sorted(found.items()))

    def accounts_of(self, digest: str) -> dict[str, Account]:
        """Return the open accounts of a report by key, in the order of their numbers."""
        from marsad.store.schema import report

        rows = self.rows(
            select(account.c.key, account.c.profile, account.c.vector)
            .join(report, account.c.report_id == report.c.id)
            .where(report.c.digest == digest, account.c.closed.is_(None))
            .order_by(account.c.number)
        )
        return {row.key: telling(row) for row in rows}

    def candidates(self, where: Block, *, most: int = MOST) -> list[Account]:
        """Return the open accounts that `linking.possible` lets through for the block `where`, by key.

        At most `most`, those with the latest first days: the others tell neither when nor where.
        """
        rows = self.rows(*near(where, most))
        return [telling(row) for row in sorted(rows, key=lambda row: str(row.key))]

    def numbers(self, keys: Iterable[str], *, open_only: bool = True) -> dict[str, int]:
        """Return the rows of accounts by key."""
        found: dict[str, int] = {}
        for part in chunks(sorted(set(keys))):
            question = select(account.c.key, account.c.id).where(account.c.key.in_(part))
            if open_only:
                question = question.where(account.c.closed.is_(None))
            found |= {row.key: row.id for row in self.rows(question)}
        return found

    def known(self, keys: Iterable[str]) -> dict[str, int]:
        """Return the rows of open accounts by key; raises StoreError for a key that is not there."""
        asked = set(keys)
        found = self.numbers(asked)
        missing = sorted(asked - set(found))
        if missing:
            raise StoreError(f"got the account {missing[0]}, which the record does not hold: put it first")
        return found


class WritesAccounts(ReadsAccounts):
    """Keeps accounts."""

    def put_accounts(
        self, report: int, digest: str, accounts: Sequence[Account], at: int
    ) -> tuple[dict[int, int], tuple[str, ...]]:
        """Keep the accounts of a report (`put_coding` does); return rows by number, and the keys closed."""
        question = select(account.c.id, account.c.key, account.c.number, account.c.closed)
        old = {row.number: row for row in self.rows(question.where(account.c.report_id == report))}
        rows: dict[int, int] = {}
        for one in accounts:
            number = _number(one, digest)
            told = account_row(one)
            if number in old:
                rows[number] = old[number].id
                self.do(update(account).where(account.c.id == rows[number]).values(**told, closed=None))
            else:
                rows[number] = self.insert(account, report_id=report, number=number, opened=at, **told)
        self._loosen([old[number].id for number in old])
        gone = [row for number, row in sorted(old.items()) if number not in rows and row.closed is None]
        self._close([row.id for row in gone], at)
        return rows, tuple(row.key for row in gone)

    def _loosen(self, rows: list[int]) -> None:
        """Drop the edges of accounts whose telling has changed."""
        for part in chunks(rows):
            self.do(delete(edge).where(or_(edge.c.a.in_(part), edge.c.b.in_(part))))

    def _close(self, rows: list[int], at: int) -> None:
        """Close accounts and take them out of their incidents."""
        for part in chunks(rows):
            self.do(update(account).where(account.c.id.in_(part)).values(closed=at))
            self.do(
                update(member)
                .where(member.c.account_id.in_(part), member.c.closed.is_(None))
                .values(closed=at)
            )


def telling(row: Row[Any]) -> Account:
    """Return a row with profile and vector as an account."""
    return _telling(row.profile, None if row.vector is None else bytes(row.vector))


@lru_cache(maxsize=8192)
def _telling(profile: str, vector: bytes | None) -> Account:
    """Return an account of its row; those of one time and place are asked for again and again."""
    told = account_from_json(load(profile))
    return told if vector is None else replace(told, vector=vector)


def account_row(one: Account) -> dict[str, Any]:
    """Return an account as the columns of its row."""
    where = block(one)
    profile = account_to_json(one)
    profile.pop("vector", None)
    return {
        "key": one.key,
        "first_day": where.first_day,
        "last_day": where.last_day,
        "reach": reach(where),
        "country": where.country,
        "cell": where.cell,
        "profile": dump(profile),
        "vector": one.vector,
    }


def _number(one: Account, digest: str) -> int:
    """Return the number in an account's key; raises StoreError where the key is not the report's."""
    stem, _, number = one.key.rpartition("-")
    if stem != digest[:16] or one.report != digest or not number.isdecimal():
        raise StoreError(f"got the account {one.key!r}, expected {digest[:16]}-1, -2 …: a fault of marsad")
    return int(number)
