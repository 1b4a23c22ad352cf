"""The network: one pass of the encoder over a report, then its last two layers once an incident.

First stage: all layers but the last two; a learned mix of them (each standardised by its own mean and
deviation) says whether the report is relevant, which sentences tell of an incident, and which pairs of them
of the same one. Second stage, a row an incident: the last two layers see which sentences are this incident's;
heads then mark the words of the open kinds, weigh the normalisers' candidates, and choose the fields' values,
with the rules' votes beside them.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from training.base import Base
from training.encoder import Encoder, padding
from training.plan import OPEN, Plan

_GUIDE = 48  # width of what the words of a label tell the fields
UPPER = 2  # layers that are run once an incident


class Mix(nn.Module):
    """A learned mix of layers, each standardised by its mean and deviation over train."""

    def __init__(self, count: int, hidden: int) -> None:
        super().__init__()
        self.weights = nn.Parameter(torch.zeros(count))
        self.scale = nn.Parameter(torch.ones(()))
        self.register_buffer("mean", torch.zeros(count, hidden))
        self.register_buffer("deviation", torch.ones(count, hidden))

    def forward(self, states: list[Tensor]) -> Tensor:
        """Return the mix (rows, pieces, hidden)."""
        shares = torch.softmax(self.weights, 0)
        mixed = sum(
            share * (state.float() - mean) / deviation
            for share, state, mean, deviation in zip(shares, states, self.mean, self.deviation, strict=True)
        )
        return self.scale * mixed


class Units(nn.Module):
    """The vectors of units from their first and last piece, and from the cues they stand in."""

    def __init__(self, hidden: int, cues: int, dropout: float) -> None:
        super().__init__()
        self.join = nn.Linear(2 * hidden, hidden)
        half = 0.5 * torch.eye(hidden)
        self.join.weight.data = torch.cat([half, half], 1)
        self.join.bias.data.zero_()
        self.cues = nn.Linear(cues, hidden, bias=False)
        self.cues.weight.data.normal_(0.0, 0.05)
        self.dropout = nn.Dropout(dropout)

    def forward(self, states: Tensor, begin: Tensor, end: Tensor, found: Tensor) -> Tensor:
        """Return (rows, N, hidden) of the pieces' states and the units' edges in them, flat."""
        flat = states.reshape(-1, states.shape[-1])
        joined = self.join(torch.cat([flat[begin], flat[end]], -1))
        return self.dropout(joined + self.cues(found))


class Perceptron(nn.Module):
    """Two linear steps with a bend between."""

    def __init__(self, width: int, inner: int, out: int, dropout: float) -> None:
        super().__init__()
        self.wide, self.narrow, self.dropout = (
            nn.Linear(width, inner),
            nn.Linear(inner, out),
            nn.Dropout(dropout),
        )

    def forward(self, x: Tensor) -> Tensor:
        """Return (…, out)."""
        return self.narrow(self.dropout(F.gelu(self.wide(x))))


class Network(nn.Module):
    """Both stages. `plan` says which heads there are and how wide."""

    def __init__(self, base: Base, plan: Plan, dropout: float = 0.15) -> None:
        super().__init__()
        self.plan = plan
        hidden, lower = base.hidden, base.layers - UPPER
        self.lower = lower
        self.encoder = Encoder(base)
        self.mix = Mix(lower + 1, hidden)
        self.upper_mix = Mix(UPPER, hidden)
        self.keep = nn.Parameter(torch.ones(()))
        self.units = Units(hidden, plan.cues, dropout)
        self.look = nn.Linear(hidden, 2)
        self.relevance = Perceptron(hidden + 4, 128, 2, dropout)
        self.fore = Perceptron(2 * hidden, 128, 2, dropout)
        self.side = nn.Linear(hidden, 96)
        self.same = Perceptron(2 * 96 + plan.pairs, 64, 1, dropout)
        self.member = nn.Linear(3, hidden, bias=False)
        self.member.weight.data.normal_(0.0, 0.3)
        self.units2 = Units(hidden, plan.cues, dropout)
        self.tags = nn.Linear(hidden, 3 * len(plan.labels))
        self.keys = nn.Linear(hidden, hidden)
        self.queries = nn.Parameter(torch.randn(len(plan.sizes), hidden) / hidden**0.5)
        self.where = nn.Parameter(torch.tensor([1.0, -1.0, 0.0]))
        guide = len(OPEN) * (_GUIDE + 1) if plan.guided else 0
        self.guide = nn.Linear(hidden, _GUIDE) if plan.guided else None
        self.fields = nn.ModuleList(
            nn.Linear(hidden + 64 + plan.traits + guide, size) for size in plan.sizes.values()
        )
        self.blend = Perceptron(2 * hidden, 128, 64, dropout)
        self.dropout = nn.Dropout(dropout)
        self.traits = nn.Dropout(0.3)
        self.kinds = nn.ModuleList(
            Perceptron(2 * hidden + plan.width, 128, size, dropout) for size in plan.kinds.values()
        )

    def one(self, words: Tensor, mask: Tensor, begin: Tensor, end: Tensor, present: Tensor,
            dealt: Tensor, found: Tensor, pairs: Tensor, report: Tensor) -> tuple[Tensor, ...]:  # fmt: skip
        """Return states (W, T, H), mix (W, T, H), relevance (B, 2), fore (B, S, 2), same (B, S, S)."""
        states = self.encoder.states(words, mask, self.lower)
        mixed = self.mix(states)
        x = self.units(mixed, begin, end, found)
        glance = self.look(x)
        whole = torch.softmax(glance[..., 0] + (present - 1.0) * 30000.0, -1)
        pooled = (whole[:, None, :] @ x)[:, 0]
        relevance = self.relevance(torch.cat([pooled, report], -1))
        weight = dealt * torch.exp(torch.clamp(glance[..., 1], -8.0, 8.0))[:, None, :]
        told = (weight @ x) / (weight.sum(-1, keepdim=True) + 1e-6)
        beside = pooled[:, None, :].expand_as(told)
        fore = self.fore(torch.cat([told, beside], -1))
        side = self.side(told)
        a, b = side[:, :, None, :], side[:, None, :, :]
        same = self.same(torch.cat([(a - b).abs(), a * b, pairs], -1))[..., 0]
        return states[-1], mixed, relevance, fore, same

    def two(self, states: Tensor, mixed: Tensor, mask: Tensor, found: Tensor, present: Tensor, source: Tensor,
            rows: Tensor, pieces: Tensor, begin2: Tensor, end2: Tensor, member: Tensor, of: Tensor,
            traits: Tensor, spans: Tensor, candidates: Tensor) -> tuple[Tensor, ...]:  # fmt: skip
        """Return tags (R, N, L, 3), fields (R, sum of sizes), and for each kind of candidate (R, C, size)."""
        x = states[source] + self.member(member)[rows[:, None], pieces].to(states.dtype)
        bias = padding(mask[source])
        upper = []
        for layer in list(self.encoder.layers)[self.lower :]:
            x = layer(x, bias)
            upper.append(x)
        mix = self.keep * mixed[source] + self.upper_mix(upper)
        u = self.units2(mix, begin2, end2, found[of])
        tags = self.tags(u).unflatten(-1, (-1, 3))
        shut = (present[of] - 1.0) * 30000.0 + member[:, :-1] @ self.where
        pull = self.queries @ self.keys(u).transpose(1, 2) / u.shape[-1] ** 0.5 + shut[:, None, :]
        pooled = torch.softmax(pull, -1) @ u
        weight = torch.softmax(shut, -1)
        whole = (weight[:, None, :] @ u)[:, 0]
        peak = (u + shut[..., None]).amax(1)
        blend = self.blend(torch.cat([whole, peak], -1))
        beside = torch.cat([blend, self.traits(traits)], -1)
        if self.guide is not None:
            beside = torch.cat([beside, self.guided(u, tags, present[of] * (1.0 - member[:, :-1, 2]))], -1)
        fields = torch.cat(
            [
                head(torch.cat([self.dropout(pooled[:, at]), beside], -1))
                for at, head in enumerate(self.fields)
            ],
            -1,
        )
        line = torch.arange(u.shape[0], device=u.device)[:, None]
        ends = torch.cat([u[line, spans[..., 0]], u[line, spans[..., 1]]], -1)
        c = torch.cat([ends, candidates], -1)
        return (tags, fields, *(head(c) for head in self.kinds))

    def guided(self, u: Tensor, tags: Tensor, text: Tensor) -> Tensor:
        """Return (R, labels * (width + 1)): of each open label its words, and how surely it marks any.

        The tags are taken as they are: fields teach the words, not the marking.
        """
        assert self.guide is not None
        marked = 1.0 - torch.softmax(tags[:, :, : len(OPEN)].float().detach(), -1)[..., 0]
        marked = (marked * text[..., None]).transpose(1, 2)
        words = marked @ self.guide(u).float() / (marked.sum(-1, keepdim=True) + 0.3)
        return torch.cat([self.dropout(words).flatten(1), marked.amax(-1)], -1)
