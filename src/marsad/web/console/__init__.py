"""The console: the pages on the record. `router` holds them all."""

from __future__ import annotations

from fastapi import APIRouter

from marsad.web.console.home import router as home
from marsad.web.console.incidents import router as incidents

router = APIRouter(include_in_schema=False)
for one in (home, incidents):
    router.include_router(one)
