"""The page: self-contained, whole without a script, and deaf to what a text tries to be."""

from __future__ import annotations

import base64
import hashlib
import re
from pathlib import Path
from typing import Any

import pytest
from lxml import html

from marsad.cli.page import Page
from marsad.codebook import Claim, Incident, Language, Report, Span
from marsad.codebook.fields import fields
from marsad.errors import InputError
from marsad.pipeline.code import Coded

EVIL = "</script><script>alert(1)</script><img src=x onerror=alert(2)>\"'><b>&amp;$title"
ARABIC = "أحبطت الشرطة مخططا لتفجير عبوة قرب السوق."


def coded(text: str, lang: Language = "fr", spans: int = 3, incidents: int = 1, **report: Any) -> Coded:
    """Return a coded report with overlapping evidence of three fields in each incident."""
    evidence = {
        "outcome": (Span(0, 7),),
        "weapons": (Span(3, 12), Span(20, 24)),
        "target_type": (Span(5, 9),),
    }
    incident = Incident(outcome="foiled", evidence=dict(list(evidence.items())[:spans]))
    values = {"id": "r", "title": "Titre", **report}
    return Coded(Report(text=text, lang=lang, **values), True, 0.9, (incident,) * incidents)


def parse(source: str) -> Any:
    """Return the page as a tree; its tests ask it by XPath."""
    return html.fromstring(source)


def page(tmp_path: Path, *reports: Coded, ui: Language = "en", notice: str = "") -> str:
    """Write a page and return it."""
    with Page(str(tmp_path / "p.html"), ui, notice) as out:
        for report in reports:
            out.add(report)
    return (tmp_path / "p.html").read_text("utf-8")


def test_the_text_stands_whole_and_its_evidence_is_marked(tmp_path: Path) -> None:
    """The words of the text are unchanged; each mark names the fields it says, also where spans overlap."""
    text = "Une attaque à la bombe <déjouée> & deux hommes arrêtés."
    root = parse(page(tmp_path, coded(text)))
    (body,) = root.xpath("//p[@class='text']")
    assert body.text_content() == text
    marks = [(mark.get("data-k"), mark.text_content()) for mark in body.iter("mark")]
    assert marks == [
        ("1:outcome", "Une"),
        ("1:outcome 1:weapons", " a"),
        ("1:outcome 1:target_type 1:weapons", "tt"),
        ("1:target_type 1:weapons", "aq"),
        ("1:weapons", "ue "),
        ("1:weapons", "be <"),
    ]


def test_every_marked_field_is_a_button(tmp_path: Path) -> None:
    """Each key that a mark names has one button with that key, and each button has words in the text."""
    root = parse(page(tmp_path, coded("Une attaque à la bombe déjouée à temps.", incidents=2)))
    named = {key for mark in root.iter("mark") for key in mark.get("data-k").split()}
    buttons = [button.get("data-k") for button in root.xpath("//button[@data-k]")]
    assert sorted(buttons) == sorted(named)
    assert len(root.xpath("//*[@role='tab']")) == 2


@pytest.mark.parametrize("where", ["text", "title", "id", "url", "notice"])
def test_nothing_of_a_report_becomes_markup(tmp_path: Path, where: str) -> None:
    """Tags, quotes, entities and template marks in any part of a report stay the text that they are."""
    parts: dict[str, Any] = {
        "text": EVIL + " " * 30,
        "url": "https://e.org/" + EVIL if where == "url" else "https://e.org/",
    }
    if where in ("title", "id"):
        parts[where] = EVIL
    source = page(tmp_path, coded(parts.pop("text"), **parts), notice=EVIL if where == "notice" else "")
    root = parse(source)
    assert len(root.xpath("//script")) == 1
    assert not root.xpath("//img | //b | //*[@onerror]")
    assert EVIL in root.text_content() or where == "url"


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", " JavaScript:alert(1)", "file:///etc/passwd"]
)
def test_only_web_addresses_are_linked(tmp_path: Path, url: str) -> None:
    """An address that is none of the web is not linked."""
    assert "<a " not in page(tmp_path, coded("Une attaque à la bombe déjouée.", url=url))


