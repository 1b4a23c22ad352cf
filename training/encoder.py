"""The encoder as a torch module: BERT with its norm after each step, as e5 has it (Wang et al. 2024)."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from training.base import Base


class Layer(nn.Module):
    """One layer: attention among the pieces, then the feed-forward step, each added and normed.

    No dropout: on two cores its random numbers cost as much as the matrices; the heads have theirs, and the
    augmentation never shows a text twice alike.
    """

    def __init__(self, hidden: int, heads: int, inner: int, epsilon: float) -> None:
        super().__init__()
        self.heads = heads
        self.qkv = nn.Linear(hidden, 3 * hidden)
        self.out = nn.Linear(hidden, hidden)
        self.norm = nn.LayerNorm(hidden, eps=epsilon)
        self.wide = nn.Linear(hidden, inner)
        self.narrow = nn.Linear(inner, hidden)
        self.last = nn.LayerNorm(hidden, eps=epsilon)

    def forward(self, x: Tensor, bias: Tensor) -> Tensor:
        """Return the next states (rows, pieces, hidden); `bias` is 0 for pieces, -inf for padding."""
        rows, length, hidden = x.shape
        width = hidden // self.heads
        q, k, v = self.qkv(x).view(rows, length, 3, self.heads, width).permute(2, 0, 3, 1, 4)
        looks = torch.softmax((q * width**-0.5) @ k.transpose(-1, -2) + bias.to(q.dtype), -1)
        seen = self.out((looks @ v).transpose(1, 2).reshape(rows, length, hidden))
        x = self.norm(x + seen)
        return self.last(x + self.narrow(F.gelu(self.wide(x))))


class Encoder(nn.Module):
    """The embeddings' sum and the layers. Word vectors come in from outside: they are never trained."""

    def __init__(self, base: Base) -> None:
        super().__init__()
        hidden, inner = base.hidden, len(base.vector("l0.fi.b"))
        self.position = nn.Parameter(torch.from_numpy(base.vector("emb.pos").reshape(-1, hidden)))
        self.kind = nn.Parameter(torch.from_numpy(base.vector("emb.type").reshape(-1, hidden)[0].copy()))
        self.norm = nn.LayerNorm(hidden, eps=base.epsilon)
        _fill(self.norm, base, "emb.ln")
        made = [Layer(hidden, base.heads, inner, base.epsilon) for _ in range(base.layers)]
        for index, layer in enumerate(made):
            parts = [base.matrix(f"l{index}.{name}.w", hidden) for name in "qkv"]
            layer.qkv.weight.data = torch.cat([torch.from_numpy(part) for part in parts])
            layer.qkv.bias.data = torch.cat([torch.from_numpy(base.vector(f"l{index}.{n}.b")) for n in "qkv"])
            for name, part in (("ao", layer.out), ("fi", layer.wide), ("fo", layer.narrow)):
                part.weight.data = torch.from_numpy(base.matrix(f"l{index}.{name}.w", part.out_features))
                part.bias.data = torch.from_numpy(base.vector(f"l{index}.{name}.b"))
            _fill(layer.norm, base, f"l{index}.aln")
            _fill(layer.last, base, f"l{index}.oln")
        self.layers = nn.ModuleList(made)

    def enter(self, words: Tensor) -> Tensor:
        """Return the states before the first layer, of word vectors (rows, pieces, hidden)."""
        return self.norm(words + self.position[: words.shape[1]] + self.kind)

    def states(self, words: Tensor, mask: Tensor, stop: int | None = None) -> list[Tensor]:
        """Return the states before and after each layer up to `stop`; `mask` is 0 for padding."""
        x = self.enter(words)
        bias = padding(mask)
        found = [x]
        for layer in list(self.layers)[:stop]:
            x = layer(x, bias)
            found.append(x)
        return found


def padding(mask: Tensor) -> Tensor:
    """Return what is added to the attention: 0 for pieces, a large negative number for padding."""
    return ((1.0 - mask.float()) * -30000.0)[:, None, None, :]


def _fill(norm: nn.LayerNorm, base: Base, name: str) -> None:
    norm.weight.data = torch.from_numpy(base.vector(f"{name}.w"))
    norm.bias.data = torch.from_numpy(base.vector(f"{name}.b"))
