"""Security services: their registry, composed names, later mentions, edges."""

from __future__ import annotations

import pytest

from marsad.actors import agencies, generic, registry


def resolved(text: str, words: str, lang: str, country: str | None = None, **more: object) -> str | None:
    """Return the name of the service that the first `words` in `text` stand for."""
    start = text.index(words)
    found = agencies.at(text, start, start + len(words), lang, country, **more)  # type: ignore[arg-type]
    return found.name if found else None


def test_registry_is_broad() -> None:
    """At least 500 services of 100 countries are known, nearly all with names in three languages."""
    every = registry.actors("agency")
    assert len(every) >= 500
    assert len({code for actor in every for code in actor.countries}) >= 100
    full = [a for a in every if all(a.aliases[lang] or a.acronyms for lang in ("en", "fr", "ar"))]
    assert len(full) >= 500


def test_every_name_is_canonical_or_conditional() -> None:
    """Each canonical name is found again by `canonical`, so gold and code spell one service alike."""
    for actor in registry.actors("agency"):
        assert agencies.canonical(actor.name) == actor.name


def test_roles_of_the_registry_are_known() -> None:
    """A role that a service answers to is one of the generic table, or a local or refusing one."""
    local = {
        "ni_police", "london_police", "state_ats", "army_intelligence", "coalition", "peacekeepers", "court",
        "spokesman", "highway_patrol", "provincial_police", "cantonal_police", "special_branch", "rangers",
        "levies", "railway_police", "terror_investigator", "judicial_brigade", "foreign_intelligence",
        "criminal_brigade", "civil_guard", "national_court", "carabinieri", "finance_guard", "secret_service",
        "investigative_committee", "police_intelligence", "border_security", "guards", "army_of_region",
        "republican_police", "watching", "state_criminal_police",
    }  # fmt: skip
    known = set(generic.roles()) | local
    for actor in registry.actors("agency"):
        assert generic.roles_of(actor) <= known, actor.name


NAMED = [
    ("ar", "BCIJ", "أعلن المكتب المركزي للأبحاث القضائية تفكيك خلية", "المكتب المركزي للأبحاث القضائية"),
    ("ar", "BCIJ", "تمكن البسيج من توقيف أربعة", "البسيج"),
    ("fr", "BCIJ", "Le Bureau central d’investigations judiciaires a dit", "Bureau central"),
    ("ar", "DGST", "بناء على معلومات الديستي أوقف", "الديستي"),
    ("fr", "DGSI", "Interpellés par la DGSI mardi", "DGSI"),
    ("ar", "DGSI", "أوقفتهم المديرية العامة للأمن الداخلي في فرنسا", "المديرية العامة للأمن الداخلي"),
    ("en", "GID", "Jordan's General Intelligence Department held", "General Intelligence Department"),
    ("fr", "GID", "Les renseignements jordaniens ont arrêté", "renseignements jordaniens"),
    ("ar", "Shin Bet", "أعلن الشاباك اعتقال", "الشاباك"),
    ("fr", "Shin Bet", "le Shin Beth a arrêté", "Shin Beth"),
    ("en", "Royal Malaysia Police", "Malaysian police held five", "Malaysian police"),
    ("ar", "MIT", "أوقفت الاستخبارات التركية شخصا", "الاستخبارات التركية"),
    ("fr", "SBU", "le Service de sécurité d'Ukraine a déjoué", "Service de sécurité d'Ukraine"),
    ("ar", "SBU", "قال جهاز الأمن الأوكراني إنه", "جهاز الأمن الأوكراني"),
    ("en", "KNB", "Kazakhstan's National Security Committee said", "National Security Committee"),
    ("en", "Garda", "Gardaí arrested a man", "Gardaí"),
    ("ar", "RCMP", "أوقفت الشرطة الملكية الكندية رجلا", "الشرطة الملكية الكندية"),
    ("fr", "RCMP", "la Gendarmerie royale du Canada a arrêté", "Gendarmerie royale du Canada"),
    ("ar", "Densus 88", "ألقت وحدة دينسوس 88 القبض", "وحدة دينسوس 88"),
    ("fr", "Spanish Civil Guard", "la Garde civile a interpellé", "Garde civile"),
    ("ar", "Spanish Civil Guard", "أوقف الحرس المدني الإسباني", "الحرس المدني الإسباني"),
    ("en", "Mossos d'Esquadra", "the Mossos arrested", "Mossos"),
    ("en", "Spanish National Police", "the Policía Nacional arrested", "Policía Nacional"),
    ("fr", "BKA", "l'Office fédéral de police criminelle a arrêté", "Office fédéral de police criminelle"),
    ("ar", "MI5", "قال جهاز الأمن الداخلي البريطاني (إم آي 5)", "إم آي 5"),
    ("fr", "PSNI", "la police nord-irlandaise a arrêté", "police nord-irlandaise"),
    ("ar", "ASIO", "قالت الاستخبارات الأسترالية", "الاستخبارات الأسترالية"),
    ("en", "Rapid Action Battalion", "The Rapid Action Battalion held", "Rapid Action Battalion"),
    ("fr", "DSS", "le Département des services d'État nigérian", "Département des services d'État"),
    ("ar", "Counter Terrorism Service", "نفذ جهاز مكافحة الإرهاب العراقي", "جهاز مكافحة الإرهاب العراقي"),
    ("en", "Säpo", "The Swedish Security Service arrested", "Swedish Security Service"),
    ("fr", "PET", "le renseignement danois a arrêté", "renseignement danois"),
    ("ar", "GKNB", "أعلنت لجنة الدولة للأمن القومي في قرغيزستان", "لجنة الدولة للأمن القومي"),
    ("en", "RIB", "The Rwanda Investigation Bureau said", "Rwanda Investigation Bureau"),
    ("fr", "Hawks", "les Hawks ont arrêté", "Hawks"),
]  # fmt: skip


