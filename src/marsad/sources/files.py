"""Reports from files, folders and standard input. One bad report never stops the others.

`.txt` is one report, the whole file its text; `.html` and `.htm` are saved pages; `.jsonl` and `.ndjson`
hold a report a line. Of a folder the files with these suffixes are read, in the order of their names, with
those in its folders; names that begin with a dot, and links to folders, are passed over.
"""

from __future__ import annotations

import io
import os
import stat
import sys
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import BinaryIO, cast

from marsad.codebook import Language, Report
from marsad.errors import InputError
from marsad.sources.decode import decode
from marsad.sources.entry import MAX_CHARACTERS, Entry, check_text
from marsad.sources.html import read_html
from marsad.sources.jsonl import read_jsonl

STDIN = "-"
SUFFIXES = (".txt", ".html", ".htm", ".jsonl", ".ndjson")
MAX_BYTES = 4 * MAX_CHARACTERS
"""The largest .txt file that is read: the longest text, each character four bytes in UTF-8."""
MAX_PAGE = 16 * 1024 * 1024
"""The largest .html file that is read, in bytes: pages hold much besides their text."""

_LINES = (".jsonl", ".ndjson")
_PAGES = (".html", ".htm")
_KEPT = ("Zs", "Cf", "Co", "Cn")  # characters of names that do not print and break no line


def read(
    paths: Iterable[str],
    *,
    published: str | None = None,
    lang: Language | None = None,
    stdin: BinaryIO | None = None,
) -> Iterator[Entry | InputError]:
    """Yield each report of the paths, or what is wrong with it, in order; a .jsonl file is streamed.

    `published` (ISO date) and `lang` are given to reports that bring none of their own. `-` is standard
    input: JSON lines where it begins with `{`, a page where it begins with `<`, else one text.
    """
    for path in paths:
        for item in _read(path, stdin):
            if isinstance(item, Entry):
                report = item.report
                report = replace(report, published=report.published or published, lang=report.lang or lang)
                item = replace(item, report=report)
            yield item


def expected(paths: Iterable[str]) -> int | None:
    """Return how many reports the paths hold at most, None where it cannot be known (standard input)."""
    total = 0
    for path in paths:
        if path == STDIN:
            return None
        for file in [path] if not _is_folder(path) else _walk(path):
            if isinstance(file, InputError) or not file.lower().endswith(_LINES):
                total += 1
                continue
            try:
                if not stat.S_ISREG(Path(file).stat().st_mode):
                    raise OSError
                with Path(file).open("rb") as stream:
                    total += sum(block.count(b"\n") for block in iter(partial(stream.read, 1 << 20), b""))
            except OSError:
                total += 1
    return total


def _read(path: str, stdin: BinaryIO | None) -> Iterator[Entry | InputError]:
    """Yield the reports of one path as the user wrote it."""
    if path == STDIN:
        given = stdin or getattr(
            sys.stdin, "buffer", None
        )  # Python sets sys.stdin to None where it is closed
        if given is None:
            yield InputError(
                "standard input is closed: expected a report there; pipe one in, or name a file",
                path="<stdin>",
            )
            return
        yield from _file(given, "<stdin>", "stdin", None)
        return
    if not _is_folder(path):
        yield from _open(path)
        return
    empty = True
    for file in _walk(path):
        empty = False
        if isinstance(file, InputError):
            yield file
        else:
            yield from _open(file)
    if empty:
        yield InputError(
            f"the folder holds no file to read: expected {', '.join(SUFFIXES)} in it or in its folders",
            path=_shown(path),
        )


def _is_folder(path: str) -> bool:
    """Say whether `path` is a folder; not where the way to it is barred: the try to open it tells that."""
    try:
        return Path(path).is_dir()
    except OSError:
        return False


def _walk(folder: str) -> Iterator[str | InputError]:
    """Yield the files to read of a folder and its folders, and each folder that cannot be opened."""
    closed: list[OSError] = []
    for at, folders, files in os.walk(folder, onerror=closed.append):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        while closed:
            yield _unreadable(closed.pop())
        for name in sorted(files):
            if not name.startswith(".") and name.lower().endswith(SUFFIXES):
                yield str(Path(at) / name)
    for error in closed:
        yield _unreadable(error)


def _open(path: str) -> Iterator[Entry | InputError]:
    """Yield the reports of one file."""
    suffix = Path(path).suffix.lower()
    try:
        if not stat.S_ISREG(Path(path).stat().st_mode):  # to open a pipe would wait for its writer for ever
            raise InputError(
                "this is no regular file (a pipe, a socket or a device): expected a file or a folder; "
                "to read from a pipe, hand it over as standard input with '-'",
                path=_shown(path),
            )
        with Path(path).open("rb") as stream:
            if suffix not in SUFFIXES:
                raise InputError(
                    f"{'the suffix ' + suffix if suffix else 'a file without a suffix'} is not read: "
                    f"expected one of {', '.join(SUFFIXES)}; rename the file, or hand its text over by '-'",
                    path=_shown(path),
                )
            yield from _file(stream, _shown(path), _shown(Path(path).stem), suffix)
    except OSError as error:
        yield _unreadable(error, path)
    except InputError as error:
        yield error


def _file(stream: BinaryIO, path: str, stem: str, suffix: str | None) -> Iterator[Entry | InputError]:
    """Yield the reports of an open file; without a suffix its first character says what it is."""
    if not hasattr(stream, "peek"):
        stream = io.BufferedReader(cast(io.RawIOBase, stream))
    if suffix is None:
        suffix = _sniffed(stream)
    if suffix in _LINES:
        yield from read_jsonl(stream, path=path, stem=stem)
        return
    limit = MAX_PAGE if suffix in _PAGES else MAX_BYTES
    try:
        data = stream.read(limit + 1)
        if len(data) > limit:
            raise InputError(
                f"the file has more than {limit:,} bytes, too much for one report: split it into one file, "
                "or one line of a .jsonl file, a report",
                path=path,
            )
        yield read_html(data, path=path, stem=stem) if suffix in _PAGES else _text(data, path, stem)
    except InputError as error:
        yield error


def _text(data: bytes, path: str, stem: str) -> Entry:
    """Return a text file as one report: all of it is the text, exactly as decoded."""
    decoded = decode(data, path=path)
    return Entry(Report(id=stem, text=check_text(decoded.text, path=path)), path, None, decoded.notes)


def _sniffed(stream: BinaryIO) -> str:
    """Return the suffix that the first character of a stream stands for; nothing is taken off the stream."""
    first = stream.peek(64)[:64].lstrip(b"\xef\xbb\xbf \t\r\n") if hasattr(stream, "peek") else b""
    if first.startswith(b"{"):
        return ".jsonl"
    return ".html" if first.startswith(b"<") else ".txt"


def _unreadable(error: OSError, path: str | None = None) -> InputError:
    """Say in one sentence why a file cannot be opened or read."""
    path = _shown(path or error.filename or "")
    if isinstance(error, FileNotFoundError):
        return InputError("no such file: expected a file, a folder or '-'; check the name", path=path)
    if isinstance(error, PermissionError):
        return InputError("the file may not be read: ask for the right to read it", path=path)
    return InputError(f"the file cannot be read: {error.strerror or error}", path=path)


def _shown(path: str) -> str:
    """Return a path that can be printed on one line.

    Bytes that are no UTF-8 are replaced, line breaks and control characters are shown as escapes.
    """
    return "".join(
        c if c.isprintable() or unicodedata.category(c) in _KEPT else c.encode("unicode_escape").decode()
        for c in os.fsencode(path).decode("utf-8", "replace")
    )
