"""Search: the words of three languages, and the same answers on both databases."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from marsad.codebook import Language
from marsad.errors import InputError
from marsad.store import Filters, Store, matching
from marsad.store.layout import PLACES, REPEATS, layout
from marsad.store.query import parse
from marsad.store.words import words
from tests.store.tellings import add, report, sound

TEXTS: tuple[tuple[Language, str, str], ...] = (
    ("ar", "هجوم بمراكش", "قُتل ثلاثة أشخاص، وأعلنت وزارة الداخلية عن توقيف مشتبه به بالدار البيضاء."),
    ("ar", "إحباط مخطط", "أوقفت الشرطة خلية للتنظيم والسلطات تحقق. الأمن في مراكش."),
    (
        "fr",
        "Attentat déjoué",
        "L'attentat de l'aéroport d'Oran a été déjoué ; trois hommes arrêtés à Ben-Guerdane.",
    ),
    ("en", "Nigeria's north", "Gunmen attacked a village in Nigeria. The attackers fled to Ben Guerdane."),
)


@pytest.fixture(params=[5000, 0], ids=["few", "many"])
def told(store: Store, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Store:
    """Return a record of the texts, searched in the way for few finds and in the way for many."""
    monkeypatch.setattr(matching, "FEW", request.param)
    for number, (lang, title, text) in enumerate(TEXTS):
        add(store, report(text, title=title, lang=lang, published=f"2020-03-{number + 2:02}"), apart=True)
    return store


def found(store: Store, question: str, **filters: object) -> list[int]:
    """Return the numbers of the texts that a question finds."""
    with store.reading() as r:
        page = r.search(question, Filters(**filters))  # type: ignore[arg-type]
        assert r.count(Filters(text=question, **filters)) == len(page.states)  # type: ignore[arg-type]
        by_change = r.search(question, Filters(**filters), order="changed")  # type: ignore[arg-type]
        assert {one.incident for one in by_change.states} == {one.incident for one in page.states}
    return sorted(one.incident for one in page.states)


@pytest.mark.parametrize(
    ("question", "texts"),
    [
        ("مراكش", [1, 2]),
        ("بمراكش", [1, 2]),
        ("قتل", [1]),
        ("وقتل", [1]),
        ("الداخلية", [1]),
        ("داخليه", [1]),
        ("تنظيم", [2]),
        ("سلطات", [2]),
        ("وزارة الداخلية", [1]),
        ('"وزارة الداخلية"', [1]),
        ('"الداخلية وزارة"', []),
        ("احباط", [2]),
        ("attentat", [3]),
        ("L'ATTENTAT", [3]),
        ("AEROPORT", [3]),
        ("aéroport oran", [3]),
        ('"aéroport d\'Oran"', [3]),
        ("nigeria", [4]),
        ('"attacked a village"', [4]),
        ('"village attacked"', []),
        ("attack*", [4]),
        ("attack", []),
        ("ben-guerdane", [3, 4]),
        ('"hommes gunmen"', []),
        ("Nador", [1, 2, 3, 4]),
        ("déjoué Nador", [1, 2, 3, 4]),
        ("ناد*", []),
        ("nobody", []),
        ("gunmen nobody", []),
    ],
)
def test_questions(told: Store, question: str, texts: list[int]) -> None:
    """Each question finds the texts that hold its words, whatever their prefixes, marks, case or accents."""
    assert found(told, question) == texts


def test_questions_with_filters(told: Store) -> None:
    """A search keeps to the filters, too."""
    assert found(told, "Nador", languages=("ar",)) == [1, 2]
    assert found(told, "Nador", countries=("MA",), outcomes=("foiled",), reviews=("machine",)) == [1, 2, 3, 4]
    assert found(told, "Nador", countries=("DZ",)) == []
    assert found(told, "Nador", since="2020-03-02", until="2020-03-02") == [1, 2, 3, 4]
    assert found(told, "Nador", since="2020-03-03") == []


def test_documents_follow(store: Store) -> None:
    """What is told later is found, and the record stays sound."""
    add(store, report("First words."))
    add(store, report("Second words.", published="2020-03-03"))
    assert found(store, "first second") in ([1], [])
    assert found(store, "words")
    assert sound(store)


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("", "at least one word"),
        ("!!! ' \"", "at least one word"),
        ("a*", "letters before the star"),
        ("x " * 99, ""),
    ],
)
def test_questions_that_cannot_be(question: str, said: str) -> None:
    """A question without a word, or with too short a beginning, is refused with what is expected."""
    if said:
        with pytest.raises(InputError, match=said):
            parse(question)
    else:
        assert len(parse(question)) == 1


SIGNS = ("x' OR 1", 'a "b" c"', "a:* & !b | (c)", "NEAR(a b)", "a AND NOT b", "-a ^b", "§country§ma")


@pytest.mark.parametrize("question", SIGNS)
def test_signs_mean_nothing(both: tuple[Store, Store], question: str) -> None:
    """The databases' own signs are no commands: both take them for words, or for nothing."""
    for one in both:
        add(one, report("One or two words, and not near country ma: a b c x."))
        assert found(one, question) in ([1], [])
    assert found(both[0], question) == found(both[1], question)


_WORDS = st.sampled_from(
    "قتل وقتل المدينة بالمدينة للمدينة ولد والد لجنة جنة don't l'eau d'eau Oran's".split()
    + "oran ORAN arrêté arrete x1 ٣ 3 ـ".split()
)


@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(_WORDS, min_size=1, max_size=12), st.lists(_WORDS, min_size=1, max_size=3), st.booleans())
def test_both_databases_answer_alike(
    both: tuple[Store, Store], text: list[str], question: list[str], phrase: bool
) -> None:
    """Any words are found by both databases, or by neither."""
    asked = f'"{" ".join(question)}"' if phrase else " ".join(question)
    if not words(asked):
        return
    answers = []
    for one in both:
        add(one, report(" ".join(text), title=str(text)))
        answers.append(found(one, asked))
    assert answers[0] == answers[1]


def test_words() -> None:
    """Words are what all spellings of one word share."""
    assert words("والمدينة بالمدينة للمدينة المدينة مدينة") == ["مدينه"] * 5
    assert words("ولد والد الى وزارة") == ["ولد", "والد", "الي", "وزاره"]
    assert words("L'été d’Oran, Nigeria's qu'il s'est") == ["ete", "oran", "nigeria", "il", "est"]
    assert words("x" * 100) == ["x" * 64]


def test_long_documents_lose_phrases_not_words() -> None:
    """Beyond what PostgreSQL can place, a word is found and stands in no phrase, on SQLite too."""
    told = layout([["a"] * (REPEATS + 5) + ["b"], [f"w{n}" for n in range(PLACES)], ["end", "a"]], ["tag"])
    assert sum(word == "a" for word, _ in told.placed) == REPEATS
    assert ("b", REPEATS + 6) in told.placed
    assert set(told.loose) >= {"end", "tag"}
    assert "a" not in told.loose
    row = told.as_text().split(" ")
    assert all(row[place - 1] == word for word, place in told.placed)
    assert told.as_vector().count("'end'") == 1
