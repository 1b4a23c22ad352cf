"""Dates of reports: what the words mean in each language, and what is never invented."""

from __future__ import annotations

import pytest

from marsad.codebook.model import Language
from marsad.errors import InputError
from marsad.text import dates

PUBLISHED = "2019-12-05"  # a Thursday

CASES: list[tuple[Language, str, str]] = [
    ("ar", "الخامس من ديسمبر 2018", "2018-12-05"),
    ("ar", "5 كانون الأول/ديسمبر 2018", "2018-12-05"),
    ("ar", "21 أيار (مايو) 1991", "1991-05-21"),
    ("ar", "الثامن والعشرين من تشرين الأول", "2019-10-28"),
    ("ar", "الخميس 31 أوت 2017", "2017-08-31"),
    ("ar", "3 نونبر الماضي", "2019-11-03"),
    ("ar", "فاتح دجنبر 2015", "2015-12-01"),
    ("ar", "٢٨ يونيه ٢٠١٨", "2018-06-28"),
    ("ar", "٥/١٢/٢٠١٨", "2018-12-05"),
    ("ar", "12 ربيع الأول 1441هـ", "2019-11-09"),
    ("ar", "1441/3/12 هـ", "2019-11-09"),
    ("ar", "12 ربيع الأول", "2019-11-09"),
    ("ar", "السبت 3 ربيع الآخر 1441 هـ الموافق 30 نوفمبر 2019م", "2019-11-30"),
    ("ar", "صباح اليوم الخميس", "2019-12-05"),
    ("ar", "فجر أمس الأربعاء", "2019-12-04"),
    ("ar", "صباح أمس (الأربعاء)", "2019-12-04"),
    ("ar", "أول من أمس", "2019-12-03"),
    ("ar", "الليلة الماضية", "2019-12-04"),
    ("ar", "البارحة", "2019-12-04"),
    ("ar", "قبل يومين", "2019-12-03"),
    ("ar", "قبل ثلاثة أيام", "2019-12-02"),
    ("ar", "الخميس الماضي", "2019-11-28"),
    ("ar", "الأحد المقبل", "2019-12-08"),
    ("ar", "ليلة الثلاثاء الأربعاء", "2019-12-04"),
    ("ar", "ليل الثلاثاء - الأربعاء", "2019-12-04"),
    ("ar", "الليلة الفاصلة بين يومي 3 و4 ديسمبر", "2019-12-04"),
    ("ar", "السادس من الشهر الجاري", "2019-12-06"),
    ("ar", "مطلع الشهر الماضي", "2019-11"),
    ("ar", "العام الماضي", "2018"),
    ("fr", "5 décembre 2018", "2018-12-05"),
    ("fr", "1er mars", "2019-03-01"),
    ("fr", "5/12/2018", "2018-12-05"),
    ("fr", "2 sept. 2019", "2019-09-02"),
    ("fr", "hier soir", "2019-12-04"),
    ("fr", "avant-hier", "2019-12-03"),
    ("fr", "aujourd’hui", "2019-12-05"),
    ("fr", "il y a trois jours", "2019-12-02"),
    ("fr", "jeudi dernier", "2019-11-28"),
    ("fr", "dimanche prochain", "2019-12-08"),
    ("fr", "mardi vers 18 h 15", "2019-12-03"),
    ("fr", "la nuit de mardi à mercredi", "2019-12-04"),
    ("fr", "la nuit du 30 novembre au 1er décembre", "2019-12-01"),
    ("fr", "la nuit du mardi 3 au mercredi 4 décembre", "2019-12-04"),
    ("fr", "2 au 4 décembre 2019", "2019-12"),
    ("fr", "fin mars", "2019-03"),
    ("fr", "courant 2018", "2018"),
    ("fr", "le mois dernier", "2019-11"),
    ("fr", "mardi de la semaine dernière", "2019-11-26"),
    ("en", "December 5, 2018", "2018-12-05"),
    ("en", "Dec. 5, 2018", "2018-12-05"),
    ("en", "5 Dec 2018", "2018-12-05"),
    ("en", "the fifth of December 2018", "2018-12-05"),
    ("en", "2018-12-05", "2018-12-05"),
    ("en", "05/12/2018", "2018-12-05"),
    ("en", "12/25/2018", "2018-12-25"),
    ("en", "December 2018", "2018-12"),
    ("en", "last night", "2019-12-04"),
    ("en", "two days ago", "2019-12-03"),
    ("en", "Thursday", "2019-12-05"),
    ("en", "last Thursday", "2019-11-28"),
    ("en", "Thursday last week", "2019-11-28"),
    ("en", "next Tuesday", "2019-12-10"),
    ("en", "the night of Tuesday to Wednesday", "2019-12-04"),
    ("en", "the morning of December 3", "2019-12-03"),
    ("en", "Friday at about 1.30am", "2019-11-29"),
    ("en", "yesterday (Wednesday)", "2019-12-04"),
    ("en", "three weeks ago", "2019-11"),
    ("en", "mid-November", "2019-11"),
    ("en", "Christmas Day", "2018-12-25"),
]
LEAD = {"ar": "وقع الهجوم ", "fr": "L'attaque a eu lieu ", "en": "They struck "}
PARTIAL: list[tuple[Language, str]] = [
    ("ar", "الأحد"),
    ("ar", "مساء أمس"),
    ("ar", "15 مارس"),
    ("ar", "قبل يومين"),
    ("ar", "12 رمضان"),
    ("fr", "mardi soir"),
    ("fr", "le 15 mars"),
    ("fr", "la veille"),
    ("fr", "fin mars"),
    ("en", "Sunday night"),
    ("en", "March 15"),
    ("en", "last week"),
    ("en", "the same day"),
]


