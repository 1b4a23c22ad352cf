"""Errors as problem documents (RFC 9457)."""

from __future__ import annotations

import json
from collections.abc import Mapping

from starlette.responses import Response

from marsad.web.refusal import Refusal

MEDIA = "application/problem+json"

TITLES = {
    "sign_in": "A good token is needed",
    "form": "The request bears no mark of this server",
    "role": "The role or the token's scopes do not allow this",
    "demo": "The demo record can only be read",
    "missing": "There is no such thing",
    "method": "This cannot be done here",
    "slow": "The body came too slowly",
    "gone": "This is no longer good",
    "large": "The body is too large",
    "wrong": "Something in the request cannot be",
    "locked": "Too many tries",
    "fault": "A fault of the server",
    "record": "The record cannot be read or written now",
}


def problem(refusal: Refusal, *, instance: str, headers: Mapping[str, str] | None = None) -> Response:
    """Return the problem document of a refusal; `type` is an anchor of docs/api.md."""
    told = {
        "type": f"urn:marsad:problem:{refusal.why}",
        "title": TITLES[refusal.why],
        "status": refusal.status,
        "instance": instance,
    }
    if refusal.detail:
        told["detail"] = refusal.detail
    made = dict(headers or {})
    if refusal.status == 401:
        made["www-authenticate"] = 'Bearer realm="marsad"'
    body = json.dumps(told, ensure_ascii=False).encode("utf-8", "replace")
    return Response(body, refusal.status, made, MEDIA)
