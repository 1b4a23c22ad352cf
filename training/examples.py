"""Marked reports as the network learns them: sheets with what people marked, in the arrays' shapes."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from marsad.codebook import Count, Incident, Place, Span
from marsad.codebook.fields import fields
from marsad.reading.learned import features, membership
from marsad.reading.learned.arrays import Incidence, ruled
from marsad.reading.learned.candidates import FIELDS, IDEOLOGIES, KINDS, Candidate, candidates
from marsad.reading.learned.sheet import Pieces, Sheet, lay
from marsad.reading.lexical import facts_of
from marsad.reading.scores.marked import Marked
from training.plan import OPEN, OPTIONS, Plan

Array = npt.NDArray[np.float32]
IGNORE = -100


@dataclass(slots=True)
class Row:
    """One incident to learn: its sentences and candidates, and what people coded.

    `allowed` holds for each field of one value the outputs that are right (several where the key leaves it
    open), `listed` for lists and truths the target of each output, NaN where nothing is known.
    """

    incidence: Incidence
    tags: npt.NDArray[np.int64]
    allowed: dict[str, npt.NDArray[np.bool_]] = field(default_factory=dict)
    listed: dict[str, Array] = field(default_factory=dict)
    marks: Array | None = None
    chosen: dict[str, npt.NDArray[np.bool_]] = field(default_factory=dict)


@dataclass(slots=True)
class Example:
    """One report to learn; `fore` and `same` are NaN where nothing is known. `muc` names the second task."""

    sheet: Sheet
    relevant: bool
    fore: Array
    same: Array
    rows: list[Row]
    muc: bool = False


def membership_of(sheet: Sheet, spans: Sequence[tuple[int, int, int]], count: int) -> Array:
    """Return (count, S): 1 where a sentence bears a mark of an incident; spans are (incident, start, end)."""
    told = np.zeros((count, len(sheet.scene.sentences)), np.float32)
    for number, start, _ in spans:
        unit = sheet.unit_at(start)
        told[number - 1, sheet.sentence[unit]] = 1.0
    return told


def pairs_of(told: Array) -> tuple[Array, Array]:
    """Return (S,) whether a sentence tells of any incident, (S, S) whether two share one; else NaN."""
    fore = told.max(0) if len(told) else np.zeros(told.shape[1], np.float32)
    same = (told.T @ told > 0).astype(np.float32)
    silent = fore < 0.5
    same[silent, :] = np.nan
    same[:, silent] = np.nan
    np.fill_diagonal(same, np.nan)
    return fore, same


def blurred(told: Array, rng: random.Random | None) -> Array:
    """Return memberships as unsure as the first stage's own: the second must not trust them blindly."""
    if rng is None:
        return told
    noise = np.array([[rng.random() for _ in row] for row in told], np.float32).reshape(told.shape)
    soft = np.where(told > 0.5, 1.0 - 0.4 * noise**2, 0.35 * noise**2)
    flip = np.array([[rng.random() < 0.04 for _ in row] for row in told], bool).reshape(told.shape)
    return np.where(flip, 1.0 - soft, soft).astype(np.float32)


def example(marked: Marked, pieces: Pieces, plan: Plan, rng: random.Random | None = None) -> Example:
    """Return a marked report of the corpus as an example; with `rng` memberships are blurred for training."""
    report = marked.report
    assert report.lang is not None
    sheet = lay(report, report.lang, pieces)
    count = len(marked.incidents)
    spans = [(number, span.start, span.end) for number, span in marked.spans]
    told = membership_of(sheet, spans, count)
    unknown = np.nan if marked.relevant else 0.0  # of a lead only the relevance is known
    fore, same = pairs_of(told) if count else (np.full(len(sheet.scene.sentences), unknown, np.float32),) * 2
    if not count:
        same = np.full((len(fore), len(fore)), np.nan, np.float32)
    rows = []
    parts = membership.parts(sheet.scene, told) if count else []
    soft = blurred(told, rng)
    for number, (incident, part) in enumerate(zip(marked.incidents, parts, strict=True), 1):
        facts = facts_of(part, parts)
        others = [soft[k] for k in range(count) if k != number - 1]
        outside = np.max(others, 0) if others else np.zeros_like(fore)
        found = candidates(part, soft[number - 1].tolist(), outside.tolist(), facts.claims, width=plan.width)
        traits = features.of_incident(part, facts.claims, plan.cue_names, plan.rule_names)
        own = [span for at, span in marked.spans if at == number]
        row = Row(
            Incidence(0, soft[number - 1], outside, traits, found, ruled(facts.claims)),
            _tags(sheet, own, plan),
        )
        _coded(row, incident)
        _weighed(row, incident, own, plan)
        rows.append(row)
    return Example(sheet, marked.relevant, fore, same, rows)


