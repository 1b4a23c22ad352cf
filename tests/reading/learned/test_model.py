"""The model's files: each fault of them is told with the file, what was got, what to do; whole, they read."""

from __future__ import annotations

import hashlib
import json
import multiprocessing
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from marsad.codebook import Report
from marsad.errors import DataError
from marsad.reading.contract import hold
from marsad.reading.learned import read, runtime
from marsad.reading.learned.model import FILES, FOLDER, described, reader, verify
from marsad.reading.learned.runtime import Onnx, threads_here
from marsad.reading.learned.words import Vectors
from marsad.reading.readers import MODEL

Make = Callable[..., Path]
REPORT = Report(
    "r", "A bomb went off in Leeds on Monday. Two men were killed.", title="Blast in Leeds", lang="en"
)
TOLD = {"outcome": "completed", "stage": "execution", "attack_type": ("bombing",), "weapons": ("explosives",)}


def test_a_whole_model_reads(make: Make) -> None:
    """What the network says becomes claims that keep the contract of readers."""
    claims = hold(reader(make(TOLD))(REPORT), REPORT, "learned")
    told = {claim.field: claim for claim in claims}
    assert told["relevant"].value is True
    assert told["outcome"].value == "completed"
    assert told["attack_type"].value == ("bombing",)
    assert told["weapons"].value == ("explosives",)
    assert told["suicide"].value is False
    assert all(REPORT.text[span.start : span.end].strip() for claim in claims for span in claim.spans)


def test_a_report_that_is_not_relevant_has_one_claim(make: Make) -> None:
    """The second stage is not run, its graphs are not even loaded."""
    learned = reader(make(relevant=False))
    told = learned(replace(REPORT, text=f"{REPORT.text} The street was closed. Trains ran late."))
    assert [(c.incident, c.field, c.value) for c in told] == [(0, "relevant", False)]
    assert "second" not in vars(learned.network)
    assert "first" in vars(learned.network)


