"""Likeness: symmetric, of the pair alone, with reasons that add up, in words of three languages."""

from __future__ import annotations

import pytest
from hypothesis import given

from marsad.codebook import Count, Language, Period, Place
from marsad.codebook.datafiles import LANGUAGES
from marsad.errors import DataError, ValueOutsideCodebookError
from marsad.linking import Account, Reason, likeness
from marsad.linking.weights import setting, weights
from tests.linking import made
from tests.linking.made import bombing


def levels(a: Account, b: Account) -> dict[str, str]:
    """Return the level of each comparison of a pair."""
    return {reason.feature: reason.level for reason in likeness(a, b).reasons}


@given(made.accounts(least=2, most=2))
def test_likeness_is_symmetric(pair: list[Account]) -> None:
    """The order of the two accounts changes neither score nor levels, only the sides of what they say."""
    one, two = likeness(*pair), likeness(*reversed(pair))
    assert one.score == two.score
    assert [(r.feature, r.level, r.weight, r.left, r.right) for r in one.reasons] == [
        (r.feature, r.level, r.weight, r.right, r.left) for r in two.reasons
    ]


@given(made.accounts(least=2, most=2))
def test_the_reasons_add_up_and_have_words(pair: list[Account]) -> None:
    """The score is the prior and the reasons' weights; each reason has words in each language."""
    found = likeness(*pair)
    assert found.score == pytest.approx(setting("prior") + sum(reason.weight for reason in found.reasons))
    sizes = [abs(reason.weight) for reason in found.reasons]
    assert sizes == sorted(sizes, reverse=True)
    assert 0.0 <= found.probability <= 1.0
    for lang in LANGUAGES:
        assert all(reason.words(lang).strip() and "{" not in reason.words(lang) for reason in found.reasons)


def test_every_level_that_weighs_has_words() -> None:
    """No weight of the data stands for a level that cannot be told in each language."""
    for feature, level in weights():
        for lang in LANGUAGES:
            assert Reason(feature, level, 0.0, "a", "b").words(lang)


def test_a_level_without_words_is_told() -> None:
    """A level that the wording does not know is a fault of the data, and named."""
    with pytest.raises(DataError, match=r"weapons\.strange"):
        Reason("weapons", "strange", 0.0).words("en")


@pytest.mark.parametrize(
    ("lang", "wanted"),
    [
        ("en", {"same town (Tunis)", "one day apart", "wounded: both 5"}),
        ("fr", {"même ville (Tunis)", "à un jour d'écart", "blessés : 5 dans les deux"}),
        ("ar", {"المدينة نفسها (Tunis)", "بفارق يوم واحد", "الجرحى: 5 في كليهما"}),
    ],
)
def test_reasons_are_told_in_words(lang: Language, wanted: set[str]) -> None:
    """Town, days and equal numbers read as a person would say them."""
    found = likeness(bombing(), bombing(report=1, date=Period("2020-03-07")))
    assert wanted <= {reason.words(lang) for reason in found.reasons}


def test_two_reports_on_one_attack_are_alike_and_look_alikes_are_not() -> None:
    """The same attack told again is likely one; one of the same make five days later is not."""
    first = bombing(words=frozenset({"~grgn", "embassy", "scooter", "lieutenant"}))
    again = bombing(
        report=1, killed=Count(1), lang="fr", words=frozenset({"~grgn", "scooter", "lieutenant", "ambassade"})
    )
    other = bombing(
        report=2,
        date=Period("2020-03-11"),
        killed=Count(26),
        wounded=Count(90),
        target_type=("religious",),
        published="2020-03-12",
        words=frozenset({"~srdr", "mosque", "prayers"}),
    )
    assert likeness(first, again).probability > 0.9
    assert likeness(first, other).probability < 0.1


