"""Numbers in a text: where each is said, its value, its bound, and whether it can count people.

The edges are those of the number words alone, as `corpus/GUIDE.md` marks them: of "at least five men" the
word "five", of "une vingtaine de blessés" the words "une vingtaine", an Arabic dual (شخصين) as a whole,
particles glued to an Arabic word left outside. "Several", "dozens", "hundreds" are no numbers.

Of a range ("between 20 and 30") both ends are numbers, the first `at_least`, the second `at_most`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from marsad.codebook.model import Count, Language
from marsad.text.folding import fold_key
from marsad.text.number_context import Context, context
from marsad.text.number_marked import (
    adds,
    is_collective,
    is_denied,
    is_dual,
    is_of,
    is_only,
    is_singular,
    said,
)
from marsad.text.number_zero import nought, says_nought
from marsad.text.numerals import Phrase, Reading, Scan, read_digits, words_of
from marsad.text.numerals_arabic import Arabic, arabic
from marsad.text.numerals_latin import Latin, latin
from marsad.text.tokens import Token, tokens, without_article

PEOPLE_KINDS = frozenset({"cardinal", "dual", "none", "group"})
_RANGE = ("at_least", "at_most")
_OF_PERSONS = PEOPLE_KINDS | {"article", "ordinal"}


@dataclass(frozen=True, slots=True)
class Number:
    """A number in a text: offsets of its words, its count, and its kind.

    Kinds that may count people: "cardinal", "dual" (an Arabic noun in the dual), "none" (nobody, aucun,
    دون إصابات: 0), "group" (pair, trio), "article" (French un, une: 1, weak). Those that count none:
    "ordinal" (the count is the rank), "age", "time", "date", "year", "duration", "measure", "money",
    "percent", "name" (Boeing 737, n° 5).
    `noun` is the folded word that it counts (of a dual, its own), "" where none follows at once; `part`
    is true where it counts some of those told of before ("two of them", "dont deux", منهم).
    """

    start: int
    end: int
    count: Count
    kind: str
    noun: str = ""
    part: bool = False


def find(text: str, lang: Language, words: Sequence[Token] | None = None) -> list[Number]:
    """Return the numbers of `text` in order; `words` are its tokens where they are at hand.

    Raises DataError where the number words of `lang` are missing.
    """
    scan = Scan(text, tokens(text) if words is None else words)
    around = context(lang)
    found: list[tuple[Reading, Number]] = []
    for reading in _readings(scan, lang):
        found.append((reading, _number(scan, reading, around)))
    _ranges(scan, found, lang)
    return [number for _, number in found]


def at(text: str, start: int, end: int, lang: Language) -> Count | None:
    """Return the number that the marked words `text[start:end]` say, or None.

    The number of the text that overlaps the span best, else the reading of the span's own words. A marked
    ordinal ("a fourth"), article or bare singular is one person, a noun that ends like a dual two; a marked
    denial is 0.
    """
    span = text[start:end]
    set_phrase = said(span, lang)
    if set_phrase is not None:
        return Count(set_phrase)
    several = _several(text, start, end, lang)
    if several is not None:
        return several
    best: Number | None = None
    most = 0.0
    for number in _found(text, lang):
        shared = min(end, number.end) - max(start, number.start)
        if shared <= 0:
            continue
        share = shared / (max(end, number.end) - min(start, number.start))
        if number.kind == "article" and end - start > number.end - number.start:
            share /= 4
        if number.kind not in _OF_PERSONS:
            share /= 100  # [un homme de 25 ans]: one man
        if share > most:
            best, most = number, share
    aged: Number | None = None
    if best is not None and best.kind == "age" and (best.start, best.end) != (start, end):
        best, aged = None, best
    if best is not None and best.kind not in ("article", "ordinal"):
        return best.count
    if is_collective(text, start, lang):
        return aged.count if aged is not None else None  # a family of four
    article = best is not None and best.kind == "article"
    if article and best is not None and is_only(text, best.start, lang):
        return Count(1)
    if says_nought(span, lang, opens=article and best is not None and best.start == start):
        return Count(0)
    if best is not None:
        return Count(1)
    own = [
        number
        for number in find(span, lang)
        if number.kind != "age" or number.end - number.start == len(span)
    ]
    if own:
        return own[0].count
    if is_denied(text, start, lang):
        return Count(0)
    if _is_one(span, lang) or is_singular(span, lang):
        return Count(1)
    return Count(2) if is_dual(span, lang) else None


def _several(text: str, start: int, end: int, lang: Language) -> Count | None:
    """Return the sum of the numbers within marked words that add up; the first of a part or a range.

    None where fewer than two numbers stand there, or neither holds.
    """
    inside = [n for n in _found(text, lang) if start <= n.start and n.end <= end and n.kind != "age"]
    if len(inside) < 2:
        return None
    low, high = inside[:2]
    if is_of(text[low.end : high.start], lang) or (low.count.bound, high.count.bound) == _RANGE:
        return low.count
    if any(n.kind not in ("cardinal", "article") or n.count.bound != "exact" for n in inside):
        return None
    offsets = [(n.start - start, n.end - start) for n in inside]
    return Count(sum(n.count.value for n in inside)) if adds(text[start:end], offsets, lang) else None


@lru_cache(maxsize=8)
def _found(text: str, lang: Language) -> tuple[Number, ...]:
    """Return the numbers of a text, kept for the next question on the same text."""
    return tuple(find(text, lang))


def _is_one(span: str, lang: Language) -> bool:
    """Tell whether a marked phrase without a number names one person: another, a guard, امرأة."""
    words = tokens(span)
    data = words_of(lang)
    ones = data.set("one", "words")
    if any(word.form in ones or word.key in ones for word in words):
        return True
    if lang != "ar":
        return False
    people = data.set("dual", "broken") | data.set("dual", "sound")
    return any(key in people for word in words for key, _ in word.keys)


def _readings(scan: Scan, lang: Language) -> list[Reading]:
    """Return the numbers of a scanned text, read left to right without overlap."""
    noughts = nought(scan, lang)
    reader = arabic() if lang == "ar" else latin(lang)
    special = _special(lang)
    found: list[Reading] = []
    place, count = 0, len(scan.forms)
    while place < count:
        reading = noughts.get(place)
        if reading is None:
            if isinstance(reader, Arabic):
                reading = _arabic(scan, place, reader)
            else:
                reading = _latin(scan, place, reader, special, lang)
        if reading is not None:
            found.append(reading)
            place = reading.last + 1
        else:
            place += 1
    return found


def _arabic(scan: Scan, at: int, reader: Arabic) -> Reading | None:
    """Read an Arabic number at word `at`: digits, number words, a dual, an ordinal, one of several."""
    form = scan.forms[at]
    if "0" <= form[-1] <= "9":
        return read_digits(scan, at, "ar")
    token = scan.words[at]
    if form in reader.share and scan.form(at - 1) in reader.share_before:
        return None
    if form in _weekdays():
        after_dual = form.startswith("الا") and at > 0 and scan.words[at - 1].key in reader.duals
        teen = scan.form(at + 1) in reader.ten
        if not (after_dual or teen):
            return None
    reading = reader.read(scan, at) or reader.dual(scan, at)
    if reading is not None:
        return reading
    special = _special("ar")
    for key, skip in token.keys:
        start = token.start + skip
        if key in reader.ordinals:
            last = at
            joined = scan.form(at + 1) if scan.joined(at) else ""
            tens = reader.tens.get(joined[1:].removeprefix("ال"), 0) if joined[:1] == "و" else 0
            value = reader.ordinals[key]
            if joined in reader.ten or tens:
                last, value = at + 1, value % 10 + (tens or 10)
            return Reading(at, last, start, scan.words[last].end, value, "ordinal")
        if key in special.singles and not form.startswith("ال"):
            return Reading(at, at, start, token.end, 1, "one_of")
    return None


@lru_cache(maxsize=1)
def _weekdays() -> frozenset[str]:
    """Return the names of Sunday and Monday, which look like one and two."""
    words = words_of("ar")
    days = words.set("weekdays", "sunday") | words.set("weekdays", "monday")
    return days | {glued + day for day in days for glued in "وفبل"}


@dataclass(frozen=True, slots=True)
class _Special:
    """Words of a language that are numbers, or none, for reasons of their own."""

    phrases: dict[Phrase, int]
    starts: frozenset[str]
    pairs: dict[str, int]
    pronoun_before: frozenset[str]
    pronoun_after: frozenset[str]
    pronoun_weak_before: frozenset[str]
    verbs_after: frozenset[str]
    single: frozenset[str]
    idioms: dict[str, frozenset[str]]
    singles: frozenset[str]


@lru_cache(maxsize=3)
def _special(lang: Language) -> _Special:
    """Return the special words of a language."""
    words = words_of(lang)
    if lang == "ar":
        none: frozenset[str] = frozenset()
        return _Special({}, none, {}, none, none, none, none, none, {}, words.set("part_words", "words"))
    table = {tuple(phrase.replace("-", " ").split()): v for phrase, v in words.values("phrases").items()}
    idioms = words.data.get("idioms", {}).get("before", {})
    return _Special(
        table,
        frozenset(phrase[0] for phrase in table),
        words.values("pairs"),
        words.set("grammar", "pronoun_before"),
        words.set("grammar", "pronoun_after"),
        words.set("grammar", "pronoun_weak_before"),
        words.set("grammar", "verbs_after"),
        words.set("grammar", "single"),
        {word: frozenset(before) for word, before in idioms.items()},
        frozenset(word for word, value in words.values("small").items() if value == 1),
    )


def _latin(scan: Scan, at: int, reader: Latin, special: _Special, lang: Language) -> Reading | None:
    """Read an English or French number at word `at`: digits, number words, a set phrase, an ordinal."""
    form = scan.forms[at]
    if "0" <= form[0] <= "9":
        return read_digits(scan, at, lang)
    token = scan.words[at]
    if form in special.starts:
        for phrase, value in special.phrases.items():
            if tuple(scan.forms[at : at + len(phrase)]) == phrase:
                last = at + len(phrase) - 1
                return Reading(at, last, token.start, scan.words[last].end, value, "group" * (value == 2))
    if form in reader.ordinals:
        return Reading(at, at, token.start, token.end, reader.ordinals[form], "ordinal")
    if form in special.pairs:
        return Reading(at, at, token.start, token.end, special.pairs[form], "group")
    if form not in reader.starts:
        return None
    reading = reader.read(scan, at)
    if reading is None:
        return None
    previous = scan.form(at - 1)
    last_form = scan.forms[reading.last]
    following = scan.form(reading.last + 1)
    hyphens = scan.gap(reading.last) == scan.gap(reading.last + 1) == "-"
    if hyphens and following in reader.joiners and scan.form(reading.last + 2) in reader.ordinals:
        last = reading.last + 2  # vingt-et-unième
        value = reading.value + reader.ordinals[scan.forms[last]]
        return Reading(at, last, token.start, scan.words[last].end, value, "ordinal")
    if following in reader.ordinals and scan.joined(reading.last) and scan.gap(reading.last) == "-":
        last = reading.last + 1
        value = reading.value + reader.ordinals[following]
        return Reading(at, last, token.start, scan.words[last].end, value, "ordinal")
    if reading.first == reading.last and form in special.singles:
        if previous in special.pronoun_before or following in special.pronoun_after:
            return None
        if previous in special.pronoun_weak_before and (
            following in special.verbs_after or not scan.joined(reading.last)
        ):
            return None
        return replace(reading, kind="one") if lang == "fr" and following not in special.single else reading
    if (
        reading.first == reading.last
        and last_form in special.idioms
        and previous in special.idioms[last_form]
    ):
        return None
    return reading


def _number(scan: Scan, reading: Reading, around: Context) -> Number:
    """Return the number of a reading, with its kind, bound and noun."""
    if reading.kind in ("dual", "none"):
        if reading.kind == "dual":
            own = scan.text[reading.start : scan.words[reading.first].end]
            noun = without_article(fold_key(own))
        else:
            noun = around.noun(scan, reading.last)[0]
        count = Count(reading.value, around.bound(scan, reading) if reading.kind == "dual" else "exact")
        part = reading.kind == "dual" and around.is_part(scan, reading)
        return Number(reading.start, reading.end, count, reading.kind, noun, part)
    noun, noun_at = around.noun(scan, reading.last)
    bare = replace(reading, kind="") if reading.kind in ("one", "group", "one_of") else reading
    kind = around.kind(scan, bare, noun, noun_at)
    if kind == "cardinal" and reading.kind == "one":
        kind = "article"
    elif kind == "cardinal" and reading.kind == "group":
        kind = "group"
    elif kind == "cardinal" and reading.value == 0:
        kind = "none"
    part = reading.kind == "one_of" or around.is_part(scan, reading)
    return Number(
        reading.start, reading.end, Count(reading.value, around.bound(scan, reading)), kind, noun, part
    )


@lru_cache(maxsize=3)
def _range_words(lang: Language) -> tuple[frozenset[str], frozenset[str]]:
    """Return the words before a range and those within it."""
    words = words_of(lang)
    return words.set("range", "between"), words.set("range", "middle")


def _ranges(scan: Scan, found: list[tuple[Reading, Number]], lang: Language) -> None:
    """Bound the two ends of each range in place, and give both the kind and noun of the second."""
    between, middle = _range_words(lang)
    for place in range(len(found) - 1):
        (first, low), (second, high) = found[place], found[place + 1]
        if second.first - first.last > 2:
            continue
        link = _link(scan, first, second, middle)
        if link and low.kind == "cardinal" and high.kind in ("age", "time"):  # âgés de 18 et 22 ans
            low = replace(low, kind=high.kind)
            found[place] = first, low
        if low.count.value >= high.count.value:
            continue
        if not link or not {low.kind, high.kind} <= {
            "cardinal",
            "measure",
            "duration",
            "age",
            "money",
            "time",
        }:
            continue
        kind = low.kind if high.kind == "cardinal" else high.kind
        if kind != "cardinal" and link == "to":
            low, high = replace(low, kind=kind), replace(high, kind=kind)
            found[place], found[place + 1] = (first, low), (second, high)
        opened = _open(scan, first.first, between)
        if opened == "from" or (not opened and link == "and"):
            continue
        found[place] = (
            first,
            replace(low, count=Count(low.count.value, "at_least"), kind=kind, noun=high.noun),
        )
        found[place + 1] = second, replace(high, count=Count(high.count.value, "at_most"), kind=kind)


def _open(scan: Scan, at: int, between: frozenset[str]) -> str:
    """Return "between" or "from" where such a word opens a range before word `at`, else ""."""
    previous = scan.form(at - 1)
    if previous in ("between", "entre", "بين"):
        return "between"
    return "from" if previous in between else ""


def _link(scan: Scan, first: Reading, second: Reading, middle: frozenset[str]) -> str:
    """Return how two numbers are linked: "and", "to" (or, à, a dash), or "" where they are not."""
    if second.first == first.last + 1:
        gap = scan.text[first.end : second.start]
        if gap.strip() == "و":
            return "and"
        return "to" if gap.strip() in ("-", "–", "—") and len(gap) <= 3 else ""
    word = scan.forms[first.last + 1]
    if word not in middle or not (scan.joined(first.last) and scan.joined(first.last + 1)):
        return ""
    return "and" if word in ("and", "et") else "to"
