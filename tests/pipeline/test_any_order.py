"""The record is the same in whatever order the same reports and judgements come in."""

from __future__ import annotations

from itertools import count
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from marsad.codebook import Claim, Count, Period, Place, Report, Value
from marsad.codebook.values import to_json
from marsad.pipeline.adding import put
from marsad.pipeline.code import Coded
from marsad.pipeline.numbering import incidents_of
from marsad.pipeline.settle import settle
from marsad.review import Judgement, judgement
from marsad.store import Store, digest_of

TOWNS = (
    Place("Tunis", 2464470, 36.819, 10.166, "TN", "town"),
    Place("Sousse", 2464915, 35.826, 10.637, "TN", "town"),
)

reports = st.builds(
    lambda name, town, day, killed, published: (name, town, day, killed, published),
    st.sampled_from("abcdefgh"),
    st.integers(0, 1),
    st.integers(1, 4),
    st.one_of(st.none(), st.integers(0, 3)),
    st.integers(4, 6),
)


def coded(told: tuple[str, int, int, int | None, int]) -> Coded:
    """Return a coded report of one bombing."""
    name, town, day, killed, published = told
    values: dict[str, Value] = {
        "outcome": "completed", "stage": "execution", "attack_type": ("bombing",), "country": "TN",
        "place": TOWNS[town], "date": Period(f"2024-05-0{day}"), "target_type": ("police",),
    }  # fmt: skip
    if killed is not None:
        values["killed"] = Count(killed)
    claims = (
        Claim(0, "relevant", True, (), 0.9),
        *(Claim(1, field, value, (), 0.8) for field, value in values.items()),
    )
    report = Report(name, f"text {name}", f"title {name}", "en", None, f"2024-05-0{published}")
    return Coded(report, True, 0.9, tuple(incidents_of(claims).values()), claims=claims)


@st.composite
def happenings(draw: st.DrawFn) -> list[Coded | Judgement]:
    """Reports on events in two towns, each once, and judgements about them, some undone."""
    told = draw(st.lists(reports, min_size=2, max_size=6, unique_by=lambda one: one[0]))
    made = [coded(one) for one in told]
    keys = [f"{digest_of(one.report)[:16]}-1" for one in made]
    said: list[Judgement] = []
    for at in range(draw(st.integers(0, 5))):
        pair = draw(st.lists(st.sampled_from(keys), min_size=2, max_size=2, unique=True))
        kind = draw(st.sampled_from(["same", "different", "correct", "accept", "undo"]))
        parts: dict[str, Any] = {}
        if kind == "different":
            parts = {"left": pair[:1], "right": pair[1:]}
        elif kind == "correct":
            parts = {"field": "killed", "value": draw(st.integers(0, 9))}
        elif kind == "undo":
            if not said:
                continue
            undone = draw(st.sampled_from(said))
            pair, parts = list(undone.accounts), {"judgement": undone.digest}
        said.append(judgement(kind, pair, at=5_000 + at, who="Amal", reason="read", **parts))
    return [*made, *said]


def folded(happened: list[Coded | Judgement]) -> list[Any]:
    """Return what a record folds to after all that, its incidents by their accounts, without numbers."""
    ticks = count(1)
    with Store.create(":memory:") as store:
        for one in happened:
            with store.writing() as w:
                if isinstance(one, Coded):
                    put(w, one, "test", at=next(ticks))
                    continue
                w.put_judgement(
                    digest=one.digest, at=one.at, who=one.who, kind=one.kind, reason=one.reason,
                    payload=one.payload, accounts=one.accounts,
                )  # fmt: skip
                settle(w, one.accounts, at=next(ticks))
        with store.reading() as r:
            return sorted(
                (
                    r.members(one.incident),
                    one.review,
                    {name: to_json(value) for name, value in one.folded.values.items()},
                    {
                        name: (choice.why, choice.keys, choice.others)
                        for name, choice in one.folded.choices.items()
                    },
                )
                for one in r.list(limit=100).states
            )


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(happenings(), st.randoms(use_true_random=False))
def test_any_order_folds_to_the_same_record(happened: list[Coded | Judgement], random: Any) -> None:
    """Reports and judgements, also judgements that come before their reports, in two orders: one record."""
    mixed = list(happened)
    random.shuffle(mixed)
    assert folded(mixed) == folded(happened)
