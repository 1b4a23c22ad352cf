"""The model as it lies in the package: `model.json` says what it is, and each file is checked by it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import fields as members
from functools import cache
from pathlib import Path
from typing import Any

from marsad.codebook.fields import Field, fields
from marsad.reading.learned import features
from marsad.reading.learned.candidates import PLAIN, WIDTH
from marsad.reading.learned.choose import Settings
from marsad.reading.learned.faults import fault
from marsad.reading.learned.outputs import OPTIONS
from marsad.reading.learned.reader import LearnedReader
from marsad.reading.learned.runtime import GRAPHS, Onnx
from marsad.reading.learned.words import WEIGHTS, Vectors, pieces

FOLDER = Path(__file__).parents[1] / "data" / "learned"
ABOUT = "model.json"
FORMAT = 1
"""Raised when what a model's inputs mean is changed: a model of another format cannot be read."""
WORDS, TOKENIZER = "words.bin", "tokenizer.json"
FILES = (*(f"{name}.onnx" for name in GRAPHS), WORDS, TOKENIZER)
_PLAN = {"cue_names": list, "rule_names": list, "labels": list, "sizes": dict, "width": int, "pairs": int}


@dataclass(frozen=True, slots=True)
class Model:
    """What `model.json` says: where the model lies, its plan and settings, and all else it tells.

    `plan` names cues, rules, labels and the outputs of each field; `told` is the whole file.
    """

    folder: Path
    plan: Mapping[str, Any]
    settings: Settings
    told: Mapping[str, Any]


def described(folder: Path = FOLDER) -> Model:
    """Return what a model says of itself; raises DataError where it is missing, ill-formed or not for us."""
    file = folder / ABOUT
    try:
        told = json.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise fault(f"no model of the learned reader at {file}") from None
    except (OSError, ValueError) as error:
        raise fault(f"{file} cannot be read ({error}), expected the model's JSON") from error
    number = told.get("format") if isinstance(told, dict) else None
    if number != FORMAT:
        other = "model and program are of different versions"
        raise fault(f"{file}: got format {number!r}, expected {FORMAT}: {other}")
    plan = _part(file, told, "plan", dict)
    for name, kind in _PLAN.items():
        _part(file, plan, name, kind, "plan.")
    _agrees(file, plan, _part(file, told, "values", dict))
    _part(file, told, "files", dict)
    _part(file, told, "open", list)
    hidden = told.get("hidden")
    if not isinstance(hidden, int) or hidden < 1 or hidden % WEIGHTS:
        raise fault(f"{file}: got {hidden!r} as 'hidden', expected a multiple of {WEIGHTS}")
    return Model(folder, plan, _settings(file, _part(file, told, "settings", dict)), told)


def verify(model: Model, *, digests: bool = True) -> None:
    """Hold each file of a model to its size and, with `digests`, its SHA-256; raises DataError."""
    for name in FILES:
        file, said = model.folder / name, model.told["files"].get(name)
        if not isinstance(said, dict):
            raise fault(f"{model.folder / ABOUT}: got no entry for {name}, expected its size and SHA-256")
        try:
            size = file.stat().st_size
            got = _digest(file) if digests and size == said.get("bytes") else said.get("sha256")
        except OSError as error:
            raise fault(f"{file} cannot be read ({error.strerror}), expected a file of the model") from error
        if size != said.get("bytes"):
            raise fault(f"{file}: got {size} bytes, expected {said.get('bytes')}")
        if got != said.get("sha256"):
            raise fault(f"{file}: got SHA-256 {got}, expected {said.get('sha256')}")


@cache
def reader(folder: Path = FOLDER) -> LearnedReader:
    """Return the reader over a model, loaded once a process; raises DataError naming the file at fault."""
    model = described(folder)
    verify(model)
    plan, told = model.plan, model.told
    return LearnedReader(
        Onnx(folder, Vectors(folder / WORDS, told["hidden"])),
        pieces(folder / TOKENIZER),
        plan["cue_names"],
        plan["rule_names"],
        told["open"],
        plan["sizes"],
        model.settings,
        plan["width"],
    )


def _digest(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def _part(file: Path, told: Mapping[str, Any], name: str, kind: type, above: str = "") -> Any:
    """Return an entry of the model's JSON, which must be of a kind."""
    part = told.get(name)
    if not isinstance(part, kind):
        expected = "a table" if kind is dict else "a list" if kind is list else "a whole number"
        raise fault(f"{file}: got {part!r} as {above + name!r}, expected {expected}")
    return part


def _settings(file: Path, told: Mapping[str, Any]) -> Settings:
    """Return the settings; one that is not known or of the wrong kind is none of ours."""
    known = {member.name: getattr(Settings(), member.name) for member in members(Settings)}
    for name, value in told.items():
        if name not in known or isinstance(value, dict) != isinstance(known[name], dict):
            raise fault(
                f"{file}: got the setting {name!r} with {value!r}, expected one of {', '.join(known)}"
            )
    return Settings(**told)


def _agrees(file: Path, plan: Mapping[str, Any], values: Mapping[str, Any]) -> None:
    """Hold the model to the codebook and the features of this version: outputs are told by their place."""
    for name, f in fields().items():
        if f.kind in ("choice", "choices") and values.get(name) != list(f.values):
            got = f"{file}: got the values {values.get(name)!r} of the field {name!r}"
            raise fault(f"{got}, expected those of the codebook, {list(f.values)!r}")
        size, number = _outputs(name, f), plan["sizes"].get(name)
        if size and number != size:
            raise fault(f"{file}: got {number!r} outputs of the field {name!r}, expected {size}")
    for name, known in {"width": (PLAIN, WIDTH), "pairs": (features.PAIRS,)}.items():
        if plan[name] not in known:
            other = "model and program are of different versions"
            wanted = " or ".join(map(str, known))
            raise fault(f"{file}: got {plan[name]} as 'plan.{name}', expected {wanted}: {other}")


def _outputs(name: str, f: Field) -> int:
    """Return how many outputs a field has of its own, 0 where that is the candidates' matter."""
    if name in features.COUNTS:
        return len(OPTIONS)
    if f.kind in ("choice", "choices"):
        return len([value for value in f.values if f.kind == "choice" or value != "unknown"])
    return int(f.kind == "truth")
