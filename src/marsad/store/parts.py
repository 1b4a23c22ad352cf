"""All that can be asked of a record, and all that can be written to it, put together from the parts."""

from __future__ import annotations

from marsad.store.archive import ReadsArchive, WritesArchive
from marsad.store.attempts import ReadsAttempts, WritesAttempts
from marsad.store.catalogue import ReadsCatalogue
from marsad.store.checks import ReadsChecks
from marsad.store.codings import ReadsCodings
from marsad.store.deletion import WritesDeletions
from marsad.store.judgements import WritesJudgements
from marsad.store.links import ReadsLinks, WritesLinks
from marsad.store.listing import ReadsLists
from marsad.store.members import WritesMembers
from marsad.store.narrow import ReadsNarrow
from marsad.store.people import ReadsPeople, WritesPeople
from marsad.store.reports import WritesReports
from marsad.store.sessions import ReadsSessions, WritesSessions
from marsad.store.tokens import ReadsTokens, WritesTokens
from marsad.store.versions import ReadsVersions
from marsad.store.views import ReadsViews, WritesViews
from marsad.store.waiting import ReadsWaiting, WritesWaiting


class Reading(
    ReadsChecks, ReadsCodings, ReadsLinks, ReadsLists, ReadsPeople, ReadsSessions, ReadsTokens, ReadsAttempts,
    ReadsViews, ReadsCatalogue, ReadsArchive, ReadsVersions, ReadsWaiting, ReadsNarrow,
):  # fmt: skip
    """What a snapshot of the record answers."""


class Writing(
    WritesArchive, WritesDeletions, WritesReports, WritesLinks, WritesMembers, WritesPeople, WritesJudgements,
    WritesSessions, WritesTokens, WritesAttempts, WritesViews, WritesWaiting, Reading,
):  # fmt: skip
    """What a transaction may write; it answers all that a snapshot does."""
