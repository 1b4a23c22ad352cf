"""The words of a text as the network sees them: clitics and signs apart, so that no span cuts one in two.

Arabic glues conjunctions and prepositions to the word (و ف, then ب ل ك); a span begins after them. A unit is
what remains, or the clitic, or one sign. Splitting a word whose first letter is its own does no harm: both
units then bear the same mark.
"""

from __future__ import annotations

import re

_UNIT = re.compile(r"(?:[^\W_]|[\u0610-\u061a\u0640\u064b-\u065f\u0670])+|[^\s]")
_CLITICS = re.compile(
    r"(?P<and>[\u0648\u0641]\u064e?)?(?P<to>[\u0628\u0644\u0643][\u064e\u0650]?)?(?P<rest>[\u0621-\u064a].{2,})",
    re.S,
)


def units(text: str) -> list[tuple[int, int]]:
    """Return the offsets (start, end) of the units of `text`, in order; spaces belong to none."""
    found: list[tuple[int, int]] = []
    for match in _UNIT.finditer(text):
        start, end = match.span()
        if "\u0621" <= text[start] <= "\u064a" and end - start > 3:
            split = _CLITICS.fullmatch(text, start, end)
            if split is not None:
                for name in ("and", "to"):
                    if split[name]:
                        found.append(split.span(name))
                start = split.start("rest")
        found.append((start, end))
    return found
