"""Security services in a text: named ones, ones made of a generic word and a country, and later mentions.

A named service wins; "la police turque" is made of its words; a bare "police" is the service that the report
names or, where it names none, that of the place or of the country; "the bureau" and "officers" stand for a
service named before. Canonical names follow the guide: the usual acronym, else `Turkish police`.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cached_property

from marsad.actors import generic, registry
from marsad.actors.generic import Role, Word
from marsad.actors.organisations import ActorMention
from marsad.actors.registry import Actor, Alias
from marsad.places import personal, resolver
from marsad.places.countries import CountryMention, country_mentions
from marsad.text.phrases import Match
from marsad.text.tokens import Token, tokens

NAME, CONDITIONAL, MADE, BARE, WEAK = 0.95, 0.85, 0.8, 0.5, 0.25
_YEAR = re.compile(r"\b(19[4-9]\d|20[0-4]\d)\b")
_OF_TOWNS = frozenset({"police", "city_police", "area_police", "criminal_police", "prosecutor"})
_BROAD = frozenset({"police", "army", "security_forces"})
_AREA = frozenset({"area_police", "ni_police", "london_police", "cantonal_police"})
_NO_OFFICERS = frozenset(
    {
        "court",
        "coalition",
        "peacekeepers",
        "spokesman",
        "prosecutor",
        "justice_ministry",
        "army",
        "foreign_intelligence",
        "watching",
    }
)
_LOCAL = {
    "police": _AREA | {"city_police"},
    "area_police": _AREA | {"provincial_police"},
    "city_police": frozenset({"city_police", "london_police"}),
    "civil_police": frozenset({"civil_police"}),
    "counter_terror": frozenset({"state_ats"}),
    "criminal_police": frozenset({"state_criminal_police"}),
}
_LONGEST_LINK = 40  # characters: bounds the slice that is looked at
_LINK = re.compile(r"\s*(?:['’]s|of(?: the)?|from the|de(?: la| l['’])?|du|des|d['’]|ب|ل)?\s*")
_NATIONAL = frozenset({"judicial_police", "border_police"})  # polices of the country, in any town
_ANY_POLICE = frozenset({"police", "area_police"})
_CITY_POLICED = frozenset({"US", "CA"})  # a bare "police" there is the town's
_TOWN_POLICE = re.compile(
    r"(?:[Tt]he )?((?:[A-Z][\w.'’-]*,? ){1,3})(?:city |metropolitan |county )?[Pp]olice"
)
_FULL_NAME = re.compile(
    r"\b(?:[Tt]he )?(?P<name>(?:[A-Z][\w’'-]*\.? ){1,3}"
    r"(?:(?:State|Regional|County) Police|[Pp]refectural [Pp]olice|(?:City )?Police Department|"
    r"Highway Patrol|Constabulary|Sheriff['’]s (?:Office|Department)))\b"
)
_FULLY_NAMED = frozenset({"US", "CA", "GB", "AU", "JP"})  # where forces of towns bear names of this shape
_OF = re.compile(r"\s+(?:of |de |de la |du |des |d['’]|de l['’])?")
_IN = re.compile(r"\s+(?:(?:in|of|en|au|aux|de|du|des|de la|في)\s+|de l['’]|d['’])?")
_BREAK = re.compile(r"[;:!?؛؟\n]|(?<!\.[A-Z])[.]\s")
_BESIDE_TOWN = re.compile(r"\s+(?:de |du |d['’])?")
_BEFORE = {
    "en": re.compile(r"\b[Tt]he $"),
    "fr": re.compile(r"(?:\b(?:[Ll]es?|[Ll]a|[Dd]es) |\b[Ll]['’])$"),
    "ar": re.compile(r"(?!)"),
}
_Place = tuple[int, int, str, str, bool]


class _Report:
    """What a text names: services, generic words, countries, places; made once for all its spans."""

    def __init__(
        self, text: str, lang: str, title: str, country: str | None, year: int | None, words: Sequence[Token]
    ) -> None:
        self.text, self.lang, self.title, self.words = text, lang, title, words
        self.starts = [word.start for word in words]
        self._country = country
        self._sought = country is not None
        self._places: list[_Place] | None = None
        found = country_mentions(words, lang, text)
        self.countries: list[CountryMention] = personal.countries(found, words, text, lang)
        self.generic = [m for m in generic.find(text, words, lang) if not _BREAK.search(text, m.start, m.end)]
        self.named = [m for m in registry.named(text, "agency", words, self.country) if self._fits(m)]
        years = [int(y) for y in _YEAR.findall(text)]
        self.year = year or (max(years) if years else None)

    def _fits(self, match: Match[Alias]) -> bool:
        """Say whether a name found is one: in one sentence, with its capital, in its country."""
        actor = match.payload.actor
        if match.payload.conditional and self.country is not None and self.country not in actor.countries:
            return False
        if actor.extra.get("capital") and not self.text[self.words[match.last].start].isupper():
            last = self.words[match.last].form
            return not last.isascii()
        return not _BREAK.search(self.text, match.start, match.end)

    @cached_property
    def areas(self) -> list[Match[Actor]]:
        """The places and words of the text that show whose police it is."""
        return generic.areas(self.words)

    @cached_property
    def titled_areas(self) -> list[Match[Actor]]:
        """The same with those of the title first."""
        return generic.areas([*tokens(self.title), *self.words]) if self.title else self.areas

    @property
    def country(self) -> str | None:
        """The country that the caller gave, else the one that the text speaks of."""
        if not self._sought:
            self._country = resolver.country_of_report(self.text, self.lang, self.title)[0]
            self._sought = True
        return self._country

    @property
    def places(self) -> list[_Place]:
        """The towns and regions that the text names: start, end, English name, country, whether a town."""
        if self._places is None:
            self._places = [
                (m.start, m.end, m.place.name, m.place.country, m.place.precision != "region")
                for m in resolver.find(self.text, self.lang, self.title)
                if m.place is not None and m.place.precision in ("exact", "town", "region")
            ]
        return self._places

    def in_time(self, actor: Actor) -> Actor:
        """Return the actor, or the one that stood in its place in the report's year."""
        earlier = actor.extra.get("earlier")
        if earlier and self.year and actor.since and self.year < actor.since:
            return next(a for a in registry.actors("agency") if a.name == earlier)
        return actor


