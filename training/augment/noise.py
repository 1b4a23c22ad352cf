"""Noise of writing that changes no word: letter case, Arabic marks and letter forms, quotes and spaces."""

from __future__ import annotations

import random
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import lru_cache

from marsad.reading.scores.marked import Marked
from marsad.text.folding import fold_key
from training.augment.data import table
from training.augment.edits import Edit, UnfitError, edited, replaced

_WORD = re.compile(r"\w+", re.UNICODE)
_MARKS = re.compile("[\u064b-\u0652\u0670]+")
_ARABIC = re.compile("[\u0621-\u0652\u0670]+")
_SURE = frozenset("\u064b\u0651")  # tanween and shadda
_STRETCHED, _VOWELLED = 0.04, 0.6
_DOUBLE = re.compile(r"«[\s\u00a0\u202f]?|[\s\u00a0\u202f]?»|[“”]")
_DASH = re.compile(r"(?<=\s)[–—-](?=\s)")
_APOSTROPHE = re.compile(r"(?<=\w)['’](?=\w)")
_BREAK = re.compile(r"\n\n+")
_PLAIN_GAP = re.compile(r"(?<=\w) (?=\w)")
_FRENCH_GAP = re.compile(r"(?<=\w)[\u00a0\u202f ](?=[;:!?])")


def noise_case(marked: Marked, rng: random.Random, pool: Sequence[Marked]) -> Marked:  # noqa: ARG001
    """Return a French or English report in capitals (in French also without accents) or in small letters."""
    if marked.report.lang == "ar":
        return marked
    lower, bare = rng.random() < 0.5, marked.report.lang == "fr" and rng.random() < 0.5
    drop = str.maketrans(table("words")["caps"]["drop"]) if bare else {}

    def change(text: str) -> str:
        if lower:
            return "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
        if bare:
            text = text.translate(drop).translate({ord(c.upper()): v for c, v in _accents().items()})
        return "".join(c.upper() if len(c.upper()) == 1 else c for c in text)

    report = marked.report
    return replace(marked, report=replace(report, text=change(report.text), title=change(report.title)))


def _accents() -> dict[str, str]:
    """Return the accented small letters of French and what they become in capitals without accents."""
    return {key: str(value).upper() for key, value in table("words")["caps"]["drop"].items()}


def noise_tashkeel(marked: Marked, rng: random.Random, pool: Sequence[Marked]) -> Marked:
    """Return an Arabic report written another way: vowel marks gone or added, tatweel, letter forms.

    Added marks are those of the same words elsewhere in the pool, so that none is made up.
    """
    if marked.report.lang != "ar":
        return marked
    forms = table("words")["tashkeel"]
    kinds: list[Callable[[str], Iterable[Edit]]] = []
    if rng.random() < 0.5:
        known = _vowelled(tuple(m.report.text for m in pool if m.report.lang == "ar")[:400])
        kinds.append(lambda text: _vowels(text, known, rng))
    else:
        kinds.append(lambda text: (Edit(*m.span(), "") for m in _MARKS.finditer(text)))
    if rng.random() < 0.5:
        kinds.append(lambda text: _letters(text, re.compile(f"[{forms['alef']}]"), forms["bare"]))
    if rng.random() < 0.25:
        kinds.append(lambda text: _letters(text, re.compile(rf"(?<=\w){forms['ya']}\b"), forms["dotted"]))
    elif rng.random() < 0.2:
        kinds.append(lambda text: _letters(text, re.compile(rf"(?<=\w){forms['dotted']}\b"), forms["ya"]))
    if rng.random() < 0.25:
        kinds.append(lambda text: _letters(text, re.compile(rf"(?<=\w){forms['marbuta']}\b"), forms["ha"]))
    if rng.random() < 0.2:
        kinds.append(lambda text: _stretched(text, forms["joining"], forms["tatweel"], rng))
    return _changed(marked, kinds)


