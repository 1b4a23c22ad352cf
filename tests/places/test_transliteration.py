"""The fallback for Arabic spellings of foreign towns, and the countries that services tell."""

from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from marsad.places.resolver import at
from marsad.places.transliteration import likeliest, likeness, skeletons, spelled_alike


def test_consonants_agree_over_spellings() -> None:
    """Two scripts' spellings of one town share consonant classes, silent finals and unwritten w's aside."""
    for arabic, latin in (
        ("بارانكابيرميخا", "Barancabermeja"),
        ("تشيليابينسك", "Chelyabinsk"),
        ("جيجل", "Jijel"),
        ("غورليتس", "Görlitz"),
        ("لوهانسك", "Luhansk"),
        ("لوغانسك", "Luhansk"),
        ("سانت دوني", "Saint-Denis"),
        ("سان دوني", "Saint-Denis"),
        ("مايدوجوري", "Maiduguri"),
    ):
        assert skeletons(arabic) & skeletons(latin), (arabic, latin)


def test_likeness_ranks_vowels() -> None:
    """Of towns with the same consonants, the one with the vowels as written is the likest."""
    assert likeness("كامينسك", "Kamensk") > likeness("كامينسك", "Komunansk")
    assert likeness("دابلو", "Dablo") > 0.9
    assert likeness("دابلو", "Diébalé") < likeness("دابلو", "Dablo")


def test_an_unlisted_spelling_is_found_in_its_country() -> None:
    """A town whose Arabic name no source has is found by its consonants, and only in its country."""
    entry = spelled_alike("غلادستون", "AU")
    assert entry is not None
    assert (entry.name, entry.country) == ("Gladstone", "AU")
    assert spelled_alike("ما", "AU") is None


def test_a_service_tells_the_country() -> None:
    """Brest is in Brittany where the DGSI makes the arrest, in Belarus where the Belarusians do."""
    for text, code in (
        ("La DGSI a interpellé sept hommes à Brest.", "FR"),
        ("Le KGB biélorusse a interpellé sept hommes à Brest.", "BY"),
    ):
        start = text.index("Brest")
        place = at(text, start, start + 5, "fr")
        assert place is not None
        assert place.country == code


@given(st.text(max_size=40))
def test_skeletons_hold_classes_alone(name: str) -> None:
    """A skeleton never doubles a class and holds lower-case Latin letters only; likeness is a share."""
    for own in skeletons(name):
        assert all(a != b for a, b in itertools.pairwise(own))
        assert own.isascii()
    assert 0.0 <= likeness(name, name) <= 1.0


def test_likeliest_prefers_the_countries_of_the_report() -> None:
    """A name surely of a place is sought in the report's countries, then among the cities abroad."""
    own = likeliest("بوينس آيريس", (("AR", 1.0),), ())
    abroad = likeliest("بوينس آيريس", (("LB", 1.0),), ("AR",))
    assert own is not None and own == abroad and own.country == "AR"
    assert likeliest("بوينس آيريس", (("LB", 1.0),), ()) is None
    assert likeliest("غا", (("GH", 1.0),), ("NG",)) is None
