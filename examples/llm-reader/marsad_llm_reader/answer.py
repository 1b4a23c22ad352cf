"""The model's answer made claims: nothing is taken that the text, the codebook or the registries do not hold.

No name that the model writes becomes a value as it stands. An organisation or a service is one of marsad's
registries, or what marsad itself finds in the quoted words; a place is one of the gazetteer, or found so. The
name of a person cannot come in that way, and words that are probably a person's name are no evidence either.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import best_match

from marsad.actors import agencies, organisations
from marsad.codebook import Claim, Place, Report, Span, Value
from marsad.codebook.fields import NAMES, fields
from marsad.errors import ValueOutsideCodebookError
from marsad.places import resolver
from marsad.reading.checks import check, needs_words
from marsad.text import persons
from marsad_llm_reader.nonsense import NonsenseError
from marsad_llm_reader.prompt import schema
from marsad_llm_reader.quotes import find

SURE = 0.5
"""The score of every field: a language model does not know how sure it is."""

Json = dict[str, Any]
Found = list[tuple[Span, str | Place]]
_CANONICAL = {"affiliation": organisations.canonical, "agency": agencies.canonical}


def claims_of(answer: Any, report: Report) -> list[Claim]:
    """Return the claims of an answer on `report`, whose language is known.

    A value whose words are not in the text loses them; one that needs words and has none is dropped, and an
    incident without a single claim that words bear out is no incident. Raises NonsenseError where the answer
    is outside the schema or the codebook, contradicts itself, or has no incident left.
    """
    fault = best_match(_validator().iter_errors(answer))
    if fault is not None:
        raise NonsenseError(f"the JSON is outside the schema at {fault.json_path}: {fault.message}")
    relevant, score, told = answer["relevant"], float(answer["score"]), answer["incidents"]
    if relevant != bool(told):
        raise NonsenseError(
            f"the JSON says relevant: {str(relevant).lower()} and tells {len(told)} incidents"
        )
    claims = [Claim(0, "relevant", relevant, (), score if relevant else 1.0 - score, "llm/relevant")]
    for incident in told:
        claims += _incident(claims[-1].incident + 1, incident, report)
    if relevant and len(claims) == 1:
        raise NonsenseError("none of the words that it quotes stands in the text")
    return claims


def _incident(number: int, told: Json, report: Report) -> list[Claim]:
    """Return the claims of one incident, none where the text bears out none of them."""
    claims = []
    for name in NAMES:
        found = _found(name, report)
        spans = _spans(told["evidence"][name], found, report)
        try:
            value = _value(name, told, [(m, what) for m, what in found if _touch(m, spans)])
        except ValueOutsideCodebookError as error:
            raise NonsenseError(f"a value outside the codebook: {error}") from error
        if value is not None:
            claims.append(Claim(number, name, value, spans, SURE, f"llm/{name}"))
    sound = _worded(check(_worded(claims)))
    return sound if any(claim.spans for claim in sound) else []


def _worded(claims: Iterable[Claim]) -> list[Claim]:
    """Return the claims that have the words they need."""
    return [claim for claim in claims if claim.spans or not needs_words(claim)]


def _found(name: str, report: Report) -> Found:
    """Return what marsad itself finds in the text for a field that no list closes, nothing for the others."""
    text, lang = report.text, str(report.lang)
    if name == "affiliation":
        return [(Span(m.start, m.end), m.actor.name) for m in organisations.find(text, lang)]
    if name == "agency":
        return [(Span(m.start, m.end), m.actor.name) for m in agencies.find(text, lang, title=report.title)]
    if name == "place":
        places = resolver.find(text, lang, report.title)
        return [(Span(m.start, m.end), m.place) for m in places if m.place.precision in ("town", "exact")]
    return []


def _spans(quotes: list[str], found: Found, report: Report) -> tuple[Span, ...]:
    """Return where the quotes stand in the text, each once; those that are not there fall out.

    So do those that touch what is probably a person's name, but for one that marsad takes for an
    organisation, a service or a place all the same (Abu Sayyaf).
    """
    people = [
        person
        for person in persons.spans(report.text, str(report.lang))
        if not _touch(person, [one for one, _ in found])
    ]
    spans = dict.fromkeys(find(quote, report.text) for quote in quotes)
    return tuple(span for span in spans if span and not _touch(span, people))


def _value(name: str, told: Json, quoted: Found) -> Value:
    """Return the value of a field: of a closed one as it stands, of a name what marsad knows by it.

    `quoted` is what marsad finds in the quoted words. A name that neither knows is None.
    """
    rules = fields()[name]
    raw: Any = told[name]
    first = next((what for _, what in quoted), None)
    if raw is not None and name in _CANONICAL:
        raw = _CANONICAL[name](raw) or first
    elif raw is not None and name == "place":
        known = resolver.lookup(raw, told["country"])
        both = [what for _, what in quoted if any(rules.compare(what, one) == 1.0 for one in known)]
        raw = next(iter([*both, *known]), first)
    value = rules.clean(raw)
    rules.validate(value)
    return value


def _touch(span: Span, others: Iterable[Span]) -> bool:
    """Tell whether a span shares a character with one of the others."""
    return any(span.start < other.end and other.start < span.end for other in others)


@cache
def _validator() -> Draft202012Validator:
    return Draft202012Validator(schema())
