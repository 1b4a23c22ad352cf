"""The console: the pages on the record. `router` holds them all."""

from __future__ import annotations

from fastapi import APIRouter

from marsad.web.console.home import router as home

router = APIRouter(include_in_schema=False)
router.include_router(home)
