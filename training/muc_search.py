"""Choose how templates are made of what the network says, on dev: one choice after the other, twice over.

Scores of a report are kept by what its templates are, so that a try costs little.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from bench.muc4_score import ROLES as SCORED
from bench.muc4_score import Count, gold_templates, predicted_templates, score_report
from training.muc_templates import JOIN, MERGE, TELL, Choices
from training.plan import ROLES

Templates = list[dict[str, Any]]
Predict = Callable[[str, Choices], Templates]
"""Returns the templates of the report of that id."""

GRID: dict[str, tuple[float | str, ...]] = {
    "relevant": (0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8),
    "tells": (0.2, 0.3, 0.4, 0.5),
    "joins": (0.2, 0.35, 0.5, 0.65),
    "opens": (0.5, 0.7, 0.85),
    "join": JOIN,
    "merge": MERGE,
    "tell": TELL,
    "second": (0.2, 0.3, 0.4, 1.1),
    "empty": (0.0, 0.4, 0.6, 0.8, 1.1),
}
BY_ROLE = {"bias": (-1.0, -0.5, 0.0, 0.5, 1.0, 1.5, 2.0), "least": (0.0, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8)}


class Judge:
    """Scores predictions on gold reports by CEAF-REE; `gold` has the templates of each report by its id."""

    def __init__(self, gold: Mapping[str, Sequence[Mapping[str, Any]]], predict: Predict) -> None:
        self.predict = predict
        self._gold = {name: gold_templates(rows, name) for name, rows in gold.items()}
        self._kept: dict[tuple[str, str], dict[str, Count]] = {}

    def counts(self, names: Sequence[str], how: Choices) -> dict[str, Count]:
        """Return the sums by role, and of all as `micro_avg`, over the reports of these ids."""
        total = {role: Count() for role in (*SCORED, "micro_avg")}
        for name in names:
            told = self.predict(name, how)
            key = (name, json.dumps(told))
            if key not in self._kept:
                self._kept[key] = score_report(predicted_templates(told, name), self._gold[name])
            for role, count in self._kept[key].items():
                total[role] += count
                total["micro_avg"] += count
        return total

    def f1(self, names: Sequence[str], how: Choices) -> float:
        """Return the micro F1."""
        return self.counts(names, how)["micro_avg"].f1


def search(judge: Judge, names: Sequence[str], start: Choices | None = None, rounds: int = 2) -> Choices:
    """Return the choices with the best micro F1 on these reports; of equals the earlier one stays."""
    how = start or Choices()
    found = judge.f1(names, how)
    for _ in range(rounds):
        before = found
        for name, role, value in _moves():
            changed: dict[str, Any] = {name: {**getattr(how, name), role: value} if role else value}
            other = replace(how, **changed)
            score = judge.f1(names, other)
            if score > found + 1e-9:
                how, found = other, score
        if found == before:
            break
    return how


def _moves() -> Iterator[tuple[str, str, float | str]]:
    """Yield each choice with each of its values, those by role for each role; the role is "" for others."""
    for name, values in GRID.items():
        yield from ((name, "", value) for value in values)
    for name, numbers in BY_ROLE.items():
        yield from ((name, role, number) for role in ROLES for number in numbers)


def held_out(judge: Judge, names: Sequence[str], folds: int = 2) -> dict[str, Count]:
    """Return the counts on each fold under what was chosen on the others: what dev itself flatters by."""
    total = {role: Count() for role in (*SCORED, "micro_avg")}
    for fold in range(folds):
        own = [name for at, name in enumerate(names) if at % folds == fold]
        rest = [name for at, name in enumerate(names) if at % folds != fold]
        for role, count in judge.counts(own, search(judge, rest)).items():
            total[role] += count
    return total
