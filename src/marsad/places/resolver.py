"""Which place a name means: all places of a report are resolved together.

Each name's candidates are weighed by size, by the countries that the report names, by the region or country
written beside the name, and by the other places of the report (one sense per discourse and minimal spread,
after Leidner 2007, *Toponym Resolution in Text*). A quarter or landmark resolves to its town.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from marsad.codebook.model import Place, Precision, Span
from marsad.places import personal, scoring
from marsad.places.candidates import ARTICLES, Candidate, candidates, cues
from marsad.places.countries import CountryMention, country_mentions, country_name, table
from marsad.places.gazetteer import Entry, gazetteer, name_key
from marsad.places.transliteration import likeliest, spelled_alike
from marsad.text.tokens import Token, tokens

_PLAUSIBLE = 0.5
_OPENINGS = frozenset({" ", ' "', " «", " “"})
_SPELLED_LEAST, _SPELLED_LIKE, _SPELLED_SURE = 4, 0.88, 0.6  # letters, likeness, confidence
_SMALL, _CLEAR = 30_000, 3.0  # people; weight of the report's country: both tuned on train
_GREAT_TOWN = 200_000  # people from which a town, not the region of its name, is meant
_PRECISION: dict[str, Precision] = {
    "region": "region",
    "country": "country",
    "quarter": "exact",
    "landmark": "exact",
}


@dataclass(frozen=True, slots=True)
class Mention:
    """A place named in a text: offsets, the words, the place, confidence 0-1, rule, number of candidates.

    `metonym` is true where the name stands for a government ("Moscow said"), so for no location.
    """

    start: int
    end: int
    name_as_written: str
    place: Place
    score: float
    rule: str
    candidates: int
    metonym: bool = False


@dataclass(slots=True)
class _Analysis:
    """Everything found in one report: words, countries, their weights, raw candidates, chosen candidates."""

    words: Sequence[Token]
    countries: list[CountryMention]
    weights: dict[str, float]
    raw: list[Candidate]
    chosen: list[Candidate]


def find(text: str, lang: str, title: str = "", words: Sequence[Token] | None = None) -> list[Mention]:
    """Return the places that `text` names, left to right, not overlapping; countries by name included."""
    seen = _analyse(text, lang, title) if words is None else _fresh(text, lang, title, words)
    found = [_mention(text, one) for one in seen.chosen if one.best is not None]
    for country in seen.countries:
        if country.how == "name" and not any(m.start < country.end and m.end > country.start for m in found):
            found.append(_country_mention(text, country))
    return sorted(found, key=lambda m: m.start)


def at(text: str, start: int, end: int, lang: str, title: str = "") -> Place | None:
    """Return the place that the marked words `text[start:end]` mean in their report; None where unknown.

    A quarter or landmark gives its town. A proper name that the gazetteer lacks gives a place without
    coordinates in the report's country where the script is Latin, else the nearest place named beside it.
    """
    seen = _analyse(text, lang, title)
    inside = [
        c for c in seen.raw if c.start < end and c.end > start and c.start >= start - 4 and c.end <= end
    ]
    inside = [c for c in inside if c.best is not None]
    whole = [c for c in inside if c.start <= start + 2 and c.end == end]
    if whole:
        best = max(whole, key=lambda c: (c.end - c.start, c.score))
        country = _covering(seen, start, end)
        if country is None and (other := _elsewhere(best, text[start:end], lang, seen)) is not None:
            return other
        if country is None or (best.first, best.last) != _words(seen, country) or best.rule == "preferred":
            return place_of(_settled(best, best.best)) if best.best else None
    country = _covering(seen, start, end)
    if country is not None:
        capital = _namesake(country.code, text[start:end]) if lang == "ar" else None
        return place_of(capital) if capital is not None else country_place(country.code)
    kept = [c for c in inside if not c.stopped and not _shadowed(c, inside)]
    kept = [c for c in kept if c.plain >= 0.35 or c in seen.chosen]
    if kept and lang == "ar" and (entire := _entire(text, start, end, kept, seen)) is not None:
        return place_of(entire)
    if kept:
        heads = cues(lang).quarter
        quarter = any(w.key in heads for w in seen.words if start <= w.start < end)
        if quarter or len(kept) == 1:
            best = max(kept, key=lambda c: c.best.population if c.best else 0)
        else:
            best = max(kept, key=lambda c: (c.best is not None and c.best.kind == "town", c.plain, -c.start))
        return place_of(_settled(best, best.best)) if best.best else None
    return _unknown(text, start, end, lang, seen)


def country_of_report(text: str, lang: str, title: str = "") -> tuple[str | None, float, list[Span]]:
    """Return the country that a report is about, the share of the evidence for it, and the words for it."""
    seen = _analyse(text, lang, title)
    if not seen.weights:
        return None, 0.0, []
    code = max(seen.weights, key=lambda c: (seen.weights[c], c))
    spans = [Span(m.start, m.end) for m in seen.countries if m.code == code]
    spans += [Span(c.start, c.end) for c in seen.chosen if c.best is not None and c.best.country == code]
    return code, seen.weights[code] / sum(seen.weights.values()), sorted(spans)


def lookup(name: str, country: str | None = None) -> list[Place]:
    """Return the places of a plain name, likeliest first; only those of `country` where one is given.

    Where a country has no place of the very name, one with its Arabic articles written otherwise is taken:
    Mahalla al-Kubra for El Mahalla El Kubra.
    """
    own = name_key(name)
    entries = gazetteer().entries(own)
    if country is not None:
        spellings = iter(_articles(own))
        entries = [e for e in entries if e.country == country]
        while not entries and (spelling := next(spellings, "")):
            entries = [e for e in gazetteer().entries(spelling) if e.country == country]
    entries.sort(key=lambda e: (e.kind == "region", name_key(e.name) != own, not e.strong, -e.population))
    return [place_of(e) for e in entries]


def _articles(key: str) -> list[str]:
    """Return the other ways to write the Arabic articles of a romanised name: none, al and el."""
    words = key.split()
    if not words or not words[0].isascii():
        return []
    rest = words[1:] if words[0] in ARTICLES and len(words) > 1 else words
    found = []
    for inner in ("al", "el"):
        plain = " ".join([rest[0], *(inner if word in ARTICLES else word for word in rest[1:])])
        found += [plain, f"al {plain}", f"el {plain}"]
    return [one for one in dict.fromkeys(found) if one != key]


def _namesake(code: str, written: str) -> Entry | None:
    """Return the capital that bears the Arabic name of its country, as Tunis and Algiers do, or None.

    Words marked as a place mean the town; without a mark they mean the country.
    """
    capitals = {name_key(name) for name in table().get(code, {}).get("capital", [])}
    for key, _ in [reading for word in tokens(written)[:1] for reading in word.keys]:
        for entry in gazetteer().entries(key):
            if entry.country == code and entry.strong and name_key(entry.name) in capitals:
                return entry
    return None


def place_of(entry: Entry) -> Place:
    """Return the codebook's place of a table entry: of a quarter or landmark, the town."""
    town = gazetteer().town(entry)
    precision = _PRECISION.get(entry.kind, "town") if town is entry else "exact"
    if town.rough:
        precision = "region"
    return Place(town.name, town.geoname_id, entry.lat, entry.lon, town.country, precision)


