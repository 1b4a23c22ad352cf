"""Write `tools/gazetteer/arabic_spelled.tsv`: Arabic spellings by rule, of towns spelled regularly.

Pinyin, romaji, Malay and Indonesian, Filipino, Turkic, Spanish, Portuguese and Indian romanisation are read
letter by letter as Arabic newspapers do (long vowels written, g as غ). Towns that have an Arabic name
already, names that come out short, and words of common Arabic use (`--common`: the 60,000 first of the
package wordfreq were taken) are left out; hand-written tables win.
Run `python -m tools.spell_arabic`, then `make gazetteer`.
"""

from __future__ import annotations

import argparse
import re
from pathlib import Path

from marsad.places.gazetteer import name_key
from marsad.text.folding import fold_key
from tools import build_gazetteer as build

OUT = Path(__file__).parent / "gazetteer/arabic_spelled.tsv"
LEAST_LETTERS = 5
PEOPLE = {
    "CN": 300_000, "JP": 120_000, "ID": 30_000, "MY": 40_000, "PH": 40_000, "IN": 90_000, "BD": 60_000,
    "PK": 40_000, "LK": 40_000, "NP": 60_000, "UZ": 40_000, "KZ": 30_000, "TH": 100_000, "MM": 60_000,
    "MX": 80_000, "CO": 60_000, "PE": 80_000, "AR": 80_000, "CL": 80_000, "BR": 150_000, "VE": 100_000,
    "EC": 80_000, "BO": 60_000, "GT": 60_000, "HN": 60_000, "NI": 60_000, "SV": 60_000, "CU": 80_000,
    "DO": 60_000,
}  # fmt: skip
SPANISH = frozenset("MX CO PE AR CL VE EC BO GT HN NI SV CU DO".split())
HEADS = re.compile(
    r"\b(City|Estate|New Town|District|Shahri|Kabupaten|Kota Administrasi|Town|Municipality|-si|Cantonment"
    r"|oblysy)\b"
)
ENGLISH = re.compile(
    r"\b(North|South|East|West|Central|Islands?|Lesser|Heights|Caves|Homes|Metro|Capital|District|County|Bay)\w*\b"
)
# From longer to shorter; a group matches at its place only once.
COMMON = [
    ("tsch", "تش"), ("sch", "ش"), ("ch", "تش"), ("sh", "ش"), ("kh", "خ"), ("gh", "غ"), ("th", "ث"),
    ("dh", "د"), ("ph", "ف"), ("bh", "ب"), ("jh", "ج"), ("zh", "ج"), ("ck", "ك"), ("ng", "نغ"), ("ny", "ني"),
    ("oo", "و"), ("ou", "و"), ("ee", "ي"), ("ai", "اي"), ("ay", "اي"), ("au", "او"), ("aa", "ا"),
    ("a", "ا"), ("b", "ب"), ("c", "ك"), ("d", "د"), ("e", "ي"), ("f", "ف"), ("g", "غ"), ("h", "ه"),
    ("i", "ي"), ("j", "ج"), ("k", "ك"), ("l", "ل"), ("m", "م"), ("n", "ن"), ("o", "و"), ("p", "ب"),
    ("q", "ق"), ("r", "ر"), ("s", "س"), ("t", "ت"), ("u", "و"), ("v", "ف"), ("w", "و"), ("x", "كس"),
    ("y", "ي"), ("z", "ز"),
]  # fmt: skip
PINYIN = [
    ("zh", "تش"), ("ch", "تش"), ("sh", "ش"), ("ng", "نغ"), ("iao", "ياو"), ("iang", "يانغ"), ("ian", "يان"),
    ("uang", "وانغ"), ("uan", "وان"), ("ui", "وي"), ("iu", "يو"), ("ie", "يه"), ("ue", "ويه"), ("uo", "وه"),
    ("ou", "و"), ("ai", "اي"), ("ei", "ي"), ("ao", "او"), ("eng", "نغ"), ("en", "ن"), ("q", "تش"), ("x", "ش"),
    ("c", "تس"), ("z", "تس"), ("e", ""),
]  # fmt: skip
ROMAJI = [
    ("tsu", "تسو"), ("shi", "شي"), ("chi", "تشي"), ("ts", "تس"), ("ch", "تش"), ("sh", "ش"), ("yu", "يو"),
    ("kya", "كيا"), ("ou", "و"), ("ii", "ي"),
]  # fmt: skip
MALAY = [("sy", "ش"), ("ny", "ني"), ("ngg", "نغ"), ("c", "تش"), ("kh", "خ")]
INDIAN = [
    ("garh", "غار"), ("pura", "بورا"), ("pur", "بور"), ("nagar", "ناغار"), ("abad", " آباد"),
    ("ganj", "غانج"), ("gaon", "غاون"), ("th", "ت"), ("dh", "د"), ("kh", "خ"), ("gh", "غ"), ("chh", "تش"),
]  # fmt: skip
IBERIAN = [
    ("que", "كي"), ("qui", "كي"), ("gue", "غي"), ("gui", "غي"), ("ce", "سي"), ("ci", "سي"), ("ge", "خي"),
    ("gi", "خي"), ("j", "خ"), ("ll", "ي"), ("nh", "ني"), ("lh", "لي"), ("h", ""), ("z", "س"), ("rr", "ر"),
    ("ua", "وا"), ("x", "خ"), ("v", "ف"), ("y", "ي"),
]  # fmt: skip
PORTUGUESE = [("ge", "جي"), ("gi", "جي"), ("j", "ج"), ("z", "ز"), ("x", "ش"), ("ch", "ش"), ("ao", "او")]
UZBEK = [("o'", "و"), ("g'", "غ"), ("x", "خ"), ("j", "ج"), ("ch", "تش"), ("y", "ي")]


