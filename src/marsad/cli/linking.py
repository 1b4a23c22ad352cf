"""The section `linking` of `marsad evaluate`: how well reports on one event are brought together."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from marsad.linking.scores import Rates
    from marsad.pipeline.linked import Scores

READERS = ("lexical", "learned")
"""The readers whose coding linking is scored on, beside the one that is evaluated."""

SIDES = {"train": "train", "dev": "train", "test": "test"}
"""The half of the linking set that goes with a split of the marked reports: it has no dev."""


def score(corpus: Path, split: str, name: str) -> dict[str, Scores]:
    """Return the scores of linking by reader, none where the corpus has no linking set."""
    if not (corpus / "linking").is_dir():
        return {}
    from marsad.pipeline.linked import coded, evaluate, load
    from marsad.reading import reader

    reports = load(corpus, SIDES[split])
    return {one: evaluate(coded(reports, reader(one))) for one in dict.fromkeys((*READERS, name))}


def record(scores: Mapping[str, Scores], split: str) -> dict[str, Any]:
    """Return the scores as JSON has them, rounded to three places."""
    return {"half": SIDES[split], **{name: _one(one) for name, one in scores.items()}}


def _one(scores: Scores) -> dict[str, Any]:
    """Return the scores with one reader."""
    return {
        "told": scores.mentions,
        "missed by the reader": scores.missed,
        "accounts too many": scores.extra,
        "b3": _rates(scores.b_cubed),
        "pairs": _rates(scores.pairs),
        "b3 with what was missed": _rates(scores.whole),
        "look-alikes merged": {"pairs": scores.likes[1], "merged": scores.likes[0]},
        "near look-alikes merged": {"pairs": scores.near[1], "merged": scores.near[0]},
    }


def _rates(rates: Rates) -> dict[str, float]:
    """Return precision, recall and F1."""
    return {
        "precision": round(rates.precision, 3),
        "recall": round(rates.recall, 3),
        "f1": round(rates.f1, 3),
    }


def show(scores: Mapping[str, Scores], split: str) -> None:
    """Print the scores, a column a reader."""
    from rich.console import Console
    from rich.table import Table

    table = Table("linking", *scores, title=f"reports on one event, {SIDES[split]} half of the linking set")
    rows = {name: _one(one) for name, one in scores.items()}
    for key in next(iter(rows.values()), {}):
        table.add_row(key, *(_cell(row[key]) for row in rows.values()))
    Console().print(table)


def _cell(value: Any) -> str:
    """Return a cell: rates as precision / recall / F1, look-alikes as merged of all."""
    if not isinstance(value, dict):
        return str(value)
    if "merged" in value:
        return f"{value['merged']} of {value['pairs']}"
    return " / ".join(f"{value[key]:.3f}" for key in ("precision", "recall", "f1"))
