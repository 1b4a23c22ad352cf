"""Bytes to text: the encodings in which Arabic, French and English reports are found."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marsad.errors import InputError
from marsad.sources.decode import decode

ARABIC = "تمكنت مصالح الأمن، فجر اليوم، من توقيف ثلاثة أشخاص يشتبه في إعدادهم لهجوم بمدينة فاس."
FRENCH = (
    "La gendarmerie a interpellé à l'aube trois hommes soupçonnés de préparer une attaque près du marché."
)
TYPOGRAPHIC = (
    "« L’enquête – dit-il – a été confiée à une cellule spécialisée… » Le cœur de la ville est bouclé."
)
ENGLISH = "Police held a 30-year-old man near the café in Nørrebro."


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (ARABIC, "windows-1256"),
        (ARABIC, "iso-8859-6"),
        (ARABIC[:20], "windows-1256"),
        (FRENCH, "iso-8859-1"),
        (FRENCH, "windows-1252"),
        (TYPOGRAPHIC, "windows-1252"),
        (ENGLISH, "iso-8859-1"),
        ("DÉJOUÉ : l'attaque de NÎMES À L'ÉTÉ", "iso-8859-1"),
        (ARABIC + "\nL'attaque déjouée à Fès.", "windows-1256"),
    ],
)
def test_one_byte_encodings_are_recognised(text: str, encoding: str) -> None:
    """Arabic and French in the old one-byte encodings come out letter for letter, with a note."""
    decoded = decode(text.encode(encoding), path="a.txt")
    assert decoded.text == text
    assert decoded.guessed
    assert decoded.notes == (f"not UTF-8: read as {decoded.encoding}",)


@pytest.mark.parametrize("text", [ARABIC, FRENCH, TYPOGRAPHIC])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_unicode_is_read_without_a_guess(text: str, encoding: str) -> None:
    """UTF-8, and UTF-16 and UTF-32 with their mark, are read as they say; the mark is no part of the text."""
    decoded = decode(text.encode(encoding), path="a.txt")
    assert decoded.text == text
    assert not decoded.guessed


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"])))
def test_valid_utf8_is_never_taken_for_another(text: str) -> None:
    """Whatever is valid UTF-8 is read as UTF-8, exactly."""
    assert decode(text.encode(), path="a.txt").text == text.removeprefix("\ufeff")


def test_declared_encoding_is_respected() -> None:
    """An encoding that the document names is taken, even one that is not among the guesses."""
    with pytest.raises(InputError):
        decode("ЧП в Москве".encode("cp866"), path="a", declared="no-such-encoding")
    assert (
        decode("cœur à Nîmes".encode("iso-8859-15"), path="a", declared="iso-8859-15").text == "cœur à Nîmes"
    )


def test_a_wrongly_declared_encoding_is_not_believed() -> None:
    """A page that says ISO-8859-1 but holds Windows-1256 Arabic is read as Arabic."""
    decoded = decode(ARABIC.encode("windows-1256"), path="a.html", declared="iso-8859-1")
    assert decoded.text == ARABIC


@pytest.mark.parametrize(
    "data",
    [b"PK\x03\x04\x00\x00", ("полиция задержала троих мужчин " * 3).encode("koi8-r"), b"%PDF-1.7\n\x00\xff"],
)
def test_what_is_no_text_is_refused(data: bytes) -> None:
    """Binary files, and encodings of other scripts, raise an error that says what to do."""
    with pytest.raises(InputError, match=r"binary|save the file as UTF-8") as caught:
        decode(data, path="a.txt")
    assert caught.value.path == "a.txt"


def test_broken_utf8_names_the_line() -> None:
    """UTF-8 that was cut inside a letter is not read as mojibake, and the line is named."""
    broken = ("Un texte.\n" + ARABIC).encode()[:-2] + b"\n" + ARABIC.encode()
    with pytest.raises(InputError) as caught:
        decode(broken, path="a.txt")
    assert caught.value.line == 2
    assert "invalid UTF-8 at byte" in str(caught.value)


@pytest.mark.parametrize("stray", [b"\xff\xfe\x80 \xe9", b"\xc7", b"\xc7 x \xda\xe1"])
def test_stray_bytes_are_no_arabic(stray: bytes) -> None:
    """An English text with a few broken bytes is refused or read as western: no Arabic letter comes in."""
    try:
        text = decode(b"Police held three men near the market " + stray + b" end.", path="a.txt").text
    except InputError as error:
        text = str(error)
    assert not any("\u0600" <= c <= "\u06ff" for c in text)


def test_a_broken_byte_order_mark_is_told() -> None:
    """A file that begins as UTF-16 but is not names that."""
    with pytest.raises(InputError, match="begins as utf-16"):
        decode(b"\xff\xfea\x00b", path="a.txt")
