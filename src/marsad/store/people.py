"""Persons with a role, and what is asked of them: tasks. Who may do what is not decided here."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select, update

from marsad.errors import StoreError
from marsad.store.base import Base
from marsad.store.schema import person, task


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who works with the record; `password` is a hash, never the word itself."""

    number: int
    name: str
    role: str
    password: str | None
    created: int
    disabled: int | None


@dataclass(frozen=True, slots=True)
class Task:
    """Something to be done about an incident, by `assigned` where it is somebody's."""

    number: int
    incident: int
    kind: str
    state: str
    assigned: str | None
    created: int
    closed: int | None


class ReadsPeople(Base):
    """Asks for persons and tasks."""

    def person(self, name: str) -> Person | None:
        """Return a person by name, None where there is none."""
        row = self.connection.execute(select(person).where(person.c.name == name)).first()
        return None if row is None else Person(*tuple(row))

    def persons(self) -> list[Person]:
        """Return all persons by name."""
        return sorted((Person(*tuple(row)) for row in self.rows(select(person))), key=lambda one: one.name)

    def tasks(self, *, assigned: str | None = None, closed: bool = False) -> list[Task]:
        """Return the open tasks, or all with `closed`, the oldest first; of one person where one is named."""
        question = (
            select(task.c.id, task.c.incident_id, task.c.kind, task.c.state, person.c.name,
                   task.c.created, task.c.closed)
            .join(person, person.c.id == task.c.assigned, isouter=True)
            .order_by(task.c.id)
        )  # fmt: skip
        if not closed:
            question = question.where(task.c.closed.is_(None))
        if assigned is not None:
            question = question.where(person.c.name == assigned)
        return [Task(*tuple(row)) for row in self.rows(question)]


class WritesPeople(ReadsPeople):
    """Keeps persons and tasks."""

    def put_person(
        self, name: str, *, role: str, at: int, password: str | None = None, disabled: int | None = None
    ) -> Person:
        """Keep a person under a name, over what was kept before; `created` stays what it was."""
        values = {"role": role, "password": password, "disabled": disabled}
        if self.person(name) is None:
            self.insert(person, name=name, created=at, **values)
        else:
            self.do(update(person).where(person.c.name == name).values(**values))
        found = self.person(name)
        assert found is not None
        return found

    def put_task(self, incident: int, *, kind: str, at: int, assigned: str | None = None) -> int:
        """Keep a new task and return its number; raises StoreError for a person who is not there."""
        whose = None
        if assigned is not None:
            found = self.person(assigned)
            if found is None:
                raise StoreError(
                    f"got the person {assigned!r}, whom the record does not know: add them first"
                )
            whose = found.number
        return self.insert(
            task, incident_id=incident, kind=kind, state="open", assigned=whose, created=at, closed=None
        )

    def close_task(self, number: int, *, state: str, at: int) -> bool:
        """Close a task as `state`; return whether it was open."""
        open_one = (task.c.id == number, task.c.closed.is_(None))
        return bool(self.do(update(task).where(*open_one).values(state=state, closed=at)))
