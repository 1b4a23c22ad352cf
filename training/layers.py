"""The encoder's layers as ONNX graphs, of the steps that onnxruntime runs fastest; `rows` has them in 8 bits.

`rows`: a matrix has 7-bit weights with a scale a column, what it multiplies 8 bits with a scale a piece,
found as it comes. A scale for the whole text would not do: a few pieces have inputs ten times those of the
others, and would drown them. With 7 bits no processor's sums overflow, so all say the same. Attention itself,
norms and biases stay in 32 bits. (Dettmers et al. 2022 have scales a row and a column in the same way.)

Windows come one at a time and whole, so nothing is masked. What `network.py` and `encoder.py` do is written
here a second time: `training.export` holds both to each other.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import onnx
from onnx import TensorProto, helper, numpy_helper

OPSET, IR = 20, 9  # the first opset with Gelu as one step
WAYS = ("rows", "fp32")
MOST = 63  # of a weight: with 127, a sum of two products would leave 16 bits, where older processors hold it
EVEN, BENT = 128, 32
"""What stands for 0 in 8 bits: where signs are alike, and after the bend, which goes no lower than -0.17."""
_LOWEST = 0.17
_OURS = "com.microsoft"

Weights = Mapping[str, npt.NDArray[np.float32]]


@dataclass(frozen=True, slots=True)
class Shape:
    """What of an encoder its weights do not tell: `lower` is how many layers are run once a window."""

    heads: int
    lower: int
    epsilon: float


def write(weights: Weights, shape: Shape, way: str, folder: Path) -> dict[str, Path]:
    """Write `lower.onnx` and `upper.onnx` in one of WAYS; raises ValueError for another.

    `weights` go by the names that `network.Network` has. `lower` reads words (1, T, H) and gives states and
    mixed, alike; `upper` reads both, pieces (1, T) and member (1, M, 3), and gives mix (1, T, H).
    """
    if way not in WAYS:
        raise ValueError(f"got the way {way!r}, expected one of {', '.join(WAYS)}")
    files = {"lower": folder / "lower.onnx", "upper": folder / "upper.onnx"}
    for name, made in (("lower", _lower), ("upper", _upper)):
        graph = made(weights, shape, way)
        onnx.checker.check_model(graph)
        onnx.save(graph, files[name])
    return files


def _lower(weights: Weights, shape: Shape, way: str) -> onnx.ModelProto:
    """Return the layers that are run once a window."""
    add = _Steps(weights, shape, way)
    places = add.constant(weights["encoder.position"] + weights["encoder.kind"])
    first = add.constant(np.array([0]))
    own = add("Slice", places, first, add("Shape", "words", start=1, end=2), first)
    states = [add.norm(add("Add", add("Reshape", "words", add.flat), own), "encoder.norm")]
    for number in range(shape.lower):
        states.append(add.layer(states[-1], f"encoder.layers.{number}"))
    return add.model({"words": "T"}, {"states": states[-1], "mixed": add.mix(states, "mix")})


def _upper(weights: Weights, shape: Shape, way: str) -> onnx.ModelProto:
    """Return the layers that are run once a window and incident."""
    add = _Steps(weights, shape, way)
    kinds = add.constant(np.array([-1, weights["member.weight"].shape[1]]))
    member = add("Reshape", add("Gather", "member", add("Reshape", "pieces", add.line), axis=1), kinds)
    own = add("MatMul", member, add.constant(weights["member.weight"].T))
    states = [add("Add", add("Reshape", "states", add.flat), own)]
    while f"encoder.layers.{shape.lower + len(states) - 1}.qkv.weight" in weights:
        states.append(add.layer(states[-1], f"encoder.layers.{shape.lower + len(states) - 1}"))
    kept = add("Mul", add("Reshape", "mixed", add.flat), add.constant(weights["keep"]))
    mix = add("Add", kept, add.mix(states[1:], "upper_mix"))
    return add.model({"states": "T", "mixed": "T", "pieces": "", "member": "M"}, {"mix": mix})


class _Steps:
    """A graph as it is written: states go through it as (T, H)."""

    def __init__(self, weights: Weights, shape: Shape, way: str) -> None:
        self.weights, self.shape, self.way = weights, shape, way
        self.hidden = weights["encoder.norm.weight"].shape[0]
        self.nodes: list[onnx.NodeProto] = []
        self.held: list[onnx.TensorProto] = []
        self.flat, self.deep = (self.constant(np.array([*one, -1, self.hidden])) for one in ([], [1]))
        self.line, self.one = self.constant(np.array([-1])), self.constant(np.float32(1.0))
        self.zeros: dict[int, str] = {}

    def constant(self, values: npt.ArrayLike) -> str:
        """Add given values; return their name."""
        self.held.append(numpy_helper.from_array(np.ascontiguousarray(values), f"c{len(self.held)}"))
        if not np.ndim(values):
            del self.held[-1].dims[:]
        return self.held[-1].name

    def __call__(self, kind: str, *given: str, into: str = "", domain: str = "", **how: Any) -> str:
        """Add a step of one output; return the output's name."""
        name = into or f"n{len(self.nodes)}"
        self.nodes.append(helper.make_node(kind, list(given), [name], domain=domain, **how))
        return name

    def norm(self, x: str, by: str) -> str:
        """Add the layer norm of a name."""
        scale, shift = (self.constant(self.weights[f"{by}.{part}"]) for part in ("weight", "bias"))
        return self("LayerNormalization", x, scale, shift, axis=-1, epsilon=self.shape.epsilon)

    def layer(self, x: str, by: str) -> str:
        """Add a layer: attention among the pieces, then the feed-forward step, each added and normed."""
        looks = self.products(x, np.split(self.weights[f"{by}.qkv.weight"], 3))
        looks = [self("Reshape", one, self.deep) for one in looks]
        bias = self.constant(self.weights[f"{by}.qkv.bias"])
        seen = self("MultiHeadAttention", *looks, bias, num_heads=self.shape.heads, domain=_OURS)
        out = self.linear(self("Reshape", seen, self.flat), f"{by}.out")
        x = self.norm(self("Add", out, x), f"{by}.norm")
        bent = self("Gelu", self.linear(x, f"{by}.wide"))
        return self.norm(self("Add", self.linear(bent, f"{by}.narrow", BENT), x), f"{by}.last")

    def linear(self, x: str, by: str, zero: int = EVEN) -> str:
        """Add a linear step with its bias."""
        (product,) = self.products(x, [self.weights[f"{by}.weight"]], zero)
        return self("Add", product, self.constant(self.weights[f"{by}.bias"]))

    def products(self, x: str, matrices: Sequence[npt.NDArray[np.float32]], zero: int = EVEN) -> list[str]:
        """Multiply x by matrices (out, in), which all see the same 8 bits of it."""
        if self.way == "fp32":
            return [self("MatMul", x, self.constant(matrix.T)) for matrix in matrices]
        scale = self.scale(x, zero)
        small = self("QuantizeLinear", x, self("Reshape", scale, self.line), self.zero(scale, zero), axis=0)
        middle = self.constant(np.uint8(zero))
        found = []
        for matrix in matrices:
            whole, step = small_matrix(matrix.T)
            given = (small, self.constant(whole), self.one, self.constant(step), middle)
            found.append(self("Mul", self("MatMulIntegerToFloat", *given, domain=_OURS), scale))
        return found

    def scale(self, x: str, zero: int) -> str:
        """Return the step of 8 bits for each row of x, (T, 1)."""
        seen, least = (self("Abs", x), 1e-9) if zero == EVEN else (x, _LOWEST / zero)
        most = self("ReduceMax", seen, self.line, keepdims=1)
        step = self("Mul", most, self.constant(np.float32(1.0 / (255 - zero))))
        return self("Max", step, self.constant(np.float32(least)))

    def zero(self, scale: str, zero: int) -> str:
        """Return what stands for 0 in each row, (T,)."""
        if zero not in self.zeros:
            size = self("Shape", self("Reshape", scale, self.line))
            value = numpy_helper.from_array(np.array([zero], np.uint8))
            self.zeros[zero] = self("ConstantOfShape", size, value=value)
        return self.zeros[zero]

    def mix(self, states: Sequence[str], by: str) -> str:
        """Add a learned mix of layers: its shares, means and deviations are a factor a layer, and one sum."""
        raised = np.exp(self.weights[f"{by}.weights"] - self.weights[f"{by}.weights"].max())
        shares = self.weights[f"{by}.scale"] * (raised / raised.sum())[:, None]
        shares = (shares / self.weights[f"{by}.deviation"]).astype(np.float32)
        parts = [self("Mul", x, self.constant(share)) for x, share in zip(states, shares, strict=True)]
        return self("Sum", *parts, self.constant(-(shares * self.weights[f"{by}.mean"]).sum(0)))

    def model(self, reads: Mapping[str, str], gives: Mapping[str, str]) -> onnx.ModelProto:
        """Return the graph; `reads` has inputs and the axis that varies, `gives` outputs and their steps."""
        for name, x in gives.items():
            self("Reshape", x, self.deep, into=name)
        shapes = {"T": (1, "T", self.hidden), "M": (1, "M", 3), "": (1, "T")}
        whole = helper.make_tensor_value_info
        given = [
            whole(name, TensorProto.FLOAT if axis else TensorProto.INT64, shapes[axis])
            for name, axis in reads.items()
        ]
        outputs = [whole(name, TensorProto.FLOAT, shapes["T"]) for name in gives]
        graph = helper.make_graph(self.nodes, "marsad", given, outputs, self.held)
        sets = [helper.make_opsetid("", OPSET), helper.make_opsetid(_OURS, 1)]
        return helper.make_model(graph, opset_imports=sets, ir_version=IR, producer_name="marsad")


def small_matrix(
    matrix: npt.NDArray[np.float32],
) -> tuple[npt.NDArray[np.int8], npt.NDArray[np.float32]]:
    """Return a matrix (in, out) in whole numbers up to MOST, and the step of each column."""
    step = np.abs(matrix).max(0) / MOST
    step[step == 0] = 1.0
    return np.rint(matrix / step).astype(np.int8), step.astype(np.float32)
