"""What each role may do. A role may all that those before it may."""

from __future__ import annotations

ROLES = ("reader", "coder", "editor", "admin")
"""A reader looks; a coder judges; an editor merges, splits, adjudicates, deletes reports and exports
corrections; an admin cares for people and their keys, and reads who did what."""

SCOPES = {"read": "reader", "judge": "coder", "edit": "editor"}
"""What a key may be good for, each with the role that it lends; an admin's own work takes no key."""


def may(role: str | None, least: str) -> bool:
    """Return whether somebody with a role may what needs the role `least`; None is nobody."""
    return role in ROLES and ROLES.index(role) >= ROLES.index(least)


def scopes_of(role: str) -> tuple[str, ...]:
    """Return the scopes that the keys of somebody with a role may have."""
    return tuple(scope for scope, least in SCOPES.items() if may(role, least))


def lent(role: str, scopes: frozenset[str], least: str) -> bool:
    """Return whether a key of somebody with `role` may what needs `least`: both must allow it."""
    return may(role, least) and any(SCOPES.get(scope) == least for scope in scopes)
