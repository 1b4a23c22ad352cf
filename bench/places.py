"""Score the places room on the marked corpus (train and dev only) and on the hand-made ambiguous names.

python bench/places.py [--split dev|train|both] [--show ar]
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import time
from collections import Counter
from pathlib import Path
from typing import Any

from marsad.codebook.model import Place
from marsad.places.gazetteer import gazetteer, name_key
from marsad.places.resolver import at, find, lookup
from marsad.places.scoring import distance

ROOT = Path(__file__).parent.parent
NEAR_KM = 25.0


def reports(splits: tuple[str, ...]) -> list[dict[str, Any]]:
    spec = importlib.util.spec_from_file_location("check", ROOT / "corpus/check.py")
    assert spec is not None and spec.loader is not None
    check = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(check)
    table = json.loads((ROOT / "corpus/split.json").read_text(encoding="utf-8"))
    wanted = {i for split in splits if split != "test" for i in table[split]}
    found = []
    for path in sorted((ROOT / "corpus/marked").glob("*.jsonl")):
        for line in path.open(encoding="utf-8"):
            report = json.loads(line)
            if report["id"] in wanted:
                report["text"], report["spans"] = check.unmark(report["marked"])
                found.append(report)
    return found


def same(place: Place | None, name: str, country: str | None) -> bool:
    """Tell whether a place is the gold one: same name, or within 25 km of a place of that name."""
    if place is None:
        return False
    if name_key(place.name) == name_key(name):
        return country in (None, place.country)
    if place.lat is None or place.lon is None:
        return False
    gold = [g for g in lookup(name, country) if g.lat is not None and g.lon is not None]
    return any(distance(place.lat, place.lon, g.lat or 0.0, g.lon or 0.0) <= NEAR_KM for g in gold[:3])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--split", default="both", choices=["train", "dev", "both"])
    parser.add_argument("--show", default="", help="print the misses of this language")
    given = parser.parse_args()
    tally: Counter[tuple[str, str]] = Counter()
    gazetteer()
    spent = 0.0
    splits = ("train", "dev") if given.split == "both" else (given.split,)
    for report in reports(splits):
        lang, text, title = report["lang"], report["text"], report["title"]
        began = time.perf_counter()
        mentions = find(text, lang, title)
        spent += time.perf_counter() - began
        marked = [s for s in report["spans"] if s["label"] == "PLACE"]
        tally[lang, "reports"] += 1
        tally[lang, "marked"] += len(marked)
        for span in marked:
            tally[lang, "overlap"] += any(m.start < span["end"] and m.end > span["start"] for m in mentions)
            tally[lang, "exact"] += any((m.start, m.end) == (span["start"], span["end"]) for m in mentions)
        tally[lang, "found"] += len(mentions)
        tally[lang, "false"] += sum(
            not any(m.start < s["end"] and m.end > s["start"] for s in report["spans"]) for m in mentions
        )
        for number, incident in enumerate(report["incidents"], 1):
            spans = [s for s in marked if s["incident"] == number]
            if not incident["place"] or not spans:
                continue
            got = [at(text, s["start"], s["end"], lang, title) for s in spans]
            right = [same(g, incident["place"], incident["country"]) for g in got]
            tally[lang, "incidents"] += 1
            tally[lang, "best"] += any(right)
            tally[lang, "spans"] += len(spans)
            tally[lang, "strict"] += sum(right)
            tally[lang, "known"] += bool(lookup(incident["place"], incident["country"]))
            if given.show == lang and not any(right):
                words = [text[s["start"] : s["end"]] for s in spans]
                names = [f"{g.name}/{g.country}" if g else None for g in got]
                print(report["id"], incident["place"], incident["country"], words, names)
    for lang in ("ar", "fr", "en"):
        t = {
            key: tally[lang, key]
            for key in (
                "incidents",
                "best",
                "spans",
                "strict",
                "marked",
                "overlap",
                "exact",
                "false",
                "reports",
                "known",
            )
        }
        share = {key: t[key] / max(1, t["marked"]) for key in ("overlap", "exact")}
        print(
            f"{lang}: incident best {t['best'] / max(1, t['incidents']):.3f} of {t['incidents']}, "
            f"span strict {t['strict'] / max(1, t['spans']):.3f} of {t['spans']}, "
            f"gold known {t['known'] / max(1, t['incidents']):.3f}; "
            f"find: overlap {share['overlap']:.3f}, "
            f"exact {share['exact']:.3f}, false per report {t['false'] / max(1, t['reports']):.2f}"
        )
    count = sum(n for (_, key), n in tally.items() if key == "reports")
    print(f"find: {1000 * spent / max(1, count):.2f} ms a report")


if __name__ == "__main__":
    main()
