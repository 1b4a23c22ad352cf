"""Reading: a reader takes a report and returns its claims (incident, field, value, spans, score, method).

The one contract of this room: `Reader = Callable[[Report], list[Claim]]`. Claims of incident 0 speak of the
report itself (`relevant`); incidents count from 1. `reader(name)` returns a reader by its name, `readers()`
tells which there are, and `DEFAULT` is the one that reads where none is named.
"""

from __future__ import annotations

from marsad.reading.contract import Reader
from marsad.reading.plugins import About
from marsad.reading.readers import DEFAULT, names, reader, readers

__all__ = ["DEFAULT", "About", "Reader", "names", "reader", "readers"]
