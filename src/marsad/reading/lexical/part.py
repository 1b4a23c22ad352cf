"""One incident's part of a report: its sentences, and the votes of their cues."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from marsad.codebook import Span
from marsad.reading.lexical.cues import Cue
from marsad.reading.lexical.scene import Scene, Sentence
from marsad.text.phrases import Match

_TITLE = 1.0  # weight of a cue in the title (tuned on train)
_MOST_SPANS = 6  # spans kept as evidence of one value


@dataclass(slots=True)
class Votes:
    """What the cues say for one value: the sum of their weights, and their spans in order."""

    score: float = 0.0
    spans: list[Span] = field(default_factory=list)

    def add(self, weight: float, span: Span) -> None:
        """Count one cue."""
        self.score += weight
        if len(self.spans) < _MOST_SPANS:
            self.spans.append(span)


@dataclass(slots=True)
class Part:
    """The sentences of one incident (the first is number 1), as the rules read them."""

    scene: Scene
    number: int
    sentences: list[Sentence]

    def whole(self) -> Part:
        """Return the whole report as the part of this incident, for what the report tells of all of them."""
        return Part(self.scene, self.number, self.scene.sentences)

    def weight(self, sentence: Sentence) -> float:
        """Return how much a sentence counts: background little, the first ones of the part most."""
        place = 1.0 if sentence.index - self.sentences[0].index < 4 else 0.8
        return max(1.0 - sentence.background, 0.05) * place

    def foreground(self) -> Iterator[Sentence]:
        """Yield the sentences that tell of the incident itself; all, where none does."""
        fore = [sentence for sentence in self.sentences if not sentence.past]
        yield from fore or self.sentences

    def cues(self, kind: str, *values: str) -> Iterator[tuple[Match[Cue], float]]:
        """Yield the cues of a kind with their weight in this part."""
        for sentence in self.sentences:
            for match in sentence.of(kind, *values):
                yield match, match.payload.weight * self.weight(sentence)

    def votes(self, kind: str) -> dict[str, Votes]:
        """Return the votes for each value of a kind; a phrase said again counts half.

        Their spans are those of the foreground; of the background only where it alone says the value.
        """
        found: dict[str, Votes] = {}
        seen: set[tuple[str, str]] = set()
        text = self.scene.report.text
        aside: dict[str, list[Span]] = {}
        for sentence in self.sentences:
            for match in sentence.of(kind):
                value, span = match.payload.value, spanned(match)
                words = (value, text[match.start : match.end])
                votes = found.setdefault(value, Votes())
                votes.score += match.payload.weight * self.weight(sentence) * (0.5 if words in seen else 1.0)
                (aside.setdefault(value, []) if sentence.past else votes.spans).append(span)
                seen.add(words)
        for value, votes in found.items():
            votes.spans = (votes.spans or aside.get(value, []))[:_MOST_SPANS]
        for match in self.title(kind):
            found.setdefault(match.payload.value, Votes()).score += _TITLE * match.payload.weight
        return found

    def title(self, kind: str) -> Iterator[Match[Cue]]:
        """Yield the cues of a kind in the report's title; they vote, and give no spans."""
        if self.scene.headline is not None:
            yield from self.scene.headline.sentences[0].of(kind)

    def total(self, kind: str, *values: str) -> float:
        """Return the sum of the weights of a kind's cues (of the given values)."""
        return sum(weight for _, weight in self.cues(kind, *values))

    def first_span(self, *kinds: str) -> Span | None:
        """Return the first span of the first of the kinds that is found in the foreground."""
        for kind in kinds:
            for sentence in self.foreground():
                for match in sentence.of(kind):
                    return spanned(match)
        return None


def spanned(match: Match[Cue]) -> Span:
    """Return the span of a cue."""
    return Span(match.start, match.end)
