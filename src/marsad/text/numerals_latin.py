"""Number words of English and French read into a value, word by word."""

from __future__ import annotations

from functools import cache

from marsad.codebook.model import Language
from marsad.text.numerals import Reading, Scan, Words, words_of


class Latin:
    """The number words of English or French as tables, and the reading of a number at a word."""

    def __init__(self, words: Words) -> None:
        self.french = words.lang == "fr"
        self.small = words.values("small")
        self.tens = words.values("tens")
        self.scales = words.values("scales")
        self.groups = words.values("groups")
        self.groups_of = {tuple(group.split()): v for group, v in words.values("groups_of").items()}
        self.ordinals = words.values("ordinals")
        self.joiners = words.set("grammar", "and")
        self.articles = words.set("grammar", "article")
        self.numbers = {**self.small, **self.tens}
        self.starts = frozenset(self.numbers) | self.articles | frozenset(self.groups)
        if self.french:
            self.starts |= {word for word, value in self.scales.items() if value <= 1000}

    def read(self, scan: Scan, at: int) -> Reading | None:
        """Read the longest number that begins at word `at`; None where none does."""
        form = scan.forms[at]
        if form in self.articles:
            article = self._after_article(scan, at)
            if article is not None or form not in self.small:
                return article
        if form in self.groups:  # only a singular: "dizaines" alone is no number
            if not self.french or form.endswith("s"):
                return None
            return self._made(scan, at, at, self.groups[form], form)
        value, last = self._cardinal(scan, at)
        if last < at:
            return None
        if last + 1 < len(scan.forms) and scan.joined(last):
            group = self.groups.get(scan.forms[last + 1])
            if group is not None and value > 1:
                return self._made(scan, at, last + 1, value * group, scan.forms[last + 1])
        return self._made(scan, at, last, value)

    def _after_article(self, scan: Scan, at: int) -> Reading | None:
        """Read "a hundred", "a dozen", "une vingtaine": the article belongs to the number."""
        following = scan.form(at + 1)
        if not scan.joined(at):
            return None
        if (following, scan.form(at + 2)) in self.groups_of and scan.form(at + 3).isalpha():
            return self._made(scan, at, at + 1, self.groups_of[following, scan.form(at + 2)], following)
        if following in self.groups and not (self.french and following.endswith("s")):
            return self._made(scan, at, at + 1, self.groups[following], following)
        if following in self.scales and not self.french:
            value, last = self._cardinal(scan, at + 1, lead=1)
            return self._made(scan, at, last, value)
        return None

    def _made(self, scan: Scan, at: int, last: int, value: int, group: str = "") -> Reading:
        """Return a reading over the words `at` to `last`."""
        about = self.french and bool(group) and not group.startswith(("douzaine", "demi"))
        return Reading(at, last, scan.words[at].start, scan.words[last].end, value, "", about)

    def _cardinal(self, scan: Scan, at: int, lead: int = 0) -> tuple[int, int]:
        """Return the value of the number words from `at` on and the index of the last of them.

        `lead` is the value of an article read before. The index is below `at` where nothing was read.
        """
        total, current, last, scale_before = 0, lead, at - 1, 10**12
        place = at
        while place < len(scan.forms) and (place == at or scan.joined(place - 1)):
            form = scan.forms[place]
            if form in self.joiners and last == place - 1 and last >= at:
                following = scan.form(place + 1)
                if not (scan.joined(place) and self._may_join(current, total, following)):
                    break
                place += 1
                continue
            if form in self.numbers:
                value = self._added(current, self.numbers[form], form, first=last < at)
                if value is None:
                    break
                current = value
            elif form in self.scales:
                scale = self.scales[form]
                if scale == 100:
                    if not (0 < current < 100 or (self.french and current == 0)):
                        break
                    current = max(current, 1) * 100
                elif scale < scale_before and (current or (self.french and scale == 1000)):
                    total += max(current, 1) * scale
                    current, scale_before = 0, scale
                else:
                    break
            else:
                break
            last = place
            place += 1
        return total + current, last

    def _may_join(self, current: int, total: int, following: str) -> bool:
        """Tell whether "and" or "et" before the word `following` goes on the number."""
        value = self.numbers.get(following)
        if value is None:
            return False
        if self.french:
            tens = current % 100
            return tens in (20, 30, 40, 50, 60, 70, 80, 90) and value in (1, 11) and (tens < 80 or value == 1)
        return (current > 0 and current % 100 == 0) or (current == 0 and total > 0)

    def _added(self, current: int, value: int, form: str, *, first: bool) -> int | None:
        """Return `current` with one more word below a hundred, or None where the word cannot follow."""
        rest = current % 100
        if first and not current:
            return value
        if value == 0:
            return None
        if rest == 0:
            return current + value
        if self.french and rest == 4 and form in ("vingt", "vingts"):
            return current - 4 + 80
        if value < 10 and rest % 10 == 0 and rest >= 20:
            return current + value
        if self.french:
            if rest in (60, 80) and 10 <= value <= 16:
                return current + value
            if rest in (10, 70, 90) and value in (7, 8, 9):
                return current + value
        return None


@cache
def latin(lang: Language) -> Latin:
    """Return the reader of number words of English or French."""
    return Latin(words_of(lang))
