"""Generic words for security services (police, الجيش, la gendarmerie) and the names they make with a country.

"la police turque" is `Turkish police`; the words and the English names stand in `data/agency_words.toml`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from marsad.actors import registry
from marsad.actors.registry import Actor
from marsad.places.countries import english_adjective
from marsad.text.phrases import Lexicon, Match
from marsad.text.tokens import Token

CITY_UPPER = frozenset("AE AU BD CA GB IE IN KE LK MV NG NZ PH PK SG US ZA".split())


@dataclass(frozen=True, slots=True)
class Role:
    """What a service is: `name` in English, `like` the roles of named services that its bare word may mean.

    `weak` words (officers, the bureau) say little of their own; `city` ones belong to the town at hand.
    """

    id: str
    name: str
    like: frozenset[str]
    weak: bool = False
    city: bool = False


@dataclass(frozen=True, slots=True)
class Word:
    """A generic phrase of one language; `role` is None where the phrase is no service (a police station)."""

    role: Role | None
    article: bool


@cache
def roles() -> dict[str, Role]:
    """Return every role by its id."""
    rows = registry.data("agency_words")["role"]
    return {
        row["id"]: Role(row["id"], row["name"], frozenset(row.get("like", ())), city=row.get("city", False))
        for row in rows
    }


@cache
def lexicon(lang: str) -> Lexicon[Word]:
    """Return the trie of generic phrases of a language."""
    table = registry.data("agency_words")
    built: Lexicon[Word] = Lexicon()
    rows = [(roles()[row["id"]], row) for row in table["role"]]
    for row in table["weak"]:
        strong = roles()[row["role"]]
        rows.append((Role(strong.id, strong.name, strong.like, weak=True), row))
    for role, row in rows:
        for phrase in row.get(lang, ()):
            word = Word(role, phrase.startswith("ال") and " " not in phrase)
            for spelling in dict.fromkeys([phrase, *_spellings(phrase)]):
                built.add(spelling, word)
    for phrase in table["blocked"].get(lang, ()):
        built.add(phrase, Word(None, False))
    return built


def _spellings(phrase: str) -> list[str]:
    """Return a phrase in every spelling of its words (فيدرالية, فدرالية); only itself where it has a gap."""
    return [phrase] if "…" in phrase or "*" in phrase else registry.spellings(phrase)


@cache
def one_force() -> frozenset[str]:
    """Return the countries whose police is one force, whichever town it is named by."""
    return frozenset(registry.data("agency_words")["one_force"]["countries"])


@cache
def called(name: str) -> str | None:
    """Return the id of the role of an English name, or of one that means it; None for others."""
    for row in registry.data("agency_words")["role"]:
        if name in (row["name"].casefold(), *row.get("same", ())):
            return str(row["id"])
    return None


def find(text: str, words: Sequence[Token], lang: str) -> list[Match[Word]]:
    """Return the generic words for services, longest first kept, left to right; blocked phrases left out."""
    fit = [m for m in lexicon(lang).find(words) if not m.payload.article or _has_article(text, m.start)]
    fit.sort(key=lambda m: (m.payload.role is not None and m.payload.role.weak, m.first - m.last, m.first))
    taken: set[int] = set()
    found: list[Match[Word]] = []
    for match in fit:
        covered = range(match.first, match.last + 1)
        if taken.isdisjoint(covered):
            taken.update(covered)
            found.append(match)
    return sorted((m for m in found if m.payload.role is not None), key=lambda m: m.start)


def _has_article(text: str, start: int) -> bool:
    """Say whether the Arabic word at `start` bears the article (also as للـ)."""
    return text[start] in "اٱ" or text[start - 1 : start + 1] == "لل"


@cache
def made(role: str, country: str) -> Actor:
    """Return the service that a role makes with a country: `Turkish police`."""
    adjective = registry.data("agency_words")["adjectives"].get(country) or english_adjective(country)
    return Actor(f"{adjective} {roles()[role].name}", "agency", (country,), extra={"roles": [role]})


@cache
def of_place(role: str, place: str, country: str) -> Actor:
    """Return the service of a town or a region: `Oslo police`, `Toronto Police`."""
    name = roles()[role].name
    return Actor(
        f"{place} {name.capitalize() if country in CITY_UPPER else name}",
        "agency",
        (country,),
        extra={"roles": ["city_police"]},
    )


def roles_of(actor: Actor) -> frozenset[str]:
    """Return the roles that a service answers to in its countries."""
    return frozenset(actor.extra.get("roles", ()))


@cache
def standing(role: str, country: str, year: int | None) -> Actor | None:
    """Return the service that the bare word for `role` means in a country, where the registry names one."""
    fit = [a for a in registry.actors("agency") if country in a.countries and role in roles_of(a)]
    first = [a for a in fit if in_time(a, year)] or ([] if year else fit)
    first.sort(key=lambda a: (a.until is not None, next(iter(a.extra["roles"])) != role))
    return first[0] if first else None


def in_time(actor: Actor, year: int | None) -> bool:
    """Say whether a service existed in `year`; None is today."""
    if year is None:
        return actor.until is None
    return (actor.since or 0) <= year <= (actor.until or 9999)


@cache
def _areas() -> Lexicon[Actor]:
    """Return the trie of the places and words that show whose police it is."""
    return Lexicon((cue, a) for a in registry.actors("agency") for cue in a.extra.get("area", ()))


def areas(words: Sequence[Token]) -> list[Match[Actor]]:
    """Return the places and words in a text that show whose police it is."""
    return _areas().find(words)


def by_area(
    named: Iterable[Match[Actor]], country: str, wanted: frozenset[str], year: int | None
) -> Actor | None:
    """Return the service with one of the roles `wanted` whose area is most often among those `named`."""
    hits: dict[str, tuple[int, int, Actor]] = {}
    for match in named:
        actor = match.payload
        if country in actor.countries and wanted & roles_of(actor) and in_time(actor, year):
            count, first, _ = hits.get(actor.name, (0, -match.first, actor))
            hits[actor.name] = (count + 1, first, actor)
    return max(hits.values(), key=lambda h: h[:2])[2] if hits else None
