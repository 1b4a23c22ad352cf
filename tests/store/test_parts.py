"""The parts of which a snapshot and a transaction are put together."""

from __future__ import annotations

from collections import defaultdict

from marsad.store import Writing


def test_no_part_hides_a_method_of_another() -> None:
    """Two parts with a method of one name, private ones too, would silently replace each other's."""
    owners: dict[str, set[type]] = defaultdict(set)
    for part in Writing.__mro__[:-1]:
        for name in vars(part):
            if callable(getattr(part, name)) and not name.startswith("__"):
                owners[name].add(part)
    assert {name: parts for name, parts in owners.items() if len(parts) > 1} == {}
