"""What training makes small: a term a head, each over what is known of an example."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F

from marsad.codebook.fields import fields
from marsad.reading.learned import features
from marsad.reading.learned.candidates import FIELDS, KINDS
from training.examples import IGNORE, Example, Row
from training.plan import OPEN, Plan

WEIGHTS = {
    "relevance": 1.0, "fore": 1.0, "same": 1.0, "tags": 2.0, "roles": 4.0, "choice": 0.6, "list": 9.0,
    "truth": 0.8, "mark": 2.0, "chosen": 0.6, "count": 0.6, "muc": 0.6,
}  # fmt: skip
_LOW = -30000.0


def first(out: Sequence[Tensor], examples: Sequence[Example]) -> dict[str, Tensor]:
    """Return the terms of the first stage: relevance, sentences, pairs."""
    _, _, relevance, fore, same = (part.float() for part in out)
    device = relevance.device
    column = torch.tensor([int(e.muc) for e in examples], device=device)
    wanted = torch.tensor([float(e.relevant) for e in examples], device=device)
    told = relevance.gather(1, column[:, None])[:, 0]
    terms = {"relevance": F.binary_cross_entropy_with_logits(told, wanted)}
    marks = torch.full(fore.shape[:2], float("nan"))
    pairs = torch.full(same.shape, float("nan"))
    for at, e in enumerate(examples):
        marks[at, : len(e.fore)] = torch.from_numpy(e.fore)
        pairs[at, : len(e.same), : len(e.same)] = torch.from_numpy(e.same)
    scores = fore.gather(2, column[:, None, None].expand(-1, fore.shape[1], 1))[..., 0]
    terms["fore"] = _known(scores, marks.to(device))
    terms["same"] = _balanced(same, pairs.to(device))
    return terms


def _known(scores: Tensor, wanted: Tensor) -> Tensor:
    """Return the mean cross entropy where the target is known."""
    known = ~torch.isnan(wanted)
    if not bool(known.any()):
        return scores.sum() * 0.0
    return F.binary_cross_entropy_with_logits(scores[known], wanted[known])


def _balanced(scores: Tensor, wanted: Tensor) -> Tensor:
    """Return the same for pairs, a report counting once however long, those of several incidents thrice."""
    total, weight = scores.sum() * 0.0, 0.0
    for row, right in zip(scores, wanted, strict=True):
        known = ~torch.isnan(right)
        if bool(known.any()):
            share = 3.0 if bool((right[known] == 0).any()) else 0.3
            total = total + share * F.binary_cross_entropy_with_logits(row[known], right[known])
            weight += share
    return total / max(weight, 1.0)


def second(out: Sequence[Tensor], rows: Sequence[Row], plan: Plan) -> dict[str, Tensor]:
    """Return the terms of the second stage: tags, fields, marks and choices among candidates."""
    tags, told, *kinds = (part.float() for part in out)
    device = tags.device
    wanted = torch.full(tags.shape[:3], IGNORE, dtype=torch.long)
    for at, row in enumerate(rows):
        wanted[at, : len(row.tags)] = torch.from_numpy(row.tags)
    wanted = wanted.to(device)
    terms = {
        "tags": _tagged(tags[:, :, : len(OPEN)], wanted[:, :, : len(OPEN)]),
        "roles": _tagged(tags[:, :, len(OPEN) :], wanted[:, :, len(OPEN) :]),
    }
    split = dict(zip(plan.sizes, told.split(list(plan.sizes.values()), -1), strict=True))
    sums: dict[str, list[Tensor]] = {
        "choice": [],
        "list": [],
        "truth": [],
        "chosen": [],
        "count": [],
        "muc": [],
    }
    for name, scores in split.items():
        for at, row in enumerate(rows):
            if name in row.allowed:
                allowed = row.allowed[name]
                if allowed.any() and not allowed.all():
                    kind = "muc" if name == "muc" else "choice"
                    sums[kind].append(_allowed(scores[at], allowed))
            elif name in row.listed:
                kind = "truth" if fields()[name].kind == "truth" else "list"
                sums[kind].append(_known(scores[at], torch.from_numpy(row.listed[name]).to(device)))
            elif name in row.chosen:
                kind = "count" if name in features.COUNTS else "chosen"
                logits = options(name, scores[at], kinds, at, row)
                if row.chosen[name].any():
                    sums[kind].append(_allowed(logits, row.chosen[name]))
    for name, found in sums.items():
        if found:
            terms[name] = torch.stack(found).sum() / max(len(rows), 1)
    terms["mark"] = _marks(kinds, rows)
    return terms


def _tagged(tags: Tensor, wanted: Tensor) -> Tensor:
    """Return the cross entropy of tags: summed over labels, the mean over the units that are known."""
    if not bool((wanted != IGNORE).any()):
        return tags.sum() * 0.0
    mean = F.cross_entropy(tags.flatten(0, 2), wanted.flatten(), ignore_index=IGNORE)
    return mean * tags.shape[2]


def options(name: str, fixed: Tensor, kinds: Sequence[Tensor], at: int, row: Row) -> Tensor:
    """Return the scores of what may say a field: the constant options, then every candidate."""
    found = row.incidence.candidates
    if name in features.COUNTS:
        kind, slot = KINDS.index("number"), 4 + features.COUNTS.index(name)
        ruled = row.incidence.ruled.get(name)
        if ruled is None or ruled < 2:
            fixed = torch.cat([fixed[:3], fixed[3:] * 0.0 + _LOW])
    else:
        kind, slot = FIELDS.index(name), 1
    open_ = [c.kind == KINDS[kind] and c.value is not None for c in found]
    scores = kinds[kind][at, : len(found), slot]
    shut = torch.from_numpy(np.where(open_, 0.0, _LOW).astype(np.float32)).to(scores.device)
    return torch.cat([fixed, scores + shut])


def _allowed(scores: Tensor, right: np.ndarray) -> Tensor:
    """Return minus the log of the share of probability that lies on what is right."""
    mask = torch.from_numpy(right).to(scores.device)
    return torch.logsumexp(scores, -1) - torch.logsumexp(scores[mask], -1)


def _marks(kinds: Sequence[Tensor], rows: Sequence[Row]) -> Tensor:
    """Return the mean cross entropy of which candidates are marked."""
    scores, wanted = [], []
    for at, row in enumerate(rows):
        if row.marks is None:
            continue
        for place, c in enumerate(row.incidence.candidates):
            kind = KINDS.index(c.kind)
            slots = 4 if c.kind == "number" else 1
            scores.append(kinds[kind][at, place, :slots])
            wanted.append(torch.from_numpy(row.marks[place, :slots]))
    if not scores:
        return kinds[0].sum() * 0.0
    told = torch.cat(scores)
    return F.binary_cross_entropy_with_logits(told, torch.cat(wanted).to(told.device))


def total(terms: dict[str, Tensor]) -> Tensor:
    """Return the weighted sum."""
    return torch.stack([WEIGHTS[name] * term for name, term in terms.items()]).sum()
