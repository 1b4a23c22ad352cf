"""The candidates of an incident: what the normalisers found, for the network to choose among.

Kinds: `place`, `date`, `organisation`, `agency`, `number`. The network says of each whether it is this
incident's, and which stands for the field; of a number, in which role.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from marsad.actors.organisations import ActorMention
from marsad.codebook import Claim, Count, Period, Value
from marsad.codebook.fields import fields
from marsad.reading.learned import hints
from marsad.reading.learned.features import COUNTS
from marsad.reading.learned.sums import sums
from marsad.reading.lexical import counts, setting
from marsad.reading.lexical.part import Part
from marsad.reading.lexical.scene import Scene, Sentence
from marsad.text.dates import EVENT
from marsad.text.numbers import PEOPLE_KINDS, Number

KINDS = ("place", "date", "organisation", "agency", "number")
FIELDS = ("place", "date", "affiliation", "agency")
"""The fields whose value is that of a candidate of the kind at the same place in KINDS."""
PLAIN = 58
"""Features of a candidate without those of `hints` and without sums: those of the first model."""
IDEOLOGIES = ("jihadist", "far right", "far left", "anarchist")
"""What the affiliation may be though no words name it: options behind null, in a model that has them."""
WIDTH = PLAIN + hints.WIDTH
"""Features of a candidate."""
MOST = 200
"""Candidates of one incident, those of its own sentences first: bounds the work on long texts."""
_RULES = ("name", "weak", "made", "bare")
_NOUNS = ("perp", "victim", "person", "", None)
_ROLES = ("killed", "wounded", "arrested", "suspects", "attackers")
_OWN = 49  # features of a mention itself and of what is near
_FAR = 20.0  # words apart at which distance counts no more


@dataclass(frozen=True, slots=True)
class Candidate:
    """Words `text[start:end]` that may say a field's `value` (None: they say none, yet may be marked).

    `parts` are the offsets of the numbers of a sum, which bears no mark of its own.
    """

    kind: str
    start: int
    end: int
    value: Value
    sentence: int
    features: tuple[float, ...]
    parts: tuple[tuple[int, int], ...] = ()


def candidates(
    part: Part,
    inside: Sequence[float],
    outside: Sequence[float],
    claims: Mapping[str, Claim],
    *,
    width: int = WIDTH,
) -> list[Candidate]:
    """Return the candidates of an incident, sentence by sentence, in each by kind in the order of KINDS.

    `inside` and `outside` are by sentence how far it tells of this incident and of others; `claims` what the
    rules say of it. `width` is how many features the model knows: one of `PLAIN` is offered no sums.
    """
    scene, country = part.scene, claims["country"].value if "country" in claims else None
    ranks = {s.index: rank for rank, s in enumerate(part.sentences)}
    found: list[Candidate] = []
    services = scene.agencies_in(str(country)) if country and country != scene.country else None
    for s in scene.sentences:
        near = _near(scene, s, inside[s.index], outside[s.index], ranks.get(s.index, 20))
        beside = hints.Near(scene, s)
        agencies = s.agencies if services is None else services.get(s.index, [])
        for kind, start, end, value, own, home in _mentions(part, s, agencies):
            more = [*beside(start), *hints.home(home, claims), 0.0, 0.0]
            more += hints.ago(value.value, scene.report.published) if isinstance(value, Period) else [0.0] * 4
            found.append(Candidate(kind, start, end, value, s.index, (*near(start), *own, *more)))
        for total in sums(s) if width > PLAIN else ():
            start, end = total.parts[0].start, total.parts[-1].end
            own = [0.0] * 18 + _number(part, s, total.parts[0], total.count)
            more = [*beside(start), 0.0, 0.0, float(total.more > 0), float(len(total.parts) > 1), *[0.0] * 4]
            spans = tuple((n.start, n.end) for n in total.parts)
            found.append(
                Candidate("number", start, end, total.count, s.index, (*near(start), *own, *more), spans)
            )
    if len(found) > MOST:
        nearest = sorted(range(len(found)), key=lambda at: -inside[found[at].sentence])[:MOST]
        found = [found[at] for at in sorted(nearest)]
    return _completed(found, scene, claims, width)


def matrix(found: Sequence[Candidate], width: int = WIDTH) -> npt.NDArray[np.float32]:
    """Return the features of candidates: (C, width)."""
    return np.array([c.features for c in found], np.float32).reshape(len(found), width)


class _near:  # noqa: N801 (used as a function)
    """What is near a mention of a sentence: how far deeds, roles, speech, inquiries and arrests stand."""

    def __init__(self, scene: Scene, s: Sentence, inside: float, outside: float, rank: int) -> None:
        self.scene = scene
        self.cues = [
            [m.first for kind in kinds for m in s.of(kind)]
            for kinds in (
                ("event", "outcome", "disruption"),
                ("role",),
                ("speech",),
                ("inquiry", "disruption"),
            )
        ]
        claimed, inspired = s.has("actor", "claimed"), s.has("actor", "inspired")
        self.fixed = (
            inside, outside, s.background, min(rank, 10) / 10, min(s.index, 10) / 10,
            float(claimed), float(inspired),
        )  # fmt: skip

    def __call__(self, start: int) -> tuple[float, ...]:
        at = self.scene.token_at(start)
        apart = (min((abs(at - cue) for cue in cues), default=_FAR) for cues in self.cues)
        return (*self.fixed, *(min(gap, _FAR) / _FAR for gap in apart))


def _mentions(
    part: Part, s: Sentence, agencies: Sequence[ActorMention]
) -> Iterator[tuple[str, int, int, Value, list[float], tuple[str, ...]]]:
    """Yield the mentions of a sentence: kind, offsets, value, the features of their own, their countries."""
    for p in s.places:
        town = setting.town_of(p)
        own = [float(town is not None), float(p.place.precision == "region"),
               float(p.place.precision == "country"), float(p.metonym), p.score,
               float(setting.dateline(part, p))]  # fmt: skip
        yield "place", p.start, p.end, town, own + [0.0] * 32, (p.place.country,)
    for d in s.dates:
        long = len(d.period.value) if d.period else 0
        own = [float(long == 10), float(long == 7), float(long == 4), float(d.rule == EVENT)]
        yield "date", d.start, d.end, d.period if d.rule != EVENT else None, [0.0] * 6 + own + [0.0] * 28, ()
    for o in s.organisations:
        own = [float(o.actor.generic), o.score, float(o.rule == "anaphora")]
        yield "organisation", o.start, o.end, o.actor.name, [0.0] * 10 + own + [0.0] * 25, ()
    for a in agencies:
        own = [float(a.rule == rule) for rule in _RULES] + [a.score]
        yield "agency", a.start, a.end, a.actor.name, [0.0] * 13 + own + [0.0] * 20, a.actor.countries
    for n in s.numbers:
        if n.kind in PEOPLE_KINDS:
            yield "number", n.start, n.end, n.count, [0.0] * 18 + _number(part, s, n, n.count), ()


def _number(part: Part, s: Sentence, n: Number, count: Count) -> list[float]:
    """Return the features of a number: its kind, its noun, the roles that the rules give it, its size."""
    noun = counts.noun_of(part.scene, s, n)
    told = counts.roles_of(part.scene, s, n, noun) if noun is not None else []
    roles = {c.role for c in told}
    value = count.value
    return [
        float(n.kind == "dual"), float(n.kind == "none"), float(n.kind == "group"), float(n.part),
        *(float(noun == one) for one in _NOUNS), *(float(role in roles) for role in _ROLES),
        float(value == 0), float(value == 1), float(value == 2), math.log1p(min(value, 10_000)) / 5.0,
        float(count.bound == "at_least"), float(count.bound == "about"),
    ]  # fmt: skip


def _completed(
    found: list[Candidate], scene: Scene, claims: Mapping[str, Claim], width: int
) -> list[Candidate]:
    """Add to each candidate how often its value is told, where else, whether by the rules; cut to `width`.

    The first `_OWN` features are those of the mention, those of `hints` come last.
    """
    plain = [c for c in found if not c.parts]
    times = Counter((c.kind, _key(c.value)) for c in plain)
    titles, more = _titled(scene), hints.titled(scene)
    nearest: dict[tuple[str, object], tuple[float, float]] = {}
    for c in plain:
        inside, outside = nearest.get(key := (c.kind, _key(c.value)), (0.0, 0.0))
        nearest[key] = (max(inside, c.features[0]), max(outside, c.features[1]))
    seen: set[tuple[str, object]] = set()
    done = []
    for c in found:
        key = (c.kind, _key(c.value))
        own = [min(times[key], 5) / 5.0, float(key not in seen), float(key in titles)]
        own += [float(_agrees(name, c, claims)) for name in _fields_of(c.kind)]
        if not c.parts:
            seen.add(key)
        late = [float(key in more), *nearest.get(key, (0.0, 0.0))]
        all_ = (*_wide((*c.features[:_OWN], *own)), *c.features[_OWN:], *late)
        done.append(replace(c, features=all_[:width]))
    return done


def _wide(features: tuple[float, ...]) -> tuple[float, ...]:
    return features + (0.0,) * (PLAIN - len(features))


def _fields_of(kind: str) -> tuple[str, ...]:
    return COUNTS if kind == "number" else (FIELDS[KINDS.index(kind)],)


def _agrees(name: str, c: Candidate, claims: Mapping[str, Claim]) -> bool:
    """Tell whether the rules claim a candidate's value of a field."""
    said = claims[name].value if name in claims else None
    return said is not None and c.value is not None and fields()[name].compare(said, c.value) == 1.0


def _key(value: Value) -> object:
    return value.value if isinstance(value, Count) else value


def _titled(scene: Scene) -> set[tuple[str, object]]:
    """Return the kinds and values that the title tells."""
    if scene.headline is None:
        return set()
    title = scene.headline.sentences[0]
    told: set[tuple[str, object]] = {("place", setting.town_of(m)) for m in title.places}
    return told | {("number", n.count.value) for n in title.numbers if n.kind in PEOPLE_KINDS}
