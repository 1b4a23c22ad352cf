"""The rare words and the numbers of a report: what two reports on one event share, whatever the fields."""

from __future__ import annotations

from marsad.codebook import Report
from marsad.linking.model import MOST_WORDS
from marsad.text.tokens import tokens

_LEAST = 4


def words(report: Report) -> frozenset[str]:
    """Return the folded rare words and numbers of the report's title and text, at most 64."""
    found = {
        token.key
        for part in (report.title, report.text)
        for token in tokens(part)
        if len(token.key) >= _LEAST or token.key.isdecimal()
    }
    return frozenset(sorted(found, key=lambda word: (-len(word), word))[:MOST_WORDS])
