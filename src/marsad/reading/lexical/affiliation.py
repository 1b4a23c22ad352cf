"""Whose attack it was: the organisation behind an incident, among those that a report names.

A name is no answer by itself. Reports name those who are fought, who deny, who are compared, who rule the
town; and an organisation named for one of several incidents is not that of the others.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, field

from marsad.actors.organisations import ActorMention
from marsad.codebook import Claim, Span
from marsad.reading.lexical.claims import Facts
from marsad.reading.lexical.part import Part
from marsad.reading.lexical.scene import Scene, Sentence

_NEAR = 3  # words between a name and a word that sets it aside
_ASIDE = 0.2  # what a name set aside keeps of its weight (tuned on train)
_FAINT = 0.15  # weight that a name in a sentence on the past keeps
_NAMED = 0.5  # votes of "claimed" or "inspired" that name an author where nobody claimed (tuned on train)
_MOST_SPANS = 6
_TOLD = (("actor", "claimed", "inspired"), ("laid",), ("step", "intent"))
"""Cues, as a kind and its values, that make a name in their sentence count half as much again."""


@dataclass(slots=True)
class _Candidate:
    """An organisation or an ideology that an incident may be laid to."""

    generic: bool
    score: float = 0.0
    stands: bool = False
    spans: list[Span] = field(default_factory=list)


def affiliation(part: Part, facts: Facts, parts: Sequence[Part] = ()) -> Claim | None:
    """Claim the organisation of one incident: from its own sentences, else from those on it too.

    `parts` are those of all incidents of the report.
    """
    own = _best(part, facts, part.sentences)
    if own is not None:
        return own
    others = {s.index for other in parts if other.number != part.number for s in other.sentences}
    return _best(part.whole(), facts, list(_shared(part, facts, others)))


def _best(part: Part, facts: Facts, sentences: list[Sentence]) -> Claim | None:
    """Claim the organisation most often named in some sentences, ideologies only for want of one."""
    found: dict[str, _Candidate] = {}
    unclaimed = any(s.has("unclaimed") for s in part.sentences)
    for sentence in sentences:
        told = any(sentence.has(kind, *values) for kind, *values in _TOLD)
        for mention in sentence.organisations:
            one = found.setdefault(mention.actor.name, _Candidate(mention.actor.generic))
            weight = (1.5 if told else 1.0) * max(part.weight(sentence), _FAINT) * mention.score
            aside = _aside(part.scene, sentence, mention) or (unclaimed and not _laid(sentence))
            one.score += weight * (_ASIDE if aside else 1.0)
            one.stands = one.stands or not aside
            one.spans.append(Span(mention.start, mention.end))
    found = {name: one for name, one in found.items() if one.stands}
    named = [name for name, one in found.items() if not one.generic] or list(found)
    if not named:
        return None
    best = max(named, key=lambda name: found[name].score)
    spans, score = found[best].spans, found[best].score
    return facts.claim("affiliation", best, spans[:_MOST_SPANS], min(0.4 + 0.15 * score, 0.95), "named")


def _shared(part: Part, facts: Facts, others: Set[int]) -> Iterator[Sentence]:
    """Yield the sentences of a report that may speak of an incident, where its own name nobody.

    Of the sentences of `others` (by index): the report's first, those that speak of several incidents, and
    those told later where the attack took place, where it failed and they lay it to somebody, or where its
    own part is but a line that leads to the next.
    """
    last = part.sentences[-1].index
    leads = facts.outcome == "completed" or len(part.sentences) == 1
    for sentence in part.scene.sentences:
        told = leads or (facts.outcome == "failed" and _laid(sentence))
        later = told and sentence.index > last
        if sentence.index not in others or sentence.index == 0 or sentence.has("several") or later:
            yield sentence


def _laid(sentence: Sentence) -> bool:
    """Tell whether a sentence lays the incident to somebody, though nobody claimed it."""
    denials = [(match.first, match.last) for match in sentence.of("unclaimed")]
    cues = [*sentence.of("actor", "claimed", "inspired"), *sentence.of("laid")]
    votes = sum(
        match.payload.weight
        for match in cues
        if not any(first <= match.last and match.first <= last for first, last in denials)
    )
    return votes >= _NAMED


def _aside(scene: Scene, sentence: Sentence, mention: ActorMention) -> bool:
    """Tell whether words beside a name make its bearer no author: fought, denying, compared, ruling there.

    Who denies what he has just been accused of stays accused.
    """
    first, last = scene.token_at(mention.start), scene.token_at(mention.end - 1)
    if any(0 < first - cue.last <= _NEAR for cue in sentence.of("aside", "before")):
        return True
    accusing = [*sentence.of("actor", "claimed"), *sentence.of("laid")]
    if any(0 < first - cue.last <= _NEAR for cue in accusing):
        return False
    return any(0 < cue.first - last <= _NEAR for cue in sentence.of("aside", "after"))
