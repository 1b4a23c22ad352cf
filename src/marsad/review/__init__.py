"""Review: what people decide about the record, each decision with who, when and why. Nothing is overwritten.

A `Judgement` is one decision. `standing` tells which are not undone, `bonds` which accounts they hold
together or apart, `corrections` and `verdict` what they say of one incident. Only this room writes them.
"""

from __future__ import annotations

from marsad.review.bonds import Bonds, bonds
from marsad.review.effects import Correction, corrections, verdict
from marsad.review.judgement import KINDS, Judgement, judgement
from marsad.review.standing import standing

__all__ = [
    "KINDS",
    "Bonds",
    "Correction",
    "Judgement",
    "bonds",
    "corrections",
    "judgement",
    "standing",
    "verdict",
]
