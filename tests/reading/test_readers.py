"""Which readers there are: marsad's own, and those of other packages, held to the contract."""

from __future__ import annotations

import pickle
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from marsad.codebook import Claim, Count, Period, Place, Report, Span
from marsad.errors import InputError, ReaderError, UnsupportedLanguageError
from marsad.pipeline.code import Coded, Failed
from marsad.pipeline.many import code_many
from marsad.reading import DEFAULT, names, reader, readers
from marsad.reading.contract import hold
from marsad.reading.readers import MODEL
from marsad.sources.entry import Entry

Offer = Callable[..., Path]
REPORT = Report("r", "A bomb went off in Leeds.", lang="en")
YES = Claim(0, "relevant", True, (), 0.9, "mine/all")
GOOD = """
from marsad.codebook import Claim, Span
about = "reads the word   bomb"
languages = ("en", "fr")
def read(report):
    at = report.text.find("bomb")
    if at < 0:
        return [Claim(0, "relevant", False)]
    words = (Span(at, at + 4, "WEAPON"),)
    return [Claim(0, "relevant", True), Claim(1, "weapons", ("explosives",), words, 0.8, "mine/bomb")]
number = 3
"""


def test_the_default_is_the_learned_reader_where_its_model_is() -> None:
    """The learned reader is listed and reads by default where its model file is; else the lexical one."""
    assert ("learned" if MODEL.is_file() else "lexical") == DEFAULT
    assert ("learned" in names()) == MODEL.is_file()
    assert names()[0] == "lexical"


def test_readers_tell_what_they_are() -> None:
    """Each of marsad's own has a line, an origin and its languages."""
    first = readers()[0]
    assert (first.name, first.origin, first.languages, first.fault) == (
        "lexical",
        "marsad",
        ("ar", "fr", "en"),
        "",
    )
    assert "word lists" in first.about


def test_the_learned_reader_without_its_model_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Asked for by name without its model, the message says which file is missing and what to use."""
    monkeypatch.setattr(sys.modules["marsad.reading.readers"], "MODEL", tmp_path / "model.json")
    with pytest.raises(ReaderError, match=r"'learned' has no model .*model\.json.* use the reader 'lexical'"):
        reader("learned")
    assert "learned" not in names()


def test_a_reader_of_another_package_reads(offer: Offer) -> None:
    """It is listed after marsad's own with its line, languages and distribution, and its claims arrive."""
    offer("good-reader", {"mine": "good_reader:read"}, {"good_reader": GOOD})
    told = readers()[-1]
    assert (told.name, told.about, told.origin, told.languages, told.fault) == (
        "mine",
        "reads the word bomb",
        "good-reader 1.0",
        ("en", "fr"),
        "",
    )
    assert names()[-1] == "mine"
    claims = reader("mine")(REPORT)
    assert [claim.field for claim in claims] == ["relevant", "weapons"]
    assert claims[1].spans[0].of(REPORT.text) == "bomb"


def test_names_load_nothing(offer: Offer) -> None:
    """A package whose import fails is named all the same: it is imported only when it is asked for."""
    offer("broken", {"broken": "broken_reader:read"}, {"broken_reader": "raise RuntimeError('no licence')"})
    assert "broken" in names()
    assert reader("lexical") is not None


def test_another_process_loads_it_again(offer: Offer) -> None:
    """A reader of another package codes in worker processes, and survives pickling."""
    offer("good-reader", {"mine": "good_reader:read"}, {"good_reader": GOOD})
    assert pickle.loads(pickle.dumps(reader("mine")))(REPORT)[1].value == ("explosives",)
    found = list(code_many([Entry(REPORT, "r.txt")] * 2, reader("mine"), workers=2))
    assert [isinstance(one, Coded) and one.incidents[0].weapons for one in found] == [("explosives",)] * 2


def test_a_language_that_it_does_not_read_is_refused(offer: Offer) -> None:
    """A report in a language that the reader does not name is refused by name."""
    offer("good-reader", {"mine": "good_reader:read"}, {"good_reader": GOOD})
    with pytest.raises(UnsupportedLanguageError, match=r"'mine' reads en, fr, the report is in ar"):
        reader("mine")(Report("r", "انفجرت قنبلة.", lang="ar"))


