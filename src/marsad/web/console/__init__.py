"""The console: the pages on the record. `router` holds them all."""

from __future__ import annotations

from fastapi import APIRouter

from marsad.web.console.adding import router as adding
from marsad.web.console.coding import router as coding
from marsad.web.console.decisions import router as decisions
from marsad.web.console.home import router as home
from marsad.web.console.incident import router as incident
from marsad.web.console.incidents import router as incidents
from marsad.web.console.waiting import router as waiting

router = APIRouter(include_in_schema=False)
for one in (home, incidents, incident, decisions, waiting, coding, adding):
    router.include_router(one)
