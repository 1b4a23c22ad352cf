"""Claims checked against each other: what the guide rules out is mended."""

from __future__ import annotations

from marsad.codebook import Claim, Count, Span
from marsad.reading.checks import check, needs_words

HERE = Span(0, 4)


def by_field(*claims: Claim) -> dict[str, Claim]:
    """Return the checked claims by field."""
    return {claim.field: claim for claim in check(claims, fallback=HERE)}


def test_a_completed_attack_reached_execution() -> None:
    """A stage below execution gives way to the outcome."""
    checked = by_field(Claim(1, "outcome", "completed", (HERE,)), Claim(1, "stage", "planning", (HERE,)))
    assert checked["stage"].value == "execution"


def test_a_foiled_plot_killed_nobody_unless_the_text_says_so() -> None:
    """Without a number it is 0; a number told is kept."""
    silent = by_field(Claim(1, "outcome", "foiled", (HERE,)))
    told = by_field(Claim(1, "outcome", "foiled", (HERE,)), Claim(1, "killed", Count(2), (HERE,)))
    assert silent["killed"].value == silent["wounded"].value == Count(0)
    assert told["killed"].value == Count(2)


def test_no_more_arrested_than_suspects() -> None:
    """The suspects are at least as many as the arrested."""
    checked = by_field(Claim(1, "suspects", Count(2), (HERE,)), Claim(1, "arrested", Count(5), (Span(5, 9),)))
    assert checked["suspects"].value == Count(5)
    assert checked["suspects"].spans == (Span(5, 9),)


def test_a_completed_attack_was_not_defused() -> None:
    """Defusing stops no attack that took place; killing the attackers may cut it short."""
    done = Claim(1, "outcome", "completed", (HERE,))
    assert by_field(done, Claim(1, "disruption", "defused", (HERE,)))["disruption"].value == "none"
    kept = by_field(done, Claim(1, "disruption", "killed_attackers", (HERE,)))
    assert kept["disruption"].value == "killed_attackers"


def test_every_claim_that_needs_words_has_some() -> None:
    """A value without words of its own takes the fallback; booleans, zeros and unknown need none."""
    checked = by_field(
        Claim(1, "actor", "lone"),
        Claim(1, "suicide", True),
        Claim(1, "killed", Count(0)),
        Claim(1, "agency", None),
    )
    assert checked["actor"].spans == (HERE,)
    assert not any(needs_words(checked[name]) for name in ("suicide", "killed", "agency"))
