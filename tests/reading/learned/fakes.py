"""What the tests of the learned reader share: reports, a speller, and a network that answers from a table."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np

from marsad.codebook import Report
from marsad.codebook.fields import fields
from marsad.reading.learned.arrays import Arrays
from marsad.reading.learned.candidates import FIELDS, KINDS, PLAIN
from marsad.reading.learned.choose import Settings
from marsad.reading.learned.features import COUNTS, cue_names, rule_names
from marsad.reading.learned.outputs import OPTIONS, Array
from marsad.reading.learned.reader import LearnedReader
from marsad.reading.learned.sheet import Sheet, lay
from training.plan import OPEN, sizes

SURE = 9.0
"""The score of what the table says; what it does not say has this below 0."""
REPORTS = {
    row["id"]: Report(**row)
    for row in map(json.loads, (Path(__file__).parents[1] / "reports.jsonl").read_text("utf-8").splitlines())
}
MEKNES, LILLE, MOGADISHU = REPORTS["meknes"], REPORTS["lille"], REPORTS["mogadishu"]
TWO = Report(
    "two",
    "A bomb killed at least three people in Leeds on Monday. The blast hurt a guard near the market. "
    "In a separate attack, gunmen shot dead five soldiers in Kidal on Tuesday. The gunmen fled.",
    "Bomb in Leeds, gunmen in Kidal",
    "en",
    published="2023-03-15",
)
"""Two incidents of two sentences each."""


def spell(unit: str) -> tuple[int, ...]:
    """Return pieces of a unit as a tokenizer might: one for every four characters, at least one."""
    return (5,) * max(1, len(unit) // 4)


def laid(report: Report) -> Sheet:
    """Lay a report out with the speller above."""
    assert report.lang is not None
    return lay(report, report.lang, spell)


@dataclass(slots=True)
class Told:
    """What the network is to say of one incident.

    `fields`: by name the value, the values, or a truth; `chosen`: by name the number of the candidate among
    those of its kind, sums left out, or one of OPTIONS; `tags`: (first unit, last unit, label), the title's
    units counted.
    """

    fields: dict[str, str | tuple[str, ...] | bool] = field(default_factory=dict)
    chosen: dict[str, int | str] = field(default_factory=dict)
    tags: list[tuple[int, int, str]] = field(default_factory=list)


@dataclass(slots=True)
class Table:
    """A network that reads nothing and says what its table holds.

    `groups` are the sentences of each incident; None puts all sentences into one. The arrays of the last
    call of each stage are kept.
    """

    relevance: float = SURE
    groups: Sequence[Sequence[int]] | None = None
    told: Sequence[Told] = (Told(),)
    first: Arrays = field(default_factory=dict)
    second: Arrays = field(default_factory=dict)

    def one(self, arrays: Arrays) -> Sequence[Array]:
        """Answer the first stage."""
        self.first = arrays
        reports, count, _ = arrays["dealt"].shape
        groups = [range(count)] if self.groups is None else self.groups
        fore = np.full((reports, count, 2), -SURE, np.float32)
        same = np.full((reports, count, count), -SURE, np.float32)
        for group in groups:
            for at in group:
                fore[:, at] = SURE
                same[:, at, list(group)] = SURE
        states = np.zeros((*arrays["ids"].shape, 1), np.float32)
        return [states, states, np.full((reports, 2), self.relevance, np.float32), fore, same]

    def two(self, arrays: Arrays, states: Array, mixed: Array) -> Sequence[Array]:
        """Answer the second stage."""
        assert states.shape == mixed.shape
        self.second = arrays
        rows, units = arrays["begin2"].shape
        tags = np.zeros((rows, units, len(OPEN), 3), np.float32)
        tags[..., 0] = SURE
        kinds = arrays["kinds"]
        out = [np.full((*kinds.shape, 8 if kind == "number" else 2), -SURE, np.float32) for kind in KINDS]
        fixed = [self._fields(self.told[row % len(self.told)]) for row in range(rows)]
        for row in range(rows):
            told = self.told[row % len(self.told)]
            for first, last, label in told.tags:
                tags[row, first : last + 1, OPEN.index(label)] = (0.0, 0.0, SURE)
                tags[row, first, OPEN.index(label)] = (0.0, SURE, 0.0)
            for name, wanted in told.chosen.items():
                if isinstance(wanted, int):
                    kind = KINDS.index("number") if name in COUNTS else FIELDS.index(name)
                    sums = arrays["candidates"][row, :, PLAIN + 9 : PLAIN + 11].any(-1)
                    at = np.flatnonzero((kinds[row] == kind) & ~sums)[wanted]
                    slot = COUNTS.index(name) if name in COUNTS else 0
                    out[kind][row, at, slot] = SURE
                    out[kind][row, at, slot + (4 if name in COUNTS else 1)] = SURE
        return [tags, np.stack(fixed), *out]

    def _fields(self, told: Told) -> Array:
        """Return the outputs of all fields of one incident."""
        found: list[float] = []
        for name, size in sizes().items():
            own = [-SURE] * size
            if name in FIELDS or name in COUNTS:
                option = told.chosen.get(name, "null")
                if isinstance(option, str):
                    own[OPTIONS.index(option)] = SURE
            elif name != "muc" and name in told.fields:
                value = told.fields[name]
                if isinstance(value, bool):
                    own[0] = SURE if value else -SURE
                else:
                    for one in (value,) if isinstance(value, str) else value:
                        own[fields()[name].values.index(one)] = SURE
            found += own
        return np.array(found, np.float32)


def reader(network: Table, how: Settings | None = None) -> LearnedReader:
    """Return the reader over a table."""
    return LearnedReader(network, spell, cue_names(), rule_names(), OPEN, sizes(), how or Settings())


def of(report: Report, text: str) -> Report:
    """Return a report with another text and no title."""
    return replace(report, text=text, title="")
