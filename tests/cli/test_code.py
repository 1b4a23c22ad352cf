"""`marsad code`: what it prints, and that bad input costs a sentence and an exit status, never the rest."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from jsonschema import Draft202012Validator

from marsad.codebook.fields import NAMES
from marsad.codebook.schema import record_schema

Marsad = Callable[..., Result]
ARABIC = (
    "أحبطت الشرطة، فجر الخميس، مخططا لتفجير عبوة قرب السوق الكبير بمدينة فاس.\n\n"
    "وأوقفت ثلاثة أشخاص وحجزت مواد كيماوية، حسب بيان لوزارة الداخلية."
)
FRENCH = (
    "La gendarmerie a déjoué jeudi un attentat à la bombe près du marché de Sfax.\n\n"
    "Trois hommes ont été interpellés et des produits chimiques saisis, précise le ministère de l'intérieur."
)
ENGLISH = (
    "Police foiled a bomb plot near the market in Leeds on Thursday.\n\n"
    "Three men were held and chemicals were seized, the interior ministry said."
)
GERMAN = (
    "Die Polizei hat in der Nacht zum Donnerstag drei Männer festgenommen, die einen Anschlag auf den "
    "Marktplatz vorbereitet haben sollen. Das teilte das Innenministerium am Morgen mit."
)
TEXTS = {"ar": ARABIC, "fr": FRENCH, "en": ENGLISH}
ISOLATES = "\u2067\u2068\u2069"


def write(path: Path, *rows: object) -> Path:
    """Write rows as JSON lines, each bytes as they are; return the path."""
    path.write_bytes(
        b"".join((row if isinstance(row, bytes) else json.dumps(row).encode()) + b"\n" for row in rows)
    )
    return path


@pytest.mark.parametrize("lang", TEXTS)
def test_json_holds_the_whole_record(marsad: Marsad, tmp_path: Path, lang: str) -> None:
    """A line of JSON follows the schema, has every field of the guide, and evidence that is in the text."""
    text = TEXTS[lang]
    result = marsad("code", write(tmp_path / "r.jsonl", {"id": "a", "title": "t", "text": text}), "--json")
    assert result.exit_code == 0
    record = json.loads(result.stdout)
    Draft202012Validator(record_schema()).validate(record)
    assert list(record) == ["id", "lang", "relevant", "score", "incidents"]
    assert (record["id"], record["lang"], record["relevant"], record["score"]) == ("a", lang, True, 0.91)
    (incident,) = record["incidents"]
    assert set(incident) == {*NAMES, "evidence"}
    assert set(incident["place"]) == {"name", "geoname_id", "lat", "lon", "country", "precision"}
    assert incident["suspects"] == 3
    assert set(incident["evidence"]) == {name for name in NAMES if incident[name] is not None}
    for spans in incident["evidence"].values():
        for span in spans:
            assert span["text"] == text[span["start"] : span["end"]]


def test_with_text_adds_what_offsets_count_into(marsad: Marsad, tmp_path: Path) -> None:
    """--with-text adds the text exactly as it was read, and the record still follows the schema."""
    file = tmp_path / "a.txt"
    file.write_bytes(("\ufeff" + FRENCH.replace("\n", "\r\n")).encode())
    record = json.loads(marsad("code", file, "--json", "--with-text", "--published", "2019-12-05").stdout)
    Draft202012Validator(record_schema()).validate(record)
    assert record["text"] == FRENCH.replace("\n", "\r\n")
    assert record["published"] == "2019-12-05"
    (span,) = record["incidents"][0]["evidence"]["suspects"]
    assert record["text"][span["start"] : span["end"]] == "Trois"


def test_arabic_stays_arabic_in_json(marsad: Marsad, tmp_path: Path) -> None:
    """JSON carries Arabic letters as they are, without escapes and without marks of direction."""
    result = marsad("code", write(tmp_path / "r.jsonl", {"id": "a", "text": ARABIC}), "--json")
    assert '"text": "أحبطت"' in result.stdout
    assert not set(ISOLATES) & set(result.stdout)


@pytest.mark.parametrize("lang", TEXTS)
@pytest.mark.parametrize("ui", ["ar", "fr", "en"])
def test_table_shows_fields_words_and_the_lit_text(
    marsad: Marsad, tmp_path: Path, lang: str, ui: str
) -> None:
    """The table has names in the language asked for; the text stands whole, its evidence in brackets."""
    write(tmp_path / "r.jsonl", {"id": "a", "title": "Le titre", "text": TEXTS[lang]})
    result = marsad("code", tmp_path / "r.jsonl", "--ui", ui)
    assert result.exit_code == 0
    assert {"ar": "المآل", "fr": "Issue", "en": "Outcome"}[ui] in result.stdout
    assert {"ar": "أُحبط", "fr": "déjoué", "en": "foiled"}[ui] in result.stdout
    lit = {"ar": "⟦أحبطت⟧", "fr": "⟦déjoué⟧", "en": "⟦foiled⟧"}[lang]
    assert lit in result.stdout
    bare = re.sub(rf"[⟦⟧{ISOLATES}]", "", result.stdout)
    assert " ".join(TEXTS[lang].split()) in " ".join(bare.split())


def test_arabic_in_a_cell_is_isolated_on_every_line(marsad: Marsad, tmp_path: Path) -> None:
    """Each line of Arabic opens and closes an isolate of its own: no cell disorders another."""
    write(tmp_path / "r.jsonl", {"id": "a", "title": "عنوان", "text": ARABIC})
    lines = marsad("code", tmp_path / "r.jsonl", COLUMNS="60").stdout.splitlines()
    arabic = [line for line in lines if re.search("[\u0621-\u064a]", line)]
    assert len(arabic) > 5
    for line in arabic:
        assert len(re.findall("[\u2067\u2068]", line)) == line.count("\u2069") >= 1


@pytest.mark.parametrize("columns", [40, 60, 100, 160])
def test_table_keeps_to_the_width(marsad: Marsad, tmp_path: Path, columns: int) -> None:
    """No line of the table is wider than COLUMNS."""
    write(tmp_path / "r.jsonl", {"id": "a", "title": "Un titre " * 12, "text": FRENCH})
    lines = marsad("code", tmp_path / "r.jsonl", COLUMNS=str(columns)).stdout.splitlines()
    assert max(map(len, lines)) <= columns


def test_control_characters_cannot_steer_the_terminal(marsad: Marsad, tmp_path: Path) -> None:
    """An escape sequence in a title or a text is shown, not obeyed; so is rich's own markup."""
    write(
        tmp_path / "r.jsonl",
        {"id": "a", "title": "\x1b]0;owned\x07[red]x[/red]", "text": ENGLISH + "\x1b[2J\x9b1m"},
    )
    result = marsad("code", tmp_path / "r.jsonl")
    assert not re.search("[\x1b\x07\x9b]", result.stdout)
    assert "[red]x[/red]" in result.stdout


