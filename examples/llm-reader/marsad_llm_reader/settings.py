"""What the environment says: which server, which model, how long to wait, whether to fall back."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass

import httpx

from marsad.errors import ReaderError

WAIT = 120.0
"""Seconds for one answer where MARSAD_LLM_TIMEOUT says nothing else: small models on a CPU are slow."""


@dataclass(frozen=True, slots=True)
class Settings:
    """`url` is the server's base address, `timeout` in seconds, `fallback` is `lexical` or `none`."""

    url: httpx.URL
    model: str
    timeout: float = WAIT
    fallback: str = "lexical"

    @property
    def shown(self) -> str:
        """Return the address as a message may show it, without a password."""
        return str(self.url.copy_with(userinfo=b""))

    @classmethod
    def from_environment(cls, env: Mapping[str, str] = os.environ) -> Settings:
        """Return the settings; raises ReaderError, naming the variable, where one is missing or wrong."""
        raw = env.get("MARSAD_LLM_URL", "").strip()
        try:
            url = httpx.URL(raw)
        except httpx.InvalidURL:
            url = httpx.URL()
        if url.scheme not in ("http", "https") or not url.host:
            raise _wrong(
                "MARSAD_LLM_URL", raw, "the base address of your server, as http://127.0.0.1:8080/v1"
            )
        model = env.get("MARSAD_LLM_MODEL", "").strip()
        if not model:
            raise _wrong("MARSAD_LLM_MODEL", model, "the name of the model as the server knows it")
        wait = env.get("MARSAD_LLM_TIMEOUT", str(WAIT))
        try:
            timeout = float(wait)
        except ValueError:
            timeout = 0.0
        if not 0 < timeout < float("inf"):
            raise _wrong("MARSAD_LLM_TIMEOUT", wait, "a number of seconds above 0, as 60")
        fallback = env.get("MARSAD_LLM_FALLBACK", "lexical")
        if fallback not in ("lexical", "none"):
            raise _wrong("MARSAD_LLM_FALLBACK", fallback, "lexical or none")
        return cls(url.copy_with(query=None, fragment=None), model, timeout, fallback)


def _wrong(variable: str, got: str, expected: str) -> ReaderError:
    return ReaderError(
        f"the reader 'llm': {variable} is {got!r}, expected {expected}: set it and run marsad again"
    )
