"""One incident as its page shows it: what `Record.show` tells, in the visitor's language, with lit words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from marsad.codebook import Language
from marsad.codebook.fields import fields
from marsad.codebook.values import from_json
from marsad.errors import MarsadError
from marsad.store import Kept
from marsad.web.console.controls import country_name
from marsad.web.console.lit import Mark, Piece, pieces
from marsad.web.pages import RIGHT_TO_LEFT

Json = Mapping[str, Any]
WEB = ("https://", "http://")


@dataclass(frozen=True, slots=True)
class Row:
    """A field in the list of fields; `value` is its caption, `said` whether anybody says it."""

    name: str
    label: str
    value: str
    said: bool
    score: float
    others: int
    by: str
    """Who set it, where a person did."""


@dataclass(frozen=True, slots=True)
class Saying:
    """What one report says of the chosen field, with the words and how sure the reader was."""

    report: int
    value: str
    words: tuple[str, ...]
    score: float
    lang: str
    agrees: bool


@dataclass(frozen=True, slots=True)
class Change:
    """A value that a field had: since when, who or what set it, why; `digest` of the judgement."""

    at: int
    value: str
    who: str
    reason: str
    digest: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """A report on the page: its number there, what is told of it, and its text in pieces."""

    number: int
    digest: str
    accounts: tuple[str, ...]
    told: Json
    dir: str
    url: str
    pieces: tuple[Piece, ...]


def caption(name: str, value: Any, lang: Language) -> str:
    """Return a field's JSON value as a person reads it; what the codebook does not know, as it is."""
    if value is None:
        return ""
    if name == "country":
        return country_name(str(value), lang)
    try:
        return fields()[name].caption(from_json(name, value), lang)
    except (MarsadError, KeyError):
        return str(value)


def rows(told: Json, lang: Language) -> list[Row]:
    """Return the fields in the order of the codebook."""
    return [
        Row(
            name,
            fields()[name].names[lang],
            caption(name, one["value"], lang),
            bool(one["says"]) or "correction" in one,
            one["score"],
            len(one["others"]),
            one["correction"]["who"] if "correction" in one else "",
        )
        for name, one in told["fields"].items()
    ]


def doubtful(told: Json) -> str:
    """Return the field that a person should look at first: one in dispute, else the least sure one."""

    def rank(item: tuple[str, Json]) -> tuple[bool, bool, float]:
        one = item[1]
        return "correction" in one, not one["others"], one["score"] if one["says"] else 2.0

    return str(min(told["fields"].items(), key=rank)[0])


def numbers(told: Json) -> dict[str, int]:
    """Return the number on the page of each report, by each of its accounts."""
    return {key: at for at, one in enumerate(told["reports"], 1) for key in one["accounts"]}


def sayings(told: Json, name: str, lang: Language) -> list[Saying]:
    """Return what each report says of a field."""
    place = numbers(told)
    one = told["fields"][name]
    return [
        Saying(
            place[said["account"]],
            caption(name, said["value"], lang),
            tuple(dict.fromkeys(" ".join(word["text"].split()) for word in said["words"])),
            said["score"],
            told["reports"][place[said["account"]] - 1].get("lang") or "",
            said["account"] in one["accounts"],
        )
        for said in one["says"]
        if said["words"] or said["score"]
    ]


def changes(told: Json, name: str, lang: Language) -> list[Change]:
    """Return the values that a field had, the oldest first: a judgement of the same moment set it, else the
    machine."""
    made = {one["at"]: one for one in told["judgements"]}
    found = []
    for state in told["history"]:
        if name in state["changes"]:
            value = caption(name, state["changes"][name][1], lang)
            by = made.get(state["at"], {})
            found.append(
                Change(state["at"], value, by.get("who", ""), by.get("reason", ""), by.get("judgement", ""))
            )
    return found


def sheets(told: Json, kept: Mapping[str, Kept], *, chosen: str | None) -> list[Sheet]:
    """Return the reports with their texts, the words of every field lit, those that people marked too."""
    found = []
    for at, one in enumerate(told["reports"], 1):
        report = kept[one["digest"]].report if one["digest"] in kept else None
        text = report.text if report is not None else ""
        marks = _marks(told, one, chosen) if text else []
        url = one.get("url") or ""
        found.append(
            Sheet(
                at,
                one["digest"],
                tuple(one["accounts"]),
                one,
                "rtl" if one.get("lang") in RIGHT_TO_LEFT else "ltr",
                url if url.lower().startswith(WEB) else "",
                tuple(pieces(text, marks)),
            )
        )
    return found


def _marks(told: Json, report: Json, chosen: str | None) -> list[Mark]:
    """Return the words of a report that say a field; of the chosen field, if words say it, first of all."""
    found: list[Mark] = []
    for name, one in told["fields"].items():
        found += [
            (name, word["start"], word["end"])
            for said in one["says"]
            if said["account"] in report["accounts"]
            for word in said["words"]
        ]
        for word in one.get("correction", {}).get("words") or []:
            if name == chosen and report["digest"].startswith(str(word["report"])):
                found.append((PERSON, word["start"], word["end"]))
    return found


PERSON = "person"
"""What stands among the fields of a piece whose words a person marked."""


def judged(told: Json, lang: Language) -> list[dict[str, Any]]:
    """Return the judgements, the newest first, with the field and its value in words."""
    return [
        {
            **one,
            "label": fields()[one["field"]].names[lang] if one.get("field") in fields() else "",
            "caption": caption(one["field"], one.get("value"), lang) if one["kind"] == "correct" else "",
        }
        for one in reversed(told["judgements"])
    ]


def within(told: Json) -> list[dict[str, Any]]:
    """Return why the accounts of the incident stand together, as pairs of reports of this page."""
    place = numbers(told)
    return [
        {**one, "reports": [place[key] for key in one["accounts"]]}
        for one in told["links"]
        if all(key in place for key in one["accounts"])
    ]


def options(names: Sequence[str], lang: Language) -> list[tuple[str, str]]:
    """Return fields by name with their labels."""
    return [(name, fields()[name].names[lang]) for name in names]
