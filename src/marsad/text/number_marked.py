"""What marked words say of a count where no number word says it alone: both, le couple, une poignée."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from marsad.codebook.model import Language
from marsad.text.numerals import Phrase, values, words_of
from marsad.text.tokens import WORD, tokens

_NEAR = 3  # words from a negation to the marked words: "n'ont pas été [blessés]"
_STEM = 3  # letters of a noun before its ending of two
_BEFORE = 60  # characters of the text looked at before the marked words
_STOPS = frozenset(".;:!?؟؛,،\n")


@dataclass(frozen=True, slots=True)
class _Marked:
    """The words of one language that give a marked phrase its count."""

    phrases: dict[Phrase, int]
    collectives: frozenset[Phrase]
    negations: frozenset[str]
    singular: frozenset[str]
    duals: tuple[str, ...]
    of: frozenset[Phrase]
    only: frozenset[str]
    joiners: frozenset[str]
    apart: frozenset[str]


@cache
def _marked(lang: Language) -> _Marked:
    """Return the words of a language."""
    words = words_of(lang)
    phrases = {tuple(WORD.findall(key)): value for key, value in values(words.data["marked_phrases"]).items()}
    return _Marked(
        phrases,
        words.phrases("marked", "collectives"),
        words.set("marked", "negations"),
        words.set("marked", "singular"),
        tuple(words.data["marked"]["duals"]),
        words.phrases("marked", "of"),
        words.set("marked", "only"),
        words.set("marked", "joiners"),
        words.set("marked", "apart"),
    )


def said(span: str, lang: Language) -> int | None:
    """Return the count that the first words of a marked phrase stand for: both, l'un des, les époux."""
    table = _marked(lang).phrases
    forms = tuple(word.form for word in tokens(span))
    for length in range(min(5, len(forms)), 0, -1):
        if forms[:length] in table:
            return table[forms[:length]]
    return None


def is_collective(text: str, start: int, lang: Language) -> bool:
    """Tell whether the words at `start` name an unsaid number: une poignée, la moitié, a handful."""
    forms = tuple(word.form for word in tokens(text[start : start + _BEFORE]))
    return any(forms[:length] in _marked(lang).collectives for length in (2, 3))


def is_denied(text: str, start: int, lang: Language) -> bool:
    """Tell whether a negation stands closely before the marked words: n'ont pas été [blessés]."""
    before = text[max(0, start - _BEFORE) : start]
    cut = max((before.rfind(sign) for sign in _STOPS), default=-1)
    negations = _marked(lang).negations
    return any(word.form in negations for word in tokens(before[cut + 1 :])[-_NEAR:])


def is_only(text: str, start: int, lang: Language) -> bool:
    """Tell whether the word before a number restricts and does not deny: n'a fait qu'[un] blessé."""
    before = tokens(text[max(0, start - _BEFORE) : start])
    return bool(before) and before[-1].form in _marked(lang).only


def is_singular(span: str, lang: Language) -> bool:
    """Tell whether a marked phrase opens with a word that stands before one person: le garde, celui-ci."""
    words = tokens(span)
    return bool(words) and words[0].form in _marked(lang).singular


def is_dual(span: str, lang: Language) -> bool:
    """Tell whether a marked phrase opens with a noun that ends like a dual: مساعدان, ابنيها."""
    words = tokens(span)
    stems = (words[0].form.removesuffix(end) for end in _marked(lang).duals) if words else ()
    return any(_STEM <= len(stem) < len(words[0].form) for stem in stems)


def is_of(between: str, lang: Language) -> bool:
    """Tell whether the words between two numbers make the first a part of the second: deux des quatre."""
    return tuple(word.form for word in tokens(between)) in _marked(lang).of


def adds(span: str, offsets: Sequence[tuple[int, int]], lang: Language) -> bool:
    """Tell whether the numbers at `offsets` of a phrase add up: deux hommes et une femme.

    They do not where the phrase tells dead from hurt: trois morts et cinq blessés.
    """
    marked = _marked(lang)
    if any(word.form in marked.apart for word in tokens(span)):
        return False
    for (_, first), (second, _) in pairwise(offsets):
        between = span[first:second]
        words = tokens(between)
        if len(words) < 2 - between.rstrip().endswith(","):
            return False  # "entre cinq et dix" is a range
        if not (words[-1].form in marked.joiners or between.rstrip().endswith(",")):
            return False
    return True
