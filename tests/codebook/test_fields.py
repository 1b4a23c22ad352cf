"""The fields: the guide's fields and values, all of them, with words in every language."""

from __future__ import annotations

import ast
import importlib.util
import re
import sys
from pathlib import Path
from types import ModuleType

import pytest

from marsad.codebook import datafiles
from marsad.codebook.datafiles import LANGUAGES, countries
from marsad.codebook.fields import NAMES, Entry, Field, field, fields, lists, relevant
from marsad.codebook.kinds import KINDS
from marsad.codebook.kinds.count import BOUNDS
from marsad.codebook.kinds.place import PRECISIONS
from marsad.codebook.model import Incident
from marsad.errors import DataError, ValueOutsideCodebookError

ROOT = Path(__file__).parents[2]
ROOM = ROOT / "src/marsad/codebook"
ALL = (relevant(), *fields().values())


@pytest.fixture(scope="module")
def checker() -> ModuleType:
    """Load the corpus' own checker, which lists the guide's values."""
    spec = importlib.util.spec_from_file_location("guide_check", ROOT / "corpus/check.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_fields_are_those_of_the_guide_in_its_order() -> None:
    """The fields stand in the order in which the guide's table names them."""
    guide = (ROOT / "corpus/GUIDE.md").read_text("utf-8")
    table = guide.split("| --- | --- |\n")[1].split("\n\n")[0]
    named = [name for row in table.splitlines() for name in re.findall(r"`(\w+)`", row.split("|")[1])]
    assert list(fields()) == named == list(NAMES)


def test_closed_values_are_those_of_the_guide(checker: ModuleType) -> None:
    """No value of a closed field is missing and none is added."""
    closed = {**checker.ONE, **checker.MANY}
    for name, values in closed.items():
        assert set(fields()[name].values) == values, name
    for name in checker.TRUTHS:
        assert fields()[name].values == ("true", "false")
    assert {f.name for f in ALL if f.values} == {*closed, *checker.TRUTHS, "relevant"}


def test_span_labels_are_those_of_the_guide(checker: ModuleType) -> None:
    """The list of labels is the guide's, and a field's labels stand in it."""
    known = {term.key for term in lists()["spans"].terms}
    assert known == checker.LABELS
    used = {label for one in ALL for label in one.labels}
    assert known - used == {"SOURCE"}
    assert used <= known
    assert all(one.labels for one in ALL)


def test_precision_and_bounds_are_those_of_the_model() -> None:
    """The closed lists beside the fields hold exactly the model's values."""
    assert tuple(term.key for term in lists()["precision"].terms) == PRECISIONS
    assert tuple(term.key for term in lists()["bound"].terms) == BOUNDS


@pytest.mark.parametrize("one", [*ALL, *lists().values()], ids=lambda one: one.name)
def test_every_word_stands_in_its_script(one: Entry) -> None:
    """Names and definitions are there in each language, Arabic in Arabic letters, the others in Latin."""
    for term_names, definitions in [
        (one.names, one.definitions),
        *((t.name, t.definition) for t in one.terms),
    ]:
        for lang in LANGUAGES:
            assert term_names[lang] == term_names[lang].strip() != ""
            assert definitions[lang].endswith(".") and len(definitions[lang].split()) >= 3
            for text in (term_names[lang], definitions[lang]):
                assert bool(re.search(r"[\u0600-\u06ff]", text)) == (lang == "ar"), text


@pytest.mark.parametrize("one", ALL, ids=lambda one: one.name)
def test_names_of_values_are_told_apart(one: Field) -> None:
    """No two values of a field bear the same name in any language."""
    for lang in LANGUAGES:
        names = [term.name[lang] for term in one.terms]
        assert len(set(names)) == len(names)


def test_french_keeps_its_signs_with_their_words() -> None:
    """Before : ; ? ! » and after « French has a no-break space, so that no line begins with a sign."""
    for one in [*ALL, *lists().values()]:
        for text in [one.definitions["fr"], *(term.definition["fr"] for term in one.terms)]:
            assert not re.search(r" [:;?!»]|« ", text), text


def test_defaults_of_an_incident_are_allowed() -> None:
    """An incident of which nothing is told is one that the codebook allows."""
    empty = Incident()
    for name, one in fields().items():
        one.validate(getattr(empty, name))
        assert one.nullable == (getattr(empty, name) is None)


def test_country_codes_are_those_of_iso_3166() -> None:
    """The codes are the 249 assigned ones and Kosovo's."""
    pycountry = pytest.importorskip("pycountry")
    assert countries() == {country.alpha_2 for country in pycountry.countries} | {"XK"}


def test_unknown_field_is_refused_by_name() -> None:
    """A field that the codebook does not know is an error that names it and the known ones."""
    with pytest.raises(ValueOutsideCodebookError, match=r"'motive', expected one of outcome, stage"):
        field("motive")


def test_missing_data_file_is_told() -> None:
    """A data file that is not there is a DataError that names it."""
    with pytest.raises(DataError, match=r"no data file .*motive\.toml"):
        datafiles.load("motive")


def test_every_kind_is_used() -> None:
    """No kind stands without a field."""
    assert {one.kind for one in ALL} == set(KINDS)


def test_room_imports_errors_and_the_standard_library_only() -> None:
    """The codebook is the first room: it imports no other and no package."""
    for path in ROOM.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom):
                assert node.level == 0, f"{path}: relative import"
                names = [node.module or ""]
            for name in names:
                own = name == "marsad.errors" or name.startswith("marsad.codebook")
                assert own or name.split(".")[0] in sys.stdlib_module_names, f"{path} imports {name}"
