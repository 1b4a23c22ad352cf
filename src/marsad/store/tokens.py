"""Keys with which programs ask in a person's name. Only their digests are kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Row, select, update

from marsad.store.base import Base
from marsad.store.people import Person
from marsad.store.schema import person, token


@dataclass(frozen=True, slots=True)
class Token:
    """A key of a person: good for its `scopes`, until a time or for ever, unless it was revoked."""

    number: int
    person: Person
    name: str
    scopes: frozenset[str]
    created: int
    until: int | None
    seen: int | None
    revoked: int | None


_COLUMNS = (token.c.id, token.c.name, token.c.scopes, token.c.created, token.c.until, token.c.seen,
            token.c.revoked, *person.c)  # fmt: skip


class ReadsTokens(Base):
    """Asks for keys."""

    def token(self, digest: str) -> Token | None:
        """Return the key with a digest, good or not; None where there is none."""
        return next(iter(self._tokens(token.c.digest == digest)), None)

    def tokens(self, name: str | None = None) -> list[Token]:
        """Return the keys that are not revoked, of a person or of all, the oldest first."""
        still = token.c.revoked.is_(None)
        return self._tokens(still if name is None else still & (person.c.name == name))

    def _tokens(self, where: ColumnElement[bool]) -> list[Token]:
        question = select(*_COLUMNS).join(person, person.c.id == token.c.person_id)
        return [_token(row) for row in self.rows(question.where(where).order_by(token.c.id))]


class WritesTokens(ReadsTokens):
    """Keeps keys."""

    def put_token(
        self, digest: str, *, person: int, name: str, scopes: frozenset[str], at: int, until: int | None
    ) -> int:
        """Keep a key of a person, named by their number; return its own."""
        told = " ".join(sorted(scopes))
        return self.insert(
            token, digest=digest, person_id=person, name=name, scopes=told, created=at, until=until
        )

    def see_token(self, number: int, *, at: int) -> None:
        """Write down when a key was last used."""
        self.do(update(token).where(token.c.id == number).values(seen=at))

    def revoke_token(self, number: int, *, at: int, person: int | None = None) -> bool:
        """Make a key useless, one of a person where they are named; return whether it was good and theirs."""
        good = [token.c.id == number, token.c.revoked.is_(None)]
        if person is not None:
            good.append(token.c.person_id == person)
        return bool(self.do(update(token).where(*good).values(revoked=at)))

    def revoke_tokens(self, person: int, *, at: int) -> int:
        """Make all keys of a person useless; return how many."""
        mine = (token.c.person_id == person, token.c.revoked.is_(None))
        return self.do(update(token).where(*mine).values(revoked=at))


def _token(row: Row[Any]) -> Token:
    """Return a row of a key, with its person behind, as both."""
    number, name, scopes, created, until, seen, revoked, *whose = tuple(row)
    return Token(number, Person(*whose), name, frozenset(scopes.split()), created, until, seen, revoked)
