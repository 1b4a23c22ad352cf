"""Folds what readers say, claim by claim, into incidents and the report's relevance."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from marsad.codebook.fields import Field, field, fields, relevant
from marsad.codebook.model import Claim, Incident, Span
from marsad.errors import ValueOutsideCodebookError


def incidents(claims: Iterable[Claim]) -> list[Incident]:
    """Return the incidents that `claims` tell of, in the order of their numbers; claims of 0 are left out.

    For each field the claim with the best score stands, the first on ties. Its evidence is its own spans,
    then those of the other claims that give the same value. A field without a claim keeps the default of
    Incident. Raises ValueOutsideCodebookError for a field or a value that the codebook does not know.
    """
    told: dict[int, dict[str, list[Claim]]] = {}
    for claim in claims:
        if claim.incident == 0:
            continue
        if claim.incident < 0:
            raise ValueOutsideCodebookError(
                f"got a claim of incident {claim.incident}, expected 1 or more, or 0 for the report: "
                "number the incidents in the order of the text"
            )
        told.setdefault(claim.incident, {}).setdefault(claim.field, []).append(claim)
    return [_incident(told[number]) for number in sorted(told)]


def relevance(claims: Iterable[Claim]) -> tuple[bool, float]:
    """Return whether the report is relevant, and the reader's score for that answer.

    It is the value of the best claim of incident 0 with the field `relevant`, the first on ties; without
    one, (False, 0.0). Raises ValueOutsideCodebookError where the value is no boolean.
    """
    own = [claim for claim in claims if claim.incident == 0 and claim.field == "relevant"]
    for claim in own:
        relevant().validate(claim.value)
    if not own:
        return False, 0.0
    best = max(own, key=_score)
    return best.value is True, best.score


def _incident(claims: dict[str, list[Claim]]) -> Incident:
    """Make one incident of its claims by field."""
    values: dict[str, Any] = {}
    evidence: dict[str, tuple[Span, ...]] = {}
    scores: dict[str, float] = {}
    for name in claims:
        field(name)  # an unknown field is refused by name
    for name, rules in fields().items():
        if name not in claims:
            continue
        for claim in claims[name]:
            rules.validate(claim.value)
        best = max(claims[name], key=_score)
        values[name] = best.value
        scores[name] = best.score
        spans = _spans(rules, best, claims[name])
        if spans:
            evidence[name] = spans
    return Incident(**values, evidence=evidence, scores=scores)


def _spans(rules: Field, best: Claim, claims: list[Claim]) -> tuple[Span, ...]:
    """Return the spans of the best claim, then those of the claims that agree with it, none twice."""
    spans = dict.fromkeys(best.spans)
    for claim in claims:
        if claim is not best and claim.spans and rules.compare(claim.value, best.value) == 1.0:
            spans.update(dict.fromkeys(claim.spans))
    return tuple(spans)


def _score(claim: Claim) -> float:
    return claim.score
