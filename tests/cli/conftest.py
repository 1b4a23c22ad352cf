"""A stand-in reader, the three languages, and the commands as a person calls them."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from click.testing import CliRunner, Result

from marsad.codebook import Claim, Count, Period, Place, Report, Span, Value

_WORDS: dict[str, tuple[Value, str]] = {
    "outcome": ("foiled", r"أحبطت|déjoué|foiled"),
    "attack_type": (("bombing",), r"لتفجير|attentat à la bombe|bomb plot"),
    "weapons": (("explosives",), r"عبوة|bombe|bomb"),
    "suspects": (Count(3, "at_least"), r"ثلاثة|Trois|Three"),
    "place": (Place("Fes", 2548885, 34.03, -5.0, "MA", "town"), r"فاس|Sfax|Leeds"),
    "country": ("MA", r"فاس|Sfax|Leeds"),
    "date": (Period("2019-12"), r"فجر الخميس|jeudi|Thursday"),
}


def fake_read(report: Report) -> list[Claim]:
    """Claim what the words of the table say; a report without them is not relevant."""
    claims = [
        Claim(1, name, value, tuple(Span(*match.span()) for match in re.finditer(pattern, report.text)))
        for name, (value, pattern) in _WORDS.items()
        if re.search(pattern, report.text)
    ]
    return [Claim(0, "relevant", bool(claims), (), 0.91), *claims]


@pytest.fixture
def marsad(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """Return a function that runs `marsad` with the stand-in reader and its arguments."""
    from marsad.cli import code
    from marsad.cli.main import marsad_command

    monkeypatch.setattr(code, "reader", lambda _: fake_read)

    def run(*arguments: object, stdin: bytes = b"", **env: str) -> Result:
        result = CliRunner().invoke(
            marsad_command,
            [str(argument) for argument in arguments],
            input=stdin,
            env={"COLUMNS": "100", **env},
        )
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        return result

    return run
