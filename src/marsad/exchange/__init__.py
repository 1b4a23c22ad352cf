"""Exchange: the record in forms that others read. No names, no titles, no words of reports go out.

`lines` writes JSON lines, `table` the rows of a CSV file; both take `Outgoing`, an incident with its reports.
"""

from __future__ import annotations

from marsad.exchange.lines import lines
from marsad.exchange.outgoing import Outgoing, Source
from marsad.exchange.table import COLUMNS, table

__all__ = ["COLUMNS", "Outgoing", "Source", "lines", "table"]
