"""The encoder's view of a report: a vector that is alike for reports of one event, whatever their language.

It is the mean of multilingual-e5-small (Wang et al. 2024) over title and text, less the mean of reports in
that language, and needs `reading/data/view` beside the learned reader's words. `docs/linking.md` says what
it is worth.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from marsad.codebook import Language
from marsad.codebook.datafiles import LANGUAGES
from marsad.errors import DataError

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

FOLDER = Path(__file__).parent / "data" / "view"
GRAPH, ABOUT = "view.onnx", "view.json"
MOST = 510
"""Pieces of a text that are looked at, the first; the encoder sees 512 with its two marks."""

_BEGIN, _END = 0, 2
_CHARACTERS = 8000  # of a text that are spelled: more than MOST pieces in each language
Array = npt.NDArray[np.float32]
Spelled = Callable[[str, str], npt.NDArray[np.int64]]


def view(title: str, text: str, lang: Language) -> bytes | None:
    """Return the view of a report, or of a part of it: 384 float16 of unit length, little-endian.

    None where this installation has no view (the model is left out of it). Raises DataError where its files
    are spoiled.
    """
    if not (FOLDER / ABOUT).is_file():
        return None
    seen = _viewer()(title, text, lang)
    told: bytes = seen.astype("<f2").tobytes()
    return told


class Viewer:
    """The view's graph in a folder, with the words of the learned reader's folder."""

    def __init__(self, folder: Path, words: Path) -> None:
        self.folder, self.words = folder, words

    def __call__(self, title: str, text: str, lang: Language) -> Array:
        """Return the view of a text, (384,)."""
        ids = self._spell(title, text)
        return self.of_words(self._vectors(ids)[None], LANGUAGES.index(lang))

    def of_words(self, words: Array, language: int) -> Array:
        """Return the view of word vectors (1, T, 384) in the language of that number."""
        given = {"words": words, "language": np.array([language], np.int64)}
        seen: Array = self._graph.run(None, given)[0][0]
        return seen

    @cached_property
    def _vectors(self) -> Callable[[npt.NDArray[np.int64]], Array]:
        from marsad.reading.learned.model import WORDS
        from marsad.reading.learned.words import Vectors

        return Vectors(self.words / WORDS, 384)

    @cached_property
    def _spell(self) -> Spelled:
        from marsad.reading.learned.model import TOKENIZER

        return spelled(self.words / TOKENIZER)

    @cached_property
    def _graph(self) -> InferenceSession:
        from marsad.reading.learned.runtime import session, threads_here

        return session(self.folder / GRAPH, threads_here(), as_written=False)


def spelled(file: Path) -> Spelled:
    """Return what spells title and text as piece numbers, as the encoder was trained to be asked."""
    from marsad.reading.learned.words import tokenizer_of

    tokenizer = tokenizer_of(file)

    def ids(title: str, text: str) -> npt.NDArray[np.int64]:
        whole = f" query: {title}\n{text}"[:_CHARACTERS]
        found = tokenizer.encode(whole, add_special_tokens=False).ids[:MOST]
        return np.array([_BEGIN, *found, _END], np.int64)

    return ids


@cache
def _viewer() -> Viewer:
    """Return the packaged view, its file held to its digest; raises DataError."""
    from marsad.reading.learned.model import FOLDER as WORDS

    about = json.loads((FOLDER / ABOUT).read_text(encoding="utf-8"))
    try:
        got = hashlib.sha256((FOLDER / GRAPH).read_bytes()).hexdigest()
    except OSError as error:
        raise DataError(f"{FOLDER / GRAPH} cannot be read ({error}): install marsad anew") from error
    if got != about["sha256"]:
        raise DataError(
            f"{FOLDER / GRAPH}: got SHA-256 {got}, expected {about['sha256']}: install marsad anew"
        )
    return Viewer(FOLDER, WORDS)
