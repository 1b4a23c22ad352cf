"""Made-up reports, and the way of one into a record as the pipeline goes it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from marsad.codebook import Claim, Count, Incident, Language, Period, Place, Report, Span
from marsad.linking import Account, Folded, block, fold, group, likeness
from marsad.store import Store, Writing, digest_of

NADOR = Place("Nador", 2541479, 35.17, -2.93, "MA", "town")
ORAN = Place("Oran", 2485926, 35.7, -0.63, "DZ", "town")
TEXT = "Three men were arrested in Nador on Monday before they could strike."


def report(
    text: str = TEXT,
    *,
    name: str = "r-1",
    title: str = "Plot foiled",
    lang: Language = "en",
    published: str | None = "2020-03-02",
    url: str | None = None,
) -> Report:
    """Return a report."""
    return Report(name, text, title, lang, url, published)


def incident(**values: Any) -> Incident:
    """Return a foiled plot in Nador with other values."""
    told: dict[str, Any] = {
        "outcome": "foiled",
        "stage": "planning",
        "country": "MA",
        "place": NADOR,
        "date": Period("2020-03-02"),
        "arrested": Count(3),
    }
    return Incident(**{**told, **values})


def account(told: Report, number: int = 1, **values: Any) -> Account:
    """Return a report's telling of an incident."""
    digest = digest_of(told)
    lang: Language = told.lang or "en"
    return Account(
        f"{digest[:16]}-{number}", digest, incident(**values), told.published, lang, told.title,
        frozenset({"nador", "strike"}), bytes(768),
    )  # fmt: skip


def claims(one: Account) -> list[Claim]:
    """Return the claims that an account rests on."""
    number = int(one.key.rpartition("-")[2])
    told = {name: getattr(one.incident, name) for name in ("outcome", "country", "place", "date", "arrested")}
    return [
        Claim(number, name, value, (Span(0, 5, "EVENT"),), 0.75, "test/rule")
        for name, value in told.items()
        if value is not None
    ]


def put(
    w: Writing, told: Report, accounts: Sequence[Account], *, at: int = 10, reader: str = "test"
) -> list[str]:
    """Keep a report with its accounts; return their keys."""
    made = w.put_report(told, at=at)
    said = [Claim(0, "relevant", True, (), 0.9, "test"), *(c for one in accounts for c in claims(one))]
    w.put_coding(made.digest, reader=reader, relevant=True, score=0.9, claims=said, accounts=accounts, at=at)
    return [one.key for one in accounts]


def settle(
    w: Writing, keys: Sequence[str], *, at: int, groups: Sequence[Sequence[str]] | None = None
) -> None:
    """Group what hangs together with the accounts, and fold every group."""
    part = w.component(keys)
    done = w.regroup(groups or group(part.accounts, part.edges, [], []), at=at)
    for number in done.retired:
        w.close_state(number, at=at)
    for number, own in done.groups.items():
        accounts = w.accounts(own)
        w.put_state(number, fold([accounts[key] for key in own], {}), at=at)


def add(store: Store, told: Report, *accounts: Account, at: int = 10, apart: bool = False) -> list[str]:
    """Bring a report into the record: stored, compared, grouped, folded; `apart`: each account by itself."""
    made = list(accounts) or [account(told)]
    with store.writing() as w:
        keys = put(w, told, made, at=at)
        for one in made:
            others = [other for other in w.candidates(block(one)) if other.key not in keys]
            w.put_edges({(one.key, other.key): likeness(one, other) for other in others})
        settle(w, keys, at=at, groups=[[key] for key in keys] if apart else None)
    return keys


def expected(number: int, accounts: Mapping[str, Account]) -> tuple[Folded, str]:
    """Return what an incident of these tests should fold to."""
    del number
    return fold(accounts.values(), {}), "machine"


def sound(store: Store) -> bool:
    """Return whether nothing is wrong with a record; says what is, where a test asserts it."""
    with store.reading() as r:
        found = list(r.breaches(expected))
    for one in found:
        print(one)
    return not found
