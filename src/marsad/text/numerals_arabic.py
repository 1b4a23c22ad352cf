"""Number words of Arabic read into a value, with glued particles, and people in the dual.

The order of a compound is unit, و, ten (خمسة وعشرون); hundreds and thousands stand before, joined with و.
"""

from __future__ import annotations

from functools import cache

from marsad.text.folding import fold_key
from marsad.text.numerals import Reading, Scan, Words, words_of
from marsad.text.tokens import without_article

_FATHA = "\u064e"
_SIGN_REACH = 6
_STOPS = ".؛\n"


def _keyed(table: dict[str, int]) -> dict[str, int]:
    """Return a table under the keys that tokens have: without what looks like an article."""
    return {without_article(word): value for word, value in table.items()}


class Arabic:
    """The number words of Arabic as tables, and the reading of a number at a word."""

    def __init__(self, words: Words) -> None:
        self.units = _keyed(words.values("units"))
        self.teen_heads = _keyed(words.values("teen_heads")) | self.units
        self.unit_heads = _keyed(words.values("unit_heads")) | self.units
        self.ten = _keyed(words.values("ten"))
        self.tens = _keyed(words.values("tens"))
        self.hundreds = _keyed(words.values("hundreds"))
        self.multipliers = _keyed(words.values("multipliers"))
        self.scales = _keyed(words.values("scales"))
        self.ordinals = _keyed(words.values("ordinals"))
        tables = (self.unit_heads, self.teen_heads, self.ten, self.tens, self.hundreds, self.scales)
        self.starts = frozenset().union(*tables)
        written = {word for word in words.values("scales") if word.startswith("ال")}
        self.like_article = frozenset(map(without_article, written)) - written  # ألفين under the key فين
        self.bodies = words.set("dual", "bodies")
        self.signs = words.set("dual", "signs")
        self.share = words.set("share", "hundred")
        self.share_before = words.set("share", "before")
        self.plurals = words.set("dual", "plural_signs")
        self.names = words.set("dual", "names")
        self.twos = frozenset(word for word, value in self.units.items() if value == 2)
        self.duals = _duals(words)

    def read(self, scan: Scan, at: int) -> Reading | None:
        """Read the longest number that begins at word `at`, glued particles left outside."""
        for key, skip in scan.words[at].keys:
            if key in self.like_article and "ال" + key not in scan.forms[at]:
                continue  # فإن is not ألفان
            if key not in self.starts or (key.startswith("ميت") and "ئ" not in _letters(scan, at)):
                continue  # ميتين, dead, looks like مئتين, two hundred
            found = self._number(scan, at, key)
            if found is not None:
                value, last = found
                start = scan.words[at].start + skip
                return Reading(at, last, start, scan.words[last].end, value)
        return None

    def _next(self, scan: Scan, last: int) -> str:
        """Return the key of the word after `last` where only blanks stand between, else ""."""
        if last + 1 < len(scan.forms) and scan.joined(last):
            return without_article(scan.forms[last + 1])
        return ""

    def _joined(self, scan: Scan, last: int) -> str:
        """Return the key of the word after `last` that is glued to و, without it; else ""."""
        if last + 1 < len(scan.forms) and scan.joined(last) and scan.forms[last + 1].startswith("و"):
            joined = scan.forms[last + 1][1:]
            key = without_article(joined)
            return "" if key in self.like_article and key == joined else key
        return ""

    def _below_hundred(self, scan: Scan, at: int, key: str) -> tuple[int, int] | None:
        if key in self.teen_heads and self._next(scan, at) in self.ten:
            return self.teen_heads[key] + 10, at + 1
        if key in self.unit_heads:
            ten = self.tens.get(self._joined(scan, at))
            if ten is not None:
                return self.unit_heads[key] + ten, at + 1
        for table in (self.units, self.ten, self.tens):
            if key in table:
                return table[key], at
        return None

    def _below_thousand(self, scan: Scan, at: int, key: str) -> tuple[int, int] | None:
        value, last = self.hundreds.get(key, 0), at
        if (
            not value
            and 3 <= self.units.get(key, 0) <= 9
            and self.multipliers.get(self._next(scan, at)) == 100
        ):
            value, last = self.units[key] * 100, at + 1
        if not value:
            return self._below_hundred(scan, at, key)
        joined = self._joined(scan, last)
        rest = self._below_hundred(scan, last + 1, joined) if joined else None
        return (value + rest[0], rest[1]) if rest else (value, last)

    def _number(self, scan: Scan, at: int, key: str) -> tuple[int, int] | None:
        """Return value and index of the last word of the number whose first word has `key`."""
        total, bound = 0, 10**12
        place, last = at, at - 1
        while key:
            small = self._below_thousand(scan, place, key)
            if small is not None:
                value, end = small
                scale = self.multipliers.get(self._next(scan, end), 0)
                if scale >= 1000:
                    value, end, size = value * scale, end + 1, scale
                else:
                    size = 1
            elif key in self.scales:
                value, end = self.scales[key], place
                size = 1000 if value < 10**6 else 10**6
            else:
                break
            if size >= bound:
                break
            total, last, bound = total + value, end, size
            if size == 1:
                break
            place, key = last + 1, self._joined(scan, last)
        return (total, last) if last >= at else None

    def dual(self, scan: Scan, at: int) -> Reading | None:
        """Read a noun of people in the dual (قتيلان, شخصين, رجلي أمن), with a following اثنين."""
        token = scan.words[at]
        for key, skip in token.keys:
            shape = self.duals.get(key)
            if shape is None or scan.forms[at][skip:] in self.names:
                continue
            if shape == "construct" and scan.form(at + 1) not in self.bodies:
                continue
            if shape == "sound" and not self._is_dual(scan, at):
                continue
            last = at
            if shape != "construct" and self._next(scan, at) in self.twos:
                last = at + 1
            if last > at and scan.forms[last].startswith("ال") and scan.forms[last] not in self.twos:
                last = at  # الصحفيين الاثنين: the number is the second word
            return Reading(at, last, token.start + skip, scan.words[last].end, 2, "dual")
        return None

    def _is_dual(self, scan: Scan, at: int) -> bool:
        """Tell whether a ـين that may be a plural is a dual: by its fatha, or by a word nearby."""
        token = scan.words[at]
        letters = scan.text[token.start : token.end].rstrip(
            "\u064b\u064c\u064d\u064e\u064f\u0650\u0651\u0652"
        )
        if len(letters) > 3 and letters.endswith("ين") and letters[-3] == _FATHA:
            return True
        if at and any(key in self.starts or key.isdigit() for key, _ in scan.words[at - 1].keys):
            return False
        for place in range(at + 1, min(at + 1 + _SIGN_REACH, len(scan.forms))):
            if any(c in _STOPS or (c in "،," and place > at + 1) for c in scan.gap(place - 1)):
                return False
            form = scan.forms[place]
            if form in self.plurals:
                return False
            if form in self.signs or (form.endswith("هما") and len(form) > 3):
                return True
            if len(form) > 4 and form[0] in "يت" and form.endswith("ان") and place <= at + 3:
                return True  # a verb in the dual: يستقلان
        return False


def _letters(scan: Scan, at: int) -> str:
    """Return word `at` as it is written."""
    token = scan.words[at]
    return scan.text[token.start : token.end]


def _duals(words: Words) -> dict[str, str]:
    """Return the forms of people nouns in the dual and how far each can be trusted."""
    found: dict[str, str] = {}
    for plural in ("sound", "broken"):
        for noun in words.set("dual", plural):
            stem = noun[:-1] + "ت" if noun.endswith("ه") else noun
            found[stem + "ا"] = "construct"
            if plural == "broken":  # مسلحي داعش is a plural
                found[stem + "ي"] = "construct"
    for plural in ("sound", "broken"):
        for noun in words.set("dual", plural):
            stem = noun[:-1] + "ت" if noun.endswith("ه") else noun
            found[stem + "ان"] = "certain"
            found[stem + "ين"] = "sound" if plural == "sound" else "certain"
    for word in words.data["dual"]["words"]:
        found[without_article(fold_key(word))] = "certain"
    for singular in words.set("dual", "sound") | words.set("dual", "broken"):
        if found.get(singular) == "construct":
            del found[singular]
    return found


@cache
def arabic() -> Arabic:
    """Return the reader of Arabic number words."""
    return Arabic(words_of("ar"))
