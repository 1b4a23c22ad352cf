"""A fallback for Arabic spellings of foreign towns: the consonants agree, the vowels decide.

Transliteration into Arabic writes consonants and drops or varies vowels, so the consonant classes of both
spellings agree where the letters do not (compare the skeletons of Freeman, Condon and Ackerman 2006,
*Cross linguistic name matching in English and Arabic*). The classes find the candidates; a weighted edit
distance over all letters ranks them.
"""

from __future__ import annotations

import re
from functools import lru_cache
from math import log10

from marsad.places.gazetteer import Entry, gazetteer, name_key

_LEAST, _MOST_CODES, _MOST_TRIED = 2, 24, 400
# how like a name of three classes and more, and of two, must be; what counts as a rival; how much larger
# the one meant must then be: tuned on the even half of the gazetteer's own pairs
_LIKE, _SHORT, _CLEAR, _LARGER = 0.75, 0.88, 0.04, 2.0
# of a name surely a place: how like it must be in the report's own country and abroad, the share of the
# evidence that makes a country the report's own, weights of people, share and town, people of a city
_LOOSE, _ABROAD, _OWN, _PEOPLE, _SHARE, _TOWN, _CITY = 0.68, 0.88, 0.6, 0.03, 0.15, 0.05, 100_000
# Each sound of Latin spellings with the classes that it may have in Arabic; the longest spelling wins.
_LATIN: dict[str, tuple[str, ...]] = {
    "tsch": ("s",), "dzh": ("g",), "sch": ("s",), "tch": ("s",), "shch": ("s",), "sh": ("s",),
    "ch": ("s", "g"), "kh": ("g",), "gh": ("g", ""), "zh": ("g", "s"), "ph": ("f",), "th": ("t",),
    "dh": ("d",), "ck": ("g",), "ts": ("s",), "tz": ("s",), "cz": ("s",), "sz": ("s",), "dz": ("s",),
    "dj": ("g",), "gn": ("n", "gn"), "dt": ("t",), "ll": ("l", ""), "x": ("gs", "s"), "c": ("g", "s"),
    "j": ("g", ""),
    "w": ("", "f"), "v": ("f", ""), "h": ("", "g"), "b": ("b",), "p": ("b",), "f": ("f",), "t": ("t",),
    "d": ("d",), "k": ("g",), "q": ("g",), "g": ("g",), "s": ("s",), "z": ("s",), "l": ("l",),
    "m": ("m",), "n": ("n",), "r": ("r",),
}  # fmt: skip
_ARABIC = {
    "تش": "s", "تس": "s", "دز": "s", "دج": "g", **dict.fromkeys("بپ", "b"), "ف": "f",
    **dict.fromkeys("تطث", "t"), **dict.fromkeys("دضذ", "d"), **dict.fromkeys("كقخغج", "g"),
    **dict.fromkeys("سشصزظ", "s"), "ل": "l", "م": "m", "ن": "n", "ر": "r",
}  # fmt: skip
_SOUNDS = re.compile("|".join(sorted(_LATIN, key=len, reverse=True)) + "|.")
_LETTERS = re.compile("|".join(sorted(_ARABIC, key=len, reverse=True)) + "|.")
_SAINT = re.compile(r"\b(?:saint(?=e?\b)|st\b|sankt\b)")
_ARABIC_SAINT = re.compile(r"\b(?:سانت|سنت|زانكت|سانكت)\b")
_SILENT = re.compile(r"(?:[aeiou](?:[tdxzp]|es|s|ts)|ent)$")
_DOUBLED = re.compile(r"(.)\1+")


def _plain(name: str) -> str:
    """Return the key of a name without apostrophes, its saints spelled alike."""
    return _ARABIC_SAINT.sub("سان", _SAINT.sub("san", name_key(name))).replace("'", "")


def skeletons(name: str) -> frozenset[str]:
    """Return the consonant classes that a name in either script may have, doubled ones once."""
    key = _plain(name)
    if not key or "\u0621" <= key[0] <= "\u064a":
        spellings = {key, key.replace("ظ", "ض")}
        found = {"".join(_ARABIC.get(letter, "") for letter in _LETTERS.findall(one)) for one in spellings}
    else:
        found = {""}
        for sound in _SOUNDS.findall(key):
            options = _LATIN.get(sound, ("",))
            if len(options) > 1 and len(found) * len(options) > _MOST_CODES:
                options = options[:1]
            found = {code + option for code in found for option in options}
        if _SILENT.search(key):
            found |= {code[:-1] for code in found}
    return frozenset(_DOUBLED.sub(r"\1", code) for code in found)


_DIGRAPHS = (("shch", "š"), ("tsch", "č"), ("sch", "š"), ("tch", "č"), ("dzh", "j"), ("dj", "j"), ("sh", "š"),
             ("ch", "č"), ("kh", "χ"), ("gh", "ğ"), ("zh", "j"), ("ph", "f"), ("th", "t"), ("dh", "d"),
             ("ou", "u"), ("oo", "u"), ("ck", "k"), ("qu", "k"), ("ts", "ć"), ("tz", "ć"), ("cz", "č"),
             ("sz", "š"), ("eau", "o"), ("au", "o"), ("ai", "e"), ("x", "ks"), ("dt", "t"))  # fmt: skip
