"""The first page."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import Response

from marsad.web.pages import page
from marsad.web.people.rights import needs
from marsad.web.people.visits import Visit

router = APIRouter()


@router.get("/")
def home(request: Request, _: Annotated[Visit, Depends(needs("reader"))]) -> Response:
    """Show the first page."""
    return page(request, "home.html")
