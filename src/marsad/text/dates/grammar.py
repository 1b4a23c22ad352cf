"""The grammar of dates: patterns over the class letters of `lexing`, one alternative a kind of mention.

    M month              W week day              D "day"                 d day in figures
    H Hijri month        v week day with a date  U week, month, year     2 other two figures
    T day from today     P part of the day       u hour                  o ordinal, n number word
    r day from the last  N night                 V two of a unit         y about so many
    Y year               K clock word            A last                  G "ago" before a number
    h Hijri year         k time in figures       F next                  g "ago" after it
    J Hijri mark         c about                 C this                  L later, earlier
    X feast              E early, late           S same                  w "corresponding to"
    Q "following"  l, j nouns that a date after or before them names  s season
     B past event   R feast that moves with Easter
     m "month of"  f of  t the  a at  z to  e in  i since  b between  & and

Punctuation stands for itself, `~` for a dash between blanks, `|` for a break, x for any other word.
"""

from __future__ import annotations

import re
from functools import cache

from marsad.codebook.model import Language

_NUMERIC = (
    r"(?:[d2]/[d2]/[Yhd2]J?|[d2]-[d2]-[Yh]J?|[d2]\.[d2]\.Y"
    r"|[Yh]-[d2]-[d2]J?|[Yh]/[d2]/[d2]J?|[Yh]\.[d2]\.[d2])"
)
_MONTH = r"(?:[mU]?f?M(?:[/-]?M|\(M\))?)"
_YEAR = r"(?:,?[fei]?t?U?Y(?!J))"
_TURNED = r"(?:[AFC]U|U[AFC])"  # last month, le mois dernier
_RELATIVE = rf"(?:f?t?{_TURNED}|[AFC](?!U)|f?t?(?:SU|US))"
_HIJRI = r"(?:(?:t?[don]f?)[mU]?H(?:f?U?[hY]J?|J)?|[mU]?Hf?U?hJ?|[mU]H[AC]?)"
_JOIN = r"(?:(?:[az/-]|,?&){1,3})"
_EDGE = r"(?:E[f-]?t?)"
_WEEKDAY = rf"(?:[ACFQ]?W(?:f?t?{_TURNED}|[ACF](?!U)|Q)?)"
_OF_MONTH = rf"(?:t?[do]ft?{_TURNED})"  # the sixth of this month
_AGO = r"Gc{0,2}(?:V|[ndyo2]f?[UD]|[UDu])(?![fY])|c{0,2}(?:V|[ndy2]f?[UD])g|c{0,2}[ny][uD]f?L|[ndy2]uL"

_NUMBER = {"ar": "[do]", "en": "[do]", "fr": "[don]"}
# "the morning of", «صباح يوم»
_BEFORE = {
    "ar": r"(?:(?:[PN]|D(?=[PNDTr]))[fe]?){0,4}D?",
    "en": r"(?:t?E?[PN]f|Ea?){0,4}",
    "fr": r"(?:t?[PN]f){0,3}",
}
# "at 9.30 am", "vers 18 h 15"
_CLOCK = {
    "ar": r"(?!)",
    "en": r"(?:,?a?c{0,2}(?:k|[d2][:.]k|[d2][:.][d2]K?|[dn]K)K?)",
    "fr": r"(?:[az]?c{0,2}[az]?t?(?:k|[dn2][Ku][d2]?|[azc]t?K)(?:ft?[PN])?)",
}
# "Monday evening", "lundi dans la soirée"
_PART = {
    "ar": r"(?:[PN](?![fW]))",
    "en": r"(?:a?E?[PN](?!ft?[WdnT]))",
    "fr": r"(?:,?(?:a|z|[ei]t?)?t?(?:Ef)?[PN](?!ft?[WdnT]))",
}


def _patterns(lang: Language) -> dict[str, str]:
    """Return the patterns of `lang` by rule; where several match at a place, the first counts."""
    number, before, clock, part = _NUMBER[lang], _BEFORE[lang], _CLOCK[lang], _PART[lang]
    american = lang == "en"
    day_month = rf"t?{number}f?t?{_MONTH}"
    if american:  # December 5, but not "in December 5 people"
        day_month += rf"|(?<!e){_MONTH}t?[do](?![d2:K]|\.[dk2])(?!/)"
    day_month = rf"(?:{day_month})"
    dated = rf"(?:{day_month}{_RELATIVE}?{_YEAR}?)"
    date = rf"(?:{_NUMERIC}|{_HIJRI}|{dated})(?:,?\(?wa?(?:{_NUMERIC}|{_HIJRI}|{dated})\)?)?"
    after = rf"(?:{part}?{clock}|{part})?"
    named = rf"t?W(?:,?t?{number}(?:f?{_MONTH})?)?"  # mardi, mardi 3, mardi 3 mars
    numbered = rf"t?{number}(?:f?{_MONTH})?"
    american_pair = rf"|{_MONTH}[do]{_JOIN}{_MONTH}?[do]{_YEAR}?" if american else ""
    nightly = "N?" if american else ""  # Tuesday-Wednesday night
    last = "[AC]?" if american else ""
    same = "" if lang == "ar" else "|t?S[PN]"
    return {
        "event": r"B(?:,?t?Y)?",
        "night": rf"t?N[fbei&z]{{0,4}}t?D?(?:(?:{named}|{numbered}){_JOIN}t?D?"
        rf"(?:t?W(?:,?{dated})?|{_NUMERIC}|{dated})"
        rf"|W[~z]?D?W(?:,?{dated})?{american_pair}){clock}?",
        "pair": rf"b?(?:{named}(?:,W){{0,5}}{_JOIN}{before}(?:t?W(?:,?{dated})?|{dated})"
        rf"|{numbered}{_JOIN}{day_month}{_YEAR}?{american_pair}){nightly}",
        "told": rf"{before}C?t?[Wv]A?(?:[,(]?t?D?)?[ofw]?(?:{date}|{_OF_MONTH})\)?{after}",
        "today": rf"{before}T(?:{part}?[,(]?(?:W\)?(?:,?D?w?{date})?|v{date}|D?w{date})|,?{date})?{after}",
        "same": rf"{before}(?:t?r|t?SW|WS|TS{same}){after}",
        "weekday": rf"{before}{_WEEKDAY}(?:{part}?,?{clock}|{part})?",
        "date": rf"{before}D?{last}(?:{date}|{_OF_MONTH}){after}",
        "feast": rf"{before}[XR]{_YEAR}?",
        "ago": _AGO,
        "months": rf"b?t?{_MONTH}{_YEAR}?(?:[z-]|,?&){{1,3}}{_MONTH}{_YEAR}?",
        "month": rf"(?:[Cei]?t?{_EDGE}|[AC](?=M(?!t?[do]))|t?(?:[Ao]U|U[Ao])ft?)?"
        rf"{_MONTH}(?:{_YEAR}|{_RELATIVE}{_YEAR}?)?",
        "unit": rf"t?{_EDGE}?(?:t?[AC]U[AC]?|t?U[ACF](?!f)|[ieac]tU)",
        "edge": rf"[Gi]?[ei]?t?{_EDGE}U(?![dYAFC])",
        "year": rf"(?:{_EDGE}|C|sf?)?t?U?Y",
    }


@cache
def grammar(lang: Language) -> re.Pattern[str]:
    """Return the whole grammar of `lang` as one pattern with a named group a rule."""
    return re.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern in _patterns(lang).items()))
