"""Which judgements stand: those that no standing judgement undoes."""

from __future__ import annotations

from collections.abc import Iterable

from marsad.review.judgement import Judgement


def standing(judgements: Iterable[Judgement]) -> list[Judgement]:
    """Return the judgements that hold, oldest first, without the undoings.

    An undoing may itself be undone, which puts the first judgement back. The order in which judgements are
    given does not matter: their own times do.
    """
    undone: set[str] = set()
    kept: list[Judgement] = []
    for one in sorted(set_of(judgements), key=lambda j: j.order, reverse=True):
        if one.digest in undone:
            continue
        if one.kind == "undo":
            undone.add(one.payload["judgement"])
        else:
            kept.append(one)
    return kept[::-1]


def set_of(judgements: Iterable[Judgement]) -> list[Judgement]:
    """Return each judgement once."""
    return list({one.digest: one for one in judgements}.values())
