"""Where a mention of an organisation begins and ends: article, head noun, quotes, acronym in brackets."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from marsad.actors import registry
from marsad.text.tokens import Token

OPEN, CLOSE = "\"“«„'‘", "\"”»“'’"
_MOST = 5  # words of a head: "l'organisation terroriste de l'…"


@cache
def _words(lang: str) -> tuple[frozenset[str], frozenset[str], tuple[tuple[str, ...], ...]]:
    """Return (openers, links, tails) of a language as keys."""
    table = registry.data("mentions").get(lang, {})
    keys = {part: [registry.key_of(word) for word in table.get(part, ())] for part in table}
    openers = frozenset(k for part in ("articles", "indefinite", "heads") for k in keys.get(part, ()))
    tails = tuple(sorted((tuple(k.split()) for k in keys.get("tails", [])), key=len, reverse=True))
    return openers, frozenset(keys.get("links", [])), tails


def widen(text: str, words: Sequence[Token], first: int, last: int, start: int, lang: str) -> tuple[int, int]:
    """Return the offsets of the mention round the name in words `first` to `last`, begun at `start`."""
    openers, links, tails = _words(lang)
    start, end = _quoted(text, start, _closed(text, start, words[last].end))
    at, begin = first, start
    if start <= words[first].start:
        for index in range(first - 1, max(-1, first - 1 - _MOST), -1):
            word = words[index]
            if not _joined(text[word.end : begin]):
                break
            opener = next(((k, skip) for k, skip in word.keys if k in openers), None)
            if opener is not None:
                start, at = word.start + opener[1], index
                begin = start
                if opener[1]:
                    break
            elif any(k in links for k, _ in word.keys):
                begin = word.start
            else:
                break
    for tail in tails:
        following = words[last + 1 : last + 1 + len(tail)]
        if (
            len(following) == len(tail)
            and all(word.key == key for word, key in zip(following, tail, strict=True))
            and text[end : following[0].start].strip() == ""
        ):
            end = following[-1].end
            break
    return _quoted(text, start, end) if at < first or start == begin else (start, end)


def _joined(between: str) -> bool:
    """Say whether only blanks, an apostrophe or opening quotes stand between two words."""
    return len(between) <= 3 and all(c.isspace() or c in OPEN or c in "’'" for c in between)


def _quoted(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the offsets with the quotes that stand right round them, if both do."""
    left, right = start, end
    while left > 0 and text[left - 1] in " \u00a0\u202f" and start - left < 1:
        left -= 1
    while right < len(text) and text[right] in " \u00a0\u202f" and right - end < 1:
        right += 1
    if left > 0 and right < len(text) and text[left - 1] in OPEN and text[right] in CLOSE:
        if text[left - 1] in "'‘" and (left < 2 or text[left - 2].isalnum()):
            return start, end
        return left - 1, right + 1
    return start, end


def _closed(text: str, start: int, end: int) -> int:
    """Return the end with the quote or bracket that closes one opened inside the name."""
    inside, after = text[start:end], text[end : end + 1]
    for opening, closing in ("()", "«»", "“”"):
        if after == closing and inside.count(opening) > inside.count(closing):
            return end + 1
    return end + 1 if after == '"' and inside.count('"') % 2 else end


def gloss_end(text: str, end: int, start: int, stop: int) -> int | None:
    """Return where a name in brackets right after another ends, or None: `Kurdistan Workers' Party (PKK)`.

    `end` ends the first name, `start` and `stop` are the second's.
    """
    return stop + 1 if text[end:start].strip() == "(" and text[stop : stop + 1] == ")" else None
