"""Augmentation over the train split: what every operation must leave true of a marked report."""

from __future__ import annotations

import importlib.util
import random
import re
from collections import Counter
from collections.abc import Callable
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from marsad.codebook.record import incident_to_dict
from marsad.places.gazetteer import name_key
from marsad.reading.scores.marked import Marked, load, unmark
from training import augment as augmentation
from training.augment import agreement
from training.augment.noise import same_words

CORPUS = Path(__file__).parents[2] / "corpus"
SAMPLED = 200
OPERATIONS = [operation for operation, _ in augmentation.OPERATIONS]
SWAPS = [
    augmentation.swap_places,
    augmentation.swap_organisations,
    augmentation.swap_numbers,
    augmentation.swap_dates,
    augmentation.drop_title,
]
NOISE = [augmentation.noise_case, augmentation.noise_quotes, augmentation.noise_tashkeel]
ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}


@cache
def train() -> list[Marked]:
    """Return the train split."""
    return load(CORPUS, "train")


@cache
def sample() -> list[Marked]:
    """Return the reports that every operation is tried on."""
    return random.Random(7).sample(train(), SAMPLED)


@cache
def results(operation: Callable[..., Marked]) -> list[tuple[Marked, Marked]]:
    """Return each report of the sample before and after an operation."""
    return [(m, operation(m, random.Random(seed), train())) for seed, m in enumerate(sample())]


@cache
def checker() -> ModuleType:
    """Load `corpus/check.py`, which is a script and no package."""
    spec = importlib.util.spec_from_file_location("corpus_check", CORPUS / "check.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def row(marked: Marked) -> dict[str, Any]:
    """Return a marked report as a line of the corpus has it."""
    text = marked.report.text
    tags: list[tuple[int, int, int, str]] = []
    for order, (of, span) in enumerate(marked.spans):
        tags.append((span.start, 1, order, f'<{span.label} i="{of}">'))
        tags.append((span.end, 0, -order, f"</{span.label}>"))
    pieces, at = [], 0
    for place, _, _, tag in sorted(tags):
        pieces += [re.sub("[&<>]", lambda m: ENTITIES[m[0]], text[at:place]), tag]
        at = place
    pieces.append(re.sub("[&<>]", lambda m: ENTITIES[m[0]], text[at:]))
    incidents = []
    for incident in marked.incidents:
        record = incident_to_dict(incident, text)
        record.pop("evidence")
        record["place"] = record["place"] and record["place"]["name"]
        incidents.append(record)
    report = marked.report
    return {
        "id": report.id,
        "lang": report.lang,
        "url": report.url,
        "published": report.published,
        "title": report.title,
        "marked": "".join(pieces),
        "relevant": marked.relevant,
        "incidents": incidents,
    }


def test_a_report_comes_back_from_its_line() -> None:
    """The tests' own writing of a line loses nothing (what the checker sees is what was made)."""
    for marked in sample():
        text, spans = unmark(row(marked)["marked"])
        assert text == marked.report.text
        assert Counter(spans) == Counter(marked.spans)


@pytest.mark.parametrize("operation", [*OPERATIONS, augmentation.augment], ids=lambda o: o.__name__)
def test_results_follow_the_guide(operation: Callable[..., Marked]) -> None:
    """The corpus' own checker finds no fault in any result: spans nest, none is empty, fields are whole."""
    found = [
        f"{old.report.id}: {fault}"
        for old, new in results(operation)
        for fault in set(checker().faults(row(new))) - set(checker().faults(row(old)))
    ]
    assert not found, "\n".join(found)


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda o: o.__name__)
def test_every_operation_does_something(operation: Callable[..., Marked]) -> None:
    """Each operation changes a fair part of the reports."""
    changed = sum(new is not old and new != old for old, new in results(operation))
    assert changed >= SAMPLED // 25


