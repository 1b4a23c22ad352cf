"""Numbers for the incidents of a report, such that each keeps its key when the report is coded again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from statistics import fmean

from marsad.codebook import Claim, Incident, fold
from marsad.linking import Account
from marsad.reading.scores.coding import agreement

SAME = 0.5
"""Mean agreement of the fields from which an incident counts as the one that an earlier coding told."""


def numbered(
    made: Sequence[Account], claims: Sequence[Claim], *, before: Mapping[str, Account], used: int
) -> tuple[list[Account], list[Claim]]:
    """Return the accounts of a report as numbers from 1 told them, and its claims, under lasting numbers.

    `before` are the accounts of an earlier coding by key, `used` the highest number ever given: an incident
    that an earlier coding told alike keeps its number, so that people's judgements stay with it; another one
    gets a number that none has had. Claims of incidents without an account are left out.
    """
    numbers = _numbers(made, before, used)
    kept = [replace(one, key=_key(one, numbers[place])) for place, one in enumerate(made, 1)]
    places = _places(claims)
    said = [
        claim if claim.incident == 0 else replace(claim, incident=numbers[places[claim.incident]])
        for claim in claims
        if claim.incident == 0 or places.get(claim.incident) in numbers
    ]
    return kept, said


def incidents_of(claims: Sequence[Claim]) -> dict[int, Incident]:
    """Return what claims fold to, by the number of the incident."""
    return dict(zip(_places(claims), fold.incidents(claims), strict=True))


def alike(one: Incident, other: Incident) -> float:
    """Return the mean agreement of two incidents over all fields, from 0 to 1."""
    return fmean(agreement(one, other).values())


def number_of(key: str) -> int:
    """Return the number of the incident within its report that an account's key gives."""
    return int(key.rpartition("-")[2])


def _key(one: Account, number: int) -> str:
    return f"{one.key.rpartition('-')[0]}-{number}"


def _places(claims: Sequence[Claim]) -> dict[int, int]:
    """Return the place among the incidents, from 1, of each number that claims give."""
    given = sorted({claim.incident for claim in claims if claim.incident > 0})
    return {number: place for place, number in enumerate(given, 1)}


def _numbers(made: Sequence[Account], before: Mapping[str, Account], used: int) -> dict[int, int]:
    """Return the number of each incident by its place: pairs that agree most first, then new numbers."""
    told = dict(enumerate(made, 1))
    pairs = sorted(
        (-alike(one.incident, old.incident), place, number_of(key))
        for place, one in told.items()
        for key, old in before.items()
    )
    found: dict[int, int] = {}
    for apart, place, number in pairs:
        if -apart >= SAME and place not in found and number not in found.values():
            found[place] = number
    following = max([used, *map(number_of, before)], default=0)
    for place in told:
        if place not in found:
            following += 1
            found[place] = following
    return found
