"""Library, command and manual say the same sentence."""

from __future__ import annotations

from pathlib import Path

import click
import pytest

from marsad.cli.main import BROKEN_PIPE, COMMANDS, INTERRUPTED, marsad_command
from marsad.sources.entry import MAX_CHARACTERS
from marsad.sources.files import MAX_BYTES, SUFFIXES

MANUAL = (Path(__file__).parents[2] / "docs/usage.md").read_text("utf-8")


def command(name: str) -> click.Command:
    """Return a subcommand."""
    found = marsad_command.get_command(click.Context(marsad_command), name)
    assert found is not None
    return found


def chapter(name: str) -> str:
    """Return the chapter of the manual on a subcommand."""
    assert f"\n## marsad {name}\n" in MANUAL, f"docs/usage.md has no chapter '## marsad {name}'"
    return MANUAL.split(f"\n## marsad {name}\n")[1].split("\n## ")[0]


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_option_is_in_the_manual_with_its_help(name: str) -> None:
    """Each option of each command stands in its chapter, with the sentence that --help prints."""
    text = chapter(name)
    for option in command(name).params:
        if isinstance(option, click.Option):
            row = next((line for line in text.splitlines() if line.startswith(f"| `{option.opts[0]}")), "")
            assert row, f"docs/usage.md lacks {option.opts[0]} of marsad {name}"
            assert option.help
            assert option.help in row


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_is_listed_with_its_first_sentence(name: str) -> None:
    """The list of commands has each with the first sentence of its help."""
    first = (command(name).help or "").split("\n\n")[0]
    assert f"| [`marsad {name}`](#marsad-{name}) | {' '.join(first.split())} |" in MANUAL


def test_the_manual_names_no_option_that_is_not() -> None:
    """Every row of an option in the manual is an option of that command."""
    for name in COMMANDS:
        known = {option.opts[0] for option in command(name).params}
        told = {
            line[3:].split("`")[0].split()[0]
            for line in chapter(name).splitlines()
            if line.startswith("| `--")
        }
        assert told <= known


def test_limits_kinds_and_statuses_are_those_of_the_code() -> None:
    """The limits, suffixes and statuses that the manual tells are those that hold."""
    assert f"{MAX_CHARACTERS:,} characters" in MANUAL
    assert f"{MAX_BYTES:,} bytes" in MANUAL
    assert all(f"`{suffix}`" in MANUAL for suffix in SUFFIXES)
    assert all(f"\n| {status} | " in MANUAL for status in (0, 1, 2, INTERRUPTED, BROKEN_PIPE))


def test_the_manual_says_what_a_title_does() -> None:
    """The title votes and gives no evidence, as the chapter on the lexical reader has it."""
    row = next(line for line in MANUAL.splitlines() if line.startswith("| `title` |"))
    assert "votes" in row
    assert "gives no evidence" in row
