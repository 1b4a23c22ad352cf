"""Reports whose claims the tests choose: Arabic and English, with words that look like HTML."""

from __future__ import annotations

from marsad.codebook import Claim, Count, Period, Place, Report, Span, Value
from marsad.pipeline.adding import Added, add
from marsad.pipeline.record import Record
from marsad.sources.entry import Entry

EVIL = "<script>alert('x')</script>\"'><img src=x onerror=alert(1)>"
ARABIC = "قتل ثلاثة أشخاص في تونس.\r\nوقالت الشرطة إن 😀 القنبلة انفجرت يوم 2 ماي 2024."
ENGLISH = f"Three people died in Tunis. {EVIL} The bomb went off on 2 May 2024."
LATER = "Five people died in Tunis, where a bomb went off on 2 May 2024, police say."
OSLO = "Eight people died in Oslo in the afternoon."
TUNIS = Place("Tunis", 2464470, 36.819, 10.166, "TN", "town")
NORWAY = Place("Oslo", 3143244, 59.913, 10.746, "NO", "town")


def claims(text: str) -> list[Claim]:
    """Return what the reader of the tests says of a text."""
    place = NORWAY if "Oslo" in text else TUNIS
    killed = {ARABIC: 3, ENGLISH: 3, LATER: 5, OSLO: 8}[text]
    words = {ARABIC: "ثلاثة أشخاص", ENGLISH: "Three people", LATER: "Five people", OSLO: "Eight people"}[text]
    named = {ARABIC: "تونس"}.get(text, place.name)
    told: dict[str, tuple[Value, str]] = {
        "outcome": ("completed", words), "stage": ("execution", words), "attack_type": (("bombing",), words),
        "country": (place.country, named), "place": (place, named), "killed": (Count(killed), words),
        "date": (Period("2024-05-02" if place is TUNIS else "2011-07-22"), words),
        "affiliation": (EVIL.replace("'", "").replace("\n", " "), words), "actor": ("group", words),
    }  # fmt: skip
    made = [
        Claim(1, name, value, (Span(text.index(said), text.index(said) + len(said)),), 0.9, "test")
        for name, (value, said) in told.items()
    ]
    return [Claim(0, "relevant", True, (), 0.9), *made]


def put(record: Record, *texts: str) -> list[Added]:
    """Add texts as reports of following days."""
    days = {ARABIC: "2024-05-02", ENGLISH: "2024-05-03", LATER: "2024-05-04", OSLO: "2011-07-23"}
    items = [
        Entry(
            Report(
                f"r{EVIL}", text, f"Title {EVIL}", "ar" if text == ARABIC else "en", "javascript:alert(1)",
                days[text],
            ),
            "f.jsonl",
            1,
        )
        for text in texts
    ]  # fmt: skip
    read = lambda report: claims(report.text)  # noqa: E731
    return [
        one for one in add(record.store, items, read, "test", clock=record.clock) if isinstance(one, Added)
    ]
