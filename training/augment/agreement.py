"""Whether the normalisers still read the marked words as the fields have them."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import replace

from marsad.codebook import Incident
from marsad.reading.scores.marked import Marked
from marsad.reading.scores.normalisers import NUMBERS, normalisers

LABELS = ("DATE", "PLACE", "ORG", "AGENCY", *NUMBERS)
_FIELDS = ("date", "place", "affiliation", "agency", "country", *NUMBERS.values())
_MOST_KEPT = 20_000
_kept: OrderedDict[Hashable, int] = OrderedDict()


def right(marked: Marked, *labels: str) -> int:
    """Return how many marked spans of these labels (none: of all) the normalisers read as coded.

    The answers for the last reports are kept: the training asks for the same ones at every pass.
    """
    wanted = frozenset(labels or LABELS)
    return sum(_right(marked, label) for label in sorted(wanted))


def _right(marked: Marked, label: str) -> int:
    """Return how many spans of one label are read as coded."""
    spans = tuple(one for one in marked.spans if one[1].label == label)
    if not spans:
        return 0
    key = (marked.report, spans, tuple(map(_values, marked.incidents)))
    if key in _kept:
        _kept.move_to_end(key)
        return _kept[key]
    shares = normalisers([replace(marked, spans=spans)])
    found = sum(share.right for kinds in shares.values() for share in kinds.values())
    _kept[key] = found
    if len(_kept) > _MOST_KEPT:
        _kept.popitem(last=False)
    return found


def _values(incident: Incident) -> tuple[Hashable, ...]:
    return tuple(getattr(incident, name) for name in _FIELDS)


def holds(old: Marked, new: Marked, *labels: str) -> bool:
    """Tell whether of each label at least as many spans are read right after a change as before it."""
    return all(_right(new, label) >= _right(old, label) for label in labels or LABELS)