@pytest.mark.parametrize(("lang", "words", "meant"), CASES)
def test_words_mean_their_period(lang: Language, words: str, meant: str) -> None:
    """One mention, the very words, and the period they mean on the day of publication."""
    text = f"{LEAD[lang]}{words}."
    (found,) = dates.find(text, lang, PUBLISHED)
    told = text[found.start : found.end]
    assert str(found.period) == meant
    assert told == words


@pytest.mark.parametrize(("lang", "words"), PARTIAL)
def test_no_year_is_invented(lang: Language, words: str) -> None:
    """Without a day of publication a partial date is found, and means nothing."""
    (found,) = dates.find(f"{LEAD[lang]}{words}.", lang, None)
    assert found.period is None


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "Police may march on, and a second man sat in the sun."),
        ("en", "The minister spoke two days before the vote, they say."),
        ("fr", "Sept hommes ont été tués, deux autres blessés."),
        ("ar", "قتل أحد الجنود وأصيب اثنين من رفاقه، ومارس الأب مهنته."),
    ],
)
def test_words_that_are_no_dates(lang: Language, text: str) -> None:
    """Verbs, numbers and nouns spelt like a date word are no mention."""
    assert dates.find(text, lang, PUBLISHED) == []


def test_dateline_stands_for_publication() -> None:
    """A full date at the head of the text is the day from which "yesterday" is counted."""
    found = dates.find("LIMA, Dec 18, 1996 — Rebels struck yesterday and on Monday.", "en")
    assert [str(mention.period) for mention in found] == ["1996-12-18", "1996-12-17", "1996-12-16"]


def test_day_counted_from_the_last_one_told() -> None:
    """«La veille» is a step back from the last day told; «le lendemain» is counted from where it left."""
    found = dates.find("Le 5 mars 2016, un tir. La veille, une grenade. Le lendemain, rien.", "fr")
    assert [str(mention.period) for mention in found] == ["2016-03-05", "2016-03-04", "2016-03-06"]


def test_month_first_where_the_text_writes_so() -> None:
    """English figures are read month first where the text names the month before the day."""
    found = dates.find("On December 3, 2018, and again on 05/12/2018, they came.", "en")
    assert [str(mention.period) for mention in found] == ["2018-12-03", "2018-05-12"]


def test_february_in_a_leap_year() -> None:
    """29 February without a year is that of the last leap year."""
    (found,) = dates.find("Le 29 février, une bombe.", "fr", PUBLISHED)
    assert str(found.period) == "2016-02-29"


def test_impossible_day_means_nothing() -> None:
    """A day that the calendar lacks is found without a period."""
    assert [mention.period for mention in dates.find("On 31 June 2019 they came.", "en")] == [None]


def test_at_takes_the_mention_under_the_span() -> None:
    """`at` reads the marked words; a bare time of day is that of the last day told."""
    text = "Mardi, une bombe. Vers 22 h 30, une autre."
    assert str(dates.at(text, 0, 5, "fr", PUBLISHED)) == "2019-12-03"
    start = text.index("Vers")
    assert str(dates.at(text, start, start + 12, "fr", PUBLISHED)) == "2019-12-03"
    assert dates.at(text, 7, 16, "fr", None) is None


