"""The page of incidents in a browser: map, timeline, facets in place, both directions, both modes."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Request, expect

from bench.made_up import MadeUp
from marsad.pipeline.record import Record
from marsad.store.bulk import Whole
from tests.web.conftest import START
from tests.web.pages import CHROMIUM, PASSWORD, WHY, chromium, served

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason=WHY)
ROOT = Path(__file__).parents[2]
AXE = ROOT / "out" / "vendor" / "axe.js"
PICTURES = ROOT / "out" / "pictures"
DRAWN = "html[data-drawn]"
LOOKS = [
    ("en", "light", 1280),
    ("ar", "dark", 1280),
    ("fr", "dark", 900),
    ("ar", "light", 360),
    ("en", "dark", 360),
]


@cache
def made_up() -> tuple[Whole, ...]:
    """Return made-up incidents."""
    return tuple(MadeUp(seed=11).incidents(150))


@pytest.fixture
def site(tmp_path: Path) -> Iterator[str]:
    """Return the address of a server on 150 made-up incidents."""
    with Record.init(str(tmp_path / "record.db")) as record:
        with record.store.writing() as w:
            w.put_incidents(made_up(), reader="made-up", at=START)
        with served(record) as address:
            yield address


def opened(
    browser: Browser, site: str, lang: str, mode: str, width: int, *, script: bool = True
) -> tuple[Page, list[str]]:
    """Return a reader's page of incidents, and where requests elsewhere and faults of scripts are noted."""
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        color_scheme="dark" if mode == "dark" else "light",
        java_script_enabled=script,
        reduced_motion="reduce",
    )
    context.add_cookies([{"name": "marsad_lang", "value": lang, "url": site}])
    page, wrong = context.new_page(), list[str]()

    def asked(one: Request) -> None:
        if not one.url.startswith((site, "data:")):
            wrong.append(one.url)

    page.on("request", asked)
    page.on("pageerror", lambda fault: wrong.append(str(fault.stack)))
    page.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
    page.goto(f"{site}/login?next=/incidents")
    page.fill("input[name=name]", "reader")
    page.fill("input[name=password]", PASSWORD)
    page.click("main button")
    expect(page).to_have_url(f"{site}/incidents", timeout=30_000)
    return page, wrong


def test_the_page_in_every_look(site: str) -> None:
    """In each language, mode and width: map and timeline are drawn, nothing is too wide, axe finds
    nothing; pictures are left in out/pictures to be looked at."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with chromium() as browser:
        for lang, mode, width in LOOKS:
            page, wrong = opened(browser, site, lang, mode, width)
            page.wait_for_selector(DRAWN, state="attached", timeout=60_000)
            assert page.locator("#map canvas").count() == page.locator("#timeline canvas").count() == 1
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            assert not wrong, "\n".join(wrong)  # before the tools below, which put styles of their own in
            page.screenshot(path=PICTURES / f"incidents-{lang}-{mode}-{width}.png", full_page=True)
            page.evaluate(AXE.read_text("utf-8"))
            found = page.evaluate("axe.run().then((told) => told.violations)")
            assert [(one["id"], one["nodes"][0]["target"]) for one in found] == []
            page.context.close()


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_filters_by_facet_timeline_and_keys(site: str, lang: str) -> None:
    """A box narrows the list in place and in the address, a bar of the timeline too, and Back leads back."""
    with chromium() as browser:
        page, wrong = opened(browser, site, lang, "light", 1280)
        page.wait_for_selector(DRAWN, state="attached", timeout=60_000)
        page.focus("#outcome-foiled")
        page.keyboard.press("Space")
        expect(page.locator(".chip")).to_have_count(1, timeout=30_000)
        assert page.url == f"{site}/incidents?outcome=foiled"
        assert page.evaluate("document.activeElement.id") == "outcome-foiled"
        page.wait_for_selector("html[data-drawn='/figures?outcome=foiled']", state="attached", timeout=60_000)
        spot = page.evaluate(
            """() => { const made = echarts.getInstanceByDom(document.querySelector("#timeline > div"));
            const bars = made.getOption().series[0].data, at = bars.findIndex((one) => one.count);
            return made.convertToPixel({ seriesIndex: 0 }, [at, bars[at].count / 2]); }"""
        )
        page.locator("#timeline canvas").click(position={"x": spot[0], "y": spot[1]})
        expect(page.locator(".chip")).to_have_count(3, timeout=30_000)
        assert "outcome=foiled&since=" in page.url
        page.go_back()
        expect(page.locator(".chip")).to_have_count(1, timeout=30_000)
        page.fill("#q", "zzzz")
        page.keyboard.press("Enter")
        expect(page.locator(".empty")).to_be_visible(timeout=30_000)
        assert not wrong, "\n".join(wrong)


def test_without_script(site: str) -> None:
    """Where no script runs, boxes and a button do the same, and tables stand for map and timeline."""
    with chromium() as browser:
        page, wrong = opened(browser, site, "en", "light", 1280, script=False)
        page.check("#outcome-foiled")
        page.click(".apply button")
        assert page.url == f"{site}/incidents?outcome=foiled"
        assert not page.locator("#map").is_visible()
        page.click(".as-table summary >> nth=1")
        page.click(".as-table >> nth=1 >> tbody a >> nth=0")
        assert "since=" in page.url and "outcome=foiled" in page.url
        assert not wrong, "\n".join(wrong)
