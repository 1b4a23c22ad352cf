"""The scorer of MUC-4: the published rules, on templates made by hand."""

from __future__ import annotations

import itertools
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.muc4_score import (
    ENTITY_ROLES,
    ROLES,
    Count,
    Counts,
    gold_templates,
    normal,
    predicted_templates,
    score,
    score_report,
    table,
)

Raw = dict[str, Any]


def predicted(kind: str, **roles: list[list[str]]) -> Raw:
    """Return a template as a reader predicts it."""
    return {"incident_type": kind} | {role: roles.get(role, []) for role in ENTITY_ROLES}


def gold(kind: str, **roles: list[list[str]]) -> Raw:
    """Return a template as the gold file has it: each mention with an offset."""
    rows = {role: [[[m, 7] for m in entity] for entity in roles.get(role, [])] for role in ENTITY_ROLES}
    return {"incident_type": kind} | rows


def numbers(count: Count) -> tuple[int, int, int, int]:
    """Return right, predicted, found, gold."""
    return count.p_num, count.p_den, count.r_num, count.r_den


def one(guess: list[Raw], truth: list[Raw]) -> Counts:
    """Score one report."""
    return score({"R1": truth}, {"R1": guess})


BOMB: dict[str, list[list[str]]] = {
    "PerpOrg": [["northern front", "nf"]],
    "Target": [["the bridge", "bridge"], ["bank"]],
    "Weapon": [["car bomb"]],
}
RAID: dict[str, list[list[str]]] = {"PerpInd": [["armed men"]], "Victim": [["juan perez"]]}


def test_perfect() -> None:
    """The gold entities themselves score 100 in each role that has any."""
    counts = one([predicted("bombing", **BOMB)], [gold("bombing", **BOMB)])
    assert numbers(counts["micro_avg"]) == (5, 5, 5, 5)
    assert numbers(counts["Target"]) == (2, 2, 2, 2)
    assert counts["micro_avg"].f1 == 1.0
    assert counts["Victim"].f1 == 0.0  # nothing to find, nothing found


def test_nothing_predicted() -> None:
    """An empty prediction has no precision and loses each gold entity and the type in recall."""
    counts = one([], [gold("bombing", **BOMB)])
    assert numbers(counts["micro_avg"]) == (0, 0, 0, 5)
    assert counts["micro_avg"].f1 == 0.0


def test_template_in_a_report_without_incident() -> None:
    """A template of a report that has none costs precision: its type and each of its entities."""
    counts = one([predicted("bombing", **BOMB)], [])
    assert numbers(counts["micro_avg"]) == (0, 5, 0, 0)
    assert numbers(counts["incident_type"]) == (0, 1, 0, 0)


def test_extra_template() -> None:
    """Of two predicted templates one gold template takes the better; the other costs precision in full."""
    half = predicted("bombing", Weapon=[["car bomb"]], Target=[["palace"]])
    counts = one([half, predicted("bombing", **BOMB)], [gold("bombing", **BOMB)])
    assert numbers(counts["micro_avg"]) == (5, 8, 5, 5)
    assert numbers(counts["Target"]) == (2, 3, 2, 2)


def test_missing_template() -> None:
    """A gold template without a partner costs recall in full."""
    truth = [gold("bombing", **BOMB), gold("kidnapping", **RAID)]
    counts = one([predicted("bombing", **BOMB)], truth)
    assert numbers(counts["micro_avg"]) == (5, 5, 5, 8)


def test_order_does_not_matter() -> None:
    """Templates in another order are matched to their own."""
    truth = [gold("attack", **RAID), gold("attack", **BOMB)]
    counts = one([predicted("attack", **BOMB), predicted("attack", **RAID)], truth)
    assert counts["micro_avg"].f1 == 1.0


def test_two_of_one_type() -> None:
    """Two templates of one type are mapped so that the report's F1 is highest, not the first's gain."""
    truth = [gold("attack", Target=[["a1"], ["a2"]]), gold("attack", Target=[["a1"]])]
    guess = [predicted("attack", Target=[["a1"]]), predicted("attack", Target=[["a2"], ["a1"]])]
    counts = one(guess, truth)
    assert numbers(counts["Target"]) == (3, 3, 3, 3)


