"""What happened to an incident between the moment a person saw it and the moment they decide.

Both decisions are kept and the later one holds; who decides later is told of the earlier.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from marsad.codebook.values import to_json
from marsad.errors import InputError
from marsad.review import Judgement
from marsad.store import Reading, State


@dataclass(frozen=True, slots=True)
class Meanwhile:
    """What others decided since (`judgements`, the oldest first), and by field the value then and now.

    `changes` also holds what new reports changed; its keys are fields, `review` and `reports`.
    """

    judgements: tuple[Judgement, ...]
    changes: Mapping[str, tuple[Any, Any]]

    def __bool__(self) -> bool:
        """Whether anything happened."""
        return bool(self.judgements or self.changes)

    def on(self, field: str) -> tuple[Judgement, ...]:
        """Return the judgements that set this very field."""
        return tuple(
            one
            for one in self.judgements
            if one.payload.get("field") == field or field in one.payload.get("values", {})
        )


def version(r: Reading, state: State) -> str:
    """Return what names the moment at which a state was seen; hand it to a verb as `seen`."""
    return f"{r.newest_judgement()}.{state.opened}"


def meanwhile(r: Reading, number: int, seen: str) -> Meanwhile:
    """Return what happened to an incident since `seen`; raises InputError where that is no version.

    Comments and the sheets of coders are left out: they set nothing.
    """
    judged, _, opened = seen.partition(".")
    if not (judged.isdecimal() and opened.isdecimal()):
        raise InputError(f"got the version {seen!r}, expected one that `marsad show --json` tells")
    since = [
        Judgement(one.kind, one.at, one.who, one.reason, one.payload)
        for one in r.judged_since(int(judged), r.members(number))
        if one.kind not in ("comment", "code")
    ]
    then, now = r.state(number, as_of=int(opened)), r.state(number)
    before, after = _told(then), _told(now)
    changes = {name: (before[name], after[name]) for name in before if before[name] != after.get(name)}
    return Meanwhile(tuple(since), changes if then and now else {})


def _told(state: State | None) -> dict[str, Any]:
    """Return a state's values as JSON, with the state of review and the number of reports."""
    if state is None:
        return {}
    values: dict[str, Any] = {name: to_json(value) for name, value in state.folded.values.items()}
    return values | {"review": state.review, "reports": state.reports}
