"""Which judgements came after a moment that somebody saw, in the order in which they were kept."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import func, select

from marsad.store.base import chunks
from marsad.store.judgements import Judged, ReadsJudgements
from marsad.store.schema import judgement, subject


class ReadsVersions(ReadsJudgements):
    """Asks what came since."""

    def newest_judgement(self) -> int:
        """Return the number of the judgement kept last, 0 where there is none.

        There is one writer at a time, so numbers grow in the order in which transactions end, whatever
        the clocks of several machines say.
        """
        return int(self.one(select(func.max(judgement.c.id))) or 0)

    def judged_since(self, number: int, keys: Iterable[str]) -> list[Judged]:
        """Return the judgements about any of the accounts `keys` kept after the one of that number."""
        digests: set[str] = set()
        for part in chunks(sorted(set(keys))):
            question = (
                select(judgement.c.digest)
                .join(subject, subject.c.judgement_id == judgement.c.id)
                .where(judgement.c.id > number, subject.c.key.in_(part))
            )
            digests |= {row.digest for row in self.rows(question)}
        return [one for one in self.judgements(keys) if one.digest in digests] if digests else []
