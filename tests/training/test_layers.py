"""The written layers say what the encoder's formulas say, in 32 bits closely, in 8 nearly."""

from __future__ import annotations

from math import erf
from pathlib import Path

import numpy as np
import onnxruntime
import pytest

from training import layers
from training.layers import Shape, Weights

HIDDEN, INNER, HEADS, LOWER, UPPER = 64, 128, 4, 3, 2
SHAPE = Shape(HEADS, LOWER, 1e-5)
Array = np.ndarray


@pytest.fixture(scope="module")
def weights() -> Weights:
    """Return the weights of a small network, its words' vectors aside."""
    random = np.random.default_rng(7)

    def some(*shape: int, wide: float = 1.0, about: float = 0.0) -> Array:
        return random.normal(about, wide, shape).astype(np.float32)

    made = {"encoder.position": some(90, HIDDEN), "encoder.kind": some(HIDDEN)}
    for name in ("encoder.norm", *(f"encoder.layers.{at}.{n}" for at in range(5) for n in ("norm", "last"))):
        made |= {f"{name}.weight": some(HIDDEN, wide=0.2, about=1.0), f"{name}.bias": some(HIDDEN, wide=0.1)}
    for at in range(LOWER + UPPER):
        for name, out, into in (
            ("qkv", 3 * HIDDEN, HIDDEN),
            ("out", HIDDEN, HIDDEN),
            ("wide", INNER, HIDDEN),
            ("narrow", HIDDEN, INNER),
        ):
            made[f"encoder.layers.{at}.{name}.weight"] = some(out, into, wide=into**-0.5)
            made[f"encoder.layers.{at}.{name}.bias"] = some(out, wide=0.3)
    for name, count in (("mix", LOWER + 1), ("upper_mix", UPPER)):
        made |= {
            f"{name}.weights": some(count), f"{name}.scale": np.array(1.5, np.float32),
            f"{name}.mean": some(count, HIDDEN), f"{name}.deviation": np.abs(some(count, HIDDEN)) + 0.5,
        }  # fmt: skip
    return made | {"member.weight": some(HIDDEN, 3), "keep": np.array(0.7, np.float32)}


def norm(x: Array, w: Weights, by: str) -> Array:
    """Return a layer norm."""
    apart = x - x.mean(-1, keepdims=True)
    told: Array = apart / np.sqrt((apart**2).mean(-1, keepdims=True) + SHAPE.epsilon)
    return told * w[f"{by}.weight"] + w[f"{by}.bias"]


def soft(x: Array) -> Array:
    """Return shares along the last axis."""
    raised = np.exp(x - x.max(-1, keepdims=True))
    return np.asarray(raised / raised.sum(-1, keepdims=True))


def bend(x: Array) -> Array:
    """Return x times how much of a normal distribution lies below it."""
    return np.asarray(0.5 * x * (1.0 + np.vectorize(erf)(x / 2**0.5)))


