"""Failed tries, counted by whatever a door counts them by."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import delete, select, update

from marsad.store.base import Base
from marsad.store.schema import attempt


@dataclass(frozen=True, slots=True)
class Attempt:
    """How often a subject failed, when it did last, and until when nothing of it is looked at."""

    fails: int
    last: int
    until: int


class ReadsAttempts(Base):
    """Asks for failed tries."""

    def attempt(self, subject: str) -> Attempt:
        """Return what is known of a subject; one that never failed has no fails."""
        question = select(attempt.c.fails, attempt.c.last, attempt.c.until)
        row = self.connection.execute(question.where(attempt.c.subject == subject)).first()
        return Attempt(0, 0, 0) if row is None else Attempt(*row)


class WritesAttempts(ReadsAttempts):
    """Keeps failed tries."""

    def put_attempt(self, subject: str, told: Attempt) -> None:
        """Keep what is known of a subject."""
        values = {"fails": told.fails, "last": told.last, "until": told.until}
        if not self.do(update(attempt).where(attempt.c.subject == subject).values(**values)):
            self.do(attempt.insert(), {"subject": subject, **values})

    def forget_attempts(self, *, subject: str | None = None, before: int = 0) -> None:
        """Forget a subject, and all whose last try was before a time."""
        self.do(delete(attempt).where((attempt.c.subject == subject) | (attempt.c.last < before)))
