"""Fold: the value of each field by its rule, what disagrees kept, and no order of accounts matters."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marsad.codebook import Bound, Count, Incident, Period
from marsad.codebook.fields import NAMES, fields
from marsad.errors import LinkingError, ValueOutsideCodebookError
from marsad.linking import Account, fold
from tests.linking import made
from tests.linking.made import bombing


@given(made.accounts(), st.randoms(use_true_random=False))
def test_the_order_of_accounts_never_matters(told: list[Account], chance: random.Random) -> None:
    """Any order folds to the same; each value is one that the codebook allows; certainty is 0 to 1."""
    folded = fold(told, {})
    assert fold(chance.sample(told, len(told)), {}) == folded
    assert tuple(folded.values) == tuple(folded.choices) == NAMES
    assert 0.0 <= folded.certainty <= 1.0
    known = {account.key for account in told}
    for name, choice in folded.choices.items():
        fields()[name].validate(choice.value)
        assert choice.value == folded.values[name]
        told_by = [key for keys in (choice.keys, *(keys for _, keys in choice.others)) for key in keys]
        assert len(told_by) == len(set(told_by)) and set(told_by) <= known
        assert choice.value not in [value for value, _ in choice.others]


@given(made.accounts(), made.incidents)
def test_corrections_stand(told: list[Account], by_hand: Incident) -> None:
    """What a person corrected is the value, whatever accounts say, and what they say is kept beside it."""
    folded = fold(told, {"killed": by_hand.killed, "place": by_hand.place, "outcome": by_hand.outcome})
    assert folded.values["killed"] == by_hand.killed
    assert folded.values["outcome"] == by_hand.outcome
    assert {folded.choices[name].why for name in ("killed", "place", "outcome")} == {"corrected"}


def test_one_account_folds_to_itself() -> None:
    """Every field that one account tells is the value, told once."""
    one = bombing(affiliation="Islamic State")
    folded = fold([one], {})
    assert {name: getattr(one.incident, name) for name in NAMES} == dict(folded.values)
    assert folded.choices["killed"].why == "told once"
    assert folded.choices["agency"].why == "not said"


@pytest.mark.parametrize(
    ("told", "value", "why"),
    [
        ([(3, "exact", 7), (5, "exact", 9)], Count(5), "latest"),
        ([(5, "exact", 7), (3, "exact", 9)], Count(3), "latest"),
        ([(21, "exact", 7), (20, "at_least", 9)], Count(21), "most precise"),
        ([(5, "exact", 7), (20, "at_least", 9)], Count(20, "at_least"), "latest"),
        ([(64, "exact", 7), (64, "exact", 8), (3, "exact", 9)], Count(64), "most told"),
        ([(47, "exact", 7), (0, "exact", 9)], Count(47), "most told"),
        ([(10, "about", 7), (10, "about", 8)], Count(10, "about"), "agreed"),
        ([(4, "exact", 7), (6, "exact", 7), (4, "exact", 7)], Count(4), "latest"),
    ],
)
def test_tolls(told: list[tuple[int, Bound, int]], value: Count, why: str) -> None:
    """The latest number, unless it is vaguer, alone and far off, or a zero against another."""
    accounts = [
        bombing(report=number, killed=Count(count, bound), published=f"2020-03-0{day}")
        for number, (count, bound, day) in enumerate(told)
    ]
    choice = fold(accounts, {}).choices["killed"]
    assert (choice.value, choice.why) == (value, why)


def test_disagreement_is_kept_oldest_first() -> None:
    """Killed: 3, then 5, then 6: the others stand beside the value with who says them."""
    told = [
        bombing(report=n, killed=Count(count), published=f"2020-03-{9 - n:02}")
        for n, count in enumerate((6, 5, 3))
    ]
    choice = fold(told, {}).choices["killed"]
    assert choice.value == Count(6) and choice.keys == (told[0].key,)
    assert choice.others == ((Count(3), (told[2].key,)), (Count(5), (told[1].key,)))


def test_the_most_precise_date_and_place_stand() -> None:
    """A day goes before its month, a town before a region; what is only vaguer does not disagree."""
    told = [
        bombing(date=Period("2020-03"), place=made.SOMEWHERE),
        bombing(report=1, date=Period("2020-03-06"), place=made.TUNIS),
        bombing(report=2, date=Period("2020-03"), place=None),
    ]
    choices = fold(told, {}).choices
    assert choices["date"].value == Period("2020-03-06") and choices["date"].others == ()
    assert choices["place"].value == made.TUNIS and choices["place"].why == "most precise"
    assert choices["place"].others == ((made.SOMEWHERE, (told[0].key,)),)


def test_of_equally_precise_dates_the_most_told_stands() -> None:
    """Two accounts outweigh one that took the day of the announcement."""
    told = [bombing(report=n, date=Period(f"2020-03-0{day}")) for n, day in enumerate((6, 7, 6))]
    choice = fold(told, {}).choices["date"]
    assert (choice.value, choice.why) == (Period("2020-03-06"), "most told")


def test_stage_goes_with_the_outcome_and_country_with_the_place() -> None:
    """A completed attack was executed, whatever one account says; the place's country is the country."""
    told = [
        bombing(stage="planning", country="EG", place=None),
        bombing(report=1),
        bombing(report=2, outcome="foiled", stage="ready", disruption="arrest"),
    ]
    choices = fold(told, {}).choices
    assert (choices["outcome"].value, choices["stage"].value) == ("completed", "execution")
    assert choices["stage"].others == (("planning", (told[0].key,)), ("ready", (told[2].key,)))
    assert (choices["country"].value, choices["country"].why) == ("TN", "of the place")
    foiled = fold(told, {"outcome": "foiled"}).values
    assert (foiled["stage"], foiled["disruption"]) == ("ready", "arrest")


