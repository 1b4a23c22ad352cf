"""`marsad serve`: the command that opens this door."""

from __future__ import annotations

import os
from importlib.util import find_spec

import click

from marsad.errors import InputError

NEEDED = ("argon2", "babel", "fastapi", "jinja2", "python_multipart", "uvicorn")


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, metavar="ADDRESS", help="Where to listen.")
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8000, show_default=True, metavar="N",
    help="On which port; 0 takes a free one.",
)  # fmt: skip
@click.option("--demo", is_flag=True, help="Serve a record of the sample texts, to be read only.")
@click.option("--open", "show", is_flag=True, help="Open the browser.")
@click.option(
    "--database", envvar="MARSAD_DATABASE", default="sqlite:///marsad.db", show_default=True, metavar="URL",
    help="The record: sqlite:///FILE or postgresql+psycopg://…; MARSAD_DATABASE holds it too.",
)  # fmt: skip
def serve(*, host: str, port: int, demo: bool, show: bool, database: str) -> None:
    """Serve the console and the API of a record, for people with accounts and their programs."""
    missing = [name for name in NEEDED if find_spec(name) is None]
    if missing:
        raise InputError(f"the console needs {', '.join(missing)}: pip install 'marsad[web]'")
    from marsad.web.serve import serve as run
    from marsad.web.settings import from_environment

    proxies = os.environ.get("MARSAD_WEB_PROXIES", "").replace(",", " ").split()
    run(
        database, settings=from_environment(host=host, demo=demo), host=host, port=port, show=show,
        say=lambda line: click.echo(f"marsad: {line}"), proxies=proxies,
    )  # fmt: skip
