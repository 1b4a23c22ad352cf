"""The whole record as one file, from either database into either."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import pytest

from marsad.errors import StoreError
from marsad.store import Filters, Store, digest_of
from marsad.store.parts import Reading
from tests.store.tellings import add, report, settle, sound


def filled(store: Store) -> Store:
    """Put something of everything into a record."""
    add(store, report())
    add(store, report("Three men were held in Nador.", published="2020-03-03", lang="fr"), at=20)
    add(store, report("Another one."), at=25)
    with store.writing() as w:
        w.put_judgement(digest="j", at=1, who="A", kind="accept", reason="ok", payload={"x": [1]},
                        accounts=["k-1"])  # fmt: skip
        w.put_person("Amina", role="editor", at=1, password="hash")
        w.put_task(1, kind="look", at=2, assigned="Amina")
        done = w.delete_report(digest_of(report("Another one.")), who="A", reason="b", at=30)
        for number in done.touched:
            settle(w, w.members(number), at=30)
    return store


def told(r: Reading) -> list[object]:
    """Return what can be asked of a record."""
    return [
        [r.reports([digest]) for digest in r.digests()],
        [r.codings(digest) for digest in r.digests()],
        r.list(Filters()), r.search("nador"), r.history(1), r.judgements(), r.persons(),
        r.tasks(), list(r.deeds()),
    ]  # fmt: skip


def test_there_and_back(both: tuple[Store, Store], tmp_path: Path) -> None:
    """A record goes from SQLite to PostgreSQL and back with all that it says; both files are the same."""
    one, other = both
    files = [tmp_path / "1.zip", tmp_path / "2.zip"]
    filled(one).backup(files[0])
    other.restore(files[0])
    other.backup(files[1])
    with one.reading() as r, other.reading() as s:
        assert told(r) == told(s)
    assert sound(other)
    with zipfile.ZipFile(files[0]) as a, zipfile.ZipFile(files[1]) as b:
        assert {name: a.read(name) for name in a.namelist()} == {name: b.read(name) for name in b.namelist()}
    add(other, report("One more after the move."), at=50)
    assert sound(other)


def test_a_backup_of_the_same_database(store: Store, tmp_path: Path) -> None:
    """A backup has every row, tells how far it is, and leaves no half file."""
    seen: list[tuple[int, int]] = []
    rows = filled(store).backup(tmp_path / "b.zip", lambda done, of: seen.append((done, of)))
    assert seen[-1] == (rows, rows)
    assert [file.name for file in tmp_path.glob("*.zip")] == ["b.zip"]
    with pytest.raises(StoreError, match="restore into a new one"):
        store.restore(tmp_path / "b.zip")
    with pytest.raises(StoreError):
        store.backup(tmp_path / "no" / "folder" / "b.zip")


def changed(file: Path, name: str, make: object) -> None:
    """Write an archive anew with one of its files changed."""
    with zipfile.ZipFile(file) as archive:
        files = {one: archive.read(one) for one in archive.namelist()}
    files[name] = make(files[name])  # type: ignore[operator]
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for one, content in files.items():
            archive.writestr(one, content)
    file.write_bytes(made.getvalue())


@pytest.mark.parametrize(
    ("name", "make", "said"),
    [
        ("report.jsonl", lambda told: told.replace(b"held", b"hold"), "changed or cut"),
        ("claim.jsonl", lambda told: b"\n".join(told.split(b"\n")[:-2]) + b"\n", "changed or cut"),
        ("report.jsonl", lambda told: told + b"not json\n", "no whole archive"),
        ("manifest.json", lambda told: told.replace(b"marsad record 1", b"x"), "format"),
        ("manifest.json", lambda told: json.dumps({**json.loads(told), "step": "0"}).encode(), "step"),
    ],
)
def test_what_was_changed_is_not_restored(
    both: tuple[Store, Store], tmp_path: Path, name: str, make: object, said: str
) -> None:
    """A changed, cut or foreign archive is refused, and nothing of it is kept."""
    one, other = both
    file = tmp_path / "b.zip"
    filled(one).backup(file)
    changed(file, name, make)
    with pytest.raises(StoreError, match=said):
        other.restore(file)
    with other.reading() as r:
        assert list(r.digests()) == []
    assert sound(other)


@pytest.mark.parametrize("content", [b"", b"no zip", b"PK\x05\x06" + bytes(18)])
def test_what_is_no_archive(store: Store, tmp_path: Path, content: bytes) -> None:
    """Any other file is refused with what to do."""
    file = tmp_path / "b.zip"
    file.write_bytes(content)
    with pytest.raises(StoreError, match="backup"):
        store.restore(file)
    with pytest.raises(StoreError):
        store.restore(tmp_path / "none.zip")