def _settled(one: Candidate, best: Entry) -> Entry:
    """Return the great town of a region's name where no word says region: Leeds, not its county."""
    if best.kind != "region" or one.cue == "region":
        return best
    towns = [e for e in one.entries if e.kind == "town" and e.country == best.country]
    town = max(towns, key=lambda e: e.population, default=best)
    return town if town.population >= _GREAT_TOWN else best


def country_place(code: str) -> Place:
    """Return a country as a place; its point is that of its capital's entry where the table has one."""
    return Place(country_name(code), None, None, None, code, "country")


@lru_cache(maxsize=16)
def _analyse(text: str, lang: str, title: str) -> _Analysis:
    return _fresh(text, lang, title, tokens(text))


def _fresh(text: str, lang: str, title: str, words: Sequence[Token]) -> _Analysis:
    """Find and resolve everything in one report."""
    countries = personal.countries(country_mentions(words, lang, text), words, text, lang)
    headline = tokens(title) if title else []
    in_title = personal.countries(country_mentions(headline, lang, title), headline, title, lang)
    raw = personal.candidates(candidates(text, words, lang, gazetteer()), words, text, lang)
    weights = scoring.country_weights(countries, in_title, text, words, lang)
    if title:
        found = candidates(title, headline, lang, gazetteer())
        scoring.add_title(personal.candidates(found, headline, title, lang), weights)
    scoring.resolve(raw, countries, weights, text)
    chosen = _choose(raw, countries, weights)
    if lang == "ar":
        chosen += _spelled(text, words, countries, weights, raw)
    return _Analysis(words, countries, weights, raw, sorted(chosen, key=lambda c: c.start))