def test_an_organisation_goes_before_an_ideology() -> None:
    """`jihadist` gives way to the organisation that one account names."""
    told = [
        bombing(report=n, affiliation=name) for n, name in enumerate(("jihadist", "jihadist", "al-Shabaab"))
    ]
    choice = fold(told, {}).choices["affiliation"]
    assert (choice.value, choice.why) == ("al-Shabaab", "most precise")


def test_lists_keep_what_enough_accounts_name() -> None:
    """A value that one of four names is left out, one that half name stays, in the codebook's order."""
    weapons = (("firearms", "explosives"), ("explosives",), ("firearms",), ("explosives", "melee"))
    told = [bombing(report=n, weapons=value) for n, value in enumerate(weapons)]
    assert fold(told, {}).values["weapons"] == ("firearms", "explosives") or fold(told, {}).values[
        "weapons"
    ] == ("explosives", "firearms")
    assert "melee" not in str(fold(told, {}).values["weapons"])


def test_certainty_grows_with_agreement() -> None:
    """Two accounts that agree are surer than one, and surer than two that contradict each other."""
    alone = fold([bombing()], {}).certainty
    agreed = fold([bombing(), bombing(report=1)], {}).certainty
    torn = fold([bombing(), bombing(report=1, outcome="foiled", date=Period("2020-03-09"))], {}).certainty
    assert agreed > alone > 0 and agreed > torn
    everything = {
        name: getattr(bombing().incident, name) for name in ("outcome", "attack_type", "place", "date")
    }
    assert fold([bombing()], everything).certainty > alone


def test_what_cannot_fold_is_refused() -> None:
    """No account, a field or a value that the codebook does not know: each says so."""
    with pytest.raises(LinkingError, match="no account"):
        fold([], {})
    with pytest.raises(ValueOutsideCodebookError, match="got the field 'mood'"):
        fold([bombing()], {"mood": "bad"})
    with pytest.raises(ValueOutsideCodebookError, match="outcome"):
        fold([bombing()], {"outcome": "splendid"})
