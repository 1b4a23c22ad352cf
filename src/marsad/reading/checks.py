"""Claims of one incident checked against each other, for every reader: what the guide rules out is mended.

- a failed or completed incident reached `execution`; a foiled one that names a lesser stage keeps it;
- a plot that was foiled killed and wounded nobody unless the text says so;
- no more were arrested than there were suspects;
- a completed attack was stopped by nobody, unless forces killed the attackers or they gave up;
- every claim that needs words to say it has a span.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from marsad.codebook import Claim, Count, Span

_AFTER_ATTACK = frozenset({"none", "killed_attackers", "surrender", "arrest", "unknown"})


def check(claims: Iterable[Claim], *, fallback: Span | None = None) -> list[Claim]:
    """Return the claims of one incident, mended where they contradict each other or the guide.

    `fallback` is the span that stands for a value with no words of its own.
    """
    by_field = {claim.field: claim for claim in claims}
    outcome = by_field.get("outcome")
    if outcome is not None and outcome.value in ("failed", "completed"):
        _set(by_field, "stage", "execution", outcome)
    if outcome is not None and outcome.value == "completed":
        disruption = by_field.get("disruption")
        if disruption is not None and disruption.value not in _AFTER_ATTACK:
            _set(by_field, "disruption", "none", outcome)
    if outcome is not None and outcome.value in ("foiled", "failed"):
        for field in ("killed", "wounded"):
            if field not in by_field:
                by_field[field] = replace(outcome, field=field, value=Count(0), spans=(), method="check/harm")
    _held(by_field)
    return [_worded(claim, fallback) for claim in by_field.values()]


def _set(by_field: dict[str, Claim], field: str, value: str, why: Claim) -> None:
    """Set a field to a value that another claim demands, keeping its own words where it has some."""
    old = by_field.get(field)
    if old is not None and old.value == value:
        return
    by_field[field] = replace(why, field=field, value=value, method=f"check/{why.field}")


def _held(by_field: dict[str, Claim]) -> None:
    """Raise the number of suspects to that of the arrested where it is smaller."""
    suspects, arrested = by_field.get("suspects"), by_field.get("arrested")
    if (
        suspects is not None
        and arrested is not None
        and isinstance(suspects.value, Count)
        and isinstance(arrested.value, Count)
        and suspects.value.value < arrested.value.value
    ):
        by_field["suspects"] = replace(arrested, field="suspects", method="check/arrested")


def needs_words(claim: Claim) -> bool:
    """Tell whether a value must have words that say it: all but null, booleans, zeros and `unknown`."""
    value = claim.value
    if value is None or isinstance(value, bool) or value in ("unknown", ("unknown",), ()):
        return False
    return not (isinstance(value, Count) and value.value == 0)


def _worded(claim: Claim, fallback: Span | None) -> Claim:
    """Give a claim that needs words the fallback span where it has none."""
    if claim.spans or fallback is None or not needs_words(claim):
        return claim
    return replace(claim, spans=(fallback,))
