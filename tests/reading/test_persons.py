"""A private person's name never becomes a value: no place, no country, no organisation."""

from __future__ import annotations

import pytest

from marsad.actors import organisations
from marsad.codebook import Incident, Report
from marsad.codebook.fold import incidents
from marsad.codebook.model import Language
from marsad.places import resolver
from marsad.reading.lexical import read

NAMES: dict[Language, list[str]] = {
    "en": [
        "Karim Oran", "Ali Basra", "Omar al-Baghdadi", "Hamas Khalil", "Witness Farc Smith",
        "Abu Musab al-Tunisi", "Ahmed Yassin Kabul", "the Miller gang", "Lance Sydney", "Jack London",
        "Jordan Israel Cruz Lima", "Austin Houston", "Eta Jones", "Mr Shabab Hassan",
    ],
    "fr": [
        "l'imam Hamas Diallo", "Jean Nantes", "Nassim Bamako", "Pierre Lille", "Vienne Constantine",
        "Taliban Traoré", "Mme Ansar Dine", "Karim Oran", "Abou Moussab al-Tounsi",
    ],
    "ar": [
        "المدعو ياسين مراكش", "المحامي علي حماس", "رشيد وهران", "سامي حلب", "عبد القادر بغداد",
        "أبو مصعب التونسي",
    ],
}  # fmt: skip
FRAMES: dict[Language, list[str]] = {
    "en": [
        "A bomb exploded on Monday and killed three people. {} was arrested by police after the attack.",
        "Police foiled a bomb attack on a church. The suspect, {}, had bought explosives, officers said.",
        "A gunman opened fire on a market and killed two people. The attack was claimed by {} on Monday.",
    ],
    "fr": [
        "Une bombe a explosé lundi et tué trois personnes. La police a arrêté {} après l'attentat.",
        "La police a déjoué un attentat contre une église. Le suspect, {}, avait acheté des explosifs.",
        "Un homme armé a tué deux personnes sur un marché. L'attentat a été revendiqué par {} lundi.",
    ],
    "ar": [
        "انفجرت قنبلة يوم الاثنين وقتلت ثلاثة أشخاص. وأوقفت الشرطة {} بعد الهجوم.",
        "أحبطت الشرطة هجوما بقنبلة على كنيسة. وقال {} إن المشتبه فيه اشترى متفجرات.",
    ],
}
NOBODY: dict[Language, str] = {"en": "a man", "fr": "un homme", "ar": "رجل"}
CASES = [(lang, frame, name) for lang, frames in FRAMES.items() for frame in frames for name in NAMES[lang]]


def coded(text: str, lang: Language) -> list[Incident]:
    """Return the incidents that the lexical reader tells of."""
    return incidents(read(Report(id="made-up", text=text, lang=lang)))


@pytest.mark.parametrize(("lang", "frame", "name"), CASES)
def test_no_name_becomes_a_value(lang: Language, frame: str, name: str) -> None:
    """None of a name's words is a place, evidence of a country, or an affiliation."""
    text = frame.format(name)
    start, end = text.index(name), text.index(name) + len(name)
    told = coded(text, lang)
    assert told
    nobody = frame.format(NOBODY[lang])
    untold = {one.country for one in coded(nobody, lang)}
    for one in told:
        assert (one.place, one.affiliation) == (None, None)
        assert one.country in untold
    assert not [m for m in resolver.find(text, lang) if start <= m.start < end]
    assert resolver.country_of_report(text, lang)[0] == resolver.country_of_report(nobody, lang)[0]


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "The bombing was claimed by John Miller on Monday."),
        ("en", "The bombing was claimed by a man calling himself Red Dawn."),
        ("en", "A cell called Karim Benali planned the bombing."),
        ("en", 'A group calling itself "Mohamed Larbi" claimed the bombing.'),
        ("fr", "L'attentat a été revendiqué par Mohamed Larbi lundi."),
        ("fr", "Un homme se faisant appeler « Abou Karim » a revendiqué l'attentat."),
        ("ar", "خلية المعروفة باسم «أبو محمد» خططت للهجوم"),
        ("en", "HE IS A MAN OF PEACE"),
    ],
)
def test_no_person_is_an_organisation(lang: Language, text: str) -> None:
    """Who claims, or bears a name of his own, is no organisation by that alone; nor is a verb in capitals."""
    assert not [m for m in organisations.find(text, lang) if m.rule in organisations.NAMED]


@pytest.mark.parametrize(
    ("lang", "text", "name"),
    [
        ("en", "The attack was claimed by the Blue River Brigade on Monday.", "Blue River Brigade"),
        ("en", 'A cell calling itself "Red Dawn" planned it.', "Red Dawn"),
        ("en", "Fighters of Abu Sayyaf attacked.", "Abu Sayyaf Group"),
        ("en", "The Abdullah Azzam Brigades claimed it.", "Abdullah Azzam Brigades"),
        ("en", "Fighters of the Uqba ibn Nafi Brigade attacked.", "Uqba ibn Nafi Brigade"),
        ("en", "ETA and its leader said so.", "ETA"),
        ("fr", "L'attentat a été revendiqué par le Hamas.", "Hamas"),
        ("fr", "L'attentat a été revendiqué par la Brigade du Fleuve.", "Brigade du Fleuve"),
        ("ar", "تبنت كتيبة عقبة بن نافع الهجوم", "Uqba ibn Nafi Brigade"),
        ("ar", "قالت حركة حماس إن الهجوم", "Hamas"),
    ],
)
def test_organisations_stay(lang: Language, text: str, name: str) -> None:
    """An organisation with a personal name in its own, or beside none, is found."""
    found = {m.actor.name for m in organisations.find(text, lang)}
    canonical = organisations.canonical(name) or name
    assert canonical in found, found


@pytest.mark.parametrize(
    ("lang", "text", "name"),
    [
        ("en", "Police arrested Karim in Oran on Monday.", "Oran"),
        ("en", "The bomb exploded in Abu Kamal, Syria.", "Abu Kamal"),
        ("en", "The bomb exploded in Port Said, Egypt.", "Port Said"),
        ("fr", "La police a arrêté Karim à Saint-Denis lundi.", "Saint-Denis"),
        ("fr", "Une attaque à Ben Guerdane, en Tunisie.", "Ben Guerdane"),
        ("fr", "Une attaque à Sidi Ali, en Algérie.", "Sidi Ali"),
        ("ar", "أوقفت الشرطة كريم بوهران أمس", "وهران"),
        ("ar", "انفجرت قنبلة في أبو كمال بسوريا", "أبو كمال"),
        ("ar", "هجوم في سيدي بوزيد بتونس", "سيدي بوزيد"),
    ],
)
def test_places_stay(lang: Language, text: str, name: str) -> None:
    """A place after a preposition stays one, and so does one whose own name is like a person's."""
    assert name in {m.name_as_written for m in resolver.find(text, lang)}
