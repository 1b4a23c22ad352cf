"""The rules of the house, checked on the source: who imports whom, who may do what, how long files are.

`docs/house.md` says why. Run `python tools/house.py`: it prints every breach, and the files worth splitting.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]

ROOMS: tuple[frozenset[str], ...] = (
    frozenset({"errors"}),
    frozenset({"codebook"}),
    frozenset({"text"}),
    frozenset({"places"}),
    frozenset({"actors"}),
    frozenset({"sources", "reading", "linking"}),
    frozenset({"store"}),
    frozenset({"review"}),
    frozenset({"analysis", "exchange"}),
    frozenset({"pipeline"}),
    frozenset({"cli", "web", "scale"}),
)
"""From left to right: a room imports itself and rooms to its left, never a sibling of its own step."""

STEP = {room: step for step, rooms in enumerate(ROOMS) for room in rooms}
DOORS = ROOMS[-1]
ONLY: dict[str, frozenset[str]] = {
    **dict.fromkeys(
        (
            "httpx",
            "requests",
            "urllib.request",
            "urllib3",
            "http.client",
            "socket",
            "ssl",
            "aiohttp",
            "ftplib",
        ),
        frozenset({"sources"}),
    ),
    **dict.fromkeys(("sqlite3", "sqlalchemy", "psycopg"), frozenset({"store"})),
    **dict.fromkeys(("onnxruntime", "tokenizers"), frozenset({"reading"})),
    **dict.fromkeys(("stix2", "pymisp"), frozenset({"exchange"})),
}
"""Modules that only the named rooms may import."""

LONGEST = 500
WORTH_SPLITTING = 120
SHOWN = 12
_PACKAGE_NAMES = frozenset({"__version__"})
_SETTINGS = frozenset({"environ", "environb", "getenv"})


def room_of(path: Path, package: Path) -> str:
    """Return the room that a file of the package belongs to; `__main__` counts as the `cli` door."""
    first = path.relative_to(package).parts[0].removesuffix(".py")
    return {"__main__": "cli", "__init__": ""}.get(first, first)


def imported(tree: ast.AST, here: tuple[str, ...]) -> Iterator[tuple[int, str]]:
    """Yield (line, dotted name) of all that a module imports, in functions too; `here` is its own package."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = here[: len(here) - node.level + 1] if node.level else ()
            stem = ".".join((*base, *([node.module] if node.module else [])))
            yield from ((node.lineno, f"{stem}.{alias.name}") for alias in node.names)
        elif isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if name in {"import_module", "__import__"} and isinstance(node.args[0].value, str):
                yield node.lineno, node.args[0].value


def import_faults(package: Path) -> list[str]:
    """Return what breaks the import rules in the package folder `package`, as `file:line: what is wrong`."""
    faults = []
    for path in sorted(package.rglob("*.py")):
        room = room_of(path, package)
        where = path.relative_to(package.parent)
        if room and room not in STEP:
            faults.append(f"{where}:1: {room!r} is no room of the house; rooms are {', '.join(STEP)}")
            continue
        for line, name in imported(ast.parse(path.read_text("utf-8")), where.with_suffix("").parts[:-1]):
            fault = _fault(room, name, package.name)
            if fault:
                faults.append(f"{where}:{line}: {fault}")
    return faults


def _fault(room: str, name: str, package: str) -> str | None:
    """Return what is wrong with `room` importing `name`, or None."""
    parts = name.split(".")
    if parts[0] != package:
        for module, rooms in ONLY.items():
            if (name == module or name.startswith(f"{module}.")) and room not in rooms:
                return f"only {', '.join(rooms)} may import {module}, not {room or package}"
        return None
    other = parts[1] if len(parts) > 1 else ""
    if not other or other == room or other in _PACKAGE_NAMES:
        return None
    if other not in STEP:
        return f"{name} is in no room of the house"
    if not room:
        return f"{package}/__init__.py imports no room, not {other} either"
    if STEP[other] >= STEP[room]:
        side = "beside" if STEP[other] == STEP[room] else "after"
        return f"{room} may not import {other}, which stands {side} it"
    return None


def setting_faults(package: Path) -> list[str]:
    """Return where a room that is no door reads the environment (`os.environ`, `os.getenv`)."""
    faults = []
    for path in sorted(package.rglob("*.py")):
        room = room_of(path, package)
        if room in DOORS:
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            attribute = isinstance(node, ast.Attribute) and node.attr in _SETTINGS
            taken = (
                isinstance(node, ast.ImportFrom)
                and node.module == "os"
                and any(alias.name in _SETTINGS for alias in node.names)
            )
            if (attribute and getattr(getattr(node, "value", None), "id", "") == "os") or taken:
                where = path.relative_to(package.parent)
                faults.append(f"{where}:{getattr(node, 'lineno', 1)}: only doors read settings")
    return faults


def lengths(root: Path = ROOT) -> dict[str, int]:
    """Return the number of lines of every Python file of the repository, longest first."""
    found = {
        str(path.relative_to(root)): len(path.read_text("utf-8").splitlines())
        for part in ("src", "tests", "tools", "bench", "examples")
        for path in (root / part).rglob("*.py")
    }
    return dict(sorted(found.items(), key=lambda item: -item[1]))


def main() -> int:
    """Print every breach, then the files worth splitting; return 1 where a rule is broken."""
    package = ROOT / "src/marsad"
    counted = lengths()
    faults = import_faults(package) + setting_faults(package)
    faults += [
        f"{name}: {lines} lines, at most {LONGEST}" for name, lines in counted.items() if lines > LONGEST
    ]
    print("\n".join(faults) or "house: every import and every setting is where it may be")
    long = [f"{name} ({lines})" for name, lines in counted.items() if lines > WORTH_SPLITTING]
    share = f"{len(long)} of {len(counted)} files over {WORTH_SPLITTING} lines"
    print(f"house: {share}, the longest: {', '.join(long[:SHOWN]) or 'none'}")
    return bool(faults)


if __name__ == "__main__":
    sys.exit(main())
