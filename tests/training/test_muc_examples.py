"""The reports of MUC-4 as the network learns them: laid out in capitals, spelled in small letters."""

from __future__ import annotations

import re

from training.muc4.documents import Document, Mention, Template
from training.muc_examples import sheet_of, told_of

TEXT = "guerrillas bombed a bank in san salvador.    a peasant died in lima.  nobody was held."


def test_a_text_in_small_letters_falls_into_its_sentences() -> None:
    """The corpus is lower-cased, and small letters begin no sentence: the rules read it in capitals."""
    sheet = sheet_of(Document("a", TEXT, ()), lambda _: (5,))
    sentences = [TEXT[s.span.start : s.span.end] for s in sheet.scene.sentences]
    assert sentences == [
        "guerrillas bombed a bank in san salvador.",
        "a peasant died in lima.",
        "nobody was held.",
    ]
    assert [p.place.country for s in sheet.scene.sentences for p in s.places] == ["SV", "PE"]


def test_the_encoder_reads_small_letters() -> None:
    """Each unit is spelled as the file has it, with the space before it; offsets are those of the text."""
    seen: list[str] = []

    def pieces(unit: str) -> tuple[int, ...]:
        seen.append(unit)
        return (5,)

    sheet = sheet_of(Document("a", "ein straße weg", ()), pieces)
    assert seen == [" ein", " straße", " weg"]
    assert sheet.units == [(0, 3), (4, 10), (11, 14)]


def template(*strings: tuple[str, str], text: str) -> Template:
    """Return a template of strings with their roles, each mentioned wherever it stands."""
    mentions = [
        Mention(role, at, *hit.span())
        for at, (role, string) in enumerate(strings)
        for hit in re.finditer(re.escape(string), text)
    ]
    return Template("attack", tuple(mentions), {}, {})


def test_what_templates_share_does_not_make_them_one() -> None:
    """The guerrillas stand in every sentence; each template is told where its own target or victim is."""
    text = (
        "guerrillas bombed a bank.  guerrillas shot a peasant.  guerrillas denied that, and the bank closed."
    )
    bank = template(("PerpInd", "guerrillas"), ("Target", "bank"), text=text)
    peasant = template(("PerpInd", "guerrillas"), ("Victim", "peasant"), text=text)
    nobody = template(("PerpInd", "guerrillas"), text=text)
    document = Document("a", text, (bank, peasant, nobody))
    assert told_of(document, sheet_of(document, lambda _: (5,))).tolist() == [[1, 0, 0], [0, 1, 0], [1, 0, 0]]
