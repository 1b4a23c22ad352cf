"""Many reports: in order, no faster than they are asked for, and none lost when a worker dies."""

from __future__ import annotations

from collections.abc import Iterator
from threading import Barrier, BrokenBarrierError
from types import ModuleType

import pytest

from marsad.codebook import Claim, Report
from marsad.errors import InputError
from marsad.pipeline.code import Coded, Failed
from marsad.pipeline.many import code_many
from marsad.sources.entry import Entry


class Meeting:
    """A reader that is worth running twice at once: it calls a report relevant only where two met in it."""

    abreast = 2

    def __init__(self) -> None:
        self.door = Barrier(2, timeout=5)

    def __call__(self, report: Report) -> list[Claim]:
        """Wait for the other, no longer than that it must come; the word BUG breaks the reader."""
        if "BUG" in report.text:
            raise KeyError("no such cue")
        try:
            self.door.wait()
        except BrokenBarrierError:
            return [Claim(0, "relevant", False, score=0.9)]
        return [Claim(0, "relevant", True, score=0.9)]


def entries(texts: list[str]) -> Iterator[Entry]:
    """Yield a report for each text, named by its number."""
    for number, text in enumerate(texts):
        yield Entry(Report(str(number), text, lang="en"), "f.jsonl", number + 1)


def ids(results: list[Coded | Failed]) -> list[str]:
    """Return the id of each coded report, `-` for each that failed."""
    return [result.report.id if isinstance(result, Coded) else "-" for result in results]


@pytest.mark.parametrize("workers", [1, 2])
def test_results_come_in_order(fake: ModuleType, workers: int) -> None:
    """The results stand in the order of the input, whatever the number of workers, and are the same."""
    texts = ["an attack " * (1 + (7 * number) % 40) for number in range(60)]
    results = list(code_many(entries(texts), fake.by_word, workers=workers))
    assert ids(results) == [str(number) for number in range(60)]
    assert all(isinstance(result, Coded) and result.relevant for result in results)


def test_a_reader_that_says_so_reads_abreast() -> None:
    """Two reports meet in it, and their results stand in order; what breaks it stands in its place."""
    results = list(code_many(entries(["a", "b", "c", "BUG", "d"]), Meeting()))
    assert ids(results) == ["0", "1", "2", "-", "4"]
    assert all(result.relevant for result in results if isinstance(result, Coded))


def test_live_items_are_read_one_by_one() -> None:
    """The result of one is given before the next is asked for; so nothing meets."""
    reader = Meeting()
    asked: list[str] = []
    reader.door.abort()

    def coming() -> Iterator[Entry]:
        for entry in entries(["a", "b", "c"]):
            asked.append(entry.report.id)
            yield entry

    for number, result in enumerate(code_many(coming(), reader, live=True)):
        assert isinstance(result, Coded)
        assert not result.relevant
        assert asked == [str(at) for at in range(number + 1)]


@pytest.mark.parametrize("workers", [1, 2])
def test_errors_keep_their_place(fake: ModuleType, workers: int) -> None:
    """What could not be read and what breaks a reader stand among the results where they belong."""
    items: list[Entry | InputError] = [InputError("gone", path="a"), *entries(["attack", "BUG", "attack"])]
    results = list(code_many(items, fake.faulty, workers=workers))
    assert ids(results) == ["-", "0", "-", "2"]
    assert isinstance(results[2], Failed)
    assert "f.jsonl:2: the report '1' could not be coded" in str(results[2].error)


def test_a_dead_worker_takes_one_report(fake: ModuleType) -> None:
    """Reports at which a worker dies are named; all others are coded, in order."""
    texts = ["attack"] * 50
    texts[7] = texts[30] = "DIE"
    results = list(code_many(entries(texts), fake.deadly, workers=2))
    assert ids(results) == ["-" if number in (7, 30) else str(number) for number in range(50)]
    assert isinstance(results[7], Failed)
    assert "f.jsonl:8: the worker process died twice at the report '7'" in str(results[7].error)


@pytest.mark.parametrize("workers", [1, 2])
def test_the_source_is_read_as_results_are_taken(fake: ModuleType, workers: int) -> None:
    """No more than a few reports are read ahead, so that memory stays flat on endless input."""
    read = 0

    def endless() -> Iterator[Entry]:
        nonlocal read
        while True:
            read += 1
            yield Entry(Report(str(read), "attack", lang="en"), "f")

    results = code_many(endless(), fake.by_word, workers=workers)
    for _ in range(3):
        next(results)
    assert read <= 64
    results.close()  # type: ignore[attr-defined]


def test_no_more_is_read_ahead_than_is_read_abreast() -> None:
    """One besides those under way; what is left when nobody asks any more is not waited for."""
    reader = Meeting()
    asked: list[int] = []
    reader.door.abort()

    def endless() -> Iterator[Entry]:
        while True:
            asked.append(len(asked))
            yield Entry(Report(str(len(asked)), "attack", lang="en"), "f")

    results = code_many(endless(), reader)
    next(results)
    next(results)
    assert len(asked) <= 4
    results.close()  # type: ignore[attr-defined]


def test_workers_must_be_one_or_more(fake: ModuleType) -> None:
    """Less than one worker is refused at once."""
    with pytest.raises(ValueError, match="workers must be 1 or more, got 0"):
        code_many([], fake.by_word, workers=0)
