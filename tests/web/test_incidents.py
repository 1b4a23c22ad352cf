"""The page of incidents: filters in its address, counts, pages, kept views, CSV."""

from __future__ import annotations

import csv
import html
import io
import json
import re
from collections import Counter
from functools import cache
from urllib.parse import parse_qsl, urlsplit

import pytest
from fastapi.testclient import TestClient

from bench.made_up import MadeUp
from marsad.codebook import Incident, Period
from marsad.codebook.fields import fields
from marsad.errors import MarsadError
from marsad.linking import Choice, Folded
from marsad.pipeline.record import Record
from marsad.store import Filters
from marsad.store.bulk import Whole
from marsad.web.console.asked import MANY, asked
from tests.web.conftest import START, SignIn, form

BAD = "<script>alert(1)</script>\"'&{{7*7}}"


@cache
def made_up() -> tuple[Whole, ...]:
    """Return made-up incidents; making up their world takes longer than the tests."""
    return tuple(MadeUp(seed=11).incidents(121))


@pytest.fixture
def many(record: Record) -> Record:
    """Return the record with 120 made-up incidents."""
    with record.store.writing() as w:
        w.put_incidents(made_up()[:120], reader="made-up", at=START)
    return record


@pytest.fixture
def reader(many: Record, sign_in: SignIn) -> TestClient:
    """Return a reader's browser on the record."""
    assert many.count() == 120
    return sign_in("reader")


def numbers(page: str) -> list[int]:
    """Return the incidents in the table of a page."""
    return [int(found) for found in re.findall(r'class="what"><a href="/incidents/(\d+)"', page)]


def test_every_incident_is_on_one_of_the_pages(reader: TestClient) -> None:
    """Following the link to the next page leads past all incidents once; a page's address gives it again."""
    seen: list[int] = []
    address: str | None = "/incidents"
    while address is not None:
        page = reader.get(address).text
        assert numbers(page) == numbers(reader.get(address).text)
        seen += numbers(page)
        found = re.search(r'href="([^"]+)" rel="next"', page)
        address = html.unescape(found[1]) if found else None
    assert len(seen) == len(set(seen)) == 120


@pytest.mark.parametrize("question", ["outcome=foiled", "country=MA&country=SY", "language=ar",
                                      "since=2015-01-01&until=2018-12-31", "near=30,20,4000",
                                      "q=ba*&review=machine", "attack_type=bombing&actor=cell",
                                      "min_certainty=0.7&suicide=false"])  # fmt: skip
def test_the_address_narrows_the_list(reader: TestClient, many: Record, question: str) -> None:
    """The table, the count, the figures and the CSV hold what passes the filters of the address."""
    filters = asked(parse_qsl(question)).filters
    wanted = [one.incident for one in many.list(filters, limit=1000).states]
    page = reader.get(f"/incidents?{question}").text
    assert numbers(page) == wanted[:50]
    assert f"{len(wanted)} incident" in page
    told = reader.get(f"/figures?{question}").json()
    assert sum(one[2] for one in told["cells"]) <= len(wanted)
    assert sum(one[1] for one in told["times"]) <= len(wanted)
    rows = list(csv.DictReader(io.StringIO(reader.get(f"/incidents.csv?{question}").text.lstrip("\ufeff"))))
    assert sorted(int(row["incident"]) for row in rows) == sorted(wanted)


def test_a_facet_tells_how_many_each_value_gives(reader: TestClient, many: Record) -> None:
    """The number at a value is what the list has once it is chosen."""
    page = reader.get("/incidents?review=machine").text
    for outcome, count in Counter(one.values["outcome"] for one in many.list(limit=1000).states).items():
        found = re.search(rf'id="outcome-{outcome}".*?<span class="count">(\d+)</span>', page)
        assert found is not None and int(found[1]) == count
        assert f"{count} incident" in reader.get(f"/incidents?review=machine&outcome={outcome}").text


def test_what_is_drawn_leads_to_what_it_counts(reader: TestClient) -> None:
    """A click on a step of time gives as many incidents as it stands for, one on the map at least so many."""
    told = reader.get("/figures?outcome=foiled").json()
    for name, count, address in told["times"]:
        page = reader.get(address).text
        assert f"{count} incident" in page, name
    for one in told["cells"][:5]:
        query = dict(parse_qsl(urlsplit(one[4]).query))
        assert query["outcome"] == "foiled"
        assert len(numbers(reader.get(one[4]).text)) >= min(one[2], 50)


def test_a_chip_takes_its_filter_away_and_no_other(reader: TestClient) -> None:
    """Each filter that is on can be taken off by a link."""
    page = reader.get("/incidents?outcome=foiled&outcome=failed&country=MA").text
    links = {html.unescape(found) for found in re.findall(r'<bdi>[^<]*</bdi> <a href="([^"]+)"', page)}
    assert links == {
        "/incidents?outcome=failed&country=MA",
        "/incidents?outcome=foiled&country=MA",
        "/incidents?outcome=foiled&outcome=failed",
    }


def test_empty_fields_of_the_form_leave_the_address(reader: TestClient) -> None:
    """Without script the form sends all its fields; what is empty does not stay in the address."""
    answer = reader.get("/incidents?q=&since=&until=&outcome=foiled&order=latest")
    assert answer.status_code == 303
    assert answer.headers["location"] == "/incidents?outcome=foiled"
    answer = reader.get("/incidents?q=&outcome=foiled", headers={"hx-request": "true"})
    assert answer.headers["hx-push-url"] == "/incidents?outcome=foiled"


