"""The repository: what is committed is fit for all to read, its links lead somewhere, commands are told."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

from tools.house import ROOT

UNFIT = {
    "a path of one machine": re.compile(r"(?<![\w.])/(?:work|root|opt)/" + "[a-z]"),
    "a package registry's host": re.compile(
        "|".join((r"pypi\." + "org", r"pythonhosted\." + "org", r"npmjs\." + "(?:org|com)", "/opt/" + "pypi"))
    ),
    "the name of a writing tool": re.compile(
        "|".join(("anth" + "ropic", "open" + "ai", "chat" + "gpt", r"\bclau" + r"de\b", "copi" + "lot")),
        re.IGNORECASE,
    ),
}


def committed() -> list[Path]:
    """Return the text files under version control; without git, those that would be."""
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False
    ).stdout.split("\0")
    names = [name for name in listed if name] or [
        str(path.relative_to(ROOT))
        for part in ("src", "tests", "tools", "docs")
        for path in (ROOT / part).rglob("*")
    ]
    paths = [ROOT / name for name in names]
    return [path for path in paths if path.is_file() and b"\0" not in path.read_bytes()[:4096]]


def test_committed_files_name_no_machine() -> None:
    """No path of one machine, no registry's host and no writing tool stands in a committed file."""
    found = []
    for path in committed():
        name = path.relative_to(ROOT)
        if name.parts[0] == "corpus" or {"data", "words"} & {*name.parts} or name.suffix == ".tsv":
            continue  # words of the world: reports, places, organisations
        found += [
            f"{name}:{number}: {what}"
            for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
            for what, pattern in UNFIT.items()
            if pattern.search(line)
        ]
    assert not found, "\n".join(found)


def test_the_lock_is_bare() -> None:
    """The lock pins and hashes everything and names no index or address."""
    lines = (ROOT / "requirements.lock").read_text("utf-8").splitlines()
    pins = [line for line in lines if line and not line.startswith((" ", "#"))]
    assert pins
    assert all("==" in line and line.endswith("\\") for line in pins)
    assert not [line for line in lines if "://" in line or line.startswith("-")]


def test_links_of_the_manual_resolve() -> None:
    """Every link from one page of the repository to another leads to a file, and its anchor to a heading."""
    broken = []
    pages = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "corpus").glob("*.md")]
    for page in pages:
        for target in re.findall(r"\]\(([^)\s]+)\)", page.read_text("utf-8")):
            if re.match(r"[a-z]+:", target):
                continue
            file, _, anchor = target.partition("#")
            goal = (page.parent / file).resolve() if file else page
            if not goal.exists() or (anchor and goal.suffix == ".md" and anchor not in anchors(goal)):
                broken.append(f"{page.relative_to(ROOT)}: {target}")
    assert not broken, "\n".join(broken)


def anchors(page: Path) -> set[str]:
    """Return the anchors of a page's headings, as code hosts make them."""
    source = page.read_text("utf-8")
    headings = re.findall(r"^#+ (.+)$", source, re.MULTILINE)
    return set(re.findall(r'<a id="([^"]+)">', source)) | {
        re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings
    }


def test_every_page_is_listed() -> None:
    """The manual's index lists every page of the manual."""
    index = (ROOT / "docs/index.md").read_text("utf-8")
    pages = {path.name for path in (ROOT / "docs").glob("*.md")} - {"index.md"}
    assert not {page for page in pages if f"({page})" not in index}


def test_make_tells_of_every_target() -> None:
    """`make` alone lists every target, each with what it does."""
    source = (ROOT / "Makefile").read_text("utf-8")
    listed = set(re.findall(r"^([a-z]+):.*## \S", source, re.MULTILINE))
    (phony,) = re.findall(r"^\.PHONY: (.+)$", source, re.MULTILINE)
    assert listed == set(phony.split())


def test_continuous_integration_runs_make_test() -> None:
    """`.ci/run` may be executed, and runs the one command that a person runs."""
    script = ROOT / ".ci/run"
    assert os.access(script, os.X_OK)
    assert "\nmake test" in script.read_text("utf-8")
