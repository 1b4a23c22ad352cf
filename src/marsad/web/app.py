"""The application: rooms behind the door, put together."""

from __future__ import annotations

from pathlib import Path

from fastapi import APIRouter, Depends, FastAPI
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp

from marsad.pipeline.record import Record
from marsad.web import api, console, faults
from marsad.web.desk import Desk
from marsad.web.pages import environment
from marsad.web.people import desk_pages, doors
from marsad.web.people.rights import guard, routes
from marsad.web.security.headers import SafeHeaders
from marsad.web.security.limits import Limits
from marsad.web.security.passwords import Passwords
from marsad.web.settings import Settings

STATIC = Path(__file__).parent / "static"
ROUTERS: tuple[APIRouter, ...] = (doors.router, desk_pages.router, api.router, console.router)


class Application(FastAPI):
    """An application whose every answer bears the headers, that to a fault of its own too."""

    def build_middleware_stack(self) -> ASGIApp:
        """Return what stands around the routes, the headers outermost."""
        return SafeHeaders(super().build_middleware_stack())


def create_app(record: str | Record, *, settings: Settings | None = None) -> FastAPI:
    """Return the application on a record: the address of its database, or one that is open.

    Raises StoreError where there is no record, ValueError for a route that does not say what it needs.
    """
    settings = settings or Settings()
    opened = Record.open(record) if isinstance(record, str) else record
    app = Application(
        title="marsad",
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        dependencies=[Depends(guard)],
        middleware=[
            Middleware(
                TrustedHostMiddleware, allowed_hosts=list(settings.hosts) or ["*"], www_redirect=False
            ),
            Middleware(Limits, largest=settings.largest_body, slowest=settings.slowest_body),
        ],
    )
    app.state.desk = Desk(opened, settings, environment(), Passwords(settings))
    for router in ROUTERS:
        app.include_router(router)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    faults.install(app)
    for method, path, role in routes(app):
        if role is None:
            raise ValueError(f"the route {method} {path} does not say who may ask it: `needs` or `anybody`")
    return app
