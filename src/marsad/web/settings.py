"""What whoever runs the server may choose. The environment is read here and nowhere else in `web`."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass

from marsad.errors import InputError
from marsad.reading import DEFAULT

SECOND = 1_000_000
"""Microseconds, in which the record counts time."""

LOCAL = ("localhost", "127.0.0.1", "[::1]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How the server behaves; times in seconds, sizes in bytes.

    `hosts` are the names under which it answers, none for any. `hash_kib`, `hash_passes` and `hash_lanes`
    are the cost of argon2id (RFC 9106, section 4, second recommendation).
    """

    hosts: tuple[str, ...] = LOCAL
    demo: bool = False
    reader: str = DEFAULT
    idle: int = 2 * 3600
    absolute: int = 12 * 3600
    invitation: int = 3 * 86_400
    first_link: int = 3600
    largest_body: int = 16 * 1024 * 1024
    slowest_body: float = 30.0
    hash_kib: int = 65_536
    hash_passes: int = 3
    hash_lanes: int = 4


def from_environment(
    *, host: str = "127.0.0.1", demo: bool = False, environment: Mapping[str, str] | None = None
) -> Settings:
    """Return the settings that the environment asks for; see docs/server.md for the variables.

    Raises InputError for a value that cannot be.
    """
    told = os.environ if environment is None else environment
    named = tuple(one for one in told.get("MARSAD_WEB_HOSTS", "").replace(",", " ").split() if one)
    everywhere = host in ("0.0.0.0", "::")
    hosts = named or (() if everywhere else tuple(dict.fromkeys((*LOCAL, _bracketed(host)))))
    usual = Settings()
    return Settings(
        hosts=hosts,
        demo=demo,
        reader=told.get("MARSAD_WEB_READER", usual.reader),
        idle=60 * _whole(told, "MARSAD_WEB_IDLE_MINUTES", usual.idle // 60),
        absolute=3600 * _whole(told, "MARSAD_WEB_SESSION_HOURS", usual.absolute // 3600),
        largest_body=1024 * 1024 * _whole(told, "MARSAD_WEB_LARGEST_MIB", usual.largest_body >> 20),
    )


def _bracketed(host: str) -> str:
    """Return a host as it stands in an address."""
    return f"[{host}]" if ":" in host else host


def _whole(told: Mapping[str, str], name: str, usual: int) -> int:
    """Return a whole number above nought."""
    raw = told.get(name, "")
    if not raw:
        return usual
    if not raw.isdecimal() or int(raw) < 1:
        raise InputError(f"{name}: got {raw!r}, expected a whole number above 0")
    return int(raw)