@pytest.mark.parametrize(("lang", "name", "text", "words"), NAMED)
def test_named(lang: str, name: str, text: str, words: str) -> None:
    """A service called by one of its names, in any of the three languages, has its canonical name."""
    assert resolved(text, words, lang) == name


COMPOSED = [
    ("en", "US", "The Harris County Sheriff's Office arrested a man.", "The Harris County Sheriff's Office",
     "Harris County Sheriff's Office"),
    ("en", "JP", "Hyogo prefectural police arrested a man.", "Hyogo prefectural police",
     "Hyogo Prefectural Police"),
    ("en", "US", "The New York State Police arrested a man.", "The New York State Police",
     "New York State Police"),
    ("ar", "BD", "داهمت كتيبة التدخل السريع منزلا", "كتيبة التدخل السريع", "Rapid Action Battalion"),
    ("ar", "CM", "صدت كتيبة التدخل السريع هجوما", "كتيبة التدخل السريع", "BIR"),
    ("ar", "SA", "اعترضت قوات التحالف صاروخا", "قوات التحالف", "Arab Coalition"),
    ("en", "NO", "The security service arrested a man.", "The security service", "PST"),
    ("ar", "TN", "أعلنت وزارة الداخلية التونسية أن", "وزارة الداخلية التونسية", "Tunisian interior ministry"),
    ("ar", "EG", "قالت وزارة الداخلية إن", "وزارة الداخلية", "Egyptian interior ministry"),
    ("fr", "TR", "La police turque a arrêté", "La police turque", "Turkish police"),
    ("en", "TR", "Turkish police arrested", "Turkish police", "Turkish police"),
    ("en", "AL", "Police in Albania held two men", "Police", "Albanian police"),
    ("fr", "SN", "les forces de sécurité sénégalaises", "les forces de sécurité sénégalaises",
     "Senegalese security forces"),
    ("ar", "ML", "قالت قوات الأمن إنها أوقفت", "قوات الأمن", "Malian security forces"),
    ("en", "GE", "the Georgian army said", "Georgian army", "Georgian army"),
    ("fr", "GN", "la gendarmerie a arrêté", "la gendarmerie", "Guinean gendarmerie"),
    ("ar", "RO", "ألقت الشرطة الرومانية القبض", "الشرطة الرومانية", "Romanian police"),
    ("en", "PL", "the Polish customs found", "Polish customs", "Polish customs"),
    ("en", "OM", "the coast guard stopped the boat", "coast guard", "Omani coast guard"),
    ("fr", "GH", "le ministère de la Défense ghanéen a dit", "le ministère de la Défense ghanéen",
     "Ghanaian defence ministry"),
    ("ar", "AE", "أعلنت وزارة الداخلية الإماراتية", "وزارة الداخلية الإماراتية", "UAE interior ministry"),
    ("fr", "NO", "la police d'Oslo a arrêté", "la police d'Oslo", "Oslo police"),
    ("ar", "TR", "شرطة مرسين أوقفت", "شرطة مرسين", "Turkish police"),
    ("en", "NG", "Lagos police arrested two men", "Lagos police", "Nigeria Police"),
    ("fr", "NL", "la police d'Utrecht a arrêté", "la police d'Utrecht", "Dutch police"),
    ("ar", "MA", "وتقود ولاية أمن الدار البيضاء الأبحاث", "ولاية أمن الدار البيضاء", "Casablanca police"),
    ("fr", "BI", "La police judiciaire a ouvert une enquête", "La police judiciaire", "Burundian police"),
    ("ar", "MA", "أوقفت الشرطة القضائية رجلين", "الشرطة القضائية", "Moroccan judicial police"),
    ("fr", "FR", "À Lyon, la police judiciaire enquête", "la police judiciaire", "French judicial police"),
    ("ar", "DZ", "استدعت شرطة الحدود خبراءها", "شرطة الحدود", "Algerian police"),
    ("ar", "YE", "قال إن إدارة البحث الجنائي تبحث عن شابين", "إدارة البحث الجنائي", "Yemeni police"),
    ("ar", "NE", "دهم دركيون ورشة في أرليت", "دركيون", "Nigerien gendarmerie"),
    ("fr", "CD", "L'auditorat supérieur a ouvert un dossier", "L'auditorat supérieur",
     "Congolese military prosecutor"),
    ("fr", "CM", "À Kolofata, le comité de vigilance l'a maîtrisée", "le comité de vigilance",
     "Kolofata vigilance committee"),
    ("fr", "DE", "arrêté à Leipzig par la police criminelle du Land", "la police criminelle du Land",
     "Saxon criminal police"),
    ("ar", "BE", "أوقفت الشرطة الفيديرالية أربعة قاصرين", "الشرطة الفيديرالية", "Belgian federal police"),
    ("fr", "CH", "arrêté par la police neuchâteloise", "la police neuchâteloise",
     "Neuchâtel Cantonal Police"),
    ("fr", "GR", "La section antiterroriste étudie une liste", "La section antiterroriste",
     "Greek counter-terrorism police"),
    ("en", "IN", "Delhi Police arrested", "Delhi Police", "Delhi Police"),
    ("ar", "IN", "ألقت شرطة دلهي القبض", "شرطة دلهي", "Delhi Police"),
    ("fr", "BE", "Le parquet fédéral a précisé", "Le parquet fédéral", "Belgian federal prosecutor"),
    ("fr", "DE", "Le parquet fédéral a précisé", "Le parquet fédéral", "German federal prosecutor"),
    ("ar", "DE", "قال الادعاء العام الاتحادي", "الادعاء العام الاتحادي", "German federal prosecutor"),
    ("en", "MY", "Counter-terrorism police held", "Counter-terrorism police", "Royal Malaysia Police"),
]  # fmt: skip


