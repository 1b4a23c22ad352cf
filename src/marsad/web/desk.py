"""What every route shares: the record, the settings, the clock, the passwords, the words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from jinja2 import Environment
from starlette.requests import Request

from marsad.pipeline.record import Record
from marsad.store import Store, Writing
from marsad.web.settings import Settings

if TYPE_CHECKING:
    from marsad.web.security.passwords import Passwords


@dataclass(frozen=True, slots=True)
class Desk:
    """The server's belongings, one of them an application."""

    record: Record
    settings: Settings
    templates: Environment
    passwords: Passwords
    extra: dict[str, Any] = field(default_factory=dict)
    """For other parts of the console, which keep here what they make once."""

    @property
    def store(self) -> Store:
        """The record's database."""
        return self.record.store

    def clock(self) -> int:
        """Return the time in microseconds since 1970 UTC."""
        return self.record.clock()

    def log(
        self, w: Writing, who: str, action: str, subject: str, detail: Mapping[str, Any] | None = None
    ) -> None:
        """Write down, in the same transaction, who did what to what."""
        w.put_deed(at=self.clock(), who=who, action=action, subject=subject, detail=detail)


def desk_of(request: Request) -> Desk:
    """Return the desk of the application that answers a request."""
    found = request.app.state.desk
    assert isinstance(found, Desk)
    return found
