"""The rank of what waits: what raises it, what lowers it, and why an incident waits at all."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from marsad.codebook import Count, Incident, Language, Period, Value
from marsad.codebook.fields import NAMES
from marsad.linking import Choice, Folded
from marsad.review import WHYS, Judgement, because, judgement, waits
from marsad.review.queue import data, harm, parts

LIVE = frozenset("abc")


def folded(certainty: float = 0.5, disputed: tuple[str, ...] = (), **values: Any) -> Folded:
    """Return what an incident folds to, with fields that its reports disagree on."""
    told: dict[str, Value] = {name: getattr(Incident(**values), name) for name in NAMES}
    choices = {
        name: Choice(value, "latest", ("a",), ((None, ("b",)),) if name in disputed else ())
        for name, value in told.items()
    }
    return Folded(told, choices, certainty)


def rank(one: Folded, reports: int = 2, *, day: int = 0, judged: tuple[Judgement, ...] = ()) -> float:
    """Return the rank of an incident that waits."""
    (waiting,) = waits(judged, frozenset("a"), LIVE, one, reports, day)
    return waiting.rank


def say(kind: str, at: int, keys: str = "a", who: str = "Amal", **more: Any) -> Judgement:
    """Return a judgement on the incident of the account a."""
    return judgement(kind, list(keys), at=at, who=who, reason="read it", **more)


@pytest.mark.parametrize(
    ("first", "then"),
    [
        (folded(0.2), folded(0.9)),
        (folded(killed=Count(30)), folded(killed=Count(1))),
        (folded(killed=Count(1)), folded(wounded=Count(1))),
        (folded(weapons=("chemical",), stage="ready"), folded(weapons=("melee",), stage="ready")),
        (folded(weapons=("explosives",), stage="ready"), folded(weapons=("explosives",), stage="intent")),
        (folded(disputed=("killed", "date")), folded()),
        (folded(date=Period("2024-01-01")), folded(date=Period("2014-01-01"))),
    ],
)
def test_what_comes_first(first: Folded, then: Folded) -> None:
    """Less sure, more harm, a worse weapon, nearer to an attack, more disagreement, newer: each is first."""
    assert rank(first) > rank(then)


def test_one_report_alone_comes_before_many() -> None:
    """What nobody else told is looked at first, all else being equal."""
    assert rank(folded(), 1) > rank(folded(), 5)


def test_an_incident_without_a_date_is_ranked_by_its_day_in_the_record() -> None:
    """It does not sink to the end of the queue for want of a date."""
    day = 738000
    assert rank(folded(), day=day) > rank(folded(date=Period("2010-01-01")))


def test_harm_is_between_nothing_and_all() -> None:
    """It grows with the dead, never beyond 1; a plot counts by what it might have done."""
    values = [harm(folded(killed=Count(number)).values) for number in (0, 1, 10, 100, 10_000)]
    assert values == sorted(values)
    assert values[-1] == 1.0
    assert harm(folded(weapons=("radiological",), stage="ready").values) == 1.0


def test_points_are_those_of_the_data() -> None:
    """Each part is its share times its weight, and the rank is their sum."""
    weight = data()["weight"]
    told = parts(folded(0.25, ("killed", "date")), 2)
    assert told["doubt"] == pytest.approx(weight["doubt"] * 0.75)
    assert told["dispute"] == pytest.approx(weight["dispute"] * 2 / data()["scale"]["disputed"])
    assert told["single"] == pytest.approx(weight["single"] / 2)
    assert rank(folded(0.25, ("killed", "date"))) == pytest.approx(sum(told.values()), abs=0.001)


def test_why_it_waits() -> None:
    """Machine, corrected, accepted and left, accepted with a new report, undone, a sheet owed, a dispute."""

    def why(*judged: Judgement, group: str = "a") -> list[tuple[str, str]]:
        found = waits(judged, frozenset(group), LIVE, folded(), 1)
        return [(one.why, one.person) for one in found]

    yes = say("accept", 1)
    assert why() == [("review", "")]
    assert why(say("correct", 1, field="killed", value=3)) == [("corrected", "")]
    assert why(yes) == []
    assert why(say("reject", 1)) == []
    assert why(yes, group="ab") == [("again", "")]
    assert why(yes, say("undo", 2, judgement=yes.digest)) == [("review", "")]
    asked = say("second", 3, first="Amal", second="Omar", bare=False)
    assert why(yes, asked) == [("second", "Amal"), ("second", "Omar")]
    sheets = [
        say("code", 4, who=who, round=asked.digest, incident=who == "Amal", values={}, changed=[])
        for who in ("Amal", "Omar")
    ]
    assert why(asked, sheets[0]) == [("second", "Omar")]
    assert why(asked, *sheets) == [("disputed", "")]
    same = say("code", 5, who="Omar", round=asked.digest, incident=True, values={}, changed=[])
    assert why(asked, *sheets, same) == []
    settled = say("adjudicate", 6, who="Ines", round=asked.digest, incident=False, values={})
    assert why(asked, *sheets, settled) == []


def test_a_corrected_field_disagrees_no_more() -> None:
    """What somebody decided is no dispute, whatever reports say."""
    one = folded(disputed=("killed",))
    put = replace(one.choices["killed"], why="corrected")
    other = Folded(one.values, {**one.choices, "killed": put}, one.certainty)
    assert parts(other, 2)["dispute"] == 0 < parts(one, 2)["dispute"]


@pytest.mark.parametrize("lang", ["ar", "fr", "en"])
@pytest.mark.parametrize("why", WHYS)
def test_the_reasons_in_words(lang: Language, why: Any) -> None:
    """Every reason has words in each language, the fields in dispute by their names, no gap left open."""
    one = folded(0.31, ("killed",), killed=Count(12), weapons=("explosives",))
    told = because(why, "Omar", one, 1, lang)
    assert len(told) == 5
    assert any("0.31" in text for text in told)
    assert any("12" in text for text in told)
    assert not any("{" in text for text in told)
    threat = because(why, "", folded(weapons=("chemical",), stage="ready"), 2, lang)
    assert len(threat) == 3
