"""The one error inside this package: no sound answer came."""

from __future__ import annotations

SHOWN = 200
"""Characters of a reason that a warning shows: a server may answer with pages."""


class NonsenseError(Exception):
    """The server gave no answer that can be used; the message says why, on one line, and is not long."""

    def __init__(self, reason: str) -> None:
        line = " ".join(reason.split())
        super().__init__(line if len(line) <= SHOWN else line[:SHOWN] + "…")
