"""Later mentions of an organisation already named: the group, cette organisation, التنظيم."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from marsad.actors import registry
from marsad.actors.registry import Actor
from marsad.text.folding import fold_key
from marsad.text.phrases import Lexicon, longest
from marsad.text.tokens import Token

Named = tuple[int, int, Actor]


@cache
def _lexicon(lang: str) -> Lexicon[str]:
    """Return the trie of definite nouns of a language; the payload is the noun to agree with, or ""."""
    table = registry.data("mentions").get(lang, {})
    built: Lexicon[str] = Lexicon()
    before = [*table.get("articles", ()), *table.get("same", ())] or [""]
    for part, agrees in (("anywhere", False), ("agreeing", True)):
        for noun in table.get(part, ()):
            for opener in before:
                built.add(f"{opener} {noun}", registry.key_of(noun) if agrees else "")
    return built


@cache
def _own_words(actor: Actor) -> frozenset[str]:
    """Return the folded words of all names of an actor."""
    return frozenset(w for a in registry.aliases_of(actor) for w in registry.key_of(a.words).split())


@cache
def _parents(lang: str) -> tuple[str, ...]:
    """Return the folded words after which a parent or an ally is named (linked to, offshoot of)."""
    return tuple(fold_key(cue) for cue in registry.data("mentions").get(lang, {}).get("parents", ()))


def find(text: str, lang: str, words: Sequence[Token], named: Sequence[Named]) -> list[Named]:
    """Return (start, end, actor) of the nouns that take up an organisation of `named` (in text order).

    The nearest one named before is meant, but one named only as another's parent or ally (`parents` in the
    data) after all others; one named only later, where it is the only one of the text.
    """
    only = named[0][2] if len({actor for _, _, actor in named}) == 1 else None
    found: list[Named] = []
    cues = _parents(lang)
    aside = {
        start for start, _, _ in named if fold_key(text[max(0, start - 22) : start]).rstrip().endswith(cues)
    }
    for match in longest(_lexicon(lang).find(words)):
        if lang == "ar" and not _definite(text, match.start):
            continue
        earlier = [(start, actor) for start, end, actor in named if end <= match.start][::-1]
        candidates = [a for s, a in earlier if s not in aside] or [a for _, a in earlier]
        if not earlier and only is not None:
            candidates = [only]
        noun = registry.key_of(text[match.start : match.end]).split()[:1]
        if match.payload:
            candidates = [actor for actor in candidates if match.payload in _own_words(actor)]
        elif lang == "ar" and len(candidates) > 1:
            candidates.sort(key=lambda actor: not _own_words(actor).issuperset(noun))
        if candidates:
            found.append((match.start, match.end, candidates[0]))
    return found


def short_of(words: str, lang: str, actors: Sequence[Actor]) -> Actor | None:
    """Return the first of `actors` whose own names hold all the words of a short mention ("the Brigades")."""
    table = registry.data("mentions").get(lang, {})
    loose = {
        w
        for part in ("articles", "same", "links")
        for e in table.get(part, ())
        for w in registry.key_of(e).split()
    }
    universal = {registry.key_of(noun) for noun in table.get("anywhere", ())}
    pieces = [w for w in registry.key_of(words).split() if w not in loose]
    if not pieces or " ".join(pieces) in universal:
        return None
    return next((actor for actor in actors if _own_words(actor).issuperset(pieces)), None)


def _definite(text: str, start: int) -> bool:
    """Say whether the Arabic noun at `start` bears its article (of للتنظيم the second lam is left of it)."""
    return fold_key(text[start : start + 2]) == "ال" or text[start - 1 : start + 1] == "لل"
