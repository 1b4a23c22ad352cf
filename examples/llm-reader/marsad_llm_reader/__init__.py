"""A reader that asks a language model on a server of one's own, and holds its answer to text and codebook.

The server speaks the chat-completions protocol that llama.cpp, vLLM, Ollama and others share. Where it is
down or answers nonsense, the report is read by marsad's lexical reader, and a warning says why.
"""

from __future__ import annotations

import logging
from dataclasses import replace

from marsad.codebook import Claim, Report
from marsad.errors import ReaderError
from marsad.reading import reader
from marsad.text.language import require
from marsad_llm_reader.answer import claims_of
from marsad_llm_reader.nonsense import NonsenseError
from marsad_llm_reader.prompt import messages, schema
from marsad_llm_reader.server import ask
from marsad_llm_reader.settings import Settings

about = "asks a language model on a server of yours, and checks its answer against the text"
languages = ("ar", "fr", "en")

log = logging.getLogger(__name__)


def read(report: Report) -> list[Claim]:
    """Return the claims of the model on a report, or the lexical reader's where it gives no sound ones.

    Which reader it was stands in each claim's method. Each fall-back is one warning on the logger
    `marsad_llm_reader` that names the report, the server and the reason. Raises ReaderError where a setting
    is missing or wrong, and in place of falling back where MARSAD_LLM_FALLBACK is `none`.
    """
    settings = Settings.from_environment()
    report = replace(report, lang=report.lang or require(report.text))
    try:
        return claims_of(ask(settings, messages(report), schema()), report)
    except NonsenseError as error:
        what = (
            f"the model server at {settings.shown} gave no sound answer on the report {report.id!r}: {error}"
        )
    if settings.fallback == "none":
        raise ReaderError(f"{what}; start or mend the server, or take another reader")
    log.warning("%s; the lexical reader read it in its place", what)
    return reader("lexical")(report)