def rules_of(country: str) -> list[tuple[str, str]]:
    """Return the letter groups of a country's usual romanisation, its own before the common ones."""
    own: list[tuple[str, str]] = []
    if country == "CN":
        own = PINYIN
    elif country == "JP":
        own = ROMAJI
    elif country in {"ID", "MY"}:
        own = MALAY
    elif country in {"IN", "BD", "PK", "NP", "LK"}:
        own = INDIAN
    elif country == "BR":
        own = PORTUGUESE + IBERIAN
    elif country in SPANISH or country == "PH":
        own = [("c", "ك"), ("j", "ه")] if country == "PH" else IBERIAN
    elif country in {"UZ", "KZ"}:
        own = UZBEK
    return sorted([*own, *COMMON], key=lambda pair: -len(pair[0]))


def spell(name: str, country: str) -> str:
    """Return the Arabic spelling of a romanised name; empty where a letter has no rule."""
    rules = rules_of(country)
    out = []
    for word in re.split(r"[\s-]+", fold_key(name.replace("ñ", "ny").replace("ç", "s"))):
        done, at = "", 0
        while at < len(word):
            if at and word[at] == word[at - 1] and word[at] not in "aeiou":
                at += 1
                continue
            for letters, arabic in rules:
                if word.startswith(letters, at):
                    if at == 0 and letters[0] in "aeiou":
                        arabic = {"a": "أ", "e": "إ", "i": "إ", "o": "أو", "u": "أو"}[letters[0]] + (
                            arabic[1:] if arabic[:1] in "اوي" else arabic
                        )
                    done += arabic
                    at += len(letters)
                    break
            else:
                if word[at] not in "'.":
                    return ""
                at += 1
        out.append(re.sub(r"([اوي])\1+", r"\1", done))
    return " ".join(" ".join(out).split())


def common(path: str) -> frozenset[str]:
    """Return the look-up keys of the words in a file, one a line, that no spelling may equal."""
    if not path:
        return frozenset()
    return frozenset(name_key(word) for word in Path(path).read_text(encoding="utf-8").split())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--common", default="", help="file of common Arabic words, one a line, to avoid")
    avoid = common(parser.parse_args().common)
    written = set()
    for path in sorted(build.HERE.glob("arabic_*.tsv")):
        if path != OUT:
            for line in path.read_text(encoding="utf-8").splitlines():
                if line and not line.startswith("#"):
                    written.add((line[:2], build.squeeze(line.split("\t")[1])))
    lines = []
    towns = list(build.towns().values())
    known = build.Index(towns)
    for row in [*towns, *build.regions(towns)]:
        least = PEOPLE.get(row.country)
        if least is None or (row.kind == "town" and row.population < least):
            continue
        if row.kind == "region" and known.get(row.country, row.name) is not None:
            continue
        if any("\u0621" <= c <= "\u064a" for name in row.names for c in name):
            continue
        name = HEADS.sub("", row.name).strip(" -")
        if (row.country, build.squeeze(name)) in written or not name:
            continue
        arabic = spell(name, row.country)
        key = name_key(arabic)
        if ENGLISH.search(name):
            continue
        if len(key) < LEAST_LETTERS or key in avoid or len(key.split()) > 4:
            continue
        if row.country == "ID" and "تش" in arabic:
            arabic += "|" + arabic.replace("تش", "س")
        where = row.country if row.kind == "town" else f"{row.country} region"
        lines.append((where, -row.population, row.number if row.kind == "town" else row.name, arabic, name))
    text = "# Made by tools/spell_arabic.py, by rule: country, GeoNames id or region, Arabic spelling.\n"
    lines.sort(key=lambda line: (line[0], line[1], str(line[2])))
    text += "".join(f"{where}\t{number}\t{arabic}\n" for where, _, number, arabic, _ in lines)
    new = OUT.with_suffix(".new")
    new.write_text(text, encoding="utf-8")
    new.replace(OUT)
    print(len(lines), [f"{name}: {arabic}" for *_, arabic, name in lines[::25]])


if __name__ == "__main__":
    main()