def test_the_page_loads_nothing(tmp_path: Path) -> None:
    """No address stands in the page but a report's own link, and its policy allows its own script alone."""
    source = page(tmp_path, coded("Une attaque à la bombe déjouée.", url="https://example.org/a"))
    assert re.findall(r"https?://[^\"'\s<]+", source) == ["https://example.org/a"]
    assert not re.search(r"<link[^>]+stylesheet|@import|url\(|<iframe|<object|\bfetch\(", source)
    (script,) = re.findall(r"<script>(.*?)</script>", source, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert f"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{digest}'" in source


@pytest.mark.parametrize(("ui", "direction"), [("ar", "rtl"), ("fr", "ltr"), ("en", "ltr")])
def test_direction_goes_by_language(tmp_path: Path, ui: Language, direction: str) -> None:
    """The page goes by the language asked for, each text by its own."""
    root = parse(page(tmp_path, coded(ARABIC, "ar"), coded("Une attaque à la bombe."), ui=ui))
    assert (root.get("lang"), root.get("dir")) == (ui, direction)
    texts = root.xpath("//p[@class='text']")
    assert [(text.get("lang"), text.get("dir")) for text in texts] == [("ar", "rtl"), ("fr", "ltr")]
    assert texts[0].text_content() == ARABIC
    names = root.xpath("//span[@class='name']/text()")
    assert fields()["outcome"].names[ui] in names


def test_notice_and_counts(tmp_path: Path) -> None:
    """The notice stands at the top; reports that tell of nothing are counted and shown as such."""
    nothing = Coded(Report("n", "Un match nul.", lang="fr"), False, 0.97, ())
    root = parse(page(tmp_path, coded("Une attaque à la bombe."), nothing, notice="Sample texts."))
    assert root.xpath("string(//p[@class='notice'])") == "Sample texts."
    assert root.xpath("string(//p[@class='tally'])") == "Reports: 2 · relevant: 1"
    assert [card.get("data-relevant") for card in root.xpath("//article")] == ["yes", "no"]


def test_a_broken_run_leaves_the_old_page(tmp_path: Path) -> None:
    """Where coding breaks off, the page that was there stays, and no draft is left beside it."""
    (tmp_path / "p.html").write_text("old")
    with pytest.raises(KeyboardInterrupt), Page(str(tmp_path / "p.html"), "en"):
        raise KeyboardInterrupt
    assert [(file.name, file.read_text()) for file in tmp_path.iterdir()] == [("p.html", "old")]


def test_contrast_is_enough_to_read() -> None:
    """Ink and words stand out from what is behind them by 4.5 to 1 (WCAG 2.2 AA), light and dark."""
    css = (Path(__file__).parents[2] / "src/marsad/cli/data/page/page.css").read_text("utf-8")
    light, dark = (
        dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", block)) for block in css.split("@media", 2)[:2]
    )
    for colours in (light, dark):
        pairs = [(name, ground) for name in ("ink", "soft", "accent") for ground in ("paper", "card")]
        pairs += [(group, "card") for group in ("ending", "means", "actor", "harm", "where")]
        pairs += [("ink", f"lit-{group}") for group in ("ending", "means", "actor", "harm", "where")]
        pairs += [("notice-ink", "notice"), ("soft", "hover"), ("card", "accent")]
        for front, back in pairs:
            assert contrast(colours[front], colours[back]) >= 4.5, (front, back)


def test_a_title_without_blanks_stays_in_its_card() -> None:
    """What a report brings may be broken anywhere, so that a narrow screen holds it: title, facts, text."""
    css = (Path(__file__).parents[2] / "src/marsad/cli/data/page/page.css").read_text("utf-8")
    for chosen in (r"\.card h2", r"\.facts", r"\.text"):
        rule = re.search(rf"^{chosen} \{{(.*?)\}}", css, re.MULTILINE | re.DOTALL)
        assert rule and "overflow-wrap: anywhere" in rule[1], chosen


def contrast(front: str, back: str) -> float:
    """Return the contrast ratio of two colours (WCAG 2.2)."""
    bright, dim = sorted((luminance(front), luminance(back)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


def luminance(colour: str) -> float:
    """Return the relative luminance of a colour (WCAG 2.2)."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_claims_are_not_needed(tmp_path: Path) -> None:
    """A relevant report whose evidence is empty is shown with plain fields and no button."""
    assert Claim(1, "outcome", "foiled").spans == ()
    root = parse(page(tmp_path, coded("Une attaque.", spans=0)))
    assert not root.xpath("//button[@data-k] | //mark")


def test_a_page_replaces_no_folder_and_no_device(tmp_path: Path) -> None:
    """What is no regular file is refused by name before anything is coded, and is left as it is."""
    with pytest.raises(InputError, match="no regular file"), Page(str(tmp_path), "en"):
        pass
    assert tmp_path.is_dir()
