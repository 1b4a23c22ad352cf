"""The candidates of an incident: what the normalisers found, with features of one width."""

from __future__ import annotations

import pytest

from marsad.codebook import Count, Period, Place, Report
from marsad.reading.learned import membership
from marsad.reading.learned.candidates import KINDS, MOST, PLAIN, WIDTH, Candidate, candidates, matrix
from marsad.reading.lexical import facts_of
from marsad.reading.lexical.claims import Facts
from tests.reading.learned.fakes import LILLE, MEKNES, MOGADISHU, TWO, laid, of

INSIDE, OUTSIDE = 0, 1  # places in a candidate's features
TIMES, NEW, TITLED, RULED = 49, 50, 51, 52
OWN, OTHER, BEYOND, SEVERAL = (PLAIN + at for at in (7, 8, 9, 10))  # of `hints`: country, sums
SAME_DAY, DAY_BEFORE, AGO, LATER = (PLAIN + at for at in (11, 12, 13, 14))


def read(report: Report, inside: list[float] | None = None) -> tuple[list[Candidate], Facts]:
    """Return the candidates of a report read as one incident, and what the rules say of it."""
    scene = laid(report).scene
    count = len(scene.sentences)
    (part,) = membership.parts(scene, [[1.0] * count])
    facts = facts_of(part, [part])
    return candidates(part, inside or [1.0] * count, [0.0] * count, facts.claims), facts


def told(found: list[Candidate], report: Report, kind: str) -> list[tuple[str, object]]:
    """Return words and values of the candidates of a kind, sums left out."""
    return [(report.text[c.start : c.end], c.value) for c in found if c.kind == kind and not c.parts]


def test_each_kind_in_a_french_report() -> None:
    """Town, day, organisation, services and number, each with its value."""
    found, _ = read(LILLE)
    assert [(w, v.name) for w, v in told(found, LILLE, "place") if isinstance(v, Place)] == [
        ("Lille", "Lille")
    ]
    assert told(found, LILLE, "date") == [("mardi", Period("2023-03-14"))]
    assert [value for _, value in told(found, LILLE, "organisation")] == ["Islamic State"]
    assert [value for _, value in told(found, LILLE, "agency")] == ["DGSI", "PNAT"]
    assert told(found, LILLE, "number") == [("trois", Count(3))]


@pytest.mark.parametrize("report", [MEKNES, LILLE, MOGADISHU, TWO], ids=lambda r: r.id)
def test_candidates_stand_in_their_sentences_and_have_one_width(report: Report) -> None:
    """Sentence after sentence, in each by kind; WIDTH features, none past the ranges of a network's input."""
    found, _ = read(report)
    spans = [s.span for s in laid(report).scene.sentences]
    assert found
    for c in found:
        assert spans[c.sentence].start <= c.start < c.end <= len(report.text)
        assert c.start < spans[c.sentence].end
        assert len(c.features) == WIDTH
        assert all(-1.0 <= one <= 2.0 for one in c.features)
    order = [(c.sentence, KINDS.index(c.kind)) for c in found]
    assert order == sorted(order)
    assert matrix(found).shape == (len(found), WIDTH)


def test_no_candidates_make_an_empty_matrix() -> None:
    """(0, WIDTH), so that arrays can be laid together."""
    assert matrix([]).shape == (0, WIDTH)


def test_membership_of_the_sentence_comes_first() -> None:
    """The first two features are how far the sentence tells of this incident and of others."""
    scene = laid(TWO).scene
    parts = membership.parts(scene, [[0.9, 0.8, 0.0, 0.0], [0.0, 0.0, 0.7, 0.6]])
    facts = facts_of(parts[0], parts)
    found = candidates(parts[0], [0.9, 0.8, 0.1, 0.2], [0.05, 0.15, 0.7, 0.6], facts.claims)
    by = {TWO.text[c.start : c.end]: c.features for c in found}
    assert (by["Leeds"][INSIDE], by["Leeds"][OUTSIDE]) == (0.9, 0.05)
    assert (by["Kidal"][INSIDE], by["Kidal"][OUTSIDE]) == (0.1, 0.7)


def test_what_the_rules_claim_is_marked() -> None:
    """Only candidates of the value that the rules claim; of numbers, in the role of the claim."""
    found, facts = read(MOGADISHU)
    by = {MOGADISHU.text[c.start : c.end]: c for c in found if not c.parts}
    assert facts.claims["killed"].value == Count(9)
    assert by["nine"].features[RULED : RULED + 4] == (
        0.0,
        0.0,
        1.0,
        0.0,
    )  # suspects, arrested, killed, wounded
    assert by["twenty"].features[RULED : RULED + 4] == (0.0, 0.0, 0.0, 1.0)
    assert by["Saturday"].features[RULED] == 1.0
    assert by["2017"].features[RULED] == 0.0


