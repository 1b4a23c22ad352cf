"""The house: imports run one way, each power has one room, no file is too long, tests are told of."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from tools.house import LONGEST, ROOT, STEP, import_faults, lengths, setting_faults

PACKAGE = ROOT / "src/marsad"
HEAVY = (
    "rich",
    "trafilatura",
    "py3langid",
    "numpy",
    "lxml",
    "marisa_trie",
    "hijridate",
    "charset_normalizer",
    "onnxruntime",
    "tokenizers",
)


def tree(folder: Path, files: dict[str, str]) -> Path:
    """Write a small package named marsad and return its folder."""
    for name, source in files.items():
        path = folder / "marsad" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(source, "utf-8")
    return folder / "marsad"


def test_imports_run_one_way() -> None:
    """No room of marsad imports a room beside or after it, nor a module that belongs to another room."""
    faults = import_faults(PACKAGE)
    assert not faults, "\n".join(faults)


def test_only_doors_read_settings() -> None:
    """The environment is read in cli, web and scale only."""
    faults = setting_faults(PACKAGE)
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize(
    ("name", "source", "said"),
    [
        ("text/a.py", "from marsad.places import x", "text may not import places, which stands after it"),
        (
            "reading/a.py",
            "import marsad.sources.html",
            "reading may not import sources, which stands beside it",
        ),
        ("errors.py", "from marsad.codebook import Report", "errors may not import codebook"),
        ("store/a.py", "def f():\n    from marsad import cli", "store may not import cli"),
        ("linking/a.py", "from ..reading import reader", "linking may not import reading"),
        ("linking/b/c.py", "from ...reading.lexical import read", "linking may not import reading"),
        (
            "text/a.py",
            "import importlib\nimportlib.import_module('marsad.cli.main')",
            "text may not import cli",
        ),
        ("cellar/a.py", "", "'cellar' is no room"),
        ("text/a.py", "from marsad.cellar import x", "in no room"),
        ("text/a.py", "from urllib import request", "only sources may import urllib.request"),
        ("cli/a.py", "import httpx", "only sources may import httpx"),
        ("pipeline/a.py", "from sqlite3 import connect", "only store may import sqlite3"),
        ("__init__.py", "from marsad.text import x", "imports no room"),
        ("__main__.py", "import marsad.web", "cli may not import web"),
    ],
)
def test_a_breach_is_seen(tmp_path: Path, name: str, source: str, said: str) -> None:
    """Each way of breaking the import rule is told of, with the file (the check can fail)."""
    (fault,) = import_faults(tree(tmp_path, {name: source}))
    assert said in fault
    assert fault.startswith(f"marsad/{name}:")


def test_what_is_allowed_passes(tmp_path: Path) -> None:
    """Rooms to the left, the room itself, the version and the modules of one's own room are no breach."""
    files = {
        "__init__.py": "__version__ = '1'",
        "__main__.py": "from marsad.cli.main import main",
        "reading/a.py": "from marsad import __version__\nfrom marsad.text import x\nfrom . import b",
        "sources/a.py": "import socket, urllib.request, urllib.parse",
        "cli/a.py": "import os\nfrom marsad.pipeline import code\nos.environ.get('X')",
    }
    package = tree(tmp_path, files)
    assert import_faults(package) == []
    assert setting_faults(package) == []


@pytest.mark.parametrize(
    "source", ["import os\nx = os.environ['A']", "import os\nos.getenv('A')", "from os import environ"]
)
def test_a_read_setting_is_seen(tmp_path: Path, source: str) -> None:
    """Each way of reading the environment outside a door is told of."""
    assert len(setting_faults(tree(tmp_path, {"text/a.py": source}))) == 1


def test_no_file_is_too_long() -> None:
    """No Python file has more lines than one can keep in mind."""
    assert not {name: lines for name, lines in lengths().items() if lines > LONGEST}


def test_every_test_says_what_it_holds() -> None:
    """Every test has a docstring."""
    silent = [
        f"{path.relative_to(ROOT)}:{node.lineno} {node.name}"
        for path in sorted((ROOT / "tests").rglob("test_*.py"))
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_") and not ast.get_docstring(node)
    ]
    assert not silent, "\n".join(silent)


def test_tests_mirror_the_rooms() -> None:
    """Every folder of tests is named after a room, but those of corpus, tools, examples and training."""
    folders = {path.parent.name for path in (ROOT / "tests").glob("*/test_*.py")}
    assert folders <= set(STEP) | {"corpus", "tools", "bench", "examples", "training"}


def test_the_version_comes_quickly() -> None:
    """`marsad --version` loads none of the heavy libraries."""
    run = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "marsad", "--version"],
        capture_output=True,
        text=True,
        check=True,
    )
    loaded = {line.rsplit("|", 1)[1].strip().split(".")[0] for line in run.stderr.splitlines() if "|" in line}
    assert "marsad" in loaded
    assert not loaded & set(HEAVY)
