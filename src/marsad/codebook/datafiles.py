"""The codebook's data files, read once each when first asked for."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any, get_args

from marsad.codebook.model import Language
from marsad.errors import DataError

LANGUAGES: tuple[Language, ...] = get_args(Language)


@cache
def load(name: str) -> dict[str, Any]:
    """Return the data file `name` of the codebook; raises DataError where it is missing or ill-formed."""
    return read(resources.files("marsad.codebook") / "data" / f"{name}.toml")


def read(file: Traversable) -> dict[str, Any]:
    """Return a TOML file of the package, of any room; raises DataError where it is missing or ill-formed."""
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise DataError(f"no data file {file}: install marsad anew") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DataError(f"the data file {file} is ill-formed: {error}; install marsad anew") from error


def caption(name: str, lang: Language) -> Any:
    """Return an entry of `captions.toml` in `lang`, as the word for a missing value or the month names."""
    return load("captions")[name][lang]


@cache
def countries() -> frozenset[str]:
    """Return the ISO 3166-1 alpha-2 codes that a country may take."""
    return frozenset(load("countries")["codes"].split())
