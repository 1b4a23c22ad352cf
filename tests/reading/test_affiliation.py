"""Whose attack it was: names set aside, attacks nobody claimed, organisations of another incident."""

from __future__ import annotations

import pytest

from marsad.codebook import Language, Report
from marsad.codebook.fold import incidents
from marsad.reading import lexical


def told(text: str, lang: Language) -> list[str | None]:
    """Return the affiliation of each incident of a text."""
    claims = lexical.read(Report("t", text, lang=lang, published="2024-05-14"))
    return [incident.affiliation for incident in incidents(claims)]


EN = "A bomb killed four soldiers at a checkpoint near Mosul on Monday. "
FR = "Une bombe a tué quatre soldats lundi à un barrage près de Gao. "
AR = "قتل أربعة جنود في انفجار قنبلة عند حاجز قرب الموصل أمس الإثنين. "


@pytest.mark.parametrize(
    ("text", "lang", "name"),
    [
        (EN + "Islamic State claimed the attack.", "en", "Islamic State"),
        (EN + "Islamic State denied that it had any part in it.", "en", None),
        (EN + "The troops were taking part in the war against Islamic State.", "en", None),
        (EN + "No group has claimed it. Islamic State fighters live in the hills.", "en", "Islamic State"),
        (EN + "No group has claimed it. Islamic State once had a court in the town.", "en", None),
        (EN + "No group has claimed it, but suspicion falls on Islamic State.", "en", "Islamic State"),
        (FR + "L'attaque a été revendiquée par le JNIM.", "fr", "JNIM"),
        (FR + "Le JNIM dément toute participation.", "fr", None),
        (FR + "Les soldats rentraient d'une opération contre le JNIM.", "fr", None),
        (FR + "L'attaque n'a pas été revendiquée. Le JNIM a un tribunal dans la ville.", "fr", None),
        (FR + "Elle n'a pas été revendiquée, mais les soupçons se portent sur le JNIM.", "fr", "JNIM"),
        (AR + "وتبنى تنظيم داعش الهجوم.", "ar", "Islamic State"),
        (AR + "ونفت حركة حماس أي صلة بالهجوم.", "ar", None),
        (AR + "وكان الجنود يشاركون في الحرب على داعش.", "ar", None),
        (AR + "ولم تتبن أي جهة الهجوم. وكانت لداعش محكمة في البلدة.", "ar", None),
    ],
)
def test_a_name_set_aside_is_no_author(text: str, lang: Language, name: str | None) -> None:
    """Who denies, is fought, or is only named where nobody claimed the attack, is not laid to it."""
    assert told(text, lang) == [name]


FOILED = (
    "Police in Lyon arrested two men on Monday who planned to blow up a station. "
    "They had bought fertiliser and a detonator, and had scouted the platforms.\n\n"
    "In a separate case, police in Nice arrested a man of 20 on Tuesday who had {} "
    "and who planned a knife attack on a synagogue."
)


def test_an_organisation_of_one_plot_is_not_that_of_the_one_before() -> None:
    """A pledge told of the second plotter says nothing of the first."""
    assert told(FOILED.format("pledged allegiance to Islamic State"), "en") == [None, "Islamic State"]