def test_published_must_be_a_date() -> None:
    """Anything but an ISO date is refused by name."""
    with pytest.raises(InputError, match="5 mars"):
        dates.find("hier", "fr", "5 mars 2016")


@pytest.mark.parametrize(
    ("lang", "text", "told"),
    [
        ("ar", "انفجار في سوق الأحد وفي مدينة السادس من أكتوبر.", []),
        ("ar", "استهدف الهجوم السبت سوق المدينة.", ["السبت"]),
        ("fr", "Une bombe rue du 4-Septembre, mardi place de la Gare.", ["mardi"]),
        ("en", "The Monday Market and the March 23 Movement.", []),
    ],
)
def test_names_with_a_date_in_them(lang: Language, text: str, told: list[str]) -> None:
    """A street, market or movement named after a day is no date; a place told after a day is."""
    assert [text[mention.start : mention.end] for mention in dates.find(text, lang, PUBLISHED)] == told


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "Black Sunday was shown, as the Good Friday Agreement and his Man Friday were."),
        ("en", "Bloody Sunday and the Easter Sunday bombings were recalled; 9-11 people came."),
        ("fr", "Le Vendredi noir, les accords du Vendredi saint."),
        ("ar", "ذكرى الأحد الدامي والجمعة السوداء."),
    ],
)
def test_names_with_a_week_day_in_them(lang: Language, text: str) -> None:
    """A day that is a name (an event of the past, a treaty, a film) is no week day of the report."""
    assert dates.find(text, lang, PUBLISHED) == []


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "Since the 11 September attacks they met."),
        ("en", "It was the worst since 9/11."),
        ("fr", "Depuis les attentats du 11 septembre, la loi a changé."),
        ("fr", "Depuis les attentats du 11-Septembre, la loi a changé."),
        ("ar", "منذ هجمات 11 سبتمبر تغير القانون."),
        ("ar", "بعد أحداث الحادي عشر من أيلول تغير القانون."),
    ],
)
@pytest.mark.parametrize("published", [PUBLISHED, None])
def test_a_past_event_means_its_own_day(lang: Language, text: str, published: str | None) -> None:
    """The name of an event that holds a date means the day of that event, whatever the publication."""
    (found,) = dates.find(text, lang, published)
    assert (str(found.period), found.rule) == ("2001-09-11", dates.EVENT)


def test_figures_that_only_look_like_an_event() -> None:
    """A full date in figures, another year, the day without the event: each is an ordinary date."""
    for text, meant in [
        ("On 9/11/2018 they met.", "2018-11-09"),
        ("The attacks of September 11, 2012, were recalled.", "2012-09-11"),
        ("On 11 September police held him.", "2019-09-11"),
    ]:
        (found,) = dates.find(text, "en", PUBLISHED)
        assert (str(found.period), found.rule) == (meant, "date")


@pytest.mark.parametrize(
    ("lang", "words", "meant"),
    [
        ("en", "Easter Sunday", "2019-04-21"),
        ("en", "Good Friday 2016", "2016-03-25"),
        ("fr", "lundi de Pâques", "2019-04-22"),
        ("ar", "أحد الفصح 2021", "2021-04-04"),
    ],
)
def test_feasts_that_move_with_easter(lang: Language, words: str, meant: str) -> None:
    """Easter and its days are reckoned, and are not taken for the last such week day."""
    (found,) = dates.find(f"{LEAD[lang]}{words}.", lang, PUBLISHED)
    assert str(found.period) == meant


@pytest.mark.parametrize(
    ("lang", "words"), [("ar", "منذ أسبوع"), ("fr", "il y a une semaine"), ("en", "a week ago")]
)
def test_days_ago_over_two_months_mean_nothing(lang: Language, words: str) -> None:
    """A week ago that may lie in either of two months gives no bare year."""
    (found,) = dates.find(f"{LEAD[lang]}{words}.", lang, PUBLISHED)
    assert found.period is None


def test_partial_date_beside_a_full_one() -> None:
    """Without publication a full date lends its year to partial ones near it, unless two years are told."""
    found = dates.find(
        "Le 5 mars 2019, un tir. L'arme fut volée le 20 février, dit-on, par un homme fiché le 13 novembre.",
        "fr",
    )
    assert [str(mention.period) for mention in found] == ["2019-03-05", "2019-02-20", "2018-11-13"]
    found = dates.find("Le 5 mars 2019, un tir. Comme le 3 mai 2012 et le 20 février.", "fr")
    assert found[-1].period is None
