"""Readers that stand in for the real one; worker processes import them by this module's name."""

from __future__ import annotations

import os
import re

from marsad.codebook import Claim, Report, Span

ATTACK = re.compile("attack|attaque|هجوم")


def by_word(report: Report) -> list[Claim]:
    """Claim a foiled bombing wherever the word for an attack stands."""
    found = [Span(match.start(), match.end(), "EVENT") for match in ATTACK.finditer(report.text)]
    if not found:
        return [Claim(0, "relevant", False, score=0.9)]
    return [
        Claim(0, "relevant", True, score=0.8),
        Claim(1, "outcome", "foiled", tuple(found), 0.7, "fake"),
        Claim(1, "attack_type", ("bombing",), (found[0],), 0.6, "fake"),
    ]


def faulty(report: Report) -> list[Claim]:
    """Break as a bug would at every report that says so."""
    if "BUG" in report.text:
        raise KeyError("no such cue")
    return by_word(report)


def stray(report: Report) -> list[Claim]:
    """Give evidence that is not in the text."""
    return [Claim(1, "outcome", "foiled", (Span(5, len(report.text) + 1),), method="stray")]


def outside(_: Report) -> list[Claim]:
    """Give a value that the codebook does not know."""
    return [Claim(1, "outcome", "avoided")]


def deadly(report: Report) -> list[Claim]:
    """End the whole process, as the system does when memory is short, at every report that says so."""
    if "DIE" in report.text:
        os._exit(9)
    return by_word(report)
