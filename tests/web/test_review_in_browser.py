"""Reviewing at a browser by keyboard alone, in Arabic and in English, where Debian's chromium is there."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from marsad.pipeline.record import Record
from tests.web.reports import ARABIC, ENGLISH, LATER, put

pytest.importorskip("playwright.sync_api", reason="no playwright: pip install -e '.[dev]'")

from playwright.sync_api import Browser, Page

from tests.web.pages import CHROMIUM, PASSWORD, WHY, chromium, served

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason=WHY)
SIDES = {"en": "ltr", "ar": "rtl"}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Return a browser."""
    with chromium() as found:
        yield found


@pytest.fixture
def address(record: Record) -> Iterator[str]:
    """Return the address of a server whose record has one incident, told by two."""
    put(record, ARABIC, ENGLISH, LATER)
    with served(record) as found:
        yield found


def signed_in(browser: Browser, address: str, lang: str) -> Page:
    """Return a page of a coder who reads a language; a fault of a script fails the test."""
    page = browser.new_context(base_url=address).new_page()
    page.on("pageerror", lambda error: pytest.fail(str(error)))
    page.goto(f"/language/{lang}?next=/login")
    page.fill("input[name=name]", "coder")
    page.fill("input[name=password]", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "login" not in url)
    return page


@pytest.mark.parametrize("lang", SIDES)
def test_a_first_correction_takes_three_keys(
    browser: Browser, address: str, record: Record, lang: str
) -> None:
    """From the queue: open the first, write the number, keep it."""
    page = signed_in(browser, address, lang)
    page.goto("/queue")
    page.wait_for_selector("[data-entry]:focus")
    assert page.evaluate("document.documentElement.dir") == SIDES[lang]
    page.keyboard.press("Enter")
    page.wait_for_selector("[name='killed.value']:focus")
    page.keyboard.press("7")
    page.keyboard.press("Enter")
    page.wait_for_selector("#done")
    told = record.show(1)["fields"]["killed"]
    assert (told["value"], told["correction"]["who"]) == (7, "coder")
    page.keyboard.press("u")
    page.wait_for_selector("#done button", state="detached")
    assert record.show(1)["fields"]["killed"]["value"] == 5


@pytest.mark.parametrize("lang", SIDES)
def test_words_are_marked_by_keyboard(browser: Browser, address: str, record: Record, lang: str) -> None:
    """In the Arabic text, from right to left: the second and third word, and their value."""
    page = signed_in(browser, address, lang)
    page.goto("/incidents/1?field=killed")
    page.focus("article[dir=rtl] .text")
    for key in ("ArrowLeft", "ArrowLeft", "Shift+ArrowLeft"):
        page.keyboard.press(key)
    assert page.input_value("[data-words]") == "ثلاثة أشخاص"
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    page.wait_for_selector("#done")
    told = record.show(1)["fields"]["killed"]
    assert told["value"] == 3
    (words,) = told["correction"]["words"]
    assert ARABIC[words["start"] : words["end"]] == "ثلاثة أشخاص"


def test_a_selection_counts_characters(browser: Browser, address: str) -> None:
    """After a carriage return and a sign of two UTF-16 units a selection's place is that of the text."""
    page = signed_in(browser, address, "ar")
    page.goto("/incidents/1?field=date")
    page.evaluate("""() => {
        const box = document.querySelector("article[dir=rtl] .text");
        const walk = document.createTreeWalker(box, NodeFilter.SHOW_TEXT);
        for (let node = walk.nextNode(); node; node = walk.nextNode()) {
            const at = node.data.indexOf("القنبلة");
            if (at >= 0) getSelection().setBaseAndExtent(node, at, node, at + 7);
        }
    }""")
    page.wait_for_selector("details[open] [data-words]")
    place = page.input_value("[data-place]").split(":")[1]
    start = ARABIC.index("القنبلة")
    assert place == f"{start}-{start + 7}"


@pytest.mark.parametrize("width", [360, 900, 1280])
@pytest.mark.parametrize("lang", SIDES)
def test_nothing_is_wider_than_the_window(browser: Browser, address: str, lang: str, width: int) -> None:
    """At three widths, in both directions."""
    page = signed_in(browser, address, lang)
    page.set_viewport_size({"width": width, "height": 800})
    for path in ("/queue", "/incidents/1", "/incidents/1?field=place", "/add"):
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
