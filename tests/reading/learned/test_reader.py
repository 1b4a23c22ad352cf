"""The way of a report through the learned reader, with a network that answers from a table."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from marsad.codebook import Claim, Count, Period, Place, Report, Span
from marsad.codebook.fields import fields
from marsad.codebook.fold import incidents, relevance
from marsad.errors import UnsupportedLanguageError
from marsad.reading.checks import needs_words
from marsad.reading.learned.choose import Settings
from marsad.reading.learned.sheet import LONGEST
from tests.reading.learned.fakes import LILLE, MEKNES, MOGADISHU, TWO, Table, Told, laid, of, reader

BOMBING = Told(
    {"outcome": "completed", "stage": "execution", "attack_type": ("bombing",), "weapons": ("explosives",),
     "actor": "unknown", "target_type": ("civilians",), "disruption": "none"},
    {"place": 0, "date": 0, "killed": 0},
)  # fmt: skip
SHOOTING = Told(
    {"outcome": "completed", "stage": "execution", "attack_type": ("armed_assault",),
     "weapons": ("firearms",), "actor": "cell", "target_type": ("military",), "disruption": "none"},
    {"place": 1, "date": 1, "killed": 1},
)  # fmt: skip
PLOT = Told(
    {"outcome": "foiled", "stage": "ready", "attack_type": ("bombing", "armed_assault"), "suicide": True,
     "weapons": ("explosives",), "household_precursors": True, "actor": "lone",
     "target_type": ("military", "civilians"), "disruption": "arrest"},
    {"place": 0, "date": 0, "affiliation": 0, "agency": 0, "suspects": "1", "arrested": "1"},
)  # fmt: skip


def sound(report: Report, claims: list[Claim]) -> None:
    """Hold claims to what every door counts on."""
    assert claims[0].incident == 0
    assert claims[0].field == "relevant"
    numbers = [claim.incident for claim in claims[1:]]
    assert numbers == sorted(numbers)
    assert set(numbers) == set(range(1, len(set(numbers)) + 1))
    pairs = [(claim.incident, claim.field) for claim in claims]
    assert len(set(pairs)) == len(pairs)
    for claim in claims[1:]:
        fields()[claim.field].validate(claim.value)
        assert 0.0 < claim.score < 1.0
        if needs_words(claim):
            assert claim.spans, claim
        for span in claim.spans:
            assert 0 <= span.start < span.end <= len(report.text)
            assert span.of(report.text).strip()


def test_two_incidents_numbered_from_one_in_order() -> None:
    """Each with its own place, day, number and course; the title, shared, is told of neither."""
    table = Table(groups=[(0, 1), (2, 3)], told=(BOMBING, SHOOTING))
    claims = reader(table)(TWO)
    sound(TWO, claims)
    leeds, kidal = incidents(claims)
    assert isinstance(leeds.place, Place)
    assert isinstance(kidal.place, Place)
    assert (leeds.place.name, leeds.country) == ("Leeds", "GB")
    assert (kidal.place.name, kidal.country) == ("Kidal", "ML")
    assert (leeds.date, kidal.date) == (Period("2023-03-13"), Period("2023-03-14"))
    assert (leeds.killed, kidal.killed) == (Count(3, "at_least"), Count(5))
    assert (leeds.attack_type, kidal.attack_type) == (("bombing",), ("armed_assault",))
    assert [span.of(TWO.text) for span in kidal.evidence["killed"]] == ["five"]
    assert relevance(claims)[0] is True


def test_the_order_is_that_of_the_text_whatever_the_network_calls_first() -> None:
    """The incident of the first sentence is number 1."""
    table = Table(groups=[(2, 3), (0, 1)], told=(BOMBING, SHOOTING))
    claims = reader(table)(TWO)
    sound(TWO, claims)
    assert [claim.value for claim in claims if claim.field == "country"] == ["GB", "ML"]


def test_each_incident_is_read_with_its_own_sentences() -> None:
    """The second stage is told who tells of what: inside for the one, outside for the other."""
    table = Table(groups=[(0, 1), (2, 3)], told=(BOMBING, SHOOTING))
    reader(table)(TWO)
    sheet = laid(TWO)
    member = table.second["member"]
    for unit, at in enumerate(sheet.sentence):
        if at >= 0:
            own = 0 if at < 2 else 1
            assert min(member[own, unit, 0], member[1 - own, unit, 1]) > 0.9
            assert max(member[own, unit, 1], member[1 - own, unit, 0]) < 0.1
    assert table.second["of"].tolist() == [0, 0]


@pytest.mark.parametrize("report", [MEKNES, LILLE, MOGADISHU], ids=lambda r: r.id)
def test_every_value_has_words_of_the_text(report: Report) -> None:
    """Evidence for all that needs it, also where nothing was marked and the rules say otherwise."""
    claims = reader(Table(told=(PLOT if report is not MOGADISHU else BOMBING,)))(report)
    sound(report, claims)
    (incident,) = incidents(claims)
    assert incident.outcome == ("foiled" if report is not MOGADISHU else "completed")
    assert {claim.field for claim in claims[1:]} >= set(fields()) - {"country"}


def test_a_network_that_knows_nothing_still_gives_sound_claims() -> None:
    """All scores alike: first values, nulls, unknown; nothing breaks."""
    claims = reader(Table(told=(Told(),)))(MEKNES)
    sound(MEKNES, claims)
    (incident,) = incidents(claims)
    assert (incident.weapons, incident.date, incident.place) == (("unknown",), None, None)


def test_what_the_guide_rules_out_is_mended() -> None:
    """A completed attack at stage `ready`, defused: the checks of all readers are held to here too."""
    told = Told({**BOMBING.fields, "stage": "ready", "disruption": "defused"}, BOMBING.chosen)
    (incident,) = incidents(reader(Table(told=(told,)))(MOGADISHU))
    assert (incident.outcome, incident.stage, incident.disruption) == ("completed", "execution", "none")


def test_a_report_that_is_not_relevant_is_one_claim() -> None:
    """With the probability that it is not; the second stage is not run."""
    table = Table(relevance=-2.0)
    claims = reader(table)(MOGADISHU)
    assert [(claim.incident, claim.field, claim.value) for claim in claims] == [(0, "relevant", False)]
    assert claims[0].score == pytest.approx(1 / (1 + np.exp(-2.0)), abs=1e-5)
    assert table.second == {}


def test_the_threshold_of_relevance_is_that_of_the_settings() -> None:
    """At a threshold of 0.05 the same report counts; the temperature moves its score."""
    how = Settings(relevant=0.05, heat={"relevant": 2.0})
    claims = reader(Table(relevance=-2.0), how)(MOGADISHU)
    told, score = relevance(claims)
    assert told
    assert score == pytest.approx(1 / (1 + np.exp(1.0)), abs=1e-5)


@pytest.mark.parametrize("text", ["", " \n\u00a0\n"])
def test_without_text_a_report_is_not_relevant(text: str) -> None:
    """A title alone is no report: one claim, and the network is not asked."""
    table = Table()
    claims = reader(table)(replace(MOGADISHU, text=text))
    assert [(claim.incident, claim.field, claim.value) for claim in claims] == [(0, "relevant", False)]
    assert table.first == {}


@pytest.mark.parametrize("text", ["…", "Boom!", "12"])
def test_next_to_no_text_is_read(text: str) -> None:
    """One unit or two, without a title: claims whose words are that little."""
    report = Report("x", text, lang="en")
    claims = reader(Table())(report)
    sound(report, claims)
    assert len(incidents(claims)) == 1


def test_a_language_that_is_not_read_is_refused_by_name() -> None:
    """A German text is named and refused before the network is asked."""
    table = Table()
    report = Report("de", "Die Polizei hat am Montag in Berlin zwei Männer festgenommen, teilte sie mit.")
    with pytest.raises(UnsupportedLanguageError, match="German"):
        reader(table)(report)
    assert table.first == {}


def test_the_language_is_found_where_none_is_given() -> None:
    """The claims are those of the report with its language."""
    table = Table(told=(PLOT,))
    assert reader(table)(replace(LILLE, lang=None)) == reader(table)(LILLE)


def test_a_report_of_five_thousand_words() -> None:
    """Many windows, none too long; spans of the last sentence are where they should be."""
    text = " ".join([TWO.text] * 147)
    assert len(text.split()) >= 5000
    report = of(TWO, text)
    table = Table(told=(BOMBING,))
    own = reader(table)
    judged = own.judge(report)
    assert judged is not None
    last = len(judged.sheet.units) - 1
    table.told = (replace(BOMBING, tags=[(last - 3, last - 1, "EVENT")]),)
    coded = own.code(report)
    sound(report, coded.claims)
    assert len(table.first["ids"]) > 10
    assert table.first["ids"].shape[1] <= LONGEST
    (event,) = [span for _, span, _ in coded.spans if span.label == "EVENT"]
    assert (event.of(text), event.end) == ("The gunmen fled", len(text) - 1)


def test_marked_words_and_marked_candidates_come_back_as_spans() -> None:
    """Tags as spans of their incident, candidates under their labels, numbers under their roles."""
    sheet = laid(TWO)
    at = sheet.unit_at(TWO.text.index("gunmen shot"))
    table = Table(
        groups=[(0, 1), (2, 3)],
        told=(BOMBING, replace(SHOOTING, tags=[(at, at, "PERP"), (at + 1, at + 2, "OUTCOME")])),
    )
    coded = reader(table).code(TWO)
    told = {(number, span.label, span.of(TWO.text)) for number, span, _ in coded.spans}
    assert told == {
        (1, "PLACE", "Leeds"), (1, "DATE", "Monday"), (1, "N_KILLED", "three"),
        (2, "PLACE", "Kidal"), (2, "DATE", "Tuesday"), (2, "N_KILLED", "five"),
        (2, "PERP", "gunmen"), (2, "OUTCOME", "shot dead"),
    }  # fmt: skip
    assert all(0.5 <= score <= 1.0 for _, _, score in coded.spans)


def test_an_arabic_report_with_tashkeel() -> None:
    """Vowel signs on every word: spans are of the text as it is written, signs and all."""
    text = "قُتِلَ ثَلاثَةُ أَشْخاصٍ فِي تَفْجِيرِ سَيّارَةٍ مُفَخَّخَةٍ فِي كَرْكُوكَ، وَفَرَّ المُهاجِمُ."
    report = Report("tashkeel", text, "", "ar", published="2023-03-15")
    at = laid(report).unit_at(text.index("تَفْجِيرِ"))
    coded = reader(Table(told=(replace(BOMBING, chosen={}, tags=[(at, at + 2, "EVENT")]),))).code(report)
    sound(report, coded.claims)
    spans = {span.label: span.of(text) for _, span, _ in coded.spans}
    assert spans == {"EVENT": "تَفْجِيرِ سَيّارَةٍ مُفَخَّخَةٍ"}


def test_the_conjunction_stays_outside_a_span() -> None:
    """«وبايع»: the unit after the conjunction is marked, and the span begins behind it."""
    text = "أوقفت الشرطة شابا في مكناس وبايع الشاب زعيم التنظيم."
    report = Report("waw", text, "", "ar")
    sheet = laid(report)
    at = sheet.unit_at(text.index("بايع"))
    told = replace(PLOT, chosen={}, tags=[(at, sheet.unit_at(text.index("ايع")), "STEP_INTENT")])
    (found,) = reader(Table(told=(told,))).code(report).spans
    assert found[1] == Span(text.index("بايع"), text.index("بايع") + 4, "STEP_INTENT")


def test_reading_has_no_memory() -> None:
    """The same report gives the same claims after another one."""
    own = reader(Table(told=(PLOT,)))
    first = own(MEKNES)
    own(LILLE)
    assert own(MEKNES) == first