def test_threads_share_what_is_loaded(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    """Reports read at once are read as one by one, and no graph is loaded twice."""
    loaded: list[str] = []
    load = runtime.session

    def slow(file: Path, threads: int) -> Any:
        loaded.append(file.stem)
        time.sleep(0.05)
        return load(file, threads)

    monkeypatch.setattr(runtime, "session", slow)
    learned = reader(make(TOLD))
    reports = [replace(REPORT, text=REPORT.text.replace("Two", word)) for word in ("Two", "Nine", "Ten") * 4]
    with ThreadPoolExecutor(4) as pool:
        told = list(pool.map(learned, reports))
    assert sorted(loaded) == sorted(runtime.GRAPHS)
    assert told == [learned(report) for report in reports]
    assert told[0] != told[1]


def test_a_long_report_is_read_window_by_window(make: Make) -> None:
    """Each window is run without padding, and what is said of it does not hang on the others."""
    learned = reader(make())
    text = " ".join(f"A bomb went off in Leeds at bell {number}." for number in range(200))
    judged = learned.judge(Report("r", text, lang="en"))
    assert judged is not None
    lengths = judged.arrays["mask"].sum(1).astype(int)
    assert len(lengths) > 2
    assert lengths.min() < lengths.max()
    vectors = learned.network.words  # type: ignore[attr-defined]
    for row, long in enumerate(lengths):
        assert np.array_equal(judged.states[row, :long], vectors(judged.arrays["ids"][row, :long]))
        assert not judged.states[row, long:].any()
    assert learned.hear(judged)[0].said.tags.shape[0] == len(judged.sheet.units)


def test_the_reader_is_loaded_once(make: Make) -> None:
    """The same folder gives the same reader."""
    folder = make()
    assert reader(folder) is reader(folder)


def test_without_a_model_the_message_names_the_file(tmp_path: Path) -> None:
    """No model at all."""
    where = re.escape(str(tmp_path / "model.json"))
    with pytest.raises(DataError, match=rf"no model of the learned reader at {where}: install marsad anew"):
        reader(tmp_path)


@pytest.mark.parametrize("content", [b"{", b"\xff\xfe", b""])
def test_a_garbled_description(make: Make, content: bytes) -> None:
    """What is no JSON is said to be none."""
    folder = make()
    (folder / "model.json").write_bytes(content)
    with pytest.raises(DataError, match=r"model\.json cannot be read .*expected the model's JSON: install"):
        described(folder)


def _put(*keys: str, value: object) -> Callable[[dict[str, Any]], None]:
    """Return what sets an entry of a model's JSON."""

    def change(record: dict[str, Any]) -> None:
        for key in keys[:-1]:
            record = record[key]
        record[keys[-1]] = value

    return change


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (_put("format", value=2), r"got format 2, expected 1: model and program are of different versions"),
        (_put("format", value=None), r"got format None, expected 1"),
        (_put("plan", value=[]), r"got \[\] as 'plan', expected a table"),
        (_put("plan", "cue_names", value="all"), r"got 'all' as 'plan\.cue_names', expected a list"),
        (_put("plan", "width", value=57), r"got 57 as 'plan\.width', expected 58 or 76: .*of different"),
        (_put("plan", "pairs", value=3), r"got 3 as 'plan\.pairs', expected 14"),
        (_put("values", "outcome", value=["completed"]), r"got the values \['completed'\] of .*'outcome'"),
        (_put("plan", "sizes", "outcome", value=2), r"got 2 outputs of the field 'outcome', expected 4"),
        (_put("settings", "warmth", value=1.0), r"got the setting 'warmth' with 1\.0, expected one of heat,"),
        (_put("settings", "heat", value=1.0), r"got the setting 'heat' with 1\.0"),
        (_put("hidden", value=33), r"got 33 as 'hidden', expected a multiple of 32"),
        (_put("open", value="EVENT"), r"got 'EVENT' as 'open', expected a list"),
        (_put("files", value=None), r"got None as 'files', expected a table"),
    ],
)
def test_a_description_that_is_not_ours(
    make: Make, change: Callable[[dict[str, Any]], None], message: str
) -> None:
    """Another format, another codebook or other features: told, with what was got and expected."""
    with pytest.raises(DataError, match=rf"model\.json: {message}.*install marsad anew"):
        reader(make(change=change))


@pytest.mark.parametrize("name", FILES)
def test_a_missing_file_is_named(make: Make, name: str) -> None:
    """Each file of the model must be there."""
    folder = make()
    (folder / name).unlink()
    with pytest.raises(DataError, match=rf"{re.escape(name)} cannot be read .*expected a file of the model"):
        reader(folder)


@pytest.mark.parametrize("name", FILES)
def test_a_file_of_the_wrong_size_is_named(make: Make, name: str) -> None:
    """A file cut short, as by a broken download."""
    file = make() / name
    size = file.stat().st_size
    file.write_bytes(file.read_bytes()[:-1])
    with pytest.raises(DataError, match=rf"{re.escape(name)}: got {size - 1} bytes, expected {size}"):
        reader(file.parent)


@pytest.mark.parametrize("name", FILES)
def test_a_file_of_the_wrong_content_is_named(make: Make, name: str) -> None:
    """One byte is another: the digest shows it, and only the digest does."""
    file = make() / name
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)
    model = described(file.parent)
    verify(model, digests=False)
    with pytest.raises(DataError, match=rf"{re.escape(name)}: got SHA-256 [0-9a-f]{{64}}, expected"):
        verify(model)


def test_a_file_without_its_entry_is_named(make: Make) -> None:
    """The description must tell of every file."""
    folder = make(change=lambda record: record["files"].pop("words.bin"))
    with pytest.raises(DataError, match=r"model\.json: got no entry for words\.bin"):
        reader(folder)


