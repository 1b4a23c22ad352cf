"""Is the report relevant: does it tell of a concrete attack or plot, and not of a trial, a battle, a film?

A logistic model on sums of cue weights; its weights stand in `reading/data/triage.toml`, fitted on the train
split by `tools/fit_lexical.py`.
"""

from __future__ import annotations

import math

from marsad.reading.lexical import weights
from marsad.reading.lexical.scene import Scene, Sentence


def _sum(sentences: list[Sentence], kind: str, *values: str) -> float:
    """Return the square root of the summed weights of a kind's cues, background at a fifth."""
    total = sum(
        match.payload.weight * (0.2 if sentence.past else 1.0)
        for sentence in sentences
        for match in sentence.of(kind, *values)
    )
    return math.sqrt(total)


def features(scene: Scene) -> dict[str, float]:
    """Return the features of a report, each by its name in `triage.toml`."""
    every = scene.sentences
    opening = every[:3]
    title = scene.headline.sentences if scene.headline else []
    found = {
        "event": _sum(every, "event"),
        "event_opening": _sum(opening, "event"),
        "completed": _sum(every, "outcome", "completed"),
        "completed_opening": _sum(opening, "outcome", "completed"),
        "foiled": _sum(every, "outcome", "foiled"),
        "foiled_opening": _sum(opening, "outcome", "foiled"),
        "failed": _sum(every, "outcome", "failed"),
        "arrest": _sum(every, "disruption", "arrest"),
        "weapon": _sum(every, "weapon"),
        "step": _sum(every, "step"),
        "suicide": _sum(every, "suicide"),
        "perp": _sum(every, "people", "perp_one", "perp_many"),
        "role": _sum(every, "role"),
        "claimed": _sum(every, "actor", "claimed", "inspired"),
        "organisation": math.sqrt(sum(len(s.organisations) for s in every if not s.past)),
        "agency": math.sqrt(sum(len(s.agencies) for s in every if not s.past)),
        "date_opening": min(1.0, sum(len(s.dates) for s in opening)),
        "background": sum(s.background for s in every) / max(len(every), 1),
        "comment": _sum(every, "background", "comment"),
        "title_event": _sum(title, "event"),
        "title_completed": _sum(title, "outcome", "completed"),
        "title_stopped": _sum(title, "outcome", "foiled", "failed"),
        "title_negative": _sum(title, "negative"),
    }
    for match in (m for s in every for m in s.of("negative")):
        name = f"no_{match.payload.value}"
        found[name] = found.get(name, 0.0) + match.payload.weight
    return {name: math.sqrt(value) if name.startswith("no_") else value for name, value in found.items()}


def probability(scene: Scene) -> float:
    """Return the probability that the report is relevant."""
    return weights.probability("triage", scene.lang, features(scene))
