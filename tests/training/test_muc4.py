"""MUC-4 as second task: reports, keys and the rules from the key to our fields, on documents made by hand."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import FrozenInstanceError
from pathlib import Path
from typing import Any

import pytest

from marsad.codebook.fields import fields
from marsad.errors import DataError, InputError
from training.muc4.documents import Document, Mention, load
from training.muc4.keys import Key, match, read
from training.muc4.mapping import allowed, rules, unmapped

Raw = dict[str, Any]
SLOTS = (
    *(f"incident: {name}" for name in ("date", "location", "type", "stage of execution")),
    *("incident: instrument id", "incident: instrument type"),
    *(f"perp: {name}" for name in ("incident category", "individual id")),
    *("perp: organization id", "perp: organization confidence"),
    *(f"phys tgt: {name}" for name in ("id", "type", "number", "foreign nation", "effect of incident")),
    *("phys tgt: total number", "hum tgt: name", "hum tgt: description"),
    *(f"hum tgt: {name}" for name in ("type", "number", "foreign nation", "effect of incident")),
    "hum tgt: total number",
)


def raw_key(kind: str, optional: bool = False, **slots: list[list[str]]) -> Raw:
    """Return a template of the key; `hum_effect` and the like name slots by their first words."""
    short = {
        "date": "incident: date",
        "where": "incident: location",
        "stage": "incident: stage of execution",
        "weapon": "incident: instrument id",
        "weapon_type": "incident: instrument type",
        "category": "perp: incident category",
        "people": "perp: individual id",
        "org": "perp: organization id",
        "sure": "perp: organization confidence",
        "thing": "phys tgt: id",
        "thing_type": "phys tgt: type",
        "thing_effect": "phys tgt: effect of incident",
        "victim": "hum tgt: name",
        "victims": "hum tgt: description",
        "victim_type": "hum tgt: type",
        "victim_number": "hum tgt: number",
        "victim_effect": "hum tgt: effect of incident",
    }
    empty: Raw = {slot: [] for slot in SLOTS}
    return (
        {"template": "1", "optional": optional}
        | empty
        | {"incident: type": [[kind]]}
        | {short[name]: value for name, value in slots.items()}
    )


def key(kind: str, optional: bool = False, **slots: list[list[str]]) -> Key:
    """Return such a template as it is read."""
    return read(raw_key(kind, optional, **slots))


def values(kind: str, field: str, optional: bool = False, **slots: list[list[str]]) -> set[str] | None:
    """Return what a key permits in a field, None where it is silent."""
    found = allowed(kind.lower(), key(kind, optional, **slots)).get(field)
    return None if found is None else set(found)


TEXT = (
    "armed men of the northern front (nf) blew up the old bridge yesterday.  "
    "the nf said that the bridge and the bridgehead at puente were hit by two bombs.  a bomb was left."
)
PRINTED = "PUERTO SECO, 3 JAN 90 (AGENCY) -- [TEXT] " + TEXT.upper().replace("(", "[").replace(
    ")", "]"
).replace("  ", "\n\n")
BRIDGE = TEXT.index("bridge")
TEMPLATE: Raw = {
    "incident_type": "bombing",
    "PerpInd": [[["armed men", 0]]],
    "PerpOrg": [[["northern front", 17], ["nf", 33]]],
    "Target": [[["bridge", BRIDGE]]],
    "Victim": [],
    "Weapon": [[["bomb", TEXT.index("bombs")]]],
}
KEY = raw_key(
    "BOMBING",
    date=[["02 JAN 90"]],
    where=[["PERU: COSTA (DEPARTMENT): PUENTE (TOWN)"]],
    stage=[["ACCOMPLISHED"]],
    org=[['"NORTHERN FRONT"', '"NF"']],
    sure=[['CLAIMED OR ADMITTED: "NORTHERN FRONT"', '"NF"']],
    thing=[['"BRIDGE"']],
)


def write(
    folder: Path, templates: list[Raw], whole: list[Raw], text: str = TEXT, printed: str = PRINTED
) -> Path:
    """Write a report and its key in the form of the files, and return the folder."""
    (folder / "train.jsonl").write_text(
        json.dumps({"docid": "R1", "doctext": text, "templates": templates}) + "\n", encoding="utf-8"
    )
    (folder / "keys_train.jsonl").write_text(
        json.dumps({"id": "R1", "text": printed, "templates": whole}) + "\n", encoding="utf-8"
    )
    return folder


@pytest.fixture
def document(tmp_path: Path) -> Document:
    """The report above, loaded."""
    (found,) = load(write(tmp_path, [TEMPLATE], [KEY]), "train")
    return found


def test_a_report_is_loaded(document: Document) -> None:
    """Id, text, the dateline's day, type and entities are those of the files."""
    assert (document.id, document.text, document.published) == ("R1", TEXT, "1990-01-03")
    (template,) = document.templates
    assert template.kind == "bombing"
    assert template.entities == {
        "PerpInd": (("armed men",),),
        "PerpOrg": (("northern front", "nf"),),
        "Target": (("bridge",),),
        "Victim": (),
        "Weapon": (("bomb",),),
    }
    with pytest.raises(FrozenInstanceError):
        template.kind = "attack"  # type: ignore[misc]


