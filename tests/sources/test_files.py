"""Files, folders and standard input, and every way in which they cannot be read."""

from __future__ import annotations

import io
import os
import tracemalloc
from pathlib import Path

import pytest

from marsad.errors import InputError
from marsad.sources.entry import Entry
from marsad.sources.files import MAX_BYTES, expected, read

ARABIC = "أوقفت الشرطة رجلا كان يستعد لتفجير قرب السوق الكبير."


def one(path: Path | str, **options: str) -> Entry | InputError:
    """Return the one item of a path."""
    (item,) = read([str(path)], **options)  # type: ignore[arg-type]
    return item


def error_of(path: Path | str) -> str:
    """Return the message of a path that cannot be read."""
    item = one(path)
    assert isinstance(item, InputError)
    assert item.path == str(path)
    return str(item)


def test_a_text_file_is_its_text(tmp_path: Path) -> None:
    """The text of a .txt file is all of it, line ends and blanks kept, named after the file."""
    file = tmp_path / "depeche.txt"
    file.write_bytes("Titre\r\n\r\n  Un homme arrêté. ".encode())
    entry = one(file, published="2020-01-02")
    assert isinstance(entry, Entry)
    assert entry.report.text == "Titre\r\n\r\n  Un homme arrêté. "
    assert (entry.report.id, entry.report.published) == ("depeche", "2020-01-02")


def test_own_date_and_language_come_first(tmp_path: Path) -> None:
    """The date and language given for all do not overwrite those of a report."""
    file = tmp_path / "r.jsonl"
    file.write_text('{"text": "x y", "published": "2019-01-01", "lang": "en"}\n{"text": "x y"}\n')
    first, second = read([str(file)], published="2020-01-02", lang="fr")
    assert isinstance(first, Entry)
    assert isinstance(second, Entry)
    assert (first.report.published, first.report.lang) == ("2019-01-01", "en")
    assert (second.report.published, second.report.lang) == ("2020-01-02", "fr")


def test_missing_file(tmp_path: Path) -> None:
    """A file that is not there is named."""
    assert "no such file" in error_of(tmp_path / "absent.txt")


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may read every file")
def test_unreadable_file(tmp_path: Path) -> None:
    """A file without the right to read it is named."""
    file = tmp_path / "closed.txt"
    file.write_text("x")
    file.chmod(0)
    assert "may not be read" in error_of(file)


