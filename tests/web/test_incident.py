"""The page of one incident, and all that is decided on it."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response

from marsad.codebook.fields import NAMES
from marsad.pipeline.record import Record
from tests.web.conftest import SignIn, form
from tests.web.reports import ARABIC, ENGLISH, EVIL, LATER, OSLO, put


def lit(page: str) -> list[str]:
    """Return the words that a page lights up for the chosen field, as a browser would read them."""
    return [unescape(one) for one in re.findall(r'<mark class="lit[^"]*"[^>]*>(.*?)</mark>', page, re.S)]


def seen(page: str) -> str:
    """Return the version that a page's forms bear."""
    found = re.search(r'name="seen" value="([^"]+)"', page)
    assert found is not None
    return found[1]


def decide(browser: TestClient, what: str, number: object = 1, **values: object) -> Response:
    """Send the form of a decision."""
    return form(browser, f"/incidents/{number}/{what}", **values)


def test_every_field_has_its_page(record: Record, sign_in: SignIn) -> None:
    """Each field can be chosen, in each language, by a reader, who finds no form to decide."""
    put(record, ARABIC, ENGLISH)
    browser = sign_in("reader")
    for lang in ("ar", "fr", "en"):
        browser.cookies.set("marsad_lang", lang)
        for name in NAMES:
            page = browser.get(f"/incidents/1?field={name}")
            assert page.status_code == 200, page.text
            assert "/incidents/1/correct" not in page.text


def test_words_of_the_chosen_field_are_lit(record: Record, sign_in: SignIn) -> None:
    """In Arabic as in English exactly the words that say it, the text whole, its carriage return too."""
    put(record, ARABIC, ENGLISH)
    page = sign_in("reader").get("/incidents/1?field=killed").text
    assert sorted(lit(page)) == sorted(["ثلاثة أشخاص", "Three people"])
    texts = re.findall(r'<div class="text"[^>]*>(.*?)</div>', page, re.S)
    plain = {re.sub("<[^>]+>", "", one).replace("&#13;", "\r") for one in texts}
    assert {unescape(one) for one in plain} == {ARABIC, ENGLISH}
    assert 'lang="ar" dir="rtl"' in page


def test_no_text_becomes_html(record: Record, sign_in: SignIn) -> None:
    """Titles, names, texts, affiliations, reasons, comments and addresses stay text on every page."""
    put(record, ENGLISH, LATER)
    browser = sign_in("editor", EVIL[:60])
    decide(browser, "correct", field="affiliation", **{"affiliation.value": EVIL}, by="value", reason=EVIL)
    decide(browser, "comment", text=EVIL)
    decide(browser, "correct", field="killed", by="words", words=EVIL)
    for path in ("/incidents/1", "/incidents/1?field=affiliation", f"/incidents/1?field={EVIL}&did={EVIL}"):
        page = browser.get(path).text
        assert "<script>alert" not in page
        assert "<img" not in page
        assert 'href="javascript:' not in page
        assert " onerror=alert(1)>" not in page


@pytest.mark.parametrize(
    ("field", "parts", "value"),
    [
        ("killed", {"value": "٧", "bound": "at_least"}, {"value": 7, "bound": "at_least"}),
        ("killed", {"value": ""}, None),
        ("outcome", {"value": "failed"}, "failed"),
        ("suicide", {"value": "true"}, True),
        ("attack_type", {"value": ["bombing", "armed_assault"]}, ["bombing", "armed_assault"]),
        ("country", {"value": "DZ"}, "DZ"),
        ("date", {"value": "2024-05"}, "2024-05"),
        ("affiliation", {"value": "Daech"}, "Islamic State"),
    ],
)
def test_a_field_is_corrected_by_value(
    record: Record, sign_in: SignIn, field: str, parts: dict[str, object], value: object
) -> None:
    """What the form says stands, is told of on the page, and can be undone."""
    put(record, ENGLISH)
    browser = sign_in("coder")
    before = record.show(1)["fields"][field]["value"]
    answer = decide(
        browser, "correct", field=field, by="value", reason="looked it up",
        **{f"{field}.{name}": part for name, part in parts.items()},
    )  # fmt: skip
    assert answer.status_code == 303, answer.text
    told = record.show(1)
    assert told["fields"][field]["value"] == value
    assert told["fields"][field]["correction"]["who"] == "coder"
    page = browser.get(answer.headers["location"]).text
    assert "looked it up" in page
    assert decide(browser, "undo", judgement=told["judgements"][-1]["judgement"]).status_code == 303
    assert record.show(1)["fields"][field]["value"] == before


