"""The way of one report through the network: laid out, judged, divided into incidents, each of them coded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from marsad.codebook import Claim, Report, Span
from marsad.reading.checks import check
from marsad.reading.learned import arrays, features, membership
from marsad.reading.learned.arrays import Incidence
from marsad.reading.learned.candidates import candidates
from marsad.reading.learned.choose import Settings, claims
from marsad.reading.learned.outputs import Network, Said, said, sigmoid
from marsad.reading.learned.sheet import Pieces, Sheet, lay
from marsad.reading.learned.spans import tagged
from marsad.reading.lexical import _fields
from marsad.reading.lexical.claims import Facts
from marsad.text.language import require

_MARKED = 0.5  # probability from which a candidate is marked as this incident's


@dataclass(slots=True)
class Coded:
    """What was read of one report: its claims, and the spans marked, each with its incident and score."""

    claims: list[Claim]
    spans: list[tuple[int, Span, float]]


@dataclass(slots=True)
class LearnedReader:
    """Reads reports with a network; `cues`, `rules`, `labels`, `sizes` are those that it was trained with."""

    network: Network
    pieces: Pieces
    cues: Sequence[str]
    rules: Sequence[str]
    labels: Sequence[str]
    sizes: dict[str, int]
    how: Settings

    def __call__(self, report: Report) -> list[Claim]:
        """Return the claims on a report; raises UnsupportedLanguageError for any but the three languages."""
        return self.code(report).claims

    def code(self, report: Report) -> Coded:
        """Return the claims on a report and the spans marked in it."""
        lang = report.lang or require(report.text)
        sheet = lay(report, lang, self.pieces)
        if not sheet.scene.sentences:
            return Coded([Claim(0, "relevant", False, (), 0.99, "learned/relevance")], [])
        one = arrays.first([sheet], self.cues)
        states, mixed, relevance, fore, same = self.network.one(one)
        sure = float(sigmoid(relevance[0, 0], self.how.heat.get("relevant", 1.0)))
        relevant = sure >= self.how.relevant
        first = Claim(0, "relevant", relevant, (), sure if relevant else 1.0 - sure, "learned/relevance")
        if not relevant:
            return Coded([first], [])
        count = len(sheet.scene.sentences)
        inside = membership.clusters(
            sigmoid(fore[0, :count, 0]), sigmoid(same[0, :count, :count]),
            tells=self.how.tells, joins=self.how.joins, opens=self.how.opens,
        )  # fmt: skip
        incidences, facts = self.incidents(sheet, inside)
        two = arrays.second([sheet], incidences, one)
        out = self.network.two({**one, **two}, states, mixed)
        coded = Coded([first], [])
        for row, (incidence, known) in enumerate(zip(incidences, facts, strict=True)):
            self._add(
                coded,
                row + 1,
                sheet,
                said(row, out, incidence, len(sheet.units), self.sizes),
                incidence,
                known,
            )
        return coded

    def incidents(self, sheet: Sheet, inside: membership.Array) -> tuple[list[Incidence], list[Facts]]:
        """Return each incident as the second stage reads it, and what the rules say of it."""
        rows, known = [], []
        parts = membership.parts(sheet.scene, inside)
        for number, part in enumerate(parts):
            facts = _fields(part, parts)
            others = [inside[k] for k in range(len(inside)) if k != number]
            outside = np.max(others, 0) if others else np.zeros_like(inside[0])
            found = candidates(part, inside[number].tolist(), outside.tolist(), facts.claims)
            traits = features.of_incident(part, facts.claims, self.cues, self.rules)
            rows.append(Incidence(0, inside[number], outside, traits, found, arrays.ruled(facts.claims)))
            known.append(facts)
        return rows, known

    def _add(
        self, coded: Coded, number: int, sheet: Sheet, told: Said, incidence: Incidence, facts: Facts
    ) -> None:
        """Add the claims and the spans of one incident."""
        marked = tagged(sheet, told.tags, self.labels, self.how.bias)
        own = claims(number, told, incidence, facts, marked, self.how)
        coded.claims.extend(replace(c, incident=number) for c in check(own, fallback=facts.anchor()[0]))
        coded.spans.extend((number, span, score) for span, score in marked)
        sure = sigmoid(told.marks)
        names = {"place": ("PLACE",), "date": ("DATE",), "organisation": ("ORG",), "agency": ("AGENCY",)}
        for at, c in enumerate(incidence.candidates):
            labels = names.get(c.kind, tuple(f"N_{name.upper()}" for name in features.COUNTS))
            for slot, label in enumerate(labels):
                if sure[at, slot] >= _MARKED:
                    coded.spans.append((number, Span(c.start, c.end, label), float(sure[at, slot])))
