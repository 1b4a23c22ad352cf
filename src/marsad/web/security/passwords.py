"""Passwords: which are good enough, and argon2id for keeping them."""

from __future__ import annotations

import unicodedata
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from marsad.web.settings import Settings

SHORTEST = 12
LONGEST = 256
FEWEST = 5
"""Different signs that a password has at least."""

AT_ONCE = 2
"""Passwords that are hashed at one time: each takes tens of mebibytes."""


class Passwords:
    """Makes and compares hashes; safe for several threads."""

    def __init__(self, settings: Settings) -> None:
        self._hasher = PasswordHasher(
            time_cost=settings.hash_passes, memory_cost=settings.hash_kib, parallelism=settings.hash_lanes
        )
        self._room = BoundedSemaphore(AT_ONCE)
        self._nobody = self.hash("nobody has this password")

    def hash(self, password: str) -> str:
        """Return the argon2id hash of a password, with its salt and its cost in it."""
        with self._room:
            return self._hasher.hash(_plain(password))

    def right(self, kept: str | None, password: str) -> bool:
        """Return whether a password is the one whose hash is kept; takes as long where none is."""
        with self._room:
            try:
                self._hasher.verify(kept or self._nobody, _plain(password))
            except (VerificationError, InvalidHashError):
                return False
        return kept is not None

    def outworn(self, kept: str) -> bool:
        """Return whether a hash was made at another cost than today's."""
        return self._hasher.check_needs_rehash(kept)


def fault(password: str, name: str) -> str | None:
    """Return which rule a new password breaks, None where it is good enough.

    Length is what counts (NIST SP 800-63B-4, 3.1.1.2); no kinds of signs are asked for.
    """
    plain = _plain(password)
    if len(plain) < SHORTEST:
        return "short"
    if len(plain) > LONGEST:
        return "long"
    if len(set(plain.casefold())) < FEWEST:
        return "simple"
    if name and _plain(name).casefold() in plain.casefold() and len(plain) < len(_plain(name)) + SHORTEST:
        return "name"
    return None


def _plain(password: str) -> str:
    """Return a password as every keyboard gives it (NFKC); halves of signs become another sign."""
    whole = password.encode("utf-8", "replace").decode("utf-8")
    return unicodedata.normalize("NFKC", whole)
