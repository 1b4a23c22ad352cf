"""What waits for a person, and what of it first: the least certain and the most consequential.

The rank of an incident is a sum of points (`data/queue.toml`): what is unsure about it, what harm it did or
would have done, how much its reports disagree, whether one report alone tells of it, why it waits, and its
year. Time counts by the incident's own day, not by today, so a rank never goes stale, and the queue is one
index of the database.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from math import log1p
from typing import Any, Literal, get_args

from marsad.codebook import Count, Language, Period, Value
from marsad.codebook.datafiles import caption, read
from marsad.codebook.fields import fields
from marsad.linking import Folded
from marsad.review.coding import rounds
from marsad.review.effects import concerns, corrections, looked
from marsad.review.judgement import Judgement
from marsad.review.standing import standing
from marsad.store.columns import days

Why = Literal["review", "corrected", "again", "second", "disputed"]
WHYS: tuple[Why, ...] = get_args(Why)
"""Nobody looked yet; corrected and not accepted; new reports since; a sheet is owed; two coders disagree."""

YEAR = 365.25
"""Days."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """That an incident waits: why, for whom (empty: for anybody), and its rank, the highest first."""

    why: Why
    person: str
    rank: float


@cache
def data() -> Mapping[str, Any]:
    """Return what `data/queue.toml` holds."""
    return read(resources.files("marsad.review") / "data" / "queue.toml")


def waits(
    judgements: Iterable[Judgement],
    group: AbstractSet[str],
    live: AbstractSet[str],
    folded: Folded,
    reports: int,
    day: int = 0,
) -> tuple[Waiting, ...]:
    """Return what the incident that holds the accounts of `group` waits for, nothing where it is settled.

    `live` are the keys that the store still has, `reports` is the number of its reports, `day` (a proleptic
    ordinal) counts where its date is not known. While two coders are at it, it waits for them alone.
    """
    points = round(sum(parts(folded, reports, day).values()), 4)
    bonus = data()["kinds"]

    def waiting(why: Why, person: str = "") -> Waiting:
        return Waiting(why, person, round(points + bonus[why], 4))

    own = [one for one in standing(judgements) if concerns(one, group, live)]
    begun = rounds(own)
    owed = sorted({name for one in begun for name in one.owing})
    if owed:
        return tuple(waiting("second", name) for name in owed)
    if any(one.state == "disputed" for one in begun):
        return (waiting("disputed"),)
    look = looked(own, group, live)
    if look is not None:
        return (waiting("again"),) if group - set(look.accounts) else ()
    return (waiting("corrected" if corrections(own, group, live) else "review"),)


def parts(folded: Folded, reports: int, day: int = 0) -> dict[str, float]:
    """Return the points of an incident by part: doubt, harm, dispute, single and year."""
    weight, scale = data()["weight"], data()["scale"]
    share = {
        "doubt": 1.0 - folded.certainty,
        "harm": harm(folded.values),
        "dispute": min(1.0, len(_disputed(folded)) / scale["disputed"]),
        "single": 1.0 / max(1, reports),
        "year": _years(folded.values.get("date"), day, scale["epoch"]),
    }
    return {name: weight[name] * value for name, value in share.items()}


def harm(values: Mapping[str, Value]) -> float:
    """Return from 0 to 1 what an incident did, or what it might have done, whichever is more.

    The dead, with a quarter of the wounded, count on a logarithmic scale, so that the first weigh most; an
    attack that did no harm counts by its worst weapon and by how near it came.
    """
    scale, weapons, stage = data()["scale"], data()["weapons"], data()["stage"]
    dead = _number(values.get("killed")) + scale["wounded"] * _number(values.get("wounded"))
    did = min(1.0, log1p(dead) / log1p(scale["dead"]))
    means = values.get("weapons")
    worst = max((weapons[one] for one in means), default=0.0) if isinstance(means, tuple) else 0.0
    return float(max(did, worst * stage.get(values.get("stage"), 0.0)))


def because(why: Why, person: str, folded: Folded, reports: int, lang: Language) -> tuple[str, ...]:
    """Return in words why an incident waits and what gives it its rank, the weightiest first."""
    words, told, captions = data()["words"][lang], parts(folded, reports), fields()
    values = folded.values
    comma = str(caption("comma", lang))
    disputed = comma.join(captions[name].names[lang] for name in _disputed(folded))
    said = {
        "doubt": words["doubt"].format(certainty=f"{folded.certainty:.2f}"),
        "dispute": words["dispute"].format(fields=disputed) if disputed else "",
        "single": words["single"] if reports == 1 else "",
        "harm": _harm_in_words(values, words, lang),
    }
    order = sorted(said, key=lambda name: (-told[name], name))
    return (words[why].format(person=person), *(said[name] for name in order if said[name]))


def _harm_in_words(values: Mapping[str, Value], words: Mapping[str, str], lang: Language) -> str:
    """Say what an incident did, else what it might have done."""
    captions = fields()
    for name in ("killed", "wounded"):
        if _number(values.get(name)):
            return words[name].format(number=captions[name].caption(values[name], lang))
    shown = {name: captions[name].caption(values.get(name), lang) for name in ("weapons", "stage")}
    return words["threat"].format(**shown)


def _disputed(folded: Folded) -> list[str]:
    """Return the fields on which reports disagree and that nobody corrected."""
    return [name for name, choice in folded.choices.items() if choice.others and choice.why != "corrected"]


def _years(known: Value, day: int, epoch: int) -> float:
    """Return the years from the beginning of `epoch` to a date, or to `day` where it is not known."""
    first = days(known)[0] if isinstance(known, Period) else day
    return max(0.0, (first - date(epoch, 1, 1).toordinal()) / YEAR)


def _number(count: Value) -> int:
    return count.value if isinstance(count, Count) else 0
