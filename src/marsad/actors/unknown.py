"""Organisations that no registry holds: by the shape of the name, or by the words that introduce it."""

from __future__ import annotations

import re
from functools import cache

from marsad.actors import registry
from marsad.actors.registry import Actor
from marsad.text import persons

_QUOTES = "\"“”«»„'‘’ \u00a0\u202f"
_LONGEST = 80


@cache
def _patterns(lang: str) -> tuple[int, tuple[re.Pattern[str], ...]]:
    """Return the compiled patterns of a language, and how many of them, the first, need proof of a group."""
    table = registry.data("patterns").get(lang, {})
    parts = [table.get(part, ()) for part in ("self", "shape")]
    return len(parts[0]), tuple(re.compile(pattern) for part in parts for pattern in part)


@cache
def _group_words() -> frozenset[str]:
    """Return the words of all languages, folded, one of which the name of an armed group has (Brigade)."""
    rows = registry.data("patterns")["group_words"]
    return frozenset(registry.key_of(word) for row in rows.values() for word in row)


def _organised(name: str, lang: str) -> bool:
    """Tell whether a name may be an organisation's: in quotes, or with a word such as Brigade or Front."""
    if name[:1] in _QUOTES:
        return True
    return any(without_article(w, lang) in _group_words() for w in registry.key_of(name).split())


def find(text: str, lang: str) -> list[tuple[int, int, Actor]]:
    """Return (start, end, actor) of names of armed groups that stand in `text`, known or not."""
    found: list[tuple[int, int, Actor]] = []
    own, patterns = _patterns(lang)
    for number, pattern in enumerate(patterns):
        for match in pattern.finditer(text):
            start, end = match.span(1)
            if number < own and not _organised(match[1], lang):
                continue
            actor = None if persons.looks_personal(match[1], lang) else _actor(match[1], lang)
            if actor is not None and match[1][0] not in _QUOTES:
                end = start + match[1].rfind(actor.name) + len(actor.name)
            if actor is not None and all(end <= a or start >= b for a, b, _ in found):
                found.append((start, end, actor))
    return sorted(found, key=lambda f: f[0])


def as_written(words: str, lang: str) -> Actor | None:
    """Return an actor of the name in `words`, or None where they are no name (the group, التنظيم)."""
    bare = without_article(words, lang)
    quoted = words.strip()[:1] in '"“”«»„'
    if lang == "ar":
        head, _, rest = bare.partition(" ")
        heads = {registry.key_of(h) for h in registry.data("mentions")["ar"]["heads"]}
        named = quoted or (registry.key_of(head) in heads and not head.startswith("ال") and bool(rest))
    else:
        pieces = re.findall(r"[\w'’-]+", bare)
        named = any(piece[:1].isupper() for piece in pieces[1:]) or (bare[:1].isupper() and len(pieces) == 1)
        named = named or quoted
    return _actor(words, lang) if named and not persons.looks_personal(words, lang) else None


def without_article(words: str, lang: str) -> str:
    """Return a mention without its article, quotes, and links left at its end (`and`, `of the`)."""
    table = registry.data("mentions").get(lang, {})
    name = words.strip(_QUOTES)
    if table.get("articles"):
        name = re.sub(rf"^(?:{'|'.join(table['articles'])})(?:\s+|['’])", "", name, flags=re.I)
        name = re.sub(r"(?:\s+(?:and|of|for|the|in|de|du|des|la|le|et|pour|en|à|al))+$", "", name)
    return name.strip(_QUOTES)


def _actor(words: str, lang: str) -> Actor | None:
    """Return an actor with the name as it is written, without its article and quotes."""
    name = without_article(words, lang)
    return Actor(name, "organisation", aliases={lang: (name,)}) if 2 < len(name) <= _LONGEST else None
