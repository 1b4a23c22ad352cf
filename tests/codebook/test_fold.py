"""Folding: the best claim stands, with its words and those of the claims that agree with it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marsad.codebook import Claim, Count, Incident, Span
from marsad.codebook.fields import NAMES
from marsad.codebook.fold import incidents, relevance
from marsad.errors import ValueOutsideCodebookError

A, B, C = Span(0, 4, "OUTCOME"), Span(10, 14, "OUTCOME"), Span(20, 24, "EVENT")


def test_the_best_claim_stands_with_the_words_of_those_that_agree() -> None:
    """The value of the highest score wins; its spans come first, then those of equal values, none twice."""
    [incident] = incidents(
        [
            Claim(1, "outcome", "failed", (C,), 0.4),
            Claim(1, "outcome", "foiled", (A,), 0.6),
            Claim(1, "outcome", "foiled", (B, A), 0.9),
        ]
    )
    assert incident.outcome == "foiled"
    assert incident.evidence == {"outcome": (B, A)}
    assert incident.scores == {"outcome": 0.9}


def test_the_first_claim_stands_on_ties() -> None:
    """Of two claims with the same score the first is taken."""
    [incident] = incidents([Claim(1, "actor", "cell"), Claim(1, "actor", "group")])
    assert incident.actor == "cell"


def test_counts_agree_whatever_their_bound() -> None:
    """ "At least five" beside "five" gives evidence for the same number."""
    claims = [Claim(1, "killed", Count(5), (A,), 0.9), Claim(1, "killed", Count(5, "at_least"), (B,), 0.8)]
    [incident] = incidents(claims)
    assert incident.killed == Count(5)
    assert incident.evidence["killed"] == (A, B)


def test_a_field_without_a_claim_keeps_the_default() -> None:
    """What no reader tells stays as the model has it, without evidence or score."""
    [incident] = incidents([Claim(1, "suicide", True)])
    assert incident == Incident(suicide=True, scores={"suicide": 1.0})


def test_incidents_come_in_the_order_of_their_numbers() -> None:
    """Numbers order the incidents, and the report's own claims make none."""
    claims = [Claim(2, "country", "FR"), Claim(0, "relevant", True), Claim(1, "country", "MA")]
    assert [incident.country for incident in incidents(iter(claims))] == ["MA", "FR"]
    assert incidents([Claim(0, "relevant", False)]) == incidents([]) == []


@pytest.mark.parametrize(
    ("claim", "words"),
    [
        (Claim(1, "outcome", "thwarted"), "outcome: got 'thwarted'"),
        (Claim(1, "motive", "x"), "got the field 'motive'"),
        (Claim(1, "outcome", None), "outcome: got None"),
        (Claim(-1, "outcome", "foiled"), "incident -1"),
    ],
)
def test_a_claim_outside_the_codebook_is_refused(claim: Claim, words: str) -> None:
    """A wrong value or field is an error, also where another claim would have won."""
    with pytest.raises(ValueOutsideCodebookError, match=words):
        incidents([claim, Claim(1, "outcome", "foiled", (), 1.0)])


def test_relevance_is_the_best_claim_of_the_report() -> None:
    """Value and score come from the best claim of incident 0; without one the report is not relevant."""
    claims = [
        Claim(0, "relevant", False, (), 0.3),
        Claim(0, "relevant", True, (A,), 0.8),
        Claim(1, "suicide", True),
    ]
    assert relevance(iter(claims)) == (True, 0.8)
    assert relevance([]) == (False, 0.0)
    with pytest.raises(ValueOutsideCodebookError, match="relevant: got 'yes'"):
        relevance([Claim(0, "relevant", "yes")])


def some_claims() -> st.SearchStrategy[list[Claim]]:
    """Return claims of three fields and three incidents."""
    value = {"outcome": "foiled", "actor": "cell", "stage": "ready"}
    return st.lists(
        st.builds(
            lambda number, name, score: Claim(number, name, value[name], (A,), score),
            st.integers(1, 3),
            st.sampled_from(sorted(value)),
            st.floats(0, 1),
        )
    )


@given(some_claims())
def test_every_told_field_has_its_score_and_its_words(claims: list[Claim]) -> None:
    """There is an incident for each number, and evidence and score for each field told, in guide order."""
    folded = incidents(claims)
    numbers = sorted({claim.incident for claim in claims})
    assert len(folded) == len(numbers)
    for number, incident in zip(numbers, folded, strict=True):
        told = [name for name in NAMES if any(c.incident == number and c.field == name for c in claims)]
        assert list(incident.evidence) == list(incident.scores) == told
        for name in told:
            assert incident.scores[name] == max(
                c.score for c in claims if c.incident == number and c.field == name
            )
