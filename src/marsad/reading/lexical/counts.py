"""Who is counted: the numbers of a part in their roles of killed, wounded, arrested and suspects."""

from __future__ import annotations

from dataclasses import dataclass

from marsad.codebook import Count, Span
from marsad.reading.lexical.part import Part, spanned
from marsad.reading.lexical.scene import Scene, Sentence
from marsad.text.numbers import PEOPLE_KINDS, Number

_REACH = 9  # words between a number and the word of its role (tuned on train)
_JOINT = 60  # characters between two numbers that are parts of one sum
_SURE = 0.6  # weight from which a noun names attackers and no other people


@dataclass(frozen=True, slots=True)
class Counted:
    """A number of people in a role: its span, what it counts, and the index of its sentence."""

    role: str
    count: Count
    span: Span
    noun: str
    sentence: int


def noun_of(scene: Scene, sentence: Sentence, number: Number) -> str | None:
    """Return what the number counts: `perp`, `victim`, `person`, `""` where nothing says, None for things."""
    at = scene.token_at(number.end - 1)
    own = scene.token_at(number.start)
    for match in sentence.of("people"):
        if own <= match.last and match.first <= at + 3 and match.first >= own - 1:
            if match.payload.value.startswith("perp"):
                return "perp" if match.payload.weight >= _SURE else "person"
            return match.payload.value
    if number.kind in ("dual", "none"):
        return ""
    for match in sentence.of("role"):
        if at <= match.first <= at + 2 or own - 3 <= match.last < own:
            return ""
    return None


def _gap(scene: Scene, sentence: Sentence, number: Number, first: int, last: int) -> float:
    """Return the words between a number and a cue; commas, stops and other numbers count more."""
    begin, end = scene.token_at(number.start), scene.token_at(number.end - 1)
    if last < begin:
        apart, between = begin - last, (scene.words[last].end, number.start)
    elif first > end:
        apart, between = first - end, (number.end, scene.words[first].start)
    else:
        return 0.0
    cut = scene.report.text[between[0] : between[1]]
    marks = sum(cut.count(mark) for mark in ",،;؛:—–")
    others = sum(
        between[0] <= other.start < between[1] and other.kind in PEOPLE_KINDS for other in sentence.numbers
    )
    joints = sum(between[0] <= m.start and m.end <= between[1] for m in sentence.of("count", "plus"))
    aside = marks == 2  # a pair of commas holds words set aside: "three men, one a minor, were held"
    return apart * (0.5 if aside else 1.0) + (1 if aside else 3 * marks) + 3 * others + 1.5 * joints


def roles(part: Part) -> list[Counted]:
    """Return every number of people in the part's foreground with its nearest role."""
    found = []
    for sentence in part.foreground():
        for number in sentence.numbers:
            if number.kind not in PEOPLE_KINDS:
                continue
            noun = noun_of(part.scene, sentence, number)
            if noun is None:
                continue
            found.extend(roles_of(part.scene, sentence, number, noun))
    return found


def roles_of(scene: Scene, sentence: Sentence, number: Number, noun: str) -> list[Counted]:
    """Return the roles of one number: that of the nearest role word; for "nobody hurt", each one named."""
    span = Span(number.start, number.end)
    near = []
    shot = [range(m.first, m.last + 1) for m in sentence.of("disruption", "killed_attackers")]
    for match in sentence.of("role"):
        if not match.payload.weight:  # "peine de mort": no role, but the word in it is none either
            continue
        gap = _gap(scene, sentence, number, match.first, match.last)
        if gap <= _REACH:
            attackers = match.payload.value == "killed" and any(match.first in extent for extent in shot)
            near.append((gap / match.payload.weight, "attackers" if attackers else match.payload.value))
    near.sort()
    if number.kind == "none":
        return [
            Counted(role, number.count, span, noun, sentence.index)
            for _, role in near
            if role in ("killed", "wounded")
        ]
    if near:
        return [Counted(near[0][1], number.count, span, noun, sentence.index)]
    if noun in ("perp", "person") and number.count.value > 0:
        return [Counted("suspects", number.count, span, noun, sentence.index)]
    return []


def headlined(part: Part, role: str) -> int | None:
    """Return the number of a role that the report's title tells, or None."""
    headline = part.scene.headline
    if headline is None:
        return None
    told = [
        counted
        for number in headline.sentences[0].numbers
        if number.kind in PEOPLE_KINDS
        for counted in roles_of(headline, headline.sentences[0], number, "person")
    ]
    return next((c.count.value for c in told if c.role == role), None)


def pick(part: Part, counted: list[Counted], role: str) -> tuple[Count, tuple[Span, ...]] | None:
    """Return the number of a role with its words, or None: the first told, with its parts added once.

    Parts are numbers joined in one sentence ("four soldiers and two civilians"), not those within another
    ("twelve, among them three children"). A later sentence that repeats or updates a number is not added.
    Where the title tells the number and the text too, that one is taken.
    """
    own = [c for c in counted if c.role == role]
    if not own:
        return None
    title = headlined(part, role)
    for c in own:
        if c.count.value == title:
            return c.count, (c.span,)
    first = own[0]
    total, spans = first.count.value, [first.span]
    for other in own[1:]:
        if other.sentence != first.sentence or not _joined(part, spans[-1], other.span):
            break
        total += other.count.value
        spans.append(other.span)
    if len(spans) > 1 and title != first.count.value:
        return Count(total, first.count.bound), tuple(spans)
    return first.count, (first.span,)


def _joined(part: Part, one: Span, other: Span) -> bool:
    """Tell whether two numbers are joined by "and", and the second is not among the first."""
    if other.start - one.end > _JOINT:
        return False
    between = [
        match.payload.value
        for sentence in part.sentences
        for match in sentence.of("count")
        if one.end <= match.start and match.end <= other.start + 1
    ]
    glued = part.scene.words[part.scene.token_at(other.start)].start < other.start
    return (glued or "plus" in between) and "among" not in between


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
