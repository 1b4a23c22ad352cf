"""The reports of MUC-4 as examples of the second task: roles as tags, types as a field, ours by rule."""

from __future__ import annotations

import random
from collections.abc import Mapping

import numpy as np

from marsad.codebook import Report
from marsad.codebook.fields import fields
from marsad.reading.learned import features, membership
from marsad.reading.learned.arrays import Incidence, ruled
from marsad.reading.learned.candidates import candidates
from marsad.reading.learned.sheet import Pieces, Sheet, lay
from marsad.reading.lexical import facts_of
from training.examples import IGNORE, Example, Row, blurred, membership_of, pairs_of
from training.muc4.documents import Document, Template
from training.plan import MUC_TYPES, OPEN, ROLES, Plan


def sheet_of(document: Document, pieces: Pieces) -> Sheet:
    """Lay a document out as it was printed, in capitals, and spell it in small letters.

    In small letters alone the rules see one sentence where there are eight, and one place of six: a sentence
    does not begin with a small letter, nor does a name. Offsets stay those of the document.
    """
    text = "".join(char.upper() if len(char.upper()) == 1 else char for char in document.text)
    report = Report(document.id, text, "", "en", None, document.published)
    return lay(report, "en", lambda unit: pieces(unit.lower()))


def told_of(document: Document, sheet: Sheet) -> np.ndarray:
    """Return (templates, S): 1 where a sentence tells of a template.

    A sentence does where a string of a target, victim or weapon stands first; where the template has none, of
    a perpetrator. The same guerrillas stand in all templates of a report and in most of its sentences: with
    all mentions of all roles, of 41 dev reports with several templates 11 fall into as many clusters as they
    have templates, so into 21.
    """
    spans = [
        (number, start, end)
        for number, template in enumerate(document.templates, 1)
        for start, end in _own(template, document.text)
    ]
    return membership_of(sheet, spans, len(document.templates))


def _own(template: Template, text: str) -> list[tuple[int, int]]:
    """Return the first place of each string of the roles that are the template's own."""
    first: dict[tuple[str, int, str], tuple[int, int]] = {}
    for m in sorted(template.mentions, key=lambda m: m.start):
        first.setdefault((m.role, m.entity, text[m.start : m.end]), (m.start, m.end))
    shared = ("PerpInd", "PerpOrg")
    own = [place for (role, _, _), place in first.items() if role not in shared]
    return own or list(first.values())


def example(document: Document, pieces: Pieces, plan: Plan, rng: random.Random | None = None) -> Example:
    """Return a document as an example; its templates are the incidents."""
    sheet = sheet_of(document, pieces)
    count = len(document.templates)
    told = told_of(document, sheet)
    silent = np.zeros(len(sheet.scene.sentences), np.float32)
    fore, same = pairs_of(told) if count else (silent, np.full((len(silent),) * 2, np.nan, np.float32))
    rows = []
    soft = blurred(told, rng)
    parts = membership.parts(sheet.scene, told) if count else []
    for number, part in enumerate(parts, 1):
        template = document.templates[number - 1]
        facts = facts_of(part, parts)
        others = [soft[k] for k in range(count) if k != number - 1]
        outside = np.max(others, 0) if others else silent
        found = candidates(part, soft[number - 1].tolist(), outside.tolist(), facts.claims, width=plan.width)
        traits = features.of_incident(part, facts.claims, plan.cue_names, plan.rule_names)
        tags = np.full((len(sheet.units), len(plan.labels)), IGNORE, np.int64)
        tags[:, len(OPEN) :] = 0
        for mention in template.mentions:
            first, last = sheet.covered(mention.start, mention.end)
            label = len(OPEN) + ROLES.index(mention.role)
            tags[first, label] = 1
            tags[first + 1 : last + 1, label] = 2
        row = Row(Incidence(0, soft[number - 1], outside, traits, found, ruled(facts.claims)), tags)
        row.allowed["muc"] = np.array([kind == template.kind for kind in MUC_TYPES])
        _mapped(row, template.allowed)
        rows.append(row)
    return Example(sheet, bool(document.templates), fore, same, rows, muc=True)


def _mapped(row: Row, allowed: Mapping[str, frozenset[str]]) -> None:
    """Set what the rules of `training/muc4` make of the whole key: fields of one value, and lists."""
    for name, f in fields().items():
        if name not in allowed:
            continue
        if f.kind == "choice":
            row.allowed[name] = np.array([value in allowed[name] for value in f.values])
        elif f.kind == "choices":
            values = [value for value in f.values if value != "unknown"]
            sure = len(allowed[name]) == 1
            row.listed[name] = np.array(
                [(1.0 if sure else np.nan) if value in allowed[name] else 0.0 for value in values], np.float32
            )
