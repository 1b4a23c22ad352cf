"""Who is counted: the numbers of a part in their roles of killed, wounded, arrested and suspects."""

from __future__ import annotations

from dataclasses import dataclass

from marsad.codebook import Count, Span
from marsad.reading.lexical.part import Part, spanned
from marsad.reading.lexical.scene import Scene, Sentence
from marsad.text.numbers import Number

_REACH = 9  # words between a number and the word of its role (tuned on train)
_PEOPLE_KINDS = frozenset({"cardinal", "dual", "none"})


@dataclass(frozen=True, slots=True)
class Counted:
    """A number of people in a role, with its span and how far its words are from the role's."""

    role: str
    count: Count
    span: Span
    noun: str
    distance: float
    sentence: int


def _people(scene: Scene, sentence: Sentence, number: Number) -> str | None:
    """Return what the number counts: `perp`, `victim`, `person`, `""` where nothing says, None for things."""
    at = scene.token_at(number.end - 1)
    own = scene.token_at(number.start)
    for match in sentence.of("people"):
        if own <= match.last and match.first <= at + 3 and match.first >= own - 1:
            kind = match.payload.value
            return "perp" if kind.startswith("perp") else kind
    if number.kind in ("dual", "none"):
        return ""
    for match in sentence.of("role"):
        if at <= match.first <= at + 2 or own - 3 <= match.last < own:
            return ""
    return None


def _gap(scene: Scene, sentence: Sentence, number: Number, first: int, last: int) -> float:
    """Return the distance in words between a number and a cue; commas, stops and numbers between count more."""
    begin, end = scene.token_at(number.start), scene.token_at(number.end - 1)
    if last < begin:
        apart, between = begin - last, (scene.words[last].end, number.start)
    elif first > end:
        apart, between = first - end, (number.end, scene.words[first].start)
    else:
        return 0.0
    cut = scene.report.text[between[0] : between[1]]
    marks = sum(cut.count(mark) for mark in ",،;؛:—–")
    others = sum(between[0] <= other.start < between[1] for other in sentence.numbers)
    return apart + 3 * marks + 3 * others


def roles(part: Part) -> list[Counted]:
    """Return every number of people in the part's foreground with its nearest role."""
    found = []
    for sentence in part.foreground():
        for number in sentence.numbers:
            if number.kind not in _PEOPLE_KINDS or number.count is None:
                continue
            noun = _people(part.scene, sentence, number)
            if noun is None:
                continue
            found.extend(_roles_of(part.scene, sentence, number, noun))
    return found


def _roles_of(scene: Scene, sentence: Sentence, number: Number, noun: str) -> list[Counted]:
    """Return the roles of one number: that of the nearest role word; for "nobody hurt", each one named."""
    span = Span(number.start, number.end)
    near = []
    for match in sentence.of("role"):
        gap = _gap(scene, sentence, number, match.first, match.last)
        if gap <= _REACH:
            near.append((gap / match.payload.weight, match.payload.value))
    near.sort()
    if number.kind == "none":
        return [
            Counted(role, number.count, span, noun, gap, sentence.index)
            for gap, role in near
            if role in ("killed", "wounded")
        ]
    if near:
        gap, role = near[0]
        return [Counted(role, number.count, span, noun, gap, sentence.index)]
    if noun == "perp":
        return [Counted("suspects", number.count, span, noun, 5.0, sentence.index)]
    return []


def pick(counted: list[Counted], role: str) -> tuple[Count, tuple[Span, ...]] | None:
    """Return the number of a role: that of the first sentence that tells it, its parts added there once.

    Parts are numbers of one sentence with nouns of their own ("four soldiers and two civilians"); a later
    sentence that repeats or updates the number is not added. A later, larger total wins over a part.
    """
    own = [c for c in counted if c.role == role]
    if not own:
        return None
    first = own[0].sentence
    here = [c for c in own if c.sentence == first]
    best = max(here, key=lambda c: c.count.value)
    later = [c for c in own if c.sentence != first and c.count.value > best.count.value]
    if later and role in ("killed", "wounded"):
        best = max(later, key=lambda c: c.count.value) if best.count.value <= 2 else best
    return best.count, (best.span,)


def single(part: Part, role: str, *, people: str) -> Span | None:
    """Return the span of one person without a number in a role ("a policeman was killed"), or None."""
    for sentence in part.foreground():
        for cue in sentence.of("role", role):
            for match in sentence.of("people", people):
                apart = max(match.first - cue.last, cue.first - match.last)
                if 0 <= apart <= 4 and not any(
                    match.start - 12 < n.start < match.end for n in sentence.numbers
                ):
                    return spanned(match)
    return None
