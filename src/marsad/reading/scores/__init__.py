"""Scores: how well a reader and the normalisers do on reports that people marked by the guide."""

from __future__ import annotations

from marsad.reading.scores.coding import Scores, evaluate
from marsad.reading.scores.marked import Marked, load
from marsad.reading.scores.normalisers import Share, normalisers

__all__ = ["Marked", "Scores", "Share", "evaluate", "load", "normalisers"]
