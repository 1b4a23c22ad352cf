"""The sieve in the pipeline: what passes, in which order, and that errors are never lost."""

from __future__ import annotations

from collections.abc import Iterator

from marsad.codebook import Report
from marsad.errors import InputError
from marsad.pipeline.sift import AT_ONCE, Item, sift
from marsad.sources.entry import Entry

ATTACK = "A suicide bomber blew himself up at a checkpoint and killed five soldiers."
EVERYDAY = "The recipe for apple pie asks for butter, sugar, flour and an hour of patience in the kitchen."


def entry(number: int, text: str) -> Entry:
    """Return an entry with a number for its id."""
    return Entry(Report(str(number), text, "", None, None, None), "file.jsonl", number)


def test_attacks_and_errors_pass_in_order() -> None:
    """Over several batches, attacks and errors come out in order and everyday news does not."""
    items: list[Item] = []
    for number in range(3 * AT_ONCE + 5):
        fault = InputError("no text", path="file.jsonl", line=number)
        items.append((entry(number, ATTACK), entry(number, EVERYDAY), fault)[number % 3])
    passed = list(sift(items))
    assert passed == [item for at, item in enumerate(items) if at % 3 != 1]


def test_a_threshold_of_zero_lets_everything_through() -> None:
    """The threshold is handed on to the sieve."""
    items = [entry(1, EVERYDAY), entry(2, "")]
    assert list(sift(items, threshold=0)) == items
    assert list(sift(items)) == []


def test_no_more_than_one_batch_is_read_ahead() -> None:
    """A stream is sifted as it comes: the first report is out before the second batch is read."""
    seen = 0

    def stream() -> Iterator[Item]:
        nonlocal seen
        for number in range(10 * AT_ONCE):
            seen += 1
            yield entry(number, ATTACK)

    first = next(sift(stream()))
    assert isinstance(first, Entry)
    assert seen == AT_ONCE
