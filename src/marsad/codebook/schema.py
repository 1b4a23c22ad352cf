"""The JSON Schema of the line that `marsad code --json` prints, made from the codebook's data."""

from __future__ import annotations

from typing import Any

from marsad.codebook.datafiles import LANGUAGES, countries, load
from marsad.codebook.fields import NAMES, Field, fields, relevant
from marsad.codebook.kinds.place import PRECISIONS
from marsad.codebook.model import Language

Schema = dict[str, Any]

ID = "urn:marsad:schema:coded-report:1"
DATE = r"^[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$"


def record_schema(lang: Language = "en") -> Schema:
    """Return the JSON Schema (2020-12) of a coded report, with its descriptions in `lang`."""
    report = load("report")
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": ID,
        "title": report["name"][lang],
        "description": report["definition"][lang],
        **_object(
            {
                "id": {"type": "string", "minLength": 1},
                "lang": {"enum": list(LANGUAGES)},
                "relevant": {"type": "boolean", "description": relevant().definitions[lang]},
                "score": {"type": "number", "minimum": 0, "maximum": 1},
                "incidents": {"type": "array", "items": {"$ref": "#/$defs/incident"}},
                "title": {"type": "string"},
                "text": {"type": "string"},
                "url": {"type": ["string", "null"]},
                "published": {"type": ["string", "null"], "pattern": DATE},
            },
            report["parts"],
            lang,
            optional=("title", "text", "url", "published"),
        ),
        "$defs": {
            "incident": _incident(lang),
            "place": _place(lang),
            "evidence": _evidence(lang),
            "words": _words(lang),
        },
    }


def _object(
    properties: dict[str, Schema],
    words: dict[str, dict[str, str]],
    lang: Language,
    optional: tuple[str, ...] = (),
) -> Schema:
    """Return an object of `properties`, all but the `optional` required, described by `words`."""
    for name, text in words.items():
        properties[name]["description"] = text[lang]
    return {
        "type": "object",
        "properties": properties,
        "required": [name for name in properties if name not in optional],
        "additionalProperties": False,
    }


def _incident(lang: Language) -> Schema:
    properties = {name: _field(field, lang) for name, field in fields().items()}
    properties["evidence"] = {"$ref": "#/$defs/evidence"}
    return _object(properties, {}, lang)


def _field(field: Field, lang: Language) -> Schema:
    """Return the schema of one field, its values explained in its description."""
    words = field.definitions[lang]
    if field.kind in ("choice", "choices"):
        words += "".join(f"\n- {term.key}: {term.definition[lang]}" for term in field.terms)
    return {"title": field.names[lang], "description": words, **_shape(field)}


def _shape(field: Field) -> Schema:
    match field.kind:
        case "choice":
            return {"enum": list(field.values)}
        case "choices":
            items = {"enum": list(field.values)}
            alone = {"if": {"contains": {"const": "unknown"}}, "then": {"maxItems": 1}}
            return {"type": "array", "items": items, "minItems": 1, "uniqueItems": True, **alone}
        case "truth":
            return {"type": "boolean"}
        case "count":
            return {"type": ["integer", "null"], "minimum": 0}
        case "period":
            return {"type": ["string", "null"], "pattern": DATE}
        case "place":
            return {"anyOf": [{"$ref": "#/$defs/place"}, {"type": "null"}]}
        case "country":
            return {"enum": [*sorted(countries()), None]}
    return {"type": ["string", "null"], "minLength": 1}


def _place(lang: Language) -> Schema:
    return _object(
        {
            "name": {"type": "string", "minLength": 1},
            "geoname_id": {"type": ["integer", "null"], "minimum": 1},
            "lat": {"type": ["number", "null"], "minimum": -90, "maximum": 90},
            "lon": {"type": ["number", "null"], "minimum": -180, "maximum": 180},
            "country": {"type": "string", "pattern": "^([A-Z]{2})?$"},
            "precision": {"enum": list(PRECISIONS)},
        },
        load("place")["parts"],
        lang,
    )


def _evidence(lang: Language) -> Schema:
    words = {"type": "array", "items": {"$ref": "#/$defs/words"}}
    return {
        "type": "object",
        "description": load("evidence")["definition"][lang],
        "properties": dict.fromkeys(NAMES, words),
        "additionalProperties": False,
    }


def _words(lang: Language) -> Schema:
    return _object(
        {
            "start": {"type": "integer", "minimum": 0},
            "end": {"type": "integer", "minimum": 1},
            "text": {"type": "string", "minLength": 1},
        },
        load("evidence")["parts"],
        lang,
    )
