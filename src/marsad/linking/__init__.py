"""Which accounts of several reports tell of one event, and what they fold to. Pure: no files, no database.

An account is one report's telling of one incident. `block` and `possible` say which pairs are worth a look,
`likeness` how much speaks for one event, `group` which accounts stand together, `fold` what they say.
"""

from __future__ import annotations

from marsad.linking.blocks import block, possible
from marsad.linking.fold import fold
from marsad.linking.groups import group
from marsad.linking.likeness import EDGE, likeness
from marsad.linking.model import Account, Block, Choice, Folded, Likeness, Reason
from marsad.linking.profile import account_from_json, account_to_json
from marsad.linking.rare import words

__all__ = [
    "EDGE",
    "Account",
    "Block",
    "Choice",
    "Folded",
    "Likeness",
    "Reason",
    "account_from_json",
    "account_to_json",
    "block",
    "fold",
    "group",
    "likeness",
    "possible",
    "words",
]
