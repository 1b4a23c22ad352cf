"""From a key of MUC-4 to the values that it permits in the fields of our codebook, by `mapping.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from training.muc4 import dates, victims
from training.muc4.keys import Key, kinds

_LEVEL = "("  # begins the type of a place's level: "MEDELLIN (CITY)"
Allowed = dict[str, frozenset[str]]


@cache
def rules() -> Mapping[str, Any]:
    """Return the table of rules, with their reasons in its comments."""
    return tomllib.loads(Path(__file__).with_name("mapping.toml").read_text(encoding="utf-8"))


def _union(table: Mapping[str, Iterable[str]], heads: Iterable[str]) -> set[str]:
    """Return all values that the table gives for these heads."""
    return {value for head in heads for value in table.get(head, ())}


def _ending(kind: set[str], key: Key) -> dict[str, set[str]]:
    """Return `outcome`, `stage`, `disruption` by the stage of execution, and the outcome by its effects."""
    table, effect = rules()["stage"], rules()["effect"]
    stages = [table[head] for head in key.heads("incident: stage of execution") if head in table]
    found: dict[str, set[str]] = {}
    for field in ("outcome", "stage", "disruption"):
        if stages and all(field in row for row in stages):
            found[field] = {value for row in stages for value in row[field]}
    effects = {
        head for slot in ("hum tgt", "phys tgt") for head in key.heads(f"{slot}: effect of incident")
    } - set(effect["neither"])
    harm = effects & {*effect["death"], *effect["injury"], *effect["damage"]}
    if found.get("outcome") == set(table["ATTEMPTED"]["outcome"]) and harm:
        found["outcome"] = set(effect["outcome_of_harmful_attempt"])
    if (
        found.get("outcome") == {"completed"}
        and effects
        and not harm
        and kind & set(effect["kinds_that_may_fail"])
    ):
        found["outcome"] = set(effect["outcome_of_harmless_attack"])
        found.pop("disruption", None)
    return found


def _means(kind: set[str], key: Key) -> dict[str, set[str]]:
    """Return `attack_type` and `weapons` by the incident type and the instrument types."""
    instruments, table = rules()["instrument"], rules()["kind"]
    known = [instruments[head] for head in key.heads("incident: instrument type") if head in instruments]
    weapons = {value for row in known for value in row["weapons"]}
    if weapons and all(filler.optional for filler in key["incident: instrument type"]):
        weapons.add("unknown")
    types: set[str] = set()
    for row in (table[one] for one in kind if one in table):
        base = row.get("with_instrument", row["attack_type"]) if known else row["attack_type"]
        types |= {*base, *(value for one in known for value in one["attack_type"])}
        if not key["hum tgt: name"] and not key["hum tgt: description"]:
            types -= set(row.get("needs_people", ()))
        weapons |= set(row.get("weapons", ()) if not weapons else ())
    return {"attack_type": types, "weapons": weapons}


def _perpetrator(kind: set[str], key: Key) -> dict[str, set[str]]:
    """Return `actor` by the organisation and how sure it is, and `relevant` by the category."""
    actor, relevant = rules()["actor"], rules()["relevant"]
    sure = set(key.heads("perp: organization confidence"))
    category = set(key.heads("perp: incident category"))
    found: dict[str, set[str]] = {}
    if sure & set(actor["attributed"]) and not sure & set(actor["open"]):
        found["actor"] = set(actor["group"])
    elif not key["perp: organization id"] and not key["perp: individual id"]:
        found["actor"] = set(actor["nobody_but_category" if category else "nobody"])
    if not key.optional and not kind & set(relevant["silent_kinds"]):
        found["relevant"] = _union(relevant, category)
    return found


def _targets(key: Key) -> set[str]:
    physical = _union(rules()["physical"], key.heads("phys tgt: type"))
    return physical | _union(rules()["human"], key.heads("hum tgt: type"))


def _where(key: Key) -> dict[str, set[str]]:
    """Return `country` and `place`: names of towns lower-cased, as the key has them; "null" without one."""
    countries: set[str] = set()
    places: set[str] = set()
    for head in key.heads("incident: location"):
        country, *levels = (part.strip() for part in head.strip("()").split(":"))
        if country in rules()["country"]:
            countries.add(rules()["country"][country])
        towns = [part for level in levels for part in level.split(" - ") if _is_town(part)]
        places |= {town.split(_LEVEL)[0].strip().lower() for town in towns} or {"null"}
    return {"country": countries, "place": places}


def _is_town(level: str) -> bool:
    name, _, sort = level.partition(_LEVEL)
    return bool(name.strip()) and sort.strip(") ") in rules()["place"]["towns"]


def _when(key: Key) -> set[str]:
    """Return the ISO prefixes of `date`; "null" among them where the filler may be left out."""
    found: set[str] = set()
    for filler in key["incident: date"]:
        days = set().union(*(dates.permitted(head, rules()["date"]) for head in filler.heads))
        found |= days | ({"null"} if days and filler.optional else set())
    return found


def allowed(kind: str, key: Key) -> Allowed:
    """Return the values that the key permits, by field of the codebook; a field of which it is silent is
    absent.

    `kind` is the incident type of the GTT template. Of lists (`attack_type`, `weapons`, `target_type`) it
    gives every value that may stand among them, not that each must. Beside the codebook's own values stand
    "null" (the field may be empty), ">0" (a count of at least one), counts as digits, "true" and "false" of
    `relevant`, and names of towns, lower-cased, in `place`.
    """
    named = kinds(kind)
    found = {**_ending(named, key), **_means(named, key), **_perpetrator(named, key), **_where(key)}
    found |= {"target_type": _targets(key), "date": _when(key)}
    allowed = {field: frozenset(values) for field, values in found.items() if values}
    harmless = "outcome" in found and not found["outcome"] & {"completed", "unknown"}
    return allowed | victims.counts(key, rules(), harmless)


def unmapped(key: Key) -> list[str]:
    """Return the values of the key's closed slots that no rule names, as "slot: value"."""
    effect, actor = rules()["effect"], rules()["actor"]
    tables: dict[str, Iterable[str]] = {
        "incident: stage of execution": rules()["stage"],
        "incident: instrument type": rules()["instrument"],
        "perp: incident category": rules()["relevant"],
        "perp: organization confidence": [*actor["attributed"], *actor["open"]],
        "phys tgt: type": rules()["physical"],
        "hum tgt: type": rules()["human"],
        "hum tgt: effect of incident": [value for row in effect.values() for value in row],
        "phys tgt: effect of incident": [value for row in effect.values() for value in row],
    }
    found = [
        f"{slot}: {head}" for slot, known in tables.items() for head in key.heads(slot) if head not in known
    ]
    places = [head.strip("()").split(":")[0].strip() for head in key.heads("incident: location")]
    return found + [f"incident: location: {name}" for name in places if name not in rules()["country"]]