def test_a_place_is_looked_up(record: Record, sign_in: SignIn) -> None:
    """A name of the gazetteer brings its coordinates, an unknown one stays a bare name."""
    put(record, ENGLISH)
    browser = sign_in("coder")
    decide(browser, "correct", field="place", **{"place.value": "Sfax", "place.country": "TN"})
    assert record.show(1)["fields"]["place"]["value"]["geoname_id"]
    decide(browser, "correct", field="place", **{"place.value": "Nowhere at all", "place.country": "TN"})
    assert record.show(1)["fields"]["place"]["value"]["lat"] is None


def test_a_value_outside_the_codebook_is_refused(record: Record, sign_in: SignIn) -> None:
    """The page comes back with the sentence, and nothing is kept."""
    put(record, ENGLISH)
    browser = sign_in("coder")
    for field, value in (("outcome", "won"), ("killed", "9" * 30), ("date", "yesterday"), ("country", "XX")):
        answer = decide(browser, "correct", field=field, **{f"{field}.value": value})
        assert answer.status_code == 422
        assert 'role="alert"' in answer.text
    assert decide(browser, "correct", field="religion").status_code == 422
    assert not record.show(1)["judgements"]


def test_a_field_is_corrected_by_words(record: Record, sign_in: SignIn) -> None:
    """Words that stand once give the value; those that stand more than once are asked for."""
    put(record, ARABIC, ENGLISH)
    browser = sign_in("coder")
    answer = decide(browser, "correct", field="date", by="words", words="2 ماي 2024")
    assert answer.status_code == 303
    told = record.show(1)["fields"]["date"]
    assert told["value"] == "2024-05-02"
    (words,) = told["correction"]["words"]
    assert ARABIC[words["start"] : words["end"]] == "2 ماي 2024"
    assert "2 ماي 2024" in lit(browser.get("/incidents/1?field=date").text)
    several = decide(browser, "correct", field="killed", by="words", words="on")
    assert several.status_code == 422
    places = re.findall(r'name="place" value="([0-9a-f]{64}:\d+-\d+)"', several.text)
    assert len(places) > 1
    nowhere = decide(browser, "correct", field="killed", by="words", words="not in it")
    assert nowhere.status_code == 422


def test_words_by_their_offsets(record: Record, sign_in: SignIn) -> None:
    """What a browser's selection tells is kept as it is, with a value that was chosen."""
    put(record, ARABIC)
    digest = record.show(1)["reports"][0]["digest"]
    start = ARABIC.index("القنبلة")
    place = f"{digest}:{start}-{start + 7}"
    values = {"outcome.value": "completed", "place": place, "words": "القنبلة"}
    assert decide(sign_in("coder"), "correct", field="outcome", by="value", **values).status_code == 303
    words = record.show(1)["fields"]["outcome"]["correction"]["words"]
    assert words == [{"report": digest, "start": start, "end": start + 7}]


def test_the_later_of_two_is_told_of_the_earlier(record: Record, sign_in: SignIn) -> None:
    """Both corrections are kept; whoever comes second sees who was first, and what they said."""
    put(record, ENGLISH)
    first, second = sign_in("coder", "Amal"), sign_in("coder", "Omar")
    version = seen(second.get("/incidents/1?field=killed").text)
    decide(first, "correct", field="killed", **{"killed.value": "4", "killed.bound": "exact"}, seen=version)
    answer = decide(
        second, "correct", field="killed", **{"killed.value": "6", "killed.bound": "exact"}, seen=version
    )
    page = second.get(answer.headers["location"]).text
    told = page[page.index('class="earlier"') :]
    assert "Amal" in told[: told.index("</ul>")]
    assert record.show(1)["fields"]["killed"]["value"] == 6
    assert [one["who"] for one in record.show(1)["judgements"]] == ["Amal", "Omar"]


