"""The words of the console: the same in each language, with the same values, and none that nobody says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel import Locale
from fastapi.testclient import TestClient

from marsad.codebook import Language
from marsad.errors import DataError
from marsad.web import formats
from marsad.web.refusal import STATUS
from marsad.web.words import LANGUAGES, Word, say, words

WEB = Path(__file__).resolve().parents[2] / "src/marsad/web"


def values(word: Word) -> set[str]:
    """Return the names of the values that a word takes."""
    return set(re.findall(r"{(\w+)}", word if isinstance(word, str) else word["other"]))


@pytest.mark.parametrize("lang", ["ar", "fr"])
def test_the_languages_have_the_same_words(lang: Language) -> None:
    """The same keys, and each word with the same values."""
    told, english = words(lang), words("en")
    assert set(told) == set(english)
    for key, word in english.items():
        assert values(told[key]) == values(word), key
        assert isinstance(told[key], str) == isinstance(word, str), key


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_number_has_all_forms_of_its_language(lang: Language) -> None:
    """Those that CLDR names for it, Arabic's six too; French may leave out `many`, which is for millions."""
    wanted = set(Locale.parse(lang).plural_form.rules) | {"other"}
    for key, word in words(lang).items():
        if isinstance(word, dict):
            assert wanted - {"many" if lang == "fr" else ""} <= set(word) <= wanted, key


def test_templates_say_only_words_that_are_there() -> None:
    """Every key that stands whole in a template is a word."""
    known = words("en")
    said = {
        key
        for file in (WEB / "templates").rglob("*.html")
        for key in re.findall(r"""\bt\(["']([\w.]+)["'][,)]""", file.read_text("utf-8"))
    }
    assert said
    assert {key for key in said if key not in known} == set()


def test_every_refusal_has_its_words() -> None:
    """A title and a sentence."""
    assert {f"errors.{why}.{part}" for why in STATUS for part in ("title", "what")} <= set(words("en"))


def test_numbers_and_days_are_written_as_each_language_writes_them() -> None:
    """Arabic counts in six forms and takes the digits of the Maghreb."""
    told = [say("ar", "people.wait", n=n) for n in (0, 1, 2, 3, 11, 100)]
    assert len(set(told)) == 6
    assert [formats.number(lang, 12345) for lang in LANGUAGES] == ["12.345", "12\u202f345", "12,345"]
    assert [formats.day(lang, "2019-12-05", "long") for lang in LANGUAGES] == [
        "5 دجنبر 2019", "5 décembre 2019", "5 December 2019",
    ]  # fmt: skip
    assert [formats.day(lang, "2019-12") for lang in LANGUAGES] == [
        "دجنبر 2019", "décembre 2019", "December 2019",
    ]  # fmt: skip
    assert [formats.day("fr", one) for one in ("2019", None)] == ["2019", ""]
    assert formats.moment("en", 0) == "1 Jan 1970, 00:00:00 UTC"
    assert [formats.percent(lang, 0.83) for lang in LANGUAGES][2] == "83%"


def test_a_word_that_is_not_there_is_told() -> None:
    """So is a value that is missing."""
    with pytest.raises(DataError, match="no word"):
        say("en", "frame.nothing")
    with pytest.raises(DataError, match="wants the value"):
        say("en", "people.role_of")


def test_languages_are_chosen_asked_for_and_kept(client: TestClient) -> None:
    """By the browser's wish, until one is chosen; Arabic is written from the right."""
    for asked, lang in (("fr-CA,en;q=0.5", "fr"), ("de, ar;q=0.3", "ar"), ("xx;q=y,,", "en"), ("", "en")):
        answer = client.get("/login", headers={"accept-language": asked})
        assert f'<html lang="{lang}"' in answer.text
        assert answer.headers["content-language"] == lang
    client.get("/language/ar")
    assert '<html lang="ar" dir="rtl"' in client.get("/login", headers={"accept-language": "fr"}).text
    assert client.get("/language/de").status_code == 404
