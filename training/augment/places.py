"""Swapping the town of an attack for another, in every place that names it."""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from marsad.actors import organisations
from marsad.codebook import Place
from marsad.places import resolver
from marsad.places.countries import country_mentions
from marsad.places.countries import table as countries
from marsad.places.gazetteer import gazetteer, name_key
from marsad.reading.scores.marked import Marked
from marsad.text.folding import fold_key
from marsad.text.tokens import tokens
from training.augment.agreement import holds
from training.augment.data import table
from training.augment.edits import Edit, UnfitError, edited, replaced
from training.augment.grammar import sounds_alike

_LANGS = ("en", "fr", "ar")
_ABROAD = 0.5  # how often a town abroad is looked for where nothing stands against it
_STEM = 4  # letters of a name that show a word of the same stem
_NEAR = 100  # characters within which a region's name ties a town
_BESIDE = 30  # characters within which the next place may tell where the town lies
_STATE = re.compile(r",? ?\(?[A-Z]{2}\)|, [A-Z][a-z]{1,5}\.|, [A-Z]\.")


@dataclass(frozen=True, slots=True)
class Town:
    """A town to swap in: its place in the gazetteer and its name in a language."""

    place: Place
    name: str
    capital: bool


@cache
def towns(lang: str) -> dict[str, tuple[Town, ...]]:
    """Return by country the towns whose name in a language the gazetteer reads as the same town."""
    found: dict[str, tuple[Town, ...]] = {}
    for code, rows in table("towns")["towns"].items():
        capitals = {name_key(name) for name in countries().get(code, {}).get("capital", ())}
        kept = []
        for row in rows:
            names = dict(zip(_LANGS, row.split("|"), strict=True))
            english = resolver.lookup(names["en"], code)
            own = resolver.lookup(names[lang], code) if names[lang] != "-" else []
            if english and own and own[0].name == english[0].name:
                kept.append(Town(english[0], names[lang], name_key(names["en"]) in capitals))
        found[code] = tuple(kept)
    return found


@cache
def _words(name: str) -> frozenset[str]:
    """Return a list of `towns.toml`'s words, folded."""
    return frozenset(fold_key(word) for word in table("towns")["words"][name])


def swap_places(marked: Marked, rng: random.Random, pool: Sequence[Marked]) -> Marked:  # noqa: ARG001
    """Return the report with one town swapped for another in text, title and fields.

    Within the country; abroad only where no other word speaks of the country. Where a word that hangs on
    the old town would stay (a quarter, a demonym, "the capital"), the report comes back as it was.
    """
    report, lang = marked.report, str(marked.report.lang)
    named = [
        (i.place.name, i.place.country)
        for i in marked.incidents
        if i.place is not None and i.place.country == i.country and _is_town(i.place)
    ]
    if not named:
        return marked
    name, country = rng.choice(sorted(set(named)))
    try:
        found = _mentions(report.text, lang, name, country, report.title)
        in_title = _mentions(report.title, lang, name, country) if report.title else []
        _check_marks(marked, found)
        town = _choose(marked, rng, name, country, found, in_title)
        new = edited(marked, [Edit(a, b, _fit(report.text, a, b, town.name)) for a, b in found])
        title = replaced(report.title, [Edit(a, b, _fit(report.title, a, b, town.name)) for a, b in in_title])
    except UnfitError:
        return marked
    place = replace(town.place, precision="town")
    incidents = tuple(
        replace(i, place=place, country=place.country)
        if i.place is not None and (i.place.name, i.place.country) == (name, country)
        else i
        for i in new.incidents
    )
    new = replace(new, report=replace(new.report, title=title), incidents=incidents)
    return (
        new if not _left(new, report.text, found) and holds(marked, new, "PLACE", "AGENCY", "ORG") else marked
    )


def _is_town(place: Place) -> bool:
    """Tell whether the gazetteer has a town of the place's name in its country."""
    entries = gazetteer().entries(name_key(place.name))
    return any(entry.kind == "town" and entry.country == place.country for entry in entries)


def _mentions(text: str, lang: str, name: str, country: str, title: str = "") -> list[tuple[int, int]]:
    """Return where a text names the town by its own name; raises UnfitError for any other word for it."""
    found = []
    mentions = resolver.find(text, lang, title)
    regions = [m for m in mentions if m.place.precision == "region" and m.place.country == country]
    for mention in mentions:
        place = mention.place
        if place.name != name or place.country != country or place.precision == "country":
            continue
        if mention.metonym or place.precision == "exact" or _fixed(text, mention.start, mention.end):
            raise UnfitError("a name that stands for more than the town")
        if any(
            m.place.name != name and abs(m.start - mention.start) < _reach(country, text) for m in regions
        ) or _STATE.match(text, mention.end):
            raise UnfitError("the region is named beside the town")
        if any(0 < m.start - mention.end < _BESIDE and m.place.name != name for m in mentions):
            raise UnfitError("another place stands beside the town and tells where it lies")
        found.append((mention.start, mention.end))
    return found


