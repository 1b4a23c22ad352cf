"""Score templates of MUC-4 by CEAF-REE as published with GTT (Du, Rush and Cardie, NAACL 2021).

python bench/muc4_score.py GOLD.jsonl PRED.json

GOLD.jsonl has a report a line in the GTT form (`docid`, `templates` of `incident_type` and five roles, each a
list of entities, each a list of [mention, offset]); PRED.json is {docid: [{"incident_type": …, "PerpInd":
[[mention, …], …], …}, …]}, an empty list where nothing was found. The rules, as read off the paper and its
script, in our words:

1. Strings are lower-cased; ASCII punctuation, then the words a, an, the, then spare blanks are taken out.
2. Gold templates that are equal to an earlier one of the same report, mention by mention, count once; a gold
   entity without a mention is none.
3. A mapping gives each predicted template at most one gold template, and no gold template twice. A pair
   counts only if the predicted type is the gold one (one of them, for "bombing / attack").
4. In a pair, a predicted entity is right if all its mentions are mentions of one gold entity of that role; a
   gold entity is found if some predicted entity of that role is right by it. The first count is the numerator
   of precision, the second of recall: two halves of one gold entity are both right, and find it once.
5. The type of a pair is one hit of the role `incident_type`, on both sides.
6. Templates outside a pair count in full in the denominator: predicted ones in precision, with each entity
   and their type, gold ones in recall.
7. Of all mappings of a report, that with the highest F1 over its six roles counts; of equals the first, with
   the gold templates tried in their order and none last, the first predicted template's choice weighing most.
8. Numerators and denominators are summed over the reports of GOLD, and over the roles for the micro average.

Three things that the script passes over are errors here: a report of GOLD without a prediction or the
reverse, a type that is no text, an entity without a mention (there it would match everything).

The script tries every mapping, (gold + 1) ** predicted of them. Here a table runs over the sets of gold
templates already taken. It keeps for each only the pairs of numerators that no other beats in both, since the
F1 grows with either, and drops what cannot come up to the greedy mapping any more: the best stays among them.
With more than eight gold templates equals of rule 7 may be told apart otherwise; the F1 stays.
"""

from __future__ import annotations

import argparse
import json
import re
import string
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ENTITY_ROLES = ("PerpInd", "PerpOrg", "Target", "Victim", "Weapon")
ROLES = ("incident_type", *ENTITY_ROLES)
Entity = frozenset[str]
_PUNCTUATION = str.maketrans("", "", string.punctuation)
_ARTICLES = re.compile(r"\b(?:a|an|the)\b")
_EXACT_TIES = 8  # gold templates up to which pairs of unequal types are tried too, for rule 7's "first"


@dataclass(frozen=True, slots=True)
class Template:
    """A template to score: its type (or types, of gold) and its normalised entities by role."""

    kinds: frozenset[str]
    entities: Mapping[str, tuple[Entity, ...]]

    def sizes(self) -> dict[str, int]:
        """Return what it adds to the denominators, by role."""
        return {"incident_type": 1} | {role: len(self.entities[role]) for role in ENTITY_ROLES}


@dataclass(slots=True)
class Count:
    """Numerators and denominators of precision and recall."""

    p_num: int = 0
    p_den: int = 0
    r_num: int = 0
    r_den: int = 0

    def __iadd__(self, other: Count) -> Count:
        self.p_num += other.p_num
        self.p_den += other.p_den
        self.r_num += other.r_num
        self.r_den += other.r_den
        return self

    @property
    def precision(self) -> float:
        return self.p_num / self.p_den if self.p_den else 0.0

    @property
    def recall(self) -> float:
        return self.r_num / self.r_den if self.r_den else 0.0

    @property
    def f1(self) -> float:
        p, r = self.precision, self.recall
        return 2 * p * r / (p + r) if p + r else 0.0


Counts = dict[str, Count]


def normal(mention: str) -> str:
    """Return a mention by rule 1."""
    return " ".join(_ARTICLES.sub(" ", mention.lower().translate(_PUNCTUATION)).split())


