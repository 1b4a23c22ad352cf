"""The facts gathered so far on one incident, as the rules hand them on to each other."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from marsad.codebook import Claim, Count, Span, Value
from marsad.reading.lexical.part import Part

_METHOD = "lexical"


@dataclass(slots=True)
class Facts:
    """Claims on one incident by field, and the few facts that other rules ask for."""

    part: Part
    claims: dict[str, Claim] = field(default_factory=dict)

    def claim(self, name: str, value: Value, spans: Iterable[Span], score: float, rule: str) -> Claim:
        """Keep and return a claim on a field; the score is held between 0.01 and 0.99."""
        kept = tuple(sorted({Span(span.start, span.end) for span in spans}))
        made = Claim(self.part.number, name, value, kept, min(max(score, 0.01), 0.99), f"{_METHOD}/{rule}")
        self.claims[name] = made
        return made

    def value(self, name: str) -> Value:
        """Return the value claimed of a field so far, or None."""
        return self.claims[name].value if name in self.claims else None

    def spans_of(self, name: str) -> list[Span]:
        """Return the spans of a field claimed so far."""
        return list(self.claims[name].spans) if name in self.claims else []

    def anchor(self) -> list[Span]:
        """Return the words that name the incident: its first event, else outcome or arrest, else sentence."""
        span = self.part.first_span("event", "outcome", "disruption", "attack_type")
        return [span or self.part.sentences[0].span]

    @property
    def outcome(self) -> str:
        """The outcome claimed."""
        return str(self.value("outcome"))

    @property
    def weapons(self) -> tuple[str, ...]:
        """The weapons claimed."""
        value = self.value("weapons")
        return value if isinstance(value, tuple) else ()

    def number(self, name: str) -> int | None:
        """Return the number claimed of a count field, or None."""
        value = self.value(name)
        return value.value if isinstance(value, Count) else None

    @property
    def harmed(self) -> bool:
        """Whether people were killed or wounded."""
        return bool(self.number("killed") or self.number("wounded"))

    @property
    def held(self) -> bool:
        """Whether somebody was arrested."""
        return bool(self.number("arrested"))
