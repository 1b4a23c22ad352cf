"""What a mention means: one small reader for each rule of the grammar, from letters to a stretch of days."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from marsad.text.dates import relative
from marsad.text.dates.calendar import Stretch, day, easter, month, moved
from marsad.text.dates.calendar import year as whole_year
from marsad.text.dates.explicit import explicit, month_without_year, without_year
from marsad.text.dates.lexing import Lexed

_AFTER_ANCHOR = 62  # days: a partial date of a text with one full date is seldom later than that
_BEFORE_BARE_MONTH = frozenset("eiGbf&")


@dataclass(slots=True)
class Context:
    """What is known when a mention is read.

    `reference` is the day of publication, `told` the last day the text has told, `anchor` its latest full
    day and `month` the month of its dateline (both only where there is no `reference`).
    """

    reference: date | None
    told: date | None = None
    anchor: date | None = None
    month: Stretch | None = None
    months_first: bool = False


@dataclass(slots=True)
class Part:
    """The letters of one mention, from `begin` to `end`."""

    lexed: Lexed
    begin: int
    end: int

    @property
    def letters(self) -> str:
        """The class letters of the mention."""
        return self.lexed.letters[self.begin : self.end]

    def numbers(self, wanted: str) -> list[int]:
        """Return the numbers of the letters `wanted`, in order."""
        values = self.lexed.values
        return [
            value
            for at in range(self.begin, self.end)
            if self.lexed.letters[at] in wanted and isinstance(value := values[at], int)
        ]

    def turn(self) -> str:
        """Return the first of A (last), F (next), C (this) there, or nothing."""
        return next((letter for letter in self.letters if letter in "AFC"), "")

    def unit(self) -> str:
        """Return the name of the last unit there, or nothing."""
        found = [
            value for at in range(self.begin, self.end)
            if self.lexed.letters[at] in "UDVu" and isinstance(value := self.lexed.values[at], str)
        ]  # fmt: skip
        return found[-1] if found else ""


def _one(only: date | None) -> Stretch | None:
    return (only, only) if only else None


def _has_date(letters: str) -> bool:
    return any(letter in letters for letter in "MHYh") or letters.count("/") > 1


def _read_date(part: Part, context: Context) -> Stretch | None:
    letters = part.letters
    if "U" in letters and "M" not in letters and "H" not in letters:  # the sixth of this month
        if part.unit() != "month" or context.reference is None:
            return None
        whole = relative.unit("month", part.turn() or "C", context.reference)
        numbers = part.numbers("dondo")
        return day(whole[0].year, whole[0].month, numbers[0]) if whole and numbers else None
    reference = context.reference
    if "S" in letters:  # 3 May of the same year
        reference = date(context.told.year, 12, 31) if context.told else None
    found = explicit(part.lexed, part.begin, part.end, reference, context.months_first)
    if found is None and reference is None and context.anchor and "Y" not in letters and "M" in letters:
        found = explicit(part.lexed, part.begin, part.end, moved(context.anchor, _AFTER_ANCHOR), False)
    return found


def _read_weekday(part: Part, context: Context) -> Stretch | None:
    numbers = part.numbers("W")
    if "Q" in part.letters:
        return _one(relative.weekday(numbers[-1], context.told, "F")) if context.told else None
    if context.reference is None:
        if context.told is None or part.turn():
            return context.month
        ahead = (numbers[-1] - context.told.weekday()) % 7
        return _one(moved(context.told, ahead)) if ahead <= 2 else context.month
    turn = part.turn()
    week = turn if "U" in part.letters else ""
    return _one(relative.weekday(numbers[-1], context.reference, "" if week else turn, week))


def _read_today(part: Part, context: Context) -> Stretch | None:
    if _has_date(part.letters):
        found = _read_date(part, context)
        if found is not None:
            return found
    if context.reference is None:
        return None
    counted = moved(context.reference, part.numbers("T")[0])
    weekdays = part.numbers("W")
    return _one(relative.near(weekdays[0], counted) if weekdays and counted else counted)


def _read_same(part: Part, context: Context) -> Stretch | None:
    if "W" in part.letters and context.reference:
        return _read_weekday(part, context)
    steps = part.numbers("r")
    return _one(moved(context.told, steps[0] if steps else 0)) if context.told else None


def _read_night(part: Part, context: Context) -> Stretch | None:
    if not _has_date(part.letters):
        return _read_weekday(part, context)
    found, numbers, letters = _read_date(part, context), part.numbers("do"), part.letters
    if found and letters[-1] in "doY" and "M" in letters and letters.find("M") < letters.find("d"):
        return day(found[0].year, part.numbers("M")[-1], numbers[-1])  # the night of December 2-3
    return found


def _read_pair(part: Part, context: Context) -> Stretch | None:
    weekdays, letters = part.numbers("W"), part.letters
    if "M" not in letters:
        if "/" in letters or context.reference is None or len(weekdays) < 2:
            return None
        last = relative.weekday(weekdays[-1], context.reference)
        first = relative.weekday(weekdays[0], last) if last else None
        if letters[-1] == "N":  # Tuesday-Wednesday night
            first = last
        return (first, last) if first and last else None
    whole = _read_date(part, context)
    days, months = part.numbers("don"), part.numbers("M")
    if whole is None or len(days) < 2:
        return whole
    if letters.index("M") < min(letters.find(x) % 999 for x in "don"):  # May 5 and 7
        first_day = day(whole[0].year, months[0], days[0])
        last_day = day(whole[0].year, months[-1], days[-1])
    else:
        first_day, last_day = day(whole[0].year, months[0], days[0]), whole
    if first_day is None or last_day is None or first_day[0] > last_day[0]:
        return whole
    return first_day[0], last_day[1]


def _read_ago(part: Part, context: Context) -> Stretch | None:
    letters = part.letters
    counts = part.numbers("ndyo2")
    count: int | None = counts[0] if counts else 2 if "V" in letters else 1
    if (not counts and part.unit().endswith("s")) or ("y" in letters and counts[0] <= _SOME):
        count = None
    if "L" in letters:  # two hours later: counted from the last day told
        back = any(part.lexed.values[part.begin + at] in _EARLIER for at, x in enumerate(letters) if x == "L")
        if context.told is None or (count is None and "u" not in letters):
            return None
        return _one(moved(context.told, 0 if "u" in letters or count is None else -count if back else count))
    if context.reference is None:
        return None
    found = relative.ago(count, part.unit(), "c" in letters or "y" in letters, context.reference)
    near = part.unit().startswith(("hour", "day", "week"))  # of these a whole year would say nothing
    return None if near and found and found[0].month != found[1].month else found


_CONJUNCTIONS = frozenset({"before", "avant", "apres"})
_SOME = 3  # "a few", "several": no number of days to count
_EARLIER = frozenset({"plus tot", "auparavant", "avant", "earlier", "before"})


def _read_months(part: Part, context: Context) -> Stretch | None:
    months, years = part.numbers("M"), part.numbers("Y")
    if years:
        first, last = month(years[0], months[0]), month(years[-1], months[-1])
    elif context.reference:
        last = month_without_year(months[-1], context.reference, "")
        first = month_without_year(months[0], last[0], "") if last else None
    else:
        return None
    return (first[0], last[1]) if first and last and first <= last else None


def _read_month(part: Part, context: Context) -> Stretch | None:
    letters, which = part.letters, part.numbers("M")[0]
    years = part.numbers("Y")
    if years:
        return month(years[0], which)
    if "S" in letters:
        return month(context.told.year, which) if context.told else None
    if context.reference is None:
        return None
    turn = part.turn()
    if turn and "U" in letters and part.unit() == "year":
        return month(context.reference.year + {"A": -1, "F": 1, "C": 0}[turn], which)
    return month_without_year(which, context.reference, turn)


def _read_event(part: Part, context: Context) -> Stretch | None:
    del context
    known, number = divmod(part.numbers("B")[0], 100)
    known, which = divmod(known, 100)
    years = part.numbers("Y")
    return day(years[0] if years else known, which, number)


def _read_feast(part: Part, context: Context) -> Stretch | None:
    after_easter = part.numbers("R")
    if after_easter:
        told, reference = part.numbers("Y"), context.reference
        if told:
            return _one(moved(easter(told[0]), after_easter[0]))
        if reference is None:
            return None
        near = (reference.year - back for back in (0, 1) if reference.year > back)
        found = (moved(easter(year), after_easter[0]) for year in near)
        return _one(next((only for only in found if only and only <= reference), None))
    which, number = divmod(part.numbers("X")[0], 100)
    years = part.numbers("Y")
    return day(years[0], which, number) if years else without_year(which, number, context.reference, "")


def _read_unit(part: Part, context: Context) -> Stretch | None:
    if context.reference is None:
        return None
    return relative.unit(part.unit(), part.turn() or "C", context.reference)


def _read_year(part: Part, context: Context) -> Stretch | None:
    del context
    return whole_year(part.numbers("Y")[0])


READERS: dict[str, Callable[[Part, Context], Stretch | None]] = {
    "event": _read_event,
    "night": _read_night,
    "pair": _read_pair,
    "told": _read_date,
    "today": _read_today,
    "same": _read_same,
    "weekday": _read_weekday,
    "date": _read_date,
    "feast": _read_feast,
    "ago": _read_ago,
    "months": _read_months,
    "month": _read_month,
    "unit": _read_unit,
    "edge": _read_unit,
    "year": _read_year,
}


def _is_name(part: Part) -> bool:
    """Return whether a date is the name of something: «rue du 4 septembre», the Monday Market."""
    whole = part.lexed.letters
    before = whole[max(0, part.begin - 2) : part.begin]
    return before.endswith("l") or before == "lf" or whole[part.end : part.end + 1] == "j"


def stands(rule: str, part: Part) -> bool:
    """Return whether a match of `rule` is a date at all: weak ones need the right word before them."""
    letters, whole = part.letters, part.lexed.letters
    before = whole[part.begin - 1] if part.begin else ""
    if rule in ("date", "weekday") and "Y" not in letters and _is_name(part):
        return False
    if rule == "month" and letters.strip("mUf") in ("M", "M/M", "M-M", "M(M)"):
        if before == "&":  # "in May and June"
            return part.begin > 1 and whole[part.begin - 2] in "MY"
        return before in _BEFORE_BARE_MONTH or letters[0] in "mU" or before == "E"
    if rule == "year":
        return before in _BEFORE_BARE_MONTH - {"&", "f"} or letters[0] in "UECs"
    if rule == "unit" and not any(x in letters for x in "AFC"):
        return part.unit() == "weekend"
    if rule == "unit":
        return part.unit() not in ("hour", "day", "days", "years", "") or "A" in letters
    if rule == "ago" and letters.endswith("L") and part.lexed.values[part.end - 1] in _CONJUNCTIONS:
        return whole[part.end : part.end + 1] in (
            "",
            ",",
            ".",
            "|",
            ":",
            ")",
        )  # not "two days before the vote"
    if rule == "edge":
        return part.unit() in ("month", "year", "week", "weekend")
    if rule in ("date", "told") and "U" in letters and "M" not in letters and "H" not in letters:
        return part.unit() == "month"
    return True
