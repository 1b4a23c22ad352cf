"""Random secrets, and what is kept of them."""

from __future__ import annotations

import hashlib
import hmac
import secrets

BYTES = 32


def fresh() -> str:
    """Return a secret of 256 random bits, fit for a cookie and for an address."""
    return secrets.token_urlsafe(BYTES)


def digest(secret: str) -> str:
    """Return what is stored of a secret: its sha256. It has too many bits to be guessed from that."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def mark(secret: str, purpose: str) -> str:
    """Return a mark that only the holder of a secret can make, another for each purpose (HMAC-SHA256)."""
    key = secret.encode("utf-8", "surrogatepass")
    return hmac.new(key, purpose.encode("utf-8"), hashlib.sha256).hexdigest()


def same(one: str, other: str) -> bool:
    """Compare two secrets in a time that tells nothing of where they differ."""
    return hmac.compare_digest(one.encode("utf-8", "replace"), other.encode("utf-8", "replace"))
