"""Sheets: windows of bounded length, each with the title, every unit where the sheet says it is."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from marsad.codebook import Report
from marsad.reading.learned.sheet import LONGEST, START, STOP, TITLED, Sheet, Window, lay
from tests.reading.learned.fakes import LILLE, MEKNES, MOGADISHU, laid

PIECES = {"w": 1, "x": 3, "z": 0, "y": 500, "v": 90}
"""How many pieces the words of made texts have: `z` has none, `y` more than a window holds."""


def numbered(unit: str) -> tuple[int, ...]:
    """Return the pieces of a made word: as many as PIECES says, 7 each."""
    return (7,) * PIECES.get(unit.strip(), 1)


def sound(sheet: Sheet) -> None:
    """Hold a sheet to its promises."""
    title = [at for at, unit in enumerate(sheet.windows[0].unit) if 0 <= unit < sheet.titled]
    head = [sheet.windows[0].ids[at] for at in title]
    assert len(head) <= TITLED
    for window in sheet.windows:
        assert len(window.ids) == len(window.unit) <= LONGEST
        assert window.ids[0] == START
        assert window.ids[1 : len(head) + 1] == head
        assert window.ids[len(head) + 1] == window.ids[-1] == STOP
    assert len(sheet.units) == len(sheet.sentence) == len(sheet.first) == len(sheet.last)
    for unit, ((row, begin), (same, end)) in enumerate(zip(sheet.first, sheet.last, strict=True)):
        assert row == same
        assert 0 <= begin <= end < len(sheet.windows[row].ids)
        places = [at for at, own in enumerate(sheet.windows[row].unit) if own == unit]
        if places:
            assert places == list(range(begin, end + 1))
        else:
            assert begin == end
    own = [unit for window in sheet.windows for unit in window.unit if unit >= 0]
    assert own == sorted(own)


def windows_of(sheet: Sheet) -> list[int]:
    """Return the window of each unit of the text."""
    return [row for row, _ in sheet.first[sheet.titled :]]


@settings(max_examples=40)
@given(
    st.lists(st.sampled_from([*PIECES, "w", "w", "x", ".", "\n", "A"]), max_size=150),
    st.lists(st.sampled_from(["w", "x", "z", "v"]), max_size=40),
)
@example(["y", "y", "."], ["v"])
@example(["z"], ["z"])
@example(["w"] * 500, ["x"] * 30)
def test_windows_hold_what_the_sheet_says(words: list[str], title: list[str]) -> None:
    """No window is longer than LONGEST, each has the title, each unit's pieces lie where its ends are."""
    sound(lay(Report("x", " ".join(words), " ".join(title), "en"), "en", numbered))


@pytest.mark.parametrize("report", [MEKNES, LILLE, MOGADISHU], ids=lambda r: r.id)
def test_sentences_of_units_are_those_of_the_scene(report: Report) -> None:
    """A unit of the text lies inside its sentence; those of the title have none."""
    sheet = laid(report)
    sound(sheet)
    assert sheet.titled > 0
    assert set(sheet.sentence[: sheet.titled]) == {-1}
    for (start, end), at in zip(sheet.units[sheet.titled :], sheet.sentence[sheet.titled :], strict=True):
        span = sheet.scene.sentences[at].span
        assert span.start <= start < end <= span.end


def test_a_sentence_is_not_cut_where_it_fits_a_window() -> None:
    """Sentences of 150 pieces: two to a window, none in two windows."""
    text = " ".join(["W " + "w " * 147 + "w."] * 5)
    sheet = lay(Report("x", text, "", "en"), "en", numbered)
    sound(sheet)
    assert len(sheet.scene.sentences) == 5
    dealt = sorted(set(zip(sheet.sentence, windows_of(sheet), strict=True)))
    assert dealt == [(0, 0), (1, 0), (2, 1), (3, 1), (4, 2)]


