"""Scores: how well a reader and the normalisers do on reports that people marked by the guide."""

from __future__ import annotations

from marsad.reading.scores.coding import Scores, evaluate
from marsad.reading.scores.marked import Marked, load
from marsad.reading.scores.normalisers import Share, normalisers
from marsad.reading.scores.spans import Marks, Watched, spans

__all__ = ["Marked", "Marks", "Scores", "Share", "Watched", "evaluate", "load", "normalisers", "spans"]
