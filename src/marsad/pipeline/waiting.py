"""The queue of a whole record, reckoned anew: for a record of an earlier marsad, or after other weights."""

from __future__ import annotations

from marsad import review
from marsad.pipeline.settle import dayless, judgement_of
from marsad.store import Reading, State, Writing

PAGE = 500


def refill(w: Writing) -> int:
    """Keep anew what each incident waits for; return how many wait."""
    about: dict[str, list[review.Judgement]] = {}
    for row in w.judgements():
        for key in row.accounts:
            about.setdefault(key, []).append(judgement_of(row))
    live = frozenset(w.numbers(about))
    judged = frozenset(w.incidents_of(live).values())
    cursor: str | None = None
    while True:
        page = w.list(order="earliest", cursor=cursor, limit=PAGE)
        w.put_waiting(
            {one.incident: _waits(w, one, about, live, one.incident in judged) for one in page.states}
        )
        if (cursor := page.cursor) is None:
            return sum(w.count_waiting().values())


def _waits(
    r: Reading, state: State, about: dict[str, list[review.Judgement]], live: frozenset[str], judged: bool
) -> list[tuple[str, str, float]]:
    """Return what one incident waits for."""
    group = frozenset(r.members(state.incident)) if judged else frozenset[str]()
    own = [one for key in sorted(group) for one in about.get(key, ())]
    folded = state.folded
    day = dayless(r, state.incident, folded)
    waits = review.waits(own, group, live | group, folded, state.reports, day)
    return [(one.why, one.person, one.rank) for one in waits]
