"""Cut the names that the gazetteer needs from Debian's libgeonames-common and from CLDR's subdivisions.

Run by hand when those sources change; its output, `tools/gazetteer/names.tsv` and `regions.tsv`, is kept in
git so that `make gazetteer` needs neither. Both folders are unpacked archives (`dpkg-deb -x`, `npm pack`).
"""

from __future__ import annotations

import argparse
import gettext
import importlib.util
import json
import re
from pathlib import Path

HERE = Path(__file__).parent / "gazetteer"
LANGS = ("en", "fr", "ar")


def geonames_names(debian: Path) -> list[str]:
    """Return lines of GeoNames id and its preferred English, French and Arabic names."""
    by_id: dict[int, list[str]] = {}
    for column, lang in enumerate(LANGS):
        path = debian / f"usr/share/locale/{lang}/LC_MESSAGES/geonames.mo"
        with path.open("rb") as stream:
            catalog: dict[str, str] = gettext.GNUTranslations(stream)._catalog  # type: ignore[attr-defined]
        for key, name in catalog.items():
            if str(key).isdecimal():
                by_id.setdefault(int(key), ["", "", ""])[column] = name.strip()
    return ["\t".join([str(number), *names]) for number, names in sorted(by_id.items())]


def regions(cldr: Path) -> list[str]:
    """Return lines of ISO 3166-2 code, its parent, English, French, Arabic name, latitude, longitude."""
    spec = importlib.util.find_spec("iso3166_2")
    if spec is None or spec.origin is None:
        raise SystemExit("iso3166-2 is not installed: pip install iso3166-2")
    table = json.loads((Path(spec.origin).parent / "iso3166-2.json").read_text(encoding="utf-8"))
    names = {}
    for lang in LANGS:
        data = json.loads((cldr / f"package/subdivisions/{lang}/{lang}.json").read_text(encoding="utf-8"))
        names[lang] = data["subdivisions"]["localeDisplayNames"]["subdivisions"]
    lines = []
    for code in sorted(code for of_country in table.values() for code in of_country):
        row = table[code[:2]][code]
        key = re.sub("-", "", code).lower()
        english = names["en"].get(key) or row["name"]
        lat, lon = row["latLng"] or ("", "")
        cells = [code, row["parentCode"] or "", english]
        cells += [names["fr"].get(key, ""), names["ar"].get(key, ""), row["name"], str(lat), str(lon)]
        lines.append("\t".join(cells))
    return lines


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("debian", type=Path, help="unpacked libgeonames-common")
    parser.add_argument("cldr", type=Path, help="unpacked cldr-subdivisions-full")
    given = parser.parse_args()
    HERE.mkdir(exist_ok=True)
    for name, lines in (("names", geonames_names(given.debian)), ("regions", regions(given.cldr))):
        (HERE / f"{name}.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
