"""One decision of one person about the record."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from marsad.codebook.fields import fields
from marsad.codebook.values import from_json, to_json
from marsad.errors import InputError

KINDS = (
    "same", "different", "split", "correct", "accept", "reject", "undo", "comment", "second", "code",
    "adjudicate",
)  # fmt: skip
"""What a person may decide: accounts tell of the same incident; of different ones; some of an incident's
accounts are another incident; a field's value; the incident is coded rightly; it is no incident; an earlier
judgement holds no longer. A comment decides nothing. `second` asks two coders to code an incident apart
from each other (a round), `code` is the sheet that one of them hands in, `adjudicate` settles what they
disagree on.
"""

_PARTS: dict[str, tuple[str, ...]] = {
    "same": (),
    "different": ("left", "right"),
    "split": ("moved", "kept"),
    "correct": ("field", "value"),
    "accept": (),
    "reject": (),
    "undo": ("judgement",),
    "comment": (),
    "second": ("first", "second", "bare"),
    "code": ("round", "incident", "values", "changed"),
    "adjudicate": ("round", "incident", "values"),
}
_MAY = {"correct": ("words",), "comment": ("field", "about")}
LONGEST = 10_000
"""Characters of a comment, at most."""
_SIDES = ("left", "right", "moved", "kept")


@dataclass(frozen=True)
class Judgement:
    """A decision: its `kind`, when (`at`, microseconds since 1970 UTC), who, why, and what it concerns.

    `payload` holds JSON values: `accounts`, the keys of all accounts concerned, the first that is still there
    standing for the incident; then `left` and `right` (different), `moved` and `kept` (split), `field`,
    `value` and perhaps `words` (correct), `judgement`, the digest of what is undone (undo), perhaps `field`
    or `about`, a judgement's digest (comment), `first`, `second` and `bare` (second), `round`, `incident`,
    `values` by field and, on a sheet, `changed`, the fields that are other than proposed (code, adjudicate).
    """

    kind: str
    at: int
    who: str
    reason: str
    payload: Mapping[str, Any] = field(default_factory=dict)

    @property
    def accounts(self) -> tuple[str, ...]:
        """The keys of the accounts that are concerned."""
        return tuple(self.payload["accounts"])

    @cached_property
    def digest(self) -> str:
        """Sha256 of all that the judgement says, in hex: its name."""
        told = [self.kind, self.at, self.who, self.reason, self.payload]
        plain = json.dumps(told, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(plain.encode("utf-8")).hexdigest()

    @property
    def order(self) -> tuple[int, str]:
        """What sorts judgements from the oldest to the newest, the same everywhere."""
        return self.at, self.digest


def judgement(
    kind: str, accounts: Sequence[str], *, at: int, who: str, reason: str = "", **parts: Any
) -> Judgement:
    """Return a judgement that has been looked over.

    Raises InputError for an unknown kind, no name, no account, parts that are missing or that the kind does
    not know, sides that share an account, a field or a value that the codebook does not know.
    """
    if kind not in KINDS:
        raise InputError(f"got a judgement {kind!r}, expected one of {', '.join(KINDS)}")
    if not who.strip():
        raise InputError("got a judgement without a name, expected who judges: give --as NAME")
    payload: dict[str, Any] = {name: value for name, value in parts.items() if value is not None}
    wanted, may = _PARTS[kind], _MAY.get(kind, ())
    if kind == "correct":
        payload["value"] = _cleaned(payload.get("field"), parts.get("value"))
    if "values" in payload:
        payload["values"] = {name: _cleaned(name, value) for name, value in payload["values"].items()}
    if kind == "comment":
        _said(payload, reason)
    missing = [name for name in wanted if name not in payload]
    strange = sorted(set(payload) - {*wanted, *may})
    if missing or strange:
        raise InputError(
            f"got a judgement {kind!r} with {', '.join(sorted(payload)) or 'nothing'}, expected "
            f"{', '.join(wanted) or 'accounts alone'}"
        )
    for side in _SIDES:
        if side in payload:
            payload[side] = sorted(set(payload[side]))
    _apart(kind, [payload[side] for side in _SIDES if side in payload])
    keys = list(dict.fromkeys(accounts))
    if not keys or (kind == "same" and len(keys) < 2):
        raise InputError(
            f"got {len(keys)} accounts for {kind!r}, expected {'two' if keys else 'one'} or more"
        )
    return Judgement(kind, at, " ".join(who.split()), reason.strip(), {"accounts": keys, **payload})


def _said(payload: Mapping[str, Any], text: str) -> None:
    """Refuse a comment that says nothing, is too long, or is on a field that is none."""
    if not 0 < len(text.strip()) <= LONGEST:
        raise InputError(f"got a comment of {len(text.strip()):,} characters, expected 1 to {LONGEST:,}")
    if "field" in payload and payload["field"] not in fields():
        raise InputError(f"got the field {payload['field']!r}, expected one of {', '.join(fields())}")


def _apart(kind: str, sides: list[list[str]]) -> None:
    """Refuse sides that are empty or that share an account."""
    if not sides:
        return
    if not all(sides):
        raise InputError(f"got {kind!r} with an empty side, expected accounts on both")
    shared = sorted(set(sides[0]) & set(sides[1]))
    if shared:
        raise InputError(f"got {shared[0]} on both sides of {kind!r}, expected each account on one")


def _cleaned(name: object, value: object) -> object:
    """Return a value as JSON that loses nothing, refused where the codebook does not know it."""
    if name not in fields():
        raise InputError(f"got the field {name!r}, expected one of {', '.join(fields())}")
    return to_json(from_json(str(name), value))