def test_mentions_stand_in_the_text(document: Document) -> None:
    """The given place comes first, even inside a word; then each other where it is a whole word."""
    (template,) = document.templates
    bridges = [m for m in template.mentions if m.role == "Target"]
    assert [m.start for m in bridges] == [BRIDGE, TEXT.index("bridge and")]  # not "bridgehead"
    bombs = [m for m in template.mentions if m.role == "Weapon"]
    assert [m.start for m in bombs] == [TEXT.index("bombs"), TEXT.index("bomb was")]
    assert {TEXT[m.start : m.end] for m in bombs} == {"bomb"}


def test_entities_are_numbered_through_the_template(document: Document) -> None:
    """Strings of one entity share its number; the next entity, of whatever role, has the next."""
    (template,) = document.templates
    assert template.mentions[0] == Mention("PerpInd", 0, 0, 9)
    assert {(m.role, m.entity) for m in template.mentions} == {
        ("PerpInd", 0),
        ("PerpOrg", 1),
        ("Target", 2),
        ("Weapon", 3),
    }


def test_letters_as_printed(tmp_path: Path) -> None:
    """`cased` gives the printed letters at the same offsets, without the dateline."""
    mixed = PRINTED.replace("THE NORTHERN FRONT", "the Northern Front")
    (found,) = load(write(tmp_path, [TEMPLATE], [KEY], printed=mixed), "train", cased=True)
    assert found.text.startswith("ARMED MEN OF the Northern Front (NF) BLEW")
    assert found.text.lower() == TEXT
    assert found.templates[0].mentions[0] == Mention("PerpInd", 0, 0, 9)


def test_a_print_of_another_text_is_an_error(tmp_path: Path) -> None:
    """Where the print holds other words, `cased` says so; without it the report loads."""
    folder = write(tmp_path, [TEMPLATE], [KEY], printed="LIMA, NO DATE -- [TEXT] OTHER WORDS")
    with pytest.raises(InputError, match="R1: the text is not found"):
        load(folder, "train", cased=True)
    assert load(folder, "train")[0].published is None


def test_a_report_without_incident(tmp_path: Path) -> None:
    """A report without a template is loaded all the same: a hard negative."""
    assert load(write(tmp_path, [], []), "train")[0].templates == ()


def test_errors_name_the_place(tmp_path: Path) -> None:
    """A missing file, a broken line, a lost key and a mention that is not there are told with their place."""
    with pytest.raises(InputError, match=r"keys_dev\.jsonl: no such file"):
        load(tmp_path, "dev")
    moved = TEMPLATE | {"Target": [[["bridge", BRIDGE + 1]]]}
    with pytest.raises(InputError, match="R1: Target 'bridge' does not stand at character"):
        load(write(tmp_path, [moved], [KEY]), "train")
    with pytest.raises(DataError, match=r"R1: template 1 \(bombing\) has no key of its type"):
        load(write(tmp_path, [TEMPLATE], [raw_key("ARSON")]), "train")
    (tmp_path / "keys_train.jsonl").write_text("", encoding="utf-8")
    with pytest.raises(InputError, match=r"train\.jsonl:1: no key of report R1"):
        load(tmp_path, "train")
    (tmp_path / "keys_train.jsonl").write_text("{", encoding="utf-8")
    with pytest.raises(InputError, match=r"keys_train\.jsonl:1: not JSON"):
        load(tmp_path, "train")


