"""The vocabulary cut to Arabic, French and English: fewer pieces, the same pieces for the same words.

Kept are all pieces in Arabic script, and the Latin ones, digits and signs that words of the three languages
use: the word lists of wordfreq (its licence lets data be used; none of it travels), the registries, and the
texts of the corpus' train split and of MUC-4's. The rest is dropped; the Unigram model is built anew from
what is kept, so that no word is unknown that was known before.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path

from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers

from training.base import Base

SPECIAL = 4  # <s>, <pad>, </s>, <unk> come first
_LISTS = {"ar": 150_000, "fr": 120_000, "en": 150_000}  # words of each language asked for


def tokenizer(pieces: list[tuple[str, float]]) -> Tokenizer:
    """Return a tokenizer over pieces with their scores; its units are words with the space before them."""
    made = Tokenizer(models.Unigram(pieces, unk_id=3, byte_fallback=False))
    made.normalizer = normalizers.Sequence(
        [
            normalizers.Replace(Regex(r"[\t\n\f\r]"), " "),
            normalizers.NFKC(),
            normalizers.Replace(Regex(r"[\p{Cc}\p{Cf}]"), ""),
            normalizers.Replace(Regex(" {2,}"), " "),
        ]
    )
    made.pre_tokenizer = pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="never")
    return made


def whole(base: Base) -> Tokenizer:
    """Return the tokenizer of the encoder as it comes."""
    return tokenizer(list(zip(base.pieces, base.scores, strict=True)))


def kept(base: Base, texts: Iterable[str]) -> list[int]:
    """Return the numbers of the pieces to keep, special ones first."""
    every = whole(base)
    used = set(range(SPECIAL))
    used.update(at for at, piece in enumerate(base.pieces) if _plain(piece))
    batch: list[str] = []
    for text in texts:
        batch.append(text)
        if len(batch) == 10_000:
            used.update(at for found in every.encode_batch_fast(batch) for at in found.ids)
            batch = []
    used.update(at for found in every.encode_batch_fast(batch) for at in found.ids)
    return sorted(used)


def cut(base: Base, numbers: list[int]) -> Tokenizer:
    """Return the tokenizer that knows only the pieces of those numbers."""
    return tokenizer([(base.pieces[at], base.scores[at]) for at in numbers])


def texts(corpus: Path, data: Path) -> Iterator[str]:
    """Yield the texts that say which Latin pieces are used."""
    from wordfreq import top_n_list

    from marsad.reading.scores.marked import load

    for lang, count in _LISTS.items():
        for word in top_n_list(lang, count, wordlist="best"):
            yield f" {word} {word.capitalize()}"
            if lang != "ar" and len(word) < 12:
                yield f" {word.upper()}"
    for marked in load(corpus, "train"):
        yield f" {marked.report.title} {marked.report.text}"
    from training.muc4.documents import load as load_muc

    for document in load_muc(data, "train"):
        yield f" {document.text}"
    yield from _names()


def _names() -> Iterator[str]:
    """Yield the names of the registries."""
    from marsad.actors.registry import FOLDERS, actors

    for kind in FOLDERS:
        for actor in actors(kind):
            yield " " + actor.name
            for names in actor.aliases.values():
                yield from (f" {name}" for name in names)


def _plain(piece: str) -> bool:
    """Tell whether a piece is always kept: Arabic script, or one letter, digit or sign of Latin text."""
    letters = piece.replace("▁", "")
    if not letters:
        return True
    if len(letters) == 1 and ord(letters) < 0x250:
        return True
    return all("ARABIC" in unicodedata.name(letter, "") for letter in letters)
