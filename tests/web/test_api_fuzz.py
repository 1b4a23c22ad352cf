"""The API against what its own description allows and what it does not: no fault, and answers of their shape.

A bounded number of asks for each way, the same on every machine (hypothesis is derandomised).
"""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.schemas import BaseSchema

from marsad.pipeline.record import Record
from marsad.web.app import create_app
from tests.pipeline.test_record import TEXTS, put
from tests.web.conftest import CHEAP, put_person, put_token
from tests.web.test_rights import TABLE

KEY = f"marsad_{'editor':k<43}"
ASKS = 20
UNDESCRIBED = {"GET /api/v1/openapi.json", "GET /api/v1/docs"}
WAYS = sorted(line for line in TABLE if "/api/v1/" in line and line not in UNDESCRIBED)
CHECKS = [
    schemathesis.checks.not_a_server_error,
    schemathesis.checks.response_schema_conformance,
    schemathesis.checks.content_type_conformance,
]


@pytest.fixture(scope="module")
def api(tmp_path_factory: pytest.TempPathFactory, empty: Path) -> Iterator[BaseSchema]:
    """Return the description of the API of a server whose record holds three incidents."""
    file = tmp_path_factory.mktemp("fuzz") / "record.db"
    shutil.copy(empty, file)
    with Record.open(str(file)) as record:
        put(record, *TEXTS)
        put_person(record, "editor", "editor")
        assert put_token(record, "editor", ("read", "judge", "edit")) == KEY
        app = create_app(record, settings=replace(CHEAP, hosts=()))
        yield schemathesis.openapi.from_asgi("/api/v1/openapi.json", app)


@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: mode.value)
@pytest.mark.parametrize("way", WAYS)
def test_no_ask_is_a_fault(way: str, mode: GenerationMode, api: BaseSchema) -> None:
    """No 5xx, what is answered is described; `mode` tells asks that are allowed from those that are not."""
    method, path = way.split(" ")
    asks = api[path][method.lower()].as_strategy(generation_mode=mode)

    @settings(max_examples=ASKS, suppress_health_check=list(HealthCheck), database=None)
    @given(asks)
    def ask(case: Any) -> None:
        answer = case.call(headers={"authorization": f"Bearer {KEY}"})
        case.validate_response(answer, checks=CHECKS)

    if mode is GenerationMode.NEGATIVE:
        with contextlib.suppress(Unsatisfiable):
            ask()
    else:
        ask()


def test_every_way_is_asked(api: BaseSchema) -> None:
    """The description has no other ways than those of the table."""
    told = {
        f"{method.upper()} {path}"
        for path in api.raw_schema["paths"]
        for method in api.raw_schema["paths"][path]
    }
    assert told == set(WAYS)
