"""An encoder of BERT-base's size with random weights, as a graph for onnxruntime: a yardstick."""

from __future__ import annotations

from typing import Any

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

LAYERS, HIDDEN, HEADS, INNER = 12, 768, 12, 3072


class _Graph:
    """Nodes and weights as they are added."""

    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.weights: list[onnx.TensorProto] = []
        self.random = np.random.default_rng(0)

    def weight(self, *shape: int) -> str:
        """Add random weights; return their name."""
        return self.constant(self.random.normal(0.0, 0.02, shape).astype(np.float32))

    def constant(self, values: np.ndarray) -> str:
        """Add given values; return their name."""
        name = f"w{len(self.weights)}"
        self.weights.append(numpy_helper.from_array(values, name))
        return name

    def node(self, kind: str, *given: str, **attributes: Any) -> str:
        """Add a node of one output; return the output's name."""
        name = f"n{len(self.nodes)}"
        self.nodes.append(helper.make_node(kind, list(given), [name], **attributes))
        return name

    def linear(self, x: str, width: int, out: int) -> str:
        """Add x W + b; return the output's name."""
        return self.node("Add", self.node("MatMul", x, self.weight(width, out)), self.weight(out))

    def normed(self, x: str) -> str:
        """Add a layer norm; return the output's name."""
        scale, shift = self.constant(np.ones(HIDDEN, np.float32)), self.weight(HIDDEN)
        return self.node("LayerNormalization", x, scale, shift, axis=-1)


def build() -> bytes:
    """Return the graph as bytes: states (rows, pieces, 768) in, states out."""
    graph = _Graph()
    split = graph.constant(np.array([0, 0, HEADS, HIDDEN // HEADS], np.int64))
    whole = graph.constant(np.array([0, 0, HIDDEN], np.int64))
    root = graph.constant(np.array((HIDDEN // HEADS) ** -0.5, np.float32))
    x = "states"
    for _ in range(LAYERS):
        q, k, v = (
            graph.node("Transpose", graph.node("Reshape", graph.linear(x, HIDDEN, HIDDEN), split), perm=perm)
            for perm in ([0, 2, 1, 3], [0, 2, 3, 1], [0, 2, 1, 3])
        )
        looks = graph.node("Softmax", graph.node("Mul", graph.node("MatMul", q, k), root), axis=-1)
        seen = graph.node("Transpose", graph.node("MatMul", looks, v), perm=[0, 2, 1, 3])
        joined = graph.linear(graph.node("Reshape", seen, whole), HIDDEN, HIDDEN)
        x = graph.normed(graph.node("Add", x, joined))
        wide = graph.node("Gelu", graph.linear(x, HIDDEN, INNER))
        x = graph.normed(graph.node("Add", x, graph.linear(wide, INNER, HIDDEN)))
    shape: list[str | int | None] = ["rows", "pieces", HIDDEN]
    made = helper.make_graph(
        graph.nodes,
        "bert-base",
        [helper.make_tensor_value_info("states", TensorProto.FLOAT, shape)],
        [helper.make_tensor_value_info(x, TensorProto.FLOAT, shape)],
        graph.weights,
    )
    model = helper.make_model(made, opset_imports=[helper.make_opsetid("", 20)], ir_version=9)
    return bytes(model.SerializeToString())