def _template(
    raw: Mapping[str, Any], entities: Mapping[str, Iterable[Sequence[str]]], where: str
) -> Template:
    kind = raw.get("incident_type")
    if not isinstance(kind, str) or not kind.strip():
        raise ValueError(f"{where}: incident_type is {kind!r}, expected a text such as 'bombing'")
    rows: dict[str, tuple[Entity, ...]] = {}
    for role, found in entities.items():
        if any(not entity for entity in found):
            raise ValueError(f"{where}: an entity of {role} has no mention; leave it out")
        rows[role] = tuple(frozenset(map(normal, entity)) for entity in found)
    return Template(frozenset(part.strip().lower() for part in kind.split("/")), rows)


def gold_templates(raw: Sequence[Mapping[str, Any]], where: str = "gold") -> list[Template]:
    """Return the templates of a GTT line, by rule 2; raises ValueError for one without a type."""
    seen: list[tuple[str, dict[str, list[list[str]]]]] = []
    found: list[Template] = []
    for row in raw:
        entities = {
            role: [[mention for mention, _ in entity] for entity in row[role] if entity]
            for role in ENTITY_ROLES
        }
        if (row["incident_type"], entities) not in seen:
            seen.append((row["incident_type"], entities))
            found.append(_template(row, entities, where))
    return found


def predicted_templates(raw: Sequence[Mapping[str, Any]], where: str = "prediction") -> list[Template]:
    """Return the templates of a prediction; a role that is not named is empty.

    Raises ValueError, with `where`, for an unknown role, a type that is no text, and entities that are no
    lists of texts.
    """
    found: list[Template] = []
    for row in raw:
        unknown = set(row) - set(ROLES)
        if unknown:
            raise ValueError(f"{where}: unknown roles {sorted(unknown)}, expected {', '.join(ROLES)}")
        entities = {role: row.get(role, []) for role in ENTITY_ROLES}
        for role, rows in entities.items():
            if not all(
                isinstance(entity, list) and all(isinstance(m, str) for m in entity) for entity in rows
            ):
                raise ValueError(f"{where}: {role} is {rows!r}, expected lists of texts, one an entity")
        found.append(_template(row, entities, where))
    return found


def _hits(predicted: Template, gold: Template) -> dict[str, tuple[int, int]] | None:
    """Return the numerators (precision, recall) of a pair by role, None where the types are unequal."""
    if not predicted.kinds <= gold.kinds:
        return None
    found = {"incident_type": (1, 1)}
    for role in ENTITY_ROLES:
        ours, theirs = predicted.entities[role], gold.entities[role]
        right = sum(any(entity <= other for other in theirs) for entity in ours)
        reached = sum(any(entity <= other for entity in ours) for other in theirs)
        found[role] = (right, reached)
    return found


Gain = tuple[int, int]
Front = dict[Gain, tuple[int, ...]]  # numerators of precision and recall: the first mapping that reaches them


def _unbeaten(front: Front) -> Front:
    """Return the entries whose numerators no other entry has at least as high, both."""
    kept: Front = {}
    best = -1
    for gain in sorted(front, reverse=True):
        if gain[1] > best:
            kept[gain] = front[gain]
            best = gain[1]
    return kept


def _floor(gains: Sequence[Sequence[Gain | None]], p_den: int, r_den: int) -> float:
    """Return the F1 of the mapping that takes the best pair left, again and again: the best is no lower."""
    pairs = [(sum(gain), i, j) for i, row in enumerate(gains) for j, gain in enumerate(row) if gain]
    taken: tuple[set[int], set[int]] = (set(), set())
    p = r = 0
    for _, i, j in sorted(pairs, key=lambda pair: (-pair[0], *pair[1:])):
        gain = gains[i][j]
        if gain and i not in taken[0] and j not in taken[1]:
            taken[0].add(i)
            taken[1].add(j)
            p, r = p + gain[0], r + gain[1]
    return Count(p, p_den, r, r_den).f1


