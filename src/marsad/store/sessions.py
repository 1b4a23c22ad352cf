"""Who is signed in, and the links that are good for one time. Only digests are kept, never what opens."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, delete, select, update

from marsad.store.base import Base
from marsad.store.people import Person
from marsad.store.schema import person, session, ticket


@dataclass(frozen=True, slots=True)
class Session:
    """A person's visit: begun at `created`, last `seen`."""

    number: int
    person: Person
    created: int
    seen: int


@dataclass(frozen=True, slots=True)
class Ticket:
    """A one-time link for a `purpose`, of one person or (the first admin) of nobody yet."""

    number: int
    purpose: str
    person: str | None
    until: int
    used: int | None


class ReadsSessions(Base):
    """Asks for sessions and tickets."""

    def session(self, digest: str) -> Session | None:
        """Return the session with a digest, whatever its age; None where there is none."""
        row = self.connection.execute(
            select(session.c.id, session.c.created, session.c.seen, *person.c)
            .join(person, person.c.id == session.c.person_id)
            .where(session.c.digest == digest)
        ).first()
        return None if row is None else _session(row)

    def sessions_of(self, name: str) -> list[Session]:
        """Return the sessions of a person, the latest seen first."""
        rows = self.rows(
            select(session.c.id, session.c.created, session.c.seen, *person.c)
            .join(person, person.c.id == session.c.person_id)
            .where(person.c.name == name)
            .order_by(session.c.seen.desc(), session.c.id.desc())
        )
        return [_session(row) for row in rows]

    def ticket(self, digest: str) -> Ticket | None:
        """Return the ticket with a digest, used or not; None where there is none."""
        row = self.connection.execute(
            select(ticket.c.id, ticket.c.purpose, person.c.name, ticket.c.until, ticket.c.used)
            .join(person, person.c.id == ticket.c.person_id, isouter=True)
            .where(ticket.c.digest == digest)
        ).first()
        return None if row is None else Ticket(*tuple(row))


class WritesSessions(ReadsSessions):
    """Keeps sessions and tickets."""

    def put_session(self, digest: str, *, person: int, at: int) -> int:
        """Begin a session of a person, named by their number; return its number."""
        return self.insert(session, digest=digest, person_id=person, created=at, seen=at)

    def see_session(self, number: int, *, at: int) -> None:
        """Write down when a session was last seen."""
        self.do(update(session).where(session.c.id == number).values(seen=at))

    def end_session(self, number: int, *, person: int) -> bool:
        """End one session of a person; return whether it was theirs and there."""
        return bool(self.do(delete(session).where(session.c.id == number, session.c.person_id == person)))

    def end_sessions(self, person: int, *, but: int | None = None) -> int:
        """End all sessions of a person, `but` one where it is named; return how many."""
        order = delete(session).where(session.c.person_id == person)
        return self.do(order if but is None else order.where(session.c.id != but))

    def sweep_sessions(self, *, created_before: int, seen_before: int) -> int:
        """Forget the sessions that are too old, or were seen too long ago; return how many."""
        old = (session.c.created < created_before) | (session.c.seen < seen_before)
        return self.do(delete(session).where(old))

    def put_ticket(self, digest: str, *, purpose: str, person: int | None, at: int, until: int) -> None:
        """Keep a one-time link; earlier ones for the same purpose and person are no longer good."""
        whose = ticket.c.person_id.is_(None) if person is None else ticket.c.person_id == person
        self.do(
            update(ticket).where(whose, ticket.c.purpose == purpose, ticket.c.used.is_(None)).values(used=at)
        )
        self.insert(ticket, digest=digest, purpose=purpose, person_id=person, created=at, until=until)

    def use_ticket(self, number: int, *, at: int) -> bool:
        """Use a ticket up; return whether it was still good."""
        good = (ticket.c.id == number, ticket.c.used.is_(None), ticket.c.until > at)
        return bool(self.do(update(ticket).where(*good).values(used=at)))


def _session(row: Row[Any]) -> Session:
    """Return a row of a session, with its person behind, as both."""
    number, created, seen, *whose = tuple(row)
    return Session(number, Person(*whose), created, seen)
