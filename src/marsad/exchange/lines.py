"""Incidents as JSON lines: all fields under the guide's names, what disagrees, the sources."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict

from marsad.codebook.values import to_json
from marsad.exchange.outgoing import Outgoing


def lines(incidents: Iterable[Outgoing]) -> Iterator[str]:
    """Yield a line of JSON an incident, without its end.

    A field that reports disagree on has its other values under `others`; counts that are not exact are
    `{value, bound}`.
    """
    for one in incidents:
        state = one.state
        record = {
            "incident": state.incident,
            "review": state.review,
            "certainty": round(state.certainty, 4),
            **{name: to_json(value) for name, value in state.folded.values.items()},
            "others": {
                name: [to_json(other) for other, _ in choice.others]
                for name, choice in state.folded.choices.items()
                if choice.others
            },
            "sources": [asdict(source) for source in one.sources],
        }
        yield json.dumps(record, ensure_ascii=False)
