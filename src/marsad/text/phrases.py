"""Phrases of a word list found in a text: a trie over folded words, walked once.

A phrase is words with blanks between. `*` at a word's end stands for any ending (`arrest*`), and the word
`…` for up to four words in between (`failed … explode`). Arabic words match with their article and the
particles glued to them, as `tokens` reads them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from marsad.text.folding import fold_key
from marsad.text.tokens import WORD, Token, without_article

T = TypeVar("T")
_GAP = 4
_SHORTEST_STEM = 2


@dataclass(frozen=True, slots=True)
class Match(Generic[T]):
    """A phrase found: indices of its `first` and `last` token, character offsets, and what it stands for."""

    first: int
    last: int
    start: int
    end: int
    payload: T


class _Node(Generic[T]):
    """One step of the trie: next words, next stems (`arrest*`), a gap, and what ends here."""

    __slots__ = ("gap", "payloads", "stems", "words")

    def __init__(self) -> None:
        self.words: dict[str, _Node[T]] = {}
        self.stems: dict[str, _Node[T]] = {}
        self.gap: _Node[T] | None = None
        self.payloads: list[T] = []


class Lexicon(Generic[T]):
    """A set of phrases, each with a payload; `find` walks the tokens of a text once."""

    def __init__(self, entries: Iterable[tuple[str, T]] = ()) -> None:
        self._root: _Node[T] = _Node()
        self._size = 0
        for phrase, payload in entries:
            self.add(phrase, payload)

    def __len__(self) -> int:
        return self._size

    def add(self, phrase: str, payload: T) -> None:
        """Add a phrase; raises ValueError where it has no word."""
        node = self._root
        empty = True
        for piece in phrase.split():
            if piece == "…":
                if empty:
                    raise ValueError(f"a phrase must begin with a word, got {phrase!r}")
                node.gap = node.gap or _Node()
                node = node.gap
                continue
            words = WORD.findall(fold_key(piece.rstrip("*")))
            for number, word in enumerate(words, 1):
                empty = False
                table = node.stems if piece.endswith("*") and number == len(words) else node.words
                node = table.setdefault(without_article(word), _Node())
        if empty:
            raise ValueError(f"a phrase must have a word, got {phrase!r}")
        node.payloads.append(payload)
        self._size += 1

    def find(self, words: Sequence[Token]) -> list[Match[T]]:
        """Return every phrase in `words`, in order of their start; overlapping ones all."""
        found: list[Match[T]] = []
        for first, token in enumerate(words):
            seen: set[tuple[int, int]] = set()
            for key, skip in token.keys:
                for node in _steps(self._root, key):
                    for last, end in _walk(node, words, first):
                        if (last, id(end)) in seen:
                            continue
                        seen.add((last, id(end)))
                        start = token.start + skip
                        found.extend(
                            Match(first, last, start, words[last].end, payload) for payload in end.payloads
                        )
        return found


def _steps(node: _Node[T], key: str) -> Iterator[_Node[T]]:
    """Yield the nodes reached from `node` by the word `key`."""
    exact = node.words.get(key)
    if exact is not None:
        yield exact
    if node.stems:
        for length in range(_SHORTEST_STEM, len(key) + 1):
            stem = node.stems.get(key[:length])
            if stem is not None:
                yield stem


def _walk(node: _Node[T], words: Sequence[Token], at: int) -> Iterator[tuple[int, _Node[T]]]:
    """Yield (index of the last token, node) wherever a phrase ends, going on from `node` reached at `at`."""
    if node.payloads:
        yield at, node
    if (node.words or node.stems) and at + 1 < len(words):
        for key, _ in words[at + 1].keys:
            for following in _steps(node, key):
                yield from _walk(following, words, at + 1)
    if node.gap is not None:
        for ahead in range(at, min(at + _GAP + 1, len(words) - 1)):
            for key, _ in words[ahead + 1].keys:
                for following in _steps(node.gap, key):
                    yield from _walk(following, words, ahead + 1)


def longest(matches: Iterable[Match[T]]) -> list[Match[T]]:
    """Return the matches that no longer one covers or overlaps, left to right; of equals the first."""
    kept: list[Match[T]] = []
    taken: set[int] = set()
    for match in sorted(matches, key=lambda m: (m.first - m.last, m.start)):
        extent = range(match.first, match.last + 1)
        if taken.isdisjoint(extent):
            taken.update(extent)
            kept.append(match)
    return sorted(kept, key=lambda m: m.start)