def _swap(folder: Path, name: str, content: bytes) -> Path:
    """Put other content into a file of the model, with the right size and digest in its description."""
    (folder / name).write_bytes(content)
    record = json.loads((folder / "model.json").read_text("utf-8"))
    record["files"][name] = {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
    (folder / "model.json").write_text(json.dumps(record), "utf-8")
    return folder


def test_a_file_that_is_no_graph_is_named(make: Make) -> None:
    """What onnxruntime cannot load is told with its own words."""
    learned = reader(_swap(make(), "first.onnx", b"no graph"))
    with pytest.raises(
        DataError, match=r"first\.onnx cannot be loaded by onnxruntime .*: install marsad anew"
    ):
        learned(REPORT)


def test_a_file_that_is_no_tokenizer_is_named(make: Make) -> None:
    """The same for the tokenizer."""
    folder = _swap(make(), "tokenizer.json", b"{}")
    with pytest.raises(DataError, match=r"tokenizer\.json cannot be read as a tokenizer .*: install"):
        reader(folder)


@pytest.mark.parametrize("content", [b"", b"\0" * 17])
def test_word_vectors_that_are_no_rows_are_named(make: Make, content: bytes) -> None:
    """The same for the word vectors."""
    folder = _swap(make(), "words.bin", content)
    with pytest.raises(
        DataError, match=rf"words\.bin: got {len(content)} bytes, expected rows of 18: install"
    ):
        reader(folder)


def test_vectors_are_what_their_blocks_say(tmp_path: Path) -> None:
    """(half - 8) x scale, the first 16 weights in the low halves; any shape of numbers."""
    scale = np.array([0.5, -0.25], "<f2").tobytes()
    low, high = bytes(range(16)), bytes([0x98] * 16)
    file = tmp_path / "words.bin"
    file.write_bytes(scale[:2] + low + scale[2:] + high)
    vectors = Vectors(file, 32)
    found = vectors(np.array([[1, 0], [0, 1]]))
    assert found.shape == (2, 2, 32)
    assert found.dtype == np.float32
    first = [(half - 8) * 0.5 for half in range(16)] + [-4.0] * 16
    second = [0.0] * 16 + [-0.25] * 16
    assert found.tolist() == [[second, first], [first, second]]
    assert len(vectors) == 2


def test_a_worker_process_uses_one_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    """The workers share the cores; alone, a process uses those given to it, but no more than help."""
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1, 5}, raising=False)
    assert threads_here() == 3
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: set(range(64)), raising=False)
    assert threads_here() == runtime._MOST_THREADS
    monkeypatch.setattr(multiprocessing, "parent_process", object)
    assert threads_here() == 1


def test_a_folder_without_graphs_is_refused(tmp_path: Path, make: Make) -> None:
    """The network alone says which graph it misses."""
    words = Vectors(make() / "words.bin", 32)
    with pytest.raises(DataError, match=r"no file .*lower\.onnx, expected a graph of the model"):
        Onnx(tmp_path, words)


def test_nothing_is_loaded_before_the_first_report() -> None:
    """The module alone, from which readers are chosen, loads no library of the model."""
    heavy = "{'onnxruntime', 'tokenizers', 'huggingface_hub'}"
    code = f"import sys, marsad.reading.learned; print(sorted({heavy} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_packaged_model() -> None:
    """Where the package has its model, that is whole, small enough, and reads; else it is not offered."""
    assert MODEL == FOLDER / "model.json"
    if not FOLDER.exists():
        with pytest.raises(DataError, match="no model of the learned reader at"):
            read(REPORT)
        return
    model = described()
    verify(model)
    assert sum(file.stat().st_size for file in FOLDER.iterdir()) <= 60_000_000
    assert len(Vectors(FOLDER / "words.bin", model.told["hidden"])) == model.told["base"]["pieces"]
    told = {claim.field: claim.value for claim in hold(read(REPORT), REPORT, "learned")}
    assert told["relevant"] is True
    assert told["attack_type"] == ("bombing",)
