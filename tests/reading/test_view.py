"""The encoder's view of a report: the packaged graph, and what it is for."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from marsad.codebook import Language
from marsad.errors import DataError
from marsad.reading import view as room
from marsad.reading.view import ABOUT, FOLDER, GRAPH, view

ONE: dict[Language, tuple[str, str]] = {
    "en": (
        "Bomb defused near Marseille station",
        "Police said they defused a bomb left in a car near the central station of Marseille on Monday.",
    ),
    "fr": (
        "Une bombe désamorcée près de la gare de Marseille",
        "La police dit avoir désamorcé lundi une bombe laissée dans une auto près de la gare Saint-Charles.",
    ),
    "ar": (
        "تفكيك قنبلة قرب محطة مرسيليا",
        "أعلنت الشرطة أنها فككت يوم الاثنين قنبلة تركت داخل سيارة قرب المحطة المركزية في مدينة مرسيليا.",
    ),
}
OTHER = (
    "Gunmen attack village in Mali",
    "Gunmen on motorcycles attacked a village near Bandiagara at night and killed eleven farmers.",
)


def seen(title: str, text: str, lang: Language) -> np.ndarray:
    """Return the view of a text as numbers."""
    told = view(title, text, lang)
    assert told is not None
    return np.frombuffer(told, "<f2").astype(float)


def test_one_event_is_alike_in_three_languages() -> None:
    """Each pair of tellings is nearer than either is to another event; the vectors have unit length."""
    told = [seen(*ONE[lang], lang) for lang in ONE]
    far = seen(*OTHER, "en")
    assert all(abs(float(np.linalg.norm(one)) - 1) < 0.01 for one in told)
    assert len(far) == 384
    for one in told:
        for other in told:
            assert one @ other > one @ far + 0.1


def test_a_long_text_is_seen_through_its_beginning() -> None:
    """A text longer than the encoder reads is no error."""
    assert np.isfinite(seen("", OTHER[1] * 300, "en")).all()


def test_without_its_files_there_is_no_view(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An installation without the encoder links by fields alone."""
    monkeypatch.setattr(room, "FOLDER", tmp_path)
    assert view("a", "b", "en") is None


def test_a_spoiled_file_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A graph that is not the one described is refused, with what to do."""
    (tmp_path / ABOUT).write_bytes((FOLDER / ABOUT).read_bytes())
    (tmp_path / GRAPH).write_bytes(b"spoiled")
    monkeypatch.setattr(room, "FOLDER", tmp_path)
    room._viewer.cache_clear()
    with pytest.raises(DataError, match="SHA-256"):
        view("a", "b", "en")
    room._viewer.cache_clear()
