"""Lit words: a text cut at every border of its evidence, and the names that a person sees."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from marsad.cli.view import group_of, rows, safe, segments, sentences
from marsad.codebook import Count, Incident, Language, Place, Span
from marsad.codebook.fields import NAMES

SPANS = st.lists(st.tuples(st.sampled_from("abc"), st.integers(-2, 30), st.integers(-2, 30)), max_size=12)


@given(length=st.integers(0, 25), raw=SPANS)
def test_segments_cover_the_text_once_with_the_right_keys(
    length: int, raw: list[tuple[str, int, int]]
) -> None:
    """The pieces join to the whole text, and a character bears just the keys of the spans that cover it."""
    spans = [(key, Span(start, end)) for key, start, end in raw]
    pieces = list(segments(length, spans))
    assert [at for piece in pieces for at in range(piece.start, piece.end)] == list(range(length))
    for piece in pieces:
        assert piece.start < piece.end
        for at in range(piece.start, piece.end):
            covering = {key for key, s in spans if 0 <= s.start <= at < s.end <= length}
            assert set(piece.keys) == covering


def test_every_language_has_every_sentence() -> None:
    """The sentences of the three languages have the same keys, and none is empty."""
    languages: tuple[Language, ...] = ("ar", "fr", "en")
    keys = [set(sentences(lang)) for lang in languages]
    assert keys[0] == keys[1] == keys[2]
    assert all(value for lang in languages for value in sentences(lang).values())


def test_every_field_has_a_colour_of_its_group() -> None:
    """Each field of the guide stands in a group, not in the group for what was forgotten."""
    from marsad.cli.view import _data

    grouped = [name for members in _data()["groups"].values() for name in members]
    assert sorted(grouped) == sorted(NAMES)
    assert group_of("weapons") == "means"


def test_values_are_shown_in_the_language_asked_for() -> None:
    """Countries and bounds bear their names, and what is not said has no value."""
    incident = Incident(
        country="MA", suspects=Count(5, "at_least"), place=Place("Fes", None, None, None, "MA", "town")
    )
    french = {row.field: row.value for row in rows(incident, "fr")}
    assert french["country"] == "Maroc (MA)"
    assert french["suspects"] == "au moins 5"
    assert french["date"] is None
    assert {row.field: row.value for row in rows(incident, "ar")}["country"] == "المغرب (MA)"


@given(st.text())
def test_safe_keeps_every_offset(text: str) -> None:
    """Control characters are replaced one for one, and none is left but tab and line feed."""
    out = safe(text)
    assert len(out) == len(text)
    assert not [c for c in out if (ord(c) < 32 and c not in "\t\n") or 0x7F <= ord(c) < 0xA0]
