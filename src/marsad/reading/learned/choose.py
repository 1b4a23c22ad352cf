"""From what the network says of an incident to claims: the likeliest value of each field, with its words."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from marsad.codebook import Claim, Count, Place, Span, Value
from marsad.codebook.fields import fields
from marsad.reading.checks import needs_words
from marsad.reading.learned.arrays import Incidence
from marsad.reading.learned.candidates import FIELDS, IDEOLOGIES, Candidate
from marsad.reading.learned.features import COUNTS
from marsad.reading.learned.outputs import Said, sigmoid, softmax
from marsad.reading.lexical.claims import Facts

_MOST_SPANS = 8
_LIST, _TRUE = 0.5, 0.5
_TOLD = 0.4  # from which a sentence tells enough of an incident for the rules' words in it to be evidence
_BESIDE = 0.1  # of the likeliest option's share: a candidate that has less of it is no evidence of the value


@dataclass(frozen=True, slots=True)
class Option:
    """What may say a field: a value, and the candidate that has it, None where it has no words."""

    value: Value
    candidate: Candidate | None = None


@dataclass(frozen=True, slots=True)
class Settings:
    """What is chosen on dev: a temperature and a threshold a field, and what tags are held to."""

    heat: Mapping[str, float] = field(default_factory=dict)
    least: Mapping[str, float] = field(default_factory=dict)
    bias: Mapping[str, float] = field(default_factory=dict)
    trust: Mapping[str, float] = field(default_factory=dict)
    relevant: float = 0.5
    tells: float = 0.3
    joins: float = 0.5
    opens: float = 0.5


def claims(
    number: int,
    said: Said,
    incidence: Incidence,
    facts: Facts,
    marked: Sequence[tuple[Span, float]],
    how: Settings,
) -> list[Claim]:
    """Return the claims of incident `number`, one a field, before they are checked against each other.

    `facts` is what the rules say of the same incident: their words serve where they say the same.
    """
    made: dict[str, Claim] = {}

    def claim(name: str, value: Value, spans: Sequence[Span], score: float) -> None:
        ruled = facts.claims.get(name)
        own = list(spans)
        if not own and ruled is not None and fields()[name].compare(ruled.value, value) > 0:
            own = _inside(ruled.spans, facts, incidence)
            value = ruled.value if isinstance(value, Count) else value  # how it is bound
        bare = Claim(number, name, value, (), min(max(score, 0.01), 0.99), "learned/" + _HOW[_kind(name)])
        if not own and needs_words(bare):
            own = _words(name, value, marked)
        kept = tuple(sorted({Span(span.start, span.end) for span in own[:_MOST_SPANS]}))
        made[name] = replace(bare, spans=kept)

    for name in fields():
        heat = how.heat.get(name, 1.0)
        if name in FIELDS or name in COUNTS:
            value, spans, score = _option(name, said.options[name], incidence, heat, how.least.get(name, 0.0))
            claim(name, value, spans, score)
        elif name == "country":
            continue
        elif fields()[name].kind == "choice":
            shares = softmax(said.fields[name], heat)
            at = int(np.argmax(shares))
            claim(name, fields()[name].values[at], (), float(shares[at]))
        elif fields()[name].kind == "choices":
            chosen, score = _listed(name, sigmoid(said.fields[name], heat), how.least.get(name, _LIST))
            claim(name, chosen, (), score)
        elif fields()[name].kind == "truth":
            sure = float(sigmoid(said.fields[name], heat)[0])
            true = sure >= how.least.get(name, _TRUE)
            claim(name, true, (), sure if true else 1.0 - sure)
    _country(number, made, facts)
    return list(made.values())


def _inside(spans: Sequence[Span], facts: Facts, incidence: Incidence) -> list[Span]:
    """Return the rules' words that stand in sentences of the incident; all, where none does."""
    opens = [sentence.span.start for sentence in facts.part.scene.sentences]
    own = [s for s in spans if incidence.inside[max(bisect_right(opens, s.start) - 1, 0)] >= _TOLD]
    return own or list(spans)


_HOW = {"choice": "fields", "candidate": "candidates"}


def _kind(name: str) -> str:
    return "candidate" if name in FIELDS or name in COUNTS else "choice"


def _listed(name: str, shares: np.ndarray, least: float) -> tuple[tuple[str, ...], float]:
    """Return the values of a list above the threshold, the likeliest first; `unknown` where none is."""
    values = [value for value in fields()[name].values if value != "unknown"]
    ranked = sorted(range(len(values)), key=lambda at: -shares[at])
    chosen = [at for at in ranked if shares[at] >= least]
    if not chosen:
        return ("unknown",), float(1.0 - shares[ranked[0]])
    return tuple(values[at] for at in chosen), float(min(shares[at] for at in chosen))


def _option(
    name: str, scores: np.ndarray, incidence: Incidence, heat: float, least: float
) -> tuple[Value, list[Span], float]:
    """Return the likeliest value of a field among its options; options of one value count together.

    Below `least` the field is null, not guessed. Evidence are the words of the value's candidates that have a
    tenth of the likeliest option's share; the first of them says how a count is bound.
    """
    shares = softmax(scores, heat)
    constant: list[Value] = [None, *IDEOLOGIES]
    fixed = constant[: len(scores) - len(incidence.candidates)]
    if name in COUNTS:
        fixed = [None, Count(0), Count(1), Count(incidence.ruled.get(name, 0))]
    options = [Option(value) for value in fixed] + [Option(c.value, c) for c in incidence.candidates]
    by: dict[object, list[tuple[float, Option]]] = {}
    for option, share in zip(options, shares, strict=True):
        by.setdefault(_key(option.value), []).append((float(share), option))
    sums = {key: sum(share for share, _ in found) for key, found in by.items()}
    best = max(sums, key=lambda key: sums[key])
    if best is None or sums[best] < least:
        return None, [], sums[None]
    ranked = sorted(by[best], key=lambda found: -found[0])
    told = [
        option.candidate
        for share, option in ranked
        if option.candidate is not None and share >= _BESIDE * ranked[0][0]
    ]
    words = [Span(*span) for c in told[:3] for span in c.parts or ((c.start, c.end),)]
    return told[0].value if told else ranked[0][1].value, words, sums[best]


def _key(value: Value) -> object:
    """Return what tells values apart: of a count its number, however it is bound."""
    return value.value if isinstance(value, Count) else value


def _words(name: str, value: Value, marked: Sequence[tuple[Span, float]]) -> list[Span]:
    """Return the marked words that may say a value: those of the field's first label that is marked."""
    labels = list(fields()[name].labels)
    if name == "stage" and value != "execution":
        step = {
            "intent": "STEP_INTENT",
            "planning": "STEP_PLAN",
            "acquisition": "STEP_ACQUIRE",
            "ready": "STEP_READY",
        }
        labels = [step[str(value)], "OUTCOME", "EVENT"]
    elif name == "stage":
        labels = ["OUTCOME", "EVENT"]
    for label in labels:
        found = [span for span, _ in marked if span.label == label]
        if found:
            return found[:3]
    return []


def _country(number: int, made: dict[str, Claim], facts: Facts) -> None:
    """Claim the country: that of the place, else what the rules say."""
    place = made["place"]
    if isinstance(place.value, Place) and place.value.country:
        made["country"] = Claim(
            number, "country", place.value.country, place.spans, max(place.score, 0.5), "learned/place"
        )
    elif "country" in facts.claims:
        made["country"] = facts.claims["country"]