@pytest.mark.parametrize(
    ("value", "source", "said"),
    [
        ("m:read", "raise RuntimeError('no licence')", r"RuntimeError: no licence"),
        ("m:read", "import nothing_of_that_name", r"ModuleNotFoundError"),
        ("absent_module:read", "", r"ModuleNotFoundError"),
        ("m:reed", GOOD, r"AttributeError"),
        ("m:number", GOOD, r"is a int|got a int, expected a function"),
        ("m:read", GOOD + "about = 7", r"got 7 as its `about`, expected a line"),
        (
            "m:read",
            GOOD + "languages = ('de',)",
            r"got \('de',\) as its `languages`, expected some of ar, fr, en",
        ),
        ("m:read", GOOD + "languages = ()", r"got \(\) as its `languages`"),
        ("m:read", GOOD + "languages = [['en']]", r"as its `languages`"),
    ],
)
def test_a_broken_package_is_named_with_what_to_do(offer: Offer, value: str, source: str, said: str) -> None:
    """What cannot be loaded, or is no reader, is an error that names distribution, entry point and remedy."""
    offer("sad-reader", {"sad": value}, {"m": source})
    with pytest.raises(ReaderError, match=said) as caught:
        reader("sad")
    assert f"'sad' of sad-reader 1.0 (entry point '{value}')" in str(caught.value)
    assert "install sad-reader anew" in str(caught.value)
    told = readers()[-1]
    assert (told.name, told.origin, told.fault) == ("sad", "sad-reader 1.0", str(caught.value))


@pytest.mark.parametrize("name", ["lexical", "learned"])
def test_no_package_takes_the_name_of_marsads_own(offer: Offer, name: str) -> None:
    """A package that offers a built-in name is named, its reader is never loaded, and the name is refused."""
    offer("thief", {name: "thief_reader:read"}, {"thief_reader": "raise SystemExit('loaded')"})
    with pytest.raises(ReaderError, match=rf"thief 1\.0 offers a reader named '{name}'.*uninstall thief"):
        reader(name)
    assert "uninstall thief" in readers()[-1].fault


def test_two_packages_of_one_name_are_both_named(offer: Offer) -> None:
    """Two distributions that offer one name: neither is taken, both are named."""
    offer("good-reader", {"mine": "good_reader:read"}, {"good_reader": GOOD})
    offer("other-reader", {"mine": "other_reader:read"}, {"other_reader": GOOD})
    with pytest.raises(
        ReaderError, match=r"good-reader 1\.0 .* and by other-reader 1\.0 .*uninstall all but"
    ):
        reader("mine")
    assert [told.fault[:22] for told in readers()[-2:]] == ["the reader name 'mine'"] * 2
    assert names().count("mine") == 1


def test_an_unknown_name_lists_the_known(offer: Offer) -> None:
    """The message for a name that none has lists those that are there."""
    offer("good-reader", {"mine": "good_reader:read"}, {"good_reader": GOOD})
    with pytest.raises(
        ReaderError, match=r"no reader is named 'psychic': the readers here are lexical, .*mine"
    ):
        reader("psychic")


def test_a_reader_that_fails_costs_its_report_alone(offer: Offer) -> None:
    """An exception of the reader is a failure of that report that names reader, distribution and cause."""
    source = "def read(report):\n    return [][int(report.id)]"
    offer("sad-reader", {"sad": "m:read"}, {"m": source})
    (found,) = code_many([Entry(REPORT, "r.txt", 4)], reader("sad"))
    assert isinstance(found, Failed)
    assert isinstance(found.error, InputError)
    assert (found.error.path, found.error.line) == ("r.txt", 4)
    assert "the reader 'sad' of sad-reader 1.0 failed at the report 'r' (ValueError" in str(found.error)


