"""The programming interface, `/api/v1`: the same record, the same rights as the console."""

from __future__ import annotations

from fastapi import APIRouter

from marsad.web.api import deciding, described, reading
from marsad.web.api.shapes import Problem

PREFIX = "/api/v1"

router = APIRouter(
    prefix=PREFIX,
    responses={"default": {"description": "Why it was not done", "content": {
        "application/problem+json": {"schema": Problem.model_json_schema()}
    }}},
)  # fmt: skip
router.include_router(reading.router)
router.include_router(deciding.router)
router.include_router(described.router)
