"""The example of a reader that asks a language model: what it takes of an answer, and how it falls back."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import tomllib
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from marsad.codebook import Claim, Count, Language, Period, Report
from marsad.codebook.fields import NAMES, fields
from marsad.codebook.fold import incidents, relevance
from marsad.errors import ReaderError
from marsad.pipeline.code import Coded, code
from marsad.pipeline.many import code_many
from marsad.reading import reader
from marsad.reading.readers import readers
from marsad.sources.entry import Entry
from marsad.text.folding import fold_key
from tools.house import ROOT

Offer = Callable[..., Path]
Json = dict[str, Any]
HERE = ROOT / "examples/llm-reader"
TEXT = (
    "French police said on Tuesday that they had foiled a bomb attack on a church in Lille. "
    "Two men loyal to the Islamic State were held on 3 March 2020; "
    "a suspect named Karim Benali is at large."
)
REPORT = Report("fr-1", TEXT, title="Plot foiled", lang="en", published="2020-03-10")


def incident(**changes: Any) -> Json:
    """Return an incident as a model would tell it, with `changes`; `evidence` is changed by field."""
    told: Json = {
        "outcome": "foiled", "stage": "planning", "attack_type": ["bombing"], "suicide": False,
        "weapons": ["explosives"], "household_precursors": False, "actor": "cell", "affiliation": "ISIS",
        "suspects": 3, "arrested": 2, "killed": 0, "wounded": 0, "target_type": ["religious"],
        "country": "FR", "place": "Lille", "date": "2020-03-03", "agency": "French police",
        "disruption": "arrest",
    }  # fmt: skip
    evidence: dict[str, list[str]] = {
        "outcome": ["foiled"], "stage": ["bomb attack"], "attack_type": ["bomb attack"], "weapons": ["bomb"],
        "actor": ["Two men"], "affiliation": ["the  islamic state"], "suspects": ["Two men", "a suspect"],
        "arrested": ["Two men"], "target_type": ["a church"], "country": ["Lille"], "place": ["Lille"],
        "date": ["3 March 2020"], "agency": ["French police"], "disruption": ["were held"],
    }  # fmt: skip
    evidence |= changes.pop("evidence", {})
    return {**told, **changes, "evidence": {name: evidence.get(name, []) for name in NAMES}}


def answer(*told: Json, relevant: bool = True, score: float = 0.9) -> Json:
    """Return the model's whole answer."""
    return {"relevant": relevant, "score": score, "incidents": list(told)}


class Model:
    """A server that plays the model: `status` and `body` after `wait` seconds; it keeps the questions."""

    def __init__(self) -> None:
        self.status = 200
        self.body: bytes = b""
        self.wait = 0.0
        self.asked: list[tuple[str, Json]] = []
        self.done = threading.Event()
        model = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                length = int(self.headers["Content-Length"])
                model.asked.append((self.path, json.loads(self.rfile.read(length))))
                model.done.wait(model.wait)
                self.send_response(model.status)
                self.send_header("Content-Length", str(len(model.body)))
                self.end_headers()
                self.wfile.write(model.body)

            def log_message(self, *_: object) -> None:
                """Say nothing on standard error."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True)
        self.thread.start()
        self.url = f"http://127.0.0.1:{self.server.server_port}/v1"

    def says(self, what: object) -> None:
        """Let the model's message be `what`: text as it is, anything else as JSON."""
        content = what if isinstance(what, str) else json.dumps(what)
        self.body = json.dumps({"choices": [{"message": {"role": "assistant", "content": content}}]}).encode()

    def stop(self) -> None:
        """Let waiting answers go and close the port."""
        self.done.set()
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()


@pytest.fixture
def model(monkeypatch: pytest.MonkeyPatch) -> Iterator[Model]:
    """Start a server that plays the model, and set the environment to it."""
    playing = Model()
    playing.says(answer(incident()))
    monkeypatch.setenv("MARSAD_LLM_URL", playing.url)
    monkeypatch.setenv("MARSAD_LLM_MODEL", "played")
    monkeypatch.setenv("MARSAD_LLM_TIMEOUT", "30")
    monkeypatch.delenv("MARSAD_LLM_FALLBACK", raising=False)
    yield playing
    playing.stop()


