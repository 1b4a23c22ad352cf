"""All that can be asked of a record, and all that can be written to it, put together from the parts."""

from __future__ import annotations

from marsad.store.bulk import WritesBulk
from marsad.store.codings import ReadsCodings
from marsad.store.judgements import WritesJudgements
from marsad.store.links import ReadsLinks, WritesLinks
from marsad.store.listing import ReadsLists
from marsad.store.members import WritesMembers
from marsad.store.reports import WritesReports
from marsad.store.states import ReadsStates


class Reading(ReadsCodings, ReadsLinks, ReadsLists, ReadsStates):
    """What a snapshot of the record answers."""


class Writing(Reading, WritesBulk, WritesReports, WritesLinks, WritesMembers, WritesJudgements):
    """What a transaction may write; it answers all that a snapshot does."""
