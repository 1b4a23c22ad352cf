"""The lexical reader: word lists and rules, kept as data in `text/words/<lang>/cues.toml`.

It is the baseline that a learned reader must beat and the fall-back where none can run. The way: lay the
report open (`scene`), mark what is background, judge relevance (`triage`), divide the sentences among the
incidents (`split`), then claim each incident's fields from the votes of its cues, and check the claims.
"""

from __future__ import annotations

from collections.abc import Sequence

from marsad.codebook import Claim, Report
from marsad.reading.checks import check
from marsad.reading.lexical import actors, background, course, means, setting, split, triage
from marsad.reading.lexical.affiliation import affiliation
from marsad.reading.lexical.claims import Facts
from marsad.reading.lexical.part import Part
from marsad.reading.lexical.scene import look
from marsad.text.language import require

THRESHOLD = 0.35  # probability of relevance from which a report counts (tuned on train and dev)


def read(report: Report) -> list[Claim]:
    """Return the claims on a report: `relevant` for the report, then every field of each incident told.

    Raises UnsupportedLanguageError where the text is in none of Arabic, French and English.
    """
    lang = report.lang or require(report.text)
    scene = look(report, lang)
    background.mark(scene)
    sure = triage.probability(scene)
    relevant = sure >= THRESHOLD and bool(scene.sentences)
    claims = [Claim(0, "relevant", relevant, (), sure if relevant else 1.0 - sure, "lexical/triage")]
    if not relevant:
        return claims
    parts = split.parts(scene)
    for part in parts:
        facts = facts_of(part, parts)
        claims.extend(check(facts.claims.values(), fallback=facts.anchor()[0]))
    return claims


def facts_of(part: Part, parts: Sequence[Part]) -> Facts:
    """Return the facts of one incident, a claim a field, each rule seeing what those before it found."""
    facts = Facts(part)
    actors.people(part, facts)
    means.weapons(part, facts)
    course.outcome(part, facts)
    means.suicide(part, facts)
    means.attack_types(part, facts)
    means.targets(part, facts)
    actors.singles(part, facts)
    course.stage(part, facts)
    course.disruption(part, facts)
    means.precursors(part, facts)
    affiliation(part, facts, parts)
    actors.kind(part, facts)
    setting.place(part, facts)
    setting.country(part, facts)
    setting.when(part, facts) or setting.when(part.whole(), facts)
    actors.agency(part, facts) or actors.agency(part.whole(), facts)
    return facts
