"""The way of one report through the network: laid out, judged, divided into incidents, each of them coded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from marsad.codebook import Claim, Report, Span
from marsad.reading.checks import check
from marsad.reading.learned import arrays, features, membership
from marsad.reading.learned.arrays import Arrays, Incidence
from marsad.reading.learned.candidates import WIDTH, candidates
from marsad.reading.learned.choose import Settings, claims
from marsad.reading.learned.outputs import Array, Network, Said, said, sigmoid
from marsad.reading.learned.sheet import Pieces, Sheet, lay
from marsad.reading.learned.spans import tagged
from marsad.reading.learned.trust import trusting
from marsad.reading.lexical import THRESHOLD, facts_of, triage
from marsad.reading.lexical.claims import Facts
from marsad.text.language import require

_SHORT = (
    3  # sentences below which the rules' triage may call a report relevant too: the corpus has no such texts
)
_MARKED = 0.5  # probability from which a candidate is marked as this incident's
_LABELS = {"place": ("PLACE",), "date": ("DATE",), "organisation": ("ORG",), "agency": ("AGENCY",)}
_NUMBERS = tuple(f"N_{name.upper()}" for name in features.COUNTS)


@dataclass(slots=True)
class Coded:
    """What was read of one report: its claims, and the spans marked, each with its incident and score."""

    claims: list[Claim]
    spans: list[tuple[int, Span, float]] = field(default_factory=list)


@dataclass(slots=True)
class Judged:
    """A report after the first stage: whether it is relevant, which sentences tell, which of the same."""

    sheet: Sheet
    arrays: Arrays
    states: Array
    mixed: Array
    relevance: float
    fore: Array
    same: Array


@dataclass(slots=True)
class Heard:
    """One incident after the second stage, with what the rules say of it."""

    said: Said
    incidence: Incidence
    facts: Facts


@dataclass(slots=True)
class LearnedReader:
    """Reads reports with a network; all but `how` is as it was when it was trained."""

    network: Network
    pieces: Pieces
    cues: Sequence[str]
    rules: Sequence[str]
    labels: Sequence[str]
    sizes: dict[str, int]
    how: Settings
    width: int = WIDTH

    def __call__(self, report: Report) -> list[Claim]:
        """Return the claims on a report; raises UnsupportedLanguageError for any but the three languages."""
        return self.code(report).claims

    def code(self, report: Report) -> Coded:
        """Return the claims on a report and the spans marked in it."""
        judged = self.judge(report)
        if judged is None:
            return Coded([Claim(0, "relevant", False, (), 0.99, "learned/relevance")])
        sure, relevant = self.relevance(judged)
        first = Claim(0, "relevant", relevant, (), sure if relevant else 1.0 - sure, "learned/relevance")
        if not relevant:
            return Coded([first])
        return self.tell(first, judged.sheet, self.hear(judged))

    def judge(self, report: Report) -> Judged | None:
        """Run the first stage over a report; None where its text has no sentence."""
        lang = report.lang or require(report.text)
        sheet = lay(report, lang, self.pieces)
        if not sheet.scene.sentences:
            return None
        one = arrays.first([sheet], self.cues)
        states, mixed, relevance, fore, same = self.network.one(one)
        count = len(sheet.scene.sentences)
        return Judged(
            sheet, one, states, mixed, float(relevance[0, 0]), fore[0, :count, 0], same[0, :count, :count]
        )

    def relevance(self, judged: Judged) -> tuple[float, bool]:
        """Return the probability that a report is relevant, and whether it counts as such."""
        heat = self.how.heat.get("relevant", 1.0)
        sure = float(sigmoid(np.array(judged.relevance, np.float32), heat))
        if len(judged.sheet.scene.sentences) < _SHORT:
            sure = max(sure, _ruled(judged.sheet))
        return sure, sure >= self.how.relevant

    def clusters(self, judged: Judged) -> membership.Array:
        """Return (K, S): how far each sentence tells of each incident."""
        how = self.how
        return membership.clusters(
            sigmoid(judged.fore), sigmoid(judged.same), tells=how.tells, joins=how.joins, opens=how.opens
        )

    def hear(self, judged: Judged) -> list[Heard]:
        """Run the second stage, once an incident."""
        sheet, inside = judged.sheet, self.clusters(judged)
        rows, known = [], []
        parts = membership.parts(sheet.scene, inside)
        for number, part in enumerate(parts):
            facts = facts_of(part, parts)
            others = [inside[k] for k in range(len(inside)) if k != number]
            outside = np.max(others, 0) if others else np.zeros_like(inside[0])
            found = candidates(
                part, inside[number].tolist(), outside.tolist(), facts.claims, width=self.width
            )
            traits = features.of_incident(part, facts.claims, self.cues, self.rules)
            rows.append(Incidence(0, inside[number], outside, traits, found, arrays.ruled(facts.claims)))
            known.append(facts)
        two = arrays.second([sheet], rows, judged.arrays, self.width)
        out = self.network.two({**judged.arrays, **two}, judged.states, judged.mixed)
        units = len(sheet.units)
        return [
            Heard(said(at, out, row, units, self.sizes), row, facts)
            for at, (row, facts) in enumerate(zip(rows, known, strict=True))
        ]

    def tell(self, first: Claim, sheet: Sheet, incidents: Sequence[Heard]) -> Coded:
        """Return the claims and spans of all incidents, behind the claim of relevance."""
        coded = Coded([first])
        for number, one in enumerate(incidents, 1):
            marked = tagged(sheet, one.said.tags, self.labels, self.how.bias)
            heard = trusting(one.said, one.incidence, one.facts.claims, self.how.trust)
            own = claims(number, heard, one.incidence, one.facts, marked, self.how)
            checked = check(own, fallback=one.facts.anchor()[0])
            coded.claims.extend(replace(claim, incident=number) for claim in checked)
            coded.spans.extend((number, span, score) for span, score in marked)
            coded.spans.extend((number, span, score) for span, score in _chosen(one))
        return coded


def _ruled(sheet: Sheet) -> float:
    """Return what the rules' triage says of a report, bent so that its threshold comes to a half."""
    said = triage.probability(sheet.scene)
    if said < THRESHOLD:
        return 0.5 * said / THRESHOLD
    return 0.5 + 0.5 * (said - THRESHOLD) / (1.0 - THRESHOLD)


def _chosen(heard: Heard) -> list[tuple[Span, float]]:
    """Return the candidates that are marked as this incident's, under their labels."""
    found = []
    sure = sigmoid(heard.said.marks)
    for at, c in enumerate(heard.incidence.candidates):
        if c.parts:
            continue
        for slot, label in enumerate(_LABELS.get(c.kind, _NUMBERS)):
            if sure[at, slot] >= _MARKED:
                found.append((Span(c.start, c.end, label), float(sure[at, slot])))
    return found
