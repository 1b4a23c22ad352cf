"""The record's database, on SQLite or PostgreSQL: reports, claims, accounts, incidents, states, judgements.

::

    with Store.create(url) as store:            # or Store.open(url): never makes or changes tables
        with store.writing() as w:              # one transaction; the only writer; kept where the block ends
            put = w.put_report(report, at=at, path=path)          # Put(digest, new, deleted)
            w.put_coding(put.digest, reader="lexical", relevant=True, score=0.9, claims=claims,
                         accounts=accounts, at=at)                # -> keys of accounts that were closed
            near = w.candidates(block(account))                   # -> list[Account], itself among them
            w.put_edges({(account.key, other.key): likeness})     # Mapping[(key, key), Likeness]
            part = w.component([account.key])                     # .accounts {key: Account}, .edges
                                                                  # {(key, key): score}, .judgements
            done = w.regroup(groups, at=at)                       # .groups {incident: keys}, .changed,
                                                                  # .retired {incident: heir or None}
            w.put_state(number, folded, at=at, review="machine", caption="")   # -> is anything other?
            w.close_state(number, at=at)                          # of a retired incident
            w.put_judgement(digest=…, at=…, who=…, kind=…, reason=…, payload={…}, accounts=keys)
        with store.reading() as r:              # a snapshot
            r.list(Filters(countries=("MA",)), order="latest", cursor=None, limit=50, as_of=None)  # -> Page
            r.search("مراكش", Filters())         # -> Page(states, cursor)
            r.count(Filters())
            r.state(number, as_of=None); r.history(number); r.members(number, as_of=None)
            r.incident(number)                  # the incident that stands for it today (after a merge)
            r.incidents_of(keys); r.accounts(keys); r.accounts_of(digest); r.edges(key)
            r.report(digest); r.reports(digests); r.digests(); r.codings(digest); r.coded(digest)
            r.judgements(keys or None)

`Writing` answers all that `Reading` does. Every error of a database is a StoreError that says what to do.
"""

from __future__ import annotations

from marsad.store.codings import Coding
from marsad.store.columns import REVIEWS
from marsad.store.filters import Filters, Near
from marsad.store.judgements import Judged
from marsad.store.links import Component, Edge
from marsad.store.listing import ORDERS, Order, Page
from marsad.store.members import Regrouped
from marsad.store.parts import Reading, Writing
from marsad.store.reports import Kept, Put, Sighting, digest_of
from marsad.store.states import State
from marsad.store.store import Store

__all__ = [
    "ORDERS",
    "REVIEWS",
    "Coding",
    "Component",
    "Edge",
    "Filters",
    "Judged",
    "Kept",
    "Near",
    "Order",
    "Page",
    "Put",
    "Reading",
    "Regrouped",
    "Sighting",
    "State",
    "Store",
    "Writing",
    "digest_of",
]