@pytest.mark.parametrize("operation", SWAPS, ids=lambda o: o.__name__)
def test_normalisers_read_swaps_as_well(operation: Callable[..., Marked]) -> None:
    """Of each kind at least as many marked words are read as coded after a swap as before it."""
    for old, new in results(operation):
        for label in agreement.LABELS:
            assert agreement.right(new, label) >= agreement.right(old, label), (old.report.id, label)


@pytest.mark.parametrize("operation", SWAPS, ids=lambda o: o.__name__)
def test_swaps_keep_every_mark(operation: Callable[..., Marked]) -> None:
    """A swap changes words, never which labels are marked for which incident."""
    for old, new in results(operation):
        before, after = ([(of, s.label) for of, s in m.spans] for m in (old, new))
        assert before == after, old.report.id


def test_swapped_towns_leave_nothing_behind() -> None:
    """The old town's name as it stood in the text is in no place of the new report; the field has the new."""
    changed = [(old, new) for old, new in results(augmentation.swap_places) if new is not old]
    for old, new in changed:
        gone = [
            (a.of(old.report.text), b.of(new.report.text))
            for (_, a), (_, b) in zip(old.spans, new.spans, strict=True)
            if a.label == "PLACE" and a.of(old.report.text) != b.of(new.report.text)
        ]
        assert gone, old.report.id
        whole = f" {name_key(new.report.title)} {name_key(new.report.text)} "
        for written, _ in gone:
            assert f" {name_key(written)} " not in whole, (old.report.id, written)
        assert [i.place for i in old.incidents] != [i.place for i in new.incidents]


def test_swapped_numbers_say_the_field() -> None:
    """A count changes only where its words do, and words only where a count does."""
    for old, new in results(augmentation.swap_numbers):
        counts = [
            [(i.suspects, i.arrested, i.killed, i.wounded) for i in marked.incidents] for marked in (old, new)
        ]
        assert (counts[0] != counts[1]) == (old.report.text != new.report.text), old.report.id


@pytest.mark.parametrize("operation", NOISE, ids=lambda o: o.__name__)
def test_noise_changes_no_word(operation: Callable[..., Marked]) -> None:
    """Under folding, marked words read the same after noise of writing as before it; fields stay."""
    for old, new in results(operation):
        assert old.incidents == new.incidents
        assert len(old.spans) == len(new.spans)
        for (_, a), (_, b) in zip(old.spans, new.spans, strict=True):
            assert same_words(a.of(old.report.text), b.of(new.report.text)), old.report.id


@pytest.mark.parametrize(
    "operation", [augmentation.drop_sentence, augmentation.cut_tail], ids=lambda o: o.__name__
)
def test_cuts_lose_no_mark(operation: Callable[..., Marked]) -> None:
    """After a cut every mark holds the same words, and the fields are the same."""
    for old, new in results(operation):
        before, after = ([(of, s.label, s.of(m.report.text)) for of, s in m.spans] for m in (old, new))
        assert before == after, old.report.id
        assert old.incidents == new.incidents


def test_joined_incidents_stand_in_the_order_of_the_text() -> None:
    """A joined report has the incidents of all its parts, numbered by their first marks, on one day."""
    joined = [(old, new) for old, new in results(augmentation.join_reports) if new.report.id != old.report.id]
    by_id = {m.report.id: m for m in train()}
    for _, new in joined:
        parts = [by_id[name] for name in new.report.id.split("+")]
        assert len(new.incidents) == sum(len(part.incidents) for part in parts)
        assert len(new.spans) == sum(len(part.spans) for part in parts)
        assert {str(part.report.lang) for part in parts} == {str(new.report.lang)}
        first = {of: 0 for of, _ in reversed(new.spans)}
        for of, span in reversed(new.spans):
            first[of] = span.start
        assert sorted(first, key=lambda of: (first[of], of)) == sorted(first)


def test_the_same_seed_gives_the_same_report() -> None:
    """The mix depends on nothing but the report, the pool and the seed."""
    for seed, marked in enumerate(sample()[:30]):
        one, two = (augmentation.augment(marked, random.Random(seed), train()) for _ in range(2))
        assert one == two
