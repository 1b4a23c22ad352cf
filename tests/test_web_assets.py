"""What the console needs of others: taken only where its sum is that of the lock."""

from __future__ import annotations

import io
import tarfile
from pathlib import Path

import pytest

from tools import web_assets
from tools.web_assets import AssetError, Package, bring, integrity, missing, packages, unpack

LOCK = """
[[package]]
name = "@some/one"
version = "1.0.0"
integrity = "{sum}"
files = {{ "dist/a.js" = "a.js", "LICENSE" = "licences/a.txt" }}
"""


def tarball(folder: Path, **files: bytes) -> Path:
    """Write a package as npm does: its files lie in `package/`."""
    made = folder / "some-one-1.0.0.tgz"
    with tarfile.open(made, "w:gz") as told:
        for name, content in files.items():
            entry = tarfile.TarInfo("package/" + name.replace("__", "/").replace("_js", ".js"))
            entry.size = len(content)
            told.addfile(entry, io.BytesIO(content))
    return made


def lock_of(made: Path) -> str:
    """Return a lock that means a package."""
    with made.open("rb") as raw:
        return LOCK.format(sum=integrity(raw))


def test_only_the_named_files_are_taken(tmp_path: Path) -> None:
    """A package's other files stay where they are."""
    made = tarball(tmp_path, dist__a_js=b"1", LICENSE=b"free", other_js=b"2")
    (one,) = packages(lock_of(made))
    unpack(one, made, tmp_path / "into")
    found = {str(file.relative_to(tmp_path / "into")) for file in (tmp_path / "into").rglob("*.*")}
    assert found == {"a.js", "licences/a.txt"}


def test_another_sum_is_refused(tmp_path: Path) -> None:
    """A package that is not the one that the lock means leaves nothing behind."""
    made = tarball(tmp_path, dist__a_js=b"1", LICENSE=b"free")
    (one,) = packages(LOCK.format(sum="sha512-AAAA"))
    with pytest.raises(AssetError, match="nothing of it is used"):
        unpack(one, made, tmp_path / "into")
    assert not (tmp_path / "into").exists()


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    """A new version that has moved its files does not pass in silence."""
    made = tarball(tmp_path, LICENSE=b"free")
    (one,) = packages(lock_of(made))
    with pytest.raises(AssetError, match=r"dist/a\.js"):
        unpack(one, made, tmp_path / "into")


@pytest.mark.parametrize("goal", ["../a.js", "/etc/a.js", "a/b/c.js", "..", "a.js/.."])
def test_no_file_leaves_the_folder(goal: str) -> None:
    """A lock cannot write elsewhere."""
    with pytest.raises(AssetError, match="plain name"):
        packages(LOCK.format(sum="").replace('"a.js"', f'"{goal}"'))


def test_what_is_there_is_not_fetched_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only a new lock, or a file that is gone, makes npm run."""
    made = tarball(tmp_path, dist__a_js=b"1", LICENSE=b"free")
    runs: list[int] = []

    def npm(wanted: list[Package], into: Path) -> None:
        runs.append(len(wanted))
        (into / made.name).write_bytes(made.read_bytes())

    monkeypatch.setattr(web_assets, "fetch", npm)
    lock, places = lock_of(made), {"vendor": tmp_path / "vendor", "tests": tmp_path / "tests"}
    assert bring(lock, **places)
    assert not bring(lock, **places)
    (tmp_path / "vendor" / "a.js").unlink()
    assert bring(lock, **places)
    assert bring(lock + "\n# another version\n", **places)
    assert runs == [1, 1, 1]


def test_without_npm_it_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where the registry cannot be reached, the message says so and what helps."""
    npm = tmp_path / "npm"
    npm.write_text("#!/bin/sh\necho no way out >&2\nexit 1\n", "utf-8")
    npm.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin:/usr/bin")
    monkeypatch.setattr(web_assets, "missing", lambda *_: True)
    assert web_assets.main([]) == 1
    said = capsys.readouterr().err
    assert "no way out" in said
    assert "npm config set registry" in said


def test_the_lock_has_licences_and_what_the_pages_name() -> None:
    """Every package that goes into the wheel brings its licence; each sum is a sha512."""
    found = packages(web_assets.LOCK.read_text("utf-8"))
    for one in found:
        assert one.integrity.startswith("sha512-") and len(one.integrity) == 95
        assert one.tests or any(goal.startswith("licences/") for goal in one.files.values())
    goals = [goal for one in found for goal in one.files.values()]
    assert len(goals) == len(set(goals))


def test_the_fetched_files_are_those_of_the_lock() -> None:
    """`make setup` has fetched what this lock names."""
    lock = web_assets.LOCK.read_text("utf-8")
    wanted = [one for one in packages(lock) if not one.tests]
    assert not missing(wanted, lock, web_assets.VENDOR), "run `make setup`"
