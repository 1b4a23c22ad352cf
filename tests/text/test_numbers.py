"""Numbers in text: edges as the guide marks them, kinds, bounds and ranges."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marsad.codebook.model import Count, Language
from marsad.text.numbers import PEOPLE_KINDS, Number, at, find
from marsad.text.tokens import tokens


def _only(text: str, lang: Language) -> Number:
    found = find(text, lang)
    assert len(found) == 1, found
    return found[0]


def _seen(text: str, lang: Language) -> list[tuple[str, int, str]]:
    return [(text[n.start : n.end], n.count.value, n.kind) for n in find(text, lang)]


@given(st.integers(0, 9_999_999), st.sampled_from(["ar", "fr", "en"]))
def test_digits_with_separators(number: int, lang: Language) -> None:
    """Digits are read plain, grouped in the manner of the language, and in Arabic-Indic digits."""
    grouped = f"{number:,}"
    forms = [str(number), grouped if lang != "fr" else grouped.replace(",", " ")]
    if lang == "fr":
        forms += [grouped.replace(",", mark) for mark in ".\u00a0\u202f"]
    if lang == "ar":
        forms += [grouped.replace(",", "٬"), str(number).translate({48 + d: 0x660 + d for d in range(10)})]
        forms += [str(number).translate({48 + d: 0x6F0 + d for d in range(10)})]
    for form in forms:
        found = _only(f"x: {form} z", lang)
        assert (found.count.value, found.end - found.start) == (number, len(form)), form


@given(st.text(max_size=120), st.sampled_from(["ar", "fr", "en"]))
def test_any_text_is_read(text: str, lang: Language) -> None:
    """Numbers of any text lie in order inside it, without overlap, and none is empty."""
    last = 0
    for number in find(text, lang):
        assert last <= number.start < number.end <= len(text)
        last = number.end


_LOOSE = (
    "five six و٣ ثلاثة عشر وعشرين مئة ألف et un vingt quatre cent mille 7 : / . , - h أحد لم a dozen".split()
)


@given(st.lists(st.sampled_from(_LOOSE), max_size=14), st.sampled_from(["ar", "fr", "en"]))
def test_any_mix_of_number_words(pieces: list[str], lang: Language) -> None:
    """No order of number words breaks the reading; tokens at hand give the same numbers."""
    text = " ".join(pieces)
    assert find(text, lang) == find(text, lang, tokens(text))


@pytest.mark.parametrize(
    ("lang", "text", "expected"),
    [
        ("en", "At least a dozen men and two dozen women", [("a dozen", 12), ("two dozen", 24)]),
        (
            "en",
            "Half a dozen died, a hundred and five fled",
            [("Half a dozen", 6), ("a hundred and five", 105)],
        ),
        ("en", "Dozens were hurt, hundreds fled, several died", []),
        ("en", "1.5 million people and 2 thousand men", [("1.5 million", 1_500_000), ("2 thousand", 2000)]),
        ("en", "12 000 people and 1 250 000 dollars", [("12 000", 12_000), ("1 250 000", 1_250_000)]),
        ("en", "On May 5 200 men; in 2015 300 men", [("5", 5), ("200", 200), ("2015", 2015), ("300", 300)]),
        ("en", "A score of villagers, a score of 3", [("A score", 20), ("3", 3)]),
        ("en", "The number one suspect, in one blow; one fell", [("one", 1)]),
        ("en", "the number two of the group", []),
        ("en", "A couple of men and the pair", [("A couple", 2), ("pair", 2)]),
        ("en", "This one fled. In which one man died", [("one", 1)]),
        ("fr", "une vingtaine de blessés, deux douzaines", [("une vingtaine", 20), ("deux douzaines", 24)]),
        ("fr", "des dizaines de morts, plusieurs centaines", []),
        (
            "fr",
            "une demi-douzaine, quelque 2 millions",
            [("une demi-douzaine", 6), ("2 millions", 2_000_000)],
        ),
        ("fr", "l'un d'eux, quelqu'un, un scooter neuf", [("un", 1)]),
        ("ar", "عشرات القتلى ومئات الجرحى وآلاف النازحين وبضعة أشخاص", []),
        ("ar", "ثلاثة آلاف و٢٠٠ شخص", [("ثلاثة آلاف", 3000), ("٢٠٠", 200)]),
        ("ar", "المهاجمون الأربعة والخمسة عشر", [("الأربعة", 4), ("الخمسة عشر", 15)]),
        ("ar", "يوم الأحد والاثنين الماضي", []),
        ("ar", "وُجدا ميتين، فإن حركة طالبان نفت", []),
        ("ar", "استشهد ثلاثتهم", [("ثلاثتهم", 3)]),
    ],
)
def test_words_that_are_numbers(lang: Language, text: str, expected: list[tuple[str, int]]) -> None:
    """Set phrases, groups and glued words have the guide's value and edges; vague words are none."""
    assert [(words, value) for words, value, _ in _seen(text, lang)] == expected


