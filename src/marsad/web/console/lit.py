"""A report's text cut at every border of evidence, so that a page can light up the words that say a field.

Offsets count Unicode characters of the text as the record keeps it. A page must show the same characters: a
carriage return is written as a reference, since a browser would read it and its line feed as one sign.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from markupsafe import Markup, escape

Mark = tuple[str, int, int]
"""What says something (a field's name), and the words: `start` and `end`, the end excluded."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text under the same evidence: `html` is the text, escaped; `fields` are what it says."""

    html: Markup
    fields: tuple[str, ...]


def shown(text: str) -> Markup:
    """Return a text as HTML that a browser shows sign for sign."""
    return Markup(escape(text).replace("\r", Markup("&#13;")))


def pieces(text: str, marks: Iterable[Mark]) -> list[Piece]:
    """Return a text in pieces; marks may nest and overlap, those outside of the text are left out."""
    kept = sorted({one for one in marks if 0 <= one[1] < one[2] <= len(text)})
    borders = sorted({0, len(text), *(one[1] for one in kept), *(one[2] for one in kept)})
    return [
        Piece(
            shown(text[start:end]),
            tuple(dict.fromkeys(name for name, first, last in kept if first <= start and end <= last)),
        )
        for start, end in pairwise(borders)
    ]


def places_of(text: str, words: str) -> list[tuple[int, int]]:
    """Return where `words` stand in a text, as they are written there but for white space between them."""
    wanted = r"\s+".join(map(re.escape, words.split()))
    return [one.span() for one in re.finditer(wanted, text)] if wanted else []
