"""Statistics of a split: python -m training.muc4 DATA [--split train]. Prints counts, never texts."""

from __future__ import annotations

import argparse
import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from training.muc4.documents import Document, Mention, load


def _sizes(counts: Counter[int]) -> str:
    return "  ".join(f"{size}: {counts[size]}" for size in sorted(counts))


def report(documents: Sequence[Document]) -> str:
    """Return the statistics as lines: sizes, templates, mentions, and the values that each field permits."""
    templates = [template for document in documents for template in document.templates]
    strings = [s for t in templates for row in t.entities.values() for entity in row for s in entity]
    mentions = [mention for template in templates for mention in template.mentions]
    tokens = [len(re.findall(r"\w+|[^\w\s]", document.text)) for document in documents]
    per_report = Counter(len(document.templates) for document in documents)
    roles: Counter[str] = Counter()
    for template in templates:
        roles.update({role: len(row) for role, row in template.entities.items()})
    lines = [
        f"reports {len(documents)}, with a dateline's day {sum(d.published is not None for d in documents)}",
        f"tokens {sum(tokens)}, mean {sum(tokens) / max(1, len(tokens)):.0f}, most {max(tokens, default=0)}",
        f"templates {len(templates)}; reports by how many: {_sizes(per_report)}",
        f"types {dict(Counter(template.kind for template in templates).most_common())}",
        f"entities {dict(roles)}",
        f"strings given {len(strings)}, places found {len(mentions)}",
        f"places that two entities of a report share: {sum(map(_shared, documents))}",
        "fields: templates in which the key speaks, those with one value, values",
    ]
    for field in sorted({field for template in templates for field in template.allowed}):
        said = [template.allowed[field] for template in templates if field in template.allowed]
        common = Counter(value for values in said for value in values).most_common(6)
        lines.append(f"  {field:12} {len(said):5} {sum(len(s) == 1 for s in said):5}  {dict(common)}")
    return "\n".join(lines)


def _shared(document: Document) -> int:
    """Return how many places of a report are mentions of several entities, in one template or in two."""
    seen: dict[tuple[int, int], set[tuple[int, int]]] = {}
    for number, template in enumerate(document.templates):
        mention: Mention
        for mention in template.mentions:
            seen.setdefault((mention.start, mention.end), set()).add((number, mention.entity))
    return sum(len(owners) > 1 for owners in seen.values())


def main() -> None:
    """Read the command line and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path, help="the folder with train.jsonl and keys_train.jsonl")
    parser.add_argument("--split", default="train", choices=("train", "dev"))
    chosen = parser.parse_args()
    print(report(load(chosen.data, chosen.split)))


if __name__ == "__main__":
    main()