def test_a_terminal_gets_colour_and_no_brackets(marsad: Marsad, tmp_path: Path) -> None:
    """Where colour is forced the evidence is underlined; NO_COLOR leaves the underline."""
    write(tmp_path / "r.jsonl", {"id": "a", "text": ENGLISH})
    forced = marsad("code", tmp_path / "r.jsonl", FORCE_COLOR="1", TERM="xterm-256color")
    assert "⟦" not in forced.stdout
    assert "\x1b[" in forced.stdout
    plain = marsad("code", tmp_path / "r.jsonl", FORCE_COLOR="1", NO_COLOR="1", TERM="xterm-256color")
    assert re.search(r"\x1b\[[0-9;]*4m", plain.stdout)
    assert not re.search(r"\x1b\[[0-9;]*3[0-7]m", plain.stdout)


def bad_inputs(folder: Path) -> dict[str, tuple[Path, str]]:
    """Write one file for each way in which input is bad; return them with what must be said of each."""
    rows: list[object] = [{"id": f"n{number}", "text": ENGLISH} for number in range(10)]
    rows[6] = b'{"id": "n7", "text": '
    files = {
        "missing": (folder / "absent.txt", "absent.txt: no such file"),
        "empty": (folder / "empty.txt", "empty.txt: the text is empty"),
        "big": (folder / "big.txt", "big.txt: the file has more than 4,000,000 bytes"),
        "long": (folder / "long.txt", "long.txt: the text has 1,500,000 characters, more than the 1,000,000"),
        "binary": (folder / "binary.txt", "binary.txt: byte 3 is 0x00: this is a binary file"),
        "utf8": (folder / "cut.txt", "cut.txt:5: invalid UTF-8 at byte"),
        "json": (write(folder / "seven.jsonl", *rows), "seven.jsonl:7: broken JSON at column"),
        "german": (folder / "german.txt", "german.txt: the text is in German (de)"),
        "suffix": (folder / "report.pdf", "report.pdf: the suffix .pdf is not read"),
        "page": (folder / "page.html", "page.html: no article found in this page"),
    }
    (folder / "empty.txt").write_text("")
    (folder / "big.txt").write_text("Un mot. " * 625_000)
    (folder / "long.txt").write_text("Un mot. " * 187_500)
    (folder / "binary.txt").write_bytes(b"PK\x00\x01")
    (folder / "cut.txt").write_bytes(f"Un.\nDeux.\n{ARABIC}".encode()[:-1] + b"\xc3(\xff\xfe")
    (folder / "german.txt").write_text(GERMAN, encoding="utf-8")
    (folder / "report.pdf").write_text("x")
    (folder / "page.html").write_text("<html><body><a href='/'>Home</a></body></html>")
    return files


