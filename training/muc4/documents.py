"""The reports of MUC-4 with their templates, from the GTT files and the whole keys.

The texts are not part of the project: `load` is told where they lie.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from marsad.errors import InputError
from training.muc4 import dates, keys, mapping

ROLES = tuple(keys.ROLES)
"""The five roles, in GTT's order."""


@dataclass(frozen=True, slots=True)
class Mention:
    """Words of an entity: characters `start` to `end` of the text; `entity` counts through its template."""

    role: str
    entity: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Template:
    """One incident: its type, where its entities stand, what they are called, what our fields may be.

    `mentions` has, for each string of an entity, the place that the file gives, then the others where the
    same string stands as whole words. `entities` are those strings as given, by role. `allowed`: see
    `mapping.allowed`.
    """

    kind: str
    mentions: tuple[Mention, ...]
    entities: Mapping[str, tuple[tuple[str, ...], ...]]
    allowed: Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Document:
    """One report; without templates it tells of no incident. `published` is its dateline's day, if any."""

    id: str
    text: str
    templates: tuple[Template, ...]
    published: str | None = None


def _lines(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield the objects of a JSONL file by line number; raises InputError for what is none, or no file."""
    if not path.is_file():
        raise InputError("no such file; give the folder that holds the files of MUC-4", path=str(path))
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        try:
            row = json.loads(line)
        except json.JSONDecodeError as error:
            raise InputError(f"not JSON ({error}); take the file anew", path=str(path), line=number) from None
        if not isinstance(row, dict):
            raise InputError("expected an object with `templates`", path=str(path), line=number)
        yield number, row


def _mentions(text: str, template: Mapping[str, Any], where: str) -> Iterator[Mention]:
    """Yield the mentions of a template; raises InputError where a given one does not stand in the text."""
    entity = 0
    for role in ROLES:
        for strings in template[role]:
            for string, given in strings:
                if text[given : given + len(string)] != string:
                    raise InputError(f"{where}: {role} {string!r} does not stand at character {given}")
                yield Mention(role, entity, given, given + len(string))
                for hit in re.finditer(rf"(?<!\w){re.escape(string)}(?!\w)", text):
                    if hit.start() != given:
                        yield Mention(role, entity, *hit.span())
            entity += bool(strings)


def _template(text: str, raw: Mapping[str, Any], key: keys.Key, where: str) -> Template:
    entities = {
        role: tuple(tuple(string for string, _ in strings) for strings in raw[role] if strings)
        for role in ROLES
    }
    found = tuple(dict.fromkeys(_mentions(text, raw, where)))
    return Template(raw["incident_type"], found, entities, mapping.allowed(raw["incident_type"], key))


def _as_printed(text: str, printed: str, where: str) -> str:
    """Return `text` with the letters as the report printed them, at the same offsets.

    Both have the same characters but for spaces and brackets, and the print also a dateline before them.
    """
    bare = "".join(printed.split())
    folded = bare.lower().replace("[", "(").replace("]", ")")
    at = folded.find("".join(text.split()))
    if at < 0 or len(folded) != len(bare):
        raise InputError(f"{where}: the text is not found in the printed report; load it with cased=False")
    letters = iter(bare[at:])
    chars = ((char, char if char.isspace() else next(letters)) for char in text)
    return "".join(seen if seen.lower() == char else char for char, seen in chars)


def load(data: Path, split: str, cased: bool = False) -> list[Document]:
    """Return the reports of `data`/`split`.jsonl ("train", "dev" or "test") with what keys_`split`.jsonl
    permits.

    The text is GTT's, lower-cased; with `cased` its letters are as printed (capitals, in nearly all), at the
    same offsets. Raises InputError for files that are missing, ill-formed or not of one release, and
    DataError where a template has no key.
    """
    whole = {row["id"]: row for _, row in _lines(data / f"keys_{split}.jsonl")}
    found: list[Document] = []
    path = data / f"{split}.jsonl"
    for number, row in _lines(path):
        name, text = row["docid"], row["doctext"]
        if name not in whole:
            raise InputError(f"no key of report {name} in keys_{split}.jsonl", path=str(path), line=number)
        printed = whole[name]["text"]
        told = keys.match(name, row["templates"], [keys.read(raw) for raw in whole[name]["templates"]])
        templates = tuple(
            _template(text, raw, key, name) for raw, key in zip(row["templates"], told, strict=True)
        )
        day = dates.dateline(printed, mapping.rules()["date"])
        found.append(Document(name, _as_printed(text, printed, name) if cased else text, templates, day))
    return found
