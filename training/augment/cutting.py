"""Leaving words away: the title, sentences without marks, the tail of a report."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace

from marsad.actors import organisations
from marsad.codebook import Span
from marsad.places import resolver
from marsad.places.countries import country_mentions
from marsad.reading.scores.marked import Marked
from marsad.text import dates, numbers
from marsad.text.sentences import sentences
from marsad.text.tokens import tokens
from training.augment.agreement import holds
from training.augment.edits import Edit, UnfitError, edited

_LEAST_WORDS = 40  # as in corpus/check.py
_MOST_DROPPED = 2
_QUOTES = (("«", "»"), ("“", "”"), ("(", ")"))


def drop_title(marked: Marked, rng: random.Random, pool: Sequence[Marked]) -> Marked:  # noqa: ARG001
    """Return the report without its title; as it was where the title alone tells the country or the place."""
    report, lang = marked.report, str(marked.report.lang)
    if not report.title:
        return marked
    told = {m.code for m in country_mentions(tokens(report.title), lang, report.title)}
    told |= {m.place.country for m in resolver.find(report.title, lang)}
    if told & {incident.country for incident in marked.incidents}:
        country, _, _ = resolver.country_of_report(report.text, lang)
        if country not in told:
            return marked
    made = replace(marked, report=replace(report, title=""))
    return made if holds(marked, made, "PLACE", "AGENCY") else marked


def drop_sentence(marked: Marked, rng: random.Random, pool: Sequence[Marked]) -> Marked:  # noqa: ARG001
    """Return the report without one or two sentences that bear no mark and tell nothing of a field."""
    if not marked.relevant:
        return marked
    spare = _spare(marked)[0]
    if not spare:
        return marked
    return _without(marked, rng.sample(spare, min(len(spare), rng.randint(1, _MOST_DROPPED))))


def cut_tail(marked: Marked, rng: random.Random, pool: Sequence[Marked]) -> Marked:  # noqa: ARG001
    """Return the report cut off after some sentence behind its last mark; as it was where none can go."""
    if not marked.relevant:
        return marked
    spare, found = _spare(marked)
    tail = 0
    while tail < len(found) and found[-1 - tail] in spare:
        tail += 1
    return _without(marked, found[len(found) - rng.randint(1, tail) :]) if tail else marked


def _spare(marked: Marked) -> tuple[list[Span], list[Span]]:
    """Return the sentences that can go, and all: the first stays, and those that may tell of a field."""
    report = marked.report
    text, lang = report.text, report.lang
    assert lang is not None
    found = sentences(text, lang)
    taken = [(span.start, span.end) for _, span in marked.spans]
    words = tokens(text)
    taken += [(m.start, m.end) for m in country_mentions(words, lang, text)]
    taken += [(m.start, m.end) for m in organisations.find(text, lang, words)]
    taken += [(n.start, n.end) for n in numbers.find(text, lang, words) if n.kind in numbers.PEOPLE_KINDS]
    if report.published is None:
        taken += [(d.start, d.end) for d in dates.find(text, lang, None, words)]
    spare = [
        one
        for one in found[1:]
        if not any(start < one.end and one.start < end for start, end in taken) and _balanced(one.of(text))
    ]
    return spare, found


def _balanced(sentence: str) -> bool:
    """Tell whether all quotes and brackets that a sentence opens close in it, and the other way about."""
    return sentence.count('"') % 2 == 0 and all(sentence.count(a) == sentence.count(b) for a, b in _QUOTES)


def _without(marked: Marked, dropped: Sequence[Span]) -> Marked:
    """Return the report without these sentences and the white space before them."""
    text = marked.report.text
    edits = []
    for one in dropped:
        start = one.start
        while start and text[start - 1].isspace() and one.start - start < 2:
            start -= 1
        alone = "\n" in text[start : one.start] and text[one.end : one.end + 1] not in ("", "\n")
        if alone:  # the first of its paragraph: the white space behind it goes
            end = one.end
            while end < len(text) and text[end].isspace():
                end += 1
            edits.append(Edit(one.start, end, ""))
        else:
            edits.append(Edit(start, one.end, ""))
    try:
        made = edited(marked, edits)
    except UnfitError:
        return marked
    if len(made.report.text.split()) < _LEAST_WORDS or len(made.spans) != len(marked.spans):
        return marked
    return made if holds(marked, made, "PLACE", "ORG", "AGENCY", "DATE") else marked
