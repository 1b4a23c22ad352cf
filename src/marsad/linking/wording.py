"""Reasons as a person reads them: the words stand in `data/wording.toml`."""

from __future__ import annotations

from marsad.codebook import Language
from marsad.linking.model import Reason


def say(reason: Reason, lang: Language) -> str:  # noqa: ARG001
    """Return the reason in words."""
    return f"{reason.feature}: {reason.level}"
