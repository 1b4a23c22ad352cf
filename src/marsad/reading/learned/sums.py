"""Sums of numbers that a report gives in parts: "four soldiers and two civilians", "a man and six others".

A number of the field may stand nowhere in the text; what it may be the sum of is offered beside the numbers.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from marsad.codebook import Count
from marsad.reading.lexical.scene import Sentence
from marsad.text.numbers import PEOPLE_KINDS, Number

_MOST = 6  # numbers of one sentence that are added together


@dataclass(frozen=True, slots=True)
class Sum:
    """Numbers of one sentence taken together, `more` people beside them who bear no number."""

    parts: tuple[Number, ...]
    more: int

    @property
    def count(self) -> Count:
        """The sum, bound as its first part is."""
        return Count(sum(n.count.value for n in self.parts) + self.more, self.parts[0].count.bound)


def sums(s: Sentence) -> Iterator[Sum]:
    """Yield the sums that a sentence may tell, in order of their first numbers.

    Each number and one person more (whom a bare singular names, here or elsewhere), every two numbers that
    follow each other, and all of a sentence of three or more.
    """
    own = [n for n in s.numbers if n.kind in PEOPLE_KINDS and n.count.value > 0]
    for at, number in enumerate(own):
        yield Sum((number,), 1)
        if at + 1 < len(own):
            yield Sum((number, own[at + 1]), 0)
        if at == 0 and 2 < len(own) <= _MOST:
            yield Sum(tuple(own), 0)