_JOINED = (("تش", "č"), ("تس", "ć"), ("دج", "ج"))
_SAME = {
    "b": "ب", "p": "ب", "f": "ف", "v": "فو", "w": "وف", "t": "تط", "d": "دضذ", "k": "كق", "q": "قك",
    "g": "غجكق",
    "j": "جيخز", "χ": "خكح", "ğ": "غ", "s": "سصز", "z": "زسć", "š": "ش", "č": "čشكخ", "ć": "ćسز",
    "c": "كسقجć",
    "l": "ل", "m": "م", "n": "ن", "r": "ر", "h": "هحخغ", "a": "اه", "e": "يها", "i": "ي", "o": "و", "u": "و",
    "y": "ي",
}  # fmt: skip
_VOWELS = frozenset("aeiouyhw")
_LONG = frozenset("اويهعح")


def likeness(arabic: str, latin: str) -> float:
    """Return 0-1, how well the letters of two spellings agree: 1 less the edit cost a letter."""
    own, other = _plain(arabic).replace(" ", ""), _plain(latin).replace(" ", "")
    for pair, single in _JOINED:
        own = own.replace(pair, single)
    for pair, single in _DIGRAPHS:
        other = other.replace(pair, single)
    other = _DOUBLED.sub(r"\1", other)
    row = [0.0]
    for letter in own:
        row.append(row[-1] + (0.4 if letter in _LONG else 1.0))
    for at, sound in enumerate(other):
        last = at + 1 == len(other)
        drop = 0.25 if sound in _VOWELS else 0.5 if last and sound in "tsdxzp" else 0.9
        same = _SAME.get(sound, "")
        fresh = [row[0] + drop]
        for place, letter in enumerate(own):
            if letter in same:
                swap = 0.0 if letter == same[0] or sound in "gckvw" else 0.1
            elif sound in _VOWELS and letter in _LONG:
                swap = 0.4
            else:
                swap = 1.2
            fresh.append(
                min(row[place] + swap, row[place + 1] + drop, fresh[-1] + (0.4 if letter in _LONG else 1.0))
            )
        row = fresh
    return max(0.0, 1.0 - row[-1] / max(len(own), len(other), 1))


def skeleton_keys(name: str, country: str) -> list[str]:
    """Return the keys under which the gazetteer holds a name's skeletons; no text begins with one."""
    return sorted(f"{country}~{code}" for code in skeletons(name) if len(code) >= _LEAST)


@lru_cache(maxsize=16384)
def spelled_alike(name: str, country: str, least: float = _LIKE) -> Entry | None:
    """Return the town or region of `country` that the Arabic `name` spells, if one is likeliest by far.

    None where the name has fewer than two consonants, where none is at least `least` like it (0-1), or
    where several of like size are.
    """
    key = name_key(name).replace(" ", "")
    keys = skeleton_keys(name, country)
    if not keys or len(key) < _LEAST + 2:
        return None
    if len(keys[0]) - len(country) <= _LEAST + 1:
        least = max(least, _SHORT)
    found = [
        (likeness(name, entry.name), entry)
        for own in keys
        for entry in gazetteer().entries(own)[:_MOST_TRIED]
    ]
    best = max((like for like, _ in found), default=0.0)
    if best < least:
        return None
    near = sorted((e for like, e in found if like >= best - _CLEAR), key=lambda e: (-e.population, e.index))
    rivals = [e for e in near if name_key(e.name) != name_key(near[0].name)]
    if rivals and near[0].population < _LARGER * max(1, rivals[0].population):
        return None
    return near[0]


@lru_cache(maxsize=16384)
def likeliest(name: str, countries: tuple[tuple[str, float], ...], others: tuple[str, ...]) -> Entry | None:
    """Return the town or region that the Arabic `name` of a place spells, by likeness, country and people.

    `countries` are those of the report with their share (0-1) of the likeliest one's evidence; `others` are
    tried only where these hold none, and only their cities. None where nothing is like enough.
    """
    key = name_key(name).replace(" ", "")
    codes = [code for code in skeletons(name) if len(code) >= _LEAST]
    if not codes or len(key) < _LEAST + 2:
        return None
    short = max(map(len, codes)) <= _LEAST
    best, top = None, 0.0
    for country, share in countries:
        for entry, like in _likes(name, country, codes, _MOST_TRIED):
            if like < (_SHORT if short else _LOOSE if share > _OWN else _LIKE):
                continue
            score = like + _PEOPLE * log10(entry.population + 1) + _SHARE * share
            score += _TOWN * (entry.kind == "town")
            if score > top:
                best, top = entry, score
    if best is not None:
        return best
    if name.startswith("ال") or max(map(len, codes)) <= _LEAST:
        return None
    for country in others:
        for entry, like in _likes(name, country, codes, 3):
            if like < _ABROAD or entry.population < _CITY or entry.kind != "town":
                continue
            score = like + _PEOPLE * log10(entry.population + 1)
            if score > top:
                best, top = entry, score
    return best


def _likes(name: str, country: str, codes: list[str], most: int) -> list[tuple[Entry, float]]:
    """Return the first `most` places of each skeleton in a country with their likeness to `name`."""
    return [
        (entry, likeness(name, entry.name))
        for code in codes
        for entry in gazetteer().entries(f"{country}~{code}")[:most]
    ]
