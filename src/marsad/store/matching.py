"""Which incidents a search text finds, asked in the way that is quick for few as for very many.

Neither database can tell beforehand how many incidents hold a word in any of a dozen forms. So the first
`FEW` are fetched off the index of words: where there are no more, they are filtered and sorted by themselves.
Where there are more, one incident in forty or so has the words, and the incidents are walked in the order
asked for, each looked up, until the page is full.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import ColumnElement, text

from marsad.store.base import Base
from marsad.store.columns import order_number
from marsad.store.conditions import LONGEST
from marsad.store.filters import Filters
from marsad.store.plain import dump
from marsad.store.query import Wanted, parse, spell
from marsad.store.tags import tags_asked

FEW = 5000
"""Incidents that are sorted by themselves."""

_BY_WORDS = ("enable_seqscan", "enable_indexscan")
_IN_ORDER = ("enable_seqscan", "enable_bitmapscan", "enable_hashjoin")


class ReadsMatches(Base):
    """Asks for the incidents that hold words."""

    def asked(self, filters: Filters) -> str:
        """Return what `filters` ask of the search documents, as the database reads it."""
        wanted = [*parse(filters.text or ""), *(Wanted(tags) for tags in tags_asked(filters))]
        return spell(wanted, "fts5" if self.sqlite else "tsquery")

    def few(self, words: str, filters: Filters) -> list[int] | None:
        """Return the numbers of `shown` that hold `words`, None where they are more than `FEW`."""
        since = order_number(max(0, int(filters.since) - LONGEST), 0) if filters.since is not None else 0
        until = order_number(int(filters.until) + 1, 0) if filters.until is not None else 1 << 62
        name, match = self._match()
        question = f"SELECT {name} FROM document WHERE {match} AND {name} >= :a AND {name} < :b LIMIT :most"
        with self._planned(_BY_WORDS):
            rows = self.rows(text(question), {"words": words, "a": since, "b": until, "most": FEW + 1})
        return [row[0] for row in rows] if len(rows) <= FEW else None

    def among(self, few: list[int] | None) -> tuple[ColumnElement[bool], dict[str, str]]:
        """Return what holds for the rows of `shown` that match, and its parameters (besides `words`)."""
        if few is None:
            name, match = self._match()
            found = f"EXISTS (SELECT 1 FROM document WHERE document.{name} = shown.id AND {match})"
            return text(found), {}  # type: ignore[return-value]
        if self.sqlite:
            return text("shown.id IN (SELECT value FROM json_each(:few))"), {"few": dump(few)}  # type: ignore[return-value]
        told = "{" + ",".join(map(str, few)) + "}"
        return text("shown.id = ANY(CAST(:few AS bigint[]))"), {"few": told}  # type: ignore[return-value]

    @contextmanager
    def in_order(self) -> Iterator[None]:
        """Let PostgreSQL walk an index in its order within the block."""
        with self._planned(_IN_ORDER):
            yield

    def _match(self) -> tuple[str, str]:
        """Return the number of a document, and the condition that it holds `:words`."""
        if self.sqlite:
            return "rowid", "document MATCH :words"
        return "id", "document.words @@ CAST(:words AS tsquery)"

    @contextmanager
    def _planned(self, without: tuple[str, ...]) -> Iterator[None]:
        """Keep PostgreSQL from some of its ways within the block."""
        if self.sqlite:
            yield
            return
        self._set(without, "off")
        yield
        self._set(without, "on")

    def _set(self, names: tuple[str, ...], value: str) -> None:
        told = ", ".join(f"set_config('{name}', '{value}', true)" for name in names)
        self.connection.execute(text(f"SELECT {told}"))
