"""Runs the network with onnxruntime: four graphs, the layers of the encoder a window at a time.

One window after another keeps memory flat however long a report is, spends nothing on padding, and makes
what is said of a window the same whatever stands beside it.
"""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, cast

import numpy as np
import numpy.typing as npt

from marsad.reading.learned.arrays import Arrays
from marsad.reading.learned.faults import fault
from marsad.reading.learned.words import Vectors

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

Array = npt.NDArray[np.float32]

GRAPHS = ("lower", "first", "upper", "second")
"""Layers of the encoder, the heads after them; the same for what is run once an incident."""
_MOST_THREADS = 8  # the matrices of one window give no work to more

_BEFORE = {"source": np.zeros(1, np.int64), "rows": np.zeros(1, np.int64)}
"""With `mask`, what models read besides that were made before 24 November 2026: one window is one window."""


class Onnx:
    """The network of a folder's graphs (see `outputs.Network`); each graph is loaded when first run.

    Threads may run it at once: a run changes nothing.
    """

    def __init__(self, folder: Path, words: Vectors, threads: int | None = None) -> None:
        self.folder = folder
        self.words = words
        self.threads = threads or threads_here()
        self.loading = Lock()
        for name in GRAPHS:
            if not (folder / f"{name}.onnx").is_file():
                raise fault(f"no file {folder / name}.onnx, expected a graph of the model")

    def one(self, arrays: Arrays) -> Sequence[Array]:
        """Run the first stage: states and mix (W, T, H), relevance (B, 2), fore (B, S, 2), same (B, S, S)."""
        ids = arrays["ids"]
        states = np.zeros((*ids.shape, self.words.hidden), np.float32)
        mixed = np.zeros_like(states)
        for row, long in enumerate(_lengths(arrays)):
            found = self.window(ids[row : row + 1, :long])
            states[row, :long], mixed[row, :long] = found[0][0], found[1][0]
        return [states, mixed, *_run(self.first, {**arrays, "mixed": mixed})]

    def window(self, ids: npt.NDArray[np.generic]) -> list[Array]:
        """Run the layers of the first stage on one window, (1, T) pieces: states and mix, (1, T, H) each."""
        given = {"words": self.words(ids), "mask": np.ones(ids.shape, np.float32)}  # type: ignore[arg-type]
        return _run(self.lower, given)

    def two(self, arrays: Arrays, states: Array, mixed: Array) -> Sequence[Array]:
        """Run the second stage: tags (R, N, L, 3), fields (R, all outputs), then candidates by kind."""
        rows, pieces, member = arrays["rows"].astype(np.int64), arrays["pieces"], arrays["member"]
        mix = np.zeros((len(rows), *states.shape[1:]), np.float32)
        lengths = _lengths(arrays)
        for at, (window, row) in enumerate(zip(arrays["source"].astype(np.int64), rows, strict=True)):
            seen = slice(window, window + 1), slice(lengths[window])
            mix[at, : lengths[window]] = self.incident(
                states[seen], mixed[seen], pieces[at : at + 1, : lengths[window]], member[row : row + 1]
            )[0]
        return _run(self.second, {**arrays, "mix": mix})

    def incident(
        self, states: Array, mixed: Array, pieces: npt.NDArray[np.generic], member: npt.NDArray[np.generic]
    ) -> Array:
        """Run the layers of the second stage on one window for one incident: the mix, (1, T, H).

        `pieces` (1, T) are the units of the pieces, `member` (1, M, 3) what is said of each unit.
        """
        given = {"states": states, "mixed": mixed, "pieces": pieces, "member": member}
        return _run(self.upper, {**_BEFORE, **given, "mask": np.ones(pieces.shape, np.float32)})[0]

    @cached_property
    def lower(self) -> InferenceSession:
        """The layers that are run once a window."""
        return self._session("lower")

    @cached_property
    def first(self) -> InferenceSession:
        """The heads of the first stage."""
        return self._session("first")

    @cached_property
    def upper(self) -> InferenceSession:
        """The layers that are run once a window and incident."""
        return self._session("upper")

    @cached_property
    def second(self) -> InferenceSession:
        """The heads of the second stage."""
        return self._session("second")

    def _session(self, name: str) -> InferenceSession:
        """Return a graph, loaded once; raises DataError where its file is not one."""
        with self.loading:
            if name not in vars(self):
                vars(self)[name] = session(self.folder / f"{name}.onnx", self.threads)
        return cast("InferenceSession", vars(self)[name])


def session(file: Path, threads: int, *, as_written: bool = True) -> InferenceSession:
    """Return a graph, loaded to run in so many threads; raises DataError where the file is not one.

    `as_written` leaves its steps as they are; else onnxruntime puts together what it can.
    """
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.enable_mem_pattern = False  # sizes differ from report to report
    if as_written:  # what onnxruntime would put together further runs slower than the steps apart
        options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_BASIC
    options.log_severity_level = 3
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    try:
        return onnxruntime.InferenceSession(str(file), options, providers=["CPUExecutionProvider"])
    except Exception as error:  # onnxruntime's errors have no common kind
        raise fault(f"{file} cannot be loaded by onnxruntime {onnxruntime.__version__} ({error})") from error


def threads_here() -> int:
    """Return how many threads a graph may use: one in a worker process, else the cores given to this one."""
    if multiprocessing.parent_process() is not None:
        return 1
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, min(cores, _MOST_THREADS))


def _lengths(arrays: Arrays) -> list[int]:
    """Return how many pieces each window has."""
    return [int(long) for long in np.asarray(arrays["mask"], np.float32).sum(1)]


def _run(session: InferenceSession, given: Mapping[str, npt.NDArray[np.generic]]) -> list[Array]:
    """Run a graph with those of the arrays that it reads."""
    return list(session.run(None, {one.name: given[one.name] for one in session.get_inputs()}))
