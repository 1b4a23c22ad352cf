"""The tables of the record, the same on SQLite and PostgreSQL.

Times are whole microseconds since 1970 UTC, days proleptic ordinals, JSON is text with sorted keys, so that
both databases keep the same bytes. A row with `closed` null is today's. The search documents stand beside
these tables, in `documents.py`, since the two databases keep them differently.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

Id = BigInteger().with_variant(Integer(), "sqlite")
"""Row numbers: SQLite counts up by itself only for its own INTEGER."""


def _id() -> Column[int]:
    return Column("id", Id, primary_key=True)


def _to(table: str, name: str = "", **options: Any) -> Column[int]:
    """A column that names a row of another table."""
    options.setdefault("nullable", False)
    return Column(name or f"{table}_id", Id, ForeignKey(f"{table}.id"), **options)


def _text(name: str, **options: Any) -> Column[str]:
    options.setdefault("nullable", False)
    return Column(name, Text, **options)


def _at(name: str, **options: Any) -> Column[int]:
    """A time, or a day."""
    options.setdefault("nullable", False)
    return Column(name, BigInteger, **options)


report = Table(
    "report",
    metadata,
    _id(),
    _text("digest", unique=True),
    _text("lang", nullable=True),
    _text("title", nullable=True),
    _text("text", nullable=True),
    _text("url", nullable=True),
    _text("published", nullable=True),
    _text("name", nullable=True),
    _at("added"),
    _at("deleted", nullable=True),
    _text("deleted_by", nullable=True),
    _text("deleted_reason", nullable=True),
)

sighting = Table(
    "sighting",
    metadata,
    _id(),
    _to("report", index=True),
    _text("name"),
    _text("url", nullable=True),
    _text("path", nullable=True),
    _at("at"),
)

coding = Table(
    "coding",
    metadata,
    _id(),
    _to("report", index=True),
    _text("reader"),
    Column("relevant", Boolean, nullable=False),
    Column("score", Float, nullable=False),
    _at("at"),
    _at("closed", nullable=True),
)
Index("uq_coding_open", coding.c.report_id, unique=True, sqlite_where=coding.c.closed.is_(None),
      postgresql_where=coding.c.closed.is_(None))  # fmt: skip

account = Table(
    "account",
    metadata,
    _id(),
    _to("report"),
    Column("number", Integer, nullable=False),
    _text("key", unique=True),
    _at("first_day", nullable=True),
    _at("last_day", nullable=True),
    Column("reach", Integer, nullable=False),
    _text("country", nullable=True),
    Column("cell", Integer, nullable=True),
    _text("profile"),
    Column("vector", LargeBinary, nullable=True),
    _at("opened"),
    _at("closed", nullable=True),
    UniqueConstraint("report_id", "number"),
)
for _columns in (("cell",), ("country",), ()):
    Index(
        "_".join(("ix_account", *(_columns or ("days",)))),
        *(account.c[name] for name in (*_columns, "reach", "first_day", "last_day")),
        sqlite_where=account.c.closed.is_(None),
        postgresql_where=account.c.closed.is_(None),
    )

claim = Table(
    "claim",
    metadata,
    _id(),
    _to("coding", index=True),
    _to("account", nullable=True, index=True),
    _text("field"),
    _text("value"),
    _text("spans"),
    Column("score", Float, nullable=False),
    _text("method"),
)

edge = Table(
    "edge",
    metadata,
    _to("account", "a", primary_key=True, autoincrement=False),
    _to("account", "b", primary_key=True, autoincrement=False, index=True),
    Column("score", Float, nullable=False),
    _text("reasons"),
)

incident = Table(
    "incident",
    metadata,
    _id(),
    _at("created"),
    _to("incident", "merged_into", nullable=True, index=True),
)

member = Table(
    "member",
    metadata,
    _id(),
    _to("account", index=True),
    _to("incident", index=True),
    _at("opened"),
    _at("closed", nullable=True),
)
Index("uq_member_open", member.c.account_id, unique=True, sqlite_where=member.c.closed.is_(None),
      postgresql_where=member.c.closed.is_(None))  # fmt: skip


def _filtered() -> list[Column[Any]]:
    """The columns that filters ask for: of `state`, for any day, and of `shown`, for today.

    `attack_type`, `weapons`, `target_type` and `langs` are sets of bits, told by `term`; x, y, z is the
    place on the unit sphere.
    """
    return [
        _at("first_day", nullable=True),
        _at("last_day", nullable=True),
        _text("country", nullable=True),
        _text("outcome"),
        _text("stage"),
        _text("actor"),
        _text("affiliation", nullable=True),
        _text("agency", nullable=True),
        _text("disruption"),
        _text("review"),
        _at("attack_type"),
        _at("weapons"),
        _at("target_type"),
        _at("langs"),
        Column("suicide", Boolean, nullable=False),
        Column("household_precursors", Boolean, nullable=False),
        Column("certainty", Float, nullable=False),
        Column("reports", Integer, nullable=False),
        Column("lat", Float, nullable=True),
        Column("lon", Float, nullable=True),
        Column("x", Float, nullable=True),
        Column("y", Float, nullable=True),
        Column("z", Float, nullable=True),
    ]


COUNTS = ("suspects", "arrested", "killed", "wounded")

state = Table(
    "state",
    metadata,
    _id(),
    _to("incident"),
    _at("opened"),
    _at("closed", nullable=True),
    *_filtered(),
    *(Column(name, BigInteger, nullable=True) for name in COUNTS),
    *(_text(f"{name}_bound", nullable=True) for name in COUNTS),
    _text("date", nullable=True),
    _text("place", nullable=True),
    Column("geoname_id", BigInteger, nullable=True),
    _text("place_country", nullable=True),
    _text("precision", nullable=True),
    _text("caption"),
    _text("folded"),
    Index("ix_state_incident", "incident_id", "opened"),
    Index("ix_state_opened", "opened"),
)
Index("uq_state_open", state.c.incident_id, unique=True, sqlite_where=state.c.closed.is_(None),
      postgresql_where=state.c.closed.is_(None))  # fmt: skip

shown = Table(
    "shown",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    _to("incident", unique=True),
    _to("state", unique=True),
    _at("opened"),
    *_filtered(),
)
"""Today's states once more, narrow, for filters. `id` is the first day times 2^32 plus the incident: the
newest incidents have the highest, so that a page of the record is read off in its order."""

for _name in ("country", "outcome", "stage", "actor", "affiliation", "agency", "disruption", "review"):
    Index(f"ix_shown_{_name}", shown.c[_name], shown.c.id)
for _name in ("opened", "certainty", "reports", "lat"):
    Index(f"ix_shown_{_name}", shown.c[_name], shown.c.id)

term = Table(
    "term",
    metadata,
    _id(),
    _text("field"),
    _text("value"),
    Column("bit", Integer, nullable=False),
    UniqueConstraint("field", "value"),
    UniqueConstraint("field", "bit"),
)
"""Which bit stands for which value in a field of several values; never changed once given."""

judgement = Table(
    "judgement",
    metadata,
    _id(),
    _text("digest", unique=True),
    _at("at"),
    _text("who"),
    _text("kind"),
    _text("reason"),
    _text("payload"),
)

subject = Table(
    "subject",
    metadata,
    _to("judgement", primary_key=True, autoincrement=False),
    _text("key", primary_key=True),
    Index("ix_subject_key", "key"),
)
"""The accounts that a judgement is about, by key: an account need not be there yet."""

person = Table(
    "person",
    metadata,
    _id(),
    _text("name", unique=True),
    _text("role"),
    _text("password", nullable=True),
    _at("created"),
    _at("disabled", nullable=True),
)

task = Table(
    "task",
    metadata,
    _id(),
    _to("incident", index=True),
    _text("kind"),
    _text("state"),
    _to("person", "assigned", nullable=True, index=True),
    _at("created"),
    _at("closed", nullable=True),
)

audit = Table(
    "audit",
    metadata,
    _id(),
    _at("at"),
    _text("who"),
    _text("action"),
    _text("subject"),
    _text("detail"),
    _text("previous"),
    _text("hash", unique=True),
)

session = Table(
    "session",
    metadata,
    _id(),
    _text("digest", unique=True),
    _to("person", index=True),
    _at("created"),
    _at("seen"),
)
"""Who is signed in; `digest` is the sha256 of what the browser holds, which stands nowhere."""

token = Table(
    "token",
    metadata,
    _id(),
    _text("digest", unique=True),
    _to("person", index=True),
    _text("name"),
    _text("scopes"),
    _at("created"),
    _at("until", nullable=True),
    _at("seen", nullable=True),
    _at("revoked", nullable=True),
)
"""Keys of programs that ask in a person's name."""

