"""Personal names are found where they stand, and nowhere else."""

from __future__ import annotations

import pytest

from marsad.text import persons
from marsad.text.tokens import tokens

NAMES = [
    ("en", "Police held Karim Oran there.", "Karim Oran"),
    ("en", "It was sent by Omar al-Baghdadi in Paris.", "Omar al-Baghdadi"),
    ("en", "Hamas Khalil, 24, was held.", "Hamas Khalil"),
    ("en", "Witness Farc Smith saw it.", "Farc Smith"),
    ("en", "He is called Abu Musab al-Tunisi now.", "Abu Musab al-Tunisi"),
    ("en", "They tried Ahmed Yassin Kabul.", "Ahmed Yassin Kabul"),
    ("en", "It was the Miller gang again.", "Miller"),
    ("en", "They tried Jordan Israel Cruz Lima.", "Jordan Israel Cruz Lima"),
    ("en", "Then Austin Houston fled.", "Austin Houston"),
    ("en", "Police asked Eta Jones.", "Eta Jones"),
    ("en", "They tried Mr. Shabab Hassan.", "Shabab Hassan"),
    ("fr", "On a entendu l'imam Hamas Diallo.", "Hamas Diallo"),
    ("fr", "Hier Jean Nantes a fui.", "Jean Nantes"),
    ("fr", "Puis Vienne Constantine a fui.", "Vienne Constantine"),
    ("fr", "Il a blessé Mme Ansar Dine.", "Ansar Dine"),
    ("fr", "Le suspect, Taliban Traoré, a fui.", "Taliban Traoré"),
    ("ar", "أوقفت الشرطة المدعو ياسين مراكش.", "ياسين مراكش"),
    ("ar", "وقال المحامي علي حماس في بيان", "علي حماس"),
    ("ar", "أوقف رشيد وهران أمس", "رشيد وهران"),
    ("ar", "وسامي حلب في السجن", "سامي حلب"),
    ("ar", "أوقف عبد القادر بغداد.", "عبد القادر بغداد"),
]


@pytest.mark.parametrize(("lang", "text", "name"), NAMES)
def test_a_name_is_found(lang: str, text: str, name: str) -> None:
    """A name by its title, its given name, its surname or its make lies in one span."""
    found = [span.of(text) for span in persons.find(tokens(text), text, lang)]
    assert any(name in one for one in found), found


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "The attack in Austin, Texas, was foiled by police."),
        ("en", "A town named Paris lies near a neighbour at Oran."),
        ("en", "The Omar Mosque and the Khalid Brigade."),
        ("fr", "Un avocat de Lyon et la ville nommée Nantes."),
        ("ar", "هجوم على بغداد وتفجير في الرياض والقاهرة"),
        ("ar", "عادت من الجارة ليبيا إلى ولاية صنعاء"),
        ("ar", "وقال الناطق باسم الحوثيين وناطق باسم حماس"),
    ],
)
def test_places_are_no_names(lang: str, text: str) -> None:
    """Words that may begin a name begin none after a preposition, before a head noun, with an article."""
    assert not persons.find(tokens(text), text, lang)


def test_a_name_by_itself() -> None:
    """A name that a group could be given is told from a person's."""
    assert persons.looks_personal("John Miller", "en")
    assert persons.looks_personal("« Mohamed Larbi »", "fr")
    assert persons.looks_personal("«أبو محمد»", "ar")
    assert not persons.looks_personal("Omar Brigade", "en")
    assert not persons.looks_personal("Red Dawn", "en")
