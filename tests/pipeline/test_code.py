"""The way of one report, and what happens where it fails."""

from __future__ import annotations

from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marsad.codebook import Claim, Incident, Report, Span
from marsad.codebook.fields import fields
from marsad.codebook.record import incident_to_dict
from marsad.errors import InputError, UnsupportedLanguageError
from marsad.pipeline.code import Coded, Failed, code, code_entry, views
from marsad.sources.entry import Entry

FRENCH = "La police a déjoué une attaque à la bombe près de la gare, selon le parquet."
GERMAN = "Die Polizei hat in der Nacht einen Mann festgenommen, der einen Anschlag auf den Bahnhof plante."


def entry(text: str) -> Entry:
    """Return a report as line 4 of a file."""
    return Entry(Report("r", text), "f.jsonl", 4)


def failure(text: str, read: object) -> InputError:
    """Return the error of a report that cannot be coded."""
    result = code_entry(entry(text), read)  # type: ignore[arg-type]
    assert isinstance(result, Failed)
    assert isinstance(result.error, InputError)
    assert (result.error.path, result.error.line) == ("f.jsonl", 4)
    return result.error


def test_a_report_is_coded(fake: ModuleType) -> None:
    """The language is found, the claims become one incident with the words that say it."""
    coded = code(Report("r", FRENCH), fake.by_word)
    assert coded.report.lang == "fr"
    assert (coded.relevant, coded.score) == (True, 0.8)
    (incident,) = coded.incidents
    assert incident.outcome == "foiled"
    assert [span.of(FRENCH) for span in incident.evidence["outcome"]] == ["attaque"]


def test_a_given_language_is_believed(fake: ModuleType) -> None:
    """A report that names its language is not asked again."""
    assert code(Report("r", "attaque 12", lang="ar"), fake.by_word).report.lang == "ar"


def test_a_report_of_nothing_is_coded_too(fake: ModuleType) -> None:
    """A report that tells of no attack is a result with no incident, not an error."""
    coded = code(Report("r", "La rentrée des classes aura lieu lundi à Fès."), fake.by_word)
    assert (coded.relevant, coded.incidents) == (False, ())


def test_a_german_text_is_named(fake: ModuleType) -> None:
    """A text in a language that is not read names file, line and language."""
    error = failure(GERMAN, fake.by_word)
    assert isinstance(error, UnsupportedLanguageError)
    assert "German" in str(error)


def test_what_could_not_be_read_goes_through(fake: ModuleType) -> None:
    """An error of the source comes out as it went in."""
    error = InputError("no such file", path="a")
    result = code_entry(error, fake.by_word)
    assert isinstance(result, Failed)
    assert result.error is error


@pytest.mark.parametrize(
    ("reader", "said"),
    [
        ("faulty", "'r' could not be coded, by a fault of marsad (KeyError"),
        ("stray", "gave evidence for 'outcome' at 5–80, expected words of a text of 79 characters"),
        ("outside", "avoided"),
    ],
)
def test_a_fault_of_a_reader_costs_one_report(fake: ModuleType, reader: str, said: str) -> None:
    """A bug, evidence outside the text and an unknown value become an error that names the report."""
    assert said in str(failure(FRENCH + "BUG", getattr(fake, reader)))


@given(
    text=st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=60),
    picks=st.lists(
        st.tuples(st.sampled_from(["outcome", "weapons", "place", "date"]), st.integers(), st.integers())
    ),
)
def test_evidence_is_the_slice_at_its_offsets(text: str, picks: list[tuple[str, int, int]]) -> None:
    """Whatever spans a reader gives, each `text` of the evidence is the slice at its offsets."""
    values = {"outcome": "foiled", "weapons": ("vehicle",), "place": None, "date": None}
    claims = [Claim(0, "relevant", True)]
    for name, one, other in picks:
        start, end = sorted((one % len(text), other % len(text)))
        claims.append(Claim(1, name, values[name], (Span(start, end + 1),)))
    coded = code(Report("r", text, lang="fr"), lambda _: claims)
    for incident in coded.incidents:
        record = incident_to_dict(incident, text)
        assert set(record["evidence"]) == {name for name in fields() if record[name] is not None}
        for spans in record["evidence"].values():
            for span in spans:
                assert span["text"] == text[span["start"] : span["end"]] != ""


def test_coded_keeps_its_place(fake: ModuleType) -> None:
    """A coded report knows the file and the line that it came from."""
    result = code_entry(entry(FRENCH), fake.by_word)
    assert isinstance(result, Coded)
    assert (result.path, result.line) == ("f.jsonl", 4)


def test_each_incident_is_seen_through_its_own_sentences(monkeypatch: pytest.MonkeyPatch) -> None:
    """One incident is seen whole; of two each through the title and the sentences that say it."""
    asked: list[tuple[str, str, str]] = []

    def seen(title: str, text: str, lang: str) -> bytes:
        asked.append((title, text, lang))
        return text[:1].encode()

    monkeypatch.setattr("marsad.pipeline.code.view", seen)
    text = "A bomb killed three in Herat. A mayor was shot in Quetta. Talks go on."
    report = Report("r", text, "Two attacks", lang="en")
    first = Incident(evidence={"killed": (Span(14, 19),)})
    second = Incident(evidence={"place": (Span(50, 56),)})
    assert views(report, [first]) == {1: b"A"}
    assert asked.pop() == ("Two attacks", text, "en")
    assert views(report, [first, second]) == {1: b"A", 2: b"A"}
    assert [told for _, told, _ in asked] == ["A bomb killed three in Herat.", "A mayor was shot in Quetta."]


def test_without_an_encoder_nothing_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    """An installation that left the model out codes all the same."""
    monkeypatch.setattr("marsad.pipeline.code.view", lambda *_: None)
    assert views(Report("r", "A bomb went off in Herat.", lang="en"), [Incident()]) == {}