def test_a_shared_rare_number_says_more_than_a_small_one() -> None:
    """Both 86 killed weighs more than both 1, and a later, higher toll is no contradiction."""

    def weight(a: int, b: int) -> float:
        pair = bombing(killed=Count(a)), bombing(report=1, killed=Count(b), published="2020-03-09")
        return next(r.weight for r in likeness(*pair).reasons if r.feature == "killed")

    assert weight(86, 86) > weight(1, 1) > weight(3, 90)
    assert weight(10, 14) > weight(14, 3)
    assert (
        levels(bombing(killed=Count(10)), bombing(report=1, killed=Count(14), published="2020-03-09"))[
            "killed"
        ]
        == "grown"
    )


def test_bounds_of_counts_are_heeded() -> None:
    """At least 5 and 9 do not contradict each other, whoever came first."""
    pair = bombing(killed=Count(5, "at_least")), bombing(report=1, killed=Count(9), published="2020-03-01")
    assert levels(*pair)["killed"] == "open"


def test_vectors_are_one_comparison() -> None:
    """A near vector speaks for one event, a far one against it, none is silent; spoiled ones are refused."""
    base = made.vector(1)
    near, far = made.vector(2, base, 0.9), made.vector(3, base, 0.0)
    plain = likeness(bombing(), bombing(report=1)).score
    with_near = likeness(bombing(vector=base), bombing(report=1, vector=near))
    with_far = likeness(bombing(vector=base), bombing(report=1, vector=far))
    assert with_near.score > plain > with_far.score
    assert {r.level for r in with_near.reasons if r.feature == "vector"} == {"very_close"}
    assert likeness(bombing(vector=base), bombing(report=1)).score == plain
    assert likeness(bombing(vector=base), bombing(report=1, vector=bytes(768))).score == plain
    with pytest.raises(ValueOutsideCodebookError, match="10 bytes, expected 384 float16"):
        likeness(bombing(vector=base), bombing(report=1, vector=bytes(10)))


@pytest.mark.parametrize(
    ("one", "two", "level"),
    [
        ("Islamic State", "Islamic State", "same"),
        ("Islamic State", "ISKP", "related"),
        ("jihadist", "jihadist", "kind"),
        ("Islamic State", "ETA", "other"),
    ],
)
def test_organisations_are_compared_by_the_registry(one: str, two: str, level: str) -> None:
    """A branch is related to its parent; an ideology in common is less than an organisation in common."""
    assert levels(bombing(affiliation=one), bombing(report=1, affiliation=two))["affiliation"] == level


@pytest.mark.parametrize(
    ("one", "two", "level"),
    [
        (made.TUNIS, made.TUNIS, "town"),
        (made.TUNIS, made.ARIANA, "town"),
        (made.TUNIS, made.SFAX, "far"),
        (made.TUNIS, made.SOMEWHERE, "country"),
        (made.SOMEWHERE, made.SOMEWHERE, "region"),
        (None, made.TUNIS, "country"),
    ],
)
def test_places_are_compared_on_the_map(one: Place | None, two: Place, level: str) -> None:
    """Towns by distance (a suburb 5 km off is the town), what is no town by region and country."""
    assert levels(bombing(place=one), bombing(report=1, place=two))["place"] == level


@pytest.mark.parametrize(
    ("one", "two", "level"),
    [
        ("2020-03-06", "2020-03-06", "same_day"),
        ("2020-03-06", "2020-03-08", "two_days"),
        ("2020-03", "2020-03-08", "within"),
        ("2020-02", "2020-03-02", "two_days"),
        ("2020-03-06", None, "told_soon"),
        ("2020-03-08", None, "told_before"),
        (None, None, "press_close"),
    ],
)
def test_days_are_compared(one: str | None, two: str | None, level: str) -> None:
    """Dates by their gap, an undated report by when it came out against the other's date."""
    a = bombing(date=Period(one) if one else None)
    b = bombing(report=1, date=Period(two) if two else None)
    assert levels(a, b)["date"] == level
