"""The way of one report: language, reader, checks, incidents."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from marsad.codebook import Claim, Incident, Language, Report, fold
from marsad.errors import InputError, MarsadError
from marsad.reading import Reader
from marsad.reading.view import view
from marsad.sources.entry import Entry
from marsad.text.language import require
from marsad.text.sentences import sentences


@dataclass(frozen=True, slots=True)
class Coded:
    """A coded report. `score` is the reader's confidence, from 0 to 1, that the report is relevant.

    `claims` are what the reader said, `vectors` how the encoder sees each incident (see `views`), by number.
    """

    report: Report
    relevant: bool
    score: float
    incidents: tuple[Incident, ...]
    path: str = ""
    line: int | None = None
    claims: tuple[Claim, ...] = ()
    vectors: Mapping[int, bytes] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Failed:
    """A report that could not be read or coded, and why."""

    error: MarsadError


def code(
    report: Report,
    read: Reader,
    *,
    path: str | None = None,
    line: int | None = None,
    with_views: bool = False,
) -> Coded:
    """Code one report with the reader `read`; `path` and `line` say where it stood, for messages.

    `with_views` adds how the encoder sees each incident, which linking compares.

    Raises UnsupportedLanguageError for a language that marsad does not read, InputError where the reader
    gives words that are not in the text.
    """
    lang = report.lang or require(report.text, path=path, line=line)
    report = replace(report, lang=lang)
    claims = read(report)
    _check(claims, report, path, line)
    relevant, score = fold.relevance(claims)
    sure = score if relevant else 1.0 - score  # the claim's score is the confidence in its own value
    told = tuple(fold.incidents(claims))
    seen = views(report, told) if with_views else {}
    return Coded(report, relevant, sure, told, path or "", line, tuple(claims), seen)


def views(report: Report, told: Sequence[Incident]) -> dict[int, bytes]:
    """Return the encoder's view of each incident of a report, by its number from 1, for linking.

    Of several incidents each is seen through the title and the sentences that give evidence for it. Empty
    where this installation has no encoder.
    """
    lang = report.lang or require(report.text)
    seen: dict[int, bytes] = {}
    for number, incident in enumerate(told, 1):
        text = report.text if len(told) == 1 else _own(report.text, lang, incident)
        if (vector := view(report.title, text, lang)) is not None:
            seen[number] = vector
    return seen


def _own(text: str, lang: Language, incident: Incident) -> str:
    """Return the sentences that give evidence for an incident, the whole text where none does."""
    starts = [span.start for spans in incident.evidence.values() for span in spans]
    kept = [s for s in sentences(text, lang) if any(s.start <= at < s.end for at in starts)]
    return " ".join(text[s.start : s.end] for s in kept) or text


def code_entry(item: Entry | InputError, read: Reader, *, with_views: bool = False) -> Coded | Failed:
    """Code what a source handed on; never raises for one report: an error becomes a Failed."""
    if isinstance(item, InputError):
        return Failed(item)
    try:
        return code(item.report, read, path=item.path, line=item.line, with_views=with_views)
    except MarsadError as error:
        return Failed(_placed(error, item))
    except Exception as error:  # a fault of ours in one report must not cost the person all the others
        return Failed(
            InputError(
                f"the report {item.report.id!r} could not be coded, by a fault of marsad "
                f"({type(error).__name__}: {error}): leave it out for now and report this with its text",
                path=item.path,
                line=item.line,
            )
        )


def _placed(error: MarsadError, item: Entry) -> MarsadError:
    """Return the error with the file and the line of the report, where it names none."""
    if isinstance(error, InputError):
        return error if error.path else type(error)(error.message, path=item.path, line=item.line)
    return InputError(f"{item.report.id}: {error}", path=item.path, line=item.line)


def _check(claims: Sequence[Claim], report: Report, path: str | None, line: int | None) -> None:
    """Hold the reader to its contract: every span covers words of the text."""
    length = len(report.text)
    for claim in claims:
        for span in claim.spans:
            if not 0 <= span.start < span.end <= length:
                raise InputError(
                    f"the reader {claim.method or 'in use'} gave evidence for {claim.field!r} at "
                    f"{span.start}–{span.end}, expected words of a text of {length} characters: a fault of "
                    "the reader; use another one and report this",
                    path=path,
                    line=line,
                )
