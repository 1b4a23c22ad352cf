"""Armed organisations in a text: named ones, unknown ones by the shape of their name, and later mentions.

A mention's edges are those of the corpus: the article, a head noun (تنظيم, group, l'organisation) and the
quotes round a name belong to it. The words stand in `data/mentions.toml` and `data/patterns.toml`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from marsad.actors import anaphora, edges, registry, unknown
from marsad.actors.registry import Actor, Alias
from marsad.text import persons
from marsad.text.phrases import Match
from marsad.text.tokens import Token, tokens

NAME, CONDITIONAL, BRANCH, UNKNOWN, ANAPHORA, IDEOLOGY = 0.95, 0.8, 0.85, 0.5, 0.6, 0.3

NAMED = ("name", "branch", "unknown")
_TO_PARENT = 60
SMALL_CELLS = ("far right", "far left", "anarchist")


@dataclass(frozen=True, slots=True)
class ActorMention:
    """Words `text[start:end]` that stand for `actor`; `score` from 0 to 1, `rule` says how it was found.

    Rules: `name`, `branch` (a parent's name where the text tells of its branch), `unknown` (by its shape),
    `anaphora` (the group), `ideology` (no organisation, only what it believes).
    """

    start: int
    end: int
    actor: Actor
    score: float
    rule: str


def find(
    text: str, lang: str, words: Sequence[Token] | None = None, country: str | None = None
) -> list[ActorMention]:
    """Return the mentions of armed organisations in `text`, in order, none overlapping.

    `words` are the text's tokens where the caller has them; `country` is the ISO code of what the report is
    about, where known: it decides between organisations of one name. Ideologies are returned too (rule
    `ideology`); use them only where no organisation is named.
    """
    if words is None:
        words = tokens(text)
    branch = _branch(text, words, country)
    found: list[ActorMention] = []
    for match in registry.named(text, "organisation", words, country):
        if _personal(text, lang, match):
            continue
        start, end = edges.widen(text, words, match.first, match.last, match.start, lang)
        if found:
            before = found[-1]
            gloss = edges.gloss_end(text, before.end, match.start, match.end)
            if gloss is not None and before.actor in (match.payload.actor, branch):
                found[-1] = replace(before, end=gloss)
                continue
            start = max(start, before.end)
        actor, score, rule = match.payload.actor, NAME, "name"
        if actor.generic:
            score = UNKNOWN
        elif match.payload.conditional:
            score = CONDITIONAL
        if branch is not None and branch.part_of == actor.name:
            actor, score, rule = branch, BRANCH, "branch"
        found.append(ActorMention(start, end, actor, score, rule))
    _add(found, [ActorMention(a, b, actor, UNKNOWN, "unknown") for a, b, actor in unknown.find(text, lang)])
    found = [_of_parent(m, found, text, lang) for m in found]
    named = [(m.start, m.end, m.actor) for m in found]
    if named:
        later = anaphora.find(text, lang, words, named)
        _add(found, [ActorMention(a, b, actor, ANAPHORA, "anaphora") for a, b, actor in later])
    actors = {m.actor.name: m.actor for m in found}
    for index, m in enumerate(found):
        merged = actors.get(m.actor.extra.get("merged_into", ""))
        if merged is not None:
            found[index] = replace(m, actor=merged, score=BRANCH, rule="branch")
    for match in registry.named(text, "ideology", words, country):
        start, end = edges.widen(text, words, match.first, match.last, match.start, lang)
        _add(found, [ActorMention(start, end, match.payload.actor, IDEOLOGY, "ideology")])
    return found


def _of_parent(mention: ActorMention, found: Sequence[ActorMention], text: str, lang: str) -> ActorMention:
    """Return an unknown name as its parent's where the text says right after it whose it is.

    "Katiba Hanifa, liée au Jnim": JNIM. Right after is within `_TO_PARENT` characters of one sentence.
    """
    after = next((m for m in found if m.start >= mention.end and m.rule in ("name", "branch")), None)
    if mention.rule != "unknown" or after is None or after.actor.generic:
        return mention
    between = text[mention.end : after.start]
    if len(between) > _TO_PARENT or any(c in ".!?؟\n;؛:" for c in between):
        return mention
    said = f" {registry.key_of(between)} "
    parents = (registry.key_of(p) for p in registry.data("mentions")[lang]["parents"])
    if not any(f" {parent} " in said for parent in parents):
        return mention
    return replace(mention, actor=after.actor, score=BRANCH, rule="branch")


def _personal(text: str, lang: str, match: Match[Alias]) -> bool:
    """Tell whether a name of an organisation is but part of a person's: Hamas Khalil, Mme Ansar Dine."""
    span = persons.covering(text, lang, match.start, match.end)
    return span is not None and (match.first == match.last or span.label == persons.CIVIL)


def _add(found: list[ActorMention], more: list[ActorMention]) -> None:
    """Add the mentions of `more` that overlap none of `found`, and keep the order."""
    found += [m for m in more if all(m.end <= other.start or m.start >= other.end for other in found)]
    found.sort(key=lambda m: m.start)


def _branch(text: str, words: Sequence[Token], country: str | None) -> Actor | None:
    """Return the branch that the text tells of, whose parent's name then stands for it (Khorasan, IS)."""
    table = registry.data("branches")
    hits = [name for name, cues in table.items() if any(cue in text for cue in cues["cues"])]
    if len(hits) != 1 or not words:
        return None
    about = registry.countries_in(words) if country is None else (country,)
    if not any(code in about for code in table[hits[0]]["countries"]):
        return None
    return next(a for a in registry.actors("organisation") if a.name == hits[0])


@lru_cache(maxsize=8)
def _found(text: str, lang: str, country: str | None) -> tuple[ActorMention, ...]:
    return tuple(find(text, lang, None, country))


def at(text: str, start: int, end: int, lang: str, country: str | None = None) -> Actor | None:
    """Return the organisation meant by the words `text[start:end]`, read in their report, or None.

    In order: a name in the span; an organisation taken up from before; the only one of the report; an
    ideology; a name that no registry holds, as it is written.
    """
    mentions = _found(text, lang, country)
    inside = [m for m in mentions if m.start < end and m.end > start]
    for rule in ("branch", "name", "unknown"):
        chosen = [m for m in inside if m.rule == rule]
        if chosen:
            return _own(max(chosen, key=lambda m: m.end - m.start), text)
    before = [m for m in mentions if m.end <= start and m.rule in NAMED]
    partly = anaphora.short_of(text[start:end], lang, [m.actor for m in before[::-1]])
    if partly is not None:
        return partly
    believed = [m for m in inside if m.rule == "ideology"]
    if believed and not (before and believed[0].actor.name == "jihadist"):
        return believed[0].actor
    written = unknown.as_written(text[start:end], lang) if not believed else None
    if written is not None:
        unknown_one = ActorMention(start, end, written, UNKNOWN, "unknown")
        return _own(_of_parent(unknown_one, mentions, text, lang), text)
    resolved = [m for m in inside if m.rule == "anaphora"]
    if resolved:
        return resolved[0].actor
    if before:
        return before[-1].actor
    after = [m for m in mentions if m.start >= end and m.rule in NAMED]
    if after:
        return after[0].actor
    believed = [m for m in mentions if m.rule == "ideology"]
    return believed[0].actor if believed else None


def _own(mention: ActorMention, text: str) -> Actor:
    """Return the mention's actor; for an unknown small cell the ideology that the text gives it."""
    if mention.rule == "unknown":
        for match in registry.named(text, "ideology"):
            if match.payload.actor.name in SMALL_CELLS:
                return match.payload.actor
    return mention.actor


def canonical(name: str) -> str | None:
    """Return the canonical name of an organisation or agency given by any of its names, or None."""
    return registry.canonical(name)
