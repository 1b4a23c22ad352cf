"""From scores to claims: the likeliest value, its words, null where none is likely enough."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from marsad.codebook import Claim, Count, Period, Place, Span, Value
from marsad.codebook.fields import fields
from marsad.reading.learned import choose
from marsad.reading.learned.arrays import Incidence
from marsad.reading.learned.candidates import FIELDS, WIDTH, Candidate
from marsad.reading.learned.choose import Settings
from marsad.reading.learned.features import COUNTS
from marsad.reading.learned.outputs import Said, said
from marsad.reading.lexical.claims import Facts
from marsad.reading.lexical.part import Part
from tests.reading.learned.fakes import MOGADISHU, laid
from training.plan import sizes

SCENE = laid(MOGADISHU).scene
TEXT = MOGADISHU.text
LEEDS = Place("Leeds", 1, 53.8, -1.5, "GB", "town")
NOWHERE = Place("Nowhere", None, None, None, "", "town")
LOW = -30000.0


def candidate(kind: str, word: str, value: Value) -> Candidate:
    """Return a candidate that stands at a word of the text."""
    start = TEXT.index(word)
    return Candidate(kind, start, start + len(word), value, 0, (0.0,) * WIDTH)


def facts(**values: Value) -> Facts:
    """Return what the rules say: the values given, each with the words "hotel"."""
    found = Facts(Part(SCENE, 1, SCENE.sentences))
    at = TEXT.index("hotel")
    for name, value in values.items():
        found.claim(name, value, [Span(at, at + 5)], 0.7, "test")
    return found


def silent(candidates: list[Candidate]) -> Said:
    """Return what a network says that says nothing: null where it may be, else the first value."""
    own = {name: np.full(size, -9.0, np.float32) for name, size in sizes().items()}
    options = {
        name: np.array([9.0] + [-9.0] * (3 if name in COUNTS else 0) + [LOW] * len(candidates), np.float32)
        for name in (*FIELDS, *COUNTS)
    }
    return Said(np.zeros((0, 0, 3), np.float32), own, np.zeros((len(candidates), 4), np.float32), options)


def chosen(
    candidates: list[Candidate],
    rules: Facts | None = None,
    marked: list[tuple[Span, float]] | None = None,
    how: Settings | None = None,
    ruled: dict[str, int] | None = None,
    **scores: list[float],
) -> dict[str, Claim]:
    """Return the claims by field where the network gives some fields these scores."""
    told = silent(candidates)
    for name, row in scores.items():
        (told.options if name in told.options else told.fields)[name] = np.array(row, np.float32)
    nothing = np.zeros(3, np.float32)
    incidence = Incidence(0, nothing, nothing, nothing, candidates, ruled or {})
    found = choose.claims(2, told, incidence, rules or facts(), marked or [], how or Settings())
    assert len({claim.field for claim in found}) == len(found)
    return {claim.field: claim for claim in found}


def words(claim: Claim) -> list[str]:
    """Return the words of a claim."""
    return [span.of(TEXT) for span in claim.spans]


SATURDAY = candidate("date", "Saturday", Period("2022-10-29"))
YEAR = candidate("date", "2017", Period("2017"))
NINE, TWENTY = candidate("number", "nine", Count(9, "about")), candidate("number", "twenty", Count(20))


def test_an_ideology_is_claimed_that_no_words_name() -> None:
    """The options behind null, in a model that has them; one that has not knows null alone."""
    far = candidate("organisation", "bomb", "far right")
    told = chosen([far], affiliation=[0.0, 1.0, 6.0, 0.0, 0.0, LOW])["affiliation"]
    assert (told.value, told.spans) == ("far right", ())
    both = chosen([far], affiliation=[0.0, 1.0, 6.0, 0.0, 0.0, 6.0])["affiliation"]
    assert (both.value, words(both)) == ("far right", ["bomb"])
    before = chosen([far], affiliation=[6.0, 1.0])["affiliation"]
    assert before.value is None


def test_every_field_but_the_country_is_claimed_of_the_incident_asked_for() -> None:
    """One claim a field with the number of the incident, a score, and values that the codebook allows."""
    found = chosen([SATURDAY])
    assert set(found) == set(fields()) - {"country"}
    for name, claim in found.items():
        assert claim.incident == 2
        assert 0.01 <= claim.score <= 0.99
        assert claim.method.startswith("learned/")
        fields()[name].validate(claim.value)


def test_the_likeliest_choice_and_its_probability() -> None:
    """Softmax over the field's values, at the field's temperature."""
    scores = [0.0, 2.0, 1.0, -1.0]
    plain, cool = chosen([], outcome=scores), chosen([], how=Settings(heat={"outcome": 0.5}), outcome=scores)
    assert plain["outcome"].value == cool["outcome"].value == fields()["outcome"].values[1]
    assert plain["outcome"].score == pytest.approx(np.exp(2) / np.exp(scores).sum(), abs=1e-5)
    assert cool["outcome"].score > plain["outcome"].score


def test_a_list_has_all_values_above_the_threshold_the_likeliest_first() -> None:
    """Its score is that of the least sure of them."""
    values = [value for value in fields()["weapons"].values if value != "unknown"]
    scores = [-9.0] * len(values)
    scores[values.index("melee")], scores[values.index("firearms")] = 2.0, 1.0
    scores[values.index("vehicle")] = -0.5
    claim = chosen([], weapons=scores)["weapons"]
    assert claim.value == ("melee", "firearms")
    assert claim.score == pytest.approx(1 / (1 + np.exp(-1.0)), abs=1e-5)
    wide = chosen([], how=Settings(least={"weapons": 0.3}), weapons=scores)["weapons"]
    assert wide.value == ("melee", "firearms", "vehicle")


def test_a_list_with_no_value_above_the_threshold_is_unknown() -> None:
    """Its score is how surely the likeliest is not said."""
    scores = [-3.0] * (len(fields()["weapons"].values) - 1)
    scores[2] = -1.0
    claim = chosen([], weapons=scores)["weapons"]
    assert claim.value == ("unknown",)
    assert claim.score == pytest.approx(1 - 1 / (1 + np.exp(1.0)), abs=1e-5)


@pytest.mark.parametrize(
    ("score", "least", "value"), [(1.0, 0.5, True), (1.0, 0.8, False), (-1.0, 0.2, True)]
)
def test_a_truth_is_held_to_its_threshold(score: float, least: float, value: bool) -> None:
    """The score is the probability of what is claimed."""
    claim = chosen([], how=Settings(least={"suicide": least}), suicide=[score])["suicide"]
    assert claim.value is value
    sure = 1 / (1 + np.exp(-score))
    assert claim.score == pytest.approx(sure if value else 1 - sure, abs=1e-5)


def test_options_of_one_value_count_together() -> None:
    """Two mentions of Saturday outweigh one of 2017 that is likelier than each of them."""
    again = replace(SATURDAY, start=SATURDAY.start + 3)
    claim = chosen([SATURDAY, YEAR, again], date=[-9.0, 1.0, 1.4, 1.0])["date"]
    assert claim.value == Period("2022-10-29")
    assert claim.score == pytest.approx(2 * np.exp(1.0) / (2 * np.exp(1.0) + np.exp(1.4)), abs=1e-3)
    assert [span.start for span in claim.spans] == [SATURDAY.start, again.start]


def test_counts_of_one_number_count_together_however_they_are_bound() -> None:
    """About nine and nine are one value; the likeliest candidate says the bound."""
    exact = replace(TWENTY, value=Count(9))
    scores = [0.0, LOW, LOW, LOW, 0.5, 0.2]
    claim = chosen([NINE, exact], killed=scores)["killed"]
    assert claim.value == Count(9, "about")
    assert words(claim) == ["nine", "twenty"]
    scores[4:] = [0.2, 0.5]
    assert chosen([NINE, exact], killed=scores)["killed"].value == Count(9)


def test_below_least_a_field_is_null() -> None:
    """The likeliest is not guessed; the score is then that of null."""
    scores = [0.0, 1.0, 0.5]
    plain = chosen([SATURDAY, YEAR], date=scores)["date"]
    held = chosen([SATURDAY, YEAR], how=Settings(least={"date": 0.6}), date=scores)["date"]
    assert plain.value == Period("2022-10-29")
    assert held.value is None
    assert held.spans == ()
    assert held.score == pytest.approx(1 / (1 + np.exp(1.0) + np.exp(0.5)), abs=1e-5)


@pytest.mark.parametrize(("at", "value"), [(0, None), (1, Count(0)), (2, Count(1)), (3, Count(5))])
def test_constant_options_of_a_count(at: int, value: Count | None) -> None:
    """Null, 0, 1, and what the rules say."""
    scores = [-9.0] * 4 + [LOW]
    scores[at] = 9.0
    assert chosen([NINE], ruled={"killed": 5}, killed=scores)["killed"].value == value


def test_a_count_of_the_rules_keeps_their_bound_and_words() -> None:
    """Five, taken from the rules, is at least five where they say so."""
    rules = facts(killed=Count(5, "at_least"))
    claim = chosen([NINE], rules, ruled={"killed": 5}, killed=[-9, -9, -9, 9, LOW])["killed"]
    assert claim.value == Count(5, "at_least")
    assert words(claim) == ["hotel"]


def test_words_of_an_unlikely_role_are_no_evidence() -> None:
    """Two numbers of one value: the one that hardly says this field is left out."""
    other = replace(TWENTY, value=Count(9))
    claim = chosen([NINE, other], killed=[0.0, LOW, LOW, LOW, 5.0, -5.0])["killed"]
    assert words(claim) == ["nine"]


def test_candidates_of_another_kind_say_nothing() -> None:
    """A service of the same name as the organisation is no evidence of it."""
    group, service = candidate("organisation", "Al-Shabaab", "X"), candidate("agency", "police", "X")
    claim = chosen([group, service], affiliation=[-9.0, 5.0, LOW])["affiliation"]
    assert (claim.value, words(claim)) == ("X", ["Al-Shabaab"])


def test_the_country_is_that_of_the_place() -> None:
    """With its words; the rules' country gives way."""
    town = candidate("place", "Mogadishu", LEEDS)
    found = chosen([town], facts(country="SO"), place=[-9.0, 9.0])
    assert (found["place"].value, found["country"].value) == (LEEDS, "GB")
    assert found["country"].spans == found["place"].spans
    assert found["country"].incident == 2


