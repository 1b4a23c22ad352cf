"""What stands around a number: how it is bounded, what it counts, and whether it counts people at all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache

from marsad.codebook.model import Bound, Language
from marsad.text.folding import fold_key
from marsad.text.numerals import Phrase, Reading, Scan, phrases, words_of

_LONGEST = 4  # words of the longest phrase looked for
_REACH = 3  # words between a number and a bound that follows it: "20 personnes au moins"
_STOPS = frozenset('.;:!?؟؛\n()«»“”"')
_NOUN_GAP = " \t\n\u00a0\u2009\u202f-'’‑"
_MONEY = "$€£¥₤₹"
_PERCENT = "%٪"


class PhraseTable:
    """Phrases with what each stands for, looked up before or behind a word."""

    def __init__(self, entries: Mapping[str, Iterable[str]]) -> None:
        self._meaning: dict[Phrase, str] = {}
        for meaning, words in entries.items():
            for phrase in phrases(list(words)):
                self._meaning.setdefault(phrase, meaning)
        self._first = frozenset(phrase[0] for phrase in self._meaning)
        self._last = frozenset(phrase[-1] for phrase in self._meaning)

    def before(self, scan: Scan, at: int) -> str:
        """Return the meaning of the longest phrase that ends right before word `at`, or ""."""
        if at == 0 or not (scan.forms[at - 1] in self._last or len(scan.words[at - 1].keys) > 1):
            return ""
        for length in range(min(_LONGEST, at), 0, -1):
            rest = tuple(scan.forms[at - length + 1 : at])
            for form in _readings(scan, at - length):
                meaning = self._meaning.get((form, *rest))
                if meaning is not None:
                    return meaning
        return ""

    def behind(self, scan: Scan, at: int) -> str:
        """Return the meaning of the longest phrase that begins at word `at`, or ""."""
        forms = scan.forms
        if at >= len(forms):
            return ""
        for form in _readings(scan, at):
            if form not in self._first:
                continue
            for length in range(_LONGEST, 0, -1):
                meaning = self._meaning.get((form, *forms[at + 1 : at + length]))
                if meaning is not None:
                    return meaning
        return ""


def _readings(scan: Scan, at: int) -> list[str]:
    """Return the forms under which word `at` may open a phrase: as written, and without particles."""
    form = scan.forms[at]
    keys = scan.words[at].keys
    if len(keys) == 1 and keys[0][0] == form:
        return [form]
    return [form, *(key for key, _ in keys if key != form)]


class Context:
    """The words around numbers of one language, and what they say of a number."""

    def __init__(self, lang: Language) -> None:
        words = words_of(lang)
        data = words.data
        self.lang = lang
        self.bounds_before = PhraseTable(data["bounds"]["before"])
        self.bounds_after = PhraseTable(data["bounds"]["after"])
        self.parts_before = PhraseTable({"part": data["part"]["before"]})
        self.parts_after = PhraseTable({"part": data["part"]["after"]})
        self.kinds_after = PhraseTable(data["kinds"]["after"])
        self.kinds_before = PhraseTable(data["kinds"]["before"])
        self.skipped = words.set("skip", "words")
        self.age_units = words.set("age", "unit")
        self.age_always = folded_or_none(data["age"].get("always", []))
        self.age_default: bool = data["age"]["default"]
        self.age_before = words.set("age", "before")
        self.age_of = words.set("age", "of")
        self.age_of_people = words.set("age", "of_people")
        self.age_after = PhraseTable({"age": data["age"]["after"]})
        self.no_age_before = words.set("age", "not_before")
        self.no_age_after = PhraseTable({"no": data["age"]["not_after"]})
        self.hour_after = words.set("time", "after")
        self.hour_needs = words.set("time", "needs")
        self.no_hour_before = words.set("time", "not_before")
        self.clock = PhraseTable({"time": data["time"]["clock"]})
        self.months = words.set("date", "months")
        self.month_links = words.set("date", "between")
        self.weekdays = words.set("date", "weekdays")
        self.people = words.set("people", "nouns")

    def noun(self, scan: Scan, last: int) -> tuple[str, int]:
        """Return the folded word that a number ending at word `last` counts, and its index; or "", last."""
        place = last + 1
        for _ in range(_REACH):
            if place >= len(scan.forms) or scan.gap(place - 1).strip(_NOUN_GAP):
                return "", last
            if scan.forms[place] not in self.skipped:
                return scan.words[place].key, place
            place += 1
        return "", last

    def bound(self, scan: Scan, reading: Reading) -> Bound:
        """Return how the words before or behind bound the number."""
        if reading.first and not _stopped(scan.gap(reading.first - 1)):
            before = self.bounds_before.before(scan, reading.first)
            if before:
                return _bound(before)
        place = reading.last
        for _ in range(_REACH):
            if place + 1 >= len(scan.forms) or _stopped(scan.gap(place)) or "," in scan.gap(place):
                break
            after = self.bounds_after.behind(scan, place + 1)
            if after:
                return _bound(after)
            place += 1
        return "about" if reading.about else "exact"

    def is_part(self, scan: Scan, reading: Reading) -> bool:
        """Tell whether the number counts some of those named before: "two of them", "dont deux", "منهم"."""
        first = reading.first
        if first and not _stopped(scan.gap(first - 1)) and self.parts_before.before(scan, first):
            return True
        return not _stopped(scan.gap(reading.last)) and bool(self.parts_after.behind(scan, reading.last + 1))

    def kind(self, scan: Scan, reading: Reading, noun: str, noun_at: int) -> str:
        """Return what the number counts: "cardinal" where nothing says that it counts no people."""
        if reading.kind == "ordinal":
            return "date" if self._is_date(scan, reading) else "ordinal"
        if reading.kind in ("time", "date"):
            return reading.kind
        before, after = scan.gap(reading.first - 1), scan.gap(reading.last)
        behind = scan.text[reading.end : reading.end + 2].lstrip()[:1]
        sign = scan.text[reading.start - 1 : reading.start] if reading.start else ""
        if sign and sign in _PERCENT:
            return "percent"
        if (sign and sign in _MONEY) or (behind and behind in _MONEY):
            return "money"
        if behind and behind in _PERCENT:
            return "percent"
        written = scan.text[reading.start].isdecimal()
        if written and before == " " and not noun and reading.first:
            previous = scan.words[reading.first - 1]
            acronym = scan.text[previous.start : previous.end]
            if len(acronym) > 1 and acronym.isupper() and acronym.isalpha():
                return "name"  # GSG 9
        if written and before == "-" and not scan.forms[reading.first - 1].isdigit():
            return "name"
        if self._is_date(scan, reading):
            return "date"
        if self._is_age(scan, reading, before, after, written):
            return "age"
        if self._is_time(scan, reading, after, noun_at):
            return "time"
        counted = (scan.form(reading.last + 1), scan.form(noun_at) if noun_at > reading.last else "")
        definite = self.lang == "ar" and any(form.startswith("ال") for form in counted)
        found = "" if definite or after.strip(_NOUN_GAP) else self.kinds_after.behind(scan, reading.last + 1)
        if not found and not definite and noun_at > reading.last + 1:
            found = self.kinds_after.behind(scan, noun_at)
        if found:
            return found
        if scan.joined(reading.last) and scan.form(reading.last + 1) in self.age_units:
            return "duration"
        if reading.kind:
            return "measure" if reading.kind == "decimal" else reading.kind
        if written and self._is_year(reading, noun):
            return "year"
        found = "" if _stopped(before) else self.kinds_before.before(scan, reading.first)
        if found == "age" or (found in ("name", "money") and written):
            return found
        return "cardinal"

    def _is_date(self, scan: Scan, reading: Reading) -> bool:
        """Tell whether a month or a weekday stands beside a number that can be a day."""
        if reading.value > 31:
            return False
        at = reading.last + 1
        if scan.form(at) in self.month_links:
            at += 1
        if at < len(scan.words) and not _stopped(scan.gap(at - 1)) and scan.words[at].key in self.months:
            return True
        previous = scan.form(reading.first - 1)
        if self.lang == "en" and previous in self.months and scan.joined(reading.first - 1):
            return scan.text[reading.start].isdecimal()
        return previous in self.weekdays and self.lang != "ar" and scan.text[reading.start].isdecimal()

    def _is_age(self, scan: Scan, reading: Reading, before: str, after: str, written: bool) -> bool:
        """Tell whether the number is somebody's age."""
        last = reading.last
        if self.age_after.behind(scan, last + 1):
            return True
        if scan.form(reading.first - 1) in self.age_of and scan.form(reading.first - 2) in self.age_of_people:
            return True
        unit = scan.words[last + 1].key if last + 1 < len(scan.words) and scan.joined(last) else ""
        previous = [self._before(scan, reading.first - back) for back in (1, 2, 3)]
        if self.lang == "ar" and previous[0] == "في" and 20 <= reading.value < 100:
            return scan.text.startswith("ال", reading.start)
        if unit in self.age_units:
            if unit in self.age_always or self.age_after.behind(scan, last + 2):
                return True
            aged = {scan.form(reading.first - 4), scan.form(reading.first - 5)}
            if self.age_default and not aged.isdisjoint(self.age_before) and "de" in previous:
                return True  # âgés de 17 à 32 ans
            if previous[0] in self.no_age_before or self.no_age_after.behind(scan, last + 2):
                return False
            return self.age_default or any(word in self.age_before for word in previous if word)
        if previous[0] in self.age_before and reading.value < 100 and _closed(after) and self.lang != "ar":
            return previous[0] != "de"
        # "a man, 24, was held": a bare number between commas or in brackets
        return written and 10 <= reading.value < 100 and before.strip() in (",", "(") and _closed(after)

    def _before(self, scan: Scan, at: int) -> str:
        """Return the form of word `at`, an Arabic one without its conjunction, "" before the text."""
        if at < 0:
            return ""
        form = scan.forms[at]
        return form[1:] if self.lang == "ar" and form[:1] == "و" and len(form) > 3 else form

    def _is_time(self, scan: Scan, reading: Reading, after: str, noun_at: int) -> bool:
        """Tell whether the number is an hour or a minute of the clock."""
        previous = scan.form(reading.first - 1)
        if previous and self.clock.before(scan, reading.first):
            return True
        if self.lang == "ar":
            return previous in ("الساعه", "ساعه") and reading.value <= 24
        if previous == "h" and reading.value < 60:
            return True
        if previous not in self.hour_needs or reading.value > 24:
            return False
        if scan.form(reading.first - 2) in self.no_hour_before:
            return False
        following = scan.form(reading.last + 1)
        return _stopped(after) or "," in after or following in self.hour_after or noun_at == reading.last

    def _is_year(self, reading: Reading, noun: str) -> bool:
        """Tell whether four digits without separators are a year."""
        return (
            reading.end - reading.start == 4
            and reading.first == reading.last
            and 1900 <= reading.value <= 2099
            and noun not in self.people
        )


def folded_or_none(words: Iterable[str]) -> frozenset[str]:
    """Return the folded forms of `words`, none where there are none."""
    return frozenset(map(fold_key, words))


def _stopped(gap: str) -> bool:
    """Tell whether the characters between two words end a sentence or a clause."""
    return gap != " " and any(c in _STOPS for c in gap)


def _closed(gap: str) -> bool:
    """Tell whether a comma, a bracket or a full stop follows."""
    return gap.lstrip()[:1] in (",", ")", ".", ";")


def _bound(name: str) -> Bound:
    """Return a bound named in a data file."""
    if name == "at_least":
        return "at_least"
    return "at_most" if name == "at_most" else "about"


@cache
def context(lang: Language) -> Context:
    """Return the context words of a language."""
    return Context(lang)