_reports: dict[tuple[str, str, str, str | None, int | None], _Report] = {}


def _report(
    text: str,
    lang: str,
    title: str,
    country: str | None,
    year: int | None,
    words: Sequence[Token] | None = None,
) -> _Report:
    """Return what the text names, from the last few texts where it is one of them."""
    key = (text, lang, title, country, year)
    known = _reports.get(key)
    if known is None:
        if len(_reports) >= 16:
            _reports.clear()
        known = _reports[key] = _Report(text, lang, title, country, year, words or tokens(text))
    return known


def find(
    text: str,
    lang: str,
    words: Sequence[Token] | None = None,
    country: str | None = None,
    *,
    title: str = "",
    year: int | None = None,
) -> list[ActorMention]:
    """Return the mentions of security services in `text`, in order, none overlapping.

    `words` are the text's tokens where the caller has them, `country` the ISO code of what it is about,
    `title` the report's, `year` that of its publication (PSNI or RUC). Rules: `name`, `made` (generic word
    with a country or a town), `bare` (generic word alone), `weak` (officers, the bureau). Where the country
    is unknown, bare words that need one are left out.
    """
    report = _report(text, lang, title, country, year, words)
    return list(_mentions(report))


def at(
    text: str,
    start: int,
    end: int,
    lang: str,
    country: str | None = None,
    *,
    title: str = "",
    year: int | None = None,
) -> Actor | None:
    """Return the service that the words `text[start:end]` stand for in their report, or None.

    `country` is the ISO code of the incident, where known; else `marsad.places` decides. `year` is the
    report's, where known; else the latest that the text names.
    """
    return _resolve(_report(text, lang, title, country, year), start, end)


