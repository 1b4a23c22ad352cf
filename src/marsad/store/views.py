"""Views that people keep: the address of a page under a name of theirs."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import delete, select, update

from marsad.store.base import Base
from marsad.store.schema import saved_view


@dataclass(frozen=True, slots=True)
class View:
    """What a person kept: `address` is a path with its question, of this server."""

    number: int
    name: str
    address: str
    created: int


class ReadsViews(Base):
    """Asks for kept views."""

    def views(self, person: int) -> list[View]:
        """Return the views of a person, named by their number, by name."""
        own = select(saved_view.c.id, saved_view.c.name, saved_view.c.address, saved_view.c.created)
        rows = self.rows(own.where(saved_view.c.person_id == person))
        return sorted((View(*tuple(row)) for row in rows), key=lambda one: (one.name, one.number))


class WritesViews(ReadsViews):
    """Keeps views."""

    def put_view(self, person: int, *, name: str, address: str, at: int) -> int:
        """Keep a view of a person under a name, in place of the one that had it; return its number."""
        mine = (saved_view.c.person_id == person, saved_view.c.name == name)
        if self.do(update(saved_view).where(*mine).values(address=address, created=at)):
            return int(self.one(select(saved_view.c.id).where(*mine)))
        return self.insert(saved_view, person_id=person, name=name, address=address, created=at)

    def drop_view(self, number: int, *, person: int) -> bool:
        """Forget a view; return whether it was this person's."""
        return bool(
            self.do(delete(saved_view).where(saved_view.c.id == number, saved_view.c.person_id == person))
        )
