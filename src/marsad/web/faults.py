"""What goes wrong, as answers: a page in the visitor's language, or a problem document (RFC 9457)."""

from __future__ import annotations

import logging
from urllib.parse import quote

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from marsad.errors import MarsadError, MissingError, StoreError
from marsad.web.api.problems import problem
from marsad.web.pages import go, page
from marsad.web.people.visits import Visit, visit_of
from marsad.web.refusal import STATUS, Refusal
from marsad.web.security.addresses import inside

API = "/api/"
_BY_STATUS = {404: "missing", 405: "method", 401: "sign_in", 413: "large"}
_log = logging.getLogger("marsad.web")


def install(app: FastAPI) -> None:
    """Let an application answer all faults this way."""
    app.add_exception_handler(Refusal, _refused)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(RequestValidationError, _unfit)
    app.add_exception_handler(MarsadError, _told)
    app.add_exception_handler(Exception, _broken)


def answer(request: Request, refusal: Refusal) -> Response:
    """Return the answer to a refusal."""
    headers = {"retry-after": str(refusal.wait)} if refusal.wait else {}
    _known(request)
    if request.url.path.startswith(API):
        return problem(refusal, instance=request.url.path, headers=headers)
    if refusal.why == "sign_in":
        return _to_sign_in(request)
    made = page(
        request, "error.html", status=refusal.status, why=refusal.why, detail=refusal.detail,
        wait=refusal.wait,
    )  # fmt: skip
    made.headers.update(headers)
    return made


def _known(request: Request) -> None:
    """Take somebody whom the record cannot tell for nobody: the page on a fault must not fail of it again."""
    try:
        visit_of(request)
    except Exception:
        _log.exception("who asks could not be looked up")
        request.state.visit = Visit("nobody")


def _to_sign_in(request: Request) -> Response:
    """Lead to the form to sign in, and from there back to the page that was asked for."""
    here = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    back = inside(here) if request.method == "GET" and "hx-request" not in request.headers else "/"
    return go(request, "/login" if back == "/" else f"/login?next={quote(back, safe='')}")


def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, Refusal)
    return answer(request, error)


def _http(request: Request, error: Exception) -> Response:
    """What the framework refuses by itself: an unknown path, a method that a path has not."""
    assert isinstance(error, HTTPException)
    made = answer(request, Refusal(_BY_STATUS.get(error.status_code, "wrong"), ""))
    if error.status_code == 405 and error.headers:
        made.headers.update(error.headers)
    return made


def _unfit(request: Request, error: Exception) -> Response:
    """Values that a route does not take; what was sent is not told back."""
    assert isinstance(error, RequestValidationError)
    told = "; ".join(f"{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in error.errors()[:20])
    return answer(request, Refusal("wrong", told))


def _told(request: Request, error: Exception) -> Response:
    """An error that marsad raises on purpose: its sentence says what to do."""
    if isinstance(error, MissingError):
        return answer(request, Refusal("missing"))
    if isinstance(error, StoreError):
        _log.error("%s", error)
        return answer(request, Refusal("record"))
    return answer(request, Refusal("wrong", str(error)))


def _broken(request: Request, _: Exception) -> Response:
    """A fault of marsad: nothing of it is told outside."""
    return answer(request, Refusal("fault"))


assert set(_BY_STATUS.values()) <= set(STATUS)
