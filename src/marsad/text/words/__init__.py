"""The words of each language, kept as data: one folder a language, one TOML file a subject."""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import Any

from marsad.codebook.datafiles import read


@cache
def load(lang: str, subject: str) -> dict[str, Any]:
    """Return the word list `subject` of `lang`; raises DataError where it is missing or ill-formed."""
    return read(resources.files(__name__) / lang / f"{subject}.toml")
