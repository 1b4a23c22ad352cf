"""Split the linking set by family of look-alikes into train and test, and write `corpus/linking/split.json`.

    .venv/bin/python tools/split_linking.py

A family is all events that one report tells together, or that most of their reports place in one country (as
the lexical reader reads them): same town and same group fall within it. Families are shuffled with a fixed
seed and go to train one by one as long as train stays at or below half of the reports, to test otherwise.
No score of linking has any part in it. Run once; the file stands from then on.
"""

from __future__ import annotations

import json
import random
from collections import Counter
from pathlib import Path
from typing import Any

from marsad.codebook import Report
from marsad.pipeline.code import code
from marsad.reading import reader

SEED = 5
_FOLDER = Path(__file__).resolve().parents[1] / "corpus" / "linking"


def families(reports: list[dict[str, Any]]) -> list[list[str]]:
    """Return the events of each family, sorted."""
    read = reader("lexical")
    told: dict[str, Counter[str]] = {}
    together: list[list[str]] = []
    for raw in reports:
        report = Report(raw["id"], raw["text"], raw["title"], raw["lang"], raw["url"], raw["published"])
        countries = [incident.country for incident in code(report, read).incidents if incident.country]
        for event in raw["events"]:
            told.setdefault(event, Counter()).update(countries)
        together.append(raw["events"])
    by_country: dict[str, list[str]] = {}
    for event in sorted(told):
        ranked = sorted(told[event].items(), key=lambda item: (-item[1], item[0]))
        by_country.setdefault(ranked[0][0] if ranked else event, []).append(event)
    together += by_country.values()
    home = {event: event for event in told}
    for events in together:
        low = min(home[event] for event in events)
        old = {home[event] for event in events}
        home.update({event: low for event, own in home.items() if own in old})
    found: dict[str, list[str]] = {}
    for event in sorted(home):
        found.setdefault(home[event], []).append(event)
    return sorted(found.values())


def main() -> None:
    reports = [
        json.loads(line) for line in (_FOLDER / "reports.jsonl").read_text("utf-8").splitlines() if line
    ]
    groups = families(reports)
    random.Random(SEED).shuffle(groups)
    sides: dict[str, list[str]] = {"train": [], "test": []}
    held = 0
    for events in groups:
        size = sum(bool(set(raw["events"]) & set(events)) for raw in reports)
        side = "train" if held + size <= len(reports) / 2 else "test"
        held += size if side == "train" else 0
        sides[side] += events
        print(f"{side:5} {size:3} reports: {' '.join(events)}")
    split = {side: sorted(events) for side, events in sides.items()}
    (_FOLDER / "split.json").write_text(json.dumps(split, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