def _spelled(
    text: str,
    words: Sequence[Token],
    countries: list[CountryMention],
    weights: dict[str, float],
    raw: list[Candidate],
) -> list[Candidate]:
    """Return the towns of the report's country that stand after "the town of" in a spelling no source has."""
    top = max(weights, key=lambda c: weights[c], default="")
    if not top or weights[top] < 1.0:
        return []
    known = cues("ar")
    taken = [(one.start, one.end) for one in raw] + [(one.start, one.end) for one in countries]
    found = []
    for at, (head, word) in enumerate(pairwise(words), 1):
        if (
            not any(key in known.town - known.capital for key, _ in head.keys)
            or text[head.end : word.start] not in _OPENINGS
        ):
            continue
        if word.form.startswith("ال") or len(word.form) < _SPELLED_LEAST or word.key in known.stop:
            continue
        if any(start < word.end and end > word.start for start, end in taken):
            continue
        ends = [after.end for after in words[at : at + 2] if text[word.start : after.end].count(" ") < 2]
        for end in reversed(ends):
            entry = spelled_alike(text[word.start : end], top, _SPELLED_LIKE)
            if entry is not None:
                last = at + ends.index(end)
                found.append(
                    Candidate(
                        at, last, word.start, end, word.key, [entry], _SPELLED_SURE, "town",
                        best=entry, score=_SPELLED_SURE, rule="transliteration",
                    )
                )  # fmt: skip
                break
    return found


def _choose(
    raw: list[Candidate], countries: list[CountryMention], weights: dict[str, float]
) -> list[Candidate]:
    """Return the plausible candidates that no longer or likelier one covers."""
    blocked = [c for c in countries if c.how != "capital"]
    kept: list[Candidate] = []
    for one in sorted(raw, key=lambda c: (c.first - c.last, -c.plain, c.start)):
        if one.plain < _PLAUSIBLE or one.best is None:
            continue
        if any(one.first <= k.last and one.last >= k.first for k in kept):
            continue
        over = [b for b in blocked if one.start < b.end and one.end > b.start]
        if any(not _beats(one, b, weights) for b in over):
            continue
        kept.append(one)
    return sorted(kept, key=lambda c: c.start)


def _beats(one: Candidate, country: CountryMention, weights: dict[str, float]) -> bool:
    """Tell whether a place name is meant rather than the country that the same words name."""
    if one.end - one.start > country.end - country.start + 1:
        return True
    if (
        one.best is None
        or country.how == "adjective"
        or one.end - one.start < country.end - country.start - 1
    ):
        return False
    if one.cue == "town" and one.best.country == country.code:
        one.rule = "preferred"
        return True
    if one.best.kind == "region" and one.best.country != country.code:
        meant = weights.get(one.best.country, 0.0) > max(2.0, 1.5 * weights.get(country.code, 0.0))
        one.rule = "preferred" if meant else one.rule
        return meant
    return False


def _covering(seen: _Analysis, start: int, end: int) -> CountryMention | None:
    """Return the country mention by name that is the whole of a span."""
    for one in seen.countries:
        if one.how == "name" and abs(one.start - start) <= 4 and abs(one.end - end) <= 1:
            return one
    return None


def _words(seen: _Analysis, country: CountryMention) -> tuple[int, int]:
    """Return the indices of the first and last word of a country mention."""
    inside = [i for i, w in enumerate(seen.words) if w.start < country.end and w.end > country.start]
    return (inside[0], inside[-1]) if inside else (-1, -1)


def _shadowed(one: Candidate, others: list[Candidate]) -> bool:
    """Tell whether a longer candidate covers this one."""
    return any(
        o.first <= one.first and o.last >= one.last and o.last - o.first > one.last - one.first
        for o in others
    )


