"""With what, how and against whom: attack types, weapons, suicide, precursors, targets."""

from __future__ import annotations

from marsad.codebook import Claim, Span
from marsad.reading.lexical.claims import Facts
from marsad.reading.lexical.part import Part, Votes

_IMPLIED = {
    "explosives": "bombing",
    "firearms": "armed_assault",
    "melee": "armed_assault",
    "vehicle": "unarmed_assault",
    "chemical": "unarmed_assault",
    "biological": "unarmed_assault",
    "incendiary": "infrastructure",
    "sabotage": "infrastructure",
}
_WEAPON_SHARE, _WEAPON_LEAST = 0.22, 0.7
_TYPE_SHARE, _TYPE_LEAST = 0.4, 0.9
_TARGET_SHARE, _TARGET_LEAST = 0.4, 0.4  # shares of votes, tuned on train
_SERVICES = frozenset({"police", "military", "government"})  # who acts is seldom who is aimed at
_AIM_REACH = 6  # words between the word of aiming and the target


def _chosen(votes: dict[str, Votes], share: float, least: float) -> list[str]:
    """Return the values with at least `least` votes and `share` of the best one's, best first."""
    ranked = sorted(votes, key=lambda value: -votes[value].score)
    best = votes[ranked[0]].score if ranked else 0.0
    return [value for value in ranked if votes[value].score >= max(least, share * best)]


def _listed(facts: Facts, field: str, votes: dict[str, Votes], chosen: list[str], rule: str) -> Claim:
    """Claim a list of values with the spans of each, or `unknown`."""
    if not chosen:
        return facts.claim(field, ("unknown",), (), 0.3, "none")
    spans = [span for value in chosen for span in votes[value].spans]
    total = sum(found.score for found in votes.values()) or 1.0
    return facts.claim(field, tuple(chosen), spans, sum(votes[v].score for v in chosen) / (total + 0.5), rule)


def weapons(part: Part, facts: Facts) -> Claim:
    """Claim the categories of weapons told."""
    votes = part.votes("weapon")
    return _listed(facts, "weapons", votes, _chosen(votes, _WEAPON_SHARE, _WEAPON_LEAST), "votes")


def attack_types(part: Part, facts: Facts) -> Claim:
    """Claim the attack types told; where none is, what the weapons, or a suicide attack, plainly imply."""
    votes = part.votes("attack_type")
    chosen = _chosen(votes, _TYPE_SHARE, _TYPE_LEAST)
    if not chosen:
        for weapon in facts.weapons:
            implied = _IMPLIED.get(weapon)
            if implied and implied not in chosen:
                chosen.append(implied)
                votes[implied] = Votes(1.0, facts.spans_of("weapons"))
    if not chosen and facts.value("suicide") is True:
        chosen.append("bombing")
        votes["bombing"] = Votes(1.0, facts.spans_of("suicide"))
    return _listed(facts, "attack_type", votes, chosen, "votes")


def suicide(part: Part, facts: Facts) -> Claim:
    """Claim whether the attacker died or meant to die by the act."""
    votes = part.votes("suicide").get("yes")
    if votes and votes.score >= 0.8:
        return facts.claim("suicide", True, votes.spans, 0.8, "words")
    return facts.claim("suicide", False, (), 0.7, "none")


def precursors(part: Part, facts: Facts) -> Claim:
    """Claim whether everyday or dual-use chemicals were to serve for a device."""
    votes = part.votes("precursor").get("yes")
    explosive = bool({"explosives", "chemical", "biological"} & set(facts.weapons))
    if votes and votes.score >= 0.8 and explosive and facts.outcome != "completed":
        return facts.claim("household_precursors", True, votes.spans, 0.7, "words")
    return facts.claim("household_precursors", False, (), 0.7, "none")


def targets(part: Part, facts: Facts) -> Claim:
    """Claim the target types: targets named near a word of aiming count in full, others in part.

    People harmed of whom nothing more is said are civilians.
    """
    votes: dict[str, Votes] = {}
    for sentence in part.sentences:
        weight = part.weight(sentence)
        aims = [match.last for match in sentence.of("aim")]
        harmed = list(sentence.of("role", "killed", "wounded"))
        for match in sentence.of("target"):
            serves = any(s.start < match.end and match.start < s.end for s in sentence.agencies)
            aimed = any(0 < match.first - aim <= _AIM_REACH for aim in aims)
            hurt = any(abs(match.first - cue.first) <= 4 for cue in harmed)
            share = 1.0 if aimed else 0.7 if hurt else 0.35
            if serves and not aimed and not hurt and match.payload.value in _SERVICES:
                share = 0.15
            value = match.payload.value
            span = Span(match.start, match.end)
            votes.setdefault(value, Votes()).add(share * weight * match.payload.weight, span)
    for match in part.title("target"):
        votes.setdefault(match.payload.value, Votes()).score += match.payload.weight
    chosen = _chosen(votes, _TARGET_SHARE, _TARGET_LEAST)[:3]
    if not chosen and facts.harmed:
        chosen = ["civilians"]
        votes["civilians"] = Votes(1.0, facts.spans_of("killed") + facts.spans_of("wounded"))
    return _listed(facts, "target_type", votes, chosen, "votes")