def test_keys_are_matched_by_type_then_words_then_order() -> None:
    """Each template takes the key of its type with most of its words, or, of equals, the one at its place."""
    first = key("BOMBING", thing=[['"BANK"']])
    second = key("BOMBING", thing=[['"OLD BRIDGE"', '"BRIDGE"']])
    third = key("ATTACK")
    other = TEMPLATE | {"Target": [[["bank", 0]]]}
    attack = {**TEMPLATE, "incident_type": "attack", "Target": []}
    assert match("R1", [TEMPLATE, attack, other], [first, third, second]) == [second, third, first]
    plain = [key("BOMBING", date=[["01 JAN 90"]]), key("BOMBING", date=[["02 JAN 90"]])]
    bare = TEMPLATE | {"PerpOrg": [], "Target": []}
    assert match("R1", [bare, bare], plain) == plain


def test_key_of_two_types() -> None:
    """A template "bombing / attack" finds its key, whose type has two alternatives."""
    both = read(raw_key("BOMBING") | {"incident: type": [["BOMBING", "ATTACK"]]})
    assert match("R1", [TEMPLATE | {"incident_type": "bombing / attack"}], [both]) == [both]
    found = allowed("bombing / attack", both)["attack_type"]
    assert {"bombing", "armed_assault"} <= found


@pytest.mark.parametrize(
    ("stage", "outcome", "reached"),
    [
        ("ACCOMPLISHED", {"completed"}, {"execution"}),
        ("ATTEMPTED", {"failed", "foiled"}, {"execution", "ready"}),
        ("THREATENED", {"foiled", "unknown"}, {"intent", "planning", "acquisition", "ready"}),
    ],
)
def test_stage_of_execution(stage: str, outcome: set[str], reached: set[str]) -> None:
    """The stage of execution gives outcome and stage; a key without one gives neither."""
    assert values("BOMBING", "outcome", stage=[[stage]]) == outcome
    assert values("BOMBING", "stage", stage=[[stage]]) == reached
    assert values("BOMBING", "outcome") is None


def test_two_stages_of_one_incident() -> None:
    """Alternatives of the key permit the values of both."""
    found = values("BOMBING", "outcome", stage=[["ACCOMPLISHED", "ATTEMPTED"]])
    assert found == {"completed", "failed", "foiled"}


def test_effects_change_the_outcome() -> None:
    """An attempt that hurt may be completed; an attack said to have harmed nobody may have failed."""
    hurt: dict[str, Any] = {"victims": [['"CLERK"']], "victim_effect": [['INJURY: "CLERK"']]}
    assert values("BOMBING", "outcome", stage=[["ATTEMPTED"]], **hurt) == {"completed", "failed", "foiled"}
    unhurt: dict[str, Any] = {"victims": [['"CLERK"']], "victim_effect": [['NO INJURY OR DEATH: "CLERK"']]}
    assert values("ATTACK", "outcome", stage=[["ACCOMPLISHED"]], **unhurt) == {"completed", "failed"}
    assert values("KIDNAPPING", "outcome", stage=[["ACCOMPLISHED"]], **unhurt) == {"completed"}


def test_type_and_instruments() -> None:
    """The incident type gives the form of the attack, and instruments narrow MUC's wide "attack"."""
    assert values("KIDNAPPING", "attack_type") == {"kidnapping", "hostage_taking", "hijacking"}
    assert values("ARSON", "weapons") == {"incendiary", "unknown"}
    assert values("BOMBING", "weapons") == {"explosives"}
    assert values("ATTACK", "weapons") is None
    shot = values("ATTACK", "attack_type", weapon_type=[['MACHINE GUN: "SUBMACHINEGUNS"', '"GUNS"']])
    assert shot == {"armed_assault"}
    assert values("BOMBING", "attack_type", victim=[['"ANA"']]) == {"bombing", "assassination"}
    assert values("BOMBING", "attack_type") == {"bombing"}
    assert values("ATTACK", "weapons", weapon_type=[["? GUN"], ["GRENADE"]]) == {"firearms", "explosives"}
    assert values("ATTACK", "weapons", weapon_type=[["? GUN"]]) == {"firearms", "unknown"}


