"""Forms of another site that act in a visitor's name: refused by a mark, by origin and by `Sec-Fetch-Site`.

The mark (`csrf`) is made of the cookie that it must come with, by a key that only this browser and, for the
length of a request, the server hold. It stands in every form and goes in a header with every htmx request.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from starlette.requests import Request

from marsad.web.security.secrets import mark, same

FIELD = "csrf"
HEADER = "x-csrf-token"
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")
LONGEST = 200


def mark_of(cookie: str) -> str:
    """Return the mark that a form must bear where a browser holds `cookie`."""
    return mark(cookie, "marsad form")


def from_elsewhere(request: Request) -> bool:
    """Return whether the browser says that another site made it ask."""
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        return True
    origin = request.headers.get("origin")
    if origin is None:
        return False
    return urlsplit(origin).netloc.lower() != request.headers.get("host", "").lower()


async def marked(request: Request, cookie: str | None) -> bool:
    """Return whether a request bears the mark of its cookie, in the header or in the form."""
    given: object = request.headers.get(HEADER)
    if given is None and request.headers.get("content-type", "").split(";")[0].strip() in FORMS:
        given = (await request.form()).get(FIELD)
    if not cookie or not isinstance(given, str) or len(given) > LONGEST:
        return False
    return same(given, mark_of(cookie))
