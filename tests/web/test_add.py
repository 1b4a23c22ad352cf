"""Adding at a browser: coded at once, evidence shown, nothing kept before the person says so."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from html import unescape

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from marsad.codebook import Claim, Report
from marsad.pipeline.record import Record
from marsad.web.app import create_app
from marsad.web.desk import Desk
from tests.web.conftest import CHEAP, SignIn, form, mark
from tests.web.reports import ARABIC, ENGLISH, EVIL, LATER, OSLO, claims


def read(report: Report) -> list[Claim]:
    """Return the tests' claims of a known text; another one is not relevant."""
    known = {one.replace("\r\n", "\n"): one for one in (ARABIC, ENGLISH, LATER, OSLO)}
    if report.text not in known:
        return [Claim(0, "relevant", False, (), 0.9)]
    return [
        replace(one, spans=tuple(replace(s, start=s.start, end=s.end) for s in one.spans))
        for one in claims(known[report.text])
    ]


@pytest.fixture
def app(record: Record, monkeypatch: pytest.MonkeyPatch) -> FastAPI:
    """Return a server whose reader is the tests' own."""
    monkeypatch.setattr("marsad.reading.reader", lambda _="": read)
    return create_app(record, settings=replace(CHEAP, reader="test"))


def packed(page: str) -> dict[str, object]:
    """Return what a page holds of the reports that may be kept."""
    line = re.search(r'name="line" value="([^"]+)"', page)
    signature = re.search(r'name="signature" value="([^"]+)"', page)
    assert line is not None
    assert signature is not None
    return {"line": unescape(line[1]), "signature": signature[1]}


def paste(browser: TestClient, text: str, **more: str) -> str:
    """Paste a text; return the page that shows it coded."""
    answer = form(browser, "/add", text=text, **more)
    assert answer.status_code == 200, answer.text
    return answer.text


def test_a_pasted_text_is_kept_when_told(record: Record, sign_in: SignIn) -> None:
    """Its words are lit, the record stays empty, and then there is an incident with that very text."""
    browser = sign_in("coder")
    page = paste(browser, ARABIC, title="عنوان", published="2024-05-02")
    assert "ثلاثة أشخاص</mark>" in page
    assert record.count() == 0
    answer = form(browser, "/add/keep", keep="0", **packed(page))
    assert answer.headers["location"] == "/incidents/1"
    with record.store.reading() as r:
        (kept,) = r.reports(r.digests()).values()
    assert kept.report is not None
    assert kept.report.text == ARABIC.replace("\r\n", "\n")
    assert kept.report.published == "2024-05-02"


def test_what_comes_back_must_be_what_went_out(record: Record, sign_in: SignIn) -> None:
    """Neither a changed line nor one of somebody else is kept."""
    amal, omar = sign_in("coder", "Amal"), sign_in("coder", "Omar")
    told = packed(paste(amal, ENGLISH))
    assert form(omar, "/add/keep", keep="0", **told).status_code == 422
    assert form(amal, "/add/keep", keep="0", **(told | {"line": "x" + str(told["line"])})).status_code == 422
    assert form(amal, "/add/keep", keep="0").status_code == 422
    assert record.count() == 0
    assert form(amal, "/add/keep", **told).status_code == 200
    assert record.count() == 0


@pytest.mark.parametrize("name", ["f.jsonl", "C:\\x\\f.jsonl", "../../f.jsonl", f"{EVIL}.jsonl"])
def test_a_file_of_reports(record: Record, sign_in: SignIn, name: str) -> None:
    """All its reports are shown, the broken line named, and those that are ticked are kept."""
    browser = sign_in("coder")
    lines = [json.dumps({"text": text, "title": EVIL, "lang": "en"}) for text in (ENGLISH, OSLO)]
    data = "\n".join([lines[0], "{broken", lines[1]]).encode()
    answer = browser.post("/add", data={"csrf": mark(browser)}, files={"file": (name, data)})
    assert answer.status_code == 200, answer.text
    assert answer.text.count('name="keep"') == 2
    assert "broken JSON" in answer.text
    assert "<script>alert" not in answer.text
    assert "<img" not in answer.text
    done = form(browser, "/add/keep", keep=["0", "1"], **packed(answer.text))
    assert done.text.count('href="/incidents/') == 2
    assert record.count() == 2


def test_what_cannot_be_coded_is_told(record: Record, sign_in: SignIn) -> None:
    """Nothing, a day that is none, a page without an article: the form comes back with what was written."""
    browser = sign_in("coder")
    assert browser.get("/add").status_code == 200
    assert form(browser, "/add").status_code == 422
    answer = form(browser, "/add", text=EVIL, published="yesterday")
    assert answer.status_code == 422
    assert "<script>alert" not in answer.text
    html = {"file": ("p.html", b"<html><body><p>menu</p></body></html>")}
    assert browser.post("/add", data={"csrf": mark(browser)}, files=html).status_code == 422
    many = "\n".join(json.dumps({"text": f"{n} {OSLO}", "lang": "en"}) for n in range(60))
    file = {"file": ("f.jsonl", many.encode())}
    assert browser.post("/add", data={"csrf": mark(browser)}, files=file).status_code == 422
    assert record.count() == 0


def test_a_text_that_is_not_relevant_is_not_ticked(app: FastAPI, sign_in: SignIn) -> None:
    """It may be kept all the same."""
    assert isinstance(app.state.desk, Desk)
    page = paste(sign_in("coder"), "The weather is fine today in all of the country.", lang="en")
    assert 'name="keep" value="0">' in page
