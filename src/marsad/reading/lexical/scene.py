"""A report laid open for the rules: its sentences, and what was found in each of them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol, TypeVar

from marsad.actors import agencies, organisations
from marsad.actors.organisations import ActorMention
from marsad.codebook import Language, Report, Span
from marsad.places import resolver
from marsad.places.resolver import Mention
from marsad.reading.lexical import cues
from marsad.reading.lexical.cues import Cue
from marsad.text import dates, numbers
from marsad.text.dates import Dated
from marsad.text.numbers import PEOPLE_KINDS, Number
from marsad.text.phrases import Match
from marsad.text.sentences import paragraphs, sentences
from marsad.text.tokens import Token, tokens


class _Placed(Protocol):
    """Anything found at an offset of the text."""

    @property
    def start(self) -> int: ...


_Thing = TypeVar("_Thing", bound=_Placed)

TOWNS = ("exact", "town")
"""Precisions of a place that names a town, or a point in one."""

_PAST = 0.5  # background from which a sentence tells of something else
_DEEDS = frozenset({"event", "outcome", "attack_type", "weapon", "disruption", "role"})
_NEXT = 2  # characters between a number and the noun it counts


@dataclass(slots=True)
class Sentence:
    """One sentence: its words, what was found in it, and how far it is `background` (0 to 1)."""

    index: int
    paragraph: int
    span: Span
    opens_paragraph: bool
    cues: list[Match[Cue]] = field(default_factory=list)
    numbers: list[Number] = field(default_factory=list)
    dates: list[Dated] = field(default_factory=list)
    places: list[Mention] = field(default_factory=list)
    organisations: list[ActorMention] = field(default_factory=list)
    agencies: list[ActorMention] = field(default_factory=list)
    background: float = 0.0

    @property
    def past(self) -> bool:
        """Whether the sentence is background, and tells nothing of the incident itself."""
        return self.background >= _PAST

    def towns(self) -> set[str]:
        """Return the names of the towns mentioned as places of deeds, metonyms left out."""
        return {m.place.name for m in self.places if m.place.precision in TOWNS and not m.metonym}

    def of(self, kind: str, *values: str) -> Iterator[Match[Cue]]:
        """Yield the sentence's cues of a kind, of the given values where any are named."""
        for match in self.cues:
            if match.payload.kind == kind and (not values or match.payload.value in values):
                yield match

    def has(self, kind: str, *values: str) -> bool:
        """Tell whether the sentence has a cue of the kind (and of one of the values)."""
        return next(self.of(kind, *values), None) is not None


@dataclass(slots=True)
class Scene:
    """A report with its words and sentences, ready for the rules."""

    report: Report
    lang: Language
    words: list[Token]
    sentences: list[Sentence]
    country: str | None = None
    headline: Scene | None = None
    services: dict[str, dict[int, list[ActorMention]]] = field(default_factory=dict)
    starts: list[int] = field(init=False)

    def __post_init__(self) -> None:
        self.starts = [word.start for word in self.words]

    def agencies_in(self, country: str) -> dict[int, list[ActorMention]]:
        """Return the services named, by index of their sentence, read as a report on `country` (ISO code)."""
        if country not in self.services:
            found: dict[int, list[ActorMention]] = {}
            services = _services(self.report, self.lang, self.words, country)
            for at, mention in _dealt(self.sentences, services):
                found.setdefault(at, []).append(mention)
            self.services[country] = found
        return self.services[country]

    def token_at(self, offset: int) -> int:
        """Return the index of the word at or before a character offset."""
        return max(bisect_right(self.starts, offset) - 1, 0)


def _dealt(sentences: Sequence[Sentence], found: Iterable[_Thing]) -> Iterator[tuple[int, _Thing]]:
    """Yield each thing found with the index of the sentence where it begins."""
    starts = [sentence.span.start for sentence in sentences]
    for thing in found:
        at = bisect_right(starts, thing.start) - 1
        if at >= 0:
            yield at, thing


def _deal(sentences: Sequence[Sentence], found: Iterable[_Placed], into: str) -> None:
    """Put each thing found into the list `into` of the sentence where it begins."""
    for at, thing in _dealt(sentences, found):
        getattr(sentences[at], into).append(thing)


def look(report: Report, lang: Language) -> Scene:
    """Lay a report open: one pass of every finder, each thing dealt to its sentence."""
    text = report.text
    words = tokens(text)
    breaks = [span.start for span in paragraphs(text)]
    laid: list[Sentence] = []
    for index, span in enumerate(sentences(text, lang)):
        paragraph = bisect_right(breaks, span.start) - 1
        opens = not laid or laid[-1].paragraph != paragraph
        laid.append(Sentence(index, paragraph, span, opens))
    country, _, _ = resolver.country_of_report(text, lang, report.title)
    _deal(laid, cues.find(words, lang, text), "cues")
    _deal(laid, numbers.find(text, lang, words), "numbers")
    _deal(laid, dates.find(text, lang, report.published, words), "dates")
    _deal(laid, resolver.find(text, lang, report.title), "places")
    _deal(laid, organisations.find(text, lang, words, country), "organisations")
    _deal(laid, _services(report, lang, words, country), "agencies")
    for sentence in laid:
        sentence.cues = [cue for cue in sentence.cues if not _other(sentence, cue)]
        sentence.places = [place for place in sentence.places if not _within(place, sentence.organisations)]
    return Scene(report, lang, words, laid, country, _headline(report, lang))


def _other(sentence: Sentence, cue: Match[Cue]) -> bool:
    """Tell whether a cue means something else.

    «فجر» in a date is the dawn and no blast; the noun of "fifteen men" is no man alone.
    """
    if any(dated.start <= cue.start and cue.end <= dated.end for dated in sentence.dates):
        return cue.payload.kind in _DEEDS
    return cue.payload.value == "perp_one" and any(
        number.kind in PEOPLE_KINDS and number.count.value > 1 and 0 <= cue.start - number.end <= _NEXT
        for number in sentence.numbers
    )


def _within(place: Mention, organisations: Sequence[ActorMention]) -> bool:
    """Tell whether a place is but a word of an organisation's name."""
    return any(one.start <= place.start and place.end <= one.end for one in organisations)


def _services(
    report: Report, lang: Language, words: Sequence[Token], country: str | None
) -> list[ActorMention]:
    """Return the security services that a report names, read as a report on `country`."""
    year = int(report.published[:4]) if report.published else None
    return agencies.find(report.text, lang, words, country, title=report.title, year=year)


def _headline(report: Report, lang: Language) -> Scene | None:
    """Lay the title open as a scene of one sentence: cues, numbers and places, no evidence of its own."""
    if not report.title.strip():
        return None
    words = tokens(report.title)
    whole = Sentence(0, 0, Span(0, len(report.title)), opens_paragraph=True)
    _deal([whole], cues.find(words, lang, report.title), "cues")
    _deal([whole], numbers.find(report.title, lang, words), "numbers")
    _deal([whole], resolver.find(report.title, lang, "", words), "places")
    return Scene(replace(report, text=report.title), lang, words, [whole])
