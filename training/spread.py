"""The mean and deviation of each layer over some reports, by which the mixes standardise them."""

from __future__ import annotations

from collections.abc import Sequence

import torch

from marsad.reading.learned import arrays
from training.examples import Example
from training.network import Mix
from training.runner import Runner, batches, fast


def standardise(runner: Runner, examples: Sequence[Example]) -> None:
    """Set the buffers of both mixes; the words alone are read, none of the marks."""
    network = runner.network.eval()
    count = len(network.encoder.layers) + 1
    total = squares = None
    seen = 0.0
    for group in batches(sorted(examples, key=lambda e: len(e.sheet.units)), 4096):
        one = arrays.first([e.sheet for e in group], network.plan.cue_names)
        mask = torch.from_numpy(one["mask"]).to(runner.device)
        with torch.inference_mode(), fast():
            states = network.encoder.states(runner.words(one["ids"], runner.device), mask)
        stack = torch.stack([state.float()[mask > 0] for state in states])
        total = stack.sum(1) if total is None else total + stack.sum(1)
        squares = (stack**2).sum(1) if squares is None else squares + (stack**2).sum(1)
        seen += stack.shape[1]
    assert total is not None and squares is not None
    mean = total / seen
    deviation = (squares / seen - mean**2).clamp(min=1e-6).sqrt()
    _set(network.mix, mean[: network.lower + 1], deviation[: network.lower + 1])
    _set(network.upper_mix, mean[network.lower + 1 : count], deviation[network.lower + 1 : count])


def _set(mix: Mix, mean: torch.Tensor, deviation: torch.Tensor) -> None:
    mix.mean.data.copy_(mean)
    mix.deviation.data.copy_(deviation)
