"""What the model is asked: the rules, the codebook, the report; and the schema that its answer keeps to."""

from __future__ import annotations

import json
from copy import deepcopy
from functools import cache
from importlib import resources
from typing import Any

from marsad.codebook import Report
from marsad.codebook.fields import NAMES, fields, relevant
from marsad.codebook.schema import record_schema

Schema = dict[str, Any]


def messages(report: Report) -> list[dict[str, str]]:
    """Return the messages to the model: the rules with the codebook, then the report as data."""
    told = {"lang": report.lang, "published": report.published, "title": report.title, "text": report.text}
    return [
        {"role": "system", "content": _rules()},
        {"role": "user", "content": json.dumps(told, ensure_ascii=False)},
    ]


@cache
def schema() -> Schema:
    """Return the JSON Schema of the answer: marsad's own record, with what a model can say of it.

    The place is a name (the gazetteer knows the rest), the evidence is quoted words (a model counts no
    characters), and what the report itself says (id, language) is left out.
    """
    record = deepcopy(record_schema())
    incident = record["$defs"]["incident"]
    for one in incident["properties"].values():
        one.pop("if", None)  # servers turn the schema into a grammar, which knows no conditions
        one.pop("then", None)
    place = incident["properties"]["place"]
    place.pop("anyOf")
    incident["properties"]["place"] = {**place, "type": ["string", "null"], "minLength": 1}
    quotes = {"type": "array", "items": {"type": "string"}}
    incident["properties"]["evidence"] = _object(dict.fromkeys(NAMES, quotes))
    properties = {name: record["properties"][name] for name in ("relevant", "score")}
    return _object({**properties, "incidents": {"type": "array", "items": incident}})


def _object(properties: Schema) -> Schema:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


@cache
def _rules() -> str:
    """Return the rules of coding, then every field with its values, as the codebook explains them."""
    file = resources.files(__package__) / "instructions.md"
    lines = [file.read_text("utf-8"), f"relevant: {relevant().definitions['en']}"]
    for name, field in fields().items():
        lines.append(f"{name}: {field.definitions['en']}")
        lines += [f"  - {term.key}: {term.definition['en']}" for term in field.terms]
    return "\n".join(lines)
