"""The first page."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import Response

from marsad.web.console.asked import PATH
from marsad.web.pages import go
from marsad.web.people.rights import needs
from marsad.web.people.visits import Visit

router = APIRouter()


@router.get("/")
def home(request: Request, _: Annotated[Visit, Depends(needs("reader"))]) -> Response:
    """Lead to the incidents."""
    return go(request, PATH)
