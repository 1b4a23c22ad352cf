"""An incident as a JSON object under the guide's names, and back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from marsad.codebook.fields import NAMES, fields
from marsad.codebook.model import Count, Incident, Period, Place, Span, Value
from marsad.errors import ValueOutsideCodebookError

Record = dict[str, Any]


def incident_to_dict(incident: Incident, text: str) -> Record:
    """Return the incident as JSON values: all fields in the guide's order, then `evidence`.

    `text` is the text of its report. Counts are whole numbers (their bound stays in the words), the date an
    ISO string, the place an object or null. `evidence` gives for each field that is not null the list of
    its spans `{start, end, text}`, empty where no words say it. Scores and labels are not written.
    Raises ValueOutsideCodebookError where a span does not lie in `text`.
    """
    record: Record = {name: _plain(getattr(incident, name)) for name in NAMES}
    record["evidence"] = {
        name: [_words(name, span, text) for span in incident.evidence.get(name, ())]
        for name in NAMES
        if record[name] is not None
    }
    return record


def incident_from_dict(record: Mapping[str, Any]) -> Incident:
    """Return the incident of a JSON object: one of `incident_to_dict`, or one of the corpus.

    A place given as a bare name, as in the corpus, is a town of the incident's country. A key that is
    missing takes Incident's default. Raises ValueOutsideCodebookError for an unknown key or value.
    """
    unknown = sorted(set(record) - {*NAMES, "evidence"})
    if unknown:
        raise ValueOutsideCodebookError(
            f"got the keys {', '.join(unknown)}, expected {', '.join(NAMES)} and evidence: "
            "leave out the others"
        )
    values: dict[str, Any] = {}
    for name, rules in fields().items():
        if name in record:
            values[name] = rules.clean(record[name])
            rules.validate(values[name])
    if isinstance(record.get("place"), str) and values["place"] is not None:
        place = values["place"]
        values["place"] = Place(place.name, None, None, None, values.get("country") or "", "town")
    return Incident(**values, evidence=_evidence(record.get("evidence") or {}))


def _plain(value: Value) -> Any:
    """Return a value of the model as JSON has it."""
    match value:
        case Count():
            return value.value
        case Period():
            return value.value
        case Place():
            return asdict(value)
        case tuple():
            return list(value)
    return value


def _words(name: str, span: Span, text: str) -> Record:
    """Return a span with its words."""
    if not 0 <= span.start < span.end <= len(text):
        raise ValueOutsideCodebookError(
            f"{name}: got evidence at {span.start}–{span.end}, expected words of a text of {len(text)} "
            "characters: give the text that the incident was read from"
        )
    return {"start": span.start, "end": span.end, "text": span.of(text)}


def _evidence(raw: Any) -> dict[str, tuple[Span, ...]]:
    """Return the evidence of a JSON object as spans; the words themselves stay with the text."""
    expected = "expected {field: [{start, end, text}, …]}: compare with `marsad codebook --json-schema`"
    if not isinstance(raw, Mapping) or set(raw) - set(NAMES):
        raise ValueOutsideCodebookError(f"evidence: got {raw!r}, {expected}")
    evidence: dict[str, tuple[Span, ...]] = {}
    for name in NAMES:
        spans = raw.get(name) or ()
        try:
            found = tuple(Span(int(span["start"]), int(span["end"])) for span in spans)
        except (KeyError, TypeError, ValueError):
            raise ValueOutsideCodebookError(f"evidence of {name}: got {spans!r}, {expected}") from None
        if found:
            evidence[name] = found
    return evidence
