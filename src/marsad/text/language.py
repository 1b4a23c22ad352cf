"""The language of a text: cheap rules on script and small words first, py3langid where they leave doubt.

Rules settle what is plainly Arabic, French or English, or in a script that one other language alone uses;
Persian, Urdu, Pashto and Kurdish are told from Arabic by their letters and small words. All else is asked
of py3langid (Lui and Baldwin 2012, ACL), whose model is loaded when first needed.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cache
from typing import Any, cast

from marsad.codebook.model import Language
from marsad.errors import InputError, UnsupportedLanguageError
from marsad.text.words import load

_WORD = re.compile(r"[^\W\d_]+")
_MARKS = re.compile("[\u064b-\u065f\u0670\u0640\u200c\u200d]")
_ENOUGH = 2500  # characters looked at
_LEAST_LETTERS = 12
_LEAST_KINDS = 5  # different letters; words of any language use more
_MARGIN = 1.6  # times as many small words as the next language, measured on train and dev
_LEAST_WORDS = 2
_VOTE = 3.0  # how much likelier one small word makes its language
_SHARE = 0.18  # of all words, small words of the language found


@dataclass(frozen=True, slots=True)
class Detected:
    """A language found: ISO 639-1 `code`, English `name`, and `probability` from 0 to 1.

    The probability is 1 where rules settled it, else that of py3langid.
    """

    code: str
    name: str
    probability: float


def detect(text: str) -> Detected:
    """Return the language of `text`; raises InputError where its letters are too few to tell."""
    head = text[:_ENOUGH]
    words = _WORD.findall(head)
    letters = sum(map(len, words))
    if letters < _LEAST_LETTERS:
        what = f"only {letters} letters" if letters else "no letters"
        raise InputError(
            f"the language of a text with {what} cannot be told: expected at least {_LEAST_LETTERS}; "
            "give the full text of the report, or say its language"
        )
    if len(set("".join(words).lower())) < _LEAST_KINDS:
        raise InputError(
            "the text repeats a few letters and holds no words: expected the full text of a report"
        )
    code = _by_rule(words, letters)
    if code is not None:
        return Detected(code, name_of(code), 1.0)
    code, probability = _ask(head, words)
    return Detected(code, name_of(code), probability)


def require(text: str, *, path: str | None = None, line: int | None = None) -> Language:
    """Return the language of `text` if marsad reads it.

    Raises UnsupportedLanguageError, which names the language, for any other; InputError for a text with
    too few letters. `path` and `line` say where the text came from.
    """
    try:
        found = detect(text)
    except InputError as error:
        raise InputError(error.message, path=path, line=line) from None
    read = _data()["read"]["codes"]
    if found.code in read:
        return cast(Language, found.code)
    known = ", ".join(f"{name_of(code)} ({code})" for code in read)
    raise UnsupportedLanguageError(
        f"the text is in {found.name} ({found.code}), which marsad does not read: it reads {known}; "
        "leave the text out or give a translation, or say its language if this was told wrong",
        path=path,
        line=line,
    )


def name_of(code: str) -> str:
    """Return the English name of a language code; the code itself where the name is not known."""
    return str(_data()["names"].get(code, code))


def _data() -> dict[str, Any]:
    """Return the names, letters and small words of languages."""
    return load("other", "languages")


@cache
def _small_words() -> dict[str, tuple[str, ...]]:
    """Return each small word with the languages that use it."""
    found: dict[str, list[str]] = {}
    for code, words in _data()["words"].items():
        for word in {*words.split(), *_data()["field_words"].get(code, "").split()}:
            found.setdefault(word, []).append(code)
    return {word: tuple(codes) for word, codes in found.items()}


@cache
def _letters() -> dict[str, str]:
    """Return each letter of Arabic script that is foreign to Arabic, with the language it points to."""
    return {
        letter: code for code, row in reversed(_data()["letters"].items()) if code != "weak" for letter in row
    }


@cache
def _scripts() -> tuple[tuple[int, int, str], ...]:
    """Return the ranges of scripts that one language alone uses."""
    return tuple((low, high, code) for code, rows in _data()["scripts"].items() for low, high in rows)


def _by_rule(words: list[str], letters: int) -> str | None:
    """Return the language that the rules are sure of, or None."""
    latin = arabic = 0
    for word in words:
        point = ord(word[0])
        if point < 0x250 or 0x1E00 <= point < 0x1F00:
            latin += len(word)
        elif 0x600 <= point < 0x780 or point >= 0xFB50:
            arabic += len(word)
    if arabic > letters / 2:
        return _arabic_script(words)
    if latin > letters / 2:
        return _latin_script(words)
    return _own_script(words, letters)


def _own_script(words: list[str], letters: int) -> str | None:
    """Return the language of a script that it alone uses; kana settles Japanese."""
    counts: Counter[str] = Counter()
    for letter in "".join(words):
        point = ord(letter)
        for low, high, code in _scripts():
            if low <= point <= high:
                counts[code] += 1
                break
    if not counts:
        return None
    code, count = counts.most_common(1)[0]
    return code if count > letters / 2 or (code == "ja" and count > letters / 5) else None


def _votes(words: list[str]) -> Counter[str]:
    """Count the small words of each language among `words`."""
    votes: Counter[str] = Counter()
    table = _small_words()
    for word in words:
        for code in table.get(word, ()):
            votes[code] += 1
    return votes


def _latin_script(words: list[str]) -> str | None:
    """Return a language in Latin letters whose small words clearly prevail, or None."""
    lowered = [word.lower() for word in words]
    votes = _votes(lowered).most_common(2)
    if not votes or votes[0][0] not in ("fr", "en"):
        return None  # others need no quick answer
    code, count = votes[0]
    second = votes[1][1] if len(votes) > 1 else 0
    clear = count >= _MARGIN * second and count - second >= _LEAST_WORDS
    return code if clear and count >= _SHARE * len(words) else None


def _arabic_script(words: list[str]) -> str | None:
    """Return Arabic, or the language in Arabic script that letters and small words point to, or None."""
    plain = [_MARKS.sub("", word) for word in words]
    joined = "".join(plain)
    votes = _votes(plain)
    table = _letters()
    strong: Counter[str] = Counter(table[letter] for letter in joined if letter in table)
    weak = sum(joined.count(letter) for letter in _data()["letters"]["weak"])
    foreign = sum(strong.values()) + weak
    article = sum(word.startswith(("ال", "وال", "بال", "لل")) and len(word) > 4 for word in plain)
    marbuta = joined.count("ة")
    arabic = 2 * votes["ar"] + article + marbuta
    others = {code: 2 * votes[code] + strong[code] for code in ("fa", "ur", "ps", "ckb", "ug")}
    best = max(others, key=lambda code: others[code])
    if foreign <= 0.02 * len(joined) and arabic > 0 and arabic >= 2 * others[best]:
        return "ar"
    if foreign > 0.04 * len(joined) and others[best] > 0 and 2 * arabic < others[best] + weak:
        return best
    if arabic > 3 * (others[best] + weak):
        return "ar"
    return None


@cache
def _identifier() -> Any:
    """Return py3langid's identifier with normalised probabilities, for the languages that have a name."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    read = getattr(LanguageIdentifier, "from_model_file", None)  # since 0.4
    if read is None:
        read = LanguageIdentifier.from_pickled_model
    identifier = read(MODEL_FILE, norm_probs=True)
    identifier.set_languages([code for code in identifier.labels if code in _data()["names"]])
    return identifier


def _ask(text: str, words: list[str]) -> tuple[str, float]:
    """Return the likeliest language of `text` and its probability.

    The probabilities are py3langid's, each small word of a language taken as evidence beside them.
    """
    votes = _votes([word.lower() for word in words])
    weights = {code: float(share) * _VOTE ** min(votes[code], 20) for code, share in _identifier().rank(text)}
    code = max(weights, key=lambda each: weights[each])
    total = sum(weights.values())
    return str(code), (weights[code] / total if total else 0.0)
