"""One self-contained page of coded reports: the fields of each, and the words that say a field lit up.

Nothing is loaded from elsewhere, and a content security policy in the page forbids it; every word of a
report is escaped. Without a script the page is whole: all fields stand open and all evidence is underlined.
"""

from __future__ import annotations

import base64
import hashlib
import os
import tempfile
from collections.abc import Iterator
from functools import cache
from html import escape
from importlib import resources
from pathlib import Path
from string import Template
from types import TracebackType
from typing import IO

import marsad
from marsad.cli.view import RTL, Row, comma, rows, segments, sentences
from marsad.codebook import Language
from marsad.errors import InputError
from marsad.pipeline.code import Coded


class Page:
    """A page that is written report by report, in flat memory; the file appears when all is written.

    Use it in a `with` block. Raises InputError where the file cannot be written.
    """

    def __init__(self, path: str, ui: Language, notice: str = "") -> None:
        self.path = path
        self.ui = ui
        self.notice = notice
        self.count = 0
        self.relevant = 0

    def __enter__(self) -> Page:
        """Make sure that the file can be written before hours are spent on it."""
        target = Path(self.path)
        if target.exists() and not target.resolve().is_file():
            raise InputError(
                "the page needs a file, got what is no regular file: name another", path=self.path
            )
        try:
            folder = target.resolve().parent
            folder.mkdir(parents=True, exist_ok=True)
            handle, self._draft = tempfile.mkstemp(prefix=".marsad-", suffix=".html", dir=folder)
            os.close(handle)
            self._cards: IO[str] = tempfile.TemporaryFile("w+", encoding="utf-8")
        except OSError as error:
            raise _unwritable(self.path, error) from None
        return self

    def add(self, coded: Coded) -> None:
        """Write the card of one report."""
        self.count += 1
        self.relevant += coded.relevant
        self._cards.writelines(_card(coded, self.count, self.ui))

    def __exit__(self, kind: type[BaseException] | None, _: object, trace: TracebackType | None) -> None:
        """Put the page together; where something broke, leave no half page behind."""
        draft = Path(self._draft)
        try:
            if kind is None:
                self._write(draft)
        except OSError as error:
            raise _unwritable(self.path, error) from None
        finally:
            draft.unlink(missing_ok=True)
            self._cards.close()

    def _write(self, draft: Path) -> None:
        """Write head, cards and foot to the draft and give it the page's name."""
        before, after = _frame(self)
        self._cards.seek(0)
        with draft.open("w", encoding="utf-8", newline="\n") as out:
            out.write(before)
            while block := self._cards.read(1 << 20):
                out.write(block)
            out.write(after)
        umask = os.umask(0)
        os.umask(umask)
        draft.chmod(0o666 & ~umask)
        draft.replace(Path(self.path).resolve())


def _frame(page: Page) -> tuple[str, str]:
    """Return the page before and after its cards."""
    words = sentences(page.ui)
    script = _file("page.js")
    digest = base64.b64encode(hashlib.sha256(("\n" + script).encode()).digest()).decode()
    others = page.count - page.relevant
    whole = Template(_file("page.html")).substitute(
        ui=page.ui,
        direction=words["direction"],
        title=escape(words["page_title"]),
        tally=escape(words["tally"].format(count=page.count, relevant=page.relevant)),
        notice=f'<p class="notice" role="note" dir="auto">{escape(page.notice)}</p>\n' if page.notice else "",
        hint=escape(words["hint"]) if page.relevant else "",
        filters=_filters(page.ui) if page.relevant and others else "",
        style=_file("page.css"),
        script=script,
        script_hash=f"sha256-{digest}",
        coded_by=escape(words["coded_by"]),
        maker=f"marsad {marsad.__version__}",
        cards="\0",
    )
    before, after = whole.split("\0")
    return before, after


def _filters(ui: Language) -> str:
    """Return the buttons that show all reports, the relevant, or the others."""
    words = sentences(ui)
    choices = (("all", words["all"]), ("yes", words["relevant"]), ("no", words["not_relevant"]))
    buttons = "".join(
        f'<button type="button" data-show="{key}" aria-pressed="{str(key == "all").lower()}">'
        f"{escape(name)}</button>"
        for key, name in choices
    )
    return f'<div class="filters script-only" role="group">{buttons}</div>\n'


