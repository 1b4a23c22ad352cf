"""A report as the network reads it: units, their pieces in windows, sentences, and what the rules found.

Shapes, for one report: N units (those of the title first), S sentences, W windows of at most `LONGEST`
pieces. Every window begins with the title, so that none is read without it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from marsad.codebook import Language, Report
from marsad.reading.learned.units import units
from marsad.reading.lexical import background
from marsad.reading.lexical.scene import Scene, look

LONGEST = 448  # pieces of a window: the encoder knows 512 places
TITLED = 64  # pieces of the title at most
START, STOP = 0, 2  # <s>, </s>

Pieces = Callable[[str], tuple[int, ...]]
"""Returns the piece numbers of a unit, given with the space before it where there is one."""


@dataclass(slots=True)
class Window:
    """Pieces of a part of the report; `unit` is for each piece its unit's number, -1 for marks."""

    ids: list[int] = field(default_factory=list)
    unit: list[int] = field(default_factory=list)

    def add(self, ids: Sequence[int], unit: int) -> None:
        """Add the pieces of one unit."""
        self.ids.extend(ids)
        self.unit.extend([unit] * len(ids))


@dataclass(slots=True)
class Sheet:
    """A report laid out: `units` are offsets into the text (into the title for the first `titled`)."""

    report: Report
    scene: Scene
    titled: int
    units: list[tuple[int, int]]
    sentence: list[int]
    windows: list[Window]
    first: list[tuple[int, int]]
    last: list[tuple[int, int]]
    starts: list[int] = field(default_factory=list)

    def unit_at(self, offset: int) -> int:
        """Return the number of the unit of the text at or before a character offset."""
        return self.titled + max(bisect_right(self.starts, offset) - 1, 0)

    def covered(self, start: int, end: int) -> tuple[int, int]:
        """Return the first and the last unit of the text that characters `start` to `end` touch."""
        first = self.unit_at(start)
        if self.units[first][1] <= start and first + 1 < len(self.units):
            first += 1
        return first, max(first, self.unit_at(end - 1))


def lay(report: Report, lang: Language, pieces: Pieces) -> Sheet:
    """Lay a report out: its scene, then its units, windows and sentences."""
    scene = look(report, lang)
    background.mark(scene)
    title = units(report.title)
    text = units(report.text)
    sheet = Sheet(report, scene, len(title), title + text, [], [], [], [], [start for start, _ in text])
    opens = [sentence.span.start for sentence in scene.sentences]
    sheet.sentence = [-1] * len(title) + [max(bisect_right(opens, start) - 1, 0) for start, _ in text]
    _fill(sheet, pieces)
    return sheet


def _spelled(text: str, spans: Sequence[tuple[int, int]], pieces: Pieces) -> list[tuple[int, ...]]:
    """Return the pieces of each unit of a text."""
    found, before = [], -1
    for start, end in spans:
        spaced = start != before
        found.append(pieces(f" {text[start:end]}" if spaced else text[start:end]))
        before = end
    return found


def _fill(sheet: Sheet, pieces: Pieces) -> None:
    """Deal the units to windows, a sentence never cut in two unless it is longer than a window."""
    report = sheet.report
    title = _spelled(report.title, sheet.units[: sheet.titled], pieces)
    text = _spelled(report.text, sheet.units[sheet.titled :], pieces)
    head = [piece for ids in title for piece in ids][:TITLED]
    room = LONGEST - len(head) - 3
    sheet.first = [(0, 0)] * len(sheet.units)
    sheet.last = [(0, 0)] * len(sheet.units)
    window = _opened(sheet, title if not sheet.windows else [], head)
    used = 0
    sizes = _sizes(sheet, text)
    for at, ids in enumerate(text):
        unit = sheet.titled + at
        begins = at == 0 or sheet.sentence[unit] != sheet.sentence[unit - 1]
        need = sizes[sheet.sentence[unit]] if begins else len(ids)
        if used and used + (need if need <= room else len(ids)) > room:
            window.add((STOP,), -1)
            window = _opened(sheet, [], head)
            used = 0
        ids = ids[:room]
        _place(sheet, window, unit, ids)
        used += len(ids)
    window.add((STOP,), -1)


def _sizes(sheet: Sheet, text: Sequence[Sequence[int]]) -> dict[int, int]:
    """Return the number of pieces of each sentence."""
    found: dict[int, int] = {}
    for at, ids in enumerate(text):
        sentence = sheet.sentence[sheet.titled + at]
        found[sentence] = found.get(sentence, 0) + len(ids)
    return found


def _opened(sheet: Sheet, title: Sequence[Sequence[int]], head: Sequence[int]) -> Window:
    """Open a window with the title before it; the units of the title are those of the first window."""
    window = Window([START], [-1])
    sheet.windows.append(window)
    if title:
        for unit, ids in enumerate(title):
            _place(sheet, window, unit, ids[: max(TITLED + 1 - len(window.ids), 0)])
    else:
        window.add(head, -1)
    window.add((STOP,), -1)
    return window


def _place(sheet: Sheet, window: Window, unit: int, ids: Sequence[int]) -> None:
    """Put the pieces of a unit into a window; a unit without pieces stands at the one before it."""
    row, at = len(sheet.windows) - 1, len(window.ids)
    window.add(ids, unit)
    sheet.first[unit] = (row, at if ids else at - 1)
    sheet.last[unit] = (row, len(window.ids) - 1)
