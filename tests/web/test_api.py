"""The API: what it answers, how it is asked for pages and for what is new, how it refuses, who may what."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from marsad.pipeline.record import Record
from tests.pipeline.test_record import TEXTS, put
from tests.web.conftest import SignIn, form, mark
from tests.web.test_accounts import key_in

Program = Callable[[str], TestClient]


@pytest.fixture
def program(app: FastAPI, sign_in: SignIn) -> Program:
    """Return what gives the program of a person of a role, with a key for all that the role allows."""

    def made(role: str) -> TestClient:
        scopes = {"reader": ["read"], "coder": ["read", "judge"]}.get(role, ["read", "judge", "edit"])
        shown = form(sign_in(role), "/account/tokens", name="program", scopes=scopes, days=9)
        headers = {"authorization": f"Bearer {key_in(shown.text)}"}
        return TestClient(app, headers=headers, follow_redirects=False)

    return made


def get(client: TestClient, path: str, **asked: Any) -> Any:
    """Return what a GET answers."""
    answer = client.get(f"/api/v1{path}", params=asked)
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_incidents_are_listed_filtered_and_paged(record: Record, program: Program) -> None:
    """All pages together hold each once; filters narrow; the cursor is good for its order."""
    put(record, *TEXTS)
    reader = program("reader")
    whole = get(reader, "/incidents")
    assert [one["incident"] for one in whole["items"]] == [1, 2]
    first = get(reader, "/incidents", limit=1)
    rest = get(reader, "/incidents", limit=1, cursor=first["next"])
    assert first["items"] + rest["items"] == whole["items"]
    assert rest["next"] is None
    for asked, found in (
        ({"country": "NO"}, [2]), ({"country": ["NO", "TN"]}, [1, 2]), ({"q": "Oslo"}, [2]),
        ({"near": "59.9,10.7,30"}, [2]), ({"until": "2012-01-01"}, [2]), ({"outcome": "foiled"}, []),
    ):  # fmt: skip
        assert [one["incident"] for one in get(reader, "/incidents", **asked)["items"]] == found
    assert whole["items"][0]["values"]["killed"] == 5


def test_an_incident_a_report_its_claims_and_the_codebook(record: Record, program: Program) -> None:
    """What is shown is what the record shows; a report by the beginning of its digest."""
    (made, *_) = put(record, *TEXTS)
    reader = program("reader")
    shown = get(reader, "/incidents/1", lang="fr")
    assert shown == record.show(1, lang="fr", viewer="reader") | {"links": shown["links"]}
    assert get(reader, "/incidents/1/judgements") == {"items": []}
    report = get(reader, f"/reports/{made.digest[:8]}")
    assert report["text"] == TEXTS[0]
    assert report["accounts"] == {f"{made.digest[:16]}-1": 1}
    (coding,) = get(reader, f"/reports/{made.digest}/claims")["items"]
    assert coding["claims"][1]["words"] == [{"start": 0, "end": 6, "text": TEXTS[0][:6]}]
    listed = get(reader, "/reports", limit=3)
    assert [one["title"] for one in listed["items"]] == [text.title() for text in TEXTS[:3]]
    assert len(get(reader, "/reports", cursor=listed["next"])["items"]) == 2
    assert {"outcome", "killed", "place"} <= {one["key"] for one in get(reader, "/codebook")["items"]}


def test_what_is_known_is_not_sent_again(record: Record, program: Program) -> None:
    """The tag changes with the answer, and only with it."""
    put(record, TEXTS[0])
    reader = program("reader")
    answer = reader.get("/api/v1/incidents/1")
    tag = answer.headers["etag"]
    for told in (tag, f'W/{tag}, "other"', f'"other", {tag}', "*"):
        again = reader.get("/api/v1/incidents/1", headers={"if-none-match": told})
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["etag"] == tag
    record.correct(1, "killed", 4, who="Amal", reason="list")
    changed = reader.get("/api/v1/incidents/1", headers={"if-none-match": tag})
    assert changed.status_code == 200
    assert changed.headers["etag"] != tag
    assert "private" in changed.headers["cache-control"]


def test_decisions_are_the_record_s_and_bear_the_person_s_name(record: Record, program: Program) -> None:
    """Accept, correct, reject, split, merge, link, unlink, undo; each is told with what it changed."""
    put(record, *TEXTS)
    coder, editor = program("coder"), program("editor")
    version = record.show(1)["version"]
    said = {"field": "killed", "value": 7, "reason": "the list", "seen": version}
    first = coder.post("/api/v1/incidents/1/correct", json=said)
    assert first.status_code == 200, first.text
    assert first.json()["changed"] == [1]
    assert record.show(1)["fields"]["killed"]["correction"]["who"] == "coder"
    later = editor.post("/api/v1/incidents/1/correct", json=said | {"value": 8}).json()
    assert [one["who"] for one in later["meanwhile"]["judgements"]] == ["coder"]
    assert later["meanwhile"]["changes"]["killed"] == [5, 7]
    keys = [key for one in record.show(1)["reports"] for key in one["accounts"]]
    steps = [
        (coder, "/incidents/1/accept", {}),
        (coder, "/incidents/2/reject", {"reason": "a drill"}),
        (editor, "/incidents/1/split", {"accounts": keys[:1], "reason": "two bombs"}),
        (coder, "/incidents/2/link", {"account": keys[0], "reason": "same cell"}),
        (coder, f"/accounts/{keys[0]}/unlink", {"reason": "no"}),
        (editor, "/merge", {"incidents": [1, 2], "reason": "one plan"}),
    ]
    for who, path, body in steps:
        done = who.post(f"/api/v1{path}", json=body)
        assert done.status_code == 200, (path, done.text)
        assert set(done.json()) == {"changed", "retired", "judgement", "meanwhile"}
    with record.store.reading() as r:
        told = [(one.who, one.action) for one in r.deeds()]
    assert {("coder", "correct"), ("coder", "reject"), ("editor", "split")} <= set(told)
    undone = editor.post(f"/api/v1/judgements/{done.json()['judgement']}/undo", json={"reason": "no"})
    assert undone.status_code == 200
    assert list(record.doctor()) == []


def test_a_coder_takes_back_their_own_judgements_only(record: Record, program: Program) -> None:
    """An editor takes back anybody's; a split is no coder's business even where it was theirs once."""
    put(record, TEXTS[0], TEXTS[1])
    coder = program("coder")
    record.correct(1, "killed", 4, who="Amal", reason="list")
    record.correct(1, "wounded", 4, who="coder", reason="list")
    theirs, own = (one["judgement"] for one in record.show(1)["judgements"])
    keys = [one["accounts"][0] for one in record.show(1)["reports"]]
    record.split(1, keys[:1], who="coder", reason="two")
    split = next(one["judgement"] for one in record.show(1)["judgements"] if one["kind"] == "split")
    because = {"reason": "no"}
    assert coder.post(f"/api/v1/judgements/{theirs}/undo", json=because).status_code == 403
    assert coder.post(f"/api/v1/judgements/{theirs[:8]}/undo", json=because).status_code == 403
    assert coder.post(f"/api/v1/judgements/{split}/undo", json=because).status_code == 403
    assert coder.post(f"/api/v1/judgements/{own}/undo", json=because).status_code == 200
    assert program("editor").post(f"/api/v1/judgements/{theirs}/undo", json=because).status_code == 200


def test_a_report_is_added_known_again_and_deleted(record: Record, program: Program) -> None:
    """Deleted it has no text, but who deleted it, when and why; it is not added again."""
    coder, editor = program("coder"), program("editor")
    told = {
        "title": "Blast in Kano",
        "published": "2024-05-03",
        "lang": "en",
        "text": "Kano, 2 May 2024 - A bomb killed four police officers at a checkpoint in Kano, Nigeria.",
    }
    added = coder.post("/api/v1/reports", json=told).json()
    assert added["outcome"] == "new"
    assert coder.post("/api/v1/reports", json=told).json()["outcome"] == "known"
    digest = added["digest"]
    because = {"reason": "asked for"}
    assert editor.post(f"/api/v1/reports/{digest[:12]}/delete", json=because).status_code == 200
    gone = get(coder, f"/reports/{digest}")
    assert "text" not in gone
    assert (gone["by"], gone["reason"]) == ("editor", "asked for")
    assert get(coder, f"/reports/{digest}/claims") == {"items": []}
    assert coder.post("/api/v1/reports", json=told).json()["outcome"] == "deleted"
    with record.store.reading() as r:
        assert {"added a report", "delete report"} <= {one.action for one in r.deeds()}


@pytest.mark.parametrize(
    ("path", "status", "why"),
    [
        ("/incidents/999", 404, "missing"), ("/incidents/0", 422, "wrong"),
        (f"/incidents/{2**70}", 422, "wrong"), ("/reports/00000000", 404, "missing"),
        ("/reports/zz", 422, "wrong"), ("/nothing", 404, "missing"), ("/incidents?limit=0", 422, "wrong"),
        ("/incidents?country=XX", 422, "wrong"), ("/incidents?colour=red", 422, "wrong"),
        ("/incidents?cursor=latest:x", 422, "wrong"), ("/incidents?near=91,0,5", 422, "wrong"),
        ("/incidents?near=1,2", 422, "wrong"), ("/incidents?since=2024-02-31", 422, "wrong"),
        ("/incidents?cursor=latest:" + "9" * 40, 422, "wrong"), ("/incidents?q=%22", 422, "wrong"),
        ("/incidents?cursor=doubtful:nan,1", 422, "wrong"), ("/incidents?cursor=latest:1e999", 422, "wrong"),
        ("/incidents?cursor=latest:--1", 422, "wrong"),
    ],
)  # fmt: skip
def test_what_cannot_be_asked_is_a_problem_document(
    path: str, status: int, why: str, program: Program, record: Record
) -> None:
    """With its type, title and status, as RFC 9457 has it; a sentence says what was expected."""
    put(record, TEXTS[0])
    answer = program("reader").get(f"/api/v1{path}")
    assert answer.status_code == status, answer.text
    told = answer.json()
    assert answer.headers["content-type"] == "application/problem+json"
    assert (told["type"], told["status"]) == (f"urn:marsad:problem:{why}", status)
    assert told["instance"] == f"/api/v1{path}".split("?", maxsplit=1)[0]
    assert why != "wrong" or told["detail"]


@pytest.mark.parametrize(
    "body",
    [
        b"{", b"[]", b"null", b"\xff\xfe", b'{"reason": "x", "field": "killed", "value": NaN}',
        b'{"reason": "x", "field": "killed", "value": 1e400}',
        b'{"reason": "x", "field": "killed", "value": ' + b"9" * 400 + b"}",
        b'{"reason": "x", "field": "killed", "value": -1}',
        b'{"reason": "x", "field": "affiliation", "value": "a\\u0000b"}',
        b'{"reason": "a\\u0000b", "field": "killed", "value": 1}',
        b'{"reason": "x", "field": "affiliation", "value": "\\ud800"}',
        b'{"reason": "x", "field": "killed", "value": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
        b'{"reason": "x", "field": "killed", "value": ' + b"[" * 300 + b"]" * 300 + b"}",
        b'{"reason": "x", "field": "colour", "value": 1}', b'{"reason": "", "field": "killed", "value": 1}',
        b'{"reason": "x", "field": "killed", "value": 1, "who": "Amal"}',
        b'{"reason": "x", "field": "killed", "value": 1, "seen": "yesterday"}',
        b'{"reason": "x", "field": "killed", "value": 1, "words": [{"start": -1, "end": 1e9}]}',
    ],
)  # fmt: skip
def test_bodies_that_cannot_be_change_nothing(body: bytes, program: Program, record: Record) -> None:
    """Broken, too deep, too large, of no field, with a name that is not theirs: 422, and nothing else."""
    put(record, TEXTS[0])
    before = record.show(1)
    coder = program("coder")
    for path in ("/incidents/1/correct", "/reports", "/incidents/1/accept", "/incidents/1/reject"):
        answer = coder.post(f"/api/v1{path}", content=body, headers={"content-type": "application/json"})
        assert answer.status_code == 422, (path, answer.text)
        assert answer.headers["content-type"] == "application/problem+json"
    assert record.show(1) == before


def test_without_a_key_the_way_to_one_is_told(client: TestClient) -> None:
    """A challenge, no page to sign in."""
    answer = client.get("/api/v1/incidents")
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"].startswith("Bearer")
    assert answer.json()["status"] == 401


def test_a_session_may_ask_too_and_needs_the_mark_to_change(record: Record, sign_in: SignIn) -> None:
    """The console's scripts use the same API with the same rights."""
    put(record, TEXTS[0])
    browser = sign_in("coder")
    assert get(browser, "/incidents/1")["incident"] == 1
    assert browser.post("/api/v1/incidents/1/accept", json={}).status_code == 403
    headers = {"x-csrf-token": mark(browser)}
    assert browser.post("/api/v1/incidents/1/accept", json={}, headers=headers).status_code == 200


