"""The registry of organisations: breadth, no clashes, and the look-up of names."""

from __future__ import annotations

from collections import defaultdict

import pytest

from marsad.actors import registry
from marsad.codebook.model import Language
from marsad.text.folding import fold_key

ORGANISATIONS = registry.actors("organisation")


def test_at_least_two_hundred_organisations_are_named_in_three_languages() -> None:
    """More than 400 organisations have names in Arabic, French and English."""
    full = [a for a in ORGANISATIONS if all(a.aliases[lang] for lang in registry.LANGUAGES)]
    assert len(full) >= 400


def test_canonical_names_are_unique() -> None:
    """No two organisations or ideologies share a canonical name."""
    names = [fold_key(a.name) for a in (*ORGANISATIONS, *registry.actors("ideology"))]
    assert sorted(names) == sorted(set(names))


def test_a_shared_name_needs_a_country() -> None:
    """Of organisations that share a name at most one bears it without a country condition."""
    bearers: dict[tuple[str, bool], set[str]] = defaultdict(set)
    for actor in ORGANISATIONS:
        for alias in registry.aliases_of(actor):
            if not alias.conditional:
                written = alias.words if alias.acronym else registry.key_of(alias.words)
                bearers[written, alias.acronym].add(actor.name)
    clashes = {name[0]: actors for name, actors in bearers.items() if len(actors) > 1}
    assert clashes == {}


def test_conditions_name_an_alias_and_a_country() -> None:
    """Every `only_in` is one of the actor's own names, and the actor has a country with cue words."""
    cues = registry.data("countries")
    for actor in ORGANISATIONS:
        own = {registry.key_of(alias.words) for alias in registry.aliases_of(actor)}
        assert actor.only_in <= own, actor.name
        if actor.only_in:
            assert any(code in cues for code in actor.countries), actor.name


def test_arabic_names_are_arabic() -> None:
    """Names listed as Arabic hold Arabic letters, the others Latin ones."""
    for actor in ORGANISATIONS:
        for lang in registry.LANGUAGES:
            for name in actor.aliases[lang]:
                assert any("\u0600" <= c <= "\u06ff" for c in name) == (lang == "ar"), (actor.name, name)


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("Daech", "Islamic State"),
        ("تنظيم الدولة", "Islamic State"),
        ("Al Chabab", "al-Shabaab"),
        ("AQMI", "Al-Qaeda in the Islamic Maghreb"),
        ("Al Qaida", "al-Qaeda"),
        ("حزب العمال الكردستاني", "PKK"),
        ("Sentier lumineux", "Shining Path"),
        ("nobody at all", None),
    ],
)
def test_canonical_takes_any_name(name: str, wanted: str | None) -> None:
    """Any name in any language and spelling leads to the canonical one; an unknown one to None."""
    assert registry.canonical(name) == wanted


def test_every_language_of_the_model_is_covered() -> None:
    """The registry's languages are those of the codebook's model."""
    assert set(registry.LANGUAGES) == set(Language.__args__)  # type: ignore[attr-defined]