@pytest.mark.parametrize(
    ("text", "dual"),
    [
        ("مقتل شخصين", "شخصين"),
        ("سقط قتيلان", "قتيلان"),
        ("وانتحاريان اثنان", "انتحاريان اثنان"),
        ("قتل رجلي أمن", "رجلي"),
        ("أصيبت سائحتان", "سائحتان"),
        ("والشابين", "الشابين"),
        ("قتل مسلحَين", "مسلحَين"),
        ("أطلق مجهولان", "مجهولان"),
        ("انتحاريين فجرا سترتيهما", "انتحاريين"),
        ("مقتل امرأتين", "امرأتين"),
    ],
)
def test_duals_of_people(text: str, dual: str) -> None:
    """People in the dual are two, marked as a whole without the particles before them."""
    assert (dual, 2, "dual") in _seen(text, "ar")


@pytest.mark.parametrize(
    "text", ["قتل عشرة مسلحين", "اعتقال مسلحين كانوا هناك", "بين المصلين", "رجل قتل", "مسلحي داعش"]
)
def test_plurals_are_no_duals(text: str) -> None:
    """A plural in ـين, a bare singular and a plural construct are no dual."""
    assert not [n for n in find(text, "ar") if n.kind == "dual"]


@pytest.mark.parametrize(
    ("lang", "text", "count"),
    [
        ("en", "at least five", Count(5, "at_least")),
        ("en", "more than twenty people", Count(20, "at_least")),
        ("en", "no fewer than ten", Count(10, "at_least")),
        ("en", "about ten men", Count(10, "about")),
        ("en", "up to 30 men", Count(30, "at_most")),
        ("en", "twenty people at least", Count(20, "at_least")),
        ("fr", "au moins cinq", Count(5, "at_least")),
        ("fr", "plus d'une trentaine", Count(30, "at_least")),
        ("fr", "une dizaine de morts", Count(10, "about")),
        ("fr", "vingt personnes au moins", Count(20, "at_least")),
        ("fr", "une douzaine", Count(12)),
        ("ar", "ما لا يقل عن خمسة", Count(5, "at_least")),
        ("ar", "وأكثر من ثمانين", Count(80, "at_least")),
        ("ar", "خمسة أشخاص على الأقل", Count(5, "at_least")),
        ("ar", "ونحو أربعين", Count(40, "about")),
        ("ar", "زهاء مئة", Count(100, "about")),
    ],
)
def test_bounds(lang: Language, text: str, count: Count) -> None:
    """Words before or behind a number bound it; the value stays the number said."""
    assert _only(text, lang).count == count


@pytest.mark.parametrize(
    ("lang", "text", "low", "high"),
    [
        ("en", "between 20 and 30 men", 20, 30),
        ("en", "four to six men", 4, 6),
        ("en", "40-50 men", 40, 50),
        ("fr", "entre vingt et trente hommes", 20, 30),
        ("ar", "بين عشرين وثلاثين رجلا", 20, 30),
    ],
)
def test_ranges(lang: Language, text: str, low: int, high: int) -> None:
    """Both ends of a range are numbers: the first at least, the second at most."""
    assert [n.count for n in find(text, lang)] == [Count(low, "at_least"), Count(high, "at_most")]


def test_a_change_is_no_range() -> None:
    """A toll that rises from one number to another is no range."""
    assert [n.count.bound for n in find("le bilan passe de six à neuf morts", "fr")] == ["exact", "exact"]


