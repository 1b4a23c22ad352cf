"""What people decide: judgements, what of them stands, and what they bind."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marsad.codebook import Count
from marsad.errors import InputError, ValueOutsideCodebookError
from marsad.review import Judgement, bonds, corrections, judgement, standing, verdict

KEYS = "abcdef"


def say(kind: str, keys: str, at: int, **parts: Any) -> Judgement:
    """Return Amal's judgement over the accounts that the letters name."""
    return judgement(kind, list(keys), at=at, who="Amal", reason="read both", **parts)


@st.composite
def some(draw: st.DrawFn) -> list[Judgement]:
    """Judgements of all kinds that bind, among six accounts, some of them undone, some undoings too."""
    made: list[Judgement] = []
    for at in range(draw(st.integers(0, 8))):
        keys = "".join(draw(st.lists(st.sampled_from(KEYS), min_size=2, max_size=4, unique=True)))
        kind = draw(st.sampled_from(["same", "different", "split", "undo"]))
        if kind == "undo":
            if made:
                made.append(say("undo", keys, at, judgement=draw(st.sampled_from(made)).digest))
        elif kind == "same":
            made.append(say("same", keys, at))
        else:
            names = ("left", "right") if kind == "different" else ("moved", "kept")
            made.append(say(kind, keys, at, **{names[0]: keys[:1], names[1]: keys[1:]}))
    return made


@given(some(), st.randoms())
def test_the_order_in_which_judgements_come_in_does_not_matter(made: list[Judgement], random: Any) -> None:
    """Bonds are those of the judgements and their times, in whatever order they are stored, each once."""
    mixed = made + made[:2]
    random.shuffle(mixed)
    assert bonds(mixed) == bonds(made)


@given(some())
def test_no_pair_is_held_together_and_apart(made: list[Judgement]) -> None:
    """Sets do not overlap, and hold no pair that is kept apart."""
    bound = bonds(made)
    for one in bound.same:
        assert not any({left, right} <= one for left, right in bound.different)
    for a, b in pairwise(bound.same):
        assert not a & b


@given(some(), st.data())
def test_the_newest_judgement_always_holds(made: list[Judgement], data: st.DataObject) -> None:
    """Whatever was said before, the last word on a pair is what the bonds say."""
    left, right = data.draw(st.lists(st.sampled_from(KEYS), min_size=2, max_size=2, unique=True))
    together = bonds([*made, say("same", left + right, 99)])
    assert any({left, right} <= one for one in together.same)
    apart = bonds([*made, say("different", left + right, 99, left=[left], right=[right])])
    assert (min(left, right), max(left, right)) in apart.different


def test_who_is_overruled_is_told() -> None:
    """A newer judgement that contradicts an older one names it."""
    old = say("same", "ab", 1)
    new = say("different", "ab", 2, left="a", right="b")
    assert bonds([old, new]).overruled == (old.digest,)
    assert bonds([old, new]).same == ()
    chained = [say("same", "ab", 3), say("same", "bc", 4), say("different", "ac", 1, left="a", right="c")]
    assert bonds(chained).different == ()
    assert bonds(chained).overruled == (chained[2].digest,)


def test_an_undoing_can_be_undone() -> None:
    """Undo takes a judgement back, undo of the undo puts it back."""
    first = say("same", "ab", 1)
    back = say("undo", "ab", 2, judgement=first.digest)
    again = say("undo", "ab", 3, judgement=back.digest)
    assert standing([first, back]) == []
    assert standing([again, back, first]) == [first]


def test_a_correction_stays_with_its_incident() -> None:
    """It goes with the first of its accounts that is still there; the newest value of a field holds."""
    three = say("correct", "ab", 1, field="killed", value=3)
    five = say("correct", "ab", 2, field="killed", value={"value": 5, "bound": "at_least"})
    live = {"a", "b", "c"}
    assert corrections([five, three], {"a", "c"}, live)["killed"].value == Count(5, "at_least")
    assert corrections([five, three], {"b"}, live) == {}
    assert corrections([five, three], {"b"}, {"b", "c"})["killed"].value == Count(5, "at_least")


def test_the_state_of_review() -> None:
    """Machine, corrected, accepted, rejected: the newest acceptance or rejection holds."""
    live = {"a"}
    right = say("correct", "a", 1, field="outcome", value="foiled")
    yes, no = say("accept", "a", 2), say("reject", "a", 3)
    assert verdict([], live, live) == "machine"
    assert verdict([right], live, live) == "corrected"
    assert verdict([right, yes], live, live) == "accepted"
    assert verdict([right, yes, no], live, live) == "rejected"
    assert verdict([yes, no, say("undo", "a", 4, judgement=no.digest)], live, live) == "accepted"


@pytest.mark.parametrize(
    ("kind", "keys", "parts", "told"),
    [
        ("like", "ab", {}, "expected one of same"),
        ("same", "a", {}, "expected two"),
        ("same", "", {}, "expected one or more"),
        ("split", "ab", {"moved": "a"}, "expected moved, kept"),
        ("different", "ab", {"left": "ab", "right": "b"}, "on both sides"),
        ("different", "ab", {"left": "", "right": "b"}, "empty side"),
        ("correct", "a", {"field": "colour", "value": "red"}, "colour"),
        ("accept", "a", {"field": "killed"}, "expected accounts alone"),
    ],
)
def test_what_cannot_be_judged_is_refused(kind: str, keys: str, parts: dict[str, Any], told: str) -> None:
    """The message says what was got and what was expected."""
    with pytest.raises(InputError, match=told):
        say(kind, keys, 1, **parts)


def test_a_judgement_needs_a_name_and_a_value_of_the_codebook() -> None:
    """Nobody judges without a name; a value that no coder could give is refused."""
    with pytest.raises(InputError, match="--as NAME"):
        judgement("accept", ["a"], at=1, who=" ")
    with pytest.raises(ValueOutsideCodebookError, match="outcome"):
        say("correct", "a", 1, field="outcome", value="won")