@pytest.mark.parametrize(("lang", "country", "text", "words", "name"), COMPOSED)
def test_composed(lang: str, country: str, text: str, words: str, name: str) -> None:
    """A generic word takes its country or town from its phrase, else from the report."""
    assert resolved(text, words, lang, country) == name


LATER = [
    (
        "ar",
        "MA",
        "فكك المكتب المركزي للأبحاث القضائية خلية في سلا. وقال المكتب إن أفرادها",
        "المكتب إن",
        "BCIJ",
    ),
    ("en", "US", "The FBI arrested him on Friday. The bureau said he acted alone.", "The bureau", "FBI"),
    ("fr", "FR", "La DGSI l'a interpellé. Les enquêteurs ont saisi une arme.", "Les enquêteurs", "DGSI"),
    ("ar", "JO", "أحبطت دائرة المخابرات العامة مخططا. وقالت الدائرة إن", "الدائرة إن", "GID"),
    (
        "ar",
        "SA",
        "أعلنت وزارة الداخلية السعودية القبض عليهم. وأضافت الوزارة",
        "الوزارة",
        "Saudi interior ministry",
    ),
    ("en", "SO", "NISA held two men. Its officers found a bomb.", "officers", "NISA"),
    ("en", "GB", "A bomb was found near Lurgan in 2014. Police made it safe.", "Police", "PSNI"),
    ("en", "GB", "A bomb was found near Lurgan in 1989. Police made it safe.", "Police", "RUC"),
    ("en", "GB", "MI5 had watched him. Armed officers held him in Luton.", "officers", "Bedfordshire Police"),
    ("en", "US", "Police in Pittsburgh shot a gunman dead.", "Police", "Pittsburgh Police"),
    ("en", "PK", "Two men were held in Karachi by police.", "police", "Sindh Police"),
]


