"""Bytes to text: UTF-8 and UTF-16, and the older one-byte encodings of Arabic and French texts.

A one-byte encoding leaves no trace in a file, so each candidate is tried and its words are judged: words
that mix scripts, symbols inside words, rare letters and words of accents only speak against it.
Windows-1256 carries both Arabic and the French small letters, so it is told from Windows-1252 by its words.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable
from dataclasses import dataclass

from marsad.errors import InputError

BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig", "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32", "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32", "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16", "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "utf-16"),
)
# The first of equals wins: ISO-8859-1 is the part of Windows-1252 that both share.
CANDIDATES = ("iso-8859-1", "windows-1252", "windows-1256", "iso-8859-6")
_MOST_BAD = 0.1  # share of the words with other than ASCII letters; 1,240 train and dev texts stay below 0.04
_ESCAPE = re.compile(r"\\[nrtbf]")  # in a line of JSON
_ENOUGH = 40  # Arabic letters from which their frequencies count
_LEAST_ALEF_LAM = 0.05  # share of alef and lam; Arabic prose holds a quarter, Cyrillic misread 0.02
_ARABIC_LETTER = re.compile(r"[\u0621-\u064a]")
_ARABIC_WORD = re.compile(r"[\u0621-\u064a]{3}")
_ASCII_LETTER = re.compile(r"[A-Za-z]")
_WORD = re.compile(r"[^\s\x21-\x40\x5b-\x60\x7b-\x7e]+")
_WESTERN = frozenset("àâäçéèêëîïôöùûüÿœæñáíóúãõøåßÀÂÄÇÉÈÊËÎÏÔÖÙÛÜŸŒÆÑÁÍÓÚØÅ")
_PUNCTUATION = frozenset("«»‹›“”‘’„…–—°·•،؛؟€£²³¹\u00a0\u200c\u200d\u200e\u200f\u00ad©®™§")
_ARABIC = re.compile(
    r"[\u0621-\u0652\u067e\u0686\u0698\u06a9\u06af\u06ba\u06be\u06c1\u06d2\u0679\u0688\u0691]+"
)
_LATIN = re.compile(r"[A-Za-z\u00c0-\u00ff\u0152\u0153\u0178]+")
_BINARY = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text of some bytes, the encoding taken, and whether that was a guess from the words."""

    text: str
    encoding: str
    guessed: bool = False

    @property
    def notes(self) -> tuple[str, ...]:
        """What to tell the person: the encoding, where it was guessed."""
        return (f"not UTF-8: read as {self.encoding}",) if self.guessed else ()


def decode(data: bytes, *, path: str, line: int | None = None, declared: str | None = None) -> Decoded:
    """Return the text of `data`.

    `declared` is the encoding that the document names for itself; it is taken where it is plausible.
    Raises InputError where the bytes are no text (NUL and control bytes), or no encoding gives words.
    """
    for bom, codec, name in BOMS:
        if data.startswith(bom):
            return Decoded(_strictly(data, codec, name, path, line), name)
    control = _BINARY.search(data)
    if control:
        raise InputError(
            f"byte {control.start() + 1} is 0x{control[0].hex()}: this is a binary file and no text; "
            "expected UTF-8 text (documents such as PDF or Word must be saved as .txt or .html first)",
            path=path,
            line=line,
        )
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError as error:
        broken = error
    if declared and _codec(declared):
        text = _decoded(data, declared)
        if text is not None and _badness(text) <= _MOST_BAD:
            return Decoded(text, declared)
    best = min(_tried(data), default=None)
    if best is None or best[0] > _MOST_BAD:
        at = line or data.count(b"\n", 0, broken.start) + 1
        raise InputError(
            f"invalid UTF-8 at byte {broken.start + 1} (0x{data[broken.start]:02x}), and the bytes give no "
            f"Arabic or French words in {', '.join(CANDIDATES)} either: save the file as UTF-8",
            path=path,
            line=at,
        )
    return Decoded(best[2], CANDIDATES[best[1]], guessed=True)


def _strictly(data: bytes, codec: str, name: str, path: str, line: int | None) -> str:
    """Decode what its first bytes declare; raises InputError where it breaks its own promise."""
    try:
        return data.decode(codec)
    except UnicodeDecodeError as error:
        raise InputError(
            f"the file begins as {name} but byte {error.start + 1} is not {name}: save the file as UTF-8",
            path=path,
            line=line,
        ) from None


def _codec(name: str) -> bool:
    """Say whether Python knows the text encoding `name`."""
    try:
        return codecs.lookup(name)._is_text_encoding  # bytes-to-bytes codecs as "zlib" are none
    except (LookupError, ValueError):
        return False


def _decoded(data: bytes, name: str) -> str | None:
    """Return `data` in the encoding `name`, None where it does not fit."""
    try:
        return data.decode(name)
    except UnicodeError:
        return None


def _tried(data: bytes) -> Iterable[tuple[float, int, str]]:
    """Yield (badness, place among the candidates, text) for each candidate that can decode `data`."""
    for number, name in enumerate(CANDIDATES):
        text = _decoded(data, name)
        if text is not None:
            yield _badness(text), number, text


def _badness(text: str) -> float:
    """Return the share, from 0 to 1, of the words with other than ASCII letters that are no words."""
    words = [word for word in _WORD.findall(_ESCAPE.sub(" ", text)) if not word.isascii()]
    if not words:
        return 0.0
    arabic = len(_ARABIC_LETTER.findall(text))
    if arabic >= _ENOUGH and (text.count("ا") + text.count("ل")) / arabic < _LEAST_ALEF_LAM:
        return 1.0
    stray = _ARABIC.search(text) and not _ARABIC_WORD.search(text)
    if stray and arabic < len(_ASCII_LETTER.findall(text)):
        return 1.0  # stray bytes in a Latin text, no Arabic
    return sum(not _plausible(word) for word in words) / len(words)


def _plausible(word: str) -> bool:
    """Say whether `word` is one script's letters, French accents only, with punctuation at most around."""
    letters = "".join(" " if c in _PUNCTUATION else c for c in word)
    return all(_one_script(part) for part in letters.split())


def _one_script(part: str) -> bool:
    """Say whether `part` is all Arabic letters, or all Latin ones as western languages write them."""
    if _ARABIC.fullmatch(part):
        return True
    if not _LATIN.fullmatch(part):
        return False
    if any(not c.isascii() and c not in _WESTERN for c in part):
        return False
    accents = sum(not c.isascii() for c in part)
    if len(part) >= 2 and accents * 2 > len(part) + 1 - (len(part) == 2):
        return False
    return part.isupper() or part[1:].islower() or not any(c.isupper() and not c.isascii() for c in part[1:])
