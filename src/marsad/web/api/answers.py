"""Answers of the API: JSON with an ETag (RFC 9110, section 8.8.3), so what is known is not sent again."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

MEDIA = "application/json"


def answer(request: Request, value: Any, *, status: int = 200) -> Response:
    """Return a JSON value, or 304 where the asker says that it holds just this."""
    body = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
    if request.method not in ("GET", "HEAD"):
        return Response(body, status, media_type=MEDIA)
    tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    headers = {"etag": tag, "cache-control": "private, no-cache", "vary": "Authorization, Cookie"}
    if holds(request.headers.get("if-none-match"), tag):
        return Response(None, 304, headers)
    return Response(body, status, headers, MEDIA)


def holds(told: str | None, tag: str) -> bool:
    """Return whether an If-None-Match names a tag; compared weakly, as it must be."""
    if told is None:
        return False
    named = [one.strip().removeprefix("W/") for one in told[:4000].split(",")]
    return "*" in named or tag in named
