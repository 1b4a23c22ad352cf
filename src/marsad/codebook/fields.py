"""The fields of the record in the guide's order, with their kinds, values, names and definitions.

Nothing is read before the first call; each data file is then read once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import fields as dataclass_fields
from functools import cache
from types import MappingProxyType
from typing import Any

from marsad.codebook.datafiles import LANGUAGES, load
from marsad.codebook.kinds import KINDS, Kind
from marsad.codebook.model import Incident, Language, Value
from marsad.errors import DataError, ValueOutsideCodebookError

Texts = Mapping[Language, str]

NAMES = tuple(f.name for f in dataclass_fields(Incident) if f.name not in ("evidence", "scores"))
"""The names of an incident's fields, in the order of the guide's table."""

LISTS = ("spans", "precision", "bound")
"""The closed lists beside the fields."""


@dataclass(frozen=True, slots=True)
class Term:
    """A word of the codebook: a value, a span label; its `name` and `definition` in each language."""

    key: str
    name: Texts
    definition: Texts


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What the codebook explains: a field, or a closed list beside the fields, as the span labels.

    `terms` are its values with their words, none where it is open.
    """

    name: str
    names: Texts
    definitions: Texts
    terms: tuple[Term, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Field(Entry):
    """A field: its `kind` (`choice`, `count` …), and its `values` where it is closed.

    `labels` are the span labels whose words may give evidence for it, the likeliest first; `rules` the
    kind with its four verbs, which the field passes on.
    """

    kind: str
    values: tuple[str, ...]
    labels: tuple[str, ...]
    rules: Kind

    @property
    def nullable(self) -> bool:
        """Whether the field is null where the report says nothing of it."""
        return self.rules.nullable

    def clean(self, raw: Any) -> Value:
        """Return `raw`, from JSON or a form, as a value of the model; raises ValueOutsideCodebookError."""
        return self.rules.clean(raw)

    def validate(self, value: Any) -> None:
        """Raise ValueOutsideCodebookError unless the codebook allows `value`."""
        self.rules.validate(value)

    def compare(self, a: Value, b: Value) -> float:
        """Return how far two values agree, from 0 to 1."""
        return self.rules.compare(a, b)

    def caption(self, value: Value, lang: Language) -> str:
        """Return `value` as a person reads it in `lang`."""
        return self.rules.caption(value, lang)


@cache
def fields() -> Mapping[str, Field]:
    """Return the fields of an incident by name, in the guide's order; raises DataError."""
    return MappingProxyType({name: _read(name) for name in NAMES})


@cache
def relevant() -> Field:
    """Return the one field of the report as a whole."""
    return _read("relevant")


def field(name: str) -> Field:
    """Return the field `name` of an incident; raises ValueOutsideCodebookError where there is none."""
    try:
        return fields()[name]
    except KeyError:
        raise ValueOutsideCodebookError(
            f"got the field {name!r}, expected one of {', '.join(NAMES)}: check its spelling"
        ) from None


@cache
def lists() -> Mapping[str, Entry]:
    """Return the closed lists beside the fields: `spans` (labels), `precision` (places), `bound` (counts)."""
    return MappingProxyType({name: _read_list(name) for name in LISTS})


def terms(file: str) -> tuple[Term, ...]:
    """Return the words of the closed list in a data file: `spans`, `precision`, `bound` or a field's."""
    return tuple(
        Term(key, texts(file, value.get("name")), texts(file, value.get("definition")))
        for key, value in load(file).get("values", {}).items()
    )


def texts(file: str, raw: Any) -> Texts:
    """Return the same text in each language; raises DataError, naming `file`, where one is missing."""
    if not isinstance(raw, dict) or any(not raw.get(lang) for lang in LANGUAGES):
        raise DataError(
            f"codebook file {file!r}: got {raw!r}, expected a text each in {', '.join(LANGUAGES)}"
        )
    return MappingProxyType({lang: raw[lang] for lang in LANGUAGES})


def _read(name: str) -> Field:
    """Read one field from its data file."""
    raw = load(name)
    if raw.get("kind") not in KINDS:
        raise DataError(
            f"codebook file {name!r}: got kind {raw.get('kind')!r}, expected one of {', '.join(KINDS)}"
        )
    words = terms(name)
    return Field(
        name=name,
        kind=raw["kind"],
        values=tuple(word.key for word in words),
        labels=tuple(raw.get("labels", ())),
        terms=words,
        names=texts(name, raw.get("name")),
        definitions=texts(name, raw.get("definition")),
        rules=KINDS[raw["kind"]](name, {word.key: word.name for word in words}),
    )


def _read_list(name: str) -> Entry:
    """Read one closed list from its data file."""
    raw = load(name)
    return Entry(
        name=name,
        names=texts(name, raw.get("name")),
        definitions=texts(name, raw.get("definition")),
        terms=terms(name),
    )
