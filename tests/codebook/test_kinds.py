"""The kinds: what each takes, refuses, finds alike, and shows to a person."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marsad.codebook import Count, Language, Period, Place
from marsad.codebook.fields import fields
from marsad.codebook.kinds.place import kilometres
from marsad.errors import ValueOutsideCodebookError

RABAT = Place("Rabat", 2538475, 34.01325, -6.83255, "MA", "town")
SALE = Place("Salé", 2537763, 34.0531, -6.79846, "MA", "town")
PARIS = Place("Paris", 2988507, 48.85341, 2.3488, "FR", "town")


@pytest.mark.parametrize(
    ("name", "raw", "value"),
    [
        ("outcome", " foiled ", "foiled"),
        ("weapons", ["melee", "firearms", "melee"], ("melee", "firearms")),
        ("weapons", ["unknown", "firearms"], ("firearms",)),
        ("weapons", "vehicle", ("vehicle",)),
        ("suicide", "true", True),
        ("suicide", False, False),
        ("killed", 0, Count(0)),
        ("killed", "12", Count(12)),
        ("killed", {"value": 5, "bound": "at_least"}, Count(5, "at_least")),
        ("killed", "", None),
        ("date", "2019-12", Period("2019-12")),
        ("date", date(2019, 12, 5), Period("2019-12-05")),
        ("place", "  Rabat ", Place("Rabat", None, None, None, "", "town")),
        ("place", {"name": "Rabat", "lat": 34, "lon": -7}, Place("Rabat", None, 34.0, -7.0, "", "town")),
        ("country", "ma", "MA"),
        ("agency", " Turkish \n police", "Turkish police"),
        ("affiliation", "", None),
    ],
)
def test_clean_takes_json_and_forms(name: str, raw: Any, value: Any) -> None:
    """What JSON or a form gives becomes the model's value, and that value cleans to itself."""
    one = fields()[name]
    assert one.clean(raw) == value
    assert type(one.clean(raw)) is type(value)
    assert one.clean(value) == value


@pytest.mark.parametrize("name", list(fields()))
def test_null_stays_null_and_agrees_with_null_alone(name: str) -> None:
    """Every kind leaves None as it is, refuses it only where the field is never null, and compares it."""
    one = fields()[name]
    assert one.clean(None) is None
    assert one.compare(None, None) == 1.0
    if one.nullable:
        one.validate(None)
    else:
        with pytest.raises(ValueOutsideCodebookError, match=name):
            one.validate(None)


@pytest.mark.parametrize(
    ("name", "raw"),
    [
        ("outcome", "thwarted"),
        ("outcome", ["foiled"]),
        ("weapons", []),
        ("weapons", ["sling"]),
        ("weapons", [["firearms"]]),
        ("weapons", 3),
        ("suicide", 1),
        ("suicide", "perhaps"),
        ("killed", -1),
        ("killed", True),
        ("killed", 2.5),
        ("killed", "several"),
        ("killed", {"value": 5, "bound": "roughly"}),
        ("killed", {"number": 5}),
        ("date", "2019-13"),
        ("date", "2019-02-30"),
        ("date", "2019-1-5"),
        ("date", "2019-12-05T10:00"),
        ("date", "٢٠١٩"),
        ("date", 2019),
        ("place", {"name": ""}),
        ("place", {"name": "Rabat", "lat": 34.0}),
        ("place", {"name": "Rabat", "lat": 134.0, "lon": 0.0}),
        ("place", {"name": "Rabat", "lat": float("nan"), "lon": 0.0}),
        ("place", {"name": "Rabat", "country": "Morocco"}),
        ("place", {"name": "Rabat", "precision": "near"}),
        ("place", {"name": "Rabat", "geoname_id": 0}),
        ("place", {"name": "Rabat", "people": 5}),
        ("place", 7),
        ("country", "UK"),
        ("country", 33),
        ("agency", 17),
    ],
)
def test_clean_refuses_what_the_codebook_does_not_allow(name: str, raw: Any) -> None:
    """A refusal names the field, what was got, what was expected, and what to do."""
    with pytest.raises(ValueOutsideCodebookError, match=rf"^{name}: got .*, expected .*: \w+"):
        fields()[name].clean(raw)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("weapons", ["firearms"]),
        ("weapons", ("firearms", "firearms")),
        ("weapons", ("firearms", "unknown")),
        ("weapons", ()),
        ("killed", 3),
        ("killed", Count(-1)),
        ("date", "2019"),
        ("date", Period("")),
        ("place", "Rabat"),
        ("agency", " FBI"),
        ("country", "ma"),
        ("affiliation", ""),
    ],
)
def test_validate_refuses_what_is_no_value_of_the_model(name: str, value: Any) -> None:
    """Validation is stricter than cleaning: it mends nothing."""
    with pytest.raises(ValueOutsideCodebookError, match=name):
        fields()[name].validate(value)


