"""The contract of readers, held to for those that others write: what they return is checked claim by claim.

Each breach is a ReaderError that names the reader, the field, what was got and what was expected.
"""

from __future__ import annotations

from collections.abc import Callable
from math import isfinite

from marsad.codebook import Claim, Report, Span
from marsad.codebook.fields import NAMES, fields, lists, relevant
from marsad.errors import ReaderError, ValueOutsideCodebookError

Reader = Callable[[Report], list[Claim]]


def hold(claims: object, report: Report, reader: str) -> list[Claim]:
    """Return the claims that `reader` (its name and distribution) gave on `report`; raises ReaderError.

    What is asked: a list or tuple of Claims, one of incident 0 on `relevant` at least; known fields with
    values that the codebook allows; spans of words of the text; scores from 0 to 1.
    """
    if not isinstance(claims, (list, tuple)):
        raise _breach(reader, None, claims, "a list of Claims")
    for claim in claims:
        _claim(claim, report, reader)
    if not any(claim.incident == 0 for claim in claims):
        raise _breach(
            reader, "relevant", None, "a claim of incident 0 that says whether the report is relevant"
        )
    return list(claims)


def _claim(claim: object, report: Report, reader: str) -> None:
    """Check one claim."""
    if not isinstance(claim, Claim):
        raise _breach(reader, None, claim, "a marsad.codebook.Claim")
    number, name = claim.incident, claim.field
    if not isinstance(number, int) or isinstance(number, bool) or number < 0:
        raise _breach(reader, name, number, "an incident from 1, or 0 for the report as a whole")
    known = NAMES if number else ("relevant",)
    if name not in known:
        raise _breach(reader, name, name, f"for incident {number} a field of {', '.join(known)}")
    rules = fields()[name] if number else relevant()
    try:
        rules.validate(claim.value)
    except (ValueOutsideCodebookError, TypeError) as error:
        expected = str(error).rpartition(", expected ")[2]
        raise _breach(reader, name, claim.value, f"a value of the codebook ({expected})") from error
    score = claim.score
    if not isinstance(score, (int, float)) or isinstance(score, bool) or not isfinite(score):
        raise _breach(reader, name, score, "a score from 0 to 1")
    if not 0 <= score <= 1:
        raise _breach(reader, name, score, "a score from 0 to 1")
    if not isinstance(claim.method, str):
        raise _breach(reader, name, claim.method, "a method as text, such as 'mine/outcome'")
    if not isinstance(claim.spans, tuple):
        raise _breach(reader, name, claim.spans, "a tuple of Spans")
    for span in claim.spans:
        _span(span, name, report, reader)


def _span(span: object, name: str, report: Report, reader: str) -> None:
    """Check one span of a claim."""
    if not isinstance(span, Span) or not _whole(span.start) or not _whole(span.end):
        raise _breach(reader, name, span, "a Span with whole numbers as offsets")
    length = len(report.text)
    if not 0 <= span.start < span.end <= length:
        raise _breach(reader, name, span, f"words of a text of {length} characters")
    labels = {term.key for term in lists()["spans"].terms}
    if span.label not in {"", *labels}:
        raise _breach(reader, name, span.label, f"'' or a label of {', '.join(sorted(labels))}")


def _whole(number: object) -> bool:
    return isinstance(number, int) and not isinstance(number, bool)


def _breach(reader: str, field: str | None, got: object, expected: str) -> ReaderError:
    """Return the error for a claim that breaks the contract."""
    where = f", field {field!r}" if isinstance(field, str) else ""
    shown = repr(got)
    if len(shown) > _SHOWN:
        shown = shown[:_SHOWN] + "…"
    return ReaderError(
        f"the reader {reader}{where}: got {shown}, expected {expected}: "
        "a fault of that reader; use another one and tell those who publish it"
    )


_SHOWN = 120
"""Characters of a wrong value that a message shows: it may hold the whole report."""
