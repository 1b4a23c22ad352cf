"""The learned reader: a small multilingual network that reads the report as a whole, beside the rules.

`read(report)` is the reader. Its model lies in `reading/data/learned`; it is loaded once a process, when the
first report is read, and needs onnxruntime and tokenizers. `docs/model.md` says how it was made.
"""

from __future__ import annotations

from marsad.codebook import Claim, Report
from marsad.codebook.datafiles import LANGUAGES

about = "a small multilingual model that reads the report as a whole"
languages = LANGUAGES


def read(report: Report) -> list[Claim]:
    """Return the claims on a report, with their words and a calibrated score each.

    Raises UnsupportedLanguageError for any but the three languages, DataError where the model is missing,
    ill-formed or made for another version of marsad.
    """
    from marsad.reading.learned.model import reader

    return reader()(report)
