"""What waits for a person's look, in the order of its rank, and who has taken it. Ranks are `review`'s."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import and_, delete, func, or_, select, tuple_, update

from marsad.errors import InputError
from marsad.store.base import chunks
from marsad.store.conditions import conditions
from marsad.store.filters import Filters
from marsad.store.listing import MOST, NO_FILTERS
from marsad.store.schema import lease, shown, state, waiting
from marsad.store.states import ReadsStates, State

FIELDS = 3
"""What a cursor names: rank, incident, person."""


@dataclass(frozen=True, slots=True)
class Queued:
    """An incident that waits: `why`, for whom (`person`, empty for anybody), its rank and its state.

    `taken` is who has taken it, `until` when it is free again; None where it is free.
    """

    why: str
    person: str
    rank: float
    state: State
    taken: str | None = None
    until: int | None = None


@dataclass(frozen=True, slots=True)
class Queue:
    """Some of the queue in order; `cursor` asks for those after them, None where there are no more."""

    entries: tuple[Queued, ...]
    cursor: str | None


class ReadsWaiting(ReadsStates):
    """Asks for the queue."""

    def waiting(
        self,
        *,
        at: int,
        person: str | None = None,
        whys: Sequence[str] = (),
        filters: Filters = NO_FILTERS,
        cursor: str | None = None,
        limit: int = 50,
    ) -> Queue:
        """Return a page of what waits at the time `at`, the highest rank first, then the newest incident.

        For a `person`: what waits for anybody and is not taken by somebody else, and what waits for them;
        without one, everything. `whys` narrows to these. Raises InputError for a search text among the
        filters, a cursor or a limit that cannot be.
        """
        if filters.text is not None:
            raise InputError("got words to search the queue by, expected filters alone: use the search")
        if not 1 <= limit <= MOST:
            raise InputError(f"got a page of {limit} incidents, expected 1 to {MOST}")
        keys = (waiting.c.rank, waiting.c.incident_id, waiting.c.person)
        taken = and_(lease.c.incident_id == waiting.c.incident_id, lease.c.until > at)
        question = (
            select(*keys, waiting.c.why, shown.c.state_id, lease.c.person.label("taken"), lease.c.until)
            .join(shown, shown.c.incident_id == waiting.c.incident_id)
            .join(lease, taken, isouter=True)
            .where(*conditions(shown, filters, self))
            .order_by(*(key.desc() for key in keys))
            .limit(limit + 1)
        )
        if person is not None:
            free = or_(lease.c.person.is_(None), lease.c.person == person, waiting.c.person == person)
            question = question.where(waiting.c.person.in_(("", person)), free)
        if whys:
            question = question.where(waiting.c.why.in_(sorted(set(whys))))
        if cursor is not None:
            question = question.where(tuple_(*keys) < tuple_(*_after(cursor)))
        rows = self.rows(question)
        states = {
            row.id: self.read_state(row)
            for row in self.rows(select(state).where(state.c.id.in_([one.state_id for one in rows])))
        }
        found = tuple(
            Queued(row.why, row.person, row.rank, states[row.state_id], row.taken, row.until)
            for row in rows[:limit]
        )
        last = found[-1] if len(rows) > limit else None
        more = f"{last.rank!r}:{last.state.incident}:{last.person}" if last else None
        return Queue(found, more)

    def waits_of(self, number: int) -> list[tuple[str, str, float]]:
        """Return why an incident waits, for whom, and with which rank; nothing where it does not."""
        question = select(waiting).where(waiting.c.incident_id == number).order_by(waiting.c.person)
        return [(row.why, row.person, row.rank) for row in self.rows(question)]

    def owed(self, person: str) -> frozenset[int]:
        """Return the incidents that wait for a person alone."""
        question = select(waiting.c.incident_id).where(waiting.c.person == person)
        return frozenset(row.incident_id for row in self.rows(question))

    def count_waiting(self) -> dict[str, int]:
        """Return how many incidents wait, by why."""
        number = func.count(waiting.c.incident_id.distinct()).label("number")
        question = select(waiting.c.why, number).group_by(waiting.c.why).order_by(waiting.c.why)
        return {row.why: row.number for row in self.rows(question)}

    def lease(self, number: int, *, at: int) -> tuple[str, int] | None:
        """Return who has taken an incident, and until when; None where it is free at the time `at`."""
        row = self.connection.execute(
            select(lease).where(lease.c.incident_id == number, lease.c.until > at)
        ).first()
        return None if row is None else (row.person, row.until)


class WritesWaiting(ReadsWaiting):
    """Keeps the queue."""

    def put_waiting(self, told: Mapping[int, Iterable[tuple[str, str, float]]]) -> None:
        """Keep what incidents wait for, (why, person, rank) each, in place of what was kept before."""
        for part in chunks(told):
            self.do(delete(waiting).where(waiting.c.incident_id.in_(part)))
            rows = [
                {"incident_id": number, "why": why, "person": person, "rank": rank}
                for number in part
                for why, person, rank in told[number]
            ]
            if rows:
                self.do(waiting.insert(), rows)

    def put_lease(self, number: int, person: str, *, at: int, until: int) -> None:
        """Give an incident to a person until a time, whoever had it."""
        values = {"person": person, "at": at, "until": until}
        if not self.do(update(lease).where(lease.c.incident_id == number).values(**values)):
            self.do(lease.insert(), {"incident_id": number, **values})

    def drop_lease(self, number: int) -> None:
        """Give an incident back."""
        self.do(delete(lease).where(lease.c.incident_id == number))


def _after(cursor: str) -> tuple[float, int, str]:
    """Return what a cursor names; raises InputError for one that no page gave."""
    parts = cursor.split(":", FIELDS - 1)
    try:
        rank, number, person = parts
        return float(rank), int(number), person
    except ValueError:
        raise InputError(f"got the cursor {cursor!r}, expected one that a page of the queue gave") from None
