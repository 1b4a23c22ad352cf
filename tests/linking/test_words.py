"""Rare words: few, the same whatever the script, and no personal names."""

from __future__ import annotations

import pytest

from marsad.codebook import Report
from marsad.errors import UnsupportedLanguageError
from marsad.linking import words
from marsad.linking.model import MOST_WORDS
from marsad.linking.shared import shared, words_level
from tests.linking.made import SFAX, bombing

ENGLISH = Report(
    "en", "Gunmen overran the outpost of Seytenga, and 117 villagers fled to Gaskindé.", "Raid", "en"
)
ARABIC = Report("ar", "هاجم مسلحون بلدة سيتنغا وفر ١١٧ من سكانها إلى غاسكيندي.", "هجوم", "ar")


def test_names_and_numbers_are_shared_across_scripts() -> None:
    """Seytenga is سيتنغا, 117 is ١١٧; the words of each language stay beside them."""
    assert {"~stng", "~gsgnd", "#117"} <= words(ENGLISH) & words(ARABIC)
    assert {"seytenga", "outpost"} <= words(ENGLISH)


def test_usual_words_years_and_small_numbers_are_left_out() -> None:
    """What many reports say tells no event; a year or a 5 does neither."""
    found = words(Report("x", "In 2019 the police said that 5 people were killed in an attack.", "", "en"))
    assert found == frozenset()


def test_personal_names_are_left_out() -> None:
    """A name of a person is kept neither as a word nor by its consonants."""
    found = words(Report("x", "The suspect, Mr Karim Zemmouri, had rented a garage in Meknassy.", "", "en"))
    assert not {"karim", "zemmouri", "~smr"} & found
    assert "meknassy" in found


def test_words_are_bounded_and_the_first_stay() -> None:
    """A long text keeps 64 of them, those of its title and beginning."""
    made = " ".join(f"zq{chr(97 + n // 26)}{chr(97 + n % 26)}" for n in range(200))
    found = words(Report("x", made, "Qolloville", "en"))
    assert len(found) == MOST_WORDS
    assert {"qolloville", "zqaa"} <= found


def test_a_language_is_needed() -> None:
    """Without a language it is found; one that marsad does not read is refused."""
    assert words(Report("x", ARABIC.text)) >= {"~stng"}
    with pytest.raises(UnsupportedLanguageError):
        words(Report("x", "Двое мужчин напали на полицейский участок в центре города вчера вечером."))


def test_the_name_of_the_place_is_not_counted_twice() -> None:
    """Words of either account's place are the place's affair; across scripts only names and numbers count."""
    rare = frozenset({"sfax", "#117", "convoy"})
    one, two = bombing(place=SFAX, words=rare), bombing(report=1, words=rare)
    assert shared(one, two) == ["#117", "convoy"]
    assert shared(one, bombing(report=1, words=rare, lang="ar")) == ["#117"]
    assert shared(one, bombing(report=1)) is None


@pytest.mark.parametrize(
    ("lang", "size", "level"),
    [("en", 20, "same_two"), ("fr", 20, "latin_two"), ("ar", 20, "script_two"), ("en", 60, "same_one")],
)
def test_shared_words_count_by_the_length_of_the_texts(lang: str, size: int, level: str) -> None:
    """Two shared words of twenty say more than two of sixty; each kind of pair weighs by itself."""
    rare = frozenset(f"w{number}" for number in range(size))
    assert words_level(bombing(words=rare), bombing(report=1, words=rare, lang=lang), ["a", "b"]) == level