def test_values_told_often_first_and_in_the_title() -> None:
    """How often a value is told (to five), where first, whether the title has it."""
    text = "A bomb exploded in Leeds. In Leeds, the mayor spoke. Police searched a house in London."
    found, _ = read(Report("x", text, "Bomb in Leeds", "en"))
    one, two, other = (c.features for c in found if c.kind == "place")
    assert (one[TIMES], two[TIMES], other[TIMES]) == (0.4, 0.4, 0.2)
    assert (one[NEW], two[NEW], other[NEW]) == (1.0, 0.0, 1.0)
    assert (one[TITLED], two[TITLED], other[TITLED]) == (1.0, 1.0, 0.0)


def test_a_country_and_a_region_are_candidates_without_a_value() -> None:
    """They may be marked, but name no town."""
    found, _ = read(of(MOGADISHU, "A bomb exploded in Somalia on Monday, killing nine people."))
    assert told(
        found, of(MOGADISHU, "A bomb exploded in Somalia on Monday, killing nine people."), "place"
    ) == [("Somalia", None)]


def test_numbers_that_count_no_people_are_none() -> None:
    """Kilos, years of age and hours are no candidates."""
    text = (
        "Police seized 40 kilos of explosives from a 24-year-old man at 5 pm and arrested three men in Leeds."
    )
    found, _ = read(of(MOGADISHU, text))
    assert [value for _, value in told(found, of(MOGADISHU, text), "number")] == [Count(3)]


def test_numbers_told_in_parts_are_offered_as_sums() -> None:
    """Two that follow each other, each and one more, three at once; each with the offsets of its parts."""
    text = "The blast killed four soldiers, two guards and a nurse, and hurt five drivers."
    found, _ = read(of(MOGADISHU, text))
    totals = [
        (value.value, [text[start:end] for start, end in c.parts])
        for c in found
        if c.parts and isinstance(value := c.value, Count)
    ]
    assert (6, ["four", "two"]) in totals
    assert (7, ["two", "five"]) in totals
    assert (11, ["four", "two", "five"]) in totals
    assert (5, ["four"]) in totals
    flags = {(c.features[BEYOND], c.features[SEVERAL]) for c in found if c.parts}
    assert flags == {(1.0, 0.0), (0.0, 1.0)}
    assert all(c.features[BEYOND] == c.features[SEVERAL] == 0.0 for c in found if not c.parts)


def test_a_model_of_before_sums_is_offered_none_and_the_features_that_it_knows() -> None:
    """The leading features are the same, whatever stands behind them."""
    scene = laid(MOGADISHU).scene
    count = len(scene.sentences)
    (part,) = membership.parts(scene, [[1.0] * count])
    facts = facts_of(part, [part])
    plain = candidates(part, [1.0] * count, [0.0] * count, facts.claims, width=PLAIN)
    found = [c for c in read(MOGADISHU)[0] if not c.parts]
    assert [c.features for c in plain] == [c.features[:PLAIN] for c in found]
    assert matrix(plain, PLAIN).shape == (len(plain), PLAIN)


def test_dates_know_how_long_before_the_report_they_lie() -> None:
    """The day itself, the day before, older ones by days to sixty, and later ones."""
    text = (
        "A bomb exploded in Leeds on Monday. Police said today that another was found on 1 March. "
        "A trial begins on 20 April 2023."
    )
    found, _ = read(Report("x", text, "", "en", published="2023-03-14"))
    by = {text[c.start : c.end]: c.features[SAME_DAY : LATER + 1] for c in found if c.kind == "date"}
    assert by["Monday"] == (0.0, 1.0, 1 / 60, 0.0)
    assert by["today"] == (1.0, 0.0, 0.0, 0.0)
    assert by["1 March"] == (0.0, 0.0, 13 / 60, 0.0)
    assert by["20 April 2023"] == (0.0, 0.0, 0.0, 1.0)


def test_places_and_services_of_another_country_than_the_rules_say_are_marked() -> None:
    """Of the same country the one feature holds, of another the other."""
    found, facts = read(LILLE)
    assert facts.claims["country"].value == "FR"
    by = {LILLE.text[c.start : c.end]: (c.features[OWN], c.features[OTHER]) for c in found}
    assert by["Lille"] == (1.0, 0.0)
    text = "A bomb exploded in Leeds on Monday. Police searched Leeds. The suspect had lived in Oslo."
    found, _ = read(Report("x", text, "Bomb in Leeds", "en", published="2023-03-14"))
    by = {text[c.start : c.end]: (c.features[OWN], c.features[OTHER]) for c in found if c.kind == "place"}
    assert by["Leeds"] == (1.0, 0.0)
    assert by["Oslo"] == (0.0, 1.0)


def test_a_long_text_has_a_bound_of_candidates() -> None:
    """At most MOST, however many are told."""
    found, _ = read(of(MOGADISHU, "Gunmen killed three people in Leeds and two in Kidal. " * 80))
    assert len(found) == MOST
