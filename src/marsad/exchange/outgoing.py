"""An incident on its way out: what it folds to and where it was reported."""

from __future__ import annotations

from dataclasses import dataclass

from marsad.store import State


@dataclass(frozen=True, slots=True)
class Source:
    """A report as others may know of it: its digest, address, language and day; neither title nor text."""

    digest: str
    url: str | None
    lang: str
    published: str | None


@dataclass(frozen=True, slots=True)
class Outgoing:
    """An incident's state with the sources that tell of it, the earliest published first."""

    state: State
    sources: tuple[Source, ...]
