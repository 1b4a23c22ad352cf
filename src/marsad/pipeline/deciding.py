"""What every decision on a record shares: the accounts it is about, how it is kept, what came meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from marsad.errors import InputError
from marsad.pipeline.meanwhile import meanwhile
from marsad.pipeline.settle import Settled, judgement_of, settle
from marsad.review import Judgement, judgement
from marsad.store import Reading, Store, Writing


class Deciding:
    """A record's store and clock (microseconds since 1970 UTC), and the small ways of its verbs."""

    store: Store
    clock: Callable[[], int]

    def _judge(
        self,
        w: Writing,
        kind: str,
        keys: Sequence[str],
        who: str,
        reason: str,
        *,
        seen: tuple[int, str | None] = (0, None),
        **parts: Any,
    ) -> Settled:
        """Keep a judgement and bring the record in order; `seen` is an incident, and its version as seen."""
        number, version = seen
        since = None if version is None else meanwhile(w, w.incident(number), version)
        made = self._keep(w, kind, keys, who, reason, **parts)
        done = settle(w, made.accounts, at=made.at)
        return replace(done, judgement=made.digest, meanwhile=since)

    def _keep(
        self, w: Writing, kind: str, keys: Sequence[str], who: str, reason: str, **parts: Any
    ) -> Judgement:
        """Keep a judgement, with a row of the audit, and nothing else."""
        made = judgement(kind, keys, at=self.clock(), who=who, reason=reason, **parts)
        w.put_judgement(
            digest=made.digest, at=made.at, who=made.who, kind=kind, reason=made.reason,
            payload=made.payload, accounts=made.accounts,
        )  # fmt: skip
        w.put_deed(
            at=made.at, who=made.who, action=kind, subject=keys[0] if keys else "",
            detail={"judgement": made.digest},
        )  # fmt: skip
        return made

    @staticmethod
    def _judged(r: Reading, digest: str) -> Judgement:
        """Return the one judgement that a beginning names."""
        found = r.judgements_like(digest)
        if len(digest) < 4 or len(found) != 1:
            raise InputError(
                f"got the judgement {digest!r}, which names {len(found)} of them, expected four or more "
                "signs that name one; `marsad show` lists them"
            )
        return judgement_of(found[0])

    @staticmethod
    def _members(r: Reading, number: int) -> tuple[str, ...]:
        """Return the accounts of an incident, or of the one it was merged into; refuse one that is gone."""
        members = r.members(r.incident(number))
        if not members:
            raise InputError(f"the incident {number} has no account any more: nothing can be said of it")
        return members

    @staticmethod
    def _account(r: Reading, key: str) -> str:
        """Return the key of an account that is there."""
        if not r.accounts([key]):
            raise InputError(
                f"got the account {key!r}, which the record does not hold, expected one as "
                "0123456789abcdef-1: `marsad show` lists them"
            )
        return key

    @staticmethod
    def _report(r: Reading, digest: str) -> str:
        """Return the digest of the one report that a beginning names."""
        found = r.digests_like(digest)
        if len(digest) < 8 or len(found) != 1:
            raise InputError(
                f"got the report {digest!r}, which names {len(found)} of them, expected eight or more signs "
                "of a digest; `marsad show` lists them"
            )
        return found[0]
