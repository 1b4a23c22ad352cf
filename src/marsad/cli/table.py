"""A coded report on the terminal: its fields with the words that say them, and the text with those lit.

Arabic words between Latin ones stand in Unicode isolates (UAX 9), so that a terminal that orders
right-to-left text orders each cell by itself; no text is ever reversed. Where there is no terminal, the lit
words stand in ⟦ ⟧ brackets.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import IO, Any

from rich.console import Console, Group
from rich.containers import Lines
from rich.table import Table
from rich.text import Text

from marsad.cli.view import RTL, comma, rows, safe, segments, sentences
from marsad.codebook import Language
from marsad.pipeline.code import Coded

FSI, RLI, PDI = "\u2068", "\u2067", "\u2069"
PIPED_WIDTH = 100
_STYLES = {
    "ending": "bold green",
    "means": "bold yellow",
    "actor": "bold magenta",
    "harm": "bold red",
    "where": "bold blue",
}


class Isolated(Text):
    """Text of which each line, however it is wrapped, is a bidirectional isolate of its own."""

    opening = FSI

    def wrap(self, *args: Any, **kwargs: Any) -> Lines:
        """Wrap as rich does, then put each line that holds right-to-left letters into an isolate."""
        lines = super().wrap(*args, **kwargs)
        for line in lines:
            if any("\u0590" <= c <= "\u08ff" for c in line.plain):
                line.rstrip()
                line.plain, spans = self.opening + line.plain + PDI, line.spans
                line.spans = [span.move(1) for span in spans]
        return lines


def console_for(stream: IO[str]) -> Console:
    """Return a console on `stream`; NO_COLOR, FORCE_COLOR and COLUMNS are respected."""
    probe = Console(file=stream)
    return probe if probe.is_terminal else Console(file=stream, width=_columns() or PIPED_WIDTH)


def headed(heads: Iterable[str]) -> Table:
    """Return a table with these heads, each cell of which may fold."""
    table = Table(header_style="bold")
    for head in heads:
        table.add_column(isolated(head), overflow="fold")
    return table


def print_report(coded: Coded, console: Console, ui: Language) -> None:
    """Print one coded report."""
    words = sentences(ui)
    report = coded.report
    heading = isolated(safe(report.title or report.id), report.lang)
    heading.stylize("bold")
    console.rule(style="dim")
    console.print(Group(heading))
    facts = [report.id, words["languages"].get(report.lang, report.lang or "")]
    if report.published:
        facts.append(f"{words['published']} {report.published}")
    facts.append(f"{words['relevant' if coded.relevant else 'not_relevant']} ({coded.score:.2f})")
    console.print(Group(isolated(safe(" · ".join(facts)), style="dim")))
    if not coded.incidents:
        console.print(Group(isolated(words["no_incident"] if not coded.relevant else "")))
    for number, incident in enumerate(coded.incidents, 1):
        table = Table(
            title=f"{words['incident']} {number}" if len(coded.incidents) > 1 else None,
            title_justify="left",
            header_style="bold",
            expand=False,
        )
        for key in ("field", "value", "words"):
            table.add_column(isolated(words[key]), overflow="fold")
        unsaid: list[str] = []
        for row in rows(incident, ui):
            lit = " … ".join(dict.fromkeys(safe(span.of(report.text)) for span in row.spans))
            if row.value is None:
                unsaid.append(row.name)
                continue
            table.add_row(
                isolated(row.name),
                isolated(safe(row.value)),
                isolated(lit, report.lang, style=_STYLES[row.group]),
            )
        console.print(table)
        if unsaid:
            said_not = isolated(f"{words['not_said']} {comma(ui).join(unsaid)}", style="dim")
            console.print(Group(said_not))
    console.print(Group(lit_text(coded, brackets=not console.is_terminal)))
    if coded.incidents and not console.is_terminal:
        console.print(Group(isolated(words["legend"], style="dim")))
    console.print()


def lit_text(coded: Coded, *, brackets: bool) -> Text:
    """Return the report's text with the evidence coloured by field, or in brackets."""
    text = safe(coded.report.text)
    spans = [
        (row.group, span)
        for incident in coded.incidents
        for row in rows(incident, "en")
        for span in row.spans
    ]
    if not brackets:
        lit = isolated(text, coded.report.lang)
        for group, span in spans:
            lit.stylize(f"{_STYLES[group]} underline", span.start, span.end)
        return lit
    pieces: list[str] = []
    inside = False
    for piece in segments(len(text), [("lit", span) for _, span in spans]):
        if bool(piece.keys) != inside:
            pieces.append("⟧" if inside else "⟦")
            inside = not inside
        pieces.append(text[piece.start : piece.end])
    return isolated("".join(pieces) + ("⟧" if inside else ""), coded.report.lang)


def isolated(text: str, lang: str | None = None, style: str = "") -> Isolated:
    """Return text for a cell or a line; `lang` gives the direction where it is known."""
    out = Isolated(text, style=style)
    if lang in RTL:
        out.opening = RLI
    return out


def _columns() -> int | None:
    """Return the width that the person asked for by COLUMNS."""
    asked = os.environ.get("COLUMNS", "")
    return int(asked) if asked.isdecimal() and int(asked) >= 40 else None
