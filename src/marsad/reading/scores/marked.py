"""Marked reports: texts with tags for the words that say each field, and the incidents that people coded.

The form is that of `corpus/GUIDE.md`: a report a line, `<PERP i="2">…</PERP>` a span of the second incident.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from marsad.codebook import Incident, Report, Span
from marsad.codebook.record import incident_from_dict
from marsad.errors import InputError
from marsad.places import resolver

_TAG = re.compile(r'<(/?)([A-Z_]+)(?: i="(\d+)")?>')
_ENTITY = {"&lt;": "<", "&gt;": ">", "&amp;": "&"}
_ENTITIES = re.compile("|".join(_ENTITY))


@dataclass(frozen=True, slots=True)
class Marked:
    """A report with what people coded: relevance, incidents, and spans as (number of the incident, span)."""

    report: Report
    relevant: bool
    incidents: tuple[Incident, ...]
    spans: tuple[tuple[int, Span], ...]


def unmark(marked: str) -> tuple[str, tuple[tuple[int, Span], ...]]:
    """Return the text without its tags, and the spans in order; raises ValueError where tags do not close."""
    pieces: list[str] = []
    spans: list[tuple[int, Span]] = []
    opened: list[tuple[str, int, int]] = []
    length = at = 0
    for tag in [*_TAG.finditer(marked), None]:
        piece = _ENTITIES.sub(lambda m: _ENTITY[m[0]], marked[at : tag.start() if tag else None])
        pieces.append(piece)
        length += len(piece)
        if tag is None:
            break
        at = tag.end()
        closing, label, number = tag.groups()
        if not closing:
            opened.append((label, int(number or 1), length))
        elif not opened or opened[-1][0] != label:
            raise ValueError(f"</{label}> closes no open tag: close tags in the order of their opening")
        else:
            _, incident, start = opened.pop()
            spans.append((incident, Span(start, length, label)))
    if opened:
        raise ValueError(f"<{opened[-1][0]}> is not closed")
    return "".join(pieces), tuple(sorted(spans, key=lambda s: (s[1].start, -s[1].end)))


def load(corpus: Path, split: str) -> list[Marked]:
    """Return the marked reports of a split (`train`, `dev`, `test`) of the corpus in a folder.

    Reports of no split join train, as the guide says. Raises InputError where the folder holds no corpus.
    """
    try:
        splits: dict[str, list[str]] = json.loads((corpus / "split.json").read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise InputError(
            f"no split.json to read ({error}): name the folder of the corpus", path=str(corpus)
        ) from None
    if split not in splits:
        raise InputError(f"got the split {split!r}, expected one of {', '.join(splits)}", path=str(corpus))
    side = {identity: name for name, ids in splits.items() for identity in ids}
    return [
        _marked(row, path, line) for row, path, line in _rows(corpus) if side.get(row["id"], "train") == split
    ]


def _rows(corpus: Path) -> Iterator[tuple[dict[str, Any], Path, int]]:
    """Yield each line of the marked files with its file and number."""
    for path in sorted((corpus / "marked").glob("*.jsonl")):
        with path.open(encoding="utf-8") as lines:
            for number, line in enumerate(lines, 1):
                if line.strip():
                    yield json.loads(line), path, number


def _marked(row: dict[str, Any], path: Path, line: int) -> Marked:
    """Return one line of a marked file as a marked report."""
    try:
        text, spans = unmark(row["marked"])
    except ValueError as error:
        raise InputError(str(error), path=str(path), line=line) from None
    report = Report(row["id"], text, row["title"], row["lang"], row["url"], row["published"])
    incidents = tuple(_located(incident_from_dict(incident)) for incident in row["incidents"])
    return Marked(report, row["relevant"], incidents, spans)


def _located(incident: Incident) -> Incident:
    """Give the place that people coded the point of the gazetteer, so that distances can be told."""
    if incident.place is None:
        return incident
    found = resolver.lookup(incident.place.name, incident.country)
    if not found:
        return incident
    return replace(incident, place=replace(found[0], name=incident.place.name))
