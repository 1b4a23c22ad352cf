"""The grammar of dates: patterns over the class letters of `lexing`, one alternative a kind of mention.

Letters: M month, H Hijri month, W week day, v week day that needs a date, T day counted from publication,
r day counted from the last one told, P part of the day, N night, U unit (week, month, year), D day, u hour,
V two of a unit, o ordinal, n number word, y about so many, d day in figures, 2 two figures, Y year, h Hijri
year, J Hijri mark, k time in figures, K clock word, A last, F next, C this, S same, E early or late, G "ago"
before, g "ago" after, L later or earlier, c about, f of, t the, a at, z to, e in, i since, b between,
~ spaced dash, & and, m "month of", w "corresponding to". Punctuation stands for itself, `|` for a break, x for the rest.
"""

from __future__ import annotations

import re
from functools import cache

from marsad.codebook.model import Language

_NUMERIC = r"(?:[d2]/[d2]/[Yhd2]J?|[d2]-[d2]-[Yh]J?|[d2]\.[d2]\.Y|[Yh]-[d2]-[d2]J?|[Yh]/[d2]/[d2]J?|[Yh]\.[d2]\.[d2])"
_MONTH = r"(?:[mU]?f?M(?:[/-]M|\(M\))?)"
_YEAR = r"(?:,?[fei]?t?U?Y(?!J))"
_RELATIVE = r"(?:f?t?(?:[AFC]U|U[AFC])|[AFC](?!U)|f?t?(?:SU|US))"
_HIJRI = r"(?:(?:t?[don]f?)[mU]?H(?:f?U?[hY]J?|J)?|[mU]?Hf?U?hJ?|mH)"


def _patterns(lang: Language) -> list[tuple[str, str]]:
    """Return the named patterns of `lang`, first come first served."""
    number = {"ar": "[do]", "en": "[do]", "fr": "[don]"}[lang]
    day_month = rf"(?:t?{number}f?t?{_MONTH}"
    day_month += rf"|(?<!e){_MONTH}t?[do](?![d2:K]|\.[dk2])(?!/))" if lang == "en" else ")"
    gregorian = rf"(?:{day_month}{_RELATIVE}?{_YEAR}?)"
    date = rf"(?:{_NUMERIC}|{_HIJRI}|{gregorian})(?:,?\(?w(?:{_NUMERIC}|{_HIJRI}|{gregorian})\)?)?"
    of_month = r"(?:t?[do]ft?(?:[AFC]U|U[AFC]))"
    before = {
        "ar": r"(?:(?:[PN]|D(?=[PNDTr]))[fe]?)*D?",
        "en": r"(?:t?E?[PN]f|Ea?)*",
        "fr": r"(?:t?[PN]f)*",
    }[lang]
    clock = {
        "ar": "(?!)",
        "en": r"(?:,?a?c*(?:k|[d2][:.]k|[d2][:.][d2]K?|[dn]K)(?:K)?)",
        "fr": r"(?:[az]?c*[az]?t?(?:k|[dn2][Ku][d2]?|[azc]t?K)(?:ft?[PN])?)",
    }[lang]
    part = {
        "ar": r"(?:[PN](?![fW]))",
        "en": r"(?:a?E?[PN](?!ft?[WdnT]))",
        "fr": r"(?:,?(?:a|z|[ei]t?)?t?(?:Ef)?[PN](?!ft?[WdnT]))",
    }[lang]
    after = rf"(?:{part}?{clock}|{part})?"
    weekday = r"(?:[ACF]?W[ACF]?(?:f?t?(?:[AFC]U|U[AFC]))?)"
    one = rf"(?:t?W(?:,?t?{number}(?:f?{_MONTH})?)?|t?{number}(?:f?{_MONTH})?)"
    two = rf"(?:t?W(?:,?{gregorian})?|{_NUMERIC}|{gregorian})"
    same = "" if lang == "ar" else "|t?S[PN]"
    join = r"(?:(?:[az/-]|,?&)+)"
    night = rf"|{_MONTH}[do]{join}[do]{_YEAR}?" if lang == "en" else ""
    edge = r"(?:E[f-]?t?)"
    return [
        ("night", rf"t?N(?:[fbei&]|z)*t?D?(?:{one}{join}t?D?{two}|W[~z]?D?W(?:,?{gregorian})?{night}){clock}?"),
        ("pair", rf"b?(?:t?W(?:,?t?{number}(?:f?{_MONTH})?)?(?:,W)*{join}{before}{two.replace('|' + _NUMERIC, '')}"
                 rf"|t?{number}(?:f?{_MONTH})?{join}{day_month}{_YEAR}?"
                 + (rf"|{_MONTH}[do]{join}{_MONTH}?[do]{_YEAR}?)" if lang == "en" else ")")),
        ("told", rf"{before}C?t?[Wv]A?(?:(?:,|\()?t?D?)?(?:[ofw]?)?(?:{date}|{of_month})\)?{after}"),
        ("today", rf"{before}T(?:{part}?[,(]?(?:W\)?(?:,?D?w?{date})?|v{date}|D?w{date})|,?{date})?{after}"),
        ("same", rf"{before}(?:t?r|t?SW|WS|TS{same}){after}"),
        ("weekday", rf"{before}{weekday}(?:{part}?,?{clock}|{part})?"),
        ("date", rf"{before}(?:D)?(?:{date}|{of_month}){after}"),
        ("feast", rf"{before}X(?:{_YEAR})?"),
        ("ago", r"Gc*(?:V|[ndyo2]f?[UD]|[UDu])(?![fY])|c*(?:V|[ndy2]f?[UD])g|c*[ny][uD]f?L|[ndy2]uL"),
        ("months", rf"b?t?{_MONTH}{_YEAR}?(?:[z-]|,?&)+{_MONTH}{_YEAR}?"),
        ("month", rf"(?:[Cei]?t?{edge})?{_MONTH}(?:{_YEAR}|{_RELATIVE}{_YEAR}?)?"),
        ("unit", rf"t?{edge}?(?:t?[AC]U[AC]?|t?U[ACF](?!f)|[ieac]tU)"),
        ("edge", rf"[Gi]?[ei]?t?{edge}U(?![dYAFC])"),
        ("year", rf"(?:{edge}|C)?t?U?Y"),
    ]  # fmt: skip


@cache
def grammar(lang: Language) -> re.Pattern[str]:
    """Return the whole grammar of `lang` as one pattern with a named group a rule."""
    return re.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern in _patterns(lang)))
