"""What is coded, and the values that each field may take."""

from marsad.codebook.model import (
    Bound,
    Claim,
    Count,
    Incident,
    Language,
    Period,
    Place,
    Precision,
    Report,
    Span,
    Value,
)

__all__ = [
    "Bound",
    "Claim",
    "Count",
    "Incident",
    "Language",
    "Period",
    "Place",
    "Precision",
    "Report",
    "Span",
    "Value",
]
