"""The encoder's matrices in 8 bits: weights column by column, what flows through them anew at each run.

Attention itself, norms and heads stay in 32 bits.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from pathlib import Path

import onnx
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.matmul_nbits_quantizer import DefaultWeightOnlyQuantConfig, MatMulNBitsQuantizer

SMALL = ("lower", "upper")
"""The graphs that are made smaller."""


def dynamic(
    source: Path, target: Path, *, narrow: bool, signed: bool = True, leave: Sequence[str] = ()
) -> None:
    """Write a graph with weights in 8 bits a column and inputs in 8 bits a run.

    `narrow` keeps weights to 7 bits, so that no processor's sums overflow; `leave` are parts of the names of
    matrices that stay in 32 bits (as `layers.0/`, `narrow`).
    """
    logging.getLogger().setLevel(logging.ERROR)
    names = [node.name for node in onnx.load(source).graph.node if node.op_type == "MatMul"]
    kept = [name for name in names if any(part in name for part in leave)]
    quantize_dynamic(
        source, target, op_types_to_quantize=["MatMul"], per_channel=True, reduce_range=narrow,
        weight_type=QuantType.QInt8 if signed else QuantType.QUInt8, nodes_to_exclude=kept,
    )  # fmt: skip


def blocks(source: Path, target: Path, *, bits: int, level: int = 4) -> None:
    """Write a graph with weights in blocks of 32 of so many bits, inputs in 8 bits a block (level 4)."""
    logging.getLogger().setLevel(logging.ERROR)
    config = DefaultWeightOnlyQuantConfig(block_size=32, is_symmetric=True, accuracy_level=level, bits=bits)
    made = MatMulNBitsQuantizer(onnx.load(source), algo_config=config)
    made.process()
    made.model.save_model_to_file(str(target))