@pytest.mark.parametrize(("lang", "country", "text", "words", "name"), LATER)
def test_later_mentions(lang: str, country: str, text: str, words: str, name: str) -> None:
    """Weak and bare words stand for the service named before, else for that of the place and the year."""
    at = text.rindex(words)
    found = agencies.at(text, at, at + len(words.removesuffix(" إن")), lang, country)
    assert found is not None and found.name == name


def test_anti_terror_prosecutor_by_year() -> None:
    """Before 2019 the French anti-terrorism prosecutor is the Paris prosecutor, afterwards PNAT."""
    text = "Le parquet antiterroriste a ouvert une enquête."
    assert resolved(text, "Le parquet antiterroriste", "fr", "FR", year=2016) == "Paris prosecutor"
    assert resolved(text, "Le parquet antiterroriste", "fr", "FR", year=2022) == "PNAT"


def test_particles_stay_outside() -> None:
    """Arabic prepositions stay outside a mention, the article inside; of للـ the second lam begins it."""
    for text, words in [
        ("وذكر بلاغ للمكتب المركزي للأبحاث القضائية أن", "لمكتب المركزي للأبحاث القضائية"),
        ("وقالت والشرطة التركية", "الشرطة التركية"),
        ("بحسب ما نقل عن شعبة المعلومات", "شعبة المعلومات"),
    ]:
        found = agencies.find(text, "ar", None, "MA" if "مكتب" in text else "LB")
        assert words in [text[m.start : m.end] for m in found], text


def test_edges() -> None:
    """A mention takes its article, its rank and the country beside it."""
    text = "Les policiers de la DGSI et la police turque ont arrêté deux hommes."
    found = [text[m.start : m.end] for m in agencies.find(text, "fr", None, "FR")]
    assert "Les policiers de la DGSI" in found and "la police turque" in found


def test_buildings_are_no_services() -> None:
    """A police station or a barracks is a target, no service."""
    assert not agencies.find("They attacked a police station and a military base.", "en", None, "KE")
    assert not agencies.find("هاجموا مركز الشرطة", "ar", None, "IQ")


def test_names_end_with_the_sentence() -> None:
    """Words of two sentences make no name together: Mumbai; police."""
    text = "He had lived in Mumbai; police held him in Lahore."
    assert resolved(text, "police", "en", "PK") == "Punjab Police"


def test_raid_is_a_name_only_with_a_capital() -> None:
    """The French police unit RAID is written with a capital; "le raid" is an attack."""
    text = "Le raid n'a pas été revendiqué."
    assert not [m for m in agencies.find(text, "fr", None, "FR") if m.actor.name == "RAID"]


def test_without_country_nothing_is_made_up() -> None:
    """A bare word in a text that names no country stands for no service."""
    assert resolved("The police held him.", "The police", "en") is None


def test_canonical_of_a_composed_name() -> None:
    """A composed English name is its own canonical form, in the guide's spelling; other words have none."""
    assert agencies.canonical("Tunisian Interior Ministry") == "Tunisian interior ministry"
    assert agencies.canonical("greek police") == "Hellenic Police"
    assert agencies.canonical("المكتب المركزي للأبحاث القضائية") == "BCIJ"
    assert agencies.canonical("a bakery") is None
    assert agencies.canonical("Yemeni Political Security Organization") == "Political Security Organization"
    assert agencies.canonical("Nigerien counterterrorism prosecutor") == "Nigerien anti-terrorism prosecutor"
    assert agencies.canonical("Yemeni Special Branch") is None
