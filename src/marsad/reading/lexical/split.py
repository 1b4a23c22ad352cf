"""One incident or several: where in a report another incident begins.

A logistic model on what a sentence has that those before it lack: another town, another day, another course,
words like "in a separate attack". Its weights stand in `reading/data/split.toml`, fitted on the train split
by `tools/fit_lexical.py`.
"""

from __future__ import annotations

from collections.abc import Sequence

from marsad.places.resolver import Mention
from marsad.reading.lexical import weights
from marsad.reading.lexical.part import Part
from marsad.reading.lexical.scene import Scene, Sentence
from marsad.text.dates import EVENT
from marsad.text.numbers import PEOPLE_KINDS

NEW = 0.06  # probability from which a sentence opens another incident (tuned on train and dev)
_KEEP = 1.0  # weight of deeds that an incident's part must have to stand
_BACK = 40  # sentences that a new one is laid beside: bounds the work on long texts
_MOST = 4  # incidents of one report
_DEEDS = ("event", "outcome", "disruption", "weapon")


def _countries(mentions: Sequence[Mention]) -> set[str]:
    """Return the countries of the places mentioned."""
    return {m.place.country for m in mentions if not m.metonym}


def _periods(sentence: Sentence) -> set[str]:
    """Return the periods that a sentence dates; the name of a past event ("9/11") dates none."""
    return {d.period.value for d in sentence.dates if d.period and d.rule != EVENT}


def _most(sentences: Sequence[Sentence], kind: str) -> str | None:
    """Return the value of a kind that some sentences speak for most, or None."""
    score: dict[str, float] = {}
    for sentence in sentences:
        for match in sentence.of(kind):
            value = match.payload.value
            score[value] = score.get(value, 0.0) + match.payload.weight
    best = max(score, key=lambda value: score[value], default=None)
    return best if best is not None and score[best] >= 1.0 else None


def features(scene: Scene, sentence: Sentence, before: Sequence[Sentence], several: bool) -> dict[str, float]:
    """Return what speaks for a new incident at a sentence, given the last sentences of the present one.

    `several` is whether the report speaks of more than one incident (`several(scene)`).
    """
    before = before[-_BACK:]
    follow = [
        s for s in scene.sentences[sentence.index : sentence.index + 2] if s.paragraph == sentence.paragraph
    ]
    title = scene.headline.sentences[0] if scene.headline else None
    known, here = {t for s in before for t in s.towns()}, sentence.towns()
    lands, land = {c for s in before for c in _countries(s.places)}, _countries(sentence.places)
    days, day = {p for s in before for p in _periods(s)}, _periods(sentence)
    earlier, course, next_course = (
        _most(before, "outcome"),
        _most([sentence], "outcome"),
        _most(follow, "outcome"),
    )
    kind, next_kind = _most(before, "attack_type"), _most(follow, "attack_type")
    people = [n for s in follow for n in s.numbers if n.kind in PEOPLE_KINDS]
    return {
        "another": min(sum(m.payload.weight for m in sentence.of("another")), 3.0),
        "another_follows": min(sum(m.payload.weight for s in follow[1:] for m in s.of("another")), 2.0),
        "town": float(bool(here - known)),
        "town_known": float(bool(here & known)),
        "first_town": float(bool(here) and not known),
        "country": float(bool(land - lands) and bool(lands)),
        "day": float(bool(day - days) and bool(days)),
        "same_day": float(bool(day & days)),
        "course": float(course is not None),
        "other_course": float(next_course is not None and earlier is not None and next_course != earlier),
        "other_type": float(next_kind is not None and kind is not None and next_kind != kind),
        "town_and_day": float(bool(here - known) and bool(known) and bool(day - days)),
        "event": float(sentence.has("event")),
        "disruption": float(sentence.has("disruption")),
        "weapon": float(sentence.has("weapon")),
        "people": float(bool(people)),
        "perp": float(sentence.has("people", "perp_one", "perp_many")),
        "organisation": float(bool(sentence.organisations)),
        "paragraph": float(sentence.opens_paragraph),
        "background": sentence.background,
        "comment": float(sentence.has("background", "comment")),
        "claimed": float(sentence.has("actor", "claimed")),
        "titled_towns": float(title is not None and len(title.towns()) > 1),
        "titled_town": float(title is not None and bool(title.towns() & (here - known))),
        "several": float(several),
        "told": float(min(len(before), 8)),
        "left": float(min(len(scene.sentences) - sentence.index, 8)),
    }


def several(scene: Scene) -> bool:
    """Tell whether the report speaks of several incidents: "both attacks", "the two cases"."""
    headline = scene.headline.sentences if scene.headline else []
    return any(s.has("several") for s in [*headline, *scene.sentences])


def _opens(scene: Scene, sentence: Sentence, before: Sequence[Sentence], more: bool) -> bool:
    """Tell whether a sentence opens another incident than that of the sentences before it."""
    told = any(s.has("outcome") or s.has("event") for s in before[:_BACK])
    if not told or not any(sentence.has(kind) for kind in _DEEDS):
        return False
    return weights.probability("split", "all", features(scene, sentence, before, more)) >= NEW


def parts(scene: Scene) -> list[Part]:
    """Divide a report's sentences among its incidents; one incident where nothing speaks for more."""
    more = several(scene)
    groups: list[list[Sentence]] = [[]]
    for sentence in scene.sentences:
        if len(groups) < _MOST and _opens(scene, sentence, groups[-1], more):
            groups.append([sentence])
        else:
            groups[-1].append(sentence)
    kept = [group for group in groups if group is groups[0] or _stands(group)]
    return [Part(scene, number, group) for number, group in enumerate(kept, 1)]


def _stands(group: Sequence[Sentence]) -> bool:
    """Tell whether a group of sentences has enough of event and outcome to be an incident."""
    weight = sum(
        m.payload.weight * (1.0 - s.background)
        for s in group
        for kind in ("event", "outcome", "disruption")
        for m in s.of(kind)
    )
    return weight >= _KEEP