def test_actor() -> None:
    """An organisation named as fact or accused is a group, a possible one says nothing, nobody is unknown."""
    org = [['"NF"']]
    assert values("ATTACK", "actor", org=org, sure=[['SUSPECTED OR ACCUSED: "NF"']]) == {"group"}
    assert values("ATTACK", "actor", org=org, sure=[['POSSIBLE: "NF"']]) is None
    assert values("ATTACK", "actor", people=[['"GUERRILLAS"']]) is None
    assert values("ATTACK", "actor") == {"unknown"}
    assert values("ATTACK", "actor", category=[["TERRORIST ACT"]]) == {"unknown", "cell", "group"}


def test_relevance() -> None:
    """Violence by the state is no incident of the guide; a doubted template and a robbery say nothing."""
    assert values("ATTACK", "relevant", category=[["TERRORIST ACT"]]) == {"true"}
    assert values("ATTACK", "relevant", category=[["STATE-SPONSORED VIOLENCE"]]) == {"false"}
    assert values("ATTACK", "relevant", optional=True, category=[["TERRORIST ACT"]]) is None
    assert values("ROBBERY", "relevant", category=[["TERRORIST ACT"]]) is None


def test_targets() -> None:
    """Target types of things and of people are joined."""
    found = values(
        "BOMBING",
        "target_type",
        thing_type=[['FINANCIAL: "BANK"']],
        victim_type=[['LAW ENFORCEMENT: "GUARD"']],
    )
    assert found == {"business", "police"}
    assert values("BOMBING", "target_type") is None


def test_place_and_country() -> None:
    """The first level is the country; towns are the place, a department alone is none."""
    where = [["PERU: COSTA (DEPARTMENT): PUENTE (TOWN)"]]
    assert values("ATTACK", "country", where=where) == {"PE"}
    assert values("ATTACK", "place", where=where) == {"puente"}
    assert values("ATTACK", "place", where=[["PERU: COSTA (DEPARTMENT)"]]) == {"null"}
    road = [["COLOMBIA: ALTA (CITY) - BAJA (CITY)"]]
    assert values("ATTACK", "place", where=road) == {"alta", "baja"}
    assert values("ATTACK", "country", where=[["COLOMBIA", "VENEZUELA"]]) == {"CO", "VE"}
    assert values("ATTACK", "place", where=[["(PERU: LIMA (CITY): ALTO (NEIGHBORHOOD))"]]) == {"lima"}


def test_dates() -> None:
    """A day is itself; a range its days and what they share; "on or before" the days before, or none."""
    assert values("ATTACK", "date", date=[["30 DEC 89"]]) == {"1989-12-30"}
    assert values("ATTACK", "date", date=[["(30 DEC 89)"]]) == {"1989-12-30", "null"}
    assert values("ATTACK", "date", date=[["07 MAR 90 - 08 MAR 90"]]) == {
        "1990-03-07",
        "1990-03-08",
        "1990-03",
    }
    over = values("ATTACK", "date", date=[["31 AUG 89 - 01 SEP 89"]])
    assert over == {"1989-08-31", "1989-09-01", "1989"}
    year = values("ATTACK", "date", date=[["31 DEC 89 - 01 JAN 90"]])
    assert year == {"1989-12-31", "1990-01-01"}
    before = values("ATTACK", "date", date=[["- 03 JAN 90"]])
    assert before is not None
    assert {"null", "1990-01-03", "1989-12-27", "1989-12", "1990-01"} <= before
    assert "1990-01-04" not in before
    for unreadable in ("11 NOV", "28 AUG 92 - 03 SEP 89", "31 NOV 89"):
        assert values("ATTACK", "date", date=[[unreadable]]) is None


