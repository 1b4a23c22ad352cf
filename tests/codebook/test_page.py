"""The page of the manual is what the tool makes of the data."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_the_page_is_what_the_tool_makes() -> None:
    """docs/codebook.md is up to date: else run tools/make_codebook_page.py."""
    spec = importlib.util.spec_from_file_location("make_codebook_page", ROOT / "tools/make_codebook_page.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    assert (ROOT / "docs/codebook.md").read_text("utf-8") == module.page()


def test_every_link_within_the_page_has_its_place() -> None:
    """Each link to a language's part leads to a mark that stands in the page once."""
    page = (ROOT / "docs/codebook.md").read_text("utf-8")
    links = re.findall(r"\]\(#([\w-]+)\)", page)
    assert {"en", "fr", "ar"} <= set(links)
    assert all(page.count(f'<a id="{link}"></a>') == 1 for link in links)
