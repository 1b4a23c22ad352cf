"""`marsad evaluate`: how well a reader codes the marked reports of the corpus."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from marsad.cli import linking
from marsad.cli.readers import ReaderName
from marsad.codebook.datafiles import LANGUAGES
from marsad.reading import DEFAULT

if TYPE_CHECKING:
    from marsad.reading.scores import Marks, Scores, Share


@click.command()
@click.argument("corpus", type=click.Path(path_type=Path), default="corpus")
@click.option(
    "--split",
    type=click.Choice(["train", "dev", "test"]),
    default="dev",
    show_default=True,
    help="The reports to score. Choose by dev; look at test once, at the end.",
)
@click.option(
    "--reader",
    "name",
    type=ReaderName(),
    default=DEFAULT,
    show_default=True,
    help="The reader to score: a name that `marsad readers` lists.",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    default="out/evaluation.json",
    show_default=True,
    help="The file that the scores are written to, as JSON.",
)
def evaluate(corpus: Path, split: str, name: str, out: Path) -> None:
    """Score a reader and the normalisers on the marked reports of CORPUS, by language, and linking."""
    from marsad.reading import reader
    from marsad.reading.scores import Watched, load, normalisers, spans
    from marsad.reading.scores import evaluate as score

    reports = load(corpus, split)
    shares = normalisers(reports)
    reads = reader(name)
    marks: dict[str, dict[str, Marks]] = {}
    if hasattr(reads, "code"):
        watched = Watched(reads)
        scores = score(watched, reports)
        marks = spans(watched.told, reports)
    else:
        scores = score(reads, reports)
    record = _record(split, name, scores, shares)
    if marks:
        record["marked words"] = _marked(marks)
    linked = linking.score(corpus, split, name)
    if linked:
        record["linking"] = linking.record(linked, split)
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(json.dumps(record, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    _print(split, name, scores, shares)
    if marks:
        _print_marked(marks)
    if linked:
        linking.show(linked, split)
    click.echo(f"written to {out}")


def _record(
    split: str, name: str, scores: dict[str, Scores], shares: dict[str, dict[str, Share]]
) -> dict[str, Any]:
    """Return everything that was measured, as JSON has it."""
    return {
        "split": split,
        "reader": name,
        "reports": {lang: scores[lang].reports for lang in scores},
        "scores": {lang: scores[lang].table() for lang in scores},
        "confusion": {lang: scores[lang].confusion for lang in scores},
        "normalisers": {
            lang: {
                kind: {
                    "spans": share.spans,
                    "by_span": round(share.by_span, 3),
                    "incidents": share.incidents,
                    "by_incident": round(share.by_incident, 3),
                }
                for kind, share in sorted(kinds.items())
            }
            for lang, kinds in shares.items()
        },
    }


def _marked(marks: dict[str, dict[str, Marks]]) -> dict[str, Any]:
    """Return the scores of the marked words by language and label, as JSON has it."""
    return {
        lang: {
            label: {
                "spans": row.exact.wanted,
                "told": row.exact.told,
                "exact": round(row.exact.f1, 3),
                "overlap": round(row.overlap.f1, 3),
            }
            for label, row in sorted(labels.items())
        }
        for lang, labels in marks.items()
    }


def _print(split: str, name: str, scores: dict[str, Scores], shares: dict[str, dict[str, Share]]) -> None:
    """Print the scores as two tables, a column a language."""
    from rich.console import Console
    from rich.table import Table

    console = Console()
    sides = [side for side in (*LANGUAGES, "all") if side in scores]
    counted = ", ".join(f"{side} {scores[side].reports}" for side in sides)
    table = Table("score", *sides, title=f"reader {name} on {split} ({counted} reports)")
    tables = {side: scores[side].table() for side in sides}
    for row in tables[sides[0]] if sides else ():
        table.add_row(row, *(f"{tables[side][row]:.3f}" for side in sides))
    console.print(table)
    langs = [lang for lang in LANGUAGES if lang in shares]
    marks = Table("normaliser", *langs, title="right on the marked spans: by span / by incident (spans)")
    for kind in sorted({kind for lang in langs for kind in shares[lang]}):
        cells = [shares[lang].get(kind) for lang in langs]
        marks.add_row(
            kind, *(f"{c.by_span:.3f} / {c.by_incident:.3f} ({c.spans})" if c else "" for c in cells)
        )
    console.print(marks)


def _print_marked(marks: dict[str, dict[str, Marks]]) -> None:
    """Print the scores of the marked words, a column a language, all labels together last."""
    from rich.console import Console
    from rich.table import Table

    from marsad.reading.scores.spans import ALL

    sides = [side for side in (*LANGUAGES, "all") if side in marks]
    table = Table("marked words", *sides, title="F1 of the marked words: exact / by overlap (spans)")
    for label in (*sorted({label for side in sides for label in marks[side]} - {ALL}), ALL):
        cells = [marks[side].get(label) for side in sides]
        table.add_row(
            label, *(f"{c.exact.f1:.3f} / {c.overlap.f1:.3f} ({c.exact.wanted})" if c else "" for c in cells)
        )
    Console().print(table)
