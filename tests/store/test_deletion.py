"""Deletion on request, and the checks that find what should not be: each breach is named."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import text

from marsad.errors import StoreError
from marsad.store import Filters, Store, digest_of
from marsad.store.database import transaction
from tests.store.tellings import account, add, expected, report, settle, sound

SECRET = "Zanzibarite"


def two(store: Store) -> tuple[str, str]:
    """Put two reports of one incident into a record; return their digests."""
    told, other = report(f"{SECRET} men were arrested.", title=f"{SECRET} plot"), report("Three men held.")
    keys = add(store, told) + add(store, other, account(other))
    with store.writing() as w:
        settle(w, keys, at=20, groups=[keys])
    return digest_of(told), digest_of(other)


def test_what_goes_and_what_stays(store: Store, url: str) -> None:
    """The words go from every table, from the search and from the file; a tombstone stays, and is final."""
    first, second = two(store)
    with store.writing() as w:
        before = w.incidents_of(w.accounts_of(first))
        done = w.delete_report(first, who="Amina", reason="asked by the subject", at=30)
        assert done.touched == tuple(sorted(set(before.values())))
        settle(w, list(w.accounts_of(second)), at=30)
    store.tidy()
    assert sound(store)
    with store.reading() as r:
        kept = r.report(first)
        assert kept is not None
        assert (kept.report, kept.sightings, kept.deleted) == (None, (), 30)
        assert (kept.deleted_by, kept.deleted_reason) == ("Amina", "asked by the subject")
        assert list(r.digests()) == [second]
        assert r.count(Filters(text=SECRET)) == 0
        assert [one.opened for number in done.touched for one in r.history(number)] == [30]
        (deed,) = r.deeds()
        assert (deed.who, deed.action, deed.subject) == ("Amina", "delete report", first)
        with pytest.raises(StoreError, match="deleted on request"):
            r.codings(first)
    if "://" not in url:
        store.close()
        left = b"".join(file.read_bytes() for file in Path(url).parent.glob(Path(url).name + "*"))
        assert SECRET.lower().encode() not in left.lower()
    with store.writing() as w:
        again = w.put_report(report(f"{SECRET} men were arrested.", title=f"{SECRET} plot"), at=40)
    assert (again.new, again.deleted) == (False, True)


def test_the_last_report_of_an_incident(store: Store) -> None:
    """An incident whose only report goes is no longer listed, and the record is sound."""
    add(store, report())
    with store.writing() as w:
        done = w.delete_report(digest_of(report()), who="A", reason="b", at=20)
    assert (done.touched, done.gone) == ((), (1,))
    with store.reading() as r:
        assert r.count() == 0
        assert r.history(1) == []
    assert sound(store)


def test_deletions_that_cannot_be(store: Store) -> None:
    """No name, no reason, no such report, deleted already: refused, nothing is changed."""
    add(store, report())
    digest = digest_of(report())
    for who, reason, which, said in (
        ("", "b", digest, "say who"), ("A", " ", digest, "say who"), ("A", "b", "0" * 64, "add it first"),
    ):  # fmt: skip
        with pytest.raises(StoreError, match=said), store.writing() as w:
            w.delete_report(which, who=who, reason=reason, at=9)
    assert sound(store)


@pytest.mark.parametrize(
    ("harm", "name"),
    [
        ("UPDATE report SET text = 'changed'", "digest"),
        ("UPDATE report SET deleted = 5", "nothing behind a tombstone"),
        ("UPDATE member SET closed = 40", "one incident an account"),
        ("UPDATE account SET closed = 40", "closed accounts stand nowhere"),
        ("UPDATE incident SET merged_into = 1", "retired incidents are empty"),
        ("DELETE FROM shown", "shown is today's state"),
        ("UPDATE shown SET country = 'FR'", "shown is today's state"),
        ("DELETE FROM document", "document holds the incident's words"),
        ("UPDATE state SET outcome = 'failed'", "state's outcome"),
        ("UPDATE state SET closed = 1", "state rows follow each other"),
        ("UPDATE account SET country = 'FR'", "account's country"),
        (
            "UPDATE state SET folded = replace(folded, 'foiled', 'failed')",
            "state is what the accounts fold to",
        ),
        ("UPDATE audit SET who = 'Nobody'", "audit row"),
        ("UPDATE audit SET previous = 'x'", "audit chain"),
    ],
)
def test_what_is_wrong_is_named(store: Store, harm: str, name: str) -> None:
    """Whatever is changed behind the record's back, the check names it."""
    add(store, report())
    with store.writing() as w:
        w.put_deed(at=1, who="A", action="look", subject="1")
    assert sound(store)
    with transaction(store.engine, writes=True) as connection:
        connection.execute(text(harm))
    with store.reading() as r:
        assert name in {one.name for one in r.breaches(expected)}


def test_the_audit_is_a_chain(store: Store) -> None:
    """Rows follow each other; one taken out of the middle is missed."""
    with store.writing() as w:
        deeds = [w.put_deed(at=n, who="A", action="b", subject="c", detail={"n": n}) for n in range(3)]
        assert [one.previous for one in deeds[1:]] == [one.hash for one in deeds[:-1]]
        assert list(w.deeds(after=deeds[0].number)) == deeds[1:]
    with transaction(store.engine, writes=True) as connection:
        connection.execute(text("DELETE FROM audit WHERE at = 1"))
    with store.reading() as r:
        assert [one.name for one in r.breaches()] == ["audit chain"]
