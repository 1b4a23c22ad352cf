"""Names of places that are part of a person's name (Karim Oran, سامي حلب): they are no places."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from marsad.codebook.model import Span
from marsad.places.candidates import Candidate, cues
from marsad.places.countries import CountryMention
from marsad.text import persons
from marsad.text.tokens import Token

_TITLED = (persons.CIVIL, persons.TITLE)
_SURE = ("town", "region", "quarter")


def candidates(found: list[Candidate], words: Sequence[Token], text: str, lang: str) -> list[Candidate]:
    """Return the candidates of `text` that are no part of a personal name.

    One with a cue of a place right before it stays, and so does a name of several words that is all of the
    person's or begins it, unless a title stands before it (Abu Kamal, Hassan Abdal).
    """
    if not found or not persons.spans(text, lang):
        return found
    return [one for one in found if not _within(one, words, text, lang)]


def _within(one: Candidate, words: Sequence[Token], text: str, lang: str) -> bool:
    """Tell whether a candidate is part of a personal name."""
    if one.first == one.last and one.last + 1 < len(words):
        after = words[one.last + 1]
        titled = persons.covering(text, lang, after.start, after.end)
        if titled is not None and titled.start == after.start and titled.label in _TITLED:
            return True  # the title itself: Mme
    span = persons.covering(text, lang, words[one.first].start, one.end) or persons.covering(
        text, lang, one.start, one.end
    )
    if span is None or one.cue in _SURE or (one.start > span.start and text[one.start - 1].isalpha()):
        return False
    begins = one.start <= span.start
    if one.cue == "before" and (not begins or lang == "ar" or _placed(one.first, words, lang)):
        return lang != "ar" and not begins and words[one.first - 1].form in {"al", "el"}
    return one.first == one.last or not begins or span.label in _TITLED


def _placed(first: int, words: Sequence[Token], lang: str) -> bool:
    """Tell whether the word before is one that a place follows rather than a person (in, not by)."""
    return first > 0 and words[first - 1].form in persons.openers(lang)


def countries(
    found: list[CountryMention], words: Sequence[Token], text: str, lang: str
) -> list[CountryMention]:
    """Return the mentions of countries in `text` that are no part of a personal name."""
    if not found or not persons.spans(text, lang):
        return found
    before = {after.start: word for word, after in pairwise(words)}
    kept = []
    for one in found:
        span = persons.covering(text, lang, one.start, one.end)
        if span is None or _stays(one, span, before, lang):
            kept.append(one)
    return kept


def _stays(one: CountryMention, span: Span, before: dict[int, Token], lang: str) -> bool:
    """Tell whether a country is meant though a personal name seems to hold it: after `in`, الشاب التونسي."""
    if one.how == "adjective" and one.start == span.start:
        return True
    if one.start > span.start and one.start not in before:  # after a glued particle: والقاهرة
        return True
    word = before.get(one.start)
    return word is not None and one.start == span.start and word.key in cues(lang).before


def covers(text: str, start: int, end: int, lang: str) -> bool:
    """Tell whether the words `text[start:end]` are part of a personal name."""
    return persons.covering(text, lang, start, end) is not None