@pytest.fixture
def llm(offer: Offer) -> Callable[[Report], list[Claim]]:
    """Return the example's reader, by the entry point that its own pyproject names."""
    install(offer)
    return reader("llm")


def install(offer: Offer) -> Path:
    """Put the example on the path as an installer would; return the folder with its metadata."""
    project = tomllib.loads((HERE / "pyproject.toml").read_text("utf-8"))["project"]
    return offer(project["name"], project["entry-points"]["marsad.readers"], folder=HERE)


@pytest.mark.usefixtures("model")
def test_a_good_answer_becomes_claims(llm: Callable[[Report], list[Claim]]) -> None:
    """Every value arrives with the words that say it, names as the registries and the gazetteer have them."""
    claims = llm(REPORT)
    assert {claim.method.split("/")[0] for claim in claims} == {"llm"}
    assert relevance(claims) == (True, 0.9)
    (one,) = incidents(claims)
    assert (one.outcome, one.stage, one.attack_type, one.weapons, one.actor, one.disruption) == (
        "foiled", "planning", ("bombing",), ("explosives",), "cell", "arrest",
    )  # fmt: skip
    assert (one.suspects, one.arrested, one.killed) == (Count(3), Count(2), Count(0))
    assert (one.affiliation, one.agency, one.country) == ("Islamic State", "French police", "FR")
    assert one.date == Period("2020-03-03")
    assert one.place is not None
    assert (one.place.name, one.place.country, one.place.geoname_id is not None) == ("Lille", "FR", True)
    words = {name: [span.of(TEXT) for span in spans] for name, spans in one.evidence.items()}
    assert words["outcome"] == ["foiled"]
    assert words["affiliation"] == ["the Islamic State"]
    assert words["suspects"] == ["Two men", "a suspect"]


def test_the_question_holds_report_rules_and_schema(
    model: Model, llm: Callable[[Report], list[Claim]]
) -> None:
    """The server is asked once, at temperature 0, with the codebook's rules and a schema in one piece."""
    llm(REPORT)
    ((path, asked),) = model.asked
    assert path == "/v1/chat/completions"
    assert (asked["model"], asked["temperature"]) == ("played", 0)
    assert asked["response_format"]["type"] == "json_schema"
    schema = asked["response_format"]["json_schema"]["schema"]
    Draft202012Validator.check_schema(schema)
    told = schema["properties"]["incidents"]["items"]
    assert told["required"] == [*NAMES, "evidence"]
    assert told["properties"]["outcome"]["enum"] == list(fields()["outcome"].values)
    assert "$ref" not in json.dumps(schema)
    rules, report = asked["messages"]
    assert (rules["role"], report["role"]) == ("system", "user")
    assert all(f"{name}: " in rules["content"] for name in NAMES)
    assert json.loads(report["content"])["text"] == TEXT


def test_an_irrelevant_report(model: Model, llm: Callable[[Report], list[Claim]]) -> None:
    """Relevant false with no incident is an answer as good as any; the score is that of its own value."""
    model.says(answer(relevant=False, score=0.2))
    assert llm(REPORT) == [Claim(0, "relevant", False, (), 0.8, "llm/relevant")]


def test_an_invented_quote_costs_the_value(model: Model, llm: Callable[[Report], list[Claim]]) -> None:
    """Words that are not in the text are no evidence: a value that needs words is dropped with them."""
    model.says(answer(incident(evidence={"weapons": ["a machine gun", "bomb"], "arrested": ["two women"]})))
    (one,) = incidents(llm(REPORT))
    assert [span.of(TEXT) for span in one.evidence["weapons"]] == ["bomb"]
    assert one.arrested is None
    assert one.outcome == "foiled"


def test_an_invented_incident_is_none(
    model: Model, llm: Callable[[Report], list[Claim]], caplog: pytest.LogCaptureFixture
) -> None:
    """An incident none of whose quotes stands in the text is dropped; where none is left, it falls back."""
    ghost = incident(evidence={name: ["a ship sank"] for name in NAMES})
    model.says(answer(ghost, incident()))
    claims = llm(REPORT)
    assert {claim.incident for claim in claims} == {0, 1}
    assert not caplog.records
    model.says(answer(ghost))
    fell_back(llm(REPORT), caplog, model, "none of the words that it quotes stands in the text")


