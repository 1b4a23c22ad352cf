"""Swapping the organisation behind an attack for another of like kind, country and grammar."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from marsad.actors import organisations, registry
from marsad.actors.organisations import ActorMention
from marsad.actors.registry import Actor
from marsad.reading.scores.marked import Marked
from marsad.text.folding import fold_key
from marsad.text.tokens import tokens
from training.augment.agreement import holds
from training.augment.data import table
from training.augment.edits import Edit, UnfitError, edited, replaced
from training.augment.grammar import sounds_alike

_QUOTE = r'(\s+["«“]?\s?)'
_OPENERS, _STOPS = " \"'«“‘\u00a0", ("", ".", "!", "?", "\n")  # before a sentence; what ends the one before
_MASCULINE = "tanzim"  # the family that a bare Arabic name gives way to


@dataclass(frozen=True, slots=True)
class _Member:
    """An organisation of the list: its entry in the registry and its forms by language and family."""

    actor: Actor
    worldwide: bool
    forms: dict[str, dict[str, tuple[str, ...]]]


@cache
def _members() -> dict[str, _Member]:
    """Return the members of `organisations.toml` that the registry knows, by canonical name."""
    known = {actor.name: actor for actor in registry.actors("organisation")}
    found = {}
    for row in table("organisations")["actor"]:
        actor = known.get(registry.canonical(row["name"]) or "")
        if actor is not None:
            forms = {
                lang: {family: tuple(names) for family, names in row.get(lang, {}).items()}
                for lang in ("en", "fr", "ar")
            }
            found[actor.name] = _Member(actor, row.get("worldwide", False), forms)
    return found


def swap_organisations(marked: Marked, rng: random.Random, pool: Sequence[Marked]) -> Marked:  # noqa: ARG001
    """Return the report with one named organisation swapped for another in text, title and fields.

    Only where every mention has a form of the same grammar for the new name; ideologies and unknown groups
    stay. Where a word for the old organisation would be left, the report comes back as it was.
    """
    report, lang = marked.report, str(marked.report.lang)
    canonical = {i.affiliation: registry.canonical(i.affiliation or "") for i in marked.incidents}
    names = sorted({c for c in canonical.values() if c is not None and c in _members()})
    if not names:
        return marked
    old = _members()[rng.choice(names)]
    own = [i for i in marked.incidents if i.affiliation and canonical[i.affiliation] == old.actor.name]
    country = own[0].country
    mentions = organisations.find(report.text, lang, country=country)
    in_title = organisations.find(report.title, lang, country=country) if report.title else []
    named = {m.actor.name for m in (*mentions, *in_title)}
    fits = [
        new
        for new in _members().values()
        if new is not old and new.actor.name not in named and _alike(old, new, country, report.published)
    ]
    rng.shuffle(fits)
    for new in fits:
        try:
            made = edited(marked, _edits(report.text, mentions, old, new, lang))
            title = replaced(report.title, _edits(report.title, in_title, old, new, lang))
        except UnfitError:
            continue
        if made is marked or made.report.text == report.text:
            return marked
        incidents = tuple(
            replace(i, affiliation=new.actor.name)
            if i.affiliation and canonical[i.affiliation] == old.actor.name
            else i
            for i in made.incidents
        )
        made = replace(made, report=replace(made.report, title=title), incidents=incidents)
        left = organisations.find(f"{title}\n{made.report.text}", lang, country=country)
        if all(m.actor.name != old.actor.name for m in left) and holds(marked, made, "ORG"):
            return made
    return marked


def _alike(old: _Member, new: _Member, country: str | None, published: str | None) -> bool:
    """Tell whether an organisation could have done what a report of the other tells."""
    one = new.actor
    if one.ideology != old.actor.ideology or not (new.worldwide or country in one.countries):
        return False
    if published is None:
        return True
    return (one.since or 0) <= int(published[:4]) <= (one.until or 9999)


def _edits(
    text: str, mentions: Sequence[ActorMention], old: _Member, new: _Member, lang: str
) -> Iterator[Edit]:
    """Yield the edits of all mentions of the old organisation; raises UnfitError where a form is lacking."""
    words = table("organisations")["words"]
    for mention in mentions:
        if mention.actor.name != old.actor.name:
            if old.actor.name in (mention.actor.part_of, mention.actor.extra.get("merged_into")):
                raise UnfitError("a branch of the organisation is named")
            continue
        written = text[mention.start : mention.end]
        if mention.rule == "anaphora":
            if _others(written, words["later"]):
                raise UnfitError(f"{written} may not fit another organisation")
            continue
        edit = _edit(text, mention, old, new, lang)
        if _others(written.replace(text[edit.start : edit.end], " "), words["kept"]):
            raise UnfitError(f"{written} says more than the name")
        yield edit


def _others(words: str, allowed: Sequence[str]) -> bool:
    """Tell whether words hold one that is not in a list."""
    known = {fold_key(word) for word in allowed}
    return any(word.form not in known for word in tokens(words))


def _edit(text: str, mention: ActorMention, old: _Member, new: _Member, lang: str) -> Edit:
    """Return the edit of one mention by its longest listed form."""
    forms = [(form, family) for family, names in old.forms[lang].items() for form in names]
    for form, family in sorted(forms, key=lambda f: -len(f[0])):
        found = _pattern(form, lang).search(text, mention.start, mention.end)
        if found is None or _family(text, found.start(), family, lang) != family:
            continue
        fresh = new.forms[lang].get(family)
        if fresh is None and lang == "ar" and family == "bare":
            fresh = new.forms[lang].get(_MASCULINE)
        if fresh is None or not sounds_alike(text, found.start(), found.end(), fresh[0], lang):
            break
        words = fresh[0]
        if lang == "ar" and " " in form and found.lastindex:
            head, rest = words.split(" ", 1)
            words = head + found[1] + rest
        if text[: found.start()].rstrip(_OPENERS)[-1:] in _STOPS:
            words = words[:1].upper() + words[1:]
        return Edit(found.start(), found.end(), words)
    raise UnfitError("no form of the same grammar")


@cache
def _pattern(form: str, lang: str) -> re.Pattern[str]:
    """Return how a form stands in a text; an Arabic one may have quotes after its first word."""
    if lang == "ar" and " " in form:
        head, rest = form.split(" ", 1)
        return re.compile(re.escape(head) + _QUOTE + re.escape(rest) + r"(?!\w)")
    return re.compile(r"(?<![\w-])" + re.escape(form) + r"(?![\w-])" if lang != "ar" else re.escape(form))


def _family(text: str, start: int, family: str, lang: str) -> str:
    """Return the family that the article before a name asks for; in Arabic the name's own."""
    if lang == "ar":
        return family
    before = re.search(r"(\w+)[ '’]$", text[max(0, start - 8) : start])
    word = before[1].lower() if before else ""
    for name, articles in table("organisations")["articles"][lang].items():
        if word in articles:
            return str(name)
    return "bare"
