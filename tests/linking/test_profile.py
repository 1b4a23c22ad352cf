"""Profiles: an account goes to JSON and comes back whole."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given

from marsad.codebook import Span
from marsad.errors import ValueOutsideCodebookError
from marsad.linking import Account, account_from_json, account_to_json, likeness
from tests.linking import made
from tests.linking.made import bombing


@given(made.accounts(most=1))
def test_accounts_come_back_from_json(told: list[Account]) -> None:
    """Through JSON text an account is the same, bounds, scores, words and vector with it."""
    one = told[0]
    back = account_from_json(json.loads(json.dumps(account_to_json(one))))
    assert back == one
    assert likeness(back, one).score == likeness(one, one).score


def test_the_profile_is_compact() -> None:
    """Defaults, evidence and empty parts are not written."""
    plain = made.account()
    evident = replace(plain, incident=replace(plain.incident, evidence={"killed": (Span(0, 3),)}))
    assert account_to_json(evident) == {
        "key": plain.key,
        "report": plain.report,
        "lang": "en",
        "incident": {},
        "published": "2020-03-07",
    }


@pytest.mark.parametrize(
    "spoiled",
    [
        {"lang": "de"},
        {"incident": {"killed": [1]}},
        {"incident": {"outcome": "splendid"}},
        {"incident": None},
        {"key": None, "scores": {"date": "high"}},
        {"vector": "***"},
        {"vector": 5},
        {"words": 5},
    ],
)
def test_what_is_no_account_is_refused(spoiled: dict[str, Any]) -> None:
    """Each broken part is refused by an error of the house."""
    with pytest.raises(ValueOutsideCodebookError):
        account_from_json({**account_to_json(bombing()), **spoiled})
    with pytest.raises(ValueOutsideCodebookError):
        account_from_json({"report": "x"})
