"""Number words by form: which numbers a written number can give way to without a change of grammar."""

from __future__ import annotations

import random
from functools import cache

from training.augment.data import table

_LEAST, _MOST_WORDS = 3, 69
_EASTERN = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")


@cache
def _latin(lang: str) -> dict[str, int]:
    """Return the number words of English or French from three on, by their words in small letters."""
    data = table("words")["numbers"][lang]
    units = data["units"]
    found = {units[n]: n for n in range(_LEAST, 20)}
    for key, ten in data["tens"].items():
        found[ten] = int(key)
        first = 2 if lang == "fr" else 1  # vingt et un has another make
        found |= {f"{ten}{data['join']}{units[n]}": int(key) + n for n in range(first, 10)}
    return found


@cache
def _arabic() -> tuple[dict[str, int], ...]:
    """Return the classes of Arabic number words, the strictest first: a word gives way within its first.

    All words of a class fit one place; 11 to 19, whose case is not seen, only their like.
    """
    data = table("words")["numbers"]["ar"]
    few = [{word: int(n) for n, word in data[gender].items()} for gender in ("masculine", "feminine")]
    many: list[dict[str, int]] = []
    for gender, units in zip(("masculine", "feminine"), few, strict=True):
        for case in ("oblique", "nominative"):
            tens = {word: int(n) for n, word in data[f"tens_{case}"].items()}
            joined = {
                f"{unit}{data['and']}{ten}": value + ten_value
                for unit, value in units.items()
                if value < 10
                for ten, ten_value in tens.items()
            }
            many.append(joined | {word: int(n) for n, word in data[f"teens_{gender}"].items()})
    bare = [{w: int(n) for n, w in data[f"tens_{case}"].items()} for case in ("oblique", "nominative")]
    definite = [{data["the"] + word: n for word, n in units.items() if n < 10} for units in few]
    teens = [{w: int(n) for n, w in data[f"teens_{gender}"].items()} for gender in ("masculine", "feminine")]
    return (*few, *definite, *bare, *teens, *many)


def another(written: str, value: int, lang: str, least: int, most: int, rng: random.Random) -> str | None:
    """Return a number of the same form between `least` and `most`, written; None where none fits.

    Digits give way to digits, words to words; in Arabic 3 to 10 to 3 to 10 of the same gender, 11 to 99
    likewise, of the same case. One and two, which change the noun, are never given or taken.
    """
    if value < _LEAST:
        return None
    plain = "".join(str(int(c)) if c.isdecimal() else c for c in written)
    least = max(least, _LEAST)
    if plain == str(value):
        low, high = _range(value, lang)
        numbers = [n for n in range(max(low, least), min(high, most) + 1) if n != value]
        if not numbers:
            return None
        fresh = str(rng.choice(numbers))
        return fresh if written.isascii() else fresh.translate(_EASTERN)
    classes = _arabic() if lang == "ar" else (_latin(lang),)
    fits = [one for one in classes if one.get(written.lower()) == value]
    if not fits:
        return None
    bound = min(most, max(2 * value + 4, 12), _MOST_WORDS)
    words = [word for word, n in fits[0].items() if least <= n <= bound and n != value]
    if not words:
        return None
    fresh = rng.choice(words)
    return fresh[:1].upper() + fresh[1:] if written[:1].isupper() else fresh


def _range(value: int, lang: str) -> tuple[int, int]:
    """Return between which digits another number fits: near it, and of the class that its noun asks for."""
    low, high = max(_LEAST, value // 3), value * 2 + 4
    if lang != "ar":
        return low, high
    if value <= 10:
        return 3, 10
    if value < 100:
        return max(11, low), min(99, high)
    hundreds = value // 100 * 100
    if value % 100 > 10:
        return hundreds + 11, hundreds + 99
    return value, value