@pytest.mark.parametrize("scores", [[9.0, -9.0], [-9.0, 9.0]], ids=["no place", "place of no country"])
def test_without_a_place_that_has_one_the_country_is_that_of_the_rules(scores: list[float]) -> None:
    """Their claim as it is; none where they claim none."""
    rules = facts(country="SO")
    town = candidate("place", "Mogadishu", NOWHERE)
    assert chosen([town], rules, place=scores)["country"] == rules.claims["country"]
    assert "country" not in chosen([town], place=scores)


def test_words_of_the_rules_serve_where_they_say_the_same() -> None:
    """Agreed: their words. Not agreed: the marked words of the field's first label that is marked."""
    event, outcome = Span(0, 9, "EVENT"), Span(17, 21, "OUTCOME")
    marked = [(event, 0.9), (outcome, 0.8)]
    completed = [-9.0] * 4
    completed[fields()["outcome"].values.index("completed")] = 9.0
    agreed = chosen([], facts(outcome="completed"), marked, outcome=completed)["outcome"]
    apart = chosen([], facts(outcome="failed"), marked, outcome=completed)["outcome"]
    assert words(agreed) == ["hotel"]
    assert apart.spans == (Span(17, 21),)
    assert chosen([], facts(), marked[:1], outcome=completed)["outcome"].spans == (Span(0, 9),)


