"""A fallback for Arabic spellings of foreign towns: equal consonants within one country.

Transliteration into Arabic writes consonants and drops or varies vowels, so the consonant classes of both
spellings agree where the letters do not (compare the skeletons of Freeman, Condon and Ackerman 2006,
*Cross linguistic name matching in English and Arabic*).
"""

from __future__ import annotations

import re
from functools import lru_cache

from marsad.places.gazetteer import Entry, gazetteer, name_key

_LEAST = 3
_LARGER = 4.0
_PAIRS = (("tch", "s"), ("sh", "s"), ("ch", "s"), ("kh", "k"), ("gh", "g"), ("ph", "f"), ("th", "t"),
          ("dh", "d"), ("ck", "k"), ("ts", "s"), ("x", "ks"), ("تش", "س"))  # fmt: skip
_SOFT_C = re.compile(r"c(?=[eiy])")
_CLASSES = {
    **dict.fromkeys("bpب", "b"), **dict.fromkeys("fvف", "f"), **dict.fromkeys("tتطث", "t"),
    **dict.fromkeys("dدض", "d"), **dict.fromkeys("kqcكقخ", "k"), **dict.fromkeys("gjغج", "g"),
    **dict.fromkeys("sسشص", "s"), **dict.fromkeys("zزذظ", "z"), **dict.fromkeys("lل", "l"),
    **dict.fromkeys("mم", "m"), **dict.fromkeys("nن", "n"), **dict.fromkeys("rر", "r"),
}  # fmt: skip


@lru_cache(maxsize=65536)
def skeleton(name: str) -> str:
    """Return the consonant classes of a name in either script, doubled ones once."""
    key = name_key(name).replace(" ", "")
    for pair, single in _PAIRS:
        key = key.replace(pair, single)
    out = ""
    for letter in _SOFT_C.sub("s", key):
        kind = _CLASSES.get(letter, "")
        if kind and not out.endswith(kind):
            out += kind
    return out


@lru_cache(maxsize=8)
def _by_skeleton(country: str) -> dict[str, list[Entry]]:
    """Return the towns of a country by skeleton, largest first."""
    found: dict[str, list[Entry]] = {}
    for entry in gazetteer().of_country(country):
        if entry.kind in {"town", "region"}:
            found.setdefault(skeleton(entry.name), []).append(entry)
    return found


def spelled_alike(name: str, country: str) -> Entry | None:
    """Return the one town of `country` whose consonants are those of the Arabic `name`.

    None where the name has fewer than three consonants, or where no town or several of like size fit.
    """
    own = skeleton(name)
    if len(own) < _LEAST:
        return None
    found = _by_skeleton(country).get(own, [])
    if not found:
        return None
    if len(found) > 1 and found[0].population < _LARGER * max(1, found[1].population):
        return None
    return found[0]