def layer(x: Array, w: Weights, by: str) -> Array:
    """Return a layer of the encoder."""

    def linear(x: Array, name: str) -> Array:
        return np.asarray(x @ w[f"{by}.{name}.weight"].T + w[f"{by}.{name}.bias"])

    parts = linear(x, "qkv").reshape(len(x), 3, HEADS, -1).transpose(1, 2, 0, 3)
    looks = soft(parts[0] @ parts[1].transpose(0, 2, 1) * (HIDDEN // HEADS) ** -0.5)
    seen = (looks @ parts[2]).transpose(1, 0, 2).reshape(len(x), HIDDEN)
    x = norm(x + linear(seen, "out"), w, f"{by}.norm")
    return norm(x + linear(bend(linear(x, "wide")), "narrow"), w, f"{by}.last")


def mix(states: list[Array], w: Weights, by: str) -> Array:
    """Return a learned mix of layers."""
    told = zip(soft(w[f"{by}.weights"]), states, w[f"{by}.mean"], w[f"{by}.deviation"], strict=True)
    return np.asarray(w[f"{by}.scale"] * sum(share * (x - m) / d for share, x, m, d in told))


def by_formula(words: Array, pieces: Array, member: Array, w: Weights) -> tuple[Array, Array, Array]:
    """Return states, mixed, and mix of the upper layers: (T, H) each."""
    states = [norm(words + w["encoder.position"][: len(words)] + w["encoder.kind"], w, "encoder.norm")]
    for at in range(LOWER):
        states.append(layer(states[-1], w, f"encoder.layers.{at}"))
    mixed = mix(states, w, "mix")
    upper = [states[-1] + member[pieces] @ w["member.weight"].T]
    for at in range(LOWER, LOWER + UPPER):
        upper.append(layer(upper[-1], w, f"encoder.layers.{at}"))
    return states[-1], mixed, w["keep"] * mixed + mix(upper[1:], w, "upper_mix")


def run(folder: Path, words: Array, pieces: Array, member: Array) -> tuple[Array, Array, Array]:
    """Return the same by the written graphs."""
    lower, upper = (onnxruntime.InferenceSession(folder / f"{n}.onnx") for n in ("lower", "upper"))
    states, mixed = lower.run(["states", "mixed"], {"words": words[None]})
    given = {"states": states, "mixed": mixed, "pieces": pieces[None], "member": member[None]}
    (told,) = upper.run(["mix"], given)
    return states[0], mixed[0], told[0]


@pytest.fixture
def text() -> tuple[Array, Array, Array]:
    """Return words, their pieces' units, and what is said of each unit: pieces of no unit have the last."""
    random = np.random.default_rng(3)
    member = np.vstack([random.random((9, 3)), np.zeros((1, 3))]).astype(np.float32)
    return random.normal(0, 1, (31, HIDDEN)).astype(np.float32), random.integers(0, 10, 31), member


def test_in_32_bits_the_layers_are_the_formulas(
    weights: Weights, text: tuple[Array, Array, Array], tmp_path: Path
) -> None:
    """Every output, at every piece."""
    layers.write(weights, SHAPE, "fp32", tmp_path)
    for got, told in zip(run(tmp_path, *text), by_formula(*text, weights), strict=True):
        np.testing.assert_allclose(got, told, atol=2e-4)


def test_in_8_bits_they_are_so_nearly(
    weights: Weights, text: tuple[Array, Array, Array], tmp_path: Path
) -> None:
    """And their file is a quarter as large: the matrices in bytes, no copy of them beside."""
    (whole := tmp_path / "whole").mkdir()
    layers.write(weights, SHAPE, "fp32", whole)
    layers.write(weights, SHAPE, "rows", tmp_path)
    for got, told in zip(run(tmp_path, *text), by_formula(*text, weights), strict=True):
        assert np.abs(got - told).mean() < 0.05 * np.abs(told).mean()
    matrices = UPPER * (4 * HIDDEN * HIDDEN + 2 * HIDDEN * INNER)
    size = (tmp_path / "upper.onnx").stat().st_size
    assert (whole / "upper.onnx").stat().st_size - size == pytest.approx(3 * matrices, rel=0.15)


def test_a_loud_piece_does_not_drown_the_others(
    weights: Weights, text: tuple[Array, Array, Array], tmp_path: Path
) -> None:
    """A piece whose states are a thousand times the others' takes only its own 8 bits."""
    layers.write(weights, SHAPE, "rows", tmp_path)
    upper = onnxruntime.InferenceSession(tmp_path / "upper.onnx")
    _, pieces, member = text
    states = np.random.default_rng(5).normal(0, 1, (1, 31, HIDDEN)).astype(np.float32)
    states[0, 4] *= 1000.0
    given = {"states": states, "mixed": states, "pieces": pieces[None], "member": member[None]}
    (got,) = upper.run(None, given)
    told = states[0] + member[pieces] @ weights["member.weight"].T
    seen = []
    for at in range(LOWER, LOWER + UPPER):
        told = layer(told, weights, f"encoder.layers.{at}")
        seen.append(told)
    apart = np.abs(got[0] - weights["keep"] * states[0] - mix(seen, weights, "upper_mix"))
    assert np.delete(apart, 4, 0).mean() < 0.05


def test_a_column_of_zeros_stays_one() -> None:
    """No weight is divided by nothing; the largest of a column takes all 7 bits."""
    whole, step = layers.small_matrix(np.array([[0.0, 0.5], [0.0, -2.0]], np.float32))
    assert whole.tolist() == [[0, 16], [0, -63]]
    assert step[1] == pytest.approx(2.0 / 63)


def test_another_way_is_refused(weights: Weights, tmp_path: Path) -> None:
    """What was got and what is known is said."""
    with pytest.raises(ValueError, match="got the way 'blocks', expected one of rows, fp32"):
        layers.write(weights, SHAPE, "blocks", tmp_path)
