"""What marked words say where the number words alone are not the whole of it."""

from __future__ import annotations

import pytest

from marsad.codebook.model import Language
from marsad.text.numbers import at, find


def _value(lang: Language, marked: str) -> int | None:
    """Return the value of the words in square brackets, None where they say no number."""
    before, rest = marked.split("[", 1)
    span, behind = rest.split("]", 1)
    count = at(before + span + behind, len(before), len(before) + len(span), lang)
    return None if count is None else count.value


@pytest.mark.parametrize(
    ("lang", "marked"),
    [
        ("fr", "Les trois fillettes, [saines et sauves], ont été rendues."),
        ("fr", "Il s'en sort sans [la moindre égratignure]."),
        ("fr", "La salle était, [fort heureusement, vide]."),
        ("fr", "La bombe n'a fait [que des dégâts matériels]."),
        ("fr", "[Tous ont survécu] à l'attaque."),
        ("fr", "Le ministre [en réchappe]."),
        ("fr", "Il n'y a [jamais eu de blessé]."),
        ("fr", "[Rien] ni personne n'a été touché."),
        ("fr", "Les six employés n'ont pas été [blessés]."),
        ("fr", "en l'[absence de victimes]"),
        ("fr", "Un bilan [exempt de victimes]"),
        ("fr", "[Personne n'a été atteint]."),
        ("fr", "L'attaque n'a fait [ni victime] ni dégât."),
        ("en", "The building was [empty]."),
        ("en", "It did not hurt [anyone]."),
        ("en", "They got away with not a [scratch]."),
        ("ar", "لم تقع [خسائر بشرية]"),
    ],
)
def test_marked_denials(lang: Language, marked: str) -> None:
    """A marked denial is nought, also where the negation stands before the marked words."""
    assert _value(lang, marked) == 0


@pytest.mark.parametrize(
    ("lang", "marked", "value"),
    [
        ("fr", "[l’un des deux] a été arrêté", 1),
        ("fr", "[deux des quatre] suspects", 2),
        ("fr", "deux des [quatre] suspects", 4),
        ("fr", "[le garde] a été tué", 1),
        ("fr", "[celui-ci] est mort", 1),
        ("fr", "le suspect a été [arrêté]", 1),
        ("fr", "[Le couple] a été arrêté", 2),
        ("fr", "[une paire] de suspects", 2),
        ("fr", "[l'un et l'autre] sont arrêtés", 2),
        ("fr", "[le quintette]", 5),
        ("fr", "[un homme et une femme] ont été arrêtés", 2),
        ("fr", "[un père et son fils]", 2),
        ("fr", "[un homme, une femme et deux enfants]", 4),
        ("fr", "[trois policiers et deux civils]", 5),
        ("fr", "[trois morts et cinq blessés]", 3),
        ("fr", "[entre cinq et dix] suspects", 5),
        ("fr", "[quatre, dont deux] mineurs", 4),
        ("fr", "[nonante et un] blessés", 91),
        ("fr", "[une personne] a été tuée", 1),
        ("fr", "[un homme de 25 ans]", 1),
        ("fr", "[deux à trois] hommes", 2),
        ("fr", "[dix à douze] hommes", 10),
        ("fr", "[une demi-centaine] de blessés", 50),
        ("fr", "[un demi-millier] de blessés", 500),
        ("fr", "[deux couples]", 4),
        ("en", "[two or three] men", 2),
        ("en", "[a family of four]", 4),
        ("ar", "[بين 5 و10] قتلى", 5),
        ("ar", "[كلا المهاجمين]", 2),
        ("fr", "l'attaque [n'a fait qu'un blessé]", 1),
        ("fr", "[un homme qui n'a pas été identifié]", 1),
        ("fr", "[une femme sans papiers]", 1),
        ("fr", "[Une personne sans lien avec lui]", 1),
        ("fr", "[l'homme et sa compagne]", 2),
        ("en", "[only one] was hurt", 1),
        ("fr", "[un homme et une femme, de 19 et 22 ans,]", 2),
        ("en", "[two men aged 20 and 25]", 2),
        ("en", "[Both men] were held", 2),
        ("en", "[two of the four]", 2),
        ("en", "[husband and wife]", 2),
        ("ar", "[التوأم]", 2),
        ("ar", "[رجل وامرأة]", 2),
    ],
)
def test_marked_counts(lang: Language, marked: str, value: int) -> None:
    """Pairs, parts, sums and single persons have their count; dead and hurt do not add up."""
    assert _value(lang, marked) == value


@pytest.mark.parametrize(
    ("lang", "marked"),
    [
        ("fr", "[une poignée] d'hommes"),
        ("fr", "[une partie] d'entre eux"),
        ("fr", "[la moitié] des suspects"),
        ("fr", "[un groupe] armé"),
        ("en", "[a handful] of men"),
        ("ar", "[عشرات] الجرحى"),
    ],
)
def test_unsaid_numbers(lang: Language, marked: str) -> None:
    """A handful, a part, a group say no number, though an article stands before."""
    assert _value(lang, marked) is None


def test_denial_at_the_end_of_a_text() -> None:
    """A two-word close of an Arabic denial may be the last words of the text."""
    assert [n.count.value for n in find("من دون خسائر بشرية", "ar")] == [0]


@pytest.mark.parametrize(
    "marked",
    [
        "أوقف أما و[ابنيها] البالغين",
        "لقيت رئيسة مكتب و[مساعدان] مصرعهم",
        "قتلوا [سائقين] روانديين بالرصاص",
        "اعتقلت [مستوطنين] من الخليل",
        "أوقف الأب و[ولداه]",
    ],
)
def test_a_marked_noun_that_ends_like_a_dual_is_two(marked: str) -> None:
    """The guide marks no plural as a number, so an Arabic noun in ين or ان that bears a mark means two."""
    assert _value("ar", marked) == 2


def test_a_marked_word_that_is_no_dual_says_no_number() -> None:
    """A noun without such an ending, or too short for one, stays without a number."""
    assert _value("ar", "قال [مصدر] إن") is None
    assert _value("ar", "وصل [عدد] منهم") is None
