"""Reports and codings: once each, closed and kept when coded anew, the same bytes on both databases."""

from __future__ import annotations

from dataclasses import replace

import pytest

from marsad.codebook import Claim, Count, Span
from marsad.errors import StoreError
from marsad.store import Store, digest_of
from tests.store.tellings import TEXT, account, add, claims, put, report, sound


def test_the_same_report_is_one(store: Store) -> None:
    """The same title, text and day twice is one report, met at two places; another day is another report."""
    first, again = report(), report(name="r-2", url="https://example.org/2")
    with store.writing() as w:
        one = w.put_report(first, at=1, path="a.jsonl")
        other = w.put_report(again, at=2, path="b.jsonl")
        twice = w.put_report(again, at=3, path="b.jsonl")
        later = w.put_report(replace(first, published="2020-03-03"), at=4)
    assert (one.new, other.new, twice.new, later.new) == (True, False, False, True)
    assert one.digest == other.digest == twice.digest != later.digest
    with store.reading() as r:
        kept = r.report(one.digest)
        assert kept is not None
        assert kept.report == first
        assert [(s.name, s.path, s.at) for s in kept.sightings] == [
            ("r-1", "a.jsonl", 1),
            ("r-2", "b.jsonl", 2),
        ]
        assert list(r.digests()) == [one.digest, later.digest]
        assert r.report("0" * 64) is None


def test_text_that_no_database_can_hold(store: Store) -> None:
    """A null sign and half a surrogate pair become one sign each, in the digest too, and spans hold."""
    odd = report(text="Bomb\x00 found \ud83d in Nador")
    add(store, odd)
    with store.reading() as r:
        kept = r.report(digest_of(odd))
    assert kept is not None
    assert kept.report is not None
    assert kept.report.text == "Bomb\ufffd found \ufffd in Nador"
    assert sound(store)


def test_claims_come_back_as_they_were(store: Store) -> None:
    """Values of every kind, spans with labels, scores and methods are read as they were written."""
    told = report()
    one = account(told, arrested=Count(3, "at_least"), attack_type=("bombing",), suicide=True)
    said = [
        *claims(one),
        Claim(1, "attack_type", ("bombing",), (Span(1, 2, "WEAPON"), Span(4, 9)), 0.123456789, "a/b"),
        Claim(1, "suicide", True),
        Claim(1, "affiliation", None),
        Claim(0, "relevant", True, (), 0.5, "x"),
    ]
    with store.writing() as w:
        made = w.put_report(told, at=1)
        w.put_coding(made.digest, reader="x", relevant=True, score=0.9, claims=said, accounts=[one], at=2)
        assert w.coded(made.digest) == "x"
        (coding,) = w.codings(made.digest)
    assert list(coding.claims) == said


def test_accounts_come_back_as_they_were(store: Store) -> None:
    """An account with its incident, words and vector is read as it was written."""
    told = report()
    one = replace(account(told, arrested=Count(3, "about")), vector=bytes(range(256)) * 3)
    with store.writing() as w:
        put(w, told, [one])
        assert w.accounts([one.key]) == {one.key: one} == w.accounts_of(one.report)


def test_coded_anew(store: Store) -> None:
    """A new coding closes the old claims and keeps them; an account no longer told leaves its incident, and
    one told again comes back."""
    told = report()
    first, second = account(told, 1), account(told, 2, arrested=None)
    add(store, told, first, second, apart=True)
    with store.writing() as w:
        made = w.put_report(told, at=20)
        gone = w.put_coding(made.digest, reader="better", relevant=True, score=1.0, claims=claims(first),
                            accounts=[first], at=20)  # fmt: skip
        assert gone == (second.key,)
        assert set(w.accounts([first.key, second.key])) == {first.key}
        assert list(w.incidents_of([first.key, second.key])) == [first.key]
        old, new = w.codings(made.digest)
        assert (old.reader, old.closed, new.reader, new.closed) == ("test", 20, "better", None)
        assert len(old.claims) == 10
        back = w.put_coding(made.digest, reader="third", relevant=True, score=1.0, claims=claims(second),
                            accounts=[second], at=30)  # fmt: skip
        assert back == (first.key,)
        assert set(w.accounts([first.key, second.key])) == {second.key}


def test_what_does_not_belong_together_is_refused(store: Store) -> None:
    """A claim without its account, an account of another report, a report never kept: nothing is written."""
    told, other = report(), report(text="Another text altogether.")
    one = account(told)
    with store.writing() as w:
        w.put_report(told, at=1)
    common = {"reader": "x", "relevant": True, "score": 1.0, "at": 2}
    with store.writing() as w, pytest.raises(ValueError, match="hand in an account for each"):
        w.put_coding(one.report, claims=[Claim(2, "outcome", "foiled")], accounts=[one], **common)  # type: ignore[arg-type]
    with pytest.raises(StoreError, match="expected"), store.writing() as w:
        w.put_coding(one.report, claims=[], accounts=[account(other)], **common)  # type: ignore[arg-type]
    with pytest.raises(StoreError, match="add it first"), store.writing() as w:
        w.put_coding(digest_of(other), claims=[], accounts=[], **common)  # type: ignore[arg-type]


def test_a_transaction_is_whole_or_nothing(store: Store) -> None:
    """What is raised within a transaction leaves nothing of it behind."""
    with pytest.raises(ZeroDivisionError), store.writing() as w:
        put(w, report(), [account(report())])
        raise ZeroDivisionError
    with store.reading() as r:
        assert list(r.digests()) == []
        assert r.accounts([account(report(TEXT)).key]) == {}