def test_the_description_asks_nothing_of_others(client: TestClient) -> None:
    """The page names every way of the API, loads files of this server alone, and has no script in it."""
    told = client.get("/api/v1/openapi.json").json()
    shown = client.get("/api/v1/docs").text
    assert len(told["paths"]) >= 15
    for path in told["paths"]:
        assert path.startswith("/api/v1/")
        assert path in shown
    assert not re.findall(r"""(?:src|href)=["'](?:https?:)?//""", shown)
    assert "<script>" not in shown
    assert " style=" not in shown


def test_who_codes_apart_sees_nothing_of_the_other_here_either(record: Record, program: Program) -> None:
    """Neither list, nor incident, nor judgements, nor claims tell a second coder what the first said."""
    (made,) = put(record, TEXTS[0])
    coder = program("coder")
    record.correct(1, "killed", 77, who="Amal", reason="secret list")
    record.send_to_second(1, "coder", who="Amal", reason="sure?")
    shown = [
        coder.get(f"/api/v1{path}").text for path in ("/incidents", "/incidents/1", "/incidents/1/judgements")
    ]
    for text in shown:
        assert "secret list" not in text
        assert "77" not in text.replace(made.digest, "")
    assert coder.get(f"/api/v1/reports/{made.digest}/claims").status_code == 403
