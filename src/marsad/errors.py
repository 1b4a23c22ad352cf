"""Every error that marsad raises on purpose: one root, so that a door can catch it once at its rim.

A message says what was got, what was expected, and what to do.
"""

from __future__ import annotations


class MarsadError(Exception):
    """The root of all errors that marsad raises on purpose."""


class InputError(MarsadError):
    """Input that cannot be read or coded: names the file (`path`) and, where there is one, the line."""

    def __init__(self, message: str, *, path: str | None = None, line: int | None = None) -> None:
        self.message = message
        self.path = path
        self.line = line
        super().__init__(message)

    def __str__(self) -> str:
        where = self.path or ""
        if self.line is not None:
            where += f":{self.line}"
        return f"{where}: {self.message}" if where else self.message

    def __reduce__(self) -> tuple[object, ...]:
        return _rebuild, (type(self), self.message, self.path, self.line)


def _rebuild(kind: type[InputError], message: str, path: str | None, line: int | None) -> InputError:
    """Make an InputError again on the other side of a process border."""
    return kind(message, path=path, line=line)


class UnsupportedLanguageError(InputError):
    """A text in a language that marsad does not read; the message names the language."""


class ValueOutsideCodebookError(MarsadError, ValueError):
    """A value that the codebook does not allow for its field."""


class DataError(MarsadError):
    """A data file of the package (codebook, words, gazetteer, registries) missing or ill-formed."""


class ReaderError(MarsadError):
    """A reader that cannot be found or loaded, or that broke the contract of readers: names the reader."""


class LinkingError(MarsadError):
    """Accounts or judgements that cannot be brought together: names the keys that stand in the way."""


class StoreError(MarsadError):
    """The database cannot be opened, read or written, or does not hold what it should: says what to do."""


class MissingError(StoreError):
    """What was asked for by its number or its digest, and what the record does not hold."""
