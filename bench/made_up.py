"""Made-up incidents for measuring the store: seeded, uneven as real ones are, without any real event.

A few countries and towns have most of the incidents, few values most of the fields, a few words most of the
text. An incident has one to eight reports, most have one; a report has five claims or so.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate
from typing import Any

from marsad.codebook import Claim, Count, Incident, Language, Period, Place, Report, Span
from marsad.codebook.datafiles import countries
from marsad.codebook.fields import fields
from marsad.linking import Account, Choice, Folded
from marsad.store import digest_of
from marsad.store.bulk import Told, Whole

FIRST = date(2004, 1, 1)
DAYS = 8000
TOWNS = 4000
WORDS = 30_000
GROUPS = 300
LENGTH = 100
SYLLABLES = {
    "ar": "با را سا مي دو نا تي كو لا هي فر قا شم عل زم".split(),
    "fr": "ba ri sol men tu gra ché lin por va dé mou tan clé fi".split(),
    "en": "ba ri sol men tor gra sh lin por wa ed mo ten ck fi".split(),
}
CLAIMED = ("outcome", "country", "date", "place", "attack_type")


@dataclass(frozen=True, slots=True)
class Skewed:
    """Draws from `values`, the first the likeliest (after Zipf)."""

    values: Sequence[Any]
    sums: Sequence[float]

    @classmethod
    def of(cls, values: Sequence[Any], power: float = 1.0) -> Skewed:
        return cls(values, list(accumulate(1 / (rank + 1) ** power for rank in range(len(values)))))

    def draw(self, dice: random.Random) -> Any:
        return dice.choices(self.values, cum_weights=self.sums)[0]

    def some(self, dice: random.Random, count: int) -> list[Any]:
        return dice.choices(self.values, cum_weights=self.sums, k=count)


class MadeUp:
    """A world of towns, groups and words, from which incidents are drawn."""

    def __init__(self, seed: int = 20) -> None:
        self.dice = random.Random(seed)
        codes = sorted(countries())
        self.dice.shuffle(codes)
        nations = Skewed.of(codes, 1.2)
        middles = {code: (self.dice.uniform(-30, 55), self.dice.uniform(-120, 140)) for code in codes}
        towns = []
        for number in range(TOWNS):
            code = nations.draw(self.dice)
            lat, lon = (middle + self.dice.gauss(0, 3) for middle in middles[code])
            towns.append(Place(f"Town {number}", 10_000 + number, round(lat, 4), round(lon, 4), code, "town"))
        self.towns = Skewed.of(towns, 0.9)
        self.groups = Skewed.of([f"Group {number}" for number in range(GROUPS)], 1.3)
        self.closed = {
            name: Skewed.of(rules.values, 1.1)
            for name, rules in fields().items()
            if rules.kind in ("choice", "choices")
        }
        self.words: dict[Language, Skewed] = {
            lang: Skewed.of(sorted({self._word(lang) for _ in range(WORDS)}, key=lambda w: (len(w), w)))
            for lang in ("ar", "fr", "en")
        }
        self.langs: Skewed = Skewed.of(["en", "ar", "fr"], 0.5)

    def _word(self, lang: Language) -> str:
        return "".join(self.dice.choices(SYLLABLES[lang], k=self.dice.randint(1, 5)))

    def incidents(self, count: int) -> Iterator[Whole]:
        """Yield `count` incidents."""
        for number in range(count):
            yield self._whole(number)

    def _whole(self, number: int) -> Whole:
        dice = self.dice
        day = FIRST + timedelta(int(DAYS * dice.random() ** 0.6))
        incident = self._incident(day)
        size = min(8, 1 + int(dice.expovariate(1.6)))
        reports = tuple(self._told(f"made-{number}-{n}", incident, day + timedelta(n)) for n in range(size))
        keys = tuple(sorted(told.account.key for told in reports))
        values = {name: getattr(incident, name) for name in fields()}
        choices = {name: Choice(value, "agreed", keys) for name, value in values.items()}
        return Whole(reports, Folded(values, choices, round(dice.betavariate(5, 2), 4)))

    def _incident(self, day: date) -> Incident:
        dice = self.dice
        town = self.towns.draw(dice)
        known = dice.random()
        values: dict[str, Any] = {
            name: skewed.draw(dice) for name, skewed in self.closed.items() if fields()[name].kind == "choice"
        }
        for name in ("attack_type", "weapons", "target_type"):
            some = sorted(set(self.closed[name].some(dice, 2)))
            values[name] = tuple(one for one in some if one != "unknown") or ("unknown",)
        return Incident(
            **values,
            suicide=dice.random() < 0.05,
            affiliation=self.groups.draw(dice) if dice.random() < 0.7 else None,
            agency=f"{town.country} police" if dice.random() < 0.3 else None,
            killed=Count(int(dice.expovariate(0.3))) if dice.random() < 0.5 else None,
            wounded=Count(int(dice.expovariate(0.2)), "at_least") if dice.random() < 0.3 else None,
            country=town.country,
            place=town if known < 0.8 else None,
            date=Period(day.isoformat() if dice.random() < 0.9 else day.isoformat()[:7]),
        )

    def _told(self, name: str, incident: Incident, published: date) -> Told:
        dice = self.dice
        lang: Language = self.langs.draw(dice)
        some = self.words[lang].some(dice, LENGTH)
        title = " ".join(some[:8])
        report = Report(name, " ".join(some[8:]), title, lang, None, published.isoformat())
        claims = tuple(
            Claim(1, field, getattr(incident, field), (Span(0, 10),), 0.9, "made-up")
            for field in CLAIMED
            if getattr(incident, field) is not None
        )
        digest = digest_of(report)
        rare = frozenset(sorted(set(some), key=lambda word: (-len(word), word))[:24])
        key = f"{digest[:16]}-1"
        return Told(report, Account(key, digest, incident, report.published, lang, title, rare, None), claims)
