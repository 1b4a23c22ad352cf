"""The lexical reader on reports of its own making, in three languages."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from marsad.codebook import Incident, Language, Period, Place, Report
from marsad.codebook.fold import incidents, relevance
from marsad.errors import MarsadError, UnsupportedLanguageError
from marsad.reading import names, reader
from marsad.reading.checks import needs_words
from marsad.reading.lexical import read

REPORTS = {
    row["id"]: Report(**row)
    for row in map(json.loads, (Path(__file__).parent / "reports.jsonl").read_text("utf-8").splitlines())
}
MEKNES, LILLE = REPORTS["meknes"], REPORTS["lille"]
MOGADISHU, FILM = REPORTS["mogadishu"], REPORTS["film"]
WORDS = [word for report in (MEKNES, LILLE, MOGADISHU) for word in report.text.split()]


def coded(report: Report) -> list[Incident]:
    """Return the incidents that the reader tells of."""
    return incidents(read(report))


def test_the_typical_report_a_lone_man_held_at_meknes() -> None:
    """The report that marsad was conceived from: plot, stage, actor, organisation, agency, place, date."""
    (incident,) = coded(MEKNES)
    assert incident.outcome == "foiled"
    assert incident.stage == "ready"
    assert incident.attack_type == ("bombing",)
    assert incident.suicide
    assert incident.household_precursors
    assert incident.actor == "lone"
    assert incident.affiliation == "Islamic State"
    assert incident.agency == "BCIJ"
    assert incident.country == "MA"
    assert isinstance(incident.place, Place)
    assert incident.place.name == "Meknes"
    assert incident.date == Period("2024-05-09")
    assert incident.disruption == "arrest"


def test_a_foiled_plot_in_french() -> None:
    """Three men held at Lille: a cell, melee weapons, a religious target, nobody killed."""
    (incident,) = coded(LILLE)
    assert (incident.outcome, incident.disruption, incident.actor) == ("foiled", "arrest", "cell")
    assert incident.weapons == ("melee",)
    assert "religious" in incident.target_type
    assert (incident.suspects, incident.arrested) == (incident.suspects, incident.suspects)
    assert incident.suspects is not None
    assert incident.suspects.value == 3
    assert incident.killed is not None
    assert incident.killed.value == 0
    assert incident.date == Period("2023-03-14")


def test_a_completed_attack_and_not_the_older_one_in_the_background() -> None:
    """The dead of Saturday count, those of 2017 do not."""
    (incident,) = coded(MOGADISHU)
    assert (incident.outcome, incident.stage, incident.disruption) == ("completed", "execution", "none")
    assert incident.killed is not None
    assert incident.wounded is not None
    assert (incident.killed.value, incident.wounded.value) == (9, 20)
    assert incident.affiliation == "al-Shabaab"
    assert incident.date == Period("2022-10-29")


def test_a_film_is_no_incident() -> None:
    """A report with no attack is told as not relevant, with no incident."""
    claims = read(FILM)
    assert relevance(claims)[0] is False
    assert incidents(claims) == []


SHORT = [
    ("en", "A bomb exploded in Leeds on Monday, killing three people at a mosque.", "Leeds"),
    ("fr", "Une bombe a explosé mardi à Kidal, tuant trois soldats.", "Kidal"),
    ("ar", "قتل ثلاثة أشخاص في تفجير سيارة مفخخة فجر أمس أمام مسجد في كركوك.", "Kirkuk"),
]


@pytest.mark.parametrize(("lang", "text", "town"), SHORT, ids=[row[0] for row in SHORT])
def test_one_sentence_is_enough(lang: Language, text: str, town: str) -> None:
    """A flash of one sentence, without a title or a day of publication, is read like any report."""
    (incident,) = coded(Report(lang, text, lang=lang))
    assert (incident.outcome, incident.attack_type) == ("completed", ("bombing",))
    assert isinstance(incident.place, Place)
    assert incident.place.name == town
    assert incident.killed is not None
    assert incident.killed.value == 3
    assert incident.suspects is None
    assert incident.date is None


def test_the_dawn_is_no_blast() -> None:
    """«فجر» in a date is the time of day: an arrest at dawn speaks of no explosives."""
    text = "أوقفت الشرطة فجر أول أمس الثلاثاء بمدينة فاس شخصين كانا يخططان لهجوم إرهابي بسكين على كنيس."
    for incident in coded(Report("dawn", text, lang="ar")):
        assert incident.weapons == ("melee",)
        assert "bombing" not in incident.attack_type


def test_a_phrase_that_is_no_role_stands_beside_a_number() -> None:
    """«peine de mort» silences the word in it; the two who face it are no dead."""
    text = (
        "La police a déjoué mardi un attentat à Lille. Deux hommes encourent la peine de mort. "
        "Trois suspects ont été arrêtés."
    )
    (incident,) = coded(Report("x", text, "", "fr", published="2023-03-15"))
    assert incident.killed is None or incident.killed.value == 0


def test_the_same_report_gives_the_same_claims() -> None:
    """Reading has no memory: a second reading, and one after another report, say the same."""
    first = read(MEKNES)
    read(LILLE)
    assert read(MEKNES) == first


@pytest.mark.parametrize("report", [MEKNES, LILLE, MOGADISHU], ids=lambda r: r.id)
def test_every_claim_that_needs_words_has_words_of_the_text(report: Report) -> None:
    """Evidence: a span inside the text for every value but booleans, zeros and unknown."""
    for claim in read(report):
        if claim.incident and needs_words(claim):
            assert claim.spans, claim
        for span in claim.spans:
            assert 0 <= span.start < span.end <= len(report.text)
            assert span.of(report.text).strip()


def test_the_language_is_found_where_none_is_given() -> None:
    """A report without a language is read in its own."""
    assert coded(replace(LILLE, lang=None)) == coded(LILLE)


def test_a_language_that_is_not_read_is_refused_by_name() -> None:
    """A German text is named and refused."""
    with pytest.raises(UnsupportedLanguageError, match="German"):
        read(Report("de", "Die Polizei hat am Montag in Berlin zwei Männer festgenommen, teilte sie mit."))


def test_a_reader_that_is_not_there_is_refused_with_the_names_of_those_that_are() -> None:
    """The message lists the readers."""
    with pytest.raises(MarsadError, match="lexical"):
        reader("psychic")
    assert "lexical" in names()
    assert reader("lexical") is read


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from([*MEKNES.text.split(), *LILLE.text.split(), *MOGADISHU.text.split(), "\n\n", "12"])
    )
)
def test_no_order_of_words_breaks_the_reader(words: list[str]) -> None:
    """Any jumble of words is read without a fault, and every span lies in the text."""
    report = Report("x", " ".join(words), lang="fr")
    for claim in read(report):
        assert all(0 <= span.start < span.end <= len(report.text) for span in claim.spans)
