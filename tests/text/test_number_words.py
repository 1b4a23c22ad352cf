"""Number words read back: spellers of English, French and Arabic, with text2num as a second opinion."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from text_to_num import text2num

from marsad.codebook.model import Language
from marsad.text.numbers import Number, find

_NUMBERS = st.one_of(st.integers(1, 200), st.integers(1, 99_999))

EN_SMALL = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen"
).split()
EN_TENS = "_ _ twenty thirty forty fifty sixty seventy eighty ninety".split()
FR_SMALL = (
    "zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dix-sept "
    "dix-huit dix-neuf"
).split()
FR_TENS = "_ _ vingt trente quarante cinquante soixante".split()
AR_UNITS = "_ واحد اثنان ثلاثة أربعة خمسة ستة سبعة ثمانية تسعة عشرة".split()
AR_UNITS_F = "_ واحدة اثنتان ثلاث أربع خمس ست سبع ثماني تسع عشر".split()
AR_TENS = "_ _ عشرون ثلاثون أربعون خمسون ستون سبعون ثمانون تسعون".split()
AR_HUNDREDS = "_ مئة مئتان ثلاثمئة أربعمئة خمسمئة ستمئة سبعمئة ثمانمئة تسعمئة".split()


def english(number: int, *, british: bool = True) -> str:
    """Spell 0 to 999,999 in English, with or without the British "and"."""
    if number < 20:
        return EN_SMALL[number]
    if number < 100:
        return EN_TENS[number // 10] + (f"-{EN_SMALL[number % 10]}" if number % 10 else "")
    if number < 1000:
        rest = number % 100
        link = " and " if british else " "
        return f"{EN_SMALL[number // 100]} hundred" + (link + english(rest) if rest else "")
    head, rest = divmod(number, 1000)
    link = " and " if british and 0 < rest < 100 else " "
    return f"{english(head, british=british)} thousand" + (
        link + english(rest, british=british) if rest else ""
    )


def french(number: int, *, swiss: bool = False) -> str:
    """Spell 0 to 999,999 in French, or as in Switzerland and Belgium (septante, nonante)."""
    if number < 20:
        return FR_SMALL[number]
    if number < 100:
        tens, unit = divmod(number, 10)
        if swiss and tens in (7, 9):
            head = "septante" if tens == 7 else "nonante"
            return head + ("" if not unit else " et un" if unit == 1 else f"-{FR_SMALL[unit]}")
        if tens in (7, 9):
            head = "soixante" if tens == 7 else "quatre-vingt"
            return f"{head} et onze" if number == 71 else f"{head}-{FR_SMALL[unit + 10]}"
        if tens == 8:
            return "quatre-vingts" if not unit else f"quatre-vingt-{FR_SMALL[unit]}"
        return FR_TENS[tens] + ("" if not unit else " et un" if unit == 1 else f"-{FR_SMALL[unit]}")
    if number < 1000:
        hundreds, rest = divmod(number, 100)
        cent = "cent" if hundreds == 1 else f"{FR_SMALL[hundreds]} cent" + ("" if rest else "s")
        return cent + (f" {french(rest, swiss=swiss)}" if rest else "")
    thousands, rest = divmod(number, 1000)
    mille = (
        "mille"
        if thousands == 1
        else f"{french(thousands, swiss=swiss)} mille".replace("cents mille", "cent mille")
    )
    mille = mille.replace("vingts mille", "vingt mille")
    return mille + (f" {french(rest, swiss=swiss)}" if rest else "")


def _oblique(words: str) -> str:
    """Return the same words in the genitive and accusative: عشرين, مئتين, ألفين, اثنين."""
    out = []
    for word in words.split():
        if word.endswith(("ون", "ان")):
            word = word[:-2] + "ين"
        elif word.endswith(("اثنا", "اثنتا")):
            word = word[:-1] + "ي"
        out.append(word)
    return " ".join(out)


def _below_hundred(number: int, *, feminine: bool) -> str:
    units = AR_UNITS_F if feminine else AR_UNITS
    if number <= 10:
        return units[number]
    if number < 20:
        ten = "عشرة" if feminine else "عشر"
        heads = {11: "إحدى" if feminine else "أحد", 12: "اثنتا" if feminine else "اثنا"}
        return f"{heads.get(number, units[number - 10])} {ten}"
    unit = units[number % 10] if number % 10 != 1 or not feminine else "إحدى"
    return f"{unit} و{AR_TENS[number // 10]}" if number % 10 else AR_TENS[number // 10]


def _below_thousand(number: int, *, feminine: bool) -> str:
    head, rest = divmod(number, 100)
    parts = [AR_HUNDREDS[head]] if head else []
    if rest:
        parts.append(_below_hundred(rest, feminine=feminine))
    return " و".join(parts)


def arabic(number: int, *, feminine: bool = False, oblique: bool = False, maiah: bool = False) -> str:
    """Spell 1 to 999,999 in Arabic: gender of what is counted, case, and مئة or مائة."""
    head, rest = divmod(number, 1000)
    parts = []
    if head == 1:
        parts.append("ألف")
    elif head == 2:
        parts.append("ألفان")
    elif head:
        parts.append(f"{_below_thousand(head, feminine=False)} {'آلاف' if 3 <= head % 100 <= 10 else 'ألفا'}")
    if rest:
        parts.append(_below_thousand(rest, feminine=feminine))
    words = " و".join(parts)
    if oblique:
        words = _oblique(words)
    return words.replace("مئ", "مائ") if maiah else words


def _only(text: str, lang: Language) -> Number:
    found = find(text, lang)
    assert len(found) == 1, found
    return found[0]


@given(_NUMBERS, st.booleans())
def test_english_words_round_trip(number: int, british: bool) -> None:
    """Any number up to 99,999 spelled in English is read back, whole, as text2num reads it."""
    words = english(number, british=british)
    assert text2num(words, "en") == number
    found = _only(f"They counted {words} people there.", "en")
    assert (found.count.value, found.end - found.start, found.noun) == (number, len(words), "people")


@given(st.integers(2, 99_999), st.booleans())
def test_french_words_round_trip(number: int, swiss: bool) -> None:
    """Any number up to 99,999 spelled in French, also with septante, is read back as text2num reads it."""
    words = french(number, swiss=swiss)
    assert text2num(words, "fr") == number
    found = _only(f"On compte {words} personnes ici.", "fr")
    assert (found.count.value, found.end - found.start, found.noun) == (number, len(words), "personnes")


@given(_NUMBERS, st.booleans(), st.booleans(), st.booleans(), st.sampled_from(["", "و", "ل", "ب", "ول"]))
def test_arabic_words_round_trip(number: int, feminine: bool, oblique: bool, maiah: bool, glued: str) -> None:
    """Any number up to 99,999 spelled in Arabic is read back, the particle glued to it left outside."""
    words = arabic(number, feminine=feminine, oblique=oblique, maiah=maiah)
    text = f"حسب البيان {glued}{words} هناك"
    found = find(text, "ar")
    assert [n.count.value for n in found] == [number], text
    assert text[found[0].start : found[0].end] == words