def test_accept_reject_comment(record: Record, sign_in: SignIn) -> None:
    """Each is kept under the name of who sent it; a rejection needs a reason."""
    put(record, ENGLISH)
    browser = sign_in("coder")
    assert decide(browser, "accept").status_code == 303
    assert record.show(1)["review"] == "accepted"
    assert decide(browser, "reject").status_code == 422
    assert decide(browser, "reject", reason="an accident").status_code == 303
    assert record.show(1)["review"] == "rejected"
    assert decide(browser, "comment", text="").status_code == 422
    assert decide(browser, "comment", text="look again", about_field="killed").status_code == 303
    assert record.show(1)["judgements"][-1]["field"] == "killed"


def test_link_unlink_apart(record: Record, sign_in: SignIn) -> None:
    """A coder joins a report to an incident, takes it out, and refuses a proposal for good."""
    put(record, ENGLISH, OSLO)
    browser = sign_in("coder")
    far = record.show(2)["reports"][0]["accounts"][0]
    decide(browser, "link", account=far)
    assert len(record.show(1)["reports"]) == 2
    assert decide(browser, "unlink", account=far).status_code == 422
    decide(browser, "unlink", account=far, reason="another town")
    assert record.count() == 2
    number = next(one.incident for one in record.list().states if one.incident != 1)
    assert decide(browser, "apart", account=far).status_code == 303
    assert record.show(1)["judgements"][-1]["kind"] == "different"
    assert record.show(number)["reports"]


def test_merge_and_split_are_an_editors(record: Record, sign_in: SignIn) -> None:
    """Merged, the old address leads on; split, there are two again."""
    put(record, ENGLISH, OSLO)
    browser = sign_in("editor")
    for other in ("", "x", "77", "9" * 30):
        assert decide(browser, "merge", other=other, reason="one plan").status_code in (404, 422)
    assert decide(browser, "merge", other="2", reason="one plan").status_code == 303
    page = browser.get("/incidents/2")
    assert page.status_code == 200
    account = record.show(1)["reports"][0]["accounts"][0]
    assert decide(browser, "split", accounts=[account], reason="two").status_code == 303
    assert record.count() == 2
    assert decide(browser, "split", reason="two").status_code == 422


def test_nobody_undoes_what_another_decided_but_an_editor(record: Record, sign_in: SignIn) -> None:
    """A coder takes back their own decisions alone."""
    put(record, ENGLISH)
    decide(sign_in("coder", "Amal"), "accept")
    digest = record.show(1)["judgements"][0]["judgement"]
    other = sign_in("coder", "Omar")
    assert decide(other, "undo", judgement=digest).status_code == 403
    assert decide(other, "undo", judgement="0" * 64).status_code == 404
    assert decide(sign_in("editor"), "undo", judgement=digest).status_code == 303


def test_an_incident_that_is_not_there(sign_in: SignIn) -> None:
    """Its page and its forms are missing, whatever the number."""
    browser = sign_in("editor")
    for number in (1, 0, -1, 10**30):
        assert browser.get(f"/incidents/{number}").status_code == 404
        assert decide(browser, "accept", number).status_code == 404


def test_where_a_decision_leads(record: Record, sign_in: SignIn) -> None:
    """From the queue on to what is next, elsewhere back to the incident."""
    put(record, ENGLISH)
    browser = sign_in("coder")
    on = urlsplit(decide(browser, "accept", **{"from": "queue"}).headers["location"])
    assert on.path == "/queue"
    assert parse_qs(on.query)["of"] == ["1"]
    back = urlsplit(decide(browser, "accept", field="killed").headers["location"])
    assert back.path == "/incidents/1"
    assert parse_qs(back.query)["field"] == ["killed"]