def hurt(number: list[list[str]], effect: list[list[str]], victims: list[list[str]]) -> Raw:
    """Return what a bombing with these people permits."""
    found = key("BOMBING", victims=victims, victim_number=number, victim_effect=effect)
    return dict(allowed("bombing", found))


def test_counts_of_one_group() -> None:
    """The number of the group that died; "at least" and "about" are that number, a plural is any."""
    for number, expected in (
        ("6", {"6"}),
        ("6-", {"6"}),
        ("~6", {"6"}),
        ("6-8", {"6", "7", "8"}),
        ("PLURAL", {">0"}),
    ):
        found = hurt([[f'{number}: "CLERKS"']], [['DEATH: "CLERKS"']], [['"CLERKS"']])
        assert found["killed"] == expected
        assert found["wounded"] == {"0", "null"}


def test_counts_of_several_groups() -> None:
    """One group may be part of another: from the largest to the sum. Dead and wounded are counted apart."""
    people = [['"CLERKS"'], ['"ANA"']]
    number = [['3: "CLERKS"'], ['1: "ANA"']]
    assert hurt(number, [['DEATH: "CLERKS"'], ['DEATH: "ANA"']], people)["killed"] == {"3", "4"}
    apart = hurt(number, [['DEATH: "CLERKS"'], ['INJURY: "ANA"']], people)
    assert (apart["killed"], apart["wounded"]) == ({"3"}, {"1"})


def test_counts_of_none() -> None:
    """Zero where each person is said to be unhurt; nothing where one person's fate is not told."""
    whole = hurt([], [['NO INJURY OR DEATH: "CLERKS"']], [['"CLERKS"']])
    assert (whole["killed"], whole["wounded"]) == ({"0"}, {"0"})
    part = hurt([], [['NO INJURY OR DEATH: "CLERKS"']], [['"CLERKS"'], ['"ANA"']])
    assert "killed" not in part
    assert "wounded" not in part
    doubted = hurt([], [['? DEATH: "CLERKS"']], [['"CLERKS"']])
    assert "killed" not in doubted
    assert values("BOMBING", "killed", stage=[["ATTEMPTED"]]) == {"0"}
    assert values("BOMBING", "killed", stage=[["ACCOMPLISHED"]]) is None


def test_every_rule_gives_values_of_the_codebook() -> None:
    """Each value in the rules' tables is one that the codebook allows in its field."""
    table = rules()
    closed = {name: {*field.values} for name, field in fields().items()}
    given: list[tuple[str, str]] = []
    for name in ("stage", "instrument", "kind"):
        for row in table[name].values():
            given += [(field, value) for field, found in row.items() if field in closed for value in found]
    given += [
        ("target_type", v) for name in ("physical", "human") for row in table[name].values() for v in row
    ]
    given += [
        ("actor", v) for name in ("group", "nobody", "nobody_but_category") for v in table["actor"][name]
    ]
    given += [
        ("outcome", v) for name, row in table["effect"].items() if name.startswith("outcome") for v in row
    ]
    given += [("attack_type", v) for v in table["kind"]["attack"]["with_instrument"]]
    assert len(given) > 150
    assert [(field, value) for field, value in given if value not in closed[field]] == []


def test_what_no_rule_names_is_told() -> None:
    """`unmapped` names the values that the rules do not know, and is empty where all are used."""
    assert unmapped(read(KEY)) == []
    strange = key("ATTACK", weapon_type=[['LASER: "BEAM"']], where=[["ATLANTIS: DEEP (CITY)"]])
    assert unmapped(strange) == ["incident: instrument type: LASER", "incident: location: ATLANTIS"]


def test_an_unknown_slot_is_an_error() -> None:
    """A slot that the key does not have is named, with those it has."""
    with pytest.raises(DataError, match="slot 'weather' is not in the key"):
        key("ATTACK")["weather"]


def test_torch_is_not_needed() -> None:
    """MUC-4 is loaded where torch cannot be imported."""
    code = "import sys; sys.modules['torch'] = None; import training.muc4.documents, training.muc4.__main__"
    root = Path(__file__).parents[2]
    run = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
