"""The command `marsad`: finds the subcommand, and turns errors into one sentence and an exit status.

Exit status: 0 all is done; 1 some input could not be read or coded (each is named on standard error, the
rest is done), or the output could not be written; 2 the command was called wrongly; 130 stopped with Ctrl-C;
141 the reader of the output left.
"""

from __future__ import annotations

import contextlib
import io
import os
import sys
from importlib import import_module

import click

import marsad
from marsad.errors import MarsadError

COMMANDS = {
    "accept": ("marsad.cli.judge", "accept"),
    "add": ("marsad.cli.keep", "add"),
    "adjudicate": ("marsad.cli.second", "adjudicate"),
    "agreement": ("marsad.cli.second", "agreement"),
    "backup": ("marsad.cli.keep", "backup"),
    "claim-task": ("marsad.cli.review", "claim_task"),
    "code": ("marsad.cli.code", "code"),
    "codebook": ("marsad.cli.codebook", "codebook"),
    "comment": ("marsad.cli.review", "comment"),
    "correct": ("marsad.cli.judge", "correct"),
    "corrections": ("marsad.cli.second", "corrections"),
    "delete": ("marsad.cli.judge", "delete"),
    "doctor": ("marsad.cli.keep", "doctor"),
    "evaluate": ("marsad.cli.evaluate", "evaluate"),
    "export": ("marsad.cli.export", "export"),
    "hand-in": ("marsad.cli.second", "hand_in"),
    "init": ("marsad.cli.keep", "init"),
    "link": ("marsad.cli.judge", "link"),
    "list": ("marsad.cli.listing", "list_"),
    "merge": ("marsad.cli.judge", "merge"),
    "queue": ("marsad.cli.review", "queue"),
    "readers": ("marsad.cli.readers", "readers"),
    "reject": ("marsad.cli.judge", "reject"),
    "release-task": ("marsad.cli.review", "release_task"),
    "restore": ("marsad.cli.keep", "restore"),
    "search": ("marsad.cli.listing", "search"),
    "send-to-second": ("marsad.cli.second", "send_to_second"),
    "serve": ("marsad.web.command", "serve"),
    "sheet": ("marsad.cli.second", "sheet"),
    "show": ("marsad.cli.show", "show"),
    "split": ("marsad.cli.judge", "split"),
    "suggest": ("marsad.cli.review", "suggest"),
    "undo": ("marsad.cli.judge", "undo"),
    "unlink": ("marsad.cli.judge", "unlink"),
}
"""Each subcommand: the module that holds it and its name there. A module is imported when it is called."""

FAILED = 1
INTERRUPTED = 130
BROKEN_PIPE = 141


class Commands(click.Group):
    """A group that imports a subcommand when it is called, so that `marsad --version` starts at once."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Return the names of the subcommands."""
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Return the subcommand, None where there is none of this name."""
        if cmd_name not in COMMANDS:
            return None
        module, name = COMMANDS[cmd_name]
        command = getattr(import_module(module), name)
        if not isinstance(command, click.Command):
            raise TypeError(f"{module}.{name} is a {type(command).__name__}, expected a click command")
        return command

    def invoke(self, ctx: click.Context) -> object:
        """Run the subcommand; the one place where an error becomes a sentence and a status."""
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
        except MarsadError as error:
            click.echo(f"marsad: {error}", err=True)
            ctx.exit(FAILED)
        except KeyboardInterrupt:
            click.echo("marsad: stopped", err=True)
            ctx.exit(INTERRUPTED)
        except BrokenPipeError:
            _drop_output()
            ctx.exit(BROKEN_PIPE)
        except OSError as error:
            click.echo(f"marsad: {_failed(error)}", err=True)
            _drop_output()
            ctx.exit(FAILED)
        return result


def _drop_output() -> None:
    """Send what is still to be written nowhere, so that the exit does not fail on it once more."""
    with contextlib.suppress(OSError, ValueError):  # no real file stands behind the output
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _failed(error: OSError) -> str:
    """Say in one sentence what the system refused."""
    reason = error.strerror or str(error)
    if error.filename is not None:
        return f"{error.filename!r} cannot be read or written: {reason}"
    return f"the output cannot be written: {reason}; free some room or write it elsewhere"


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(
    marsad.__version__, "-V", "--version", prog_name="marsad", message="%(prog)s %(version)s"
)
def marsad_command() -> None:
    """Read public reports in Arabic, French and English into a sourced record of attacks and plots."""


def main() -> None:
    """Run the command line and exit. Output is UTF-8 whatever the locale: Arabic has to come through."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    marsad_command()


if __name__ == "__main__":
    main()
