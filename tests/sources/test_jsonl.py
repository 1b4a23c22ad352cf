"""Lines of JSON: each error names its line, and no line stops the others."""

from __future__ import annotations

import io
import json

import pytest

from marsad.errors import InputError, UnsupportedLanguageError
from marsad.sources import jsonl
from marsad.sources.entry import Entry
from marsad.sources.jsonl import read_jsonl

GOOD = {"id": "a", "title": "Titre", "text": "Un homme a été arrêté à Fès."}


def lines(*rows: object) -> list[Entry | InputError]:
    """Read rows, each bytes as they are or an object as JSON."""
    data = b"\n".join(row if isinstance(row, bytes) else json.dumps(row).encode() for row in rows)
    return list(read_jsonl(io.BufferedReader(io.BytesIO(data)), path="r.jsonl", stem="r"))


def only_error(row: object) -> InputError:
    """Return the one error of a row that stands between two good ones."""
    before, error, after = lines(GOOD, row, GOOD)
    assert isinstance(before, Entry)
    assert isinstance(after, Entry)
    assert isinstance(error, InputError)
    assert (error.path, error.line) == ("r.jsonl", 2)
    return error


def test_all_keys_are_read() -> None:
    """The keys of a report arrive under their names; a tag and a time are cut to language and day."""
    row = {
        **GOOD,
        "lang": "fr-FR",
        "url": "https://example.org/a",
        "published": "2019-12-05T08:00:00Z",
        "more": 1,
    }
    (entry,) = lines(row)
    assert isinstance(entry, Entry)
    report = entry.report
    assert (report.id, report.title, report.lang) == ("a", "Titre", "fr")
    assert (report.url, report.published) == ("https://example.org/a", "2019-12-05")
    assert entry.line == 1


def test_id_is_made_where_there_is_none() -> None:
    """A report without an id is named after file and line; a number is taken as its digits."""
    first, second = lines({"text": "Un texte."}, {"text": "Un texte.", "id": 12})
    assert isinstance(first, Entry)
    assert isinstance(second, Entry)
    assert (first.report.id, second.report.id) == ("r:1", "12")


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (b'{"id": "a", "text": ', "broken JSON at column"),
        (b"not json", "broken JSON at column 1"),
        (b"[" * 100_000, "JSON"),
        ([1, 2], "got a JSON array, expected an object"),
        ("text", "got a JSON string"),
        (None, "got a JSON null"),
        ({"id": "a"}, "no 'text'"),
        ({}, "no key at all"),
        ({**GOOD, "text": ""}, "the text is empty"),
        ({**GOOD, "text": " \n\t"}, "the text is empty"),
        ({**GOOD, "text": 7}, "'text' is a JSON number, expected a string"),
        ({**GOOD, "text": None}, "the text is empty"),
        ({**GOOD, "title": ["a"]}, "'title' is a JSON array"),
        ({**GOOD, "id": True}, "'id' is a JSON boolean"),
        ({**GOOD, "published": "last week"}, "'published' is 'last week', expected an ISO date"),
        ({**GOOD, "published": "2019-02-30"}, "expected an ISO date"),
        ({**GOOD, "lang": 3}, "'lang' is a JSON number"),
        ({**GOOD, "text": "x" * 1_000_001}, "1,000,001 characters, more than the 1,000,000"),
        (b'{"text": "a\\ud800b"}', "half of a surrogate pair"),
        (b'{"text": "a\x00b"}', "binary"),
        (b'{"text": ' + b"9" * 5000 + b"}", "a whole number of 5,000 digits, at most 640"),
        (b'{"text": "x", "id": ' + b"9" * 5000 + b"}", "a whole number of 5,000 digits, at most 640"),
        (b'{"text": "abc', "unterminated string; expected one JSON object"),
        (b'{"text": "a\tb"}', "at column 12: invalid control character; expected"),
    ],
)
def test_a_bad_line_is_told_and_passed(row: object, said: str) -> None:
    """Whatever is wrong with a line, the message says it and names the line; the lines around are read."""
    assert said in str(only_error(row))


def test_a_language_that_is_not_read() -> None:
    """A language tag other than ar, fr, en is an error of its own kind that names it."""
    error = only_error({**GOOD, "lang": "de"})
    assert isinstance(error, UnsupportedLanguageError)
    assert "'de'" in str(error)


def test_blank_lines_are_no_reports_but_count() -> None:
    """Blank lines are passed over, and the numbers of the lines after them are true."""
    first, error = lines(b"", GOOD, b"   ", b"{")
    assert isinstance(first, Entry)
    assert first.line == 2
    assert isinstance(error, InputError)
    assert error.line == 4


def test_an_empty_file_is_an_error() -> None:
    """A file without any line says that it is empty."""
    (error,) = lines(b"")
    assert "the file is empty" in str(error)


def test_a_line_without_end_is_not_held_in_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    """A line beyond the limit is passed over in pieces, with an error; the next is read."""
    monkeypatch.setattr(jsonl, "MAX_LINE", 100)
    error, entry = lines(b'{"text": "' + b"x" * 5000 + b'"}', {"text": "court"})
    assert isinstance(error, InputError)
    assert "longer than 100 bytes" in str(error)
    assert isinstance(entry, Entry)
    assert entry.line == 2


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig", "windows-1256"])
def test_other_encodings_of_a_whole_file(encoding: str) -> None:
    """A file of JSON lines in UTF-16, UTF-8 with a mark, or Windows-1256 is read line by line."""
    text = "أوقفت الشرطة رجلا قرب السوق.\nوحجزت سلاحا."
    row = json.dumps({"id": "ar", "text": text}, ensure_ascii=False)
    data = f"{row}\n{row}\n".encode(encoding)
    found = list(read_jsonl(io.BufferedReader(io.BytesIO(data)), path="r", stem="r"))
    assert [entry.report.text for entry in found if isinstance(entry, Entry)] == [text, text]


def test_line_separators_inside_a_text_do_not_cut_it() -> None:
    """U+2028 and U+0085 inside a text belong to it, in UTF-8 and in UTF-16."""
    row = json.dumps({"text": "a\u2028b\u0085c"}, ensure_ascii=False)
    for encoding in ("utf-8", "utf-16"):
        stream = io.BufferedReader(io.BytesIO(row.encode(encoding)))
        (entry,) = read_jsonl(stream, path="r", stem="r")
        assert isinstance(entry, Entry)
        assert entry.report.text == "a\u2028b\u0085c"