@pytest.mark.parametrize(
    ("field", "value", "quote"),
    [
        ("affiliation", "Karim Benali", "Karim Benali"),
        ("affiliation", "the Benali network", "suspect named Karim"),
        ("agency", "Karim Benali", "Karim Benali"),
        ("place", "Benali", "Karim Benali"),
        ("affiliation", "Karim Benali", "foiled"),
        ("agency", "Inspector Clouzet", "foiled"),
        ("suspects", 3, "a suspect named Karim Benali"),
    ],
)
def test_no_person_is_named(
    model: Model, llm: Callable[[Report], list[Claim]], field: str, value: object, quote: str
) -> None:
    """A person's name is no value, and no quote with one is evidence, whatever the model says."""
    model.says(answer(incident(**{field: value, "evidence": {field: [quote]}})))
    (one,) = incidents(llm(REPORT))
    assert getattr(one, field) is None
    assert "Benali" not in "".join(span.of(TEXT) for spans in one.evidence.values() for span in spans)


def test_a_group_that_bears_a_persons_name_is_a_group(
    model: Model, llm: Callable[[Report], list[Claim]]
) -> None:
    """A quote that marsad itself takes for an organisation counts, though it looks like a name."""
    text = "Fighters of Abu Sayyaf foiled nothing: the bomb attack killed two men in Jolo."
    model.says(answer(incident(affiliation="Abu Sayyaf", evidence={"affiliation": ["Abu Sayyaf"]})))
    (one,) = incidents(llm(Report("ph-1", text, lang="en")))
    assert one.affiliation == "Abu Sayyaf"


@pytest.mark.parametrize(
    ("lang", "text", "told", "words"),
    [
        (
            "ar",
            "وأَحبطت الشرطة بطنجة مخططا لتنظيم داعش لتفجير كنيسة، وأوقفت رجلين.",
            {"affiliation": "Daesh", "country": "MA", "place": "Tangier"},
            {"outcome": "أحبطت", "affiliation": "داعش", "place": "طنجة", "arrested": "رجلين"},
        ),
        (
            "fr",
            "La police a DÉJOUÉ à Lille un projet d’attentat de l’État islamique : deux hommes sont arrêtés.",
            {"affiliation": "l'État islamique", "country": "FR", "place": "Lille"},
            {
                "outcome": "déjoué",
                "affiliation": "l'état islamique",
                "place": "Lille",
                "arrested": "deux hommes",
            },
        ),
    ],
)
def test_other_languages(
    model: Model,
    llm: Callable[[Report], list[Claim]],
    lang: Language,
    text: str,
    told: Json,
    words: dict[str, str],
) -> None:
    """Arabic and French quotes are found as a model writes them; names come out in English."""
    evidence = {name: [words[name]] if name in words else [] for name in NAMES}
    model.says(answer(incident(**told, evidence=evidence)))
    (one,) = incidents(llm(Report("x", text, lang=lang)))
    assert one.place is not None
    assert (one.affiliation, one.place.name, one.place.country) == (
        "Islamic State",
        told["place"],
        told["country"],
    )
    assert one.arrested == Count(2)
    assert one.stage == "intent", "a value without words keeps the default"
    for name, quote in words.items():
        (span,) = one.evidence[name]
        assert fold_key(span.of(text)) == fold_key(quote)


@pytest.mark.parametrize(
    ("quote", "text", "words"),
    [
        ("déjoué", "Il a DEJOUE un attentat", "DEJOUE"),
        ("arme", "armée, arme", "arme"),
        ("«two men»", "The two\n men were", "two\n men"),
        ("أوقفت الشرطة", "وأوقفت الشرطة رجلين", "أوقفت الشرطة"),
        ("شرطة", "قالت الشُّرطة إن", "شُّرطة"),
        ("أحبطت", "أَحبطت الشرطة", "أَحبطت"),
        ("men", "women", None),
        ("…", "The two men", None),
        ("", "The two men", None),
        ("a.b", "a b", None),
    ],
)
def test_where_a_quote_stands(offer: Offer, quote: str, text: str, words: str | None) -> None:
    """Quotes are found exactly, then folded, whole words only; glued Arabic particles stay outside."""
    install(offer)
    from importlib import import_module

    span = import_module("marsad_llm_reader.quotes").find(quote, text)
    assert (span.of(text) if span else None) == words


