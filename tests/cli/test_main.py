"""The command as the system starts it: version, statuses, a pipe that closes, Ctrl-C."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from marsad import __version__
from marsad.cli.main import COMMANDS, marsad_command

# The command with a reader that needs no data, so that these tests hold what the door does.
DOOR = """
import sys
from marsad.cli import code, main
from marsad.codebook import Claim, Report
def read(report: Report) -> list[Claim]:
    return [Claim(0, "relevant", False)]
code.reader = lambda _: read
main.main()
"""


def start(*arguments: object, **options: object) -> subprocess.Popen[bytes]:
    """Start `marsad` in a process of its own."""
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **options}
    command = [sys.executable, "-c", DOOR, *map(str, arguments)]
    return subprocess.Popen(command, **pipes)  # type: ignore[call-overload,no-any-return]


def finish(process: subprocess.Popen[bytes], stdin: bytes = b"") -> tuple[int, str, str]:
    """Return status, output and messages of a process."""
    out, err = process.communicate(stdin, timeout=60)
    return process.returncode, out.decode(), err.decode()


def reports(path: Path, count: int) -> Path:
    """Write so many reports and return the file."""
    with path.open("w", encoding="utf-8") as out:
        for number in range(count):
            out.write(json.dumps({"id": str(number), "text": "La rentrée des classes.", "lang": "fr"}) + "\n")
    return path


def test_version() -> None:
    """`--version` prints the package's version."""
    result = CliRunner().invoke(marsad_command, ["--version"])
    assert result.output == f"marsad {__version__}\n"


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_can_be_loaded(name: str) -> None:
    """Each name of the table leads to a click command that has a help text."""
    command = marsad_command.get_command(click.Context(marsad_command), name)
    assert command is not None
    assert command.help


def test_an_unknown_command_is_wrong_usage() -> None:
    """A command that there is none of ends with status 2."""
    assert finish(start("no-such-command"))[0] == 2


def test_status_of_a_process(tmp_path: Path) -> None:
    """0 where all is coded; 1 with a sentence where a file is missing; 2 for wrong usage; no traceback."""
    file = reports(tmp_path / "r.jsonl", 3)
    status, out, err = finish(start("code", file, "--json"))
    assert (status, len(out.splitlines()), err) == (0, 3, "")
    status, out, err = finish(start("code", "absent.txt", file, "--json"))
    assert (status, len(out.splitlines())) == (1, 3)
    assert err.startswith("marsad: absent.txt: no such file")
    status, out, err = finish(start("code", file, "--workers", "0"))
    assert (status, out) == (2, "")
    assert "Traceback" not in err


def test_no_bar_where_there_is_no_terminal(tmp_path: Path) -> None:
    """Long input into a file or a pipe leaves standard error empty."""
    assert finish(start("code", reports(tmp_path / "r.jsonl", 200), "--json"))[2] == ""


def test_output_is_utf8_in_any_locale(tmp_path: Path) -> None:
    """Arabic comes out as UTF-8 also where the system's locale knows none."""
    file = tmp_path / "r.jsonl"
    file.write_text(json.dumps({"id": "تقرير", "text": "بدأ العام الدراسي.", "lang": "ar"}), encoding="utf-8")
    env = {**os.environ, "LC_ALL": "C", "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    for arguments in ([], ["--json"]):
        status, out, err = finish(start("code", file, *arguments, env=env))
        assert (status, err) == (0, "")
        assert "تقرير" in out


def test_a_pipe_that_closes_is_no_error(tmp_path: Path) -> None:
    """Where the reader of the output leaves, marsad ends with status 141 and says nothing."""
    process = start("code", reports(tmp_path / "r.jsonl", 20_000), "--json")
    assert process.stdout is not None
    process.stdout.readline()
    process.stdout.close()
    process.stdout = None
    _, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (141, b"")


def test_ctrl_c_ends_with_one_word() -> None:
    """Ctrl-C while input is awaited ends with status 130 and no traceback."""
    process = start("code", "-", "--json")
    assert process.stdin is not None
    assert process.stdout is not None
    for number in range(400):
        process.stdin.write(b'{"id": %d, "text": "La rentr\\u00e9e.", "lang": "fr"}\n' % number)
    process.stdin.flush()
    process.stdout.readline()
    time.sleep(0.2)
    process.send_signal(signal.SIGINT)
    process.stdout.read()
    status = process.wait(timeout=60)
    assert process.stderr is not None
    assert (status, process.stderr.read()) == (130, b"marsad: stopped\n")
    for pipe in (process.stdin, process.stdout, process.stderr):
        pipe.close()


@pytest.mark.skipif(not hasattr(os, "openpty"), reason="this system has no pseudo-terminals")
@pytest.mark.parametrize(("count", "shown"), [(200, True), (20, False)])
def test_a_bar_on_a_terminal_for_long_input(tmp_path: Path, count: int, shown: bool) -> None:
    """Long input shows a bar where standard error is a terminal; results still go to standard output."""
    near, far = os.openpty()
    file = reports(tmp_path / "r.jsonl", count)
    env = {**os.environ, "TERM": "xterm", "COLUMNS": "80"}
    process = start("code", file, "absent.txt", "--json", stderr=far, env=env)
    os.close(far)
    assert process.stdout is not None
    out = process.stdout.read()
    seen = b""
    while True:
        try:
            block = os.read(near, 65536)
        except OSError:  # Linux tells so that the other side is closed
            break
        if not block:
            break
        seen += block
    os.close(near)
    assert process.wait(timeout=60) == 1
    process.stdout.close()
    assert process.stdin is not None
    process.stdin.close()
    assert len(out.splitlines()) == count
    assert b"absent.txt: no such file" in seen
    assert (b"coding" in seen) == shown


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no /dev/full")
def test_a_full_disk_is_told_in_one_line(tmp_path: Path) -> None:
    """Where the output cannot be written, one sentence says so, and the status is 1."""
    with Path("/dev/full").open("wb") as full:
        process = start("code", reports(tmp_path / "r.jsonl", 3), stdout=full)
        messages = process.communicate(timeout=60)[1].decode()
    assert process.returncode == 1
    assert messages.startswith("marsad: the output cannot be written: No space left")
    assert messages.count("\n") == 1
