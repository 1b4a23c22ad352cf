"""Organisations in running text: spelling, case, particles, conditions, edges, later mentions."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marsad.actors import organisations

AQIM = "Al-Qaeda in the Islamic Maghreb"


def _first(text: str, lang: str, country: str | None = None) -> tuple[str, str]:
    """Return the words and the actor of the first mention."""
    mention = organisations.find(text, lang, country=country)[0]
    return text[mention.start : mention.end], mention.actor.name


@pytest.mark.parametrize(
    ("lang", "text", "words", "name"),
    [
        ("en", "A bomb that al Shabab claimed", "al Shabab", "al-Shabaab"),
        ("en", "fighters of the Islamic State group fled", "the Islamic State group", "Islamic State"),
        ("en", "claimed by the Kurdistan Workers' Party (PKK).", "the Kurdistan Workers' Party (PKK)", "PKK"),
        ("en", "Members of al-Qa'ida were held", "al-Qa'ida", "al-Qaeda"),
        ("en", "Isis said it was behind it", "Isis", "Islamic State"),
        ("en", "the Lashkar-e-Tayyiba gunmen", "the Lashkar-e-Tayyiba", "Lashkar-e-Taiba"),
        ("fr", "L'EI a revendiqué", "L'EI", "Islamic State"),
        ("fr", "à l’organisation « État islamique »", "l’organisation « État islamique »", "Islamic State"),
        ("fr", "un chef d'Al-Qaida au Maghreb islamique", "Al-Qaida au Maghreb islamique", AQIM),
        ("fr", "Une attaque des shebabs en Somalie", "shebabs", "al-Shabaab"),
        ("ar", 'بايع تنظيم "داعش" الإرهابي', 'تنظيم "داعش"', "Islamic State"),
        ("ar", "موالين لداعش في المدينة", "داعش", "Islamic State"),
        ("ar", "الموالية لتنظيم القاعدة ببلاد المغرب الإسلامي", "تنظيم القاعدة ببلاد المغرب الإسلامي", AQIM),
        ("ar", "وحركة الشباب تبنت الهجوم", "حركة الشباب", "al-Shabaab"),
        ("ar", "وأعلنت بوكو حرام", "بوكو حرام", "Boko Haram"),
    ],
)  # fmt: skip
def test_tricky_spellings_and_edges(lang: str, text: str, words: str, name: str) -> None:
    """Spelling variants, particles, quotes, articles and head nouns give the corpus's edges."""
    assert _first(text, lang) == (words, name)


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "He is as sure as ever. Is it over? As far as we know, the base was closed."),
        ("fr", "Il y eut un ei et le pp de la rue, et un as du volant."),
        ("en", "The base in Texas was closed; the Justice Department said an armed Islamic group had fled."),
        ("ar", "فتح مسلحون النار في الضفة الغربية وفر المسلحون الملثمون"),
        ("ar", "حزب العمال البريطاني دان الهجوم في لندن"),
        ("ar", "وقال الشباب في فرنسا إن قاعدة عسكرية تعرضت للقصف على الطريق"),
    ],
)
def test_plain_words_are_no_organisation(lang: str, text: str) -> None:
    """Words that an acronym or a name shares its letters with are left alone."""
    assert organisations.find(text, lang) == []


def test_an_ambiguous_name_goes_by_country() -> None:
    """A name of two organisations is decided by the text's country, or by the caller's."""
    somali = organisations.find("هاجم الشباب قاعدة في مقديشو بالصومال", "ar")
    mozambican = organisations.find("Insurgents known as al-Shabab raided Palma in Mozambique.", "en")
    told = organisations.find("The ADF struck again.", "en", country="CD")
    assert [m.actor.name for m in somali + mozambican + told] == [
        "al-Shabaab",
        "al-Shabab (Mozambique)",
        "Allied Democratic Forces",
    ]


