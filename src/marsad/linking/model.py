"""What linking works on and gives: account, block, reason, likeness, choice, folded. All frozen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import exp

from marsad.codebook import Incident, Language, Value

Json = None | bool | int | float | str | Sequence["Json"] | Mapping[str, "Json"]
"""What a reason shows of each side: a value that JSON can write."""

MOST_WORDS = 64
"""Rare words that an account keeps."""

DIMENSIONS = 384
"""Numbers (float16) of an account's vector."""


@dataclass(frozen=True, slots=True)
class Account:
    """One report's telling of one incident.

    `key` is `<first 16 hex of the report's digest>-<number>`: it orders accounts, and accounts of one
    report share its first part. `report` is the report's digest, `incident` what its claims fold to
    (evidence may be empty), `published` an ISO date. `words` are the folded rare words and numbers of title
    and text (`linking.words`), at most 64. `vector` is 384 float16 of unit length, little-endian: the
    encoder's view of the words that tell this incident; None where the reader has none.
    """

    key: str
    report: str
    incident: Incident
    published: str | None
    lang: Language
    title: str = ""
    words: frozenset[str] = frozenset()
    vector: bytes | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """Where to look for the accounts of the same event.

    Days are proleptic ordinals (`date.toordinal()`), both ends included, widened by the slack that a match
    may have; None is no bound on that side. `cell` is the half-degree cell of the town, None where no town
    is known; `cells` are the cell and its neighbours, to look in.
    """

    first_day: int | None
    last_day: int | None
    country: str | None
    cell: int | None
    cells: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Reason:
    """One comparison of two accounts: its outcome (`level`) and what it adds to the log odds (`weight`).

    `left` and `right` are what the first and the second account say, as JSON values.
    """

    feature: str
    level: str
    weight: float
    left: Json = None
    right: Json = None

    def words(self, lang: Language) -> str:
        """Return the reason as a person reads it in `lang`, as `same town` or `one day apart`."""
        from marsad.linking.wording import say

        return say(self, lang)


@dataclass(frozen=True, slots=True)
class Likeness:
    """How much speaks for one event: log odds (natural logarithm), and the reasons, the weightiest first."""

    score: float
    reasons: tuple[Reason, ...]

    @property
    def probability(self) -> float:
        """The probability, from 0 to 1, that both accounts tell of one event."""
        if self.score < 0:
            odds = exp(self.score)
            return odds / (1 + odds)
        return 1 / (1 + exp(-self.score))


@dataclass(frozen=True, slots=True)
class Choice:
    """The value chosen for a field, and why.

    `why` is a rule of `data/folding.toml` (`agreed`, `latest`, `most precise`, `most told`, `corrected` …),
    `keys` are the accounts that say the value, `others` the values that disagree, each with the accounts
    that say it, the oldest publication first.
    """

    value: Value
    why: str
    keys: tuple[str, ...]
    others: tuple[tuple[Value, tuple[str, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class Folded:
    """What several accounts of one event fold to: a value and a choice a field; certainty from 0 to 1."""

    values: Mapping[str, Value]
    choices: Mapping[str, Choice]
    certainty: float
