"""The scores: what counts as right, and how incidents are paired."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from marsad.codebook import Claim, Count, Incident, Period, Place, Report, Span
from marsad.errors import InputError
from marsad.reading.scores import coding, normalisers
from marsad.reading.scores.marked import Marked, load, unmark

PARIS = Place("Paris", 2988507, 48.85341, 2.3488, "FR", "town")
NANTERRE = Place("Nanterre", 2990970, 48.89198, 2.20675, "FR", "town")
LYON = Place("Lyon", 2996944, 45.74846, 4.84671, "FR", "town")
BOMBING = Incident(
    "completed", "execution", ("bombing",), place=PARIS, country="FR", date=Period("2015-11-13")
)


def reading(*incidents: dict[str, object], relevant: bool = True) -> list[Claim]:
    """Return the claims that tell of incidents given by their fields."""
    claims = [Claim(0, "relevant", relevant, (), 0.9)]
    for number, fields in enumerate(incidents, 1):
        claims += [Claim(number, name, value) for name, value in fields.items()]  # type: ignore[arg-type]
    return claims


def test_a_place_is_right_within_twenty_five_kilometres() -> None:
    """Nanterre stands for Paris (12 km), Lyon does not."""
    assert coding.agreement(BOMBING, Incident(place=NANTERRE))["place"] == 1
    assert coding.agreement(BOMBING, Incident(place=LYON))["place"] == 0


@pytest.mark.parametrize(
    ("told", "score"), [("2015-11-13", 1), ("2015-11", 0.5), ("2015", 0.5), ("2015-12", 0)]
)
def test_a_date_counts_half_where_one_is_a_prefix(told: str, score: float) -> None:
    """Equal dates count 1, a prefix a half, any other 0."""
    assert coding.agreement(BOMBING, Incident(date=Period(told)))["date"] == score


def test_lists_count_by_their_f1() -> None:
    """Of two types told one is right: precision a half, recall one, F1 two thirds."""
    told = Incident(attack_type=("bombing", "kidnapping"))
    assert coding.agreement(BOMBING, told)["attack_type"] == pytest.approx(2 / 3)


def test_a_null_count_is_not_zero() -> None:
    """A reader that says "none killed" where the coder says nothing is wrong."""
    assert coding.agreement(Incident(killed=None), Incident(killed=Count(0)))["killed"] == 0
    assert coding.agreement(Incident(killed=None), Incident(killed=None))["killed"] == 1


def test_incidents_are_paired_so_that_most_agrees() -> None:
    """Two incidents told in the other order are found both."""
    kidnapping = Incident("foiled", "planning", ("kidnapping",), place=LYON, country="FR", actor="lone")
    pairs = coding.pair([BOMBING, kidnapping], [kidnapping, BOMBING])
    assert [pair is not None and pair["attack_type"] for pair in pairs] == [1, 1]


def test_a_pair_that_agrees_on_little_is_no_find() -> None:
    """An incident with nothing in common is not found, though it is the only one told."""
    other = Incident(
        "foiled",
        "intent",
        ("kidnapping",),
        True,
        ("melee",),
        True,
        "lone",
        "ETA",
        Count(3),
        Count(3),
        Count(0),
    )
    assert coding.pair([BOMBING], [other]) == [None]


def test_an_incident_not_found_scores_nothing_and_a_false_one_lowers_the_f1() -> None:
    """One of two found, one too many elsewhere: F1 of incidents 2·1/(2+2); fields halve."""
    first = Marked(Report("a", "Two bombs.", lang="en"), True, (BOMBING, Incident("foiled", "ready")), ())
    second = Marked(Report("b", "A film.", lang="en"), False, (), ())
    told = {"outcome": "completed", "stage": "execution", "attack_type": ("bombing",), "country": "FR"}

    def reader(_: Report) -> list[Claim]:
        return reading({**told, "place": PARIS, "date": Period("2015-11-13")})

    scores = coding.evaluate(reader, [first, second])["en"]
    assert scores.incidents.f1 == pytest.approx(0.5)
    assert scores.fields()["outcome"] == pytest.approx(0.5)
    assert scores.relevance.f1 == pytest.approx(2 / 3)


def test_marked_text_is_read_with_its_offsets() -> None:
    """Tags nest, entities count one character, and each span covers its words."""
    text, spans = unmark('<PERP><N_SUSPECTS>Two</N_SUSPECTS> men</PERP> &amp; <WEAPON i="2">a gun</WEAPON>')
    assert text == "Two men & a gun"
    assert [(number, span.label, span.of(text)) for number, span in spans] == [
        (1, "PERP", "Two men"),
        (1, "N_SUSPECTS", "Two"),
        (2, "WEAPON", "a gun"),
    ]


@pytest.mark.parametrize("marked", ["<PERP>a man", "a man</PERP>", "<PERP><ORG>x</PERP></ORG>"])
def test_tags_that_do_not_close_are_refused(marked: str) -> None:
    """An open tag, a stray end and crossing tags each raise."""
    with pytest.raises(ValueError, match="close"):
        unmark(marked)


def test_reports_of_no_split_join_train(tmp_path: Path) -> None:
    """A report written later, in no list of split.json, is read with train and not with dev."""
    (tmp_path / "marked").mkdir()
    row: dict[str, object] = {
        "lang": "en",
        "url": None,
        "published": None,
        "title": "",
        "relevant": False,
        "incidents": [],
    }
    lines = [json.dumps({**row, "id": name, "marked": "A film."}) for name in ("old", "new")]
    (tmp_path / "marked" / "reports.jsonl").write_text("\n".join(lines), encoding="utf-8")
    (tmp_path / "split.json").write_text('{"train": [], "dev": ["old"], "test": []}', encoding="utf-8")
    assert [marked.report.id for marked in load(tmp_path, "train")] == ["new"]
    assert [marked.report.id for marked in load(tmp_path, "dev")] == ["old"]


def test_a_folder_without_a_corpus_is_refused_by_name(tmp_path: Path) -> None:
    """The message names the folder and what is missing."""
    with pytest.raises(InputError, match=r"split\.json"):
        load(tmp_path, "dev")


def test_parts_of_a_sum_count_as_right_and_other_numbers_do_not() -> None:
    """Two and three are right of five; seven is not."""
    text = "Two men and three women were held, seven hours later."
    spans = [(1, Span(0, 3, "N_ARRESTED")), (1, Span(12, 17, "N_ARRESTED")), (1, Span(35, 40, "N_ARRESTED"))]
    marked = Marked(Report("a", text, lang="en"), True, (Incident(arrested=Count(5)),), tuple(spans))
    share = normalisers([marked])["en"]["NUMBER"]
    assert (share.right, share.spans) == (2, 3)


def test_a_bare_singular_beside_a_number_is_a_part_of_the_sum() -> None:
    """Two men and a woman are three suspects: "two" is read right; a person told of elsewhere adds none."""
    near = "Police held <PERP><N_SUSPECTS>two</N_SUSPECTS> men</PERP> and <PERP>a woman</PERP> in Leeds."
    far = "Police held <PERP><N_SUSPECTS>two</N_SUSPECTS> men</PERP> in Leeds. <PERP>A woman</PERP> spoke."
    for text, right in ((near, 1), (far, 0)):
        plain, spans = unmark(text)
        report = Report("r", plain, lang="en")
        marked = Marked(report, True, (Incident(suspects=Count(3)),), spans)
        assert normalisers([marked])["en"]["NUMBER"].right == right
