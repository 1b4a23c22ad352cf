"""What the rules found, as numbers for the network: cues by word, votes by incident, pairs of sentences.

The lists of names (`cue_names`, `rule_names`) are kept with a model, so that a cue added later moves none.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Protocol

import numpy as np
import numpy.typing as npt

from marsad.codebook import Claim, Count
from marsad.codebook.datafiles import LANGUAGES
from marsad.codebook.fields import fields
from marsad.reading.learned.sheet import Sheet
from marsad.reading.lexical import split, triage
from marsad.reading.lexical.part import Part
from marsad.reading.lexical.scene import Sentence
from marsad.text.words import load

Array = npt.NDArray[np.float32]


class Mentioned(Protocol):
    """Whatever stands at an offset of the text."""

    @property
    def start(self) -> int:
        """Its first character."""

    @property
    def end(self) -> int:
        """The character after its last."""


FOUND = ("number", "date", "place", "organisation", "agency", "background")
"""What else a unit may stand in, after the cues."""
PAIRS = 14
"""Features of a pair of sentences."""
COUNTS = ("suspects", "arrested", "killed", "wounded")
_FAR = 12  # sentences apart at which distance counts no more


@cache
def cue_names() -> tuple[str, ...]:
    """Return `kind.value` of every cue in the three languages, in order of the alphabet."""
    names = {
        f"{kind}.{value}"
        for lang in LANGUAGES
        for kind, values in load(lang, "cues").items()
        if kind != "mask"
        for value in values
    }
    return tuple(sorted(names))


@cache
def rule_names() -> tuple[str, ...]:
    """Return the names of what the rules say of an incident: `field=value`, for counts null, 0, 1, more."""
    names = []
    for name, f in fields().items():
        if name in COUNTS:
            names += [f"{name}={word}" for word in ("null", "0", "1", "more")]
        elif f.kind == "truth":
            names.append(f"{name}=true")
        elif f.values:
            names += [f"{name}={value}" for value in f.values]
        else:
            names.append(f"{name}=null")
    return tuple(names)


def of_units(sheet: Sheet, names: Sequence[str]) -> Array:
    """Return (N, len(names) + len(FOUND)): which cues and mentions each unit stands in."""
    place = {name: at for at, name in enumerate(names)}
    found = np.zeros((len(sheet.units), len(names) + len(FOUND)), np.float32)
    rest = len(names)
    for sentence in sheet.scene.sentences:
        for cue in sentence.cues:
            at = place.get(f"{cue.payload.kind}.{cue.payload.value}")
            if at is not None:
                first, last = sheet.covered(cue.start, cue.end)
                found[first : last + 1, at] = 1.0
        mentions: tuple[Sequence[Mentioned], ...] = (
            sentence.numbers, sentence.dates, sentence.places, sentence.organisations, sentence.agencies,
        )  # fmt: skip
        for offset, group in enumerate(mentions):
            for mention in group:
                first, last = sheet.covered(mention.start, mention.end)
                found[first : last + 1, rest + offset] = 1.0
        first, last = sheet.covered(sentence.span.start, sentence.span.end)
        found[first : last + 1, rest + 5] = sentence.background
    return found


def of_report(sheet: Sheet) -> Array:
    """Return (4,): the log odds of the rules' triage, sentences, several incidents spoken of, a title."""
    sure = min(max(triage.probability(sheet.scene), 1e-4), 1.0 - 1e-4)
    return np.array(
        [
            math.log(sure / (1.0 - sure)) / 3.0,
            min(len(sheet.scene.sentences), 30) / 30.0,
            float(split.several(sheet.scene)),
            float(sheet.titled > 0),
        ],
        np.float32,
    )


def of_incident(part: Part, claims: Mapping[str, Claim], cues: Sequence[str], rules: Sequence[str]) -> Array:
    """Return (len(cues) + len(rules),): the votes of an incident's cues, and what the rules claim of it."""
    place = {name: at for at, name in enumerate(cues)}
    votes = np.zeros(len(cues), np.float32)
    for kind in sorted({name.partition(".")[0] for name in cues}):
        for value, found in part.votes(kind).items():
            at = place.get(f"{kind}.{value}")
            if at is not None:
                votes[at] = math.copysign(math.log1p(abs(found.score)), found.score)
    said = set(_said(claims))
    return np.concatenate([votes, np.array([float(name in said) for name in rules], np.float32)])


def _said(claims: Mapping[str, Claim]) -> list[str]:
    """Return the names of `rule_names` that hold."""
    said = []
    for name, f in fields().items():
        value = claims[name].value if name in claims else None
        if name in COUNTS:
            said.append(f"{name}={_counted(value.value) if isinstance(value, Count) else 'null'}")
        elif f.kind == "truth":
            said += [f"{name}=true"] * bool(value)
        elif isinstance(value, tuple):
            said += [f"{name}={one}" for one in value]
        elif f.values:
            said.append(f"{name}={value}")
        elif value is None:
            said.append(f"{name}=null")
    return said


def _counted(value: int) -> str:
    return str(value) if value < 2 else "more"


def of_pairs(sheet: Sheet) -> Array:
    """Return (S, S, PAIRS): what speaks for two sentences telling of one incident, and against it."""
    scene = sheet.scene
    sentences = scene.sentences
    count = len(sentences)
    found = np.zeros((count, count, PAIRS), np.float32)
    part = {s.index: p.number for p in split.parts(scene) for s in p.sentences}
    more = float(split.several(scene))
    traits = [_traits(sentence) for sentence in sentences]
    another = [float(sentence.has("another")) for sentence in sentences]
    for late in range(count):
        for early in range(max(0, late - 60), late):
            one, other = traits[early], traits[late]
            between = float(any(another[early + 1 : late + 1]))
            row = [
                float(sentences[early].paragraph == sentences[late].paragraph),
                float(late - early == 1),
                min(late - early, _FAR) / _FAR,
                float(part.get(early) == part.get(late)),
                more,
                between,
                another[late],
            ]
            for a, b in zip(one, other, strict=True):
                row.append(0.0 if not a or not b else 1.0 if a & b else -1.0)
            found[early, late] = found[late, early] = row + [0.0] * (PAIRS - len(row))
    return found


def _traits(sentence: Sentence) -> tuple[set[str], ...]:
    """Return what sentences may share: towns, countries, days, outcomes, types, organisations, weapons."""
    return (
        sentence.towns(),
        {m.place.country for m in sentence.places if not m.metonym},
        {d.period.value for d in sentence.dates if d.period},
        {m.payload.value for m in sentence.of("outcome")},
        {m.payload.value for m in sentence.of("attack_type")},
        {m.actor.name for m in sentence.organisations},
        {m.payload.value for m in sentence.of("weapon")},
    )
