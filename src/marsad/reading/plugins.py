"""Readers that installed packages offer by an entry point, loaded when asked for and held to the contract.

A package offers a reader in the group `marsad.readers`: the name, and `package.module:read`.
`docs/plugins.md` says how to write one.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from importlib import import_module, metadata
from typing import cast

from marsad.codebook import Claim, Language, Report
from marsad.codebook.datafiles import LANGUAGES
from marsad.errors import MarsadError, ReaderError, UnsupportedLanguageError
from marsad.reading.contract import Reader, hold

GROUP = "marsad.readers"


@dataclass(frozen=True, slots=True)
class About:
    """What is told of a reader: name, one line on what it is, the distribution it comes from, languages.

    `fault` says why it cannot be used, and what to do; it is empty where nothing is wrong.
    """

    name: str
    about: str
    origin: str
    languages: tuple[Language, ...] = LANGUAGES
    fault: str = ""


class ThirdParty:
    """A reader of another distribution: loaded once in each process, its claims checked report by report.

    It can be pickled: another process loads it again by its name.
    """

    def __init__(self, name: str) -> None:
        self.name = name

    def __reduce__(self) -> tuple[type[ThirdParty], tuple[str]]:
        return ThirdParty, (self.name,)

    def __call__(self, report: Report) -> list[Claim]:
        """Return the reader's claims; raises ReaderError where it fails or breaks the contract.

        Raises UnsupportedLanguageError for a report in a language that the reader does not name.
        """
        read, told = self._loaded
        if report.lang and report.lang not in told.languages:
            raise UnsupportedLanguageError(
                f"the reader {self.name!r} reads {', '.join(told.languages)}, the report is in "
                f"{report.lang}: use another reader for it"
            )
        label = f"{self.name!r} of {told.origin}"
        try:
            claims = read(report)
        except MarsadError:
            raise
        except Exception as error:
            raise ReaderError(
                f"the reader {label} failed at the report {report.id!r} ({type(error).__name__}: {error}): "
                "a fault of that reader; use another one and tell those who publish it"
            ) from error
        return hold(claims, report, label)

    def load(self) -> About:
        """Load the reader and return what is told of it; raises ReaderError where that fails."""
        return self._loaded[1]

    @cached_property
    def _loaded(self) -> tuple[Reader, About]:
        found = [point for point in points() if point.name == self.name]
        if len(found) != 1:
            raise ReaderError(twice(self.name) if found else f"no package offers the reader {self.name!r}")
        return _load(found[0])


def points() -> list[metadata.EntryPoint]:
    """Return the readers that installed distributions offer, by name; one listed twice over counts once."""
    found = {(p.name, p.value, origin(p)): p for p in metadata.entry_points(group=GROUP)}
    return [found[key] for key in sorted(found)]


def origin(point: metadata.EntryPoint) -> str:
    """Return the distribution that offers an entry point, with its version."""
    return f"{point.dist.name} {point.dist.version}" if point.dist else "an unnamed distribution"


def about(point: metadata.EntryPoint) -> About:
    """Return what is told of another distribution's reader, loading it; its fault where it has one."""
    try:
        return ThirdParty(point.name).load()
    except ReaderError as error:
        return refused(point, str(error))


def refused(point: metadata.EntryPoint, fault: str) -> About:
    """Return what is told of a reader that cannot be used."""
    return About(point.name, "", origin(point), (), fault)


def shadow(point: metadata.EntryPoint) -> str:
    """Return the sentence on a distribution that takes the name of one of marsad's own readers."""
    dist = origin(point)
    return (
        f"{dist} offers a reader named {point.name!r} (entry point {point.value!r}), which is the name of "
        f"marsad's own: uninstall {dist.split()[0]}, or ask those who publish it for another name"
    )


def twice(name: str) -> str:
    """Return the sentence on two distributions that offer one name."""
    givers = [f"{origin(point)} ({point.value})" for point in points() if point.name == name]
    return (
        f"the reader name {name!r} is offered by {' and by '.join(givers)}, expected one: "
        "uninstall all but the one you want"
    )


def _load(point: metadata.EntryPoint) -> tuple[Reader, About]:
    """Import a reader, and what its module says of it in `about` (a line) and `languages`.

    Raises ReaderError.
    """
    dist = origin(point)
    which = f"the reader {point.name!r} of {dist} (entry point {point.value!r})"
    remedy = f"install {dist.split()[0]} anew, tell those who publish it, or use another reader"
    try:
        read = point.load()
        module = import_module(point.module)
    except Exception as error:
        raise ReaderError(f"{which} cannot be loaded ({type(error).__name__}: {error}): {remedy}") from error
    if not callable(read):
        got = f"got a {type(read).__name__}, expected a function from a Report to a list of Claims"
        raise ReaderError(f"{which}: {got}: {remedy}")
    line = getattr(module, "about", "")
    if not isinstance(line, str):
        raise ReaderError(f"{which}: got {line!r} as its `about`, expected a line of text: {remedy}")
    languages = getattr(module, "languages", LANGUAGES)
    listed = isinstance(languages, (list, tuple)) and bool(languages)
    if not listed or any(lang not in LANGUAGES for lang in languages):
        got = f"got {languages!r} as its `languages`, expected some of {', '.join(LANGUAGES)}"
        raise ReaderError(f"{which}: {got}: {remedy}")
    return cast("Reader", read), About(point.name, " ".join(line.split()), dist, tuple(languages))
