"""The article in a saved web page: its text, title and date, by trafilatura.

Barbaresi (2021), "Trafilatura: A Web Scraping Library and Command-Line Tool for Text Discovery and
Extraction", ACL system demonstrations. Nothing is fetched: the page is the bytes of a file.
"""

from __future__ import annotations

import logging
import re
from functools import cache
from typing import Any

from marsad.codebook import Report
from marsad.errors import InputError
from marsad.sources.decode import decode
from marsad.sources.entry import Entry, check_text, iso_date

LEAST_WORDS = 8
"""A page that yields fewer words holds no article, but a menu, a notice or a list of links."""

_CHARSET = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_:.-]+)""", re.IGNORECASE)
_HEAD = 4096  # bytes in which a page must name its encoding: WHATWG asks for 1024, many pages need more
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")


def read_html(data: bytes, *, path: str, stem: str) -> Entry:
    """Return the article of a page as a report; offsets count into the text that was taken out of it.

    The encoding that the page names is respected. Raises InputError where the page has no article.
    """
    declared = _CHARSET.search(data[:_HEAD])
    decoded = decode(data, path=path, declared=declared[1].decode("ascii") if declared else None)
    if not decoded.text.strip():
        check_text("", path=path)
    article = _extract()(
        _DECLARATION.sub("", decoded.text, count=1),
        with_metadata=True,
        include_comments=False,
        date_extraction_params={"extensive_search": False, "original_date": True},
    )
    text = ((article and article.text) or "").strip()
    words = len(text.split())
    if words < LEAST_WORDS:
        raise InputError(
            f"no article found in this page ({words} words outside menus and notices): expected a saved page "
            "with the report's text in it; if it is loaded by a script, save the text itself as .txt",
            path=path,
        )
    report = Report(
        id=stem,
        text=check_text(text, path=path),
        title=article.title or "",
        url=article.url or None,
        published=_day(article.date),
    )
    return Entry(report, path, None, decoded.notes)


def _day(value: str | None) -> str | None:
    """Return the page's own date where it is one."""
    try:
        return iso_date(value) if value else None
    except ValueError:
        return None


@cache
def _extract() -> Any:
    """Load trafilatura at the first page: it takes half a second. Its own log stays silent."""
    for name in ("trafilatura", "htmldate", "courlan"):
        logging.getLogger(name).addHandler(logging.NullHandler())
    from trafilatura import bare_extraction

    return bare_extraction
