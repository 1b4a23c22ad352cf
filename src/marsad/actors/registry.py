"""The registry of organisations and agencies: what is known of each, and its names found in a text.

One `[[actor]]` table an entry, in `data/organisations/*.toml` and `data/agencies/*.toml`; the file's name is
the region. An entry has a `name` (the usual English one, as records hold it), `countries` (ISO 3166-1
alpha-2), `since` and `until` (years), names in `en`, `fr` and `ar`, and `acronyms` (of any language, matched
as they are written). A name listed in `only_in` counts only where the report is about one of the actor's
countries. `data/variants.toml` lists spellings of one word, tried in every name.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from itertools import product
from typing import Any, Literal

from marsad.codebook.datafiles import read
from marsad.errors import DataError
from marsad.text.folding import fold_key
from marsad.text.phrases import Lexicon, Match
from marsad.text.tokens import WORD, Token, tokens, without_article

Kind = Literal["organisation", "agency", "ideology"]
FOLDERS: dict[str, str] = {"organisation": "organisations", "agency": "agencies", "ideology": "ideologies"}
LANGUAGES = ("en", "fr", "ar")
_EXACT_CASE = 4  # acronyms up to this length must be written exactly so; longer ones begin with a capital
_MOST_VARIANTS = 48


@dataclass(frozen=True, slots=True)
class Actor:
    """An organisation, an agency or an ideology: its canonical `name` and what is known of it.

    `aliases` maps a language to names as the press writes them; `only_in` holds those that count only in
    reports about one of `countries`; `generic` marks what is no proper name (`far right`); `part_of` is
    the canonical name of the body it belongs to; `extra` holds whatever else its table says.
    """

    name: str
    kind: Kind
    countries: tuple[str, ...] = ()
    region: str = ""
    since: int | None = None
    until: int | None = None
    ideology: str | None = None
    aliases: Mapping[str, tuple[str, ...]] = field(default_factory=dict, compare=False)
    acronyms: tuple[str, ...] = ()
    only_in: frozenset[str] = frozenset()
    part_of: str | None = None
    generic: bool = False
    extra: Mapping[str, Any] = field(default_factory=dict, compare=False)


@dataclass(frozen=True, slots=True)
class Alias:
    """A name of an actor: `words` as listed, `lang` ("" for an acronym), and how strictly it matches."""

    actor: Actor
    words: str
    lang: str
    acronym: bool = False
    conditional: bool = False
    article: bool = False


def key_of(name: str) -> str:
    """Return the key under which a name is looked up: folded words, single blanks, no Arabic article."""
    return " ".join(without_article(word) for word in WORD.findall(fold_key(name)))


@cache
def data(name: str) -> dict[str, Any]:
    """Return the table of `data/<name>.toml`; raises DataError where it is missing or ill-formed."""
    return read(resources.files(__package__) / "data" / f"{name}.toml")


@cache
def actors(kind: Kind) -> tuple[Actor, ...]:
    """Return every actor of a kind in the order of the files; raises DataError for an ill-formed table."""
    folder = resources.files(__package__) / "data" / FOLDERS[kind]
    if not folder.is_dir():
        return ()
    found = []
    for file in sorted(folder.iterdir(), key=lambda f: f.name):
        if file.name.endswith(".toml"):
            for table in read(file).get("actor", []):
                found.append(_actor(table, kind, file.name.removesuffix(".toml")))
    return tuple(found)


def _actor(table: dict[str, Any], kind: Kind, region: str) -> Actor:
    """Make an actor of its table; raises DataError where it has no name."""
    table = dict(table)
    if not isinstance(table.get("name"), str):
        raise DataError(f'an actor of {region}.toml has no name: expected name = "…", got {table!r}')
    return Actor(
        name=table.pop("name"),
        kind=kind,
        countries=tuple(table.pop("countries", ())),
        region=table.pop("region", region),
        since=table.pop("since", None),
        until=table.pop("until", None),
        ideology=table.pop("ideology", None),
        aliases={lang: tuple(table.pop(lang, ())) for lang in LANGUAGES},
        acronyms=tuple(table.pop("acronyms", ())),
        only_in=frozenset(key_of(name) for name in table.pop("only_in", ())),
        part_of=table.pop("part_of", None),
        generic=table.pop("generic", False),
        extra=table,
    )


def aliases_of(actor: Actor) -> Iterator[Alias]:
    """Yield every name of an actor once: the canonical one, those of each language, and its acronyms."""
    seen: set[str] = set()
    acronyms = {key_of(acronym) for acronym in actor.acronyms}
    listed = [(name, lang) for lang in LANGUAGES for name in actor.aliases.get(lang, ())]
    for name, lang in [(actor.name, "en"), *listed]:
        key = key_of(name)
        if key and key not in seen and key not in acronyms:
            seen.add(key)
            article = name.startswith("ال") and " " not in name
            yield Alias(actor, name, lang, False, key in actor.only_in, article)
    for acronym in actor.acronyms:
        yield Alias(actor, acronym, "", True, key_of(acronym) in actor.only_in)


@cache
def lexicon(kind: Kind) -> Lexicon[Alias]:
    """Return the trie of every name of every actor of a kind, in all languages, with spelling variants."""
    built: Lexicon[Alias] = Lexicon()
    for actor in actors(kind):
        added: set[str] = set()
        for alias in aliases_of(actor):
            for spelling in [alias.words] if alias.acronym else spellings(alias.words):
                if (key := spelling if alias.acronym else key_of(spelling)) not in added:
                    added.add(key)
                    built.add(spelling, alias)
    return built


@cache
def _variants() -> dict[str, tuple[str, ...]]:
    """Return folded word -> all its spellings, from `data/variants.toml`."""
    groups = data("variants")["words"]
    return {key_of(word): tuple(group) for group in groups for word in group if " " not in key_of(word)}


def spellings(name: str) -> list[str]:
    """Return a name in every spelling of its words (Qaeda, Qaida, Kaida), the listed one first."""
    pieces = WORD.findall(fold_key(name))
    table = _variants()
    choices = [
        dict.fromkeys([piece, *(table.get(piece) or table.get(without_article(piece), ()))])
        for piece in pieces
    ]
    return [" ".join(chosen) for chosen, _ in zip(product(*choices), range(_MOST_VARIANTS), strict=False)]


@cache
def _country_cues() -> Lexicon[str]:
    """Return the trie of words that show which country a report is about."""
    return Lexicon((cue, code) for code, cues in data("countries").items() for cue in cues)


def countries_in(words: Sequence[Token]) -> Counter[str]:
    """Return how often the words speak of each country (ISO code), by `data/countries.toml`."""
    return Counter(match.payload for match in _country_cues().find(words))


def named(
    text: str, kind: Kind, words: Sequence[Token] | None = None, country: str | None = None
) -> list[Match[Alias]]:
    """Return the names of actors of `kind` in `text`, left to right: of overlapping ones the longest.

    `country` is the ISO code of what the report is about, where the caller knows it; else the text's own
    words decide (`countries_in`). Of actors that share a name, the one of that country is returned.
    """
    if words is None:
        words = tokens(text)
    by_place: dict[tuple[int, int, int], list[Alias]] = {}
    for match in lexicon(kind).find(words):
        if _fits(match, text, words):
            by_place.setdefault((match.first, match.last, match.start), []).append(match.payload)
    about: Counter[str] | None = None
    found: list[Match[Alias]] = []
    taken: set[int] = set()
    for first, last, start in sorted(by_place, key=lambda p: (p[0] - p[1], p[0], p[2])):
        if not taken.isdisjoint(range(first, last + 1)):
            continue
        candidates = by_place[first, last, start]
        chosen: Alias | None = candidates[0]
        if len(candidates) > 1 or candidates[0].conditional:
            if about is None:
                about = countries_in(words)
            chosen = _choose(candidates, country, about)
        if chosen is not None:
            found.append(Match(first, last, start, words[last].end, chosen))
            taken.update(range(first, last + 1))
    return sorted(found, key=lambda m: m.start)


def _choose(candidates: list[Alias], country: str | None, about: Counter[str]) -> Alias | None:
    """Return the candidate of the country at hand, else the first that needs none, else None."""

    def rank(alias: Alias) -> int:
        own = alias.actor.countries
        if country is not None and country in own:
            return 1_000_000
        most = max((about[code] for code in own), default=0)
        return most + 1 if most else int(not alias.conditional)

    best = max(candidates, key=rank)
    return best if rank(best) else None


def _fits(match: Match[Alias], text: str, words: Sequence[Token]) -> bool:
    """Say whether the words as written allow the alias: an acronym's case, an Arabic name's article."""
    alias = match.payload
    if alias.acronym:
        written = text[match.start : match.end]
        if len(alias.words) <= _EXACT_CASE or " " in alias.words:
            return written == alias.words and not (len(written) == 2 and _shouted(match, text, words))
        return written[:1].isupper() or not written[:1].isalpha() or not written.isascii()
    if alias.article:
        following = words[match.last + 1].key if match.last + 1 < len(words) else ""
        if following in alias.actor.extra.get("never_before", ()):
            return False
        return text[match.start] in "اٱ" or (text[match.start - 1 : match.start] == "ل" == text[match.start])
    return True


def _shouted(match: Match[Alias], text: str, words: Sequence[Token]) -> bool:
    """Say whether the words on both sides are in capitals too, as in HE IS A MAN."""
    if match.first == 0 or match.last + 1 >= len(words):
        return False
    beside = (words[match.first - 1], words[match.last + 1])
    return all(text[word.start : word.end].isupper() for word in beside)


@cache
def _names() -> dict[str, str]:
    """Return key -> canonical name of every unconditional alias; canonical names win over aliases."""
    table: dict[str, str] = {}
    every = [actor for kind in FOLDERS for actor in actors(kind)]
    for actor in every:
        table.setdefault(key_of(actor.name), actor.name)
    for actor in every:
        for alias in aliases_of(actor):
            for spelling in [alias.words] if alias.acronym else spellings(alias.words):
                if not alias.conditional:
                    table.setdefault(key_of(spelling), actor.name)
    return table


def canonical(name: str) -> str | None:
    """Return the canonical name of an actor given by any of its names, or None where it is unknown."""
    return _names().get(key_of(name))
