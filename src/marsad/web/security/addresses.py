"""Addresses that visitors hand in: only paths of this server are followed."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

_STRANGE = re.compile(r"[\x00-\x20\\\x7f-\x9f]")
LONGEST = 2000


def inside(address: str | None, otherwise: str = "/") -> str:
    """Return `address` where it is a path of this server, with its question, else `otherwise`."""
    if not address or len(address) > LONGEST or _STRANGE.search(address):
        return otherwise
    if not address.startswith("/") or address.startswith("//"):
        return otherwise
    try:
        parts = urlsplit(address)
    except ValueError:
        return otherwise
    return otherwise if parts.scheme or parts.netloc else address