def test_unreadable_file_by_the_system(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Any refusal of the system while a file is opened becomes a message, not a traceback."""

    def refuse(self: Path, *_: object) -> None:
        raise PermissionError(13, "Permission denied", str(self))

    file = tmp_path / "closed.txt"
    file.write_text("x")
    monkeypatch.setattr(Path, "open", refuse)
    assert "may not be read" in error_of(file)


def test_a_barred_folder_on_the_way(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file in a folder that may not be entered is named, though the system refuses to say what it is."""

    def refuse(self: Path, **_: object) -> None:
        raise PermissionError(13, "Permission denied", str(self))

    monkeypatch.setattr(Path, "is_dir", refuse)
    monkeypatch.setattr(Path, "stat", refuse)
    assert "may not be read" in error_of(tmp_path / "sub" / "b.txt")
    assert expected([str(tmp_path / "sub" / "b.txt")]) == 1


def test_closed_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the shell closed standard input, `-` is told in one sentence."""
    monkeypatch.setattr("sys.stdin", None)
    (item,) = read(["-"])
    assert isinstance(item, InputError)
    assert "standard input is closed" in str(item)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no named pipes")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    """A named pipe without a writer is refused at once, with a word on standard input."""
    os.mkfifo(tmp_path / "x.txt")
    os.mkfifo(tmp_path / "y.jsonl")
    assert "no regular file" in error_of(tmp_path / "x.txt")
    assert expected([str(tmp_path)]) == 2


def test_a_line_break_in_a_name_is_escaped(tmp_path: Path) -> None:
    """A message stays on one line whatever the file is called; Arabic names are shown as they are."""
    (item,) = read([str(tmp_path / "a\nb\x1b\u2028تقرير.txt")])
    assert isinstance(item, InputError)
    assert "a\\nb\\x1b\\u2028تقرير.txt: no such file" in str(item)


@pytest.mark.parametrize("content", [b"", b" \n\n\t "])
def test_empty_text(tmp_path: Path, content: bytes) -> None:
    """A file without words is an error."""
    file = tmp_path / "empty.txt"
    file.write_bytes(content)
    assert "the text is empty" in error_of(file)


@pytest.mark.parametrize("letter", ["a", "é", "ع"])
def test_text_of_five_megabytes(tmp_path: Path, letter: str) -> None:
    """A text of 5 MB is refused with the limit and what to do."""
    file = tmp_path / "big.txt"
    file.write_text((letter * 9 + " ") * (5_000_000 // (len(letter.encode()) * 9 + 1)), encoding="utf-8")
    assert "split it into one file, or one line of a .jsonl file, a report" in error_of(file)


def test_the_longest_text_is_read(tmp_path: Path) -> None:
    """A text of exactly the limit is read; every character of it may take four bytes."""
    file = tmp_path / "long.txt"
    file.write_bytes("𐎀".encode() * (MAX_BYTES // 4))
    assert isinstance(one(file), Entry)


@pytest.mark.parametrize("name", ["report.pdf", "report.docx", "report", "report.TXT.bak"])
def test_unknown_suffix(tmp_path: Path, name: str) -> None:
    """A file of another kind is refused with the kinds that are read."""
    file = tmp_path / name
    file.write_text("x")
    assert "expected one of .txt, .html, .htm, .jsonl, .ndjson" in error_of(file)


def test_folder_is_walked_in_order(tmp_path: Path) -> None:
    """A folder gives its readable files by name, folders within, hidden and other files passed over."""
    for name in ("b.txt", "a.txt", "c.TXT", "sub/d.txt", ".hidden/e.txt", ".f.txt", "g.csv"):
        file = tmp_path / name
        file.parent.mkdir(exist_ok=True)
        file.write_text("Un texte.")
    found = [item.report.id for item in read([str(tmp_path)]) if isinstance(item, Entry)]
    assert found == ["a", "b", "c", "d"]


def test_folder_without_reports(tmp_path: Path) -> None:
    """A folder with nothing to read is an error, not silence."""
    assert "the folder holds no file to read" in error_of(tmp_path)


def test_a_link_in_a_circle_ends(tmp_path: Path) -> None:
    """A folder that links to itself is read once."""
    (tmp_path / "a.txt").write_text("Un texte.")
    (tmp_path / "again").symlink_to(tmp_path, target_is_directory=True)
    assert len(list(read([str(tmp_path)]))) == 1


@pytest.mark.parametrize(
    ("data", "ids"),
    [
        (b'{"text": "a b", "id": "x"}\n{"text": "a b", "id": "y"}\n', ["x", "y"]),
        (b'\xef\xbb\xbf {"text": "a b", "id": "x"}', ["x"]),
        (ARABIC.encode("windows-1256"), ["stdin"]),
        (b"Un homme.", ["stdin"]),
    ],
)
def test_standard_input_says_what_it_is(data: bytes, ids: list[str]) -> None:
    """Standard input is JSON lines where it begins with a brace, else one text."""
    found = list(read(["-"], stdin=io.BytesIO(data)))
    assert [item.report.id for item in found if isinstance(item, Entry)] == ids


def test_a_file_name_that_is_no_unicode(tmp_path: Path) -> None:
    """A file whose name is no UTF-8 is read under a name that can be printed."""
    file = os.fsencode(tmp_path) + b"/d\xe9p\xeache.txt"
    try:
        Path(os.fsdecode(file)).write_text("Un texte.")
    except OSError:
        pytest.skip("this file system takes UTF-8 names only")
    entry = one(os.fsdecode(file))
    assert isinstance(entry, Entry)
    assert entry.report.id.encode() == "d\ufffdp\ufffdche".encode()


def test_expected_counts_lines_and_files(tmp_path: Path) -> None:
    """The number of reports to come is known of files and folders, not of standard input."""
    (tmp_path / "a.jsonl").write_text('{"text": "a"}\n' * 3)
    (tmp_path / "b.txt").write_text("x")
    assert expected([str(tmp_path), str(tmp_path / "absent.txt")]) == 5
    assert expected(["-"]) is None


def test_a_large_file_is_streamed(tmp_path: Path) -> None:
    """A file of JSON lines much larger than the memory allowed is read line by line."""
    file = tmp_path / "many.jsonl"
    with file.open("w") as out:
        for number in range(2000):
            out.write(f'{{"id": "{number}", "text": "{"mot " * 2000}"}}\n')
    tracemalloc.start()
    count = sum(isinstance(item, Entry) for item in read([str(file)]))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert count == 2000
    assert peak < 2_000_000 < file.stat().st_size
