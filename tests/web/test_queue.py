"""The review queue, and double coding from asking to settling."""

from __future__ import annotations

import re

from marsad.codebook.fields import NAMES
from marsad.pipeline.record import Record
from tests.web.conftest import SignIn, form
from tests.web.reports import ENGLISH, EVIL, LATER, OSLO, put


def waiting(page: str) -> list[str]:
    """Return the numbers of the incidents on a page of the queue, in order."""
    return re.findall(r'action="/queue/(\d+)/take"', page)


def test_what_waits_and_what_is_settled(record: Record, sign_in: SignIn) -> None:
    """Who accepts from the queue comes back to it without that entry, and may undo it there."""
    browser = sign_in("coder")
    assert 'class="empty"' in browser.get("/queue").text
    put(record, ENGLISH, OSLO)
    first, second = waiting(browser.get("/queue").text)
    answer = form(browser, f"/incidents/{first}/accept", **{"from": "queue"})
    page = browser.get(answer.headers["location"]).text
    assert waiting(page) == [second]
    assert f'action="/incidents/{first}/undo"' in page
    assert waiting(browser.get("/queue?why=corrected").text) == []
    assert browser.get("/queue?why=nonsense").status_code == 422
    assert browser.get("/queue?cursor=nonsense").status_code == 422


def test_taking_one_hides_it_from_others(record: Record, sign_in: SignIn) -> None:
    """Who takes an entry is led to its least certain field; others do not see it until it is given back."""
    put(record, ENGLISH, LATER)
    amal, omar = sign_in("coder", "Amal"), sign_in("coder", "Omar")
    answer = form(amal, "/queue/1/take")
    assert answer.headers["location"] == "/incidents/1?field=killed&from=queue&edit=1"
    assert 'id="correct"' in amal.get(answer.headers["location"]).text
    assert waiting(omar.get("/queue").text) == []
    assert form(omar, "/queue/1/take").status_code == 422
    assert waiting(amal.get("/queue").text) == ["1"]
    assert form(amal, "/queue/1/give-back").status_code == 303
    assert waiting(omar.get("/queue").text) == ["1"]
    assert form(omar, "/queue/99/take").status_code == 404


def test_no_text_of_the_queue_becomes_html(record: Record, sign_in: SignIn) -> None:
    """Captions and names stay text."""
    put(record, ENGLISH)
    browser = sign_in("coder", EVIL[:60])
    form(browser, "/queue/1/take")
    page = browser.get("/queue").text
    assert "<script>alert" not in page
    assert "<img" not in page


def test_double_coding(record: Record, sign_in: SignIn) -> None:
    """The second coder sees nothing of the first's values, hands in a sheet, and an editor settles."""
    put(record, ENGLISH)
    amal, omar, editor = sign_in("coder", "Amal"), sign_in("coder", "Omar"), sign_in("editor")
    form(amal, "/incidents/1/correct", field="agency", **{"agency.value": "Amal's own agency"})
    assert form(amal, "/incidents/1/second", second="nobody").status_code == 422
    assert form(amal, "/incidents/1/second", second="Omar", reason="please").status_code == 303
    assert waiting(omar.get("/queue?why=second").text) == ["1"]
    assert form(omar, "/queue/1/take").headers["location"] == "/incidents/1/sheet"
    for path in ("/incidents/1", "/incidents/1?field=agency", "/incidents/1/sheet", "/queue"):
        assert "own agency" not in omar.get(path).text
    assert form(omar, "/incidents/1/accept").status_code == 422
    assert amal.get("/incidents/1/sheet").status_code == 422
    page = omar.get("/incidents/1/sheet").text
    values = dict(re.findall(r'name="(\w+\.\w+)" value="([^"]*)"(?: checked)', page))
    values |= {"killed.value": "3", "killed.bound": "exact", "wounded.value": "2", "country.value": "TN",
               "place.value": "Tunis", "place.country": "TN", "date.value": "2024-05-02",
               "affiliation.value": "Other"}  # fmt: skip
    assert set(NAMES) >= {name.split(".")[0] for name in values}
    answer = form(omar, "/incidents/1/sheet", incident="yes", **values)
    assert answer.status_code == 303, answer.text
    (told,) = record.show(1)["rounds"]
    assert {"agency", "affiliation", "wounded"} == set(told["disputed"])
    assert "Amal" in editor.get("/incidents/1/settle").text
    settled = form(
        editor, "/incidents/1/settle", **{"agency.value": "", "wounded.value": "2", "affiliation.value": "x"}
    )
    assert settled.status_code == 303, settled.text
    assert record.show(1)["fields"]["wounded"]["value"] == 2
    assert record.show(1)["rounds"][0]["state"] == "settled"
    assert editor.get("/incidents/1/settle").status_code == 422


def test_a_sheet_may_say_that_there_is_no_incident(record: Record, sign_in: SignIn) -> None:
    """Then the editor settles whether there is one."""
    put(record, ENGLISH)
    amal, omar, editor = sign_in("coder", "Amal"), sign_in("coder", "Omar"), sign_in("editor")
    form(amal, "/incidents/1/second", second="Omar")
    assert form(omar, "/incidents/1/sheet", incident="no").status_code == 303
    assert 'name="incident"' in editor.get("/incidents/1/settle").text
    assert form(editor, "/incidents/1/settle", incident="no", reason="none").status_code == 303
    assert record.show(1)["review"] == "rejected"
