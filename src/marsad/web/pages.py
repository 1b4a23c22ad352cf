"""Pages: a template, the words of the visitor's language, and what a visitor is shown on every page."""

from __future__ import annotations

from functools import lru_cache, partial
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from marsad.codebook import Language
from marsad.web import formats
from marsad.web.desk import desk_of
from marsad.web.people.visits import VISIT, name_of, visit_of
from marsad.web.security.addresses import inside
from marsad.web.security.forms import mark_of
from marsad.web.security.secrets import fresh
from marsad.web.words import LANGUAGES, say

LANG = "marsad_lang"
YEAR = 365 * 86_400
RIGHT_TO_LEFT = frozenset({"ar"})


@lru_cache
def environment() -> Environment:
    """Return where templates come from: all that is put in is escaped, and what is not there is an error."""
    return Environment(
        loader=PackageLoader("marsad.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )


def lang_of(request: Request) -> Language:
    """Return the language of a visitor: the chosen one, else the browser's, else English."""
    chosen = request.cookies.get(LANG)
    if chosen in LANGUAGES:
        return chosen
    wished: list[tuple[float, str]] = []
    for part in request.headers.get("accept-language", "")[:200].split(","):
        name, _, quality = part.strip().partition(";q=")
        try:
            wished.append((float(quality or 1), name.split("-")[0].lower()))
        except ValueError:
            continue
    for _, name in sorted(wished, key=lambda one: -one[0]):
        if name in LANGUAGES:
            return name
    return "en"


def page(request: Request, template: str, *, status: int = 200, **values: Any) -> Response:
    """Return the page that a template makes of `values`, in the visitor's language.

    Every template finds, besides `values`: `t(key, **values)` for words, `lang`, `dir`, `languages`, `me`
    (a Visit), `csrf` (the mark of forms), `here` (the path with its question), `demo`, and `number`,
    `percent`, `day`, `moment`, which write as the language does.
    """
    desk, lang, visit = desk_of(request), lang_of(request), visit_of(request)
    cookie = visit.cookie or getattr(request.state, "fresh", None) or fresh()
    question = request.url.query
    told: dict[str, Any] = {
        "t": partial(say, lang),
        "lang": lang,
        "dir": "rtl" if lang in RIGHT_TO_LEFT else "ltr",
        "languages": LANGUAGES,
        "me": visit,
        "csrf": mark_of(cookie),
        "here": inside(request.url.path + (f"?{question}" if question else "")),
        "demo": desk.settings.demo,
        "number": partial(formats.number, lang),
        "percent": partial(formats.percent, lang),
        "day": partial(formats.day, lang),
        "moment": partial(formats.moment, lang),
    }
    html = desk.templates.get_template(template).render(told | values)
    answer = HTMLResponse(html, status, {"content-language": lang, "vary": "Cookie, Accept-Language"})
    if visit.cookie is None:
        request.state.fresh = cookie
        keep(request, answer, VISIT, cookie)
    return answer


def keep(request: Request, answer: Response, cookie: str, value: str, *, seconds: int | None = None) -> None:
    """Let the browser hold a cookie that no script reads, until it is closed or so many seconds."""
    answer.set_cookie(
        name_of(request, cookie), value, max_age=seconds, path="/", httponly=True, samesite="lax",
        secure=request.url.scheme == "https",
    )  # fmt: skip


def drop(request: Request, answer: Response, cookie: str) -> None:
    """Let the browser forget a cookie."""
    answer.delete_cookie(
        name_of(request, cookie), path="/", httponly=True, samesite="lax",
        secure=request.url.scheme == "https",
    )  # fmt: skip


def go(request: Request, address: str) -> Response:
    """Lead the visitor on to a path of this server (303); htmx is told by its own header."""
    goal = inside(address)
    if request.headers.get("hx-request") == "true":
        return Response(status_code=204, headers={"hx-redirect": goal})
    return RedirectResponse(goal, 303)
