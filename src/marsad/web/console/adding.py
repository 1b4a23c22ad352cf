"""Adding: a text is pasted or a file handed over, coded at once, shown with its words, and kept when told."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from pathlib import PurePosixPath, PureWindowsPath
from typing import Annotated, Any, cast

from fastapi import APIRouter, Depends
from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.responses import Response

from marsad import reading
from marsad.codebook import Language, Report
from marsad.codebook.fields import fields
from marsad.codebook.values import to_json
from marsad.errors import InputError
from marsad.pipeline.code import Coded, Failed, code_entry
from marsad.reading import Reader
from marsad.sources.entry import Entry, check_text, iso_date
from marsad.sources.files import STDIN, SUFFIXES
from marsad.sources.files import read as read_files
from marsad.web.console import told as views
from marsad.web.console.decisions import Form
from marsad.web.console.lit import pieces
from marsad.web.console.packed import pack, unpack
from marsad.web.desk import Desk, desk_of
from marsad.web.pages import RIGHT_TO_LEFT, go, lang_of, page
from marsad.web.people.rights import needs
from marsad.web.people.visits import Visit
from marsad.web.words import LANGUAGES, say

router = APIRouter()
Coder = Annotated[Visit, Depends(needs("coder", by_token=False))]
MOST = 50
"""Reports that are added at once here; more are added at the command line."""
LONGEST = 200_000
"""Characters of a text that is pasted."""


@router.get("/add")
def add(request: Request, _: Coder) -> Response:
    """Show the form."""
    return _form(request)


def _form(request: Request, *, fault: str = "", told: FormData | None = None) -> Response:
    given = {
        name: str(told.get(name, "")) if told else ""
        for name in ("text", "title", "published", "lang", "url")
    }
    return page(
        request, "add.html", status=422 if fault else 200, fault=fault, given=given, longest=LONGEST,
        suffixes=",".join(SUFFIXES), most=MOST,
    )  # fmt: skip


@router.post("/add")
def code(request: Request, me: Coder, form: Form) -> Response:
    """Code what was handed over, and show it; nothing is kept."""
    desk, lang = desk_of(request), lang_of(request)
    try:
        items = list(islice(_items(form, lang), MOST + 1))
    except InputError as error:
        return _form(request, fault=str(error), told=form)
    if len(items) > MOST:
        return _form(request, fault=say(lang, "add.many", n=MOST), told=form)
    read = _reader(desk)
    results = [code_entry(one, read) for one in items]
    coded = [one for one in results if isinstance(one, Coded)]
    failed = [str(one.error) for one in results if isinstance(one, Failed)]
    if not coded:
        return _form(request, fault=" ".join(failed) or say(lang, "add.nothing"), told=form)
    entries = [Entry(one.report, one.path, one.line) for one in coded]
    line, signature = pack(entries, me.cookie or "")
    return page(
        request, "added.html", coded=[_shown(one, lang) for one in coded], failed=failed, line=line,
        signature=signature, done=None,
    )  # fmt: skip


@router.post("/add/keep")
def keep(request: Request, me: Coder, form: Form) -> Response:
    """Keep the reports that were chosen."""
    desk = desk_of(request)
    strange = say(lang_of(request), "add.strange")
    entries = unpack(str(form.get("line", "")), str(form.get("signature", "")), me.cookie or "", strange)
    chosen = {str(one) for one in form.getlist("keep")}
    wanted = [one for at, one in enumerate(entries) if str(at) in chosen]
    done = list(desk.record.add(wanted, reader=desk.settings.reader)) if wanted else []
    found = sorted({number for one in done if not isinstance(one, Failed) for number in one.incidents})
    if len(found) == 1 and len(done) == 1:
        return go(request, f"/incidents/{found[0]}")
    failed = [str(one.error) for one in done if isinstance(one, Failed)]
    kept = [one for one in done if not isinstance(one, Failed)]
    return page(request, "added.html", coded=[], failed=failed, line="", signature="", done=kept)


def _items(form: FormData, lang: Language) -> Iterator[Entry | InputError]:
    """Yield what a form hands over: the reports of its file, else the pasted text. Raises InputError."""
    published = str(form.get("published", "")).strip()
    try:
        day = iso_date(published) if published else None
    except ValueError:
        raise InputError(say(lang, "add.day")) from None
    told = str(form.get("lang", ""))
    known = next((one for one in LANGUAGES if one == told), None)
    file = form.get("file")
    if isinstance(file, UploadFile) and file.filename:
        yield from _of_file(file, day, known)
        return
    text = str(form.get("text", "")).replace("\r\n", "\n").strip()
    if not text:
        raise InputError(say(lang, "add.nothing"))
    if len(text) > LONGEST:
        raise InputError(say(lang, "add.long", n=LONGEST))
    title = " ".join(str(form.get("title", "")).split())[:500]
    url = str(form.get("url", "")).strip()[:2000] or None
    yield Entry(Report("pasted", check_text(text, path="pasted"), title, known, url, day), "")


def _of_file(file: UploadFile, day: str | None, known: Language | None) -> Iterator[Entry | InputError]:
    """Yield the reports of a file; its name stands for standard input's in names and messages."""
    name = PurePosixPath(PureWindowsPath(file.filename or "").name).name[:120] or "file"
    for one in read_files(
        [STDIN], published=day, lang=known, stdin=cast("Any", io.BytesIO(file.file.read()))
    ):
        if isinstance(one, InputError):
            yield type(one)(one.message, path=name, line=one.line)
            continue
        report = one.report
        own = report.id.replace("stdin", name, 1) if report.id.startswith("stdin") else report.id
        yield replace(one, report=replace(report, id=own), path=name)


def _reader(desk: Desk) -> Reader:
    """Return the reader of this server, loaded once."""
    name = desk.settings.reader
    return cast("Reader", desk.extra.setdefault(f"reader {name}", reading.reader(name)))


def _shown(one: Coded, lang: Language) -> dict[str, Any]:
    """Return a coded report as its page shows it: its text lit, each incident's fields with their words."""
    text = one.report.text
    marks = [
        (name, span.start, span.end)
        for incident in one.incidents
        for name, spans in incident.evidence.items()
        for span in spans
    ]
    return {
        "report": one.report,
        "dir": "rtl" if one.report.lang in RIGHT_TO_LEFT else "ltr",
        "relevant": one.relevant,
        "score": one.score,
        "pieces": pieces(text, marks),
        "incidents": [
            [
                {
                    "label": rules.names[lang],
                    "value": views.caption(name, to_json(getattr(incident, name)), lang),
                    "score": incident.scores.get(name, 0.0),
                    "words": list(dict.fromkeys(span.of(text) for span in incident.evidence.get(name, ()))),
                }
                for name, rules in fields().items()
                if incident.evidence.get(name) or incident.scores.get(name)
            ]
            for incident in one.incidents
        ],
    }
