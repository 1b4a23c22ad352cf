"""Augmentation of marked reports that keeps labels true: swaps, joins, cuts and noise of writing."""

from __future__ import annotations

from training.augment.cutting import cut_tail, drop_sentence, drop_title
from training.augment.dates import drop_published, swap_dates
from training.augment.joining import join_reports
from training.augment.mix import OPERATIONS, Operation, augment
from training.augment.noise import noise_case, noise_quotes, noise_tashkeel
from training.augment.numbers import swap_numbers
from training.augment.organisations import swap_organisations
from training.augment.places import swap_places

__all__ = [
    "OPERATIONS",
    "Operation",
    "augment",
    "cut_tail",
    "drop_published",
    "drop_sentence",
    "drop_title",
    "join_reports",
    "noise_case",
    "noise_quotes",
    "noise_tashkeel",
    "swap_dates",
    "swap_numbers",
    "swap_organisations",
    "swap_places",
]
