"""The gazetteer: folded name keys in a trie, places in a packed table, both mapped into memory on first use.

`tools/build_gazetteer.py` writes the files under `data/` from GeoNames and national tables; it and the
look-up share `name_key`, `RECORD` and `KINDS`.
"""

from __future__ import annotations

import json
import mmap
import struct
from bisect import bisect_left
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

from marsad.errors import DataError
from marsad.text.folding import fold_key
from marsad.text.tokens import WORD, without_article

if TYPE_CHECKING:
    import marisa_trie

KINDS = ("town", "quarter", "region", "country", "landmark")
# GeoNames id (-1: none), latitude and longitude in 1e-5 degrees, country, admin1, people, kind, name offset
RECORD = struct.Struct("<iii2sHIBI")
_ROUGH = 0x80


def name_key(name: str) -> str:
    """Return the key of a name: its folded words without their Arabic article, one blank between."""
    return " ".join(without_article(word) for word in WORD.findall(fold_key(name)))


@dataclass(frozen=True, slots=True)
class Entry:
    """A place of the table: `index` in it, English `name`, degrees, country, admin1 code, people, kind.

    `strong` where the key looked up is one of its usual names; `rough` where the point is its province's;
    `article` where every spelling under the key begins with the Arabic article.
    """

    index: int
    name: str
    geoname_id: int | None
    lat: float
    lon: float
    country: str
    admin1: str
    population: int
    kind: str
    rough: bool
    strong: bool = True
    article: bool = False


class Gazetteer:
    """The opened table; `entries(key)` and `prefixes(text)` are its two look-ups."""

    def __init__(self, folder: Path) -> None:
        import marisa_trie

        self._trie: marisa_trie.Trie = marisa_trie.Trie()
        try:
            self._trie.mmap(str(folder / "names.marisa"))
            self._lists = memoryview(_mapped(folder / "lists.bin")).cast("I")
            self._places = _mapped(folder / "places.bin")
            self._names = _mapped(folder / "english.bin")
            index = json.loads((folder / "index.json").read_text(encoding="utf-8"))
        except (OSError, ValueError, RuntimeError) as error:
            message = f"the gazetteer in {folder} cannot be read ({error}): build it with `make gazetteer`"
            raise DataError(message) from error
        self._admin1: list[str] = index["admin1"]
        self._town: dict[str, int] = index["town"]
        self._first = self._lists[0] + 1

    def __len__(self) -> int:
        return len(self._places) // RECORD.size

    def prefixes(self, text: str) -> list[str]:
        """Return the name keys that begin `text`, shortest first; they may end inside a word."""
        found: list[str] = self._trie.prefixes(text)
        return found

    def entries(self, key: str) -> list[Entry]:
        """Return the places of a name key, largest first within a country; none where it is unknown."""
        at = self._trie.get(key)
        if at is None:
            return []
        begin, end = self._lists[1 + at], self._lists[2 + at]
        lists, first = self._lists, self._first
        return [self.entry(n >> 2, bool(n & 1), bool(n & 2)) for n in lists[first + begin : first + end]]

    def entry(self, index: int, strong: bool = True, article: bool = False) -> Entry:
        """Return the place at `index` of the table."""
        number, lat, lon, country, admin1, people, kind, name = RECORD.unpack_from(
            self._places, index * RECORD.size
        )
        length = self._names[name]
        english = self._names[name + 1 : name + 1 + length].decode("utf-8")
        return Entry(
            index, english, None if number < 0 else number, lat / 1e5, lon / 1e5, country.decode("ascii"),
            self._admin1[admin1], people, KINDS[kind & 0x7F], bool(kind & _ROUGH), strong, article,
        )  # fmt: skip

    def of_country(self, country: str) -> list[Entry]:
        """Return the places of a country, largest first; the table is sorted by country."""
        wanted = country.encode("ascii", "replace")[:2]
        at = bisect_left(range(len(self)), wanted, key=self._country)
        found = []
        while at < len(self) and self._country(at) == wanted:
            found.append(self.entry(at))
            at += 1
        return found

    def _country(self, index: int) -> bytes:
        start = index * RECORD.size + 12
        return self._places[start : start + 2]

    def town(self, entry: Entry) -> Entry:
        """Return the town for which a quarter or landmark stands; any other place as it is."""
        index = self._town.get(str(entry.index))
        return entry if index is None else self.entry(index)


def _mapped(path: Path) -> mmap.mmap:
    """Return the file mapped into memory, read-only."""
    with path.open("rb") as stream:
        return mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)


@cache
def gazetteer() -> Gazetteer:
    """Return the package's gazetteer, opened once; raises DataError where its files are missing."""
    return Gazetteer(Path(str(resources.files("marsad.places") / "data")))