@pytest.mark.parametrize(
    ("name", "a", "b", "score"),
    [
        ("outcome", "foiled", "foiled", 1.0),
        ("outcome", "foiled", "failed", 0.0),
        ("weapons", ("melee", "firearms"), ("firearms", "melee"), 1.0),
        ("weapons", ("melee", "firearms"), ("firearms",), 2 / 3),
        ("weapons", ("melee",), ("firearms",), 0.0),
        ("suicide", True, False, 0.0),
        ("killed", Count(5), Count(5, "at_least"), 1.0),
        ("killed", Count(5), Count(6), 0.0),
        ("killed", Count(0), None, 0.0),
        ("date", Period("2019-12-05"), Period("2019-12-05"), 1.0),
        ("date", Period("2019-12-05"), Period("2019"), 0.5),
        ("date", Period("2019-12-05"), Period("2019-12-06"), 0.0),
        ("place", RABAT, SALE, 1.0),
        ("place", RABAT, PARIS, 0.0),
        ("place", RABAT, Place("RABAT", None, None, None, "", "town"), 1.0),
        ("place", SALE, Place("Sale", None, None, None, "MA", "town"), 1.0),
        ("place", PARIS, Place("Paname", 2988507, None, None, "", "town"), 1.0),
        ("agency", "FBI", "fbi", 1.0),
    ],
)
def test_compare(name: str, a: Any, b: Any, score: float) -> None:
    """Agreement is what the kind says, whichever value comes first."""
    one = fields()[name]
    assert one.compare(a, b) == one.compare(b, a) == pytest.approx(score)


def test_distance_is_the_great_circle() -> None:
    """Rabat and Paris lie about 1,810 km apart; without coordinates there is no distance."""
    assert kilometres(RABAT, PARIS) == pytest.approx(1810, rel=0.01)
    assert kilometres(RABAT, Place("Nowhere", None, None, None, "", "town")) is None


@pytest.mark.parametrize(
    ("name", "value", "lang", "words"),
    [
        ("outcome", "foiled", "fr", "déjoué"),
        ("weapons", ("melee", "firearms"), "ar", "سلاح أبيض، أسلحة نارية"),
        ("suicide", True, "ar", "نعم"),
        ("suicide", False, "fr", "non"),
        ("killed", Count(1200, "at_least"), "en", "at least 1,200"),
        ("killed", Count(1200), "fr", "1\u202f200"),
        ("killed", Count(10, "about"), "ar", "نحو 10"),
        ("killed", None, "fr", "non précisé"),
        ("date", Period("2019-12-05"), "ar", "5 ديسمبر 2019"),
        ("date", Period("2015-08-01"), "fr", "1er août 2015"),
        ("date", Period("2015-08"), "en", "August 2015"),
        ("date", Period("2015"), "ar", "2015"),
        ("place", RABAT, "en", "Rabat (MA)"),
        ("country", "MA", "fr", "MA"),
        ("agency", "BCIJ", "ar", "BCIJ"),
    ],
)
def test_caption(name: str, value: Any, lang: Language, words: str) -> None:
    """A value reads as a person of the language writes it."""
    assert fields()[name].caption(value, lang) == words


@given(st.dates(), st.sampled_from([4, 7, 10]), st.sampled_from(["ar", "fr", "en"]))
def test_every_date_cleans_compares_and_reads(day: date, length: int, lang: Language) -> None:
    """Any day, cut to a day, a month or a year, is allowed, agrees with its day, and names its year."""
    one = fields()["date"]
    period = one.clean(day.isoformat()[:length])
    one.validate(period)
    assert one.compare(period, one.clean(day)) == (1.0 if length == 10 else 0.5)
    assert one.caption(period, lang).endswith(f"{day.year:04}")


@given(
    st.sets(st.sampled_from(fields()["target_type"].values[:-1]), min_size=1),
    st.sets(st.sampled_from(fields()["target_type"].values[:-1]), min_size=1),
)
def test_lists_agree_as_sets(a: set[str], b: set[str]) -> None:
    """Agreement of lists is between 0 and 1, 1 for equal sets alone, 0 for disjoint ones alone."""
    score = fields()["target_type"].compare(tuple(a), tuple(b))
    assert 0.0 <= score <= 1.0
    assert (score == 1.0) == (a == b)
    assert (score == 0.0) == (not a & b)
