"""`marsad code`: read reports, code them, show the record with the words that say each field."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, ExitStack, nullcontext
from typing import TYPE_CHECKING, Any, cast

import click

from marsad.cli.readers import ReaderName
from marsad.codebook import Language
from marsad.codebook.record import incident_to_dict
from marsad.errors import InputError
from marsad.pipeline.code import Coded, Failed
from marsad.pipeline.many import code_many
from marsad.pipeline.sift import Sifted, sift
from marsad.reading import DEFAULT, reader
from marsad.sources import files
from marsad.sources.entry import Entry, iso_date

if TYPE_CHECKING:
    from marsad.cli.page import Page

FAILED = 1
LONG = 50
"""Input of more reports than this gets a progress bar."""
REMEMBERED = 1_000_000
"""How many ids are kept to notice one that comes twice; more would take memory without bound."""

LANGUAGES = click.Choice(["ar", "fr", "en"])


class IsoDate(click.ParamType[str]):
    """A day as 2019-12-05."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the ISO date; fails with a usage error otherwise."""
        try:
            return iso_date(str(value))
        except ValueError:
            self.fail(f"{value!r} is no ISO date: expected one as 2019-12-05", param, ctx)


@click.command(
    epilog="Exit status: 0 all reports were coded; 1 some could not be; 2 wrong usage; 130 stopped."
)
@click.argument("paths", metavar="PATH... | -", nargs=-1, required=True)
@click.option(
    "--json", "as_json", is_flag=True, help="Print one line of JSON a report in place of the table."
)
@click.option(
    "--with-text", is_flag=True, help="With --json: add the title and the text that offsets count into."
)
@click.option(
    "--html",
    "page",
    type=click.Path(dir_okay=False),
    metavar="FILE",
    help="Also write one self-contained page.",
)
@click.option("--notice", default="", metavar="TEXT", help="With --html: a sentence at the top of the page.")
@click.option(
    "--ui", type=LANGUAGES, default="en", show_default=True, help="Language of field and value names."
)
@click.option(
    "--lang", type=LANGUAGES, help="Language of reports that name none; without it, it is recognised."
)
@click.option(
    "--published", type=IsoDate(), metavar="DATE", help="Day of publication of reports that name none."
)
@click.option(
    "--reader",
    "reader_name",
    type=ReaderName(),
    default=DEFAULT,
    show_default=True,
    help="Who reads: a name that `marsad readers` lists.",
)
@click.option(
    "--sieve",
    is_flag=True,
    help="Code only what the sieve lets through: for long streams.",
)
@click.option(
    "--workers",
    type=click.IntRange(min=1),
    metavar="N",
    default=1,
    show_default=True,
    help="Processes to code in.",
)
def code(
    *,
    paths: tuple[str, ...],
    as_json: bool,
    with_text: bool,
    page: str | None,
    notice: str,
    ui: str,
    lang: str | None,
    published: str | None,
    reader_name: str,
    sieve: bool,
    workers: int,
) -> None:
    """Code reports: which attacks and foiled plots they tell of, and the words that say it.

    PATH is a .txt, .html or .jsonl file, or a folder with such files; - is standard input. A .jsonl file
    holds a report a line: id, title, text, and where known lang, url, published. A report that cannot be
    read or coded is named on standard error; the others are coded all the same.
    """
    if with_text and not as_json:
        raise click.UsageError("--with-text goes with --json")
    if notice and not page:
        raise click.UsageError("--notice goes with --html")
    show_in = cast(Language, ui)
    entries = noted(files.read(paths, published=published, lang=cast("Language | None", lang)))
    tally = Sifted()
    if sieve:
        entries = sift(entries, tally=tally)
    failed = False
    with ExitStack() as stack:
        step = stack.enter_context(progress(paths))
        written = stack.enter_context(_page(page, show_in, notice))
        show = _printer(as_json, with_text, show_in)
        for result in code_many(entries, reader(reader_name), workers=workers, live="-" in paths):
            step()
            if isinstance(result, Failed):
                failed = True
                complain(str(result.error))
                continue
            show(result)
            if written:
                written.add(result)
    if sieve:
        complain(f"the sieve left {tally.out:,} of {tally.seen:,} reports out")
    if failed:
        click.get_current_context().exit(FAILED)


def complain(message: str) -> None:
    """Print one sentence on standard error, control characters made visible."""
    from marsad.cli.view import safe

    click.echo(f"marsad: {safe(message)}", err=True)


def to_json(coded: Coded, *, with_text: bool = False) -> str:
    """Return the line of JSON of one report: id, lang, relevant, score, incidents."""
    report = coded.report
    record: dict[str, Any] = {"id": report.id, "lang": report.lang}
    if with_text:
        record |= {
            "title": report.title,
            "text": report.text,
            "url": report.url,
            "published": report.published,
        }
    record |= {"relevant": coded.relevant, "score": round(coded.score, 4)}
    record["incidents"] = [incident_to_dict(incident, report.text) for incident in coded.incidents]
    return json.dumps(record, ensure_ascii=False)


def _printer(as_json: bool, with_text: bool, ui: Language) -> Any:
    """Return what prints one report on standard output."""
    if as_json:
        return lambda coded: click.echo(to_json(coded, with_text=with_text))
    from marsad.cli.table import console_for, print_report

    console = console_for(sys.stdout)
    return lambda coded: print_report(coded, console, ui)


def _page(path: str | None, ui: Language, notice: str) -> AbstractContextManager[Page | None]:
    """Return the page to write, none where none is asked for."""
    if path is None:
        return nullcontext()
    from marsad.cli.page import Page

    return Page(path, ui, notice)


def noted(items: Iterable[Entry | InputError]) -> Iterator[Entry | InputError]:
    """Hand on what is read, and tell what was noted: an encoding guessed, an id that comes twice."""
    seen: set[int] = set()
    for item in items:
        if isinstance(item, Entry):
            notes = item.notes
            mark = hash(item.report.id)
            if mark in seen:
                notes += (f"the id {item.report.id!r} stood before: two reports go by one id",)
            elif len(seen) < REMEMBERED:
                seen.add(mark)
            for note in notes:
                complain(f"note: {InputError(note, path=item.path, line=item.line)}")
        yield item


def progress(paths: tuple[str, ...]) -> AbstractContextManager[Any]:
    """Return a context that yields a step to call for each report: a bar on a terminal, on long input only.

    Where the table itself goes to the terminal, it is progress enough.
    """
    if not sys.stderr.isatty() or sys.stdout.isatty():
        return nullcontext(lambda: None)
    total = files.expected(paths)
    if total is not None and total <= LONG:
        return nullcontext(lambda: None)
    from marsad.cli.progress import bar

    return bar(total)
