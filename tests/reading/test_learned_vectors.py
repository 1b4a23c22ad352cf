"""The vectors of incidents that the learned reader gives to linking."""

from __future__ import annotations

import numpy as np

from marsad.reading.learned.vectors import vector


def _one(title: int = 1) -> dict[str, np.ndarray]:
    """Four units, the first of the title, one of sentence 0, two of sentence 1."""
    dealt = np.array([[[0, 1, 0, 0], [0, 0, 1, 1]]], np.float32)
    first = np.array([[title, 0, 0, 0]], np.float32)
    return {"dealt": dealt, "begin": np.array([[0, 1, 2, 3]]), "title": first}


def _view(inside: list[float], title: int = 1) -> np.ndarray:
    states = np.eye(4, dtype=np.float32)[None]
    return np.frombuffer(vector(_one(title), states, np.array(inside, np.float32)), "<f2").astype(float)


def test_the_words_of_its_own_sentences_make_an_incidents_vector() -> None:
    """Units of sentence 1 weigh 1 each, the title less, sentence 0 nothing; the length is 1."""
    seen = _view([0.0, 1.0])
    assert seen[1] == 0.0
    assert seen[2] == seen[3] > seen[0] > 0.0
    assert abs(float(np.linalg.norm(seen)) - 1.0) < 1e-3


def test_an_incident_without_words_has_a_vector_of_zeros() -> None:
    """Nothing is divided by zero where no sentence tells the incident."""
    assert not _view([0.0, 0.0], title=0).any()