def canonical(name: str) -> str | None:
    """Return the canonical name of a service, or None where it is unknown.

    `name` is one of its names, or an English one made of a country's adjective and one of its names or a
    generic word.
    """
    known = registry.canonical(name)
    if known is not None:
        return known
    words = tokens(name)
    for country in country_mentions(words, "en", name):
        rest = name[country.end :].strip()
        if country.start or country.how == "capital" or not rest:
            continue
        if (own := _registered(rest, country.code)) is not None:
            return own
        if (role := generic.called(rest.casefold())) is not None:
            return generic.made(role, country.code).name
    return None


def _registered(name: str, country: str) -> str | None:
    """Return the canonical name of a country's service of that English name (Yemeni Political Security …)."""
    key = registry.key_of(name)
    for actor in registry.actors("agency"):
        if country in actor.countries and key in map(registry.key_of, (actor.name, *actor.aliases["en"])):
            return actor.name
    return None


def _resolve(report: _Report, start: int, end: int) -> Actor | None:
    """Return the service that a span stands for: named, made, bare or weak, in this order."""
    written = _written(report, start, end)
    if written is not None:
        return written
    named = [m for m in report.named if m.start < end and m.end > start]
    if named:
        return report.in_time(named[0].payload.actor)
    inside = [m for m in report.generic if m.start < end and m.end > start]
    strong = [m for m in inside if m.payload.role is not None and not m.payload.role.weak]
    if strong:
        narrow = [m for m in strong if m.payload.role is not None and m.payload.role.id not in _BROAD]
        chosen = (narrow or strong)[0]
        role = chosen.payload.role
        assert role is not None
        return _qualified(report, role, start, end) or _bare(report, role, chosen.start)
    weak = next((m.payload.role for m in inside), None)
    return _later(report, weak or generic.roles()["police"], start)


def _written(report: _Report, start: int, end: int) -> Actor | None:
    """Return the force whose full English name a span holds (Ohio State Highway Patrol), by its shape."""
    if report.lang != "en" or report.country not in _FULLY_NAMED:
        return None
    shape = _FULL_NAME.match(report.text, start, end)
    if shape is None or _country_of(report, start, end):
        return None
    name = shape["name"].replace("’", "'").replace("prefectural police", "Prefectural Police")
    if registry.canonical(name) is not None:
        return None
    return Actor(name, "agency", (report.country,), extra={"roles": ["city_police"]})


def _qualified(report: _Report, role: Role, start: int, end: int) -> Actor | None:
    """Return the service that a generic word makes with the country or the town named in its span."""
    words = report.words[bisect_left(report.starts, start) : bisect_left(report.starts, end)]
    code = _country_of(report, start, end)
    if role.id in _OF_TOWNS:
        if role.id != "prosecutor":
            inside = [m for m in report.areas if m.start < end and m.end > start]
            wanted = _LOCAL["criminal_police"] if role.id == "criminal_police" else _LOCAL["police"]
            for land in filter(None, (report.country, code)):
                local = generic.by_area(inside, land, wanted, report.year)
                if local is not None:
                    return local
        one_force = role.id in _ANY_POLICE and report.country in generic.one_force()
        if one_force and report.country and code in (None, report.country):
            return _of_country(report, generic.roles()["police"], report.country)
        if len(words) > 1:
            for place in report.places:
                if place[0] < end and place[1] > start and not (code and place[3] != code):
                    return generic.of_place(role.id, place[2], place[3])
            written = (
                _TOWN_POLICE.match(report.text, start, end) if report.lang == "en" and not code else None
            )
            if written and report.country and _is_town(written[1].strip()):
                return generic.of_place("police", written[1].strip(), report.country)
    return _of_country(report, role, code) if code else None


