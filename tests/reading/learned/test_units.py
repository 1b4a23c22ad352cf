"""Units: every sign in exactly one of them, Arabic clitics apart, no mark of the corpus cut."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from marsad.reading.learned.units import units

ARABIC = "وفبلكاتنهجمةءؤ"
TASHKEEL = "\u064b\u064e\u064f\u0650\u0651\u0652\u0640\u0670"
TEXTS = st.one_of(
    st.text(max_size=60),
    st.text(alphabet=f"{ARABIC}{TASHKEEL} .،«»\n12", max_size=60),
    st.text(alphabet="aéB_-'’., \t\u00a0\u2028\x1c7", max_size=60),
)


def words(text: str) -> list[str]:
    """Return the units of a text as words."""
    return [text[start:end] for start, end in units(text)]


@settings(max_examples=300)
@given(TEXTS)
def test_every_sign_that_is_no_space_is_in_exactly_one_unit_in_order(text: str) -> None:
    """Units follow each other, overlap nowhere, are never empty, and between them stands only white space."""
    before = 0
    for start, end in units(text):
        assert before <= start < end
        assert not text[before:start].strip()
        assert not any(sign.isspace() for sign in text[start:end])
        before = end
    assert not text[before:].strip()


@settings(max_examples=200)
@given(TEXTS, TEXTS)
def test_words_on_both_sides_of_a_space_do_not_know_each_other(one: str, other: str) -> None:
    """The units of two texts with a space between them are those of each."""
    assert words(f"{one} {other}") == words(one) + words(other)


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("وبالسلاح", ["و", "ب", "السلاح"]),
        ("فقتلت", ["ف", "قتلت"]),
        ("للتنظيم", ["ل", "لتنظيم"]),
        ("بغداد", ["ب", "غداد"]),
        ("وفد", ["وفد"]),
        ("ولد", ["ولد"]),
        ("هجوم", ["هجوم"]),
        ("وَبِالسِّلَاحِ", ["وَ", "بِ", "السِّلَاحِ"]),
        ("وُجِدَ", ["وُجِدَ"]),
    ],
)
def test_clitics_stand_apart_where_three_letters_remain(word: str, expected: list[str]) -> None:
    """و and ف, then ب ل ك, are units of their own, with or without tashkeel; short words stay whole."""
    assert words(word) == expected


def test_signs_stand_alone_and_words_with_their_digits_together() -> None:
    """Hyphens, quotes, underscores and full stops are units; letters and digits of one word are one."""
    assert words('l\'État «AK47», 3.5_x "—"') == [
        *("l", "'", "État", "«", "AK47", "»", ",", "3", ".", "5", "_", "x", '"', "—", '"')
    ]


def test_an_empty_text_has_no_units() -> None:
    """Nothing, and white space alone, give none."""
    assert units("") == units(" \n\t\u00a0") == []
