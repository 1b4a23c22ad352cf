"""Languages: what is read is told, what is not is named and refused."""

from __future__ import annotations

import pytest

from marsad.errors import InputError, UnsupportedLanguageError
from marsad.text.language import detect, name_of, require
from marsad.text.words import load

REFUSED = {
    "de": "Die Polizei nahm am Freitag in Berlin zwei Männer fest, die einen Anschlag planten.",
    "es": "La policía detuvo el viernes en Madrid a dos hombres que preparaban un atentado.",
    "it": "La polizia ha arrestato venerdì a Roma due uomini che stavano preparando un attentato.",
    "nl": "De politie heeft vrijdag in Amsterdam twee mannen aangehouden die een aanslag voorbereidden.",
    "pt": "A polícia prendeu na sexta-feira em Lisboa dois homens que preparavam um atentado.",
    "tr": "Polis cuma günü İstanbul'da saldırı hazırlığında olan iki kişiyi gözaltına aldı.",
    "ru": "Полиция задержала в пятницу в Москве двух мужчин, готовивших нападение на вокзал.",
    "uk": "Поліція затримала у п'ятницю в Києві двох чоловіків, які готували напад на вокзал.",
    "he": "המשטרה עצרה ביום שישי בתל אביב שני גברים שתכננו פיגוע בתחנת הרכבת.",
    "fa": "پلیس روز جمعه در تهران دو مرد را که در حال آماده کردن یک حمله بودند بازداشت کرد.",
    "ur": "پولیس نے جمعہ کے روز لاہور میں دو افراد کو گرفتار کیا جو حملے کی تیاری کر رہے تھے۔",
    "ps": "پولیسو د جمعې په ورځ په کابل کې دوه کسان ونیول چې پر یوه مرکز د برید تیاری یې نیوله.",
    "ckb": "پۆلیس ڕۆژی هەینی لە هەولێر دوو پیاوی دەستگیر کرد کە ئامادەکارییان بۆ هێرشێک دەکرد.",
    "pl": "Policja zatrzymała w piątek w Warszawie dwóch mężczyzn, którzy przygotowywali zamach.",
    "sv": "Polisen grep på fredagen i Stockholm två män som förberedde ett attentat.",
    "sw": "Polisi waliwakamata wanaume wawili mjini Nairobi siku ya Ijumaa waliokuwa wakipanga shambulio.",
    "so": "Booliska ayaa Jimcihii magaalada Muqdisho ku xiray laba nin oo qorshaynayay weerar.",
    "ro": "Poliția a reținut vineri la București doi bărbați care pregăteau un atentat împotriva unei gări.",
    "el": "Η αστυνομία συνέλαβε την Παρασκευή στην Αθήνα δύο άνδρες που ετοίμαζαν επίθεση.",
    "zh": "警方周五在北京逮捕了两名准备袭击火车站的男子，没有人受伤。",
    "ja": "警察は金曜日、東京で駅への攻撃を準備していた男二人を逮捕した。",
    "ko": "경찰은 금요일 서울에서 기차역 공격을 준비하던 남성 두 명을 체포했다.",
}
NO_WORDS = ["a" * 40, "aaaa bbbb aaaa bbbb", "ب" * 30, "ha ha ha ha ha ha ha ha"]
READ = {
    "en": ["Police held two men in Leeds over a plot.", "Suicide bomber kills nine at Kabul mosque"],
    "fr": ["Deux hommes ont été interpellés à Lyon.", "Attentat déjoué contre une église à Villejuif"],
    "ar": [
        "أوقفت الشرطة رجلين في مراكش.",
        "توقيف رجلين في مراكش",
        "قُتِلَ عشرة في هجوم على كنيسة بباكستان",
        "باريس: توقيف ثلاثة مشتبه بهم في هجوم على پاريس الكبرى، بحسب الشرطة",
    ],
}


@pytest.mark.parametrize("code", sorted(REFUSED))
def test_other_languages_are_named_and_refused(code: str) -> None:
    """A language that marsad does not read is refused by its English name, with the place of the text."""
    assert detect(REFUSED[code]).code == code
    with pytest.raises(UnsupportedLanguageError) as caught:
        require(REFUSED[code], path="reports.jsonl", line=7)
    message = str(caught.value)
    assert message.startswith("reports.jsonl:7: ")
    assert f"{name_of(code)} ({code})" in message and name_of(code) != code
    assert "Arabic (ar), French (fr), English (en)" in message


@pytest.mark.parametrize(("code", "text"), [(code, text) for code, texts in READ.items() for text in texts])
def test_languages_read(code: str, text: str) -> None:
    """Arabic, French and English are told, in short texts too, with a probability up to 1."""
    found = detect(text)
    assert require(text) == found.code == code
    assert 0 < found.probability <= 1


@pytest.mark.parametrize("text", ["", " \n", "12 345", "...", "ok", "لا"])
def test_too_short(text: str) -> None:
    """A text without enough letters is an input error that says what to do, not a guess."""
    with pytest.raises(InputError, match="say its language") as caught:
        require(text, path="a.txt")
    assert not isinstance(caught.value, UnsupportedLanguageError)
    assert caught.value.path == "a.txt"


def test_quoted_foreign_words_change_nothing() -> None:
    """An Arabic report with Latin names, and a French one with an Arabic quotation, keep their language."""
    assert require('أعلن تنظيم "Islamic State" مسؤوليته عن الهجوم الذي وقع في مدينة Manchester أمس') == "ar"
    assert require("Il a crié « الله أكبر » avant de tirer sur les policiers dans la gare.") == "fr"


def test_every_language_named_in_the_data() -> None:
    """Every code with small words, letters or a script has an English name."""
    data = load("other", "languages")
    codes = (
        set(data["words"]) | set(data["field_words"]) | set(data["scripts"]) | set(data["letters"]) - {"weak"}
    )
    assert codes - {"weak"} <= set(data["names"])


@pytest.mark.parametrize("text", NO_WORDS)
def test_repeated_letters_are_no_language(text: str) -> None:
    """A text of a few letters said again and again is refused as one without words."""
    with pytest.raises(InputError, match="no words") as caught:
        detect(text)
    assert not isinstance(caught.value, UnsupportedLanguageError)
