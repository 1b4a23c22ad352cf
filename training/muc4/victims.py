"""How many people a key lets be killed and wounded: '0', '>0', a number as text, or 'null'."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from training.muc4.keys import Key

_NUMBER = re.compile(r"^~?\s*(\d+)\s*(?:-\s*(\d*))?$")  # "6", "~100", "10-" (at least), "6-8"
_EFFECT = "hum tgt: effect of incident"


def _size(key: Key, references: frozenset[str]) -> range | None:
    """Return the numbers that the key gives for the people of these references; None for "PLURAL" or none.

    The guide counts "at least six" and "about six" as six, so "6-" and "~6" are; "6-8" is open between them.
    """
    for filler in key["hum tgt: number"]:
        if filler.references & references:
            for head in filler.heads:
                found = _NUMBER.match(head)
                if found:
                    low = int(found[1])
                    return range(low, max(low, int(found[2] or low)) + 1)
    return None


def _several(sizes: list[range | None], longest: int) -> frozenset[str]:
    """Return the totals that groups of people permit, since one may be part of another."""
    known = [size for size in sizes if size is not None]
    if len(known) < len(sizes):
        return frozenset({">0"})
    low, high = max(size[0] for size in known), sum(size[-1] for size in known)
    if low < 1 or high - low > longest:
        return frozenset({">0"})
    return frozenset(map(str, range(low, high + 1)))


def counts(key: Key, rules: Mapping[str, Any], harmless: bool) -> dict[str, frozenset[str]]:
    """Return what `killed` and `wounded` may be; a count of which the key says nothing is left out.

    `harmless` tells that the attack never took place, so that without any effect both are 0. A filler that
    may be left out, and one with both "death" and "injury" as alternatives, says nothing of either.
    """
    effect, longest = rules["effect"], rules["count"]["longest_range"]
    people = [f for slot in ("hum tgt: name", "hum tgt: description") for f in key[slot] if not f.optional]
    fillers = key[_EFFECT]
    if not fillers:
        return {"killed": frozenset("0"), "wounded": frozenset("0")} if harmless else {}
    told = frozenset().union(*(f.references for f in fillers))
    complete = all(f.references & told for f in people)
    found: dict[str, frozenset[str]] = {}
    for field, yes, no in (("killed", "death", "no_death"), ("wounded", "injury", "no_injury")):
        hit = [f for f in fillers if set(f.heads) & set(effect[yes])]
        if any(f.optional or len(set(f.heads)) > 1 for f in hit):
            continue
        if hit:
            found[field] = _several([_size(key, f.references) for f in hit], longest)
        elif complete and all(set(f.heads) <= set(effect[no]) for f in fillers):
            found[field] = frozenset({"0"})
        elif complete:
            found[field] = frozenset({"0", "null"})
    return found
