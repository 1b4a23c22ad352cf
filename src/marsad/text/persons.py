"""Probable personal names in a text, found only to keep them out of what is coded.

A private person's name must never become a value (a place, an organisation). A name is known by the word
before it (Mr, l'imam, المدعو), by a given name or a surname of the lists, or by its make (Abu X, al-X-i).
The lists are in `words/<lang>/persons.toml`; Latin names are looked up whatever the Latin language.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from marsad.codebook.model import Span
from marsad.text import words as lists
from marsad.text.folding import fold_key
from marsad.text.tokens import WORD, Token, tokens, without_article

_MOST = 3  # name words after a title or a given name
_SHORT = 4  # letters of a title that may end in a point
CIVIL, TITLE, KUNYA, GIVEN = "civil", "title", "kunya", "given"


@dataclass(frozen=True, slots=True)
class _Words:
    """The word lists of a language, folded; `leads` holds every word that may begin a name, with its kind."""

    leads: dict[str, str]
    names: frozenset[str]
    places: frozenset[str]
    particles: frozenset[str]
    heads: frozenset[str]
    opens: frozenset[str]
    unless: frozenset[str]
    after: frozenset[str]
    definite: frozenset[str]
    phrases: frozenset[str]
    articles: frozenset[str]


@cache
def _words(lang: str) -> _Words:
    """Return the lists of a language; names, particles and heads of both Latin ones for each of the two."""
    own = lists.load(lang, "persons")
    shared = [own] if lang == "ar" else [lists.load("en", "persons"), lists.load("fr", "persons")]

    def read(part: str, tables: list[dict[str, str]]) -> frozenset[str]:
        pieces = [piece for table in tables for piece in table.get(part, "").split() if "_" not in piece]
        return frozenset(without_article(fold_key(piece)) for piece in pieces)

    given, places = read("given", shared), read("places", shared)
    leads = dict.fromkeys(places, "place") | dict.fromkeys(read("surnames", shared), "surname")
    leads |= dict.fromkeys(given, GIVEN) | dict.fromkeys(read(KUNYA, shared), KUNYA)
    for kind in (CIVIL, TITLE, "named"):
        leads |= dict.fromkeys(read(kind, [own]) - given, kind)
    if lang == "ar":
        leads[fold_key("عبد")] = GIVEN
    names = given | read("surnames", shared) | read("weak", shared)
    particles, heads = read("particles", shared), read("heads", shared) | read("stops", shared)
    rest = (read("opens", shared), read("unless", [own]), read("after", shared))
    titles = [fold_key(piece) for kind in (CIVIL, TITLE) for piece in own[kind].split()]
    definite = frozenset(without_article(piece) for piece in titles if piece != without_article(piece))
    either = (definite, read("phrases", [own]))
    return _Words(leads, names, places, particles, heads, *rest, *either, read("articles", shared))


def find(words: Sequence[Token], text: str, lang: str) -> list[Span]:
    """Return the probable personal names of `text`, in order, without the title before them.

    `words` are the text's tokens. The label of a span says what shows the name: `civil` (Mr, the witness),
    `title` (imam, colonel), `kunya` (Abu X) or `given` (a name of the lists).
    """
    known = _words(lang)
    leads = known.leads
    step = _arabic if lang == "ar" else _latin
    found: list[Span] = []
    free = 0
    for at, word in enumerate(words):
        if at < free:
            continue
        kind = leads.get(word.form)
        if kind is None and lang == "ar":
            kind = next(
                (leads[key] for key, skip in word.keys if key in leads and _glued(word, key, skip)), None
            )
        if kind is None:
            continue
        reach = step(words, text, at, kind, known, free)
        if reach is not None:
            first, last, label = reach
            found.append(Span(words[first].start + _clitics(words[first], leads), words[last].end, label))
            free = last + 1
    return found


def _glued(word: Token, key: str, skip: int) -> bool:
    """Tell whether the particles glued to an Arabic word leave enough of it to be `key`."""
    return not skip or len(key) > _MOST or word.form[skip : skip + 2] == "ال" or key in {"ابو", "ابي", "عبد"}


def _clitics(word: Token, leads: dict[str, str]) -> int:
    """Return how many letters glued before an Arabic name do not belong to it."""
    return next((skip for key, skip in word.keys if key in leads), 0) if len(word.keys) > 1 else 0


@lru_cache(maxsize=8)
def spans(text: str, lang: str) -> tuple[Span, ...]:
    """Return the probable personal names of `text`; kept for the last few texts."""
    return tuple(find(tokens(text), text, lang))


def covering(text: str, lang: str, start: int, end: int) -> Span | None:
    """Return the probable personal name in which `text[start:end]` lies, or None."""
    for span in spans(text, lang):
        if span.start <= start and end <= span.end:
            return span
    return None


def looks_personal(name: str, lang: str) -> bool:
    """Tell whether a name by itself is likely to be a person's: a listed name in it, a kunya, a title."""
    pieces = [without_article(piece) for piece in WORD.findall(fold_key(name))]
    known = _words("ar" if name[:1] and "\u0621" <= name.strip('"“”«» ')[:1] <= "\u064a" else lang)
    if not pieces or any(piece in known.heads for piece in pieces):
        return False
    kind = known.leads.get(pieces[0])
    return kind in {GIVEN, KUNYA, CIVIL, TITLE} or pieces[-1] in known.names or pieces[0] in known.names