def _country_of(report: _Report, start: int, end: int) -> str | None:
    """Return the country whose name or adjective stands in a span, or right after it (police in Kenya)."""
    for country in report.countries:
        if country.how == "capital" or country.end <= start:
            continue
        if country.start < end or (
            country.start - end < 12 and _IN.fullmatch(report.text[end : country.start])
        ):
            return country.code
    return None


def _of_country(report: _Report, role: Role, country: str) -> Actor:
    """Return the service of a role in a country: the registry's, else one made of both."""
    found = generic.standing(role.id, country, report.year)
    if found is None and role.name == "police":
        found = generic.standing("police", country, report.year)
    return found or generic.made(role.id, country)


def _bare(report: _Report, role: Role, start: int) -> Actor | None:
    """Return what a generic word alone means: a service named in the text, the area's, the country's."""
    country = report.country
    like = [m for m in report.named if role.like & generic.roles_of(m.payload.actor)]
    if country is not None:
        like = [m for m in like if country in m.payload.actor.countries]
    if like:
        return report.in_time(_nearest(like, start).payload.actor)
    if country is None:
        return None
    if role.id == "vigilance":
        beside = [p for p in report.places if p[3] == country and p[4]]
        near = min(beside, key=lambda p: abs(p[0] - start), default=None)
        return generic.of_place(role.id, near[2], country) if near else generic.made(role.id, country)
    one_force = country in generic.one_force()
    if (role.city and not one_force) or (role.id == "police" and country in _CITY_POLICED):
        town = next((p for p in report.places if p[3] == country and p[4]), None)
        local = generic.by_area(report.areas, country, _LOCAL["city_police"], report.year)
        if local is not None or town is not None:
            return local or (generic.of_place(role.id, town[2], country) if town else None)
    towns = role.name == "police" and role.id not in _NATIONAL
    for wanted in filter(None, (_LOCAL.get(role.id), _LOCAL["police"] if towns else None)):
        local = generic.by_area(report.titled_areas, country, wanted, report.year)
        if local is not None:
            return local
        if generic.standing(role.id, country, report.year):
            break
    return report.in_time(_of_country(report, role, country))


def _nearest(matches: Sequence[Match[Alias]], start: int) -> Match[Alias]:
    """Return the last match before `start`, else the first after it."""
    before = [m for m in matches if m.start <= start]
    return before[-1] if before else matches[0]


def _later(report: _Report, role: Role, start: int) -> Actor | None:
    """Return the service that a weak word stands for: the one last told of, else the bare role's."""
    country = report.country
    named = [m for m in report.named if country is None or country in m.payload.actor.countries]
    if role.id == "police":
        named = [m for m in named if not _NO_OFFICERS & generic.roles_of(m.payload.actor)]
    else:
        named = [m for m in named if any(_alike(role.id, own) for own in generic.roles_of(m.payload.actor))]
    if named:
        return report.in_time(_nearest(named, start).payload.actor)
    strong = [
        m
        for m in report.generic
        if m.payload.role
        and not m.payload.role.weak
        and (
            m.payload.role.id not in _NO_OFFICERS
            if role.id == "police"
            else _alike(role.id, m.payload.role.id)
        )
    ]
    before = [m for m in strong if m.start < start]
    for match in [*reversed(before[-1:]), *strong[:1]]:
        other = match.payload.role
        assert other is not None
        return _qualified(report, other, *_around(report, match.start, match.end)) or _bare(
            report, other, start
        )
    return _bare(report, role, start)


def _alike(role: str, other: str) -> bool:
    """Say whether a word for `role` may mean a service of role `other`; any ministry is "the ministry"."""
    return role == other or (role.endswith("_ministry") and other.endswith("_ministry"))