@pytest.mark.parametrize(
    ("claims", "said"),
    [
        (None, r"got None, expected a list of Claims"),
        ([], r"field 'relevant': got None, expected a claim of incident 0"),
        ([{"incident": 0}], r"got \{'incident': 0\}, expected a marsad.codebook.Claim"),
        ([YES, Claim(-1, "outcome", "foiled")], r"field 'outcome': got -1, expected an incident from 1"),
        ([YES, Claim(True, "outcome", "foiled")], r"field 'outcome': got True, expected an incident"),
        (
            [YES, Claim(1, "suspect_name", "x")],
            r"got 'suspect_name', expected for incident 1 a field of outcome",
        ),
        ([YES, Claim(1, ["x"], "x")], r"got \['x'\], expected for incident 1"),  # type: ignore[arg-type]
        ([YES, Claim(1, "relevant", True)], r"expected for incident 1 a field of"),
        ([Claim(0, "outcome", "foiled")], r"expected for incident 0 a field of relevant"),
        ([Claim(0, "relevant", "yes")], r"field 'relevant': got 'yes', expected a value of the codebook"),
        ([YES, Claim(1, "outcome", "averted")], r"field 'outcome': got 'averted'.*one of foiled"),
        ([YES, Claim(1, "weapons", ["melee"])], r"field 'weapons': got \['melee'\]"),  # type: ignore[arg-type]
        ([YES, Claim(1, "killed", "3")], r"field 'killed': got '3', expected .*a Count"),
        ([YES, Claim(1, "killed", Count(-3))], r"field 'killed'.*a whole number from 0 up"),
        ([YES, Claim(1, "date", Period("2019-02-30"))], r"field 'date'.*a day of the calendar"),
        ([YES, Claim(1, "country", "Morocco")], r"field 'country': got 'Morocco'"),
        ([YES, Claim(1, "place", Place("X", 1, 0.0, 0.0, [], "town"))], r"field 'place'"),  # type: ignore[arg-type]
        ([YES, Claim(1, "outcome", None)], r"field 'outcome': got None"),
        ([YES, Claim(1, "outcome", "foiled", (), 1.5)], r"got 1.5, expected a score from 0 to 1"),
        ([YES, Claim(1, "outcome", "foiled", (), float("nan"))], r"got nan, expected a score"),
        ([YES, Claim(1, "outcome", "foiled", (), "1")], r"got '1', expected a score"),  # type: ignore[arg-type]
        ([YES, Claim(1, "outcome", "foiled", (), 1.0, None)], r"got None, expected a method"),  # type: ignore[arg-type]
        ([YES, Claim(1, "outcome", "foiled", [Span(0, 1)])], r"expected a tuple of Spans"),  # type: ignore[arg-type]
        ([YES, Claim(1, "outcome", "foiled", ((0, 1),))], r"got \(0, 1\), expected a Span"),  # type: ignore[arg-type]
        ([YES, Claim(1, "outcome", "foiled", (Span(0, 1.0),))], r"expected a Span with whole"),  # type: ignore[arg-type]
        (
            [YES, Claim(1, "outcome", "foiled", (Span(20, 26),))],
            r"start=20, end=26.*, expected words .* 25 char",
        ),
        ([YES, Claim(1, "outcome", "foiled", (Span(5, 5),))], r"start=5, end=5.*, expected words"),
        ([YES, Claim(1, "outcome", "foiled", (Span(-1, 5),))], r"start=-1, end=5.*, expected words"),
        ([YES, Claim(1, "outcome", "foiled", (Span(0, 1, "NAME"),))], r"got 'NAME', expected '' or a label"),
    ],
)
def test_a_breach_of_the_contract_is_named(claims: object, said: str) -> None:
    """Each wrong claim is an error that names the reader, the field, what was got and what was expected."""
    with pytest.raises(ReaderError, match=said) as caught:
        hold(claims, REPORT, "'mine' of good-reader 1.0")
    assert str(caught.value).startswith("the reader 'mine' of good-reader 1.0")


def test_a_long_wrong_value_is_cut() -> None:
    """A message shows the beginning of a wrong value only: it may hold the whole report."""
    with pytest.raises(ReaderError) as caught:
        hold([YES, Claim(1, "outcome", "x" * 10_000)], REPORT, "mine")
    assert "…" in str(caught.value)
    assert len(str(caught.value)) < 1_000


def test_sound_claims_pass_as_they_are() -> None:
    """Claims that keep the contract come back unchanged, in a list."""
    claims = (YES, Claim(1, "suspects", Count(2, "about"), (Span(0, 6, "N_SUSPECTS"),), 1, ""))
    assert hold(claims, REPORT, "mine") == list(claims)
