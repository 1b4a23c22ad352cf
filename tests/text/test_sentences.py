"""Sentences and paragraphs: edges, abbreviations of three languages, and nothing lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marsad.codebook.model import Language
from marsad.text.sentences import paragraphs, sentences

_MARKS = list(".!?؟…؛،\n\u2028 \u00a0«»“”\"()'\u200f")
_WORDS = ["M", "Mme", "U.S", "No", "د", "p.m", "3", "5", "Police", "said", "قال", "blessé", "Il", "J", "\r\n"]
_PIECES = st.sampled_from([*_MARKS, *_WORDS])
_TEXTS = st.one_of(st.lists(_PIECES, max_size=60).map("".join), st.text(max_size=200))


def _split(text: str, lang: Language | None = None) -> list[str]:
    return [span.of(text) for span in sentences(text, lang)]


@given(_TEXTS, st.sampled_from(["ar", "fr", "en", None]))
def test_no_character_is_lost(text: str, lang: Language | None) -> None:
    """Sentences lie in order, do not overlap, and only white space lies between them."""
    at = 0
    for span in sentences(text, lang):
        assert span.start >= at and span.end > span.start
        assert not text[at : span.start].strip()
        assert span.of(text) == span.of(text).strip() and span.label == ""
        at = span.end
    assert not text[at:].strip()


@given(_TEXTS)
def test_paragraphs_hold_the_sentences(text: str) -> None:
    """Every sentence lies inside one paragraph, and paragraphs lose nothing either."""
    lines = paragraphs(text)
    assert "".join(text.split()) == "".join("".join(line.of(text).split()) for line in lines)
    for span in sentences(text):
        assert any(line.start <= span.start and span.end <= line.end for line in lines)


@pytest.mark.parametrize(
    ("lang", "text", "expected"),
    [
        ("en", "Gen. Smith met Mr. J. Doe at 9:30 p.m. on Monday. Two died.", 2),
        ("en", "The U.S. attorney spoke. It was 3.5 km away in the U.S. The man fled.", 3),
        ("en", "He was No. 1 on the list. There were none? No. Nobody.", 4),
        ("en", '"They shot at us," he said. "We ran!" She wept.', 3),
        ("en", "Four people died (one later). Police said so.", 2),
        ("en", "Two of them are ill. A third died.", 2),
        ("fr", "M. Dupont et Mme Durand sont morts. L'attaque du 5 déc. 2019 a fait 1.500 blessés.", 2),
        ("fr", "« Nous n'avons pas peur. » Le maire a parlé. Qui a tiré ?", 3),
        ("fr", "Il a crié « Feu ! » avant de fuir. Personne n'a été blessé.", 2),
        ("ar", "قال د. أحمد إن الهجوم فشل. ولم يصب أحد! من نفذه؟ لا يعرف.", 4),
        ("ar", "أوقفت الشرطة رجلين؛ أحدهما أجنبي. وكان ذلك عام 2019 م. ثم أفرج عنه.", 3),
        ("ar", "«لن نخاف.» هكذا قال. وبلغ الوزن 3.5 كلغ.", 3),
    ],
)
def test_sentence_counts(lang: Language, text: str, expected: int) -> None:
    """Abbreviations, initials, decimals and quotes do not cut a sentence; its own end does."""
    assert len(_split(text, lang)) == expected, _split(text, lang)


def test_lines_end_sentences() -> None:
    """A line break ends a sentence even without a full stop, as after a headline."""
    assert _split("Une attaque à Paris\n\nDeux morts. Trois blessés") == [
        "Une attaque à Paris",
        "Deux morts.",
        "Trois blessés",
    ]


def test_closing_quotes_belong_to_the_sentence() -> None:
    """A quote or bracket that closes behind the full stop stays with its sentence."""
    assert _split("« Assez ! » Il est parti.", "fr") == ["« Assez ! »", "Il est parti."]
    assert _split('He said "stop." Then he left.', "en") == ['He said "stop."', "Then he left."]


def test_empty_text() -> None:
    """A text of white space has no sentence and no paragraph."""
    assert sentences(" \n ") == [] and paragraphs("\n\t") == []
