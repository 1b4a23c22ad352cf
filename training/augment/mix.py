"""A random mix of the operations on one report, as the training calls it every pass."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence

from marsad.reading.scores.marked import Marked
from training.augment.cutting import cut_tail, drop_sentence, drop_title
from training.augment.dates import drop_published, swap_dates
from training.augment.joining import join_reports
from training.augment.noise import noise_case, noise_quotes, noise_tashkeel
from training.augment.numbers import swap_numbers
from training.augment.organisations import swap_organisations
from training.augment.places import swap_places

Operation = Callable[[Marked, random.Random, Sequence[Marked]], Marked]

# In this order: swaps while the words are plain, then what joins and cuts, then noise. Shares of reports on
# which an operation is tried; it returns the report as it was where it does not fit.
OPERATIONS: tuple[tuple[Operation, float], ...] = (
    (swap_places, 0.5),
    (swap_organisations, 0.4),
    (swap_numbers, 0.5),
    (swap_dates, 0.3),
    (drop_published, 0.05),
    (join_reports, 0.12),
    (drop_title, 0.2),
    (drop_sentence, 0.2),
    (cut_tail, 0.1),
    (noise_quotes, 0.2),
    (noise_tashkeel, 0.3),
    (noise_case, 0.05),
)


def augment(marked: Marked, rng: random.Random, pool: Sequence[Marked]) -> Marked:
    """Return the report after a random mix of the operations, with labels that stay true.

    `pool` holds the reports that others may be joined from; give the train split alone. The same seed, report
    and pool give the same result. About one in ten reports comes back as it was.
    """
    for operation, share in OPERATIONS:
        if rng.random() < share:
            marked = operation(marked, rng, pool)
    return marked