def _latin(
    words: Sequence[Token], text: str, at: int, kind: str, known: _Words, free: int
) -> tuple[int, int, str] | None:
    """Return (first word, last word, label) of the Latin name that the word `at` shows, or None."""
    word = words[at]
    upper = text[word.start].isupper()
    if kind in {CIVIL, TITLE, "named"}:
        if kind == "named" and any(w.form in known.unless for w in words[max(0, at - 2) : at]):
            return None
        if len(word.form) == 1 and (not upper or text[word.end : word.end + 1] != "."):
            return None
        last = _run(words, text, at, known, titled=True)
        if last == at:
            return None
        return at + 1, last, TITLE if kind == TITLE else CIVIL
    if not upper:
        return None
    following = words[at + 1].form if at + 1 < len(words) else ""
    last = _run(words, text, at, known, titled=False)
    if kind == KUNYA:
        return (at, min(last, at + 4), KUNYA) if last > at else None
    first = at
    if kind in {GIVEN, "surname"} and at - 1 >= free and _stands_before(words, text, at, known):
        first = at - 1
    if kind == GIVEN and last > at:
        return first, last, GIVEN
    if kind == "place" and last > at and (following in known.names or following in known.places):
        before = words[at - 1].form if at else ""
        return None if before in known.opens else (at, last, GIVEN)
    if kind != "place" and (first < at or following in known.after):
        return first, at, GIVEN
    return None


def _stands_before(words: Sequence[Token], text: str, at: int, known: _Words) -> bool:
    """Tell whether the word before a listed name is capitalised as its first name: Eta Jones."""
    if not at:
        return False
    before = words[at - 1]
    if text[before.end : words[at].start] != " " or not text[before.start].isupper():
        return False
    if before.form in known.heads or before.form in known.opens or len(before.form) < 2:
        return False
    opener = (
        words[at - 2].form if at > 1 and text[words[at - 2].end : before.start] in {" ", "'", "’"} else ""
    )
    return opener not in known.opens


def _run(words: Sequence[Token], text: str, at: int, known: _Words, titled: bool) -> int:
    """Return the last of up to three capitalised name words after the word `at`; `at` where none follows."""
    last, count, end = at, 0, words[at].end
    dotted = titled and len(words[at].form) <= _SHORT
    for index in range(at + 1, min(at + 2 + 2 * _MOST, len(words))):
        word = words[index]
        gap = text[end : word.start]
        short = words[index - 1].end - words[index - 1].start <= 2
        if gap not in {" ", "-", "'", "’", " \u200e"} and not (gap.strip() == "." and (dotted or short)):
            break
        if word.form in known.particles or (
            word.form in known.articles and text[word.end : word.end + 1] == "-"
        ):
            if gap == ". " or (titled and not count and word.form not in known.articles):
                break
            end = word.end
            continue
        if not text[word.start].isupper() or word.form in known.heads:
            break
        count, last, end, dotted = count + 1, index, word.end, False
        if count == _MOST:
            break
    return last


def _arabic(
    words: Sequence[Token], text: str, at: int, kind: str, known: _Words, _free: int
) -> tuple[int, int, str] | None:
    """Return (first word, last word, label) of the Arabic name that the word `at` shows, or None."""
    titled = kind in {CIVIL, TITLE, "named"}
    form, key = words[at].form, words[at].keys[-1][0]
    if kind == GIVEN and any(
        form.endswith(("ال" + k, "لل" + k)) for k, _ in words[at].keys if k in known.names
    ):
        return None
    if titled and key in known.definite and not form.endswith(("ال" + key, "لل" + key)):
        return None
    if kind == "named" and at and words[at - 1].key in known.unless:
        return None
    common = any(k in known.phrases for k, _ in words[at].keys)
    if common and (at + 1 == len(words) or words[at + 1].key not in known.names):
        return None
    last, other = at, 0
    for index in range(at + 1, min(at + 2 + _MOST, len(words))):
        if text[words[index - 1].end : words[index].start] not in {" ", ' "', " «"}:
            break
        word = words[index]
        listed = word.key in known.names or word.form in known.particles
        if word.form in known.heads and word.form not in known.names and not listed:
            break
        last = index
        if not listed and words[index - 1].form not in known.particles:
            other += 1
            if other == (2 if kind == CIVIL and index == at + 1 + other else 1):
                break
    if last == at:
        return None
    label = CIVIL if kind in {CIVIL, "named"} else kind
    return (at + 1 if titled else at), last, label


def openers(lang: str) -> frozenset[str]:
    """Return the folded words after which a capitalised word is a place or a group rather than a person."""
    return _words(lang).opens
