"""An account as a compact JSON object, and back: what `likeness` needs, without reading claims."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, get_args

from marsad.codebook import Count, Incident, Language, Period, Place, Value
from marsad.codebook.fields import NAMES, fields
from marsad.errors import ValueOutsideCodebookError
from marsad.linking.model import Account

LANGUAGES: tuple[str, ...] = get_args(Language)
_DEFAULT = Incident()
_DECIMALS = 4
_EXPECTED = (
    "expected an object of account_to_json: key, report, lang, incident and so on; code the report anew"
)


def account_to_json(account: Account) -> dict[str, Any]:
    """Return the account as JSON values, without what has its default; evidence is left out.

    Counts keep their bound (`5` is exact, `[5, "at_least"]` bounded), scores are rounded to four decimals,
    words are sorted, the vector is base64.
    """
    incident = account.incident
    told = {
        name: _plain(getattr(incident, name))
        for name in NAMES
        if getattr(incident, name) != getattr(_DEFAULT, name)
    }
    record: dict[str, Any] = {
        "key": account.key,
        "report": account.report,
        "lang": account.lang,
        "incident": told,
    }
    if incident.scores:
        record["scores"] = {name: round(incident.scores[name], _DECIMALS) for name in sorted(incident.scores)}
    if account.published is not None:
        record["published"] = account.published
    if account.title:
        record["title"] = account.title
    if account.words:
        record["words"] = sorted(account.words)
    if account.vector is not None:
        record["vector"] = base64.b64encode(account.vector).decode("ascii")
    return record


def account_from_json(record: Mapping[str, Any]) -> Account:
    """Return the account of a JSON object of `account_to_json`.

    The incident has no evidence. Raises ValueOutsideCodebookError where the object is no account.
    """
    try:
        told = record["incident"]
        values: dict[str, Any] = {}
        for name, rules in fields().items():
            if name in told:
                raw = told[name]
                if rules.kind == "count" and isinstance(raw, list):
                    raw = {"value": raw[0], "bound": raw[1]}
                values[name] = rules.clean(raw)
        scores = {str(name): float(score) for name, score in record.get("scores", {}).items()}
        vector = record.get("vector")
        if record["lang"] not in LANGUAGES:
            raise ValueError(record["lang"])
        return Account(
            key=str(record["key"]),
            report=str(record["report"]),
            incident=Incident(**values, scores=scores),
            published=record.get("published"),
            lang=record["lang"],
            title=str(record.get("title", "")),
            words=frozenset(record.get("words", ())),
            vector=None if vector is None else base64.b64decode(vector, validate=True),
        )
    except (KeyError, TypeError, AttributeError, IndexError, binascii.Error) as error:
        raise ValueOutsideCodebookError(f"account: got {_short(record)}, {_EXPECTED} ({error!r})") from error
    except ValueOutsideCodebookError:
        raise
    except ValueError as error:
        raise ValueOutsideCodebookError(f"account: got {_short(record)}, {_EXPECTED} ({error!r})") from error


def _plain(value: Value) -> Any:
    """Return a value as JSON has it, counts with their bound."""
    match value:
        case Count():
            return value.value if value.bound == "exact" else [value.value, value.bound]
        case Period():
            return value.value
        case Place():
            return {name: part for name, part in asdict(value).items() if part not in (None, "")}
        case tuple():
            return list(value)
    return value


def _short(record: object) -> str:
    """Return the beginning of what was got, for a message."""
    return repr(record)[:120]
