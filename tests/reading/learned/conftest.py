"""A model of the learned reader's own form, so small that it is made for each test."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from onnx import TensorProto, helper, numpy_helper
from tokenizers import Tokenizer, models, pre_tokenizers

from marsad.codebook.fields import fields
from marsad.reading.learned.choose import Settings
from marsad.reading.learned.model import FILES, FORMAT
from training.plan import OPEN, Plan

HIDDEN, PIECES = 32, 9
WHOLE = ("source", "rows", "pieces", "begin", "end", "begin2", "end2", "of", "spans")

Change = Callable[[dict[str, Any]], None]
Make = Callable[..., Path]


def graph(reads: Sequence[str], gives: Sequence[str], steps: Sequence[Any], weights: dict[str, Any]) -> bytes:
    """Return a graph of steps `(operation, inputs, output, attributes)` over arrays of any shape."""
    made = helper.make_graph(
        [helper.make_node(kind, inputs, [output], **more) for kind, inputs, output, more in steps],
        "tiny",
        [
            helper.make_tensor_value_info(n, TensorProto.INT64 if n in WHOLE else TensorProto.FLOAT, None)
            for n in reads
        ],
        [helper.make_tensor_value_info(n, TensorProto.FLOAT, None) for n in gives],
        [numpy_helper.from_array(np.asarray(value), name) for name, value in weights.items()],
    )
    model = helper.make_model(made, opset_imports=[helper.make_opsetid("", 20)], ir_version=10)
    return bytes(model.SerializeToString())


def scores(plan: Plan, told: dict[str, Any]) -> np.ndarray[Any, np.dtype[np.float32]]:
    """Return the outputs of all fields: high where `told` says, low for the other values of lists."""
    found: list[float] = []
    for name, size in plan.sizes.items():
        own = [-6.0] * size
        if name in told:
            values = [v for v in fields()[name].values if v != "unknown" or fields()[name].kind == "choice"]
            for value in told[name] if isinstance(told[name], tuple) else (told[name],):
                own[values.index(value)] = 6.0
        found += own
    return np.array(found, np.float32)


def tiny(folder: Path, told: dict[str, Any], *, relevant: bool = True, change: Change | None = None) -> Path:
    """Make a model that says the same of every report; `change` may alter its JSON before it is written."""
    folder.mkdir(parents=True, exist_ok=True)
    plan = Plan(labels=OPEN)
    total, kinds = sum(plan.sizes.values()), plan.kinds
    one = ("mask", "begin", "end", "present", "dealt", "found", "pairs", "report")
    two = ("found", "present", "begin2", "end2", "member", "of", "traits", "spans", "candidates")
    files = {
        "lower.onnx": graph(
            ("words",), ("states", "mixed"),
            [("Identity", ["words"], "states", {}), ("Identity", ["words"], "mixed", {})], {},
        ),
        "first.onnx": graph(
            ("mixed", *one[1:]), ("relevance", "fore", "same"),
            [("MatMul", ["report", "none"], "zero", {}), ("Add", ["zero", "sure"], "relevance", {}),
             ("ReduceSum", ["dealt", "last"], "units", {"keepdims": 1}),
             ("MatMul", ["units", "tells"], "fore", {}),
             ("ReduceMax", ["pairs", "last"], "most", {"keepdims": 0}),
             ("Add", ["most", "joins"], "same", {})],
            {"none": np.zeros((4, 2), np.float32), "sure": np.float32(4.0 if relevant else -4.0),
             "last": np.array([-1]), "tells": np.full((1, 2), 4.0, np.float32), "joins": np.float32(4.0)},
        ),
        "upper.onnx": graph(
            ("states", "mixed", "pieces", "member"), ("mix",),
            [("Add", ["states", "mixed"], "mix", {})], {},
        ),
        "second.onnx": graph(
            ("mix", *two), ("tags", "fields", *kinds),
            [("Gather", ["found", "of"], "own", {"axis": 0}), ("MatMul", ["own", "no tags"], "low", {}),
             ("Add", ["low", "outside"], "flat", {}), ("Reshape", ["flat", "by label"], "tags", {}),
             ("MatMul", ["traits", "no votes"], "zero", {}), ("Add", ["zero", "told"], "fields", {}),
             *[("MatMul", ["candidates", f"no {kind}"], kind, {}) for kind in kinds]],
            {"no tags": np.zeros((plan.cues, 3 * len(OPEN)), np.float32), "told": scores(plan, told),
             "outside": np.tile(np.array([4.0, 0.0, 0.0], np.float32), len(OPEN)),
             "by label": np.array([0, 0, len(OPEN), 3]),
             "no votes": np.zeros((plan.traits, total), np.float32),
             **{f"no {kind}": np.zeros((plan.width, size), np.float32) for kind, size in kinds.items()}},
        ),
        "words.bin": np.random.default_rng(5).integers(0, 60, (PIECES, 18), np.uint8).tobytes(),
        "tokenizer.json": spelling().encode(),
    }  # fmt: skip
    record = {
        "format": FORMAT, "hidden": HIDDEN, "plan": plan.record(), "open": list(OPEN),
        "settings": asdict(Settings()),
        "values": {name: list(f.values) for name, f in fields().items() if f.kind in ("choice", "choices")},
        "files": {n: {"bytes": len(b), "sha256": hashlib.sha256(b).hexdigest()} for n, b in files.items()},
    }  # fmt: skip
    assert set(files) == set(FILES)
    if change is not None:
        change(record)
    for name, content in files.items():
        (folder / name).write_bytes(content)
    (folder / "model.json").write_text(json.dumps(record), "utf-8")
    return folder


def spelling() -> str:
    """Return a tokenizer that knows four letters."""
    known = [("<s>", 0.0), ("<pad>", 0.0), ("</s>", 0.0), ("<unk>", -9.0), ("▁", -1.0)]
    made = Tokenizer(models.Unigram([*known, *((letter, -2.0) for letter in "abel")], unk_id=3))
    made.pre_tokenizer = pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="never")
    return made.to_str()


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """Return `tiny` with the test's own folder."""

    def made(told: dict[str, Any] | None = None, **how: Any) -> Path:
        return tiny(tmp_path / "learned", told or {}, **how)

    return made
