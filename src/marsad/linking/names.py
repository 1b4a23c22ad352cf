"""Whether two names of organisations or services are one, or one belongs to the other."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Literal

from marsad.actors.registry import Actor, Kind, actors, key_of

_KINDS: dict[str, tuple[Kind, ...]] = {
    "affiliation": ("organisation", "ideology"),
    "agency": ("agency",),
}
_STEPS = 4  # of "part of", more than any registry has


@lru_cache(maxsize=16384)
def related(field: Literal["affiliation", "agency"], one: str, two: str) -> str:
    """Return `same`, `kind` (both but an ideology, as `jihadist`), `related` or `other`.

    Related: one is part of the other, both are parts of one, or one is the ideology of the other.
    """
    left, right = key_of(one), key_of(two)
    known = _known(field)
    first, second = known.get(left), known.get(right)
    if left == right or (first is not None and first is second):
        return "kind" if first is not None and first.kind == "ideology" else "same"
    if _line(first, left, known) & _line(second, right, known):
        return "related"
    return "other"


def _line(actor: Actor | None, key: str, known: dict[str, Actor]) -> set[str]:
    """Return the keys of an actor, of the bodies it belongs to, and of its ideology."""
    line = {key}
    for _ in range(_STEPS):
        if actor is None:
            break
        if actor.ideology:
            line.add(key_of(actor.ideology))
        if actor.part_of is None:
            break
        line.add(key_of(actor.part_of))
        actor = known.get(key_of(actor.part_of))
    return line


@cache
def _known(field: str) -> dict[str, Actor]:
    """Return the actors that a field may name, by the key of their name; the first of each stands."""
    found: dict[str, Actor] = {}
    for kind in _KINDS[field]:
        for actor in actors(kind):
            found.setdefault(key_of(actor.name), actor)
    return found