def test_types_must_match() -> None:
    """Entities under another type are all wrong, and none is found."""
    counts = one([predicted("attack", **BOMB)], [gold("bombing", **BOMB)])
    assert numbers(counts["micro_avg"]) == (0, 5, 0, 5)


def test_either_type_of_a_double_one() -> None:
    """A gold type "bombing / attack" is met by either of the two."""
    for kind in ("bombing", "attack"):
        assert one([predicted(kind, **BOMB)], [gold("bombing / attack", **BOMB)])["micro_avg"].f1 == 1.0


def test_sub_mention() -> None:
    """Some of an entity's mentions suffice; one that is not its own spoils the entity."""
    truth = [gold("bombing", PerpOrg=[["northern front", "nf"]])]
    assert numbers(one([predicted("bombing", PerpOrg=[["nf"]])], truth)["PerpOrg"]) == (1, 1, 1, 1)
    wrong = [predicted("bombing", PerpOrg=[["nf", "army"]])]
    assert numbers(one(wrong, truth)["PerpOrg"]) == (0, 1, 0, 1)
    part = [predicted("bombing", PerpOrg=[["northern"]])]
    assert numbers(one(part, truth)["PerpOrg"]) == (0, 1, 0, 1)


def test_mentions_of_two_entities_in_one() -> None:
    """An entity that joins mentions of two gold entities is wrong."""
    counts = one([predicted("bombing", Target=[["bridge", "bank"]])], [gold("bombing", **BOMB)])
    assert numbers(counts["Target"]) == (0, 1, 0, 2)


def test_two_halves_of_one_entity() -> None:
    """Both halves of a gold entity are right, and they find it once."""
    counts = one([predicted("bombing", PerpOrg=[["nf"], ["northern front"]])], [gold("bombing", **BOMB)])
    assert numbers(counts["PerpOrg"]) == (2, 2, 1, 1)


def test_role_matters() -> None:
    """The right mention in another role is wrong."""
    counts = one([predicted("bombing", Victim=[["bridge"]])], [gold("bombing", Target=[["bridge"]])])
    assert numbers(counts["micro_avg"]) == (1, 2, 1, 2)


def test_strings_are_normalised() -> None:
    """Case, ASCII punctuation, articles and spare blanks do not count; articles inside words stay."""
    assert normal('  The "U.S."  Embassy, an annex of a theatre ') == "us embassy annex of theatre"
    counts = one(
        [predicted("attack", Target=[["THE U.S. embassy"]])], [gold("attack", Target=[["us embassy"]])]
    )
    assert counts["Target"].f1 == 1.0


def test_equal_gold_templates_count_once() -> None:
    """A gold template that repeats another of the report is left out, and so is an entity without mention."""
    repeated = gold("bombing", **BOMB)
    assert len(gold_templates([repeated, repeated, gold("bombing", **BOMB, Victim=[["x"]])])) == 2
    assert gold_templates([gold("attack", Victim=[[]])])[0].entities["Victim"] == ()


def test_sums_over_reports() -> None:
    """The micro average sums numerators and denominators; it is no mean of the reports' scores."""
    truth = {"R1": [gold("bombing", **BOMB)], "R2": [gold("kidnapping", **RAID)], "R3": []}
    guess = {"R1": [predicted("bombing", **BOMB)], "R2": [], "R3": [predicted("arson")]}
    counts = score(truth, guess)
    assert numbers(counts["micro_avg"]) == (5, 6, 5, 8)
    assert counts["micro_avg"].f1 == pytest.approx(2 * 5 / (6 + 8))
    assert list(counts) == [*ROLES, "micro_avg"]


def test_errors_say_what_to_do() -> None:
    """Reports without a prediction, unknown roles, lost types and empty entities are told."""
    with pytest.raises(ValueError, match=r"1 reports have no prediction \(R1.*empty list"):
        score({"R1": []}, {})
    with pytest.raises(ValueError, match=r"unknown roles \['Perp'"):
        predicted_templates([{"incident_type": "attack", "Perp": []}])
    with pytest.raises(ValueError, match="incident_type is None"):
        predicted_templates([{"Victim": []}])
    with pytest.raises(ValueError, match="Victim has no mention"):
        predicted_templates([predicted("attack", Victim=[[]])])
    with pytest.raises(ValueError, match="expected lists of texts"):
        predicted_templates([predicted("attack", Victim=["juan perez"])])  # type: ignore[list-item]


