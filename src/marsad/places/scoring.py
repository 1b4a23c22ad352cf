"""How candidates of place names are weighed against each other within one report."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

from marsad.places.candidates import Candidate, cues, services
from marsad.places.countries import CountryMention
from marsad.places.gazetteer import Entry
from marsad.text.tokens import Token

_NAME, _ADJECTIVE, _LATER, _TITLE = 1.6, 1.2, 0.5, 2.0
_SERVICE, _HOME = 0.7, 0.25
_NEAR_KM, _FAR_KM = 150.0, 600.0
_SURE_RATIO = 8.0
_KNOWN, _WELL_KNOWN = 50_000, 400_000


def country_weights(
    found: list[CountryMention], in_title: list[CountryMention], text: str, words: Sequence[Token], lang: str
) -> dict[str, float]:
    """Return how strongly the country names and adjectives of a report speak for each country."""
    weights: dict[str, float] = {}
    for one in in_title:
        if one.how != "capital":
            weights[one.code] = weights.get(one.code, 0.0) + _TITLE
    seen: set[tuple[str, str]] = set()
    before = cues(lang).before
    previous = {w.end: w for w in words}
    for one in found:
        if one.how == "capital":
            continue
        weight = _NAME if one.how == "name" else _ADJECTIVE
        left = text[: one.start].rstrip()
        word = previous.get(len(left))
        if one.how == "name" and word is not None and word.key in before:
            weight += 0.6
        if (one.code, one.how) in seen:
            weight *= _LATER
        seen.add((one.code, one.how))
        weights[one.code] = weights.get(one.code, 0.0) + weight * (1.0 if one.start < 300 else 0.6)
    keys = [word.key for word in words]
    pairs = [" ".join(pair) for pair in pairwise(keys)]
    for code in {services()[name] for name in (*keys, *pairs) if name in services()}:
        weights[code] = weights.get(code, 0.0) + _SERVICE
    if lang == "fr":
        weights["FR"] = weights.get("FR", 0.0) + _HOME
    return weights


def add_title(found: list[Candidate], weights: dict[str, float]) -> None:
    """Add to `weights` the countries of the places in a title that are beyond doubt."""
    for one in found:
        if one.plain >= 0.5 and (sure := _sure(one)) is not None and not one.stopped:
            weights[sure.country] = weights.get(sure.country, 0.0) + _SERVICE


def kilometres(a: Entry, b: Entry) -> float:
    """Return the great-circle distance of two places in kilometres (haversine, radius 6371 km)."""
    return distance(a.lat, a.lon, b.lat, b.lon)


def distance(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Return the great-circle distance in kilometres of two points in degrees."""
    one, two = math.radians(lat1), math.radians(lat2)
    half = math.sin((two - one) / 2) ** 2
    half += math.cos(one) * math.cos(two) * math.sin(math.radians(lon2 - lon1) / 2) ** 2
    return 2 * 6371.0 * math.asin(math.sqrt(min(1.0, half)))


def resolve(
    raw: list[Candidate],
    countries: list[CountryMention],
    weights: dict[str, float],
    text: str,
) -> None:
    """Choose an entry for each candidate, all together; adds the places' countries to `weights`."""
    good = [c for c in raw if c.plain >= 0.5]
    for one in good:
        sure = _sure(one)
        if sure is not None:
            add = 0.9 if one.first != one.last or sure.population > 50_000 else 0.6
            if one.metonym:
                add = 0.4
            weights[sure.country] = weights.get(sure.country, 0.0) + add * min(1.0, one.plain)
    total = sum(weights.values()) or 1.0
    for one in raw:
        beside = _beside(one, raw, countries, text)
        one.scores = [_own(one, e, weights, total) + _next_to(e, beside) for e in one.entries]
        _pick(one)
    for one in raw:
        _doubt(one, weights)
    fixed = [c for c in good if c.best is not None and (c.score > 0.55 or len(c.entries) == 1)]
    for one in raw:
        if len(one.entries) == 1:
            continue
        others = {
            c.key: c.best for c in fixed if c.key != one.key and c.best is not None and not _cross(c, one)
        }
        places = list(others.values())[:12]
        if places:
            one.scores = [s + _together(e, places) for s, e in zip(one.scores, one.entries, strict=True)]
            _pick(one)


