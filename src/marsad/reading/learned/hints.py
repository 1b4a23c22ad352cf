"""Further features of candidates: those that stand behind the ones of the first model.

What stands near in the sentence, kind by kind; whether the country is that of the rules; where else the value
is told; how far a date lies before the day of publication; whether a number is a sum.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from marsad.codebook import Claim
from marsad.reading.lexical.scene import Scene, Sentence

WIDTH = 18
"""Features of a candidate that stand here."""
_FAR = 20.0  # words apart at which distance counts no more
_LONG = 60  # days at which a gap counts no more
_CUES: tuple[tuple[tuple[str, tuple[str, ...]], ...], ...] = (
    (("target", ()),),
    (("disruption", ()), ("role", ("arrested",))),
    (("role", ("killed", "wounded")),),
    (("weapon", ()), ("attack_type", ())),
    (("step", ()),),
    (("actor", ()),),
    (("people", ("perp_one", "person", "victim")),),
)
"""The cues whose distance is a feature each: kinds, each with its values (none: all)."""


class Near:
    """What stands near an offset of a sentence."""

    def __init__(self, scene: Scene, s: Sentence) -> None:
        self.scene = scene
        self.places = [
            [match.first for kind, values in group for match in s.of(kind, *values)] for group in _CUES
        ]

    def __call__(self, start: int) -> list[float]:
        """Return (7,): the distance in words to the nearest cue of each group, 1 where it is far or none."""
        at = self.scene.token_at(start)
        gaps = (min((abs(at - place) for place in places), default=_FAR) for places in self.places)
        return [min(gap, _FAR) / _FAR for gap in gaps]


def home(countries: Sequence[str], claims: Mapping[str, Claim]) -> list[float]:
    """Return (2,): whether one of the countries is that of the rules, whether none is."""
    own = claims["country"].value if "country" in claims else None
    if own is None or not countries:
        return [0.0, 0.0]
    return [float(own in countries), float(own not in countries)]


def ago(period: str, published: str | None) -> list[float]:
    """Return (4,): a date of the day of publication, of the day before, days before it, after it.

    A month or a year counts from its first day. All 0 where no day of publication is known.
    """
    if not published or not period:
        return [0.0] * 4
    told = date.fromisoformat((period + "-01-01")[:10] if len(period) < 10 else period)
    gap = (date.fromisoformat(published[:10]) - told).days
    whole = len(period) == 10
    held = min(max(gap, 0), _LONG) / _LONG
    return [float(gap == 0 and whole), float(gap == 1 and whole), held, float(gap < 0)]


def titled(scene: Scene) -> set[tuple[str, object]]:
    """Return the kinds and values of organisations, services and dates that the title tells."""
    if scene.headline is None:
        return set()
    title = scene.headline.sentences[0]
    told: set[tuple[str, object]] = {("organisation", m.actor.name) for m in title.organisations}
    told |= {("agency", m.actor.name) for m in title.agencies}
    return told | {("date", m.period) for m in title.dates if m.period}