@pytest.mark.parametrize("question", ["outcome=won", "country=XX1", "since=yesterday", "order=best",
                                      "cursor=latest:x", "near=1,2", "near=1,2,nan", "min_certainty=2",
                                      "near=91,0,5", "review=me", "q=" + "a" * 2000,
                                      "&".join(f"country=M{n}" for n in range(70)),
                                      "cursor=latest:99999999999999999999999"])  # fmt: skip
def test_what_cannot_be_is_told(reader: TestClient, question: str) -> None:
    """A value that cannot be is a page that says so, for the list, the figures and the CSV."""
    paths = ["/incidents"] if "cursor" in question else ["/incidents", "/figures", "/incidents.csv"]
    for path in paths:
        assert reader.get(f"{path}?{question}").status_code == 422, path


def test_nothing_found_and_nothing_there(reader: TestClient, many: Record) -> None:
    """A list without incidents says whether the filters or the record are to blame."""
    assert "No incident passes these filters" in reader.get("/incidents?q=zzzzzz").text
    with many.store.writing() as w:
        for number in range(1, 121):
            w.close_state(number, at=START + 1)
    assert "The record is still empty" in reader.get("/incidents").text


def test_views_are_kept_by_name_and_only_ones_own(
    reader: TestClient, sign_in: SignIn, record: Record
) -> None:
    """A view leads to its address, a new one of its name replaces it; nobody else sees or drops it."""
    view = "/incidents?outcome=foiled&country=MA"
    assert form(reader, "/views", name="  Morocco   foiled ", address=view).headers["location"] == view
    form(reader, "/views", name="Morocco foiled", address="/incidents?outcome=foiled")
    page = reader.get("/incidents").text
    assert page.count("<bdi>Morocco foiled</bdi>") == 1
    assert 'href="/incidents?outcome=foiled"><bdi>Morocco foiled' in page
    other = sign_in("coder")
    assert "Morocco foiled" not in other.get("/incidents").text
    with record.store.reading() as r:
        person = r.person("reader")
        assert person is not None
        (kept,) = r.views(person.number)
    assert form(other, f"/views/{kept.number}/drop").status_code == 404
    assert form(reader, f"/views/{kept.number}/drop", address=view).headers["location"] == view
    assert form(reader, f"/views/{2**70}/drop").status_code == 404
    assert "Morocco foiled" not in reader.get("/incidents").text


@pytest.mark.parametrize(
    ("name", "address"),
    [("", "/incidents"), ("a" * 81, "/incidents"), ("a\u202eb", "/incidents"), ("x", "https://example.org/incidents"),
     ("x", "//example.org"), ("x", "/account"), ("x", "/incidents?" + "q" * 2000), ("x", "")],
)  # fmt: skip
def test_only_views_of_incidents_are_kept(reader: TestClient, name: str, address: str) -> None:
    """No view leads elsewhere, none has a name that cannot be read."""
    assert form(reader, "/views", name=name, address=address).status_code == 422


def test_text_stays_text(reader: TestClient, many: Record) -> None:
    """Markup in captions, names of places and groups, in words of the search and names of views is shown."""
    one = made_up()[120]
    values = {name: getattr(Incident(date=Period("2030-01-01")), name) for name in fields()}
    values |= {"affiliation": BAD}
    choices = {name: Choice(value, "agreed", ()) for name, value in values.items()}
    told = one.reports[0]
    title = type(told.report)("x", told.report.text, BAD, "en", None, "2030-01-01")
    with many.store.writing() as w:
        from marsad.store import digest_of
        from marsad.store.bulk import Told

        account = type(told.account)(
            f"{digest_of(title)[:16]}-1", digest_of(title), Incident(), None, "en", BAD, frozenset(), None
        )
        w.put_incidents(
            [Whole((Told(title, account, ()),), Folded(values, choices, 0.5))], reader="x", at=START
        )
    form(reader, "/views", name=BAD, address="/incidents")
    page = reader.get("/incidents", params={"q": "script", "affiliation": BAD}).text
    assert "<script>alert" not in page and "49" not in re.findall(r"<bdi>(.*?)</bdi>", page)
    assert page.count("&lt;script&gt;alert(1)&lt;/script&gt;") >= 4
    assert json.dumps(reader.get("/figures", params={"affiliation": BAD}).json())


@pytest.mark.parametrize("lang", ["ar", "fr", "en"])
def test_the_page_stands_in_each_language(reader: TestClient, lang: str) -> None:
    """Each language has its direction and its words; no word is missing."""
    reader.cookies.set("marsad_lang", lang)
    page = reader.get("/incidents?outcome=foiled&near=10,10,3000&min_certainty=0.1&suicide=false").text
    assert f'<html lang="{lang}" dir="{"rtl" if lang == "ar" else "ltr"}">' in page
    assert {"ar": "الوقائع", "fr": "Faits", "en": "Incidents"}[lang] in page


def test_the_address_names_every_filter() -> None:
    """What the page cannot ask, the API could: the same filters under the same names."""
    from dataclasses import fields as of

    from marsad.web.api.asking import Asked

    own = {*MANY, "q", "since", "until", "near", "suicide", "min_certainty"}
    assert own == set(Asked.model_fields)
    assert {*MANY.values()} < {one.name for one in of(Filters)}
    with pytest.raises(MarsadError):
        asked([("outcome", "won")])
