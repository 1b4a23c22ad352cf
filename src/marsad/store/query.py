"""The search's small language: words, all of which must be there; "phrases"; beginnings with a star."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from marsad.errors import InputError
from marsad.store.words import alternatives, words

MOST = 32
"""Words of a question, at most."""

LEAST = 2
"""Letters before a star, at least."""

_PIECE = re.compile(r'"([^"]*)(?:"|$)|([^\s"]+)')


@dataclass(frozen=True, slots=True)
class Wanted:
    """One thing that must be there: the first word in any of its forms, then the words right after it.

    With `begins` the one word may go on after what is given.
    """

    first: tuple[str, ...]
    then: tuple[str, ...] = ()
    begins: bool = False


def parse(text: str) -> tuple[Wanted, ...]:
    """Return what `text` asks for. A word of several parts, as `Ben-Guerdane`, is a phrase.

    Raises InputError where there is no word in it, too many, or a star after fewer than two letters.
    """
    wanted: list[Wanted] = []
    for match in _PIECE.finditer(text):
        begins = match[2] is not None and match[2].endswith("*") and match[2][-2:-1].isalnum()
        found = words(match[1] if match[2] is None else match[2])
        if not found:
            continue
        if begins and len(found[-1]) < LEAST:
            raise InputError(f"got {match[2]!r}, expected at least {LEAST} letters before the star")
        if begins:
            wanted += [Wanted(alternatives(word)) for word in found[:-1]]
            wanted.append(Wanted(alternatives(found[-1]), begins=True))
        else:
            wanted.append(Wanted(alternatives(found[0]), tuple(found[1:])))
    wanted = list(dict.fromkeys(wanted))
    size = sum(1 + len(one.then) for one in wanted)
    if not wanted:
        raise InputError(f"got the search {text!r}, expected at least one word of letters or digits")
    if size > MOST:
        raise InputError(f"got a search of {size} words, expected at most {MOST}: leave some out")
    return tuple(wanted)


def spell(wanted: Iterable[Wanted], dialect: Literal["fts5", "tsquery"]) -> str:
    """Return what is wanted as the database asks it; words hold no sign that could end them."""
    one = _fts5 if dialect == "fts5" else _tsquery
    return (" AND " if dialect == "fts5" else " & ").join(one(piece) for piece in wanted)


def _fts5(one: Wanted) -> str:
    """Return one thing as FTS5 asks for it."""
    star = " *" if one.begins else ""
    phrases = (" ".join((form, *one.then)) for form in one.first)
    return f"({' OR '.join(f'{chr(34)}{phrase}{chr(34)}{star}' for phrase in phrases)})"


def _tsquery(one: Wanted) -> str:
    """Return one thing as tsquery asks for it."""
    star = ":*" if one.begins else ""
    first = "(" + " | ".join(f"'{form}'{star}" for form in one.first) + ")"
    return " <-> ".join((first, *(f"'{word}'" for word in one.then)))
