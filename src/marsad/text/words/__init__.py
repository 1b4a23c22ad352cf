"""The words of each language, kept as data: one folder a language, one TOML file a subject."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from typing import Any

from marsad.errors import DataError


@cache
def load(lang: str, subject: str) -> dict[str, Any]:
    """Return the word list `subject` of `lang`; raises DataError where it is missing or ill-formed."""
    file = resources.files(__name__) / lang / f"{subject}.toml"
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise DataError(f"no word list {subject!r} for language {lang!r}: expected {file}") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DataError(f"the word list {file} is ill-formed: {error}") from error