@pytest.mark.parametrize(
    ("stage", "label"),
    [
        ("intent", "STEP_INTENT"), ("planning", "STEP_PLAN"), ("acquisition", "STEP_ACQUIRE"),
        ("ready", "STEP_READY"), ("execution", "OUTCOME"),
    ],
)  # fmt: skip
def test_the_words_of_a_stage_are_those_of_its_step(stage: str, label: str) -> None:
    """Of all steps marked, the one that was reached."""
    labels = ["STEP_INTENT", "STEP_PLAN", "STEP_ACQUIRE", "STEP_READY", "OUTCOME"]
    marked = [(Span(at, at + 1, name), 0.9) for at, name in enumerate(labels)]
    scores = [9.0 if value == stage else -9.0 for value in fields()["stage"].values]
    claim = chosen([], facts(), marked, stage=scores)["stage"]
    assert claim.value == stage
    assert claim.spans == (Span(labels.index(label), labels.index(label) + 1),)


def test_marked_words_say_nothing_of_null_false_and_unknown() -> None:
    """A value that needs no words takes none that were marked for another."""
    marked = [
        (Span(0, 9, label), 0.9) for label in ("PERP", "VICTIM", "WEAPON", "EVENT", "TARGET", "PRECURSOR")
    ]
    found = chosen([], facts(), marked)
    for name in ("suspects", "killed", "weapons", "target_type", "suicide", "household_precursors"):
        assert found[name].value in (None, False, ("unknown",))
        assert found[name].spans == ()


