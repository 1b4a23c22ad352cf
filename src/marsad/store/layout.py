"""A document of the search as both databases can keep it: words at places, within PostgreSQL's limits.

PostgreSQL knows 16,383 places in a document and 256 of one word; what lies beyond is found as a word but in
no phrase. The same is laid out for SQLite, so that both give the same answers.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

PLACES = 16_000
"""Places of a document whose words can stand in phrases."""

REPEATS = 250
"""Places of one word."""

BYTES = 600_000
"""Bytes of the different words of a document; what would go beyond is left out."""

GAP = "\u0640"
"""Stands where no phrase may go through: a letter that folding takes away, so that nobody can ask for it."""


@dataclass(frozen=True, slots=True)
class Layout:
    """Words at their places, counted from 1, and `loose` words that have none."""

    placed: tuple[tuple[str, int], ...]
    loose: tuple[str, ...]

    def as_text(self) -> str:
        """Return the document for FTS5, whose places are those of the words in a row."""
        row: list[str] = []
        for word, place in self.placed:
            row += [GAP] * (place - 1 - len(row))
            row.append(word)
        return " ".join(row + [piece for word in self.loose for piece in (GAP, word)])

    def as_vector(self) -> str:
        """Return the document as a literal of PostgreSQL's tsvector."""
        places: dict[str, list[int]] = {}
        for word, place in self.placed:
            places.setdefault(word, []).append(place)
        told = [f"'{word}':{','.join(map(str, at))}" for word, at in places.items()]
        return " ".join(told + [f"'{word}'" for word in self.loose])


def layout(sections: Iterable[Sequence[str]], tags: Iterable[str] = ()) -> Layout:
    """Lay out the words of each section one after the other, so that no phrase goes from one to the next.

    `tags` are words that stand in no phrase, all of which are kept.
    """
    placed: list[tuple[str, int]] = []
    loose: dict[str, None] = {}
    seen: Counter[str] = Counter()
    place = room = 0
    for section in sections:
        for word in section:
            place += 1
            if word not in seen and word not in loose:
                room += len(word.encode("utf-8"))
                if room > BYTES:
                    room = BYTES
                    continue
            if place <= PLACES and seen[word] < REPEATS:
                placed.append((word, place))
                seen[word] += 1
            elif word not in seen:
                loose[word] = None
        place += 1
    loose |= dict.fromkeys(tags)
    return Layout(tuple(placed), tuple(word for word in loose if word not in seen))
