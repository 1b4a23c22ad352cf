"""The article of a saved page: text, title, date; pages without one are told."""

from __future__ import annotations

import pytest

from marsad.errors import InputError
from marsad.sources.html import read_html

PAGE = """<!doctype html><html lang="{lang}"><head>{meta}<title>{title} | Le site</title>
<meta property="article:published_time" content="2019-12-05T10:00:00+01:00"></head>
<body><nav><a href="/">{menu}</a> <a href="/a">{menu}</a></nav>
<article><h1>{title}</h1><p>{first}</p><p>{second}</p></article>
<footer>{menu} 2019</footer></body></html>"""
ARABIC = {
    "lang": "ar",
    "title": "توقيف رجل قرب السوق",
    "menu": "الرئيسية",
    "first": "أوقفت الشرطة، فجر الخميس، رجلا كان يستعد لتفجير عبوة قرب السوق الكبير بالمدينة.",
    "second": "وحجزت عناصر الأمن في بيته مواد كيماوية وأسلحة بيضاء، حسب بيان لوزارة الداخلية.",
}
FRENCH = {
    "lang": "fr",
    "title": "Un homme arrêté près du marché",
    "menu": "Accueil",
    "first": "La gendarmerie a interpellé jeudi un homme soupçonné de préparer une attaque près du marché.",
    "second": "Des produits chimiques et des couteaux ont été saisis à son domicile, précise le ministère.",
}


@pytest.mark.parametrize("words", [ARABIC, FRENCH], ids=["ar", "fr"])
@pytest.mark.parametrize(
    ("encoding", "meta"),
    [
        ("utf-8", '<meta charset="utf-8">'),
        ("utf-8", ""),
        ("windows-1256", '<meta charset="windows-1256">'),
        ("windows-1256", '<meta http-equiv="Content-Type" content="text/html; charset=windows-1256">'),
        ("windows-1256", ""),
        ("windows-1256", '<meta charset="iso-8859-1">'),
    ],
)
def test_the_article_is_read(words: dict[str, str], encoding: str, meta: str) -> None:
    """Text, title and date come out of a page in any encoding, the menu and the foot do not."""
    entry = read_html(PAGE.format(meta=meta, **words).encode(encoding), path="p.html", stem="p")
    assert words["first"] in entry.report.text
    assert words["second"] in entry.report.text
    assert words["menu"] not in entry.report.text
    assert entry.report.title.startswith(words["title"])
    assert entry.report.published == "2019-12-05"


def test_latin1_french_page() -> None:
    """A French page in ISO-8859-1 is read with its accents."""
    entry = read_html(PAGE.format(meta="", **FRENCH).encode("iso-8859-1"), path="p.html", stem="p")
    assert "interpellé" in entry.report.text


def test_a_page_with_an_xml_declaration() -> None:
    """An XHTML page that names its encoding in the XML declaration is read."""
    page = '<?xml version="1.0" encoding="windows-1256"?>\n' + PAGE.format(meta="", **ARABIC)
    assert ARABIC["first"] in read_html(page.encode("windows-1256"), path="p.html", stem="p").report.text


@pytest.mark.parametrize(
    ("page", "said"),
    [
        (b"", "the text is empty"),
        (b"   \n", "the text is empty"),
        (b"<html><body></body></html>", "no article found"),
        (b"<html><body><nav><a href='/'>Home</a></nav></body></html>", "no article found"),
        (b"<html><body><script>load()</script><div id='app'></div></body></html>", "no article found"),
        (b"<<<>>>", "no article found"),
        (b"\x89PNG\r\n\x1a\n\x00", "binary"),
    ],
)
def test_a_page_without_article_is_told(page: bytes, said: str) -> None:
    """A page of menus, of scripts, of nothing or of no HTML is an error that names the file."""
    with pytest.raises(InputError, match=said) as caught:
        read_html(page, path="p.html", stem="p")
    assert caught.value.path == "p.html"