def test_evidence_has_no_label_no_twin_and_a_bound() -> None:
    """Eight spans at most, in order."""
    rules = facts()
    rules.claim("actor", "cell", [Span(at, at + 2) for at in range(20, 0, -1)], 0.7, "test")
    scores = [9.0 if value == "cell" else -9.0 for value in fields()["actor"].values]
    spans = chosen([], rules, actor=scores)["actor"].spans
    assert len(spans) == 8
    assert list(spans) == sorted(set(spans))
    assert {span.label for span in spans} == {""}


def test_scores_of_candidates_come_from_their_own_kind() -> None:
    """`said` takes marks and choices from the outputs of each candidate's kind, and shuts out all others."""
    found = [candidate("place", "Mogadishu", None), SATURDAY, NINE, candidate("place", "capital", LEEDS)]
    out = [np.full((2, 4, 8 if kind == 4 else 2), 100.0 * kind, np.float32) for kind in range(5)]
    for kind in out:
        kind += np.arange(kind.size, dtype=np.float32).reshape(kind.shape) / 100
    tags = np.arange(2 * 5 * 2 * 3, dtype=np.float32).reshape(2, 5, 2, 3)
    told = np.arange(2 * sum(sizes().values()), dtype=np.float32).reshape(2, -1)
    nothing = np.zeros(1, np.float32)
    one = said(1, [tags, told, *out], Incidence(0, nothing, nothing, nothing, found, {}), 4, sizes())
    assert one.tags.tolist() == tags[1, :4].tolist()
    assert np.concatenate(list(one.fields.values())).tolist() == told[1].tolist()
    assert one.marks[0].tolist() == [out[0][1, 0, 0], LOW, LOW, LOW]
    assert one.marks[2].tolist() == out[4][1, 2, :4].tolist()
    assert one.options["place"].tolist() == [one.fields["place"][0], LOW, LOW, LOW, out[0][1, 3, 1]]
    assert one.options["date"].tolist() == [one.fields["date"][0], LOW, out[1][1, 1, 1], LOW, LOW]
    killed = 4 + COUNTS.index("killed")
    assert one.options["killed"].tolist()[3:] == [LOW, LOW, LOW, out[4][1, 2, killed], LOW]
    ruled = said(
        1, [tags, told, *out], Incidence(0, nothing, nothing, nothing, found, {"killed": 2}), 4, sizes()
    )
    assert ruled.options["killed"].tolist()[:4] == one.fields["killed"].tolist()


def test_the_rules_words_of_other_sentences_are_no_evidence() -> None:
    """Of what the rules found only the words in the incident's own sentences stay, unless there are none."""
    first, second = (sentence.span for sentence in SCENE.sentences[:2])
    spans = [Span(first.start, first.start + 3), Span(second.start, second.start + 3)]
    for inside, kept in (([0.9, 0.1], spans[:1]), ([0.1, 0.9], spans[1:]), ([0.1, 0.1], spans)):
        told = np.zeros(len(SCENE.sentences), np.float32)
        told[:2] = inside
        incidence = Incidence(0, told, told, told, [], {})
        assert choose._inside(spans, facts(), incidence) == kept
