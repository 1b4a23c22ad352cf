"""Sheets and incidents as the arrays that the network reads, padded to one size.

Sizes: B reports, W windows of T pieces, N units, S sentences, K features of a unit; R incidents, V windows
read once an incident, C candidates.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from marsad.codebook import Claim, Count
from marsad.reading.learned import features
from marsad.reading.learned.candidates import WIDTH, Candidate, matrix
from marsad.reading.learned.sheet import Sheet

Array = npt.NDArray[np.float32]
Arrays = dict[str, npt.NDArray[np.generic]]


@dataclass(slots=True)
class Incidence:
    """One incident as the second stage reads it: whose report, by sentence inside and outside, what is found.

    `traits` are the rules' features, `ruled` the counts that the rules claim.
    """

    report: int
    inside: Array
    outside: Array
    traits: Array
    candidates: list[Candidate]
    ruled: dict[str, int]


def ruled(claims: Mapping[str, Claim]) -> dict[str, int]:
    """Return the counts that the rules claim, by field."""
    values = {name: claims[name].value for name in features.COUNTS if name in claims}
    return {name: value.value for name, value in values.items() if isinstance(value, Count)}


def first(sheets: Sequence[Sheet], cues: Sequence[str]) -> Arrays:
    """Return the arrays of the first stage: pieces, units, sentences, and what the rules found."""
    windows = [window for sheet in sheets for window in sheet.windows]
    long = max(len(window.ids) for window in windows)
    size, told = max(len(s.units) for s in sheets), max(max(len(s.scene.sentences), 1) for s in sheets)
    ids = np.ones((len(windows), long), np.int64)
    mask = np.zeros((len(windows), long), np.float32)
    for row, window in enumerate(windows):
        ids[row, : len(window.ids)] = window.ids
        mask[row, : len(window.ids)] = 1.0
    count = len(sheets)
    begin, end = np.zeros((count, size), np.int64), np.zeros((count, size), np.int64)
    present, title = np.zeros((count, size), np.float32), np.zeros((count, size), np.float32)
    dealt = np.zeros((count, told, size), np.float32)
    width = len(cues) + len(features.FOUND)
    found = np.zeros((count, size, width), np.float32)
    pairs = np.zeros((count, told, told, features.PAIRS), np.float32)
    base = 0
    for at, sheet in enumerate(sheets):
        n = len(sheet.units)
        begin[at, :n] = [(base + row) * long + place for row, place in sheet.first]
        end[at, :n] = [(base + row) * long + place for row, place in sheet.last]
        present[at, :n] = 1.0
        title[at, : sheet.titled] = 1.0
        if sheet.scene.sentences:
            for unit in range(sheet.titled, n):
                dealt[at, sheet.sentence[unit], unit] = 1.0
        found[at, :n] = features.of_units(sheet, cues)
        s = len(sheet.scene.sentences)
        pairs[at, :s, :s] = features.of_pairs(sheet)
        base += len(sheet.windows)
    report = np.stack([features.of_report(sheet) for sheet in sheets])
    return {
        "ids": ids, "mask": mask, "begin": begin, "end": end, "present": present, "title": title,
        "dealt": dealt, "found": found, "pairs": pairs, "report": report,
    }  # fmt: skip


def second(
    sheets: Sequence[Sheet], incidents: Sequence[Incidence], one: Arrays, width: int = WIDTH
) -> Arrays:
    """Return the arrays of the second stage, a row an incident, beside those of the first (`one`).

    `width` is how many features each candidate has.
    """
    long, size = one["ids"].shape[1], one["begin"].shape[1]
    bases = np.cumsum([0, *(len(sheet.windows) for sheet in sheets)])
    source: list[int] = []
    rows: list[int] = []
    begin = np.zeros((len(incidents), size), np.int64)
    end = np.zeros((len(incidents), size), np.int64)
    member = np.zeros((len(incidents), size + 1, 3), np.float32)
    most = max(1, *(len(incident.candidates) for incident in incidents))
    spans = np.zeros((len(incidents), most, 2), np.int64)
    kinds = np.full((len(incidents), most), -1, np.int64)
    traits = np.stack([incident.traits for incident in incidents])
    known = np.zeros((len(incidents), most, width), np.float32)
    for row, incident in enumerate(incidents):
        sheet = sheets[incident.report]
        base = len(source)
        for window in range(len(sheet.windows)):
            source.append(int(bases[incident.report]) + window)
            rows.append(row)
        n = len(sheet.units)
        begin[row, :n] = [(base + w) * long + place for w, place in sheet.first]
        end[row, :n] = [(base + w) * long + place for w, place in sheet.last]
        member[row, : sheet.titled, 2] = 1.0
        if sheet.scene.sentences:
            dealt = sheet.sentence[sheet.titled :]
            member[row, sheet.titled : n, 0] = incident.inside[dealt]
            member[row, sheet.titled : n, 1] = incident.outside[dealt]
        for at, candidate in enumerate(incident.candidates):
            spans[row, at] = sheet.covered(candidate.start, candidate.end)
            kinds[row, at] = _KIND[candidate.kind]
        known[row, : len(incident.candidates)] = matrix(incident.candidates, width)
    pieces = np.full((len(source), long), size, np.int64)
    for row, at in enumerate(source):
        owner = int(np.searchsorted(bases, at, side="right")) - 1
        unit = np.array(sheets[owner].windows[at - int(bases[owner])].unit)
        pieces[row, : len(unit)] = np.where(unit < 0, size, unit)
    report = np.array([incident.report for incident in incidents], np.int64)
    return {
        "source": np.array(source, np.int64), "rows": np.array(rows, np.int64), "pieces": pieces,
        "begin2": begin, "end2": end, "member": member, "of": report, "traits": traits,
        "spans": spans, "kinds": kinds, "candidates": known,
    }  # fmt: skip


_KIND = {"place": 0, "date": 1, "organisation": 2, "agency": 3, "number": 4}