def test_the_group_is_the_one_named_before() -> None:
    """A later noun takes up the nearest organisation before it, never one named only later."""
    text = "Hamas spoke. The group denied it. Later Boko Haram spoke."
    names = [(m.rule, m.actor.name) for m in organisations.find(text, "en")]
    assert names == [("name", "Hamas"), ("anaphora", "Hamas"), ("name", "Boko Haram")]


def test_a_parent_in_passing_is_not_taken_up() -> None:
    """An organisation named only as a parent does not become "the group"."""
    text = "The Kurdistan Freedom Falcons, an offshoot of the PKK, said the group had acted."
    start = text.index("the group")
    actor = organisations.at(text, start, start + len("the group"), "en")
    assert actor is not None
    assert actor.name == "Kurdistan Freedom Falcons"


def test_unknown_names_are_read_by_their_shape() -> None:
    """A self-styled group that no registry holds is found under its own name, with a low score."""
    text = "A group calling itself the Lions of Numidia said it had planted the bomb."
    (mention,) = organisations.find(text, "en")
    assert (mention.actor.name, mention.rule) == ("Lions of Numidia", "unknown")
    assert mention.score < 0.6


def test_a_branch_is_not_its_parent() -> None:
    """Where the text tells of Khorasan, the Islamic State of an Afghan attack is ISKP."""
    text = "In Kabul the Islamic State struck, its Khorasan affiliate said."
    assert _first(text, "en")[1] == "ISKP"


@pytest.mark.parametrize(
    ("lang", "text", "words", "name"),
    [
        ("fr", "On y reconnaît la katiba « El Wadi », liée au Jnim.", "la katiba « El Wadi »", "JNIM"),
        ("ar", "وينتمون إلى كتيبة «الوادي الأخضر» التابعة لتنظيم القاعدة ببلاد المغرب الإسلامي.",
         "كتيبة «الوادي الأخضر»", AQIM),
    ],
)  # fmt: skip
def test_an_unknown_brigade_is_its_parent(lang: str, text: str, words: str, name: str) -> None:
    """A name that no registry holds stands for the organisation that the text says it belongs to."""
    start = text.index(words)
    actor = organisations.at(text, start, start + len(words), lang)
    assert actor is not None
    assert actor.name == name


@pytest.mark.parametrize(
    ("lang", "country", "text", "name"),
    [
        ("ar", "BF", "وحمل المصدر جماعة «أنصار الإسلام» المسؤولية", "Ansarul Islam"),
        ("ar", "IQ", "وحمل المصدر جماعة «أنصار الإسلام» المسؤولية", "Ansar al-Islam"),
        ("ar", "CD", "مقاتلون من القوات الديموقراطية المتحالفة", "Allied Democratic Forces"),
        ("ar", "TD", "مقاتلون من تنظيم الدولة في غرب أفريقيا", "ISWAP"),
        ("fr", "YE", "Le ministère accuse les rebelles zaïdites", "Houthis"),
        ("fr", "BI", "des jeunes Imbonerakure", "Imbonerakure"),
    ],
)
def test_names_of_branches_and_spellings(lang: str, country: str, text: str, name: str) -> None:
    """Branches, spellings and names shared by two groups go to the group of the country at hand."""
    assert _first(text, lang, country)[1] == name


def test_ideology_counts_where_no_organisation_is_named() -> None:
    """A marked phrase of ideology gives the ideology, as the guide's affiliation."""
    text = "Trois hommes de l'ultradroite préparaient une attaque."
    start = text.index("l'ultradroite")
    actor = organisations.at(text, start, start + len("l'ultradroite"), "fr")
    assert actor is not None
    assert (actor.name, actor.generic) == ("far right", True)


@given(
    st.text(alphabet="الداعش تنظيم\"«»’' ISEPKhamasthe group()", max_size=60),
    st.sampled_from(["ar", "fr", "en"]),
)
def test_mentions_stay_inside_the_text_and_apart(text: str, lang: str) -> None:
    """Whatever the text, mentions have words, lie inside it, stand in order and do not overlap."""
    at = 0
    for mention in organisations.find(text, lang):
        assert at <= mention.start < mention.end <= len(text)
        at = mention.end
