"""The cue words: the files are well-formed, and masks, weights and overlaps work."""

from __future__ import annotations

import pytest

from marsad.codebook import Language
from marsad.codebook.fields import fields
from marsad.reading.lexical import cues
from marsad.text.tokens import tokens
from marsad.text.words import load

LANGUAGES: tuple[Language, ...] = ("ar", "fr", "en")
CLOSED = {"outcome": "outcome", "attack_type": "attack_type", "weapon": "weapons", "target": "target_type",
          "disruption": "disruption", "step": "stage"}  # fmt: skip


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_value_of_a_closed_kind_is_one_of_the_codebook(lang: Language) -> None:
    """A cue speaks for a value that the guide knows."""
    for kind, field in CLOSED.items():
        unknown = set(load(lang, "cues")[kind]) - set(fields()[field].values)
        assert not unknown, f"{lang}: {kind} has {unknown}"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_three_languages_have_the_same_kinds_and_values(lang: Language) -> None:
    """No language lacks a kind or a value that another has."""
    shape = {kind: set(values) for kind, values in load("en", "cues").items()}
    assert {kind: set(values) for kind, values in load(lang, "cues").items()} == shape


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_phrase_is_found_by_itself(lang: Language) -> None:
    """No phrase is dead: a text of its words alone matches it (a gap filled with nothing)."""
    lexicon = cues.lexicon(lang)
    dead = []
    for kind, values in load(lang, "cues").items():
        for value, phrases in values.items():
            for entry in phrases:
                phrase = entry.partition("^")[0].replace("*", "").replace("…", " ")
                found = {(m.payload.kind, m.payload.value) for m in lexicon.find(tokens(phrase))}
                if (kind, value) not in found:
                    dead.append(f"{kind}.{value}: {entry}")
    assert not dead


def test_the_longest_phrase_of_a_kind_wins() -> None:
    """ "Failed to explode" speaks for failed, and "explode" in it for nothing."""
    found = [(m.payload.value) for m in cues.find(tokens("The bomb failed to explode."), "en")
             if m.payload.kind == "outcome"]  # fmt: skip
    assert found == ["failed"]


def test_a_mask_silences_the_cues_in_it() -> None:
    """ "The interior ministry" is no target; "the ministry of health" may be one."""
    masked = [m for m in cues.find(tokens("the interior ministry said"), "en") if m.payload.kind == "target"]
    free = [
        m for m in cues.find(tokens("a bomb at the ministry of health"), "en") if m.payload.kind == "target"
    ]
    assert not masked
    assert [m.payload.value for m in free] == ["government"]


def test_arabic_particles_stay_outside() -> None:
    """«والهجوم» is found without its و, and the span begins at the article."""
    text = "والهجوم وقع أمس"
    event = next(m for m in cues.find(tokens(text), "ar") if m.payload.kind == "event")
    assert text[event.start : event.end] == "الهجوم"