def fell_back(claims: list[Claim], caplog: pytest.LogCaptureFixture, model: Model, why: str) -> None:
    """Hold that the lexical reader's claims came, with one warning that names report, server and reason."""
    assert claims == reader("lexical")(REPORT)
    assert {claim.method.split("/")[0] for claim in claims} <= {"lexical", "check"}
    (record,) = caplog.records
    assert (record.name, record.levelname) == ("marsad_llm_reader", "WARNING")
    said = record.getMessage()
    assert f"the model server at {model.url} gave no sound answer on the report 'fr-1': " in said
    assert why in said
    assert "the lexical reader read it in its place" in said
    assert "\n" not in said
    assert len(said) < 500


BAD = incident()
del BAD["outcome"]


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("I am sorry, I cannot code this.", "the model's message is no JSON: 'I am sorry"),
        ("[" * 100_000, "the model's message is no JSON"),
        ('{"relevant": true, "score": NaN, "incidents": []}', "the model's message is no JSON"),
        ([1, 2], "outside the schema at $: [1, 2] is not of type 'object'"),
        ({"answer": 42}, "outside the schema at $"),
        (answer(BAD), "outside the schema at $.incidents[0]: 'outcome' is a required property"),
        (
            answer(incident(outcome="averted")),
            "outside the schema at $.incidents[0].outcome: 'averted' is not",
        ),
        (answer(incident(name="Karim")), "outside the schema at $.incidents[0]"),
        (answer(incident(suspects=-1)), "outside the schema at $.incidents[0].suspects"),
        (
            answer(incident(evidence={"outcome": "foiled"})),
            "outside the schema at $.incidents[0].evidence.outcome",
        ),
        (answer(score=7), "outside the schema at $.score"),
        (answer(incident(date="2020-02-30")), "a value outside the codebook: date: got '2020-02-30'"),
        (answer(), "says relevant: true and tells 0 incidents"),
        (answer(incident(), relevant=False), "says relevant: false and tells 1 incidents"),
    ],
)
def test_nonsense_falls_back(
    model: Model,
    llm: Callable[[Report], list[Claim]],
    caplog: pytest.LogCaptureFixture,
    said: object,
    why: str,
) -> None:
    """What is no JSON, outside the schema, outside the codebook, against itself: the lexical reader reads."""
    model.says(said)
    fell_back(llm(REPORT), caplog, model, why)


@pytest.mark.parametrize(
    ("status", "body", "why"),
    [
        (500, b"out of memory\nsorry", "HTTP status 500, expected 200: 'out of memory"),
        (404, b"", "HTTP status 404"),
        (302, b"", "HTTP status 302"),
        (200, b"<html>", "the answer is no JSON: '<html>'"),
        (200, b"\xff\xfe\x00", "the answer is no JSON"),
        (200, b"", "the answer is no JSON"),
        (200, b'{"choices": []}', "no choices[0].message.content"),
        (200, b'{"choices": [{"message": {"content": null}}]}', "the model's message is a NoneType"),
        (200, b'"' + b"x" * 5_000_000 + b'"', "an answer of more than 4,194,304 bytes"),
    ],
)
def test_a_server_that_fails_falls_back(
    model: Model,
    llm: Callable[[Report], list[Claim]],
    caplog: pytest.LogCaptureFixture,
    status: int,
    body: bytes,
    why: str,
) -> None:
    """An error status, a redirect, garbage, an answer too long: the lexical reader reads, and why is said."""
    model.status, model.body = status, body
    fell_back(llm(REPORT), caplog, model, why)


def test_a_server_that_is_down_falls_back(
    model: Model, llm: Callable[[Report], list[Claim]], caplog: pytest.LogCaptureFixture
) -> None:
    """Nobody listens at the address: the lexical reader reads, and the address and the cause are said."""
    model.stop()
    fell_back(llm(REPORT), caplog, model, "it cannot be reached (ConnectError")


