"""The search documents, one an incident: an FTS5 table on SQLite, a tsvector with an index on PostgreSQL."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import select, text

from marsad.codebook import Value
from marsad.codebook.datafiles import LANGUAGES
from marsad.codebook.fields import field, fields
from marsad.linking import Folded
from marsad.store.base import Base
from marsad.store.layout import layout
from marsad.store.schema import shown
from marsad.store.tags import tags_of
from marsad.store.words import words

SILENT = (None, False, "unknown", ("unknown",))
"""Values whose caption says nothing that anyone looks for."""


class ReadsDocuments(Base):
    """Makes the search documents, and asks for those kept; their number is that of `shown`."""

    def document_row(self, order: int, reports: Sequence[Any], folded: Folded, review: str) -> dict[str, Any]:
        """Return the document of an incident; `reports` have a title, a text and a language."""
        langs = sorted({row.lang for row in reports if row.lang})
        tags = tags_of({**folded.values, "langs": langs, "review": review})
        told = layout([*_texts(reports), *_captions(folded)], tags)
        plain = told.as_text()
        mark = hashlib.sha256(plain.encode("utf-8")).hexdigest()
        return {"id": order, "words": plain if self.sqlite else told.as_vector(), "mark": mark}

    def document_mark(self, order: int) -> str | None:
        """Return the mark of a kept document, by which it is known to hold the same words."""
        name = "rowid" if self.sqlite else "id"
        mark: str | None = self.one(text(f"SELECT mark FROM document WHERE {name} = :id"), {"id": order})
        return mark


class WritesDocuments(ReadsDocuments):
    """Keeps the search documents."""

    def put_document(self, order: int, reports: Sequence[Any], folded: Folded, review: str) -> None:
        """Keep the words of an incident: titles and texts of its reports, captions of its values,
        and tags, with which filters are asked together with words.
        """
        row = self.document_row(order, reports, folded, review)
        if self.document_mark(order) != row["mark"]:
            self._drop(order)
            self.insert_documents([row])

    def insert_documents(self, rows: Sequence[dict[str, Any]]) -> None:
        """Keep documents as `document_row` makes them."""
        own = "rowid, words, mark" if self.sqlite else "id, words, mark"
        told = ":words" if self.sqlite else "CAST(:words AS tsvector)"
        if rows:
            self.do(text(f"INSERT INTO document ({own}) VALUES (:id, {told}, :mark)"), rows)

    def drop_document(self, number: int) -> None:
        """Drop the words of an incident."""
        order = self.one(select(shown.c.id).where(shown.c.incident_id == number))
        if order is not None:
            self._drop(order)

    def _drop(self, order: int) -> None:
        name = "rowid" if self.sqlite else "id"
        self.do(text(f"DELETE FROM document WHERE {name} = :id"), {"id": order})


def _texts(reports: Sequence[Any]) -> Iterator[list[str]]:
    """Yield the words of titles and texts."""
    for row in reports:
        yield words(row.title or "")
        yield words(row.text or "")


def _captions(folded: Folded) -> Iterator[list[str]]:
    """Yield the words of the values in all languages."""
    for name, rules in fields().items():
        value = folded.values.get(name)
        if rules.kind == "count" or any(value is one or value == one for one in SILENT):
            continue
        yield from _caption(name, value)


@lru_cache(maxsize=16384)
def _caption(name: str, value: Value) -> tuple[list[str], ...]:
    """Return the words of a value in each language."""
    rules = field(name)
    return tuple(
        words(rules.names[lang] if value is True else rules.caption(value, lang)) for lang in LANGUAGES
    )