@pytest.mark.parametrize(
    ("lang", "text", "kind"),
    [
        ("en", "a 24-year-old man", "age"),
        ("en", "a man, 24, was held", "age"),
        ("en", "a girl of ten who", "age"),
        ("en", "in 2019 the", "year"),
        ("en", "on 5 December", "date"),
        ("en", "March 24, near", "date"),
        ("en", "on 05/12/2019 it", "date"),
        ("en", "at 9.30 a.m. in", "time"),
        ("en", "at eleven that night", "time"),
        ("en", "200 kg of", "measure"),
        ("en", "7.62 mm rounds", "measure"),
        ("en", "$500 was", "money"),
        ("en", "20 percent of", "percent"),
        ("en", "20% of", "percent"),
        ("en", "an AK-47 was", "name"),
        ("en", "flight 93 fell", "name"),
        ("fr", "le GSG 9, dans", "name"),
        ("en", "the fourth man", "ordinal"),
        ("en", "three days later", "duration"),
        ("fr", "âgé de 24 ans", "age"),
        ("fr", "vingt ans de prison", "duration"),
        ("fr", "à 15h30 devant", "time"),
        ("fr", "le 5 décembre", "date"),
        ("fr", "le 1er mai", "date"),
        ("fr", "3 km de", "measure"),
        ("fr", "le troisième homme", "ordinal"),
        ("fr", "le vingt-et-unième jour", "ordinal"),
        ("fr", "âgés de 18 et 22 ans", "age"),
        ("fr", "20 % de", "percent"),
        ("ar", "يبلغ من العمر 24 سنة", "age"),
        ("ar", "في 5 ديسمبر", "date"),
        ("ar", "مئتي كيلوغرام من", "measure"),
        ("ar", "الساعة 9 صباحا", "time"),
        ("ar", "العنصر الثالث", "ordinal"),
        ("ar", "عام 2019", "year"),
        ("ar", "ألف دولار", "money"),
        ("ar", "ثمانين في المئة", "percent"),
        ("ar", "٪20 منها", "percent"),
        ("ar", "القرن الحادي والعشرين", "ordinal"),
        ("ar", "ثلاثة أيام", "duration"),
    ],
)
def test_numbers_that_count_no_people(lang: Language, text: str, kind: str) -> None:
    """Ages, times, dates, measures, money, shares, names and ordinals say so by their kind."""
    found = find(text, lang)
    assert found and found[0].kind == kind, found
    assert not {n.kind for n in found} & PEOPLE_KINDS


@pytest.mark.parametrize(
    ("lang", "text", "words"),
    [
        ("en", "No one was hurt", "No one"),
        ("en", "Nobody died", "Nobody"),
        ("en", "there were no casualties", "no"),
        ("en", "It did not cause any injuries", "any"),
        ("fr", "Personne n'a été blessé", "Personne"),
        ("fr", "sans tuer personne", "personne"),
        ("fr", "aucun blessé", "aucun"),
        ("fr", "il n'y a pas de blessé", "pas"),
        ("ar", "ولم يصب أحد", "لم يصب أحد"),
        ("ar", "دون وقوع إصابات", "دون وقوع إصابات"),
        ("ar", "بلا خسائر في الأرواح", "بلا خسائر في الأرواح"),
        ("ar", "لم يسفر الهجوم عن سقوط قتلى", "لم يسفر الهجوم عن سقوط قتلى"),
        ("fr", "zéro blessé", "zéro"),
        ("ar", "ولم يصب من المصلين أحد", "أحد"),
    ],
)
def test_nought(lang: Language, text: str, words: str) -> None:
    """Words that deny are the number 0, of kind "none"."""
    assert (words, 0, "none") in _seen(text, lang)


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("fr", "une personne est morte"),
        ("fr", "l'attaque n'est pas une victoire"),
        ("en", "no group has claimed it"),
        ("en", "any casualties were taken away"),
        ("ar", "ما أسفر عن إصابات"),
        ("ar", "ما لا يقل عن عشرة جرحى"),
    ],
)
def test_not_nought(lang: Language, text: str) -> None:
    """The noun "personne", a denial of other things, and أسفر عن إصابات are no nought."""
    assert not [n for n in find(text, lang) if n.kind == "none"]


def test_parts_are_told() -> None:
    """A number that counts some of those named before says so."""
    assert [n.part for n in find("Five men, two of them armed", "en")] == [False, True]
    assert [n.part for n in find("Cinq hommes, dont deux armés", "fr")] == [False, True]
    assert [n.part for n in find("خمسة رجال، بينهم أجنبي، واثنان منهم", "ar")] == [False, True]
    assert [n.part for n in find("قال أحد المهاجمين", "ar")] == [True]


@pytest.mark.parametrize(
    ("lang", "text", "marked", "count"),
    [
        ("en", "Five died and at least 30 were hurt", "at least 30", Count(30, "at_least")),
        ("en", "A fourth fled", "A fourth", Count(1)),
        ("en", "Seven officers escaped unhurt", "unhurt", Count(0)),
        ("en", "Nobody was scratched there", "Nobody was scratched", Count(0)),
        ("en", "it hurt several men", "several", None),
        ("en", "another bomber", "another", Count(1)),
        ("fr", "Un gendarme et un civil", "un", Count(1)),
        ("fr", "Les otages sont sains et saufs", "sains et saufs", Count(0)),
        ("ar", "لم يقتل غيره", "لم يقتل غيره", Count(0)),
        ("ar", "استشهد مدني هناك", "مدني", Count(1)),
        ("ar", "وجرح أكثر من مئة", "أكثر من مئة", Count(100, "at_least")),
    ],
)
def test_marked_spans(lang: Language, text: str, marked: str, count: Count | None) -> None:
    """A marked phrase gives the number it overlaps, 0 where it denies, 1 for one person, else None."""
    start = text.index(marked)
    assert at(text, start, start + len(marked), lang) == count
