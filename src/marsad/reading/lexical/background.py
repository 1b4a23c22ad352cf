"""Which sentences tell of the past, or of opinions, and not of the incident reported."""

from __future__ import annotations

from datetime import date

from marsad.reading.lexical.scene import Scene, Sentence

_DAY = 10  # length of a full date: in a report without a day of its own, a lone year tells of the past
_LEAD = 0.5  # share of background that a first sentence keeps: it seldom tells of the past (tuned on train)
_OLD = 45  # days before publication from which a dated sentence counts as background (tuned on train)


def _days_old(value: str, published: date) -> int:
    """Return how many days before publication a period ended (negative: after it began)."""
    year, month, day = int(value[:4]), int(value[5:7] or 12), int(value[8:10] or 28)
    return (published - date(year, month, day)).days


def mark(scene: Scene) -> None:
    """Set `background` of every sentence: 0 tells of the incident, 1 of something older or of an opinion."""
    published = date.fromisoformat(scene.report.published) if scene.report.published else None
    for sentence in scene.sentences:
        past = min(1.0, _past(sentence, published) + _aside(sentence))
        sentence.background = past * (_LEAD if sentence.index == 0 else 1.0)


def _past(sentence: Sentence, published: date | None) -> float:
    """Return how far words and dates of a sentence place it in the past."""
    weight = sum(match.payload.weight for match in sentence.of("background", "past"))
    if published is not None:
        ages = [_days_old(d.period.value, published) for d in sentence.dates if d.period is not None]
        if ages and min(ages) > _OLD:
            weight += 0.9
        elif ages and min(ages) <= 7:
            weight -= 0.5
    elif sentence.index and any(d.period and len(d.period.value) < _DAY for d in sentence.dates):
        weight += 0.9
    return 0.6 * max(weight, 0.0)


def _aside(sentence: Sentence) -> float:
    """Return how far a sentence is comment, statistics or history rather than report."""
    return 0.4 * sum(match.payload.weight for match in sentence.of("background", "comment"))
