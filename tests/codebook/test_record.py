"""The record: an incident goes to JSON and comes back, by the schema that the codebook makes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from marsad.codebook import Count, Incident, Period, Place, Span
from marsad.codebook.datafiles import LANGUAGES, countries
from marsad.codebook.fields import NAMES, fields
from marsad.codebook.record import incident_from_dict, incident_to_dict
from marsad.codebook.schema import record_schema
from marsad.errors import ValueOutsideCodebookError

TEXT = "Two men were arrested in Nador on Monday as they prepared an attack on a barracks."
CORPUS = Path(__file__).parents[2] / "corpus"


def gold() -> Iterator[tuple[str, str, list[dict[str, Any]]]]:
    """Yield id, language and incidents of the reports of `train` and `dev`."""
    split = json.loads((CORPUS / "split.json").read_text("utf-8"))
    ours = {*split["train"], *split["dev"]}
    for path in sorted((CORPUS / "marked").glob("*.jsonl")):
        for line in path.read_text("utf-8").splitlines():
            report = json.loads(line)
            if report["id"] in ours:
                yield report["id"], report["lang"], report["incidents"]


def of(name: str) -> st.SearchStrategy[Any]:
    """Return values that the codebook allows for a field."""
    one = fields()[name]
    match one.kind:
        case "choice":
            return st.sampled_from(one.values)
        case "choices":
            known = st.lists(st.sampled_from(one.values[:-1]), min_size=1, unique=True).map(tuple)
            return known | st.just(("unknown",))
        case "truth":
            return st.booleans()
        case "count":
            return st.none() | st.integers(0, 10**6).map(Count)
        case "period":
            whole = st.tuples(st.dates(), st.sampled_from([4, 7, 10]))
            return st.none() | whole.map(lambda pair: Period(pair[0].isoformat()[: pair[1]]))
        case "place":
            return st.none() | st.builds(
                Place,
                st.sampled_from(["Nador", "الناظور", "Sidi Bel Abbès"]),
                st.none() | st.integers(1, 10**8),
                st.just(35.17),
                st.floats(-180, 180),
                st.sampled_from(["", *sorted(countries())]),
                st.sampled_from(["exact", "town", "region", "country"]),
            )
        case "country":
            return st.none() | st.sampled_from(sorted(countries()))
    return st.none() | st.sampled_from(["FBI", "Turkish police", "Islamic State"])


def spans() -> st.SearchStrategy[tuple[Span, ...]]:
    """Return one to three spans of TEXT, without labels."""
    pair = st.lists(st.integers(0, len(TEXT)), min_size=2, max_size=2, unique=True)
    one = pair.map(lambda ends: Span(min(ends), max(ends)))
    return st.lists(one, min_size=1, max_size=3, unique=True).map(tuple)


@st.composite
def incidents(draw: st.DrawFn) -> Incident:
    """Return an incident that the codebook allows, with evidence for some of its fields."""
    values = {name: draw(of(name)) for name in NAMES}
    told = [name for name in NAMES if values[name] is not None and draw(st.booleans())]
    return Incident(**values, evidence={name: draw(spans()) for name in told})


def line(*records: dict[str, Any]) -> dict[str, Any]:
    """Return a line of `marsad code --json` around the records."""
    return {"id": "r1", "lang": "en", "relevant": bool(records), "score": 0.9, "incidents": list(records)}


@given(incidents())
def test_an_incident_goes_to_json_and_comes_back(incident: Incident) -> None:
    """Through JSON text the incident is the same again, and its line holds to the schema."""
    record = json.loads(json.dumps(incident_to_dict(incident, TEXT)))
    assert incident_from_dict(record) == incident
    assert incident_to_dict(incident_from_dict(record), TEXT) == record
    assert list(record) == [*NAMES, "evidence"]
    assert list(record["evidence"]) == [name for name in NAMES if record[name] is not None]
    VALIDATOR.validate(line(record))


VALIDATOR = Draft202012Validator(record_schema())


def test_a_record_as_it_is_written() -> None:
    """Counts are whole numbers, the date a string, the place an object, the evidence words at offsets."""
    incident = Incident(
        arrested=Count(2, "at_least"),
        date=Period("2019-12"),
        place=Place("Nador", 2541479, 35.17, -2.93, "MA", "town"),
        evidence={"arrested": (Span(0, 3, "N_ARRESTED"),)},
    )
    record = incident_to_dict(incident, TEXT)
    assert record["arrested"] == 2
    assert record["date"] == "2019-12"
    assert record["place"] == {
        "name": "Nador",
        "geoname_id": 2541479,
        "lat": 35.17,
        "lon": -2.93,
        "country": "MA",
        "precision": "town",
    }
    assert record["killed"] is None
    assert record["evidence"]["arrested"] == [{"start": 0, "end": 3, "text": "Two"}]
    assert record["evidence"]["outcome"] == []
    assert "killed" not in record["evidence"]


def test_evidence_outside_the_text_is_refused() -> None:
    """Offsets that do not fit the text given are told, not cut."""
    incident = Incident(evidence={"outcome": (Span(80, 90),)})
    with pytest.raises(ValueOutsideCodebookError, match="outcome: got evidence at 80–90"):
        incident_to_dict(incident, TEXT)


@pytest.mark.parametrize(
    "record",
    [
        {"motive": "x"},
        {"outcome": "thwarted"},
        {"outcome": None},
        {"evidence": {"motive": []}},
        {"evidence": {"outcome": [{"start": 0}]}},
        {"evidence": {"outcome": ["Two"]}},
        {"evidence": [], "date": "2019-13"},
    ],
)
def test_a_record_outside_the_codebook_is_refused(record: dict[str, Any]) -> None:
    """An unknown key, a wrong value and ill-formed evidence are errors."""
    with pytest.raises(ValueOutsideCodebookError, match=r"got .*expected"):
        incident_from_dict(record)


def test_every_gold_incident_is_read_and_written() -> None:
    """All incidents of train and dev pass through the model unchanged, and by the schema."""
    seen = 0
    for _, lang, records in gold():
        for record in records:
            incident = incident_from_dict(record)
            again = incident_to_dict(incident, "")
            evidence = again.pop("evidence")
            if record["place"] is not None:
                assert incident.place == Place(
                    record["place"], None, None, None, record["country"] or "", "town"
                )
                again["place"] = again["place"]["name"]
            assert again == record
            VALIDATOR.validate(
                line({**incident_to_dict(incident, ""), "evidence": evidence}) | {"lang": lang}
            )
            seen += 1
    assert seen > 1000


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_schema_is_one(lang: Any) -> None:
    """In each language it is a schema of 2020-12, with a urn, and every field has a description."""
    schema = record_schema(lang)
    Draft202012Validator.check_schema(schema)
    assert schema["$id"].startswith("urn:")
    properties = schema["$defs"]["incident"]["properties"]
    assert list(properties) == [*NAMES, "evidence"]
    assert all(properties[name]["description"].startswith(fields()[name].definitions[lang]) for name in NAMES)
    assert json.loads(json.dumps(schema)) == schema


def faulty() -> Iterator[Any]:
    """Yield lines that the schema must refuse, each with one fault."""
    good = incident_to_dict(Incident(place=Place("Nador", None, None, None, "MA", "town")), TEXT)
    yield line(good) | {"note": "x"}
    yield line(good) | {"title": None}
    yield line(good) | {"lang": "de"}
    yield line(good) | {"score": 1.5}
    yield {key: value for key, value in line(good).items() if key != "relevant"}
    changes: tuple[dict[str, Any], ...] = (
        {"outcome": "thwarted"},
        {"outcome": None},
        {"weapons": []},
        {"weapons": ["unknown", "melee"]},
        {"weapons": ["melee", "melee"]},
        {"killed": -1},
        {"killed": 1.5},
        {"country": "UK"},
        {"date": "2019-13"},
        {"place": "Nador"},
        {"place": {"name": "Nador"}},
        {"agency": ""},
        {"suicide": None},
        {"motive": "x"},
        {"evidence": {"motive": []}},
        {"evidence": {"outcome": [{"start": 0, "end": 3}]}},
    )
    for change in changes:
        yield line({**good, **change})
    yield line({name: value for name, value in good.items() if name != "stage"})


@pytest.mark.parametrize("wrong", list(faulty()), ids=str)
def test_the_schema_refuses_a_fault(wrong: Any) -> None:
    """A line with one fault does not hold to the schema."""
    assert not VALIDATOR.is_valid(wrong)