def align(gains: Sequence[Sequence[Gain | None]], golds: int, p_den: int, r_den: int) -> tuple[int, ...]:
    """Return the gold template of each predicted one (`golds` for none) by rules 3 and 7.

    `gains[i][j]` are the numerators of the pair i, j, or None where the types are unequal; `p_den` and
    `r_den` the denominators of the report, which no mapping changes.
    """
    fronts: dict[int, Front] = {0: {(0, 0): ()}}
    floor = _floor(gains, p_den, r_den) - 1e-9
    for at, row in enumerate(gains):
        rest = [[gain or (0, 0) for gain in later] for later in gains[at + 1 :]]
        most = [sum(max((gain[side] for gain in later), default=0) for later in rest) for side in (0, 1)]
        options: list[tuple[int, Gain]] = [
            (j, gain or (0, 0)) for j, gain in enumerate(row) if gain is not None or golds <= _EXACT_TIES
        ]
        after: dict[int, Front] = {}
        for mask, front in fronts.items():
            open_options = [(j, gain, mask | 1 << j) for j, gain in options if not mask >> j & 1]
            for (p, r), mapping in front.items():
                for j, (dp, dr), taken in [*open_options, (golds, (0, 0), mask)]:
                    if Count(p + dp + most[0], p_den, r + dr + most[1], r_den).f1 < floor:
                        continue  # not even the best of all that is left would reach it
                    target = after.setdefault(taken, {})
                    chosen = (*mapping, j)
                    known = target.get((p + dp, r + dr))
                    if known is None or chosen < known:
                        target[p + dp, r + dr] = chosen
        fronts = {mask: _unbeaten(front) for mask, front in after.items()}
    ends = [(gain, mapping) for front in fronts.values() for gain, mapping in front.items()]
    return min(ends, key=lambda end: (-Count(end[0][0], p_den, end[0][1], r_den).f1, end[1]))[1]


def score_report(predicted: Sequence[Template], gold: Sequence[Template]) -> Counts:
    """Return the counts of one report by role, under its best mapping."""
    counts = {role: Count() for role in ROLES}
    for template in predicted:
        for role, size in template.sizes().items():
            counts[role].p_den += size
    for template in gold:
        for role, size in template.sizes().items():
            counts[role].r_den += size
    pairs = [[_hits(ours, theirs) for theirs in gold] for ours in predicted]
    gains = [
        [
            None if hits is None else (sum(p for p, _ in hits.values()), sum(r for _, r in hits.values()))
            for hits in row
        ]
        for row in pairs
    ]
    dens = (sum(c.p_den for c in counts.values()), sum(c.r_den for c in counts.values()))
    for row, chosen in zip(pairs, align(gains, len(gold), *dens), strict=True):
        hits = row[chosen] if chosen < len(gold) else None
        for role, (right, reached) in (hits or {}).items():
            counts[role].p_num += right
            counts[role].r_num += reached
    return counts


def score(
    gold: Mapping[str, Sequence[Mapping[str, Any]]], predicted: Mapping[str, Sequence[Mapping[str, Any]]]
) -> Counts:
    """Return the counts by role and of "micro_avg" over all reports of `gold`, both by docid.

    Raises ValueError where the two do not name the same reports, or a template is ill-formed.
    """
    if gold.keys() != predicted.keys():
        missing, extra = sorted(gold.keys() - predicted.keys()), sorted(predicted.keys() - gold.keys())
        raise ValueError(
            f"{len(missing)} reports have no prediction ({', '.join(missing[:3])}), {len(extra)} predictions "
            f"no report ({', '.join(extra[:3])}); give an empty list where nothing was found"
        )
    total = {role: Count() for role in ROLES}
    for docid, raw in gold.items():
        found = score_report(predicted_templates(predicted[docid], docid), gold_templates(raw, docid))
        for role, count in found.items():
            total[role] += count
    micro = Count()
    for count in total.values():
        micro += count
    return total | {"micro_avg": micro}


def table(counts: Counts) -> str:
    """Return the counts as lines: role, precision, recall and F1 in percent, and the four numbers."""
    lines = [f"{'role':14}{'P':>7}{'R':>7}{'F1':>7}   right/predicted  found/gold"]
    for role, c in counts.items():
        scores = "".join(f"{100 * value:7.2f}" for value in (c.precision, c.recall, c.f1))
        lines.append(f"{role:14}{scores}   {c.p_num:7}/{c.p_den:<7} {c.r_num:6}/{c.r_den}")
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description="Score templates of MUC-4 by CEAF-REE.")
    parser.add_argument("gold", type=Path, help="JSONL in the GTT form")
    parser.add_argument("predicted", type=Path, help="JSON: docid to a list of templates")
    chosen = parser.parse_args()
    rows = [json.loads(line) for line in chosen.gold.read_text(encoding="utf-8").splitlines()]
    predicted = json.loads(chosen.predicted.read_text(encoding="utf-8"))
    try:
        print(table(score({row["docid"]: row["templates"] for row in rows}, predicted)))
    except ValueError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