def _doubt(one: Candidate, weights: dict[str, float]) -> None:
    """Lower the plausibility of a small place in a country that nothing else in the report points to."""
    if one.best is None or one.cue in {"town", "region", "dateline"}:
        return
    own = 0.95 if _sure(one) is not None else 0.0
    if weights.get(one.best.country, 0.0) > own or not weights:
        return
    if one.best.population < _WELL_KNOWN and one.first == one.last:
        one.plain -= 0.3
    elif one.best.population < _KNOWN:
        one.plain -= 0.15


def _cross(a: Candidate, b: Candidate) -> bool:
    return a.first <= b.last and a.last >= b.first


def _sure(one: Candidate) -> Entry | None:
    """Return the entry that a name means whatever the report: the only one, or by far the largest."""
    ranked = sorted(one.entries, key=lambda e: (e.strong, e.population), reverse=True)
    if len({e.country for e in ranked}) == 1:
        return ranked[0]
    second = max(e.population for e in ranked[1:] if e.country != ranked[0].country)
    return ranked[0] if ranked[0].population > _SURE_RATIO * max(second, 2000) else None


def _own(one: Candidate, entry: Entry, weights: dict[str, float], total: float) -> float:
    """Return what speaks for an entry by itself: size, usual name, kind, and its country in the report."""
    score = 0.16 * math.log10(entry.population + 10) + (0.15 if entry.strong else 0.0)
    if entry.kind == "region":
        score += 0.35 if one.cue == "region" else -0.35 if one.cue == "town" else -0.12
    elif one.cue == "region" and entry.kind == "town":
        score -= 0.05
    share = weights.get(entry.country, 0.0) / total
    return score + 1.2 * share + (0.15 if share > 0 else 0.0)


def _beside(
    one: Candidate, raw: list[Candidate], countries: list[CountryMention], text: str
) -> tuple[set[str], set[str]]:
    """Return countries and admin1 codes named just after the candidate: "Paris, Texas", "Lomé (Togo)"."""
    codes: set[str] = set()
    admins: set[str] = set()
    window = text[one.end : one.end + 14]
    if not window or (
        window[0] not in ",(،" and not window.startswith((" in ", " (", " en ", " au ", " في ", " (", " ب"))
    ):
        return codes, admins
    for country in countries:
        if one.end < country.start <= one.end + 14 and country.how == "name":
            codes.add(country.code)
    for other in raw:
        if one.end < other.start <= one.end + 8:
            admins |= {e.admin1 for e in other.entries if e.kind == "region"}
    return codes, admins


def _next_to(entry: Entry, beside: tuple[set[str], set[str]]) -> float:
    codes, admins = beside
    score = 0.0
    if admins and entry.kind == "town" and entry.admin1 in admins:
        score += 0.9
    if codes:
        score += 0.8 if entry.country in codes else -0.3
    return score


def _together(entry: Entry, places: list[Entry]) -> float:
    """Return what the other places of the report add: same country, and near."""
    score = 0.0
    for other in places:
        if other.country == entry.country:
            score += 0.06
        if abs(other.lat - entry.lat) < 6 and (far := kilometres(entry, other)) < _FAR_KM:
            score += 0.22 if far < _NEAR_KM else 0.08
    return min(score, 0.55)


def _pick(one: Candidate) -> None:
    """Set the best entry of a candidate and how clear the choice is."""
    at = max(range(len(one.scores)), key=lambda i: (one.scores[i], one.entries[i].population, -i))
    one.best = one.entries[at]
    rest = [s for i, s in enumerate(one.scores) if i != at and one.entries[i].country != one.best.country]
    margin = one.scores[at] - max(rest) if rest else 1.0
    one.score = max(0.0, min(1.0, 0.5 + margin))
    one.rule = one.cue or ("only" if not rest else "joint")
