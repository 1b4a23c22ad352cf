"""From what the network says of the incidents of a MUC-4 report to templates in the form of GTT's scorer.

The scorer's entity is right where all its mentions belong to one gold entity, so an entity is told by one
mention: that of its group which the rules of `Choices` prefer. Mentions are of one group where they are the
same words, and, by `merge`, where one lies within the other with the same last word, or is its acronym.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import numpy as np

from bench import muc4_score
from marsad.reading.learned.outputs import Array, softmax
from marsad.reading.learned.sheet import Sheet
from marsad.reading.learned.spans import best
from training.plan import MUC_TYPES, OPEN, ROLES

MERGE = ("same", "nested", "nested and acronym")
TELL = ("surest", "longest", "first")
JOIN = ("no", "shared", "type")
normal = cache(muc4_score.normal)


@dataclass(frozen=True, slots=True)
class Choices:
    """What is chosen on dev; by role where it is a mapping.

    `relevant`: the probability from which a report has templates. `tells`, `joins`, `opens`: see
    `membership.clusters`. `bias`: added to the scores of first and later words. `least`: the score that a
    mention must have. `merge`, `tell`: which mentions are one entity, and which of them tells it. `join`:
    whether templates of one type become one, never, where they share an entity, or always. `second`: the
    probability from which an incident has a template of its second type too. `empty`: the probability of
    the type from which a template without any entity is kept.
    """

    relevant: float = 0.5
    tells: float = 0.3
    joins: float = 0.5
    opens: float = 0.5
    bias: Mapping[str, float] = field(default_factory=lambda: dict.fromkeys(ROLES, 0.0))
    least: Mapping[str, float] = field(default_factory=lambda: dict.fromkeys(ROLES, 0.0))
    merge: str = "same"
    tell: str = "surest"
    join: str = "no"
    second: float = 1.1
    empty: float = 0.0


@dataclass(frozen=True, slots=True)
class Told:
    """A mention that the network marks: its words, where they begin, and how sure it is."""

    words: str
    start: int
    score: float


class Incident:
    """What the network says of one incident: the shares of the types, and the scores of the roles' tags.

    `tags` are (N, L, 3) for all labels of the plan; runs are sought once a role and bias, and kept.
    """

    def __init__(self, sheet: Sheet, kinds: Array, tags: Array) -> None:
        self.kinds = softmax(kinds)
        self._units = sheet.units[sheet.titled :]
        self._text = sheet.report.text.lower()
        self._tags = tags[sheet.titled :, len(OPEN) :]
        self._kept: dict[tuple[str, float], list[Told]] = {}

    def mentions(self, role: str, bias: float) -> list[Told]:
        """Return the mentions of a role in the order of the text."""
        if (role, bias) not in self._kept:
            self._kept[role, bias] = self._sought(ROLES.index(role), bias)
        return self._kept[role, bias]

    def _sought(self, at: int, bias: float) -> list[Told]:
        scores = self._tags[:, at].astype(np.float32).copy()
        if not len(scores) or (scores[:, 0] >= scores[:, 1:].max(-1) + bias).all():
            return []
        sure = 1.0 - softmax(scores)[:, 0]
        scores[:, 1:] += bias
        path = [*best(scores).tolist(), 0]
        found = []
        for first in (unit for unit, state in enumerate(path) if state == 1):
            last = first
            while path[last + 1] == 2:
                last += 1
            start, end = self._units[first][0], self._units[last][1]
            found.append(Told(self._text[start:end], start, float(sure[first : last + 1].mean())))
        return found


def template(incident: Incident, kind: str, how: Choices) -> dict[str, Any]:
    """Return an incident as a template of a type: for each role its entities, each of one mention."""
    told: dict[str, Any] = {"incident_type": kind}
    for role in ROLES:
        found = [m for m in incident.mentions(role, how.bias[role]) if m.score >= how.least[role]]
        groups = grouped([m for m in found if normal(m.words)], how.merge)
        told[role] = [[_teller(group, how.tell).words] for group in groups]
    return told


def templates(incidents: Sequence[Incident], how: Choices, kinds: Sequence[str] = ()) -> list[dict[str, Any]]:
    """Return the templates of a report's incidents, none twice; `kinds` are their types where given."""
    found: list[dict[str, Any]] = []
    for at, incident in enumerate(incidents):
        ranked = np.argsort(-incident.kinds)
        chosen = [(kinds[at], 1.0)] if kinds else [(MUC_TYPES[ranked[0]], float(incident.kinds[ranked[0]]))]
        if not kinds and incident.kinds[ranked[1]] >= how.second:
            chosen.append((MUC_TYPES[ranked[1]], float(incident.kinds[ranked[1]])))
        for kind, sure in chosen:
            new = template(incident, kind, how)
            if any(new[role] for role in ROLES) or sure >= how.empty:
                _add(found, new, how.join)
    return found


def _add(found: list[dict[str, Any]], new: dict[str, Any], join: str) -> None:
    """Add a template, or what it has more to one of its type that it is joined with."""
    for old in found:
        if old["incident_type"] != new["incident_type"]:
            continue
        shared = any(_words(old[role]) & _words(new[role]) for role in ROLES)
        if join == "type" or (join == "shared" and shared) or old == new:
            for role in ROLES:
                known = _words(old[role])
                old[role] += [entity for entity in new[role] if normal(entity[0]) not in known]
            return
    found.append(new)


def _words(entities: Sequence[Sequence[str]]) -> set[str]:
    return {normal(mention) for entity in entities for mention in entity}


def grouped(mentions: Sequence[Told], merge: str) -> list[list[Told]]:
    """Return mentions in groups of one entity each, in the order of their first mention."""
    if merge == MERGE[0]:
        same: dict[str, list[Told]] = {}
        for mention in mentions:
            same.setdefault(normal(mention.words), []).append(mention)
        return list(same.values())
    groups: list[list[Told]] = []
    for mention in mentions:
        near = [g for g in groups if any(_alike(mention.words, other.words, merge) for other in g)]
        if near:
            near[0].append(mention)
            for group in near[1:]:
                near[0].extend(group)
                groups.remove(group)
        else:
            groups.append([mention])
    return groups


def _alike(one: str, other: str, merge: str) -> bool:
    """Tell whether two mentions name one entity by their words alone."""
    a, b = sorted((normal(one).split(), normal(other).split()), key=len)
    if a == b:
        return True
    if a[-1] == b[-1] and any(b[at : at + len(a)] == a for at in range(len(b) - len(a) + 1)):
        return True
    return merge == MERGE[2] and len(a) == 1 and len(b) > 2 and a[0] == "".join(word[0] for word in b)


def _teller(group: Sequence[Told], tell: str) -> Told:
    """Return the mention of a group that tells it; of equals the first."""
    if tell == "longest":
        return max(group, key=lambda m: (len(normal(m.words)), -m.start))
    if tell == "surest":
        return max(group, key=lambda m: (m.score, -m.start))
    return min(group, key=lambda m: m.start)