def test_a_slow_server_falls_back(
    model: Model,
    llm: Callable[[Report], list[Claim]],
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """An answer that does not come within the limit is not waited for."""
    monkeypatch.setenv("MARSAD_LLM_TIMEOUT", "0.2")
    model.wait = 60.0
    fell_back(llm(REPORT), caplog, model, "no answer within 0.2 seconds")
    assert not model.done.is_set(), "the server was waited for"


def test_without_a_fall_back_the_report_fails(
    model: Model, llm: Callable[[Report], list[Claim]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """MARSAD_LLM_FALLBACK=none makes nonsense an error of that report, with server and reason."""
    monkeypatch.setenv("MARSAD_LLM_FALLBACK", "none")
    model.says("no")
    with pytest.raises(
        ReaderError, match=r"server at http://127.* report 'fr-1': .* no JSON.*; start or mend"
    ):
        llm(REPORT)


@pytest.mark.parametrize(
    ("variable", "value", "said"),
    [
        ("MARSAD_LLM_URL", "", r"MARSAD_LLM_URL is '', expected the base address"),
        ("MARSAD_LLM_URL", "ftp://127.0.0.1/", r"MARSAD_LLM_URL is 'ftp"),
        ("MARSAD_LLM_URL", "http://", r"MARSAD_LLM_URL is 'http://'"),
        ("MARSAD_LLM_URL", "http://127.0.0.1:port", r"MARSAD_LLM_URL is 'http://127.0.0.1:port'"),
        ("MARSAD_LLM_MODEL", " ", r"MARSAD_LLM_MODEL is '', expected the name"),
        ("MARSAD_LLM_TIMEOUT", "soon", r"MARSAD_LLM_TIMEOUT is 'soon', expected a number"),
        ("MARSAD_LLM_TIMEOUT", "-1", r"MARSAD_LLM_TIMEOUT is '-1'"),
        ("MARSAD_LLM_TIMEOUT", "nan", r"MARSAD_LLM_TIMEOUT is 'nan'"),
        ("MARSAD_LLM_FALLBACK", "maybe", r"MARSAD_LLM_FALLBACK is 'maybe', expected lexical or none"),
    ],
)
def test_a_wrong_setting_is_named(
    model: Model,
    llm: Callable[[Report], list[Claim]],
    monkeypatch: pytest.MonkeyPatch,
    variable: str,
    value: str,
    said: str,
) -> None:
    """A setting that is missing or wrong is a mistake to mend, no reason to fall back; nothing is sent."""
    monkeypatch.setenv(variable, value)
    with pytest.raises(ReaderError, match=said):
        llm(REPORT)
    assert not model.asked


def test_a_password_in_the_address_is_not_shown(
    model: Model,
    llm: Callable[[Report], list[Claim]],
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A warning shows the address without user and password."""
    monkeypatch.setenv("MARSAD_LLM_URL", model.url.replace("http://", "http://me:secret@"))
    model.status = 500
    fell_back(llm(REPORT), caplog, model, "HTTP status 500")
    assert "secret" not in caplog.text


@pytest.mark.usefixtures("model")
def test_proxies_of_the_environment_are_not_used(
    llm: Callable[[Report], list[Claim]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The report goes to the address that was named, whatever proxy the environment names."""
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    assert llm(REPORT)[0].method == "llm/relevant"


def test_it_stands_in_the_list_and_codes_in_the_pipeline(model: Model, offer: Offer) -> None:
    """`readers()` tells of it; one report and many processes are coded with it like with any other."""
    install(offer)
    told = readers()[-1]
    assert (told.name, told.origin, told.fault) == ("llm", "marsad-llm-reader 1.0", "")
    assert "language model" in told.about
    assert code(REPORT, reader("llm")).incidents[0].affiliation == "Islamic State"
    found = list(code_many([Entry(REPORT, "r.txt")] * 2, reader("llm"), workers=2))
    assert [isinstance(one, Coded) and one.incidents[0].outcome for one in found] == ["foiled"] * 2
    assert len(model.asked) == 3


def test_the_command_tells_of_the_fall_back(model: Model, offer: Offer, tmp_path: Path) -> None:
    """`marsad code --reader llm` codes all the same, and says on standard error who read and why."""
    site = install(offer)
    model.stop()
    file = tmp_path / "r.txt"
    file.write_text(TEXT, "utf-8")
    env = {**os.environ, "PYTHONPATH": os.pathsep.join((str(site), str(HERE)))}
    command = [sys.executable, "-m", "marsad", "code", str(file), "--reader", "llm", "--json"]
    run = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    assert json.loads(run.stdout)["relevant"] is True
    assert f"the model server at {model.url} gave no sound answer on the report 'r'" in run.stderr
    assert run.stderr.count("\n") == 1