def _card(coded: Coded, number: int, ui: Language) -> Iterator[str]:
    """Yield the HTML of one report."""
    report, words = coded.report, sentences(ui)
    lang = report.lang or ""
    title = escape(report.title or report.id)
    answer = "yes" if coded.relevant else "no"
    yield f'<article class="card" data-relevant="{answer}" aria-labelledby="r{number}">\n'
    yield f'<h2 id="r{number}" lang="{lang}" dir="{_direction(lang)}">{title}</h2>\n<ul class="facts">'
    state = "relevant" if coded.relevant else "not_relevant"
    yield f'<li class="badge {answer}" title="{escape(words["relevance"])}">'
    yield f"{escape(words[state])} · <bdi>{coded.score:.2f}</bdi></li>"
    yield f"<li>{escape(words['languages'].get(lang, lang))}</li>"
    if report.published:
        yield f"<li>{escape(words['published'])} <bdi>{escape(report.published)}</bdi></li>"
    if report.url and report.url.lower().startswith(("https://", "http://")):
        yield f'<li><a href="{escape(report.url)}" rel="noopener noreferrer">{escape(words["link"])}</a></li>'
    yield f"<li><bdi>{escape(report.id)}</bdi></li></ul>\n"
    yield f'<div class="body{" coded" if coded.incidents else ""}">\n'
    tables = [rows(incident, ui) for incident in coded.incidents]
    yield f'<div class="pane" {_scrolls(words["field"]) if tables else ""}>'
    yield f'<p class="text" lang="{lang}" dir="{_direction(lang)}">{_lit(report.text, tables)}</p></div>\n'
    if tables:
        yield '<div class="incidents">\n'
        yield from _incidents(tables, number, report.text, lang, ui)
        yield "</div>\n"
    elif not coded.relevant:
        yield f'<p class="none">{escape(words["no_incident"])}</p>\n'
    yield "</div>\n</article>\n"


def _scrolls(name: str) -> str:
    """Return the attributes of a pane that scrolls, so that it can be reached with the keyboard."""
    return f'tabindex="0" role="group" aria-label="{escape(name)}"'


def _incidents(tables: list[list[Row]], card: int, text: str, lang: str, ui: Language) -> Iterator[str]:
    """Yield the fields of each incident, with tabs where there are several."""
    words = sentences(ui)
    several = len(tables) > 1
    if several:
        yield '<div class="tabs" role="tablist">'
        for number in range(1, len(tables) + 1):
            yield f'<button type="button" role="tab" id="t{card}-{number}" data-i="{number}" '
            yield f'aria-controls="i{card}-{number}" aria-selected="false">'
            yield f"{escape(words['incident'])} {number}</button>"
        yield "</div>\n"
    for number, table in enumerate(tables, 1):
        role = f'role="tabpanel" aria-labelledby="t{card}-{number}"' if several else ""
        yield f'<section class="incident" id="i{card}-{number}" data-i="{number}" {role}>\n'
        tabbed = ' class="tabbed"' if several else ""
        yield f"<h3{tabbed}>{escape(words['incident'])}{f' {number}' if several else ''}</h3>\n"
        yield '<ul class="fields">\n'
        for row in table:
            if row.value is not None:
                yield f"<li>{_field(row, number, text, lang)}</li>\n"
        yield "</ul>\n"
        unsaid = [row.name for row in table if row.value is None]
        if unsaid:
            yield f'<p class="unsaid">{escape(words["not_said"])} {escape(comma(ui).join(unsaid))}</p>\n'
        yield "</section>\n"


def _field(row: Row, number: int, text: str, lang: str) -> str:
    """Return one field: a button where words say it, plain where none do."""
    value = escape(row.value or "")
    inside = f'<span class="name">{escape(row.name)}</span><span class="value"><bdi>{value}</bdi></span>'
    if not row.spans:
        return f'<div class="field">{inside}</div>'
    said = dict.fromkeys(" ".join(span.of(text).split()) for span in row.spans)
    quoted = " · ".join(f'<bdi lang="{lang}">{escape(piece)}</bdi>' for piece in said)
    return (
        f'<button type="button" class="field" aria-pressed="false" data-k="{number}:{row.field}" '
        f'data-group="{row.group}">{inside}<span class="words" dir="{_direction(lang)}">{quoted}</span>'
        "</button>"
    )


def _lit(text: str, tables: list[list[Row]]) -> str:
    """Return the text with each stretch of evidence in a `mark` that names the fields it says."""
    groups = {f"{number}:{row.field}": row.group for number, table in enumerate(tables, 1) for row in table}
    spans = [
        (f"{number}:{row.field}", span)
        for number, table in enumerate(tables, 1)
        for row in table
        for span in row.spans
    ]
    pieces = []
    for piece in segments(len(text), spans):
        words = escape(text[piece.start : piece.end])
        if piece.keys:
            words = f'<mark data-k="{" ".join(piece.keys)}" data-g="{groups[piece.keys[0]]}">{words}</mark>'
        pieces.append(words)
    return "".join(pieces)


def _direction(lang: str) -> str:
    """Return the direction of a language's writing."""
    return "rtl" if lang in RTL else "ltr" if lang else "auto"


@cache
def _file(name: str) -> str:
    """Return a file of the page."""
    return (resources.files("marsad.cli") / "data" / "page" / name).read_text(encoding="utf-8")


def _unwritable(path: str, error: OSError) -> InputError:
    """Say why the page cannot be written."""
    return InputError(
        f"the page cannot be written ({error.strerror or error}): name a file where you may write",
        path=path,
    )
