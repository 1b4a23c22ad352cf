"""The API's description: OpenAPI for programs, one page for people, nothing of it from elsewhere."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends
from fastapi.openapi.utils import get_openapi
from starlette.requests import Request
from starlette.responses import Response

import marsad
from marsad.web.api.answers import answer
from marsad.web.desk import desk_of
from marsad.web.pages import page
from marsad.web.people.rights import anybody
from marsad.web.people.visits import Visit

router = APIRouter(include_in_schema=False)
Anybody = Annotated[Visit, Depends(anybody)]

ABOUT = (
    "Reads and judges a record of attacks and of plots stopped. A program shows a key that a person made on "
    "their account's page, as `Authorization: Bearer …`; it may what the key's scopes and the person's role "
    "both allow. Times are microseconds since 1970 UTC. Errors are problem documents (RFC 9457)."
)


def description(request: Request) -> dict[str, Any]:
    """Return the OpenAPI document of the API; made once for each application."""
    made = desk_of(request).extra.get("openapi")
    if made is None:
        made = get_openapi(title="marsad", version=marsad.__version__, description=ABOUT,
                           routes=request.app.routes)  # fmt: skip
        made.setdefault("components", {})["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer"}}
        made["security"] = [{"token": []}]
        desk_of(request).extra["openapi"] = made
    return dict(made)


@router.get("/openapi.json")
def openapi(request: Request, _: Anybody) -> Response:
    """Return the description for programs."""
    return answer(request, description(request))


@router.get("/docs")
def described(request: Request, _: Anybody) -> Response:
    """Show the description to a person."""
    told = description(request)
    return page(request, "api.html", about=told["info"]["description"], version=told["info"]["version"],
                paths=told["paths"], shapes=told["components"]["schemas"])  # fmt: skip