@pytest.mark.parametrize(
    "case", ["missing", "empty", "big", "long", "binary", "utf8", "json", "german", "suffix", "page"]
)
@pytest.mark.parametrize("lang", TEXTS)
def test_bad_input_is_told_and_the_others_are_coded(
    marsad: Marsad, tmp_path: Path, case: str, lang: str
) -> None:
    """Each bad input gives one sentence with file and line and exit status 1; the good ones are coded."""
    file, said = bad_inputs(tmp_path)[case]
    before = write(tmp_path / "before.jsonl", {"id": "before", "text": TEXTS[lang]})
    after = write(tmp_path / "after.jsonl", {"id": "after", "text": TEXTS[lang]})
    result = marsad("code", before, file, after, "--json")
    assert result.exit_code == 1
    assert f"marsad: {tmp_path}/{said}" in result.stderr
    assert result.stderr.count("marsad: ") == 1
    assert "Traceback" not in result.output
    records = [json.loads(line) for line in result.stdout.splitlines()]
    assert (records[0]["id"], records[-1]["id"]) == ("before", "after")
    assert len(records) == (11 if case == "json" else 2)
    assert all(record["relevant"] for record in records)


@pytest.mark.parametrize(
    ("text", "encoding", "lang"),
    [
        (ARABIC, "windows-1256", "ar"),
        (ARABIC, "iso-8859-6", "ar"),
        (FRENCH, "iso-8859-1", "fr"),
        (FRENCH, "windows-1252", "fr"),
        (ENGLISH, "utf-16", "en"),
    ],
)
def test_old_encodings_are_read(marsad: Marsad, tmp_path: Path, text: str, encoding: str, lang: str) -> None:
    """Arabic and French in their old encodings are coded as in UTF-8; a note says which was taken."""
    (tmp_path / "old.txt").write_bytes(text.encode(encoding))
    (tmp_path / "new.txt").write_bytes(text.encode())
    result = marsad("code", tmp_path / "old.txt", "--json", "--with-text")
    assert result.exit_code == 0
    record = json.loads(result.stdout)
    assert (record["text"], record["lang"]) == (text, lang)
    assert (
        record["incidents"] == json.loads(marsad("code", tmp_path / "new.txt", "--json").stdout)["incidents"]
    )
    assert ("old.txt: not UTF-8: read as" in result.stderr) == (encoding != "utf-16")


@pytest.mark.parametrize("text", TEXTS.values(), ids=list(TEXTS))
def test_standard_input(marsad: Marsad, text: str) -> None:
    """`-` reads a bare text or JSON lines."""
    bare = json.loads(marsad("code", "-", "--json", stdin=text.encode()).stdout)
    line = json.loads(
        marsad("code", "-", "--json", stdin=json.dumps({"id": "x", "text": text}).encode()).stdout
    )
    assert (bare["id"], line["id"]) == ("stdin", "x")
    assert bare["incidents"] == line["incidents"]


def test_an_id_that_comes_twice_is_noted(marsad: Marsad, tmp_path: Path) -> None:
    """Two reports of one id are both coded, with a note that names the second."""
    file = write(tmp_path / "r.jsonl", *[{"id": "a", "text": FRENCH}] * 2)
    result = marsad("code", file, "--json")
    assert (result.exit_code, len(result.stdout.splitlines())) == (0, 2)
    assert "r.jsonl:2: the id 'a' stood before" in result.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["x.txt", "--workers", "0"],
        ["x.txt", "--published", "yesterday"],
        ["x.txt", "--ui", "de"],
        ["x.txt", "--reader", "oracle"],
        ["x.txt", "--with-text"],
        ["x.txt", "--notice", "y"],
        ["x.txt", "--no-such-option"],
    ],
)
def test_wrong_usage_is_status_2(marsad: Marsad, arguments: list[str]) -> None:
    """A wrong call ends with status 2 and says how to call."""
    result = marsad("code", *arguments)
    assert result.exit_code == 2
    assert "Usage:" in result.stderr


def test_json_and_page_in_one_run(marsad: Marsad, tmp_path: Path) -> None:
    """--json and --html go together: one pass gives both."""
    file = write(tmp_path / "r.jsonl", {"id": "a", "text": FRENCH})
    result = marsad("code", file, "--json", "--html", tmp_path / "out/page.html")
    assert json.loads(result.stdout)["id"] == "a"
    assert "Sfax" in (tmp_path / "out/page.html").read_text("utf-8")


def test_a_page_that_cannot_be_written_is_told_first(marsad: Marsad, tmp_path: Path) -> None:
    """A page in a place that cannot be written is an error before any report is coded."""
    (tmp_path / "file").write_text("x")
    file = write(tmp_path / "r.jsonl", {"id": "a", "text": FRENCH})
    result = marsad("code", file, "--html", tmp_path / "file/page.html")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "page.html: the page cannot be written" in result.stderr


def test_the_sieve_leaves_reports_out_and_says_how_many(marsad: Marsad, tmp_path: Path) -> None:
    """With --sieve a recipe is not coded, an attack is, and standard error counts what was left out."""
    reports = tmp_path / "stream.jsonl"
    texts = (
        "Beat the eggs with sugar and bake for forty minutes.",
        "A car bomb killed three policemen in Kirkuk.",
    )
    reports.write_text(
        "".join(
            json.dumps({"id": str(at), "lang": "en", "text": text}) + "\n" for at, text in enumerate(texts)
        )
    )
    done = marsad("code", str(reports), "--sieve", "--json")
    assert [json.loads(line)["id"] for line in done.stdout.splitlines()] == ["1"]
    assert "left 1 of 2 reports out" in done.stderr