def test_a_sentence_longer_than_a_window_goes_on_in_the_next() -> None:
    """1,000 pieces without a full stop fill window after window, and no piece is lost."""
    sheet = lay(Report("x", " ".join(["w"] * 1000), "w w", "en"), "en", numbered)
    sound(sheet)
    room = LONGEST - 2 - 3
    assert [windows_of(sheet).count(row) for row in range(len(sheet.windows))] == [
        room,
        room,
        1000 - 2 * room,
    ]


def test_a_title_of_many_pieces_is_cut_and_its_units_keep_a_place() -> None:
    """The title's pieces end at TITLED; units after that stand at the last of them."""
    sheet = lay(Report("x", "A bomb exploded.", " ".join(["x"] * 40), "en"), "en", numbered)
    sound(sheet)
    assert [unit for unit in sheet.windows[0].unit if 0 <= unit < sheet.titled].count(21) == 1
    assert sheet.first[39] == sheet.last[39] == (0, TITLED)


def test_the_speller_is_told_of_the_space_before_a_unit() -> None:
    """The first unit and those after a space are spelled with it, those glued to the one before without."""
    asked: list[str] = []

    def ask(unit: str) -> tuple[int, ...]:
        asked.append(unit)
        return (7,)

    lay(Report("x", "وبالسلاح قتل.", "", "ar"), "ar", ask)
    assert asked == [" و", "ب", "السلاح", " قتل", "."]


def test_units_at_offsets() -> None:
    """An offset inside a unit gives it, in the space behind it too; `covered` begins after the space."""
    sheet = laid(replace(MOGADISHU, title="Bomb kills nine", text="A bomb exploded, police said."))
    assert sheet.titled == 3
    text = sheet.report.text
    units = [text[start:end] for start, end in sheet.units[3:]]
    assert units == ["A", "bomb", "exploded", ",", "police", "said", "."]
    bomb, police = text.index("bomb"), text.index("police")
    assert sheet.unit_at(bomb) == sheet.unit_at(bomb + 3) == sheet.unit_at(bomb + 4) == 4
    assert sheet.covered(bomb, bomb + 4) == (4, 4)
    assert sheet.covered(bomb - 1, police + 3) == (4, 7)
    assert sheet.covered(bomb + 2, bomb + 3) == (4, 4)
    assert sheet.covered(0, len(text)) == (3, 9)


@pytest.mark.parametrize("text", ["", " \n ", "…", "12", "«"])
def test_texts_with_next_to_nothing(text: str) -> None:
    """Nothing, white space, one sign: a sheet with one window and the title in it."""
    sheet = laid(Report("x", text, "A bomb exploded", "en"))
    sound(sheet)
    assert len(sheet.windows) == 1
    assert sheet.titled == 3
    assert len(sheet.units) == 3 + bool(text.strip())


def test_tashkeel_joins_no_units() -> None:
    """Where a text without vowel signs has a unit's end, the text with them has one too, sentences alike."""
    sign = chr(0x64E)
    dressed, before = "", ""
    for letter in MEKNES.text:
        dressed += letter + (sign if "\u0621" <= letter <= "\u064a" and before.isalpha() else "")
        before = letter
    assert len(dressed) > len(MEKNES.text) + 50
    bare, sheet = laid(Report("x", MEKNES.text, "", "ar")), laid(Report("x", dressed, "", "ar"))
    sound(sheet)
    ends = {end - dressed[:end].count(sign) for _, end in sheet.units}
    assert ends >= {end for _, end in bare.units}
    assert sheet.sentence[-1] == bare.sentence[-1] == 2


def test_a_window_keeps_unit_and_pieces_beside_each_other() -> None:
    """Adding a unit adds its number once a piece."""
    window = Window()
    window.add((4, 5, 6), 9)
    window.add((), 10)
    window.add((7,), 11)
    assert (window.ids, window.unit) == ([4, 5, 6, 7], [9, 9, 9, 11])
