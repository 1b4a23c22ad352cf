"""The search documents, one an incident: an FTS5 table on SQLite, a tsvector with an index on PostgreSQL."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Row, select, text

from marsad.codebook.datafiles import LANGUAGES
from marsad.codebook.fields import fields
from marsad.linking import Folded
from marsad.store.base import Base
from marsad.store.layout import layout
from marsad.store.schema import shown
from marsad.store.words import words

SILENT = frozenset({None, "unknown", ("unknown",), False})
"""Values whose caption says nothing that anyone looks for."""


class WritesDocuments(Base):
    """Keeps the search documents; their number is that of `shown`."""

    def put_document(
        self, order: int, number: int, reports: Sequence[Row[Any]], folded: Folded, *, changed: bool
    ) -> None:
        """Keep the words of an incident: titles and texts of its reports, captions of its values."""
        del number, changed
        told = layout([*_texts(reports), *_captions(folded)])
        mark = hashlib.sha256(told.as_text().encode("utf-8")).hexdigest()
        name = "rowid" if self.sqlite else "id"
        if self.one(text(f"SELECT mark FROM document WHERE {name} = :id"), {"id": order}) == mark:
            return
        self._drop(order)
        if self.sqlite:
            order_text = "INSERT INTO document (rowid, words, mark) VALUES (:id, :words, :mark)"
            self.do(text(order_text), {"id": order, "words": told.as_text(), "mark": mark})
        else:
            order_text = (
                "INSERT INTO document (id, words, mark) VALUES (:id, CAST(:words AS tsvector), :mark)"
            )
            self.do(text(order_text), {"id": order, "words": told.as_vector(), "mark": mark})

    def drop_document(self, number: int) -> None:
        """Drop the words of an incident."""
        order = self.one(select(shown.c.id).where(shown.c.incident_id == number))
        if order is not None:
            self._drop(order)

    def _drop(self, order: int) -> None:
        name = "rowid" if self.sqlite else "id"
        self.do(text(f"DELETE FROM document WHERE {name} = :id"), {"id": order})


def _texts(reports: Sequence[Row[Any]]) -> Iterator[list[str]]:
    """Yield the words of titles and texts."""
    for row in reports:
        yield words(row.title or "")
        yield words(row.text or "")


def _captions(folded: Folded) -> Iterator[list[str]]:
    """Yield the words of the values in all languages."""
    for name, rules in fields().items():
        value = folded.values.get(name)
        if value in SILENT or rules.kind == "count":
            continue
        for lang in LANGUAGES:
            yield words(rules.names[lang] if value is True else rules.caption(value, lang))
