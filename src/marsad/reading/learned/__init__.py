"""The learned reader: a small multilingual network that reads the report as a whole, beside the rules.

`read(report)` is the reader. Its model lies in `reading/data/learned`; it is loaded once a process, when the
first report is read, and needs onnxruntime and tokenizers. `docs/model.md` says how it was made.
"""

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING

from marsad.codebook import Claim, Report
from marsad.codebook.datafiles import LANGUAGES

if TYPE_CHECKING:
    from marsad.reading.learned.reader import Coded

_ABREAST = 2  # while the rules of one report are read, the network reads the other
_loading = Lock()

about = "a small multilingual model that reads the report as a whole"
languages = LANGUAGES


class _Read:
    """The packaged reader; it holds nothing, so that it goes to worker processes as it is."""

    def __call__(self, report: Report) -> list[Claim]:
        """Return the claims on a report, with their words and a calibrated score each.

        Raises UnsupportedLanguageError for any but the three languages, DataError where the model is missing,
        ill-formed or made for another version of marsad.
        """
        return self.code(report).claims

    def code(self, report: Report) -> Coded:
        """Return the claims on a report and the words marked in it; raises as the reader does."""
        from marsad.reading.learned.model import reader

        with _loading:
            loaded = reader()
        return loaded.code(report)

    @property
    def abreast(self) -> int:
        """How many reports are worth reading at once in threads: the network leaves Python to the others."""
        from marsad.reading.learned.runtime import threads_here

        return min(_ABREAST, threads_here())


read = _Read()
