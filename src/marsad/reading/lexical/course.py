"""How far it got and what stopped it: outcome, stage, disruption."""

from __future__ import annotations

from marsad.codebook import Claim, Span
from marsad.reading.lexical.claims import Facts
from marsad.reading.lexical.part import Part, Votes

_STAGES = ("intent", "planning", "acquisition", "ready", "execution")
_HARM = 1.0  # what people killed or wounded add to "completed" (tuned on train)
_SURRENDER = 1.4  # votes of surrender that end a completed attack (hijackers who give up)
_ENOUGH = 1.0  # votes from which a step counts as told (tuned on train)


def outcome(part: Part, facts: Facts) -> Claim:
    """Claim the outcome: the value with most votes; harm told speaks for completed, arrests for foiled."""
    told = part.votes("outcome")
    votes = {value: found.score for value, found in told.items()}
    harm = facts.harmed
    score = {
        "completed": votes.get("completed", 0.0) + _HARM * harm,
        "foiled": votes.get("foiled", 0.0)
        + 0.5 * part.total("step", "planning", "acquisition") * (not harm)
        + 0.6 * part.total("disruption", "defused"),
        "failed": votes.get("failed", 0.0) * (0.4 if harm else 1.0),
    }
    best = max(score, key=lambda value: score[value])
    if score[best] <= 0:
        return facts.claim("outcome", "unknown", (), 0.3, "none")
    spans = told.get(best, Votes()).spans or facts.anchor()
    return facts.claim("outcome", best, spans, score[best] / (sum(score.values()) + 0.5), "votes")


def stage(part: Part, facts: Facts) -> Claim:
    """Claim the furthest stage: execution for what was launched, else the furthest step told."""
    if facts.outcome in ("completed", "failed"):
        return facts.claim("stage", "execution", facts.spans_of("outcome"), 0.9, "launched")
    votes = part.votes("step")
    for value in reversed(_STAGES):
        if value in votes and votes[value].score >= _ENOUGH:
            return facts.claim("stage", value, votes[value].spans, 0.6, "step")
    if "explosives" in facts.weapons or "firearms" in facts.weapons:
        return facts.claim("stage", "acquisition", facts.spans_of("weapons"), 0.4, "weapons")
    return facts.claim("stage", "planning", facts.spans_of("outcome") or facts.anchor(), 0.3, "default")


def disruption(part: Part, facts: Facts) -> Claim:
    """Claim what stopped it: nothing for a completed attack, unless forces killed the attackers."""
    votes = part.votes("disruption")
    score = {value: found.score for value, found in votes.items()}
    if facts.outcome == "completed":
        if score.get("killed_attackers", 0) >= 1.4:
            return facts.claim(
                "disruption", "killed_attackers", votes["killed_attackers"].spans, 0.6, "completed"
            )
        if score.get("surrender", 0) >= _SURRENDER:
            return facts.claim("disruption", "surrender", votes["surrender"].spans, 0.6, "completed")
        return facts.claim("disruption", "none", facts.spans_of("outcome"), 0.8, "completed")
    if facts.outcome == "failed":
        found = votes.get("device_failure")
        if found:
            return facts.claim("disruption", "device_failure", found.spans, 0.7, "failed")
        return facts.claim("disruption", "none", facts.spans_of("outcome"), 0.5, "failed")
    score.pop("device_failure", None)
    if facts.held:
        score["arrest"] = score.get("arrest", 0) + 1.0
    if score.get("killed_attackers", 0) < 1.2:
        score.pop("killed_attackers", None)
    best = max(score, key=lambda value: score[value], default="unknown")
    if best == "unknown":
        return facts.claim("disruption", "unknown", (), 0.3, "none")
    spans: list[Span] = votes[best].spans if best in votes else facts.spans_of("arrested")
    return facts.claim("disruption", best, spans, score[best] / (sum(score.values()) + 0.5), "votes")