def noise_quotes(marked: Marked, rng: random.Random, pool: Sequence[Marked]) -> Marked:  # noqa: ARG001
    """Return the report with other quotes, dashes, apostrophes, spaces or breaks between paragraphs."""
    kinds: list[Callable[[str], Iterable[Edit]]] = []
    if rng.random() < 0.6:
        style = rng.choice(table("words")["quotes"]["double"])
        kinds.append(lambda text: _quotes(text, style))
    if rng.random() < 0.4:
        dash = rng.choice("–—-")
        kinds.append(lambda text: (Edit(*m.span(), dash) for m in _DASH.finditer(text)))
    if rng.random() < 0.4 and marked.report.lang != "ar":
        mark = rng.choice("'’")
        kinds.append(lambda text: (Edit(*m.span(), mark) for m in _APOSTROPHE.finditer(text)))
    if rng.random() < 0.3:
        kinds.append(lambda text: (Edit(*m.span(), "\n") for m in _BREAK.finditer(text)))
    if rng.random() < 0.2:
        kinds.append(
            lambda text: (Edit(*m.span(), "  ") for m in _PLAIN_GAP.finditer(text) if rng.random() < 0.02)
        )
    if rng.random() < 0.3 and marked.report.lang == "fr":
        gap = rng.choice((" ", "\u00a0", "\u202f", ""))
        kinds.append(lambda text: (Edit(*m.span(), gap) for m in _FRENCH_GAP.finditer(text)))
    return _changed(marked, kinds)


def _changed(marked: Marked, kinds: Iterable[Callable[[str], Iterable[Edit]]]) -> Marked:
    """Return the report after each kind of change to text and title; a kind that does not fit is left out."""
    for kind in kinds:
        try:
            made = edited(marked, kind(marked.report.text))
            title = replaced(marked.report.title, kind(marked.report.title))
        except UnfitError:
            continue
        if len(made.spans) == len(marked.spans):
            marked = replace(made, report=replace(made.report, title=title))
    return marked


def _letters(text: str, old: re.Pattern[str], new: str) -> Iterable[Edit]:
    return (Edit(*m.span(), new) for m in old.finditer(text))


def _stretched(text: str, joining: str, tatweel: str, rng: random.Random) -> Iterable[Edit]:
    """Yield tatweels within a few words, after letters that join the next."""
    for word in _ARABIC.finditer(text):
        inner = [
            at for at in range(word.start(), word.end() - 1) if text[at] in joining and text[at + 1].isalpha()
        ]
        if len(word[0]) > 3 and inner and rng.random() < _STRETCHED:
            at = rng.choice(inner)
            yield Edit(at, at + 1, text[at] + tatweel * rng.randint(1, 3))


def _plain(word: str) -> str:
    return _MARKS.sub("", word)


@lru_cache(maxsize=4)
def _vowelled(texts: tuple[str, ...]) -> dict[str, str]:
    """Return the words that texts write with tanween or shadda, by their letters alone.

    Only those written so at least as often as without: marks on others could make another word of them
    (أُوقفت was arrested, أوقفت arrested).
    """
    found: dict[str, Counter[str]] = {}
    for text in texts:
        for word in _ARABIC.findall(text):
            if len(plain := _plain(word)) > 2:
                found.setdefault(plain, Counter())[word] += 1
    best = {plain: forms.most_common(1)[0] for plain, forms in found.items()}
    return {
        plain: word
        for plain, (word, count) in best.items()
        if word != plain and set(_MARKS.findall(word)) <= _SURE and count >= found[plain][plain]
    }


def _vowels(text: str, known: dict[str, str], rng: random.Random) -> Iterable[Edit]:
    """Yield the marks of words known with marks, letter by letter, so that spans keep their edges."""
    for word in _ARABIC.finditer(text):
        marked = known.get(word[0])
        if marked is None or rng.random() > _VOWELLED:
            continue
        at = word.start()
        for letter in re.finditer("[^\u064b-\u0652\u0670][\u064b-\u0652\u0670]*", marked):
            if len(letter[0]) > 1:
                yield Edit(at, at + 1, unicodedata.normalize("NFC", letter[0]))
            at += 1


def _quotes(text: str, style: str) -> Iterable[Edit]:
    """Yield the double quotes of a text in another style: straight, curly or angled."""
    opening, closing = style[0], style[1]
    open_now = False
    straight = text.count('"') % 2 == 0
    pattern = re.compile(_DOUBLE.pattern + '|"') if straight else _DOUBLE
    for found in pattern.finditer(text):
        mark = found[0].strip()
        opens = mark in "«“" if mark != '"' else not open_now
        open_now = opens
        yield Edit(*found.span(), opening if opens else closing)


def same_words(one: str, two: str) -> bool:
    """Tell whether two stretches differ in writing alone: their letters and digits fold to the same."""
    return _WORD.findall(fold_key(one)) == _WORD.findall(fold_key(two))
