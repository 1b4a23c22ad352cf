"""Who: the number of suspects and victims, the kind of actor, the organisation, the agency."""

from __future__ import annotations

from marsad.actors.organisations import ActorMention
from marsad.codebook import Claim, Count, Span, Value
from marsad.reading.lexical import counts
from marsad.reading.lexical.claims import Facts
from marsad.reading.lexical.part import Part
from marsad.reading.lexical.scene import Sentence

_SERVICE = {"name": 1.0, "weak": 0.8, "made": 0.5, "bare": 0.4}  # share right on train, by rule
_EARLY, _BAND = 3, 25  # sentences in which, and size up to which, people without a role are the suspects
_ALONE = 1.5  # votes of "acted alone" that outweigh a number of suspects
_LAUNCHED = 1.0  # what an attack adds to "its own fighters" (tuned on train)
_PLOTTED = 0.3  # what a plot takes from it (tuned on train)
_ARRESTS, _ARRESTS_LAUNCHED = 0.6, 1.2  # votes of arrest from which all suspects are held (tuned on train)


def people(part: Part, facts: Facts) -> None:
    """Claim killed, wounded, arrested and suspects from the numbers in their roles."""
    counted = counts.roles(part)
    victims = [c for c in counted if not (c.role in ("killed", "wounded") and c.noun == "perp")]
    for role in ("killed", "wounded"):
        found = counts.pick(part, victims, role)
        if found:
            facts.claim(role, found[0], found[1], 0.7, "number")
        elif span := counts.single(part, role, people="victim"):
            facts.claim(role, Count(1), (span,), 0.5, "single")
    held = counts.pick(part, counted, "arrested")
    if held:
        facts.claim("arrested", held[0], held[1], 0.7, "number")
    perps = [c for c in counted if c.role == "suspects" or (c.noun == "perp" and c.role != "arrested")]
    sure = [c for c in perps if c.noun == "perp"]
    early = [c for c in perps if c.sentence < _EARLY and c.count.value <= _BAND]
    told = min(sure or early[:1], key=lambda c: (c.sentence, -c.count.value), default=None)
    if told and (not held or told.count.value >= held[0].value):
        facts.claim("suspects", told.count, (told.span,), 0.6, "number")
    elif held and held[0].value > 0:
        facts.claim("suspects", held[0], held[1], 0.6, "arrested")


def _lone(part: Part) -> bool:
    """Tell whether the part speaks of one person who acted."""
    one, many = part.total("people", "perp_one"), part.total("people", "perp_many")
    return part.total("actor", "alone") + one > many + part.total("actor", "cell")


def singles(part: Part, facts: Facts) -> None:
    """Claim what is told without a number: one suspect, his arrest, the arrest of all, nobody hurt."""
    if facts.value("suspects") is None and facts.number("arrested") is None and _lone(part):
        votes = part.votes("people").get("perp_one")
        spans = (votes.spans if votes else []) or facts.anchor()
        facts.claim("suspects", Count(1), spans, 0.6, "single")
    _all_held(part, facts)
    for role in ("killed", "wounded"):
        if facts.value(role) is not None:
            continue
        if facts.outcome in ("foiled", "failed"):
            facts.claim(role, Count(0), (), 0.6, "not launched")
        elif (
            role == "killed"
            and facts.outcome == "completed"
            and not any(s.has("role", role) for s in part.foreground())
        ):
            facts.claim(role, Count(0), (), 0.4, "no word of it")


def _all_held(part: Part, facts: Facts) -> None:
    """Claim that all suspects were arrested where arrests are told and no number of them is."""
    suspects = facts.value("suspects")
    if facts.value("arrested") is not None or not isinstance(suspects, Count):
        return
    arrests = part.votes("disruption").get("arrest")
    needed = _ARRESTS_LAUNCHED if facts.outcome == "completed" else _ARRESTS
    if arrests is not None and arrests.spans and arrests.score >= needed:
        facts.claim("arrested", suspects, arrests.spans, 0.5, "all")


def kind(part: Part, facts: Facts) -> Claim:
    """Claim the kind of actor: a group's own fighters, a cell, one person alone, or unknown (the guide)."""
    claimed, inspired = part.total("actor", "claimed"), part.total("actor", "inspired")
    suspects = facts.number("suspects")
    spans = [span for found in part.votes("actor").values() for span in found.spans]
    spans += facts.spans_of("suspects")
    launched = facts.outcome in ("completed", "failed")
    known = facts.value("affiliation") is not None and not _ideology(part, facts)
    if known and claimed + (_LAUNCHED if launched else -_PLOTTED) > inspired:
        return facts.claim("actor", "group", facts.spans_of("affiliation") + spans, 0.6, "member")
    if suspects == 1 or part.total("actor", "alone") >= _ALONE:
        return facts.claim("actor", "lone", spans or facts.anchor(), 0.6, "one")
    if suspects and suspects > 1:
        return facts.claim("actor", "cell", spans or facts.anchor(), 0.6, "several")
    votes = part.votes("people")
    if part.total("people", "perp_many") + part.total("actor", "cell") > 0.8:
        found = votes.get("perp_many")
        return facts.claim("actor", "cell", found.spans if found else spans, 0.5, "plural")
    return facts.claim("actor", "unknown", (), 0.4, "none")


def _ideology(part: Part, facts: Facts) -> bool:
    """Tell whether the affiliation claimed is an ideology and no organisation."""
    name = facts.value("affiliation")
    return any(m.actor.generic for s in part.sentences for m in s.organisations if m.actor.name == name)


def agency(part: Part, facts: Facts) -> Claim | None:
    """Claim the agency: the one named nearest to the arrest or the inquiry.

    Of an attack that nobody stopped, generic words ("police", "the army") are taken only where a sentence
    tells of an inquiry or an arrest: such words mostly speak of victims or of who gives the numbers.
    """
    best: tuple[float, ActorMention] | None = None
    country = facts.value("country")
    for sentence in part.foreground():
        acts = [m.first for kind in ("disruption", "inquiry") for m in sentence.of(kind)]
        for mention in _services(part, sentence, country):
            if facts.outcome in ("completed", "failed") and not acts and mention.rule in ("bare", "weak"):
                continue
            at = part.scene.token_at(mention.start)
            near = min((abs(at - act) for act in acts), default=30)
            weight = part.weight(sentence) * _SERVICE.get(mention.rule, 0.4) * (1.0 + 4.0 / (3.0 + near))
            if best is None or weight > best[0] * 1.05:
                best = (weight, mention)
    if best is None:
        return None
    mention = best[1]
    spans = [
        Span(m.start, m.end)
        for s in part.sentences
        for m in _services(part, s, country)
        if m.actor.name == mention.actor.name
    ]
    return facts.claim("agency", mention.actor.name, spans[:6], min(0.3 + 0.3 * best[0], 0.9), "nearest")


def _services(part: Part, sentence: Sentence, country: Value) -> list[ActorMention]:
    """Return the services named in a sentence, read for the country of the incident."""
    scene = part.scene
    if country is None or country == scene.country:
        return sentence.agencies
    return scene.agencies_in(str(country)).get(sentence.index, [])