_NAMES = st.lists(st.sampled_from("xyz"), min_size=1, max_size=2, unique=True)
_ROWS = st.lists(_NAMES, max_size=2)
_TEMPLATES = st.lists(
    st.builds(
        lambda kind, target, victim: predicted(kind, Target=target, Victim=victim),
        st.sampled_from(("attack", "bombing")),
        _ROWS,
        _ROWS,
    ),
    max_size=4,
)


def tried_all(guess: list[Raw], truth: list[Raw]) -> dict[str, tuple[int, int, int, int]]:
    """Score one report as the published rules tell it: try each mapping in order and keep the first best."""
    best: Counts = {}
    for mapping in itertools.product([*range(len(truth)), None], repeat=len(guess)):
        used = [j for j in mapping if j is not None]
        if len(used) > len(set(used)):
            continue
        counts = {role: Count() for role in (*ROLES, "all")}
        for ours, j in zip(guess, mapping, strict=True):
            pair = truth[j] if j is not None and truth[j]["incident_type"] == ours["incident_type"] else None
            for role in ("incident_type", "Target", "Victim"):
                mine = [["type"]] if role == "incident_type" else ours[role]
                other = [] if pair is None else [["type"]] if role == "incident_type" else pair[role]
                counts[role].p_den += len(mine)
                counts[role].p_num += sum(any(set(e) <= set(g) for g in other) for e in mine)
                counts[role].r_num += sum(any(set(e) <= set(g) for e in mine) for g in other)
        for template in truth:
            counts["incident_type"].r_den += 1
            for role in ("Target", "Victim"):
                counts[role].r_den += len(template[role])
        for role in ROLES:
            counts["all"] += counts[role]
        if not best or counts["all"].f1 > best["all"].f1:
            best = counts
    return {role: numbers(best[role]) for role in ROLES}


@given(_TEMPLATES, _TEMPLATES)
def test_the_table_equals_trying_all(guess: list[Raw], truth: list[Raw]) -> None:
    """The search gives, in each role, the numbers of the first best of all mappings."""
    found = score_report(predicted_templates(guess), predicted_templates(truth))
    assert {role: numbers(count) for role, count in found.items()} == tried_all(guess, truth)


def test_many_templates_end() -> None:
    """Twelve templates on each side (13 ** 12 mappings) are mapped, each to its own."""
    truth = [gold("attack", Target=[[f"house {i}"], ["bridge"]]) for i in range(12)]
    guess = [predicted("attack", Target=[["bridge"], [f"house {i}"]]) for i in reversed(range(12))]
    assert one(guess, truth)["micro_avg"].f1 == 1.0


def test_command_line(tmp_path: Path) -> None:
    """The command prints a row a role and the average, and ends with the message where a report is lost."""
    lines = [
        json.dumps({"docid": f"R{i}", "doctext": "", "templates": [gold("bombing", **BOMB)]}) for i in (1, 2)
    ]
    (tmp_path / "gold.jsonl").write_text("\n".join(lines), encoding="utf-8")
    guess = {"R1": [predicted("bombing", **BOMB)], "R2": []}
    script = Path(__file__).parents[2] / "bench" / "muc4_score.py"
    for rows, code in ((guess, 0), ({"R1": []}, 1)):
        (tmp_path / "pred.json").write_text(json.dumps(rows), encoding="utf-8")
        run = subprocess.run(
            [sys.executable, script, tmp_path / "gold.jsonl", tmp_path / "pred.json"],
            capture_output=True,
            text=True,
            check=False,
        )
        assert run.returncode == code
        if code:
            assert "1 reports have no prediction (R2)" in run.stderr
        else:
            assert run.stdout.strip() == table(score({r: [gold("bombing", **BOMB)] for r in guess}, guess))
            assert "micro_avg      100.00  50.00  66.67" in run.stdout
