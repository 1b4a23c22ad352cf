"""Properties of dates: whatever is written is read back, whatever the day."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from marsad.codebook.model import Language
from marsad.text import dates
from marsad.text.words import load

DAYS = st.dates(date(1970, 1, 1), date(2035, 12, 31))
LANGUAGES: list[Language] = ["ar", "fr", "en"]
LEAD = {"ar": "وقع الهجوم ", "fr": "L'attaque a eu lieu ", "en": "They struck "}


def _only(words: str, lang: Language, published: str | None = None) -> str | None:
    """Return the period of the one mention in a sentence with `words`, which it must cover."""
    text = f"{LEAD[lang]}{words}, on dit."
    (found,) = dates.find(text, lang, published)
    assert text[found.start : found.end].strip() in words
    return None if found.period is None else found.period.value


@given(DAYS, st.sampled_from(LANGUAGES), st.data())
def test_day_and_month_names_are_read_back(day: date, lang: Language, data: st.DataObject) -> None:
    """Every spelling of a month in every language, with the day before it and the year after it."""
    name = data.draw(st.sampled_from(load(lang, "dates")["months"][str(day.month)]))
    name = name.capitalize() if lang == "en" else name
    assert _only(f"{day.day} {name} {day.year}", lang) == day.isoformat()


@given(DAYS, st.sampled_from(["/", "-", "."]), st.sampled_from(["d", "y"]), st.sampled_from(LANGUAGES))
def test_figures_are_read_back(day: date, sign: str, order: str, lang: Language) -> None:
    """Day first or year first, with each sign, day first being the rule in all three languages."""
    parts = [f"{day.day:02}", f"{day.month:02}", str(day.year)]
    assert _only(sign.join(parts if order == "d" else parts[::-1]), lang) == day.isoformat()


@given(DAYS)
def test_arabic_figures_and_double_months(day: date) -> None:
    """Arabic-Indic figures and the two names of a month side by side."""
    months = load("ar", "dates")["months"][str(day.month)]
    figures = f"{day.day} {months[1]}/{months[0]} {day.year}".translate(
        {ord(str(number)): "٠١٢٣٤٥٦٧٨٩"[number] for number in range(10)}
    )
    assert _only(figures, "ar") == day.isoformat()


@given(DAYS)
def test_arabic_days_in_words(day: date) -> None:
    """The day as an ordinal: «الثامن والعشرين من»."""
    data = load("ar", "dates")
    words = f"{data['ordinals'][str(day.day)][0]} من {data['months'][str(day.month)][0]} {day.year}"
    assert _only(words, "ar") == day.isoformat()


@given(DAYS)
def test_hijri_days_are_read_back(day: date) -> None:
    """A day written in the Hijri calendar is the same day."""
    from hijridate import Gregorian

    hijri = Gregorian(day.year, day.month, day.day).to_hijri()
    name = load("ar", "dates")["hijri"][str(hijri.month)][0]
    assert _only(f"{hijri.day} {name} {hijri.year}هـ", "ar") == day.isoformat()
    assert _only(f"{hijri.day}/{hijri.month}/{hijri.year} هـ", "ar") == day.isoformat()


@given(DAYS, st.integers(0, 6), st.sampled_from(LANGUAGES))
def test_week_day_is_in_the_past_week(published: date, number: int, lang: Language) -> None:
    """A bare week day is that day, at most six days before publication."""
    name = load(lang, "dates")["weekdays"][str(number)][0]
    told = _only(name.capitalize() if lang == "en" else name, lang, published.isoformat())
    assert told is not None
    day = date.fromisoformat(told)
    assert day.weekday() == number
    assert timedelta(0) <= published - day < timedelta(7)


@given(DAYS, DAYS, st.sampled_from(LANGUAGES))
def test_day_without_year_is_the_latest(published: date, day: date, lang: Language) -> None:
    """A day and month alone: never after publication, and never a year in which it could be later."""
    name = load(lang, "dates")["months"][str(day.month)][0]
    words = f"{day.day} {name.capitalize() if lang == 'en' else name}"
    told = _only(words, lang, published.isoformat())
    assert told is not None
    found = date.fromisoformat(told)
    assert (found.month, found.day) == (day.month, day.day)
    assert found <= published
    if (day.month, day.day) != (2, 29):
        assert published - found < timedelta(366)
    assert _only(words, lang, None) is None


@given(DAYS, st.sampled_from(LANGUAGES))
def test_night_is_the_later_day(day: date, lang: Language) -> None:
    """In the night from Tuesday to Wednesday: Wednesday."""
    names = load(lang, "dates")["weekdays"]
    first = names[str((day.weekday() - 1) % 7)][0]
    second = names[str(day.weekday())][0]
    words = {
        "ar": f"ليلة {first} {second}",
        "fr": f"la nuit de {first} à {second}",
        "en": f"the night of {first.capitalize()} to {second.capitalize()}",
    }[lang]
    assert _only(words, lang, day.isoformat()) == day.isoformat()


@given(st.text(max_size=120), st.sampled_from(LANGUAGES), st.none() | DAYS)
def test_any_text_is_read(text: str, lang: Language, published: date | None) -> None:
    """Mentions of any text lie in it, in order, without overlap."""
    found = dates.find(text, lang, published.isoformat() if published else None)
    ends = [0]
    for mention in found:
        assert ends[-1] <= mention.start < mention.end <= len(text)
        ends.append(mention.end)


_WORDS = {
    lang: [word for table in load(lang, "dates").values() for words in table.values() for word in words]
    + ["3", "15", "2016", "1437", "31", "00", ",", "/", "-", "(", ")", "."]
    for lang in LANGUAGES
}


@given(st.sampled_from(LANGUAGES), st.none() | DAYS, st.data())
def test_any_date_words_are_read(lang: Language, published: date | None, data: st.DataObject) -> None:
    """Date words in any order raise nothing, and with no year in them none is invented but a past event's."""
    words = data.draw(st.lists(st.sampled_from(_WORDS[lang]), max_size=12))
    if published is None:
        words = [word for word in words if word not in ("2016", "1437", "15", "31", "3", "00")]
    text = " ".join(word.title() if lang == "en" else word for word in words)
    found = dates.find(text, lang, published.isoformat() if published else None)
    if published is None:
        assert all(mention.period is None for mention in found if mention.rule != dates.EVENT)
