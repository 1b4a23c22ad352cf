"""A record for a team: long reports with marked words, read by a reader whose claims stand here."""

from __future__ import annotations

from itertools import count

from marsad.codebook import Claim, Count, Period, Place, Report, Span, Value
from marsad.pipeline.adding import Added, add
from marsad.pipeline.record import Record
from marsad.sources.entry import Entry

TUNIS = Place("Tunis", 2464470, 36.819, 10.166, "TN", "town")
OSLO = Place("Oslo", 3143244, 59.913, 10.746, "NO", "town")
REST = (
    " The ministry said on Friday that the inquiry went on. Roads around the quarter were closed, shops"
    " stayed shut, and the hospital asked people to give blood. Nobody has claimed it, a spokesman said"
    " & <no more>. Sample text."
)
SAYS: dict[str, tuple[Place, str, int, float]] = {
    "Three people died when a bomb went off in Tunis on 2 May 2024, police said.": (
        TUNIS,
        "2024-05-02",
        3,
        0.9,
    ),
    "Five people died in the bombing in Tunis on 2 May 2024, a doctor said.": (TUNIS, "2024-05-02", 5, 0.9),
    "Eighty people died when a bomb went off in Oslo on 2 May 2024, police said.": (
        OSLO,
        "2024-05-02",
        80,
        0.3,
    ),
}
FIRST, LATER, OTHER = SAYS


def read(report: Report) -> list[Claim]:
    """Return the claims on a bombing, with the words that say them."""
    head = next(one for one in SAYS if report.text.startswith(one))
    place, day, killed, score = SAYS[head]
    told: dict[str, tuple[Value, str, str]] = {
        "outcome": ("completed", "died", "OUTCOME"),
        "stage": ("execution", "", ""),
        "attack_type": (("bombing",), "bomb", "EVENT"),
        "weapons": (("explosives",), "bomb", "WEAPON"),
        "country": (place.country, place.name, "PLACE"),
        "place": (place, place.name, "PLACE"),
        "date": (Period(day), "2 May 2024", "DATE"),
        "killed": (Count(killed), head.split()[0], "N_KILLED"),
        "target_type": (("civilians",), "people", "VICTIM"),
        "disruption": ("none", "", ""),
    }
    claims = [Claim(0, "relevant", True, (), 0.9)]
    for name, (value, words, label) in told.items():
        at = head.index(words)
        spans = (Span(at, at + len(words), label),) if words else ()
        claims.append(Claim(1, name, value, spans, score, "test"))
    return claims


def made() -> Record:
    """Return an empty record in memory whose clock ticks by one."""
    ticks = count(1_000)
    return Record.init(":memory:", clock=lambda: next(ticks))


def put(record: Record, *heads: str) -> list[Added]:
    """Add reports, published on following days."""
    entries = [
        Entry(Report(f"r{n}", head + REST, "A bomb", "en", None, f"2024-05-0{3 + n}"), "f.jsonl", 1)
        for n, head in enumerate(SAYS)
        if head in heads
    ]
    done = add(record.store, entries, read, "test", clock=record.clock)
    return [one for one in done if isinstance(one, Added)]


def words(record: Record, number: int, part: str, report: int = 0) -> dict[str, object]:
    """Return words of a report of an incident as a person marks them."""
    digest = record.show(number)["reports"][report]["digest"]
    with record.store.reading() as r:
        kept = r.report(digest)
    assert kept is not None and kept.report is not None
    start = kept.report.text.index(part)
    return {"report": digest, "start": start, "end": start + len(part)}
