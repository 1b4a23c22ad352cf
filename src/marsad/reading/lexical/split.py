"""One incident or several: where in a report another incident begins."""

from __future__ import annotations

from marsad.places.resolver import Mention
from marsad.reading.lexical.part import Part
from marsad.reading.lexical.scene import Scene, Sentence

_NEW = 2.0  # points from which a sentence opens another incident (tuned on train)
_KEEP = 1.5  # points of event and outcome that an incident's part must have to stand
_DEEDS = ("event", "outcome", "disruption", "weapon")
_MOST = 4  # incidents of one report


def _towns(mentions: list[Mention]) -> set[str]:
    """Return the names of the towns mentioned as places of deeds."""
    return {m.place.name for m in mentions if m.place.precision in ("exact", "town") and not m.metonym}


def _course(sentence: Sentence) -> str | None:
    """Return the outcome that a sentence speaks for most, or None."""
    score: dict[str, float] = {}
    for match in sentence.of("outcome"):
        value = match.payload.value
        score[value] = score.get(value, 0.0) + match.payload.weight
    best = max(score, key=lambda value: score[value], default=None)
    return best if best is not None and score[best] >= 1.0 else None


def _points(sentence: Sentence, before: list[Sentence]) -> float:
    """Return how much speaks for a new incident at a sentence: place, date, course, "separately"."""
    points = min(sum(m.payload.weight for m in sentence.of("another")), 2.5)
    known = {name for other in before for name in _towns(other.places)}
    fresh = _towns(sentence.places) - known
    if fresh and known:
        points += 1.2
    dates = {d.period.value for other in before for d in other.dates if d.period}
    here = {d.period.value for d in sentence.dates if d.period}
    if here and dates and not here & dates:
        points += 0.6
    course = _course(sentence)
    if course is not None:
        points += 0.4
        earlier = {c for other in before if (c := _course(other))}
        if earlier and course not in earlier:
            points += 0.8
    if sentence.has("event"):
        points += 0.3
    if sentence.opens_paragraph:
        points += 0.6
    return points - 2.5 * sentence.background


def parts(scene: Scene) -> list[Part]:
    """Divide a report's sentences among its incidents; one incident where nothing speaks for more."""
    groups: list[list[Sentence]] = [[]]
    for sentence in scene.sentences:
        before = groups[-1]
        told = any(s.has("outcome") or s.has("event") for s in before)
        deed = any(sentence.has(kind) for kind in _DEEDS)
        if told and deed and len(groups) < _MOST and _points(sentence, before) >= _NEW:
            groups.append([sentence])
        else:
            before.append(sentence)
    kept = [group for group in groups if group is groups[0] or _stands(group)]
    return [Part(scene, number, group) for number, group in enumerate(kept, 1)]


def _stands(group: list[Sentence]) -> bool:
    """Tell whether a group of sentences has enough of event and outcome to be an incident."""
    weight = sum(
        m.payload.weight * (1.0 - s.background)
        for s in group
        for kind in ("event", "outcome", "disruption")
        for m in s.of(kind)
    )
    return weight >= _KEEP
