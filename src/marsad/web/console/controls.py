"""The part of a form in which a person chooses a value of a field, and the value that comes back from it.

A control is told by the field's kind: `radio` and `checks` for closed lists, `count`, `period`, `place`,
`country` and `name` for the others. Its parts go by the field's name and, after a dot, by their own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from starlette.datastructures import FormData

from marsad.codebook import Language
from marsad.codebook.datafiles import countries
from marsad.codebook.fields import field, lists
from marsad.codebook.values import to_json
from marsad.places.countries import table

SHAPES = {
    "choice": "radio", "truth": "radio", "choices": "checks", "count": "count", "period": "period",
    "place": "place", "country": "country", "name": "name",
}  # fmt: skip
MOST_DIGITS = 7
"""Of a number of people."""
LONGEST = 200
"""Characters of a name or a place, at most."""


@dataclass(frozen=True, slots=True)
class Option:
    """A value that can be chosen: its key, its name and what it means in the visitor's language."""

    key: str
    name: str
    about: str = ""
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Control:
    """How a field's value is chosen: `name` leads the names of its parts, `now` is the value that stands."""

    name: str
    shape: str
    label: str
    about: str
    options: tuple[Option, ...]
    now: Mapping[str, str]


def control(name: str, value: Any, lang: Language) -> Control:
    """Return the control of a field on which the JSON value `value` stands."""
    rules = field(name)
    shape = SHAPES[rules.kind]
    options: tuple[Option, ...] = ()
    now: dict[str, str] = {}
    if shape in ("radio", "checks"):
        chosen = {_key(one) for one in (value if isinstance(value, list) else [value])}
        options = tuple(
            Option(one.key, one.name[lang], one.definition[lang], one.key in chosen) for one in rules.terms
        )
    elif shape == "count":
        told = value if isinstance(value, dict) else {"value": value, "bound": "exact"}
        now = {"value": "" if told["value"] is None else str(told["value"])}
        options = tuple(
            Option(one.key, one.name[lang], "", one.key == told["bound"]) for one in lists()["bound"].terms
        )
    elif shape == "place":
        told = value or {"name": "", "country": ""}
        now = {"value": told["name"]}
        options = _countries(lang, told["country"])
    elif shape == "country":
        options = _countries(lang, value)
    else:
        now = {"value": value or ""}
    return Control(name, shape, rules.names[lang], rules.definitions[lang], options, now)


def read(name: str, form: FormData, now: Any = None) -> Any:
    """Return the value of a field that a form holds, as JSON; None where it says nothing.

    A place or a name that is written as in `now`, the value that stood, is that very value. Raises
    ValueOutsideCodebookError for a value that the codebook does not know.
    """
    rules = field(name)
    shape = SHAPES[rules.kind]
    if shape == "checks":
        return [str(one) for one in form.getlist(f"{name}.value")] or ["unknown"]
    raw = str(form.get(f"{name}.value", "")).strip()[:LONGEST]
    if shape == "count":
        return _count(name, raw, str(form.get(f"{name}.bound", "exact")))
    if shape == "place":
        country = str(form.get(f"{name}.country", ""))
        same = now is not None and (raw, country) == (now["name"], now["country"])
        return now if same else _place(raw, country)
    if shape == "name":
        return now if raw == now else _canonical(raw)
    return to_json(rules.clean(raw)) if raw or shape == "radio" else None


def country_name(code: str | None, lang: Language) -> str:
    """Return a country's name in a language, its code where it has none."""
    names = table().get(code or "", {}).get(lang)
    return str(names[0]) if names else str(code or "")


def _key(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _countries(lang: Language, chosen: Any) -> tuple[Option, ...]:
    """Return all countries by their names."""
    named = sorted((country_name(code, lang), code) for code in countries())
    return tuple(Option(code, name, "", code == chosen) for name, code in named)


def _count(name: str, raw: str, bound: str) -> Any:
    """Return a number of people with its bound."""
    if not raw:
        return None
    digits = raw.translate(_DIGITS)
    whole = digits.isascii() and digits.isdecimal() and len(digits) <= MOST_DIGITS
    return to_json(field(name).clean({"value": int(digits) if whole else f"{raw} people", "bound": bound}))


_DIGITS = {ord(sign): str(value % 10) for value, sign in enumerate("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹")}


def _place(raw: str, country: str) -> Any:
    """Return a place by its name: the gazetteer's, of the country where one is given, else the bare name."""
    from marsad.places.resolver import lookup

    if not raw:
        return None
    found = lookup(raw, country or None) if not country or country in countries() else []
    return to_json(found[0] if found else field("place").clean({"name": raw, "country": country}))


def _canonical(raw: str) -> str | None:
    """Return the usual name of an organisation given by any of its names."""
    from marsad.actors.organisations import canonical

    name = " ".join(raw.split())
    return (canonical(name) or name) if name else None
