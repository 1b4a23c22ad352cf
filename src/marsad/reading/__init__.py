"""Reading: a reader takes a report and returns its claims (incident, field, value, spans, score, method).

The one contract of this room: `Reader = Callable[[Report], list[Claim]]`. Claims of incident 0 speak of the
report itself (`relevant`); incidents count from 1. `reader(name)` returns a reader by its name.
"""

from __future__ import annotations

from collections.abc import Callable

from marsad.codebook import Claim, Report
from marsad.errors import MarsadError

Reader = Callable[[Report], list[Claim]]


def readers() -> tuple[str, ...]:
    """Return the names of the readers that can be asked for."""
    return ("lexical",)


def reader(name: str = "lexical") -> Reader:
    """Return the reader of that name; raises MarsadError where there is none."""
    if name == "lexical":
        from marsad.reading.lexical import read

        return read
    raise MarsadError(f"no reader is named {name!r}; choose one of {', '.join(readers())}")


__all__ = ["Reader", "reader", "readers"]
