"""Which readers there are: marsad's own, and those that other packages add."""

from __future__ import annotations

from importlib import import_module, resources
from typing import cast

from marsad.errors import ReaderError
from marsad.reading import plugins
from marsad.reading.contract import Reader
from marsad.reading.plugins import About

OWN = "marsad"
LEARNED, LEXICAL = "learned", "lexical"
BUILT_IN = {
    LEXICAL: ("marsad.reading.lexical", "word lists and rules; needs no model"),
    LEARNED: ("marsad.reading.learned", "a small multilingual model that reads the report as a whole"),
}
"""The readers of marsad: the module whose `read` is the reader, and what it is. Imported when asked for."""

MODEL = resources.files("marsad.reading") / "data" / "learned" / "model.json"
"""The learned reader can read where its model is in the installation, which this file shows."""

DEFAULT = LEARNED if MODEL.is_file() else LEXICAL
"""The reader that reads where none is named."""


def names() -> tuple[str, ...]:
    """Return the names that can be asked for, marsad's own first; nothing is loaded."""
    return tuple(dict.fromkeys((*_own(), *(point.name for point in plugins.points()))))


def readers() -> tuple[About, ...]:
    """Return what is told of each reader, marsad's own first, the others by name.

    Other people's readers are loaded for that; one that cannot be used is told of with its `fault`.
    """
    own = tuple(About(name, BUILT_IN[name][1], OWN) for name in _own())
    return own + tuple(
        plugins.refused(point, plugins.shadow(point)) if point.name in BUILT_IN else plugins.about(point)
        for point in plugins.points()
    )


def reader(name: str = DEFAULT) -> Reader:
    """Return the reader of that name.

    Raises ReaderError where there is none, where two go by the name, or where it cannot be loaded.
    """
    offered = [point for point in plugins.points() if point.name == name]
    if name in BUILT_IN:
        if offered:
            raise ReaderError(plugins.shadow(offered[0]))
        return _built_in(name)
    if not offered:
        raise ReaderError(unknown(name))
    third = plugins.ThirdParty(name)
    third.load()
    return third


def unknown(name: str) -> str:
    """Return the sentence on a name that no reader has."""
    return (
        f"no reader is named {name!r}: the readers here are {', '.join(names())}; "
        "`marsad readers` tells of them, and a reader of another package must be installed first"
    )


def _own() -> tuple[str, ...]:
    """Return the names of marsad's own readers that can read here."""
    return tuple(name for name in BUILT_IN if name != LEARNED or MODEL.is_file())


def _built_in(name: str) -> Reader:
    """Return a reader of marsad's own."""
    if name not in _own():
        raise ReaderError(
            f"the reader {name!r} has no model in this installation (expected {MODEL}): "
            f"install marsad anew, or use the reader {LEXICAL!r}"
        )
    return cast("Reader", import_module(BUILT_IN[name][0]).read)
