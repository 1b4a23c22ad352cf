"""One question to the server, and its answer as JSON; whatever goes wrong is one NonsenseError."""

from __future__ import annotations

import json
import time
from typing import Any

import httpx

from marsad_llm_reader.nonsense import NonsenseError
from marsad_llm_reader.settings import Settings

LARGEST = 4 * 1024 * 1024
"""Bytes of an answer beyond which it is not read to its end."""


def ask(settings: Settings, messages: list[dict[str, str]], schema: dict[str, Any]) -> Any:
    """Return what the model says, parsed from JSON; `schema` is what the server is told to keep to.

    Raises NonsenseError where the server cannot be reached, is too slow as a whole, answers with an error,
    or with anything but JSON.
    """
    question = {
        "model": settings.model,
        "temperature": 0,
        "messages": messages,
        "response_format": {
            "type": "json_schema",
            "json_schema": {"name": "coded_report", "strict": True, "schema": schema},
        },
    }
    envelope = _parsed(_post(settings, question), "the answer")
    try:
        content = envelope["choices"][0]["message"]["content"]
    except (KeyError, IndexError, TypeError):
        raise NonsenseError("the answer has no choices[0].message.content; is it a chat server?") from None
    if not isinstance(content, str):
        raise NonsenseError(f"the model's message is a {type(content).__name__}, expected text")
    return _parsed(content, "the model's message")


def _post(settings: Settings, question: dict[str, Any]) -> bytes:
    """Return the body of the server's answer."""
    # No proxy of the environment and no redirect: the report goes to the address that was named, or nowhere.
    until = time.monotonic() + settings.timeout
    late = f"no answer within {settings.timeout:g} seconds"
    url = f"{str(settings.url).rstrip('/')}/chat/completions"
    body = bytearray()
    try:
        with (
            httpx.Client(timeout=settings.timeout, trust_env=False) as client,
            client.stream("POST", url, json=question) as answer,
        ):
            for piece in answer.iter_bytes():
                body += piece
                if len(body) > LARGEST:
                    raise NonsenseError(f"an answer of more than {LARGEST:,} bytes")
                if time.monotonic() > until:
                    raise NonsenseError(late)
    except httpx.TimeoutException:
        raise NonsenseError(late) from None
    except httpx.HTTPError as error:
        raise NonsenseError(f"it cannot be reached ({type(error).__name__}: {error})") from None
    if answer.status_code != httpx.codes.OK:
        said = bytes(body).decode("utf-8", "replace")
        raise NonsenseError(f"HTTP status {answer.status_code}, expected 200: {said!r}")
    return bytes(body)


def _no_number(name: str) -> None:
    raise ValueError(f"{name} is no number of JSON")


def _parsed(raw: str | bytes, what: str) -> Any:
    try:
        return json.loads(raw, parse_constant=_no_number)
    except (ValueError, RecursionError):
        said = raw if isinstance(raw, str) else raw.decode("utf-8", "replace")
        raise NonsenseError(f"{what} is no JSON: {said!r}") from None