def _tags(sheet: Sheet, spans: Sequence[Span], plan: Plan) -> npt.NDArray[np.int64]:
    """Return (N, L): 0 outside, 1 first, 2 later unit of a span of each label; IGNORE for the title."""
    tags = np.full((len(sheet.units), len(plan.labels)), IGNORE, np.int64)
    tags[sheet.titled :, : len(OPEN)] = 0
    for span in spans:
        if span.label in OPEN:
            label = OPEN.index(span.label)
            first, last = sheet.covered(span.start, span.end)
            tags[first, label] = 1
            tags[first + 1 : last + 1, label] = 2
    return tags


def _coded(row: Row, incident: Incident) -> None:
    """Set the targets of the fields that are chosen from the codebook's values."""
    for name, f in fields().items():
        value = getattr(incident, name)
        if f.kind == "choice":
            row.allowed[name] = np.array([one == value for one in f.values])
        elif f.kind == "choices":
            row.listed[name] = np.array(
                [float(one in value) for one in f.values if one != "unknown"], np.float32
            )
        elif f.kind == "truth":
            row.listed[name] = np.array([float(bool(value))], np.float32)


def _weighed(row: Row, incident: Incident, spans: Sequence[Span], plan: Plan) -> None:
    """Set which candidates are marked, and which options, then candidates, say each field."""
    found = row.incidence.candidates
    row.marks = np.zeros((len(found), 4), np.float32)
    labels = {"place": ("PLACE",), "date": ("DATE",), "organisation": ("ORG",), "agency": ("AGENCY",)}
    for at, c in enumerate(found):
        if c.parts:
            continue
        wanted = labels.get(c.kind, tuple(f"N_{name.upper()}" for name in features.COUNTS))
        for slot, label in enumerate(wanted):
            row.marks[at, slot] = any(s.label == label and s.start < c.end and c.start < s.end for s in spans)
    for name in FIELDS:
        kind = KINDS[FIELDS.index(name)]
        value = getattr(incident, name)
        agree = [fields()[name].compare(value, c.value) if value is not None and c.value is not None and
                 c.kind == kind else 0.0 for c in found]  # fmt: skip
        best = max(agree, default=0.0)
        right = [best > 0 and score == best for score in agree]
        if name == "place":  # of two towns within 25 km of each other the one of that very name is meant
            named = [
                r and isinstance(c.value, Place) and c.value.name == value.name
                for r, c in zip(right, found, strict=True)
            ]
            right = named if any(named) else right
        fixed = [None, *IDEOLOGIES][: plan.sizes[name]]  # an ideology needs no words
        row.chosen[name] = np.array([*(value == one for one in fixed), *right])
    for name in features.COUNTS:
        row.chosen[name] = _counted(row, name, getattr(incident, name), found)


def _counted(row: Row, name: str, value: Count | None, found: Sequence[Candidate]) -> npt.NDArray[np.bool_]:
    """Return which options say a count: null, 0, 1, what the rules say, then each number of the text.

    A sum is right only where no number of the text is.
    """
    right = [isinstance(c.value, Count) and value is not None and c.value.value == value.value for c in found]
    if any(yes and not c.parts for yes, c in zip(right, found, strict=True)):
        right = [yes and not c.parts for yes, c in zip(right, found, strict=True)]
    number = None if value is None else value.value
    ruled = row.incidence.ruled.get(name)
    fixed = [number is None, number == 0, number == 1, ruled is not None and ruled > 1 and ruled == number]
    assert len(fixed) == len(OPTIONS)
    return np.array([*fixed, *right])