def _unknown(text: str, start: int, end: int, lang: str, seen: _Analysis) -> Place | None:
    """Return a place for words that the gazetteer lacks: the name itself, or the place beside it."""
    written = text[start:end]
    known = cues(lang)
    inside = [w for w in seen.words if start <= w.start < end]
    generic = any(w.key in known.quarter or w.key in known.region for w in inside) or not inside
    initials = [text[w.start] for w in inside]
    named = bool(initials) and initials[0].isupper() and initials[-1].isupper()
    before = [w for w in seen.words if w.end <= start][-2:]
    after = [w for w in seen.words if w.start >= end][:1]
    beside = {w.key for w in (*before, *after)}
    named = named and not personal.covers(text, start, end, lang)
    if named and not generic and not beside & known.quarter and lang != "ar" and len(inside) <= 4:
        code = max(seen.weights, key=lambda c: seen.weights[c]) if seen.weights else ""
        return Place(written, None, None, None, code, "town")
    top = max(seen.weights, key=lambda c: seen.weights[c]) if seen.weights else ""
    if any(w.key in known.capital for w in inside) and table().get(top, {}).get("capital"):
        found = lookup(table()[top]["capital"][0], top)
        if found:
            return found[0]
    if lang == "ar" and inside and (bare := _bare(text, start, end, seen)):
        alike = _alike(bare, seen) or _likeliest(bare, seen)
        if alike is not None:
            return place_of(alike)
    middle = (start + end) / 2
    near = [c for c in seen.chosen if c.best is not None and c.best.kind != "country" and not c.metonym]
    if lang == "ar" and top:
        near = [
            c for c in near if c.best and seen.weights.get(c.best.country, 0.0) > 0.4 * seen.weights[top]
        ] or near
    if near:
        best = min(
            near,
            key=lambda c: (
                abs((c.start + c.end) / 2 - middle)
                + (80 if c.end <= start else 0)
                + (150 if c.best and c.best.kind == "region" else 0)
            ),
        )
        return place_of(best.best) if best.best else None
    if seen.weights:
        return country_place(max(seen.weights, key=lambda c: seen.weights[c]))
    return None


def _elsewhere(one: Candidate, written: str, lang: str, seen: _Analysis) -> Place | None:
    """Return what a name means if its only known bearer is a small place far from the report's country."""
    if one.best is None or not seen.weights:
        return None
    top = max(seen.weights, key=lambda c: seen.weights[c])
    own = seen.weights.get(one.best.country, 0.0)
    if one.best.population > _SMALL or seen.weights[top] < _CLEAR or own > 0.4 * seen.weights[top]:
        return None
    if lang == "ar":
        alike = _alike(written, seen)
        return place_of(alike) if alike is not None else None
    return Place(written, None, None, None, top, "town")


def _alike(written: str, seen: _Analysis) -> Entry | None:
    """Return the place that an Arabic name spells in one of the report's two likeliest countries."""
    for code in sorted(seen.weights, key=lambda c: -seen.weights[c])[:2]:
        if (entry := spelled_alike(written, code)) is not None:
            return entry
    return None


def _bare(text: str, start: int, end: int, seen: _Analysis) -> str:
    """Return the marked Arabic name without the words for town and province before it; "" for a quarter."""
    known = cues("ar")
    inside = [w for w in seen.words if start <= w.start < end]
    if any(w.key in known.quarter for w in inside):
        return ""
    while (
        len(inside) > 1
        and not inside[0].form.startswith("ال")
        and any(k in known.town | known.region | known.before for k, _ in inside[0].keys)
    ):
        inside = inside[1:]
    if not inside or any(w.key in known.region for w in inside):
        return ""
    return text[inside[0].start : end]


def _likeliest(name: str, seen: _Analysis) -> Entry | None:
    """Return what the name of a place spells: a place of the report's countries, else a city abroad."""
    most = max(seen.weights.values(), default=1.0)
    ranked = sorted(seen.weights, key=lambda c: (-seen.weights[c], c))[:5]
    shares = tuple((code, round(seen.weights[code] / most, 1)) for code in ranked)
    return likeliest(name, shares, tuple(code for code in table() if code not in ranked))


def _entire(text: str, start: int, end: int, kept: list[Candidate], seen: _Analysis) -> Entry | None:
    """Return the place that the whole of a name of several words spells where its known part is abroad."""
    most = max(seen.weights.values(), default=0.0)
    if not most or any(c.best and seen.weights.get(c.best.country, 0.0) >= 0.6 * most for c in kept):
        return None
    bare = _bare(text, start, end, seen)
    return _alike(bare, seen) if " " in bare else None


def _mention(text: str, one: Candidate) -> Mention:
    assert one.best is not None
    written = text[one.start : one.end]
    score = round(min(1.0, 0.5 * one.plain + 0.5 * one.score), 3)
    return Mention(
        one.start,
        one.end,
        written,
        place_of(_settled(one, one.best)),
        score,
        one.rule or one.cue or "size",
        len(one.entries),
        one.metonym,
    )


def _country_mention(text: str, one: CountryMention) -> Mention:
    return Mention(one.start, one.end, text[one.start : one.end], country_place(one.code), 0.9, "country", 1)