def _around(report: _Report, start: int, end: int) -> tuple[int, int]:
    """Return the edges of a generic mention with the country's adjective or name, or the town, beside it."""
    text = report.text
    for country in report.countries:
        if country.how == "capital":
            continue
        if country.end <= start and start - country.end == 1:
            start = country.start
        elif country.start >= end and country.start - end < 12 and _OF.fullmatch(text[end : country.start]):
            return start, country.end
    return start, end


def _with_town(report: _Report, role: Role, match: Match[Word]) -> tuple[int, int]:
    """Return the edges of a word for the police or the prosecutor with the town's name beside it."""
    start, end = match.start, match.end
    text, words = report.text, report.words
    if report.lang == "en":
        if role.id in _OF_TOWNS and match.first:
            for length in (2, 1):
                first = words[max(0, match.first - length)].start
                name = text[first : start - 1]
                if name[:1].isupper() and text[start - 1] == " " and _is_town(name):
                    return first, end
    elif (role.id in _OF_TOWNS or role.id == "judicial_police") and match.last + 1 < len(words):
        if report.lang == "ar" and words[match.last].form.startswith("ال"):
            return start, end
        follows = _BESIDE_TOWN.match(text, end)
        if follows and (report.lang == "ar" or text[follows.end() : follows.end() + 1].isupper()):
            following = [w.end for w in words[match.last + 1 : match.last + 5] if w.end > follows.end()]
            for last in reversed(following[:3]):
                if _is_town(text[follows.end() : last]):
                    return start, last
    return start, end


def _is_town(name: str) -> bool:
    """Say whether the gazetteer knows a town or a region of this name."""
    return not _BREAK.search(name) and "," not in name and bool(resolver.lookup(name))


def _mentions(report: _Report) -> Iterator[ActorMention]:
    """Yield the mentions, neighbours joined by `of` and the like into one ("les policiers de la DGSI")."""
    pieces = [(m.start, m.end, 3 if not m.payload.conditional else 2) for m in report.named]
    if report.lang == "en" and report.country in _FULLY_NAMED:
        shapes = (s for s in _FULL_NAME.finditer(report.text) if _written(report, *s.span()))
        pieces += [(*s.span("name"), 2) for s in shapes]
    for match in report.generic:
        role = match.payload.role
        if role is not None and role.weak:
            pieces.append((match.start, match.end, 0))
        elif role is not None:
            edges = _around(report, match.start, match.end)
            if edges == (match.start, match.end):
                edges = _with_town(report, role, match)
            pieces.append((*edges, 1))
    pieces.sort(key=lambda p: (p[0], -p[2], -p[1]))
    joined: list[tuple[int, int, int]] = []
    for start, end, strength in pieces:
        if joined and (start < joined[-1][1] or _linked(report.text, joined[-1][1], start)):
            first, last, other = joined[-1]
            joined[-1] = (min(first, start), max(last, end), max(other, strength))
        else:
            joined.append((start, end, strength))
    for start, end, strength in joined:
        actor = _resolve(report, start, end)
        if actor is None:
            continue
        made = strength == 1 and any(c.start < end and c.end > start for c in report.countries)
        score = (WEAK, MADE if made else BARE, CONDITIONAL, NAME)[strength]
        rule = ("weak", "made" if made else "bare", "name", "name")[strength]
        end = _closed(report.text, start, end)
        article = _BEFORE[report.lang].search(report.text, max(0, start - 10), start)
        if article is not None:
            start = article.start()
        yield ActorMention(start, end, actor, score, rule)


def _linked(text: str, end: int, start: int) -> bool:
    """Say whether nothing but a linking word stands between two mentions."""
    return start - end < _LONGEST_LINK and _LINK.fullmatch(text[end:start]) is not None


def _closed(text: str, start: int, end: int) -> int:
    """Return the end of a mention with the bracket or the quote that closes what it opens."""
    inside, after = text[start:end], text[end : end + 1]
    if (after == ")" and inside.count("(") > inside.count(")")) or (after == "»" and "«" in inside):
        return end + 1
    return end + 1 if after == '"' and inside.count('"') % 2 else end
