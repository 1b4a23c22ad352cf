"""Where and when: place, country, date."""

from __future__ import annotations

from collections import defaultdict

from marsad.codebook import Claim, Period, Place, Span
from marsad.places import resolver
from marsad.places.resolver import Mention
from marsad.reading.lexical.claims import Facts
from marsad.reading.lexical.part import Part
from marsad.reading.lexical.scene import TOWNS
from marsad.text.dates import EVENT

_DATELINE, _TITLED = 0.3, 2.5  # weights of a place in the dateline, of one the title names (tuned on train)
_DAY, _LEAST = 10, 7  # lengths of a day and a month: a lone year is mostly background (10 of 11 on train)
_SAID = 0.5  # weight of a date nearer to a verb of saying than to the deed: the day of an announcement
_AFTER = ("–", "—", "-", ":", "(", "/")
_CITY_STATES = frozenset({"SG", "MC", "VA"})  # whose country and town bear one name


def place(part: Part, facts: Facts) -> Claim | None:
    """Claim the place: the town named nearest to event, target and outcome; none where arrests are spread."""
    score: dict[Place, float] = defaultdict(float)
    spans: dict[Place, list[Span]] = defaultdict(list)
    headline = part.scene.headline
    titled = {m.place.name for m in headline.sentences[0].places} if headline else set()
    for rank, sentence in enumerate(part.sentences):
        deeds = [m.first for k in ("event", "outcome", "target", "disruption") for m in sentence.of(k)]
        for mention in sentence.places:
            town = town_of(mention)
            if town is None:
                continue
            at = part.scene.token_at(mention.start)
            near = min((abs(at - deed) for deed in deeds), default=20)
            early = 1.0 / (1.0 + 0.15 * rank)
            weight = part.weight(sentence) * mention.score * early * (0.5 + 4.0 / (4.0 + near))
            if dateline(part, mention):
                weight *= _DATELINE
            if town.name in titled:
                weight *= _TITLED
            score[town] += weight
            spans[town].append(Span(mention.start, mention.end))
    if not score or _spread(part, facts):
        return None
    best = max(score, key=lambda found: score[found])
    return facts.claim("place", best, spans[best][:6], score[best] / (sum(score.values()) + 0.3), "nearest")


def town_of(mention: Mention) -> Place | None:
    """Return the town that a mention stands for, or None; a region may stand for the town of its name."""
    place = mention.place
    if mention.metonym:
        return None
    if place.precision in TOWNS:
        return place
    if place.precision == "region" or place.country in _CITY_STATES:
        same = (town for town in resolver.lookup(place.name, place.country) if town.precision in TOWNS)
        return next((town for town in same if town.name == place.name), None)
    return None


def dateline(part: Part, mention: Mention) -> bool:
    """Tell whether a place is the dateline: at the head of the text, before a dash, a colon or a bracket."""
    text = part.scene.report.text
    return mention.end < 40 and text[mention.end : mention.end + 30].lstrip(" .,،)").startswith(_AFTER)


def _spread(part: Part, facts: Facts) -> bool:
    """Tell whether arrests are told in three towns or more and no target is."""
    if facts.outcome != "foiled" or facts.value("target_type") not in (None, ("unknown",)):
        return False
    for sentence in part.foreground():
        if len(sentence.towns()) >= 3 and sentence.has("disruption", "arrest"):
            return True
    return False


def country(part: Part, facts: Facts) -> Claim | None:
    """Claim the country: that of the place, else the one most places and agencies of the part speak for."""
    found = facts.value("place")
    if isinstance(found, Place) and found.country:
        return facts.claim("country", found.country, facts.spans_of("place"), 0.8, "place")
    score: dict[str, float] = defaultdict(float)
    spans: dict[str, list[Span]] = defaultdict(list)

    def count(code: str, weight: float, start: int, end: int) -> None:
        score[code] += weight
        spans[code].append(Span(start, end))

    for sentence in part.sentences:
        weight = part.weight(sentence)
        for mention in sentence.places:
            count(mention.place.country, weight * mention.score, mention.start, mention.end)
        for service in sentence.agencies:
            if len(service.actor.countries) == 1:
                count(service.actor.countries[0], weight * service.score, service.start, service.end)
    if part.scene.country in score:
        score[part.scene.country] += 1.0
    if not score:
        return None
    best = max(score, key=lambda code: score[code])
    return facts.claim("country", best, spans[best][:6], score[best] / (sum(score.values()) + 0.3), "named")


def when(part: Part, facts: Facts) -> Claim | None:
    """Claim the date: the period named nearest to event, outcome and arrest, early sentences first."""
    best: tuple[float, Period, Span] | None = None
    for rank, sentence in enumerate(part.foreground()):
        deeds = [m.first for k in ("event", "outcome", "disruption", "role") for m in sentence.of(k)]
        for dated in sentence.dates:
            if dated.period is None or dated.rule == EVENT or len(dated.period.value) < _LEAST:
                continue
            at = part.scene.token_at(dated.start)
            near = min((abs(at - deed) for deed in deeds), default=20)
            said = min((abs(at - m.first) for m in sentence.of("speech")), default=30)
            exact = 1.0 if len(dated.period.value) == _DAY else 0.5
            weight = part.weight(sentence) * exact * (0.4 + 4.0 / (4.0 + near)) / (1.0 + 0.25 * rank)
            if said < near:
                weight *= _SAID
            if best is None or weight > best[0]:
                best = (weight, dated.period, Span(dated.start, dated.end))
    if best is None:
        return None
    return facts.claim("date", best[1], (best[2],), min(0.3 + 0.5 * best[0], 0.95), "nearest")
