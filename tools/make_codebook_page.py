#!/usr/bin/env python3
"""Write docs/codebook.md from the codebook's data files, so that the manual and the program agree."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from marsad.codebook.datafiles import load
from marsad.codebook.fields import Entry, Term, fields, lists, relevant
from marsad.codebook.model import Language

PAGE = Path(__file__).resolve().parent.parent / "docs" / "codebook.md"
ORDER: tuple[Language, ...] = ("en", "fr", "ar")
NOTE = "<!-- Made by tools/make_codebook_page.py from src/marsad/codebook/data: change it there. -->"


def page() -> str:
    """Return the whole page: one part a language."""
    book = load("codebook")
    lines = [NOTE, "", "# " + " · ".join(book["name"][lang] for lang in ORDER), ""]
    lines += [" · ".join(f"[{book['headings']['language'][lang]}](#{lang})" for lang in ORDER), ""]
    for lang in ORDER:
        lines += part(book, lang)
    return "\n".join(lines).rstrip() + "\n"


def part(book: dict[str, Any], lang: Language) -> Iterator[str]:
    """Yield the lines of one language's part; Arabic runs from right to left."""
    direction = ' dir="rtl"' if lang == "ar" else ""
    yield from (f'<a id="{lang}"></a>', "", f'<div lang="{lang}"{direction}>', "")
    yield from (f"## {book['headings']['language'][lang]}", "", book["definition"][lang], "")
    for entry in (relevant(), *fields().values()):
        yield from section(entry, book, lang)
    evidence = load("evidence")
    yield from (f"### {evidence['name'][lang]} · `evidence`", "", evidence["definition"][lang], "")
    for closed in lists().values():
        yield from section(closed, book, lang)
    yield from ("</div>", "")


def section(entry: Entry, book: dict[str, Any], lang: Language) -> Iterator[str]:
    """Yield a field, or a closed list, with the table of its values."""
    yield from (f"### {entry.names[lang]} · `{entry.name}`", "", entry.definitions[lang], "")
    if entry.terms:
        heads = [book["headings"][head][lang] for head in ("value", "name", "definition")]
        yield from (row(*heads), "| --- | --- | --- |")
        yield from (line(term, lang) for term in entry.terms)
        yield ""


def line(term: Term, lang: Language) -> str:
    """Return a value as a row of the table."""
    return row(f"`{term.key}`", term.name[lang], term.definition[lang])


def row(*cells: str) -> str:
    """Return the cells as a row of a Markdown table."""
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


if __name__ == "__main__":
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(page(), encoding="utf-8")
    print(f"wrote {PAGE}", file=sys.stderr)
