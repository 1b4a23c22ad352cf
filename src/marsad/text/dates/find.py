"""Find the date mentions of a text and say which period each means."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from marsad.codebook.model import Language, Period
from marsad.text.dates.calendar import period_of, read_iso
from marsad.text.dates.explicit import month_first
from marsad.text.dates.grammar import grammar
from marsad.text.dates.lexing import Lexed, lex
from marsad.text.dates.meaning import READERS, Context, Part, stands
from marsad.text.tokens import Token, tokens

EVENT = "event"
"""The rule of a past event's name ("9/11"): its period is the event's, and no date of what is reported."""

_HEADS = frozenset({"td", "tW", "tM", "tY", "eE", "eM", "eU", "em"})  # "le 5 mars", "in late April"
_DATELINE = 80  # characters: a full date before them that a dash or a break follows is the report's own
_AFTER_DATELINE = frozenset("–—-(\n:).")


@dataclass(frozen=True, slots=True)
class Dated:
    """A mention: offsets into the text, the period it means (None: not known), and the rule that found it."""

    start: int
    end: int
    period: Period | None
    rule: str


def find(
    text: str, lang: Language, published: str | None = None, words: Sequence[Token] | None = None
) -> list[Dated]:
    """Return every date mention of `text` in order; `words` are its tokens, where they are already at hand.

    `published` is an ISO date or None. Raises InputError where it is something else.
    """
    reference = read_iso(published)
    lexed = lex(text, tokens(text) if words is None else words, lang)
    parts = [
        (match.lastgroup or "", Part(lexed, match.start(), match.end()))
        for match in grammar(lang).finditer(lexed.letters)
    ]
    context = Context(reference, months_first=lang == "en" and month_first(lexed.letters))
    parts = [(rule, part) for rule, part in parts if stands(rule, part)]
    if reference is None:
        _anchor(text, parts, context)
    found = []
    for rule, part in parts:
        stretch = READERS[rule](part, context)
        if stretch is not None and stretch[0] == stretch[1]:
            _tell(stretch[0], rule, context)
        start, end = _edges(lexed, part)
        if rule == EVENT and "Y" in part.letters:
            rule = "date"  # the attacks of September 11, 2012: its own year makes it a date
        found.append(Dated(start, end, period_of(stretch), rule))
    return found


def at(text: str, start: int, end: int, lang: Language, published: str | None = None) -> Period | None:
    """Return the period of the marked words `text[start:end]`: of the mention that overlaps them most.

    Words that tell only a time of day ("around noon") take the last day told before them.
    """
    best: Dated | None = None
    most = 0
    told: Dated | None = None
    for mention in find(text, lang, published):
        shared = min(end, mention.end) - max(start, mention.start)
        if shared > most:
            most, best = shared, mention
        if mention.end <= start and mention.period and len(mention.period.value) == 10:
            told = mention
    if best is None:
        best = told
    return best.period if best else None


def _tell(day: date, rule: str, context: Context) -> None:
    """Keep the last day told; what follows a step back ("la veille") is not counted from it."""
    if rule == EVENT:
        return  # a name, told in passing
    if rule not in ("same", "ago") or (context.told is not None and day > context.told):
        context.told = day


def _edges(lexed: Lexed, part: Part) -> tuple[int, int]:
    """Return the offsets of a mention, without a preposition or an article at its head."""
    begin, end = part.begin, part.end
    letters = lexed.letters
    while begin < end - 1 and (letters[begin] in "aizbc&," or letters[begin : begin + 2] in _HEADS):
        begin += 1
    return lexed.starts[begin], lexed.ends[end - 1]


def _anchor(text: str, parts: list[tuple[str, Part]], context: Context) -> None:
    """Take the day of the dateline for that of publication, and the last full day for partial ones."""
    full: set[date] = set()
    for rule, part in parts:
        if rule not in ("date", "told", "month") or not any(x in part.letters for x in "Yh"):
            continue
        stretch = READERS[rule](part, context)
        if stretch is None:
            continue
        start, end = _edges(part.lexed, part)
        in_dateline = start < _DATELINE and text[end : end + 3].lstrip(" ")[:1] in _AFTER_DATELINE
        if rule == "month":
            if in_dateline and context.reference is None and text[:start].rstrip(" ").endswith((",", "(")):
                context.month = stretch
            continue
        full.add(stretch[1])
        if in_dateline and context.reference is None:
            context.reference = stretch[0]
    if len({day.year for day in full}) == 1:
        context.anchor = max(full)