def _reach(country: str, text: str) -> int:
    """Return within how many characters a region ties a town: in some countries anywhere in the report."""
    return len(text) if country in table("towns")["words"]["federal"] else _NEAR


def _fixed(text: str, start: int, end: int) -> bool:
    """Tell whether the words beside a name tie it: "Kirkuk province", « du Caire », John Paris."""
    before = fold_key(text[max(0, start - 40) : start]).replace("'", " ").split()
    after = fold_key(text[end : end + 30]).split()
    region = _words("region")
    while len(before) > 1 and before[-1] in _words("glue"):
        before.pop()
    if before and (before[-1] in region | _words("articles") or before[-1].lstrip("وفبل") in region):
        return True
    if text[end : end + 1] in "-'’" and text[end : end + 2] not in ("'s", "’s"):
        return bool(text[end : end + 1])
    return any(re.sub(r"\W", "", word) in region for word in after[:4])


def _check_marks(marked: Marked, found: list[tuple[int, int]]) -> None:
    """Raise UnfitError where a name stands in a value of another kind, or where no mark holds it."""
    marks = [span for _, span in marked.spans]
    if not any(s.label == "PLACE" and s.start <= a and b <= s.end for s in marks for a, b in found):
        raise UnfitError("no mark holds the town's name")
    for span in marks:
        if span.label in ("ORG", "AGENCY") and any(span.start < b and a < span.end for a, b in found):
            raise UnfitError("the name is part of another name")
    for incident in marked.incidents:
        if incident.agency in table("towns")["words"]["local"]:
            raise UnfitError("a service of that town")


def _choose(
    marked: Marked,
    rng: random.Random,
    name: str,
    country: str,
    found: list[tuple[int, int]],
    in_title: list[tuple[int, int]],
) -> Town:
    """Return a town that fits the words around; raises UnfitError where there is none."""
    report, lang = marked.report, str(marked.report.lang)
    whole = f"{report.title}\n{report.text}"
    keys = {word.key for word in tokens(whole)} | set(fold_key(whole).split())
    capitals = {name_key(c) for c in countries().get(country, {}).get("capital", ())}
    bound = not keys.isdisjoint(_words("capital"))
    if bound and name_key(name) in capitals:
        raise UnfitError("the capital is spoken of as such")
    lists = towns(lang)
    codes = [country]
    if rng.random() < _ABROAD and _nowhere(marked, name, country, whole):
        codes += [c for group in table("towns")["groups"]["of"] if country in group for c in group]
    folded = f" {name_key(whole)} "
    fits = [
        town
        for code in dict.fromkeys(codes)
        for town in lists.get(code, ())
        if town.place.name != name
        and not (bound and town.capital)
        and f" {name_key(town.name)} " not in folded
        and name_key(town.place.name) not in folded
        and all(sounds_alike(report.text, a, b, town.name, lang) for a, b in found)
        and all(sounds_alike(report.title, a, b, town.name, lang) for a, b in in_title)
    ]
    if not fits:
        raise UnfitError("no other town fits")
    return rng.choice(fits)


def _nowhere(marked: Marked, name: str, country: str, whole: str) -> bool:
    """Tell whether nothing but the town itself speaks of a country."""
    lang = str(marked.report.lang)
    if any(i.agency for i in marked.incidents) or any(s.label in ("AGENCY", "ORG") for _, s in marked.spans):
        return False
    if any(i.country != country or i.place is None or i.place.name != name for i in marked.incidents):
        return False
    named = country_mentions(tokens(whole), lang, whole)
    if any(m.how != "capital" for m in named) or organisations.find(whole, lang):
        return False
    return all(m.place.name == name for m in resolver.find(whole, lang))


def _fit(text: str, start: int, end: int, name: str) -> str:
    """Return a name in the form that its place asks for: in capitals, or after the Arabic ل without its ا."""
    old = text[start:end]
    if old.isupper() and len(old) > 1 and name.upper() != name:
        return name.upper()
    glued = text[max(0, start - 1) : start] == "ل" and text[start - 2 : start - 1] in ("", *' \n"«(وف')
    return name[1:] if glued and name.startswith("ال") else name


def _left(new: Marked, old: str, found: list[tuple[int, int]]) -> bool:
    """Tell whether a word with the stem of the old name is left in text or title: Parisian, بغدادي."""
    stems = set()
    for start, end in found:
        key = name_key(old[start:end]).replace(" ", "")
        stems.add(key[: max(_STEM, len(key) - 3)] if len(key) > _STEM else key)
    whole = name_key(f"{new.report.title} {new.report.text}").split()
    fresh = "".join(unicodedata.normalize("NFC", name_key(i.place.name)) for i in new.incidents if i.place)
    return any(stem in word for word in whole for stem in stems if stem not in fresh)
