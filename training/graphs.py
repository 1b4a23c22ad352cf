"""The torch network as ONNX graphs, each run by itself: what it reads and gives goes by name.

`lower` and `upper` are layers of the encoder, written step by step (see `layers`; they alone are made
smaller). `first` and `second`, the heads after each, are cut out of two exported graphs. Apart they can be
run a window at a time, which bounds memory on long reports.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx.utils import Extractor
from torch import Tensor, nn

from marsad.reading.learned.arrays import Arrays
from marsad.reading.learned.candidates import KINDS
from training import layers
from training.encoder import Layer
from training.network import Network
from training.runner import ONE, TWO

OPSET = 20  # the first with Gelu as one step, the last of the exporter by tracing
FIRST = ("states", "mixed", "relevance", "fore", "same")
SECOND = ("tags", "fields", *KINDS)
BESIDE = ("mask", "found", "present")  # arrays of the first stage that the second reads too
CUTS = {
    "first": (("mixed", *ONE[1:]), ("relevance", "fore", "same")),
    "second": (("mix", "found", "present", *TWO[3:]), SECOND),
}
"""What each graph of heads reads and gives."""
_AXES = {
    "words": "WT", "mask": "WT", "states": "WT", "mixed": "WT", "begin": "BN", "end": "BN", "present": "BN",
    "dealt": "BSN", "found": "BN", "pairs": "BSS", "report": "B", "relevance": "B", "fore": "BS",
    "same": "BSS",
    "source": "V", "rows": "V", "pieces": "VT", "begin2": "RN", "end2": "RN", "member": "RM", "of": "R",
    "traits": "R", "spans": "RC", "candidates": "RC", "mix": "VT", "tags": "RN", "fields": "R",
    **dict.fromkeys(KINDS, "RC"),
}  # fmt: skip
"""The axes of each array that vary; M is N + 1, the last for pieces of no unit."""


class _One(nn.Module):
    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network

    def forward(self, *arrays: Tensor) -> tuple[Tensor, ...]:
        return self.network.one(*arrays)


class _Two(_One):
    """The second stage, with the mix of its layers as one more output: where it is cut in two."""

    def forward(self, *arrays: Tensor) -> tuple[Tensor, ...]:
        seen: list[Tensor] = []
        hook = self.network.units2.register_forward_pre_hook(lambda _, given: seen.append(given[0]))
        out = self.network.two(*arrays)
        hook.remove()
        return (*out, seen[0])


def heads(network: Network, one: Arrays, two: Arrays, words: Tensor, folder: Path) -> dict[str, Path]:
    """Write the heads of a network into a folder, in 32 bits; the arrays are any that it can read.

    `words` are the vectors of the pieces, (W, T, hidden). Returns each graph's file.
    """
    network = network.float().cpu().eval()
    inputs = (words, *tensors(one, ONE))
    with torch.no_grad():
        states, mixed, *_ = network.one(*inputs)
    later = (states, mixed, *tensors({**one, **two}, (*BESIDE, *TWO)))
    whole = {
        "one": _write(_One(network), inputs, ("words", *ONE), FIRST, folder / "one.onnx"),
        "two": _write(
            _Two(network), later, ("states", "mixed", *BESIDE, *TWO), (*SECOND, "mix"), folder / "two.onnx"
        ),
    }
    files = {}
    for name, (reads, gives) in CUTS.items():
        graph = whole["one" if name == "first" else "two"]
        files[name] = folder / f"{name}.onnx"
        onnx.save(_cut(graph, reads, gives), files[name])
    for name in whole:
        (folder / f"{name}.onnx").unlink()
    return files


def encoder(network: Network, way: str, folder: Path) -> dict[str, Path]:
    """Write the layers of a network into a folder in one of `layers.WAYS`; return each graph's file."""
    weights = {name: value.detach().float().cpu().numpy() for name, value in network.state_dict().items()}
    one: Layer = network.encoder.layers[0]  # type: ignore[assignment]
    shape = layers.Shape(one.heads, network.lower, network.encoder.norm.eps)
    return layers.write(weights, shape, way, folder)


def tensors(arrays: Arrays, names: Sequence[str]) -> tuple[Tensor, ...]:
    """Return the named arrays as tensors, in that order."""
    return tuple(torch.from_numpy(np.ascontiguousarray(arrays[name])) for name in names)


def _write(
    module: nn.Module, inputs: tuple[Tensor, ...], reads: Sequence[str], gives: Sequence[str], file: Path
) -> onnx.ModelProto:
    """Export a module by tracing, all sizes free, and return the graph."""
    axes = {name: dict(enumerate(_AXES[name])) for name in (*reads, *gives)}
    with warnings.catch_warnings(), torch.no_grad():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            module.eval(), inputs, str(file), input_names=list(reads), output_names=list(gives),
            dynamic_axes=axes, opset_version=OPSET, dynamo=False, do_constant_folding=True,
        )  # fmt: skip
    return onnx.load(file)


def _cut(graph: onnx.ModelProto, reads: Sequence[str], gives: Sequence[str]) -> onnx.ModelProto:
    """Return the part of a graph between some of its values; what stands for sizes only is kept."""
    known = {value.name for value in (*graph.graph.input, *graph.graph.output, *graph.graph.value_info)}
    for name in {*reads, *gives} - known:
        raise ValueError(f"the exported graph has no value {name!r}, expected it as a place to cut")
    part = Extractor(graph).extract_model(list(reads), list(gives))
    onnx.checker.check_model(part)
    return part