ticket = Table(
    "ticket",
    metadata,
    _id(),
    _text("digest", unique=True),
    _text("purpose"),
    _to("person", nullable=True, index=True),
    _at("created"),
    _at("until"),
    _at("used", nullable=True),
)
"""Links that are good for one time: to make the first admin, to choose a password."""

attempt = Table(
    "attempt",
    metadata,
    _text("subject", primary_key=True),
    Column("fails", Integer, nullable=False),
    _at("last"),
    _at("until"),
)
"""Failed tries to sign in, by the sha256 of the name that was given, or of the address they came from."""

saved_view = Table(
    "saved_view",
    metadata,
    _id(),
    _to("person"),
    _text("name"),
    _text("address"),
    _at("created"),
    UniqueConstraint("person_id", "name"),
)

waiting = Table(
    "waiting",
    metadata,
    _to("incident", primary_key=True, autoincrement=False),
    _text("person", primary_key=True),
    _text("why"),
    Column("rank", Float, nullable=False),
    Index("ix_waiting_rank", "rank", "incident_id", "person"),
    Index("ix_waiting_person", "person", "rank", "incident_id"),
)
"""What waits for a person's look, the highest rank first; `person` is empty where anybody may look."""

lease = Table(
    "lease",
    metadata,
    _to("incident", primary_key=True, autoincrement=False),
    _text("person"),
    _at("at"),
    _at("until"),
)
"""Who has taken an incident from the queue, and until when it is theirs."""

PASSING = frozenset({"session", "ticket", "attempt", "lease"})
"""Tables of what is good for a while on one server only: no backup holds them."""

TABLES = tuple(metadata.sorted_tables)
"""All tables, each after those it names."""
