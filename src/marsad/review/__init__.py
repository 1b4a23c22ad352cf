"""Review: what people decide about the record, each decision with who, when and why. Nothing is overwritten.

A `Judgement` is one decision. `standing` tells which are not undone, `bonds` which accounts they hold
together or apart, `corrections` and `verdict` what they say of one incident, `rounds` where two people code
it apart from each other, `waits` what it waits for. `agreement` tells how far coders agree. Only this room
decides what a judgement is.
"""

from __future__ import annotations

from marsad.review.bonds import Bonds, bonds
from marsad.review.coding import INCIDENT, Round, Sheet, alike, rounds, values_of
from marsad.review.effects import Correction, Look, concerns, corrections, looked, verdict
from marsad.review.judgement import KINDS, Judgement, judgement
from marsad.review.queue import WHYS, Waiting, because, waits
from marsad.review.standing import standing

__all__ = [
    "INCIDENT",
    "KINDS",
    "WHYS",
    "Bonds",
    "Correction",
    "Judgement",
    "Look",
    "Round",
    "Sheet",
    "Waiting",
    "alike",
    "because",
    "bonds",
    "concerns",
    "corrections",
    "judgement",
    "looked",
    "rounds",
    "standing",
    "values_of",
    "verdict",
    "waits",
]
