"""Words that say nought: nobody, aucun, personne, pas de blessé, لم يصب أحد, دون إصابات."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from marsad.codebook.model import Language
from marsad.text.numerals import Phrase, Reading, Scan, words_of
from marsad.text.tokens import tokens, without_article

_NEAR = 3  # words from a weak negation to what it denies
_FAR = 6  # words back to the negation of "any" or of أحد
_STOPS = frozenset(".;:!?؟؛,،\n")


@dataclass(frozen=True, slots=True)
class _Zero:
    """The words of nought in one language."""

    words: frozenset[str]
    phrases: frozenset[Phrase]
    weak_phrases: frozenset[Phrase]
    weak: frozenset[str]
    needs_negation: frozenset[str]
    negations: frozenset[str]
    pronouns: frozenset[str]
    determiners: frozenset[str]
    casualties: frozenset[str]
    cues: frozenset[str]
    starts: frozenset[str]


@cache
def _zero(lang: Language) -> _Zero:
    """Return the words of nought of English or French."""
    words = words_of(lang)
    data = words.data["zero"]
    phrases, weak_phrases = words.phrases("zero", "phrases"), words.phrases("zero", "weak_phrases")
    pronouns = words.set("zero", "pronouns") if "pronouns" in data else frozenset()
    plain, weak = words.set("zero", "words"), words.set("zero", "weak")
    return _Zero(
        plain,
        phrases,
        weak_phrases,
        weak,
        words.set("zero", "needs_negation"),
        words.set("zero", "negations"),
        pronouns,
        words.set("zero", "determiners") if "determiners" in data else frozenset(),
        words.set("zero", "casualties"),
        words.set("zero", "cues"),
        plain | weak | pronouns | {phrase[0] for phrase in phrases},
    )


def nought(scan: Scan, lang: Language) -> dict[int, Reading]:
    """Return the words of nought in a scanned text, by the index of their first word."""
    if lang == "ar":
        return _arabic(scan)
    zero = _zero(lang)
    found: dict[int, Reading] = {}
    for at, form in enumerate(scan.forms):
        if form in zero.starts:
            last = _latin(scan, at, form, zero)
            if last >= at:
                start, end = scan.words[at].start, scan.words[last].end
                found[at] = Reading(at, last, start, end, 0, "none")
    return found


def _latin(scan: Scan, at: int, form: str, zero: _Zero) -> int:
    """Return the index of the last word of nought that begins at word `at`; -1 where none does."""
    for phrase in zero.phrases:
        if phrase[0] == form and tuple(scan.forms[at : at + len(phrase)]) == phrase:
            return at + len(phrase) - 1
    for phrase in sorted(zero.weak_phrases, key=len, reverse=True):
        last = at + len(phrase) - 1
        if tuple(scan.forms[at : last + 1]) == phrase and _denies(scan, last, zero):
            return last
    if form in zero.words:
        return at
    if form in zero.pronouns:
        if scan.form(at - 1) in zero.determiners:
            return at if scan.form(at - 1) == "de" and _negated(scan, at, zero) else -1
        return at
    if form in zero.weak:
        if form in zero.needs_negation and not _negated(scan, at, zero):
            return -1
        if _denies(scan, at, zero):
            return at
    return -1


def _denies(scan: Scan, at: int, zero: _Zero) -> bool:
    """Tell whether a word of casualties follows word `at` closely."""
    for place in range(at + 1, min(at + 1 + _NEAR, len(scan.forms))):
        if any(c in _STOPS for c in scan.gap(place - 1)):
            return False
        if scan.forms[place] in zero.casualties:
            return True
    return False


def _negated(scan: Scan, at: int, zero: _Zero) -> bool:
    """Tell whether a negation stands before word `at` in its clause."""
    for place in range(at - 1, max(-1, at - 1 - _FAR), -1):
        if any(c in ".;!?\n" for c in scan.gap(place)):
            return False
        if scan.forms[place] in zero.negations:
            return True
    return False


@dataclass(frozen=True, slots=True)
class _ArabicZero:
    """The words of nought in Arabic."""

    persons: frozenset[str]
    openers: frozenset[str]
    casualties: frozenset[str]
    pairs: frozenset[Phrase]
    negations: frozenset[str]
    blockers: frozenset[str]
    verbs: frozenset[str]
    firsts: frozenset[str]


@cache
def _arabic_zero() -> _ArabicZero:
    """Return the words of nought of Arabic."""
    words = words_of("ar")
    pairs = words.phrases("zero", "pairs")
    return _ArabicZero(
        words.set("zero", "persons"),
        words.set("zero", "openers"),
        words.set("zero", "casualties"),
        pairs,
        words.set("zero", "negations"),
        words.set("zero", "blockers"),
        words.set("zero", "verbs"),
        frozenset(pair[0] for pair in pairs),
    )


def _arabic(scan: Scan) -> dict[int, Reading]:
    """Return phrases of nought in Arabic: opener to casualty word, or أحد after a negation."""
    zero = _arabic_zero()
    found: dict[int, Reading] = {}
    for at, form in enumerate(scan.forms):
        last = at
        if form in zero.persons:
            opener = _opener(scan, at, _NEAR, zero.openers, zero)
            first = opener if opener is not None else at
            if opener is None and _opener(scan, at, _FAR, zero.negations, zero) is None:
                continue
        elif without_article(form) in zero.casualties or form in zero.casualties:
            opener = _opener(scan, at, _NEAR, zero.openers, zero)
            if opener is None:
                continue
            first = opener
        elif form in zero.firsts and (last := _closing(scan, at, zero)) > at:
            opener = _opener(scan, at, _NEAR, zero.openers, zero)
            if opener is not None:
                first = opener
            elif _opener(scan, at, _FAR, zero.negations, zero) is not None:
                first = at
            else:
                continue
        else:
            continue
        if scan.form(first) == "غير" and scan.form(first - 1) == "من":
            first -= 1
        elif scan.form(first) == "غير":
            continue
        token = scan.words[first]
        start = token.start + (_glued(scan, first, zero) if first < at else 0)
        found[first] = Reading(first, last, start, scan.words[last].end, 0, "none")
    return found


def _closing(scan: Scan, at: int, zero: _ArabicZero) -> int:
    """Return the index of the last word of a phrase such as خسائر بشرية that begins at `at`; else `at`."""
    for length in (3, 2):
        phrase = tuple(scan.forms[at : at + length])
        if len(phrase) == length and phrase in zero.pairs:
            return at + length - 1
    return at


def _opener(scan: Scan, at: int, reach: int, openers: frozenset[str], zero: _ArabicZero) -> int | None:
    """Return the index of the farthest word of `openers` within `reach` words before `at`, in its clause."""
    best = None
    for place in range(at - 1, max(-1, at - 1 - reach), -1):
        if any(c in _STOPS for c in scan.gap(place)):
            break
        form = scan.forms[place]
        if form in zero.blockers:
            return None
        if form in openers or (form[:1] in ("و", "ف") and form[1:] in openers):
            best = place
    if best is None and openers is zero.openers and reach < _FAR:
        far = _opener(scan, at, _FAR, openers, zero)
        if far is not None and scan.form(far + 1) in zero.verbs:
            return far
    return best


def _glued(scan: Scan, at: int, zero: _ArabicZero) -> int:
    """Return how many letters of word `at` are a conjunction before an opener."""
    form = scan.forms[at]
    return int(form not in zero.openers and form[1:] in zero.openers)


def says_nought(span: str, lang: Language, *, opens: bool = False) -> bool:
    """Tell whether a marked phrase denies: it holds a word such as "unhurt", "indemnes", "سوى".

    Where an article `opens` the phrase, a bare negation denies something else: un homme sans papiers.
    """
    data = words_of(lang)
    cues = data.set("zero", "cues")
    if opens:
        cues -= data.set("zero", "negations")
    nouns = data.set("zero", "pronouns") if "pronouns" in data.data["zero"] else frozenset()
    previous = ""
    for word in tokens(span):
        noun = word.form in nouns and previous in data.set("zero", "determiners")  # une personne
        if not noun and (word.form in cues or word.key in cues):
            return True
        previous = word.form
    return False
