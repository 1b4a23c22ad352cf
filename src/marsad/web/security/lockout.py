"""Failed tries to sign in: after some of them nothing is looked at for a while, each time longer.

Counted by the name that was given, whether there is such a person or not, and by the address of the sender.
"""

from __future__ import annotations

from dataclasses import dataclass

from marsad.store import Reading, Writing
from marsad.store.attempts import Attempt
from marsad.web.security.secrets import digest
from marsad.web.settings import SECOND

DAY = 86_400 * SECOND


@dataclass(frozen=True, slots=True)
class Rule:
    """`free` failures cost nothing, then the first wait is `first` seconds, doubled up to `most`."""

    free: int
    first: int
    most: int

    def wait(self, fails: int) -> int:
        """Return how many seconds to wait after so many failures."""
        over = fails - self.free
        return 0 if over < 0 else min(self.most, self.first * 2 ** min(over, 20))


ACCOUNT = Rule(free=5, first=30, most=900)
"""At most a quarter of an hour: else anybody could keep anybody out."""

ADDRESS = Rule(free=20, first=60, most=86_400)


def subjects(name: str, address: str) -> tuple[tuple[str, Rule], ...]:
    """Return what a try is counted by; names are hashed, since people type passwords there by mistake."""
    return (digest(f"account {name.casefold()}"), ACCOUNT), (digest(f"address {address}"), ADDRESS)


def locked(r: Reading, name: str, address: str, at: int) -> int:
    """Return for how many seconds no try of this name from this address is looked at, 0 for none."""
    left = max(r.attempt(subject).until for subject, _ in subjects(name, address)) - at
    return max(0, -(-left // SECOND))


def failed(w: Writing, name: str, address: str, at: int) -> int:
    """Count a failure; return how many seconds to wait now."""
    waits = []
    w.forget_attempts(before=at - DAY)
    for subject, rule in subjects(name, address):
        fails = w.attempt(subject).fails + 1
        waits.append(rule.wait(fails))
        w.put_attempt(subject, Attempt(fails, at, at + waits[-1] * SECOND))
    return max(waits)


def succeeded(w: Writing, name: str, address: str) -> None:
    """Forget the failures of a name; those of an address stay, or one good account would open all."""
    (account, _), _ = subjects(name, address)
    w.forget_attempts(subject=account)
