"""The record: reports, codings, accounts, incidents, states, judgements, search, people, audit."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
OPEN: dict[str, Any] = {
    "sqlite_where": sa.text("closed IS NULL"),
    "postgresql_where": sa.text("closed IS NULL"),
}


def upgrade() -> None:  # noqa: PLR0915 (a list of tables)
    """Make all tables."""
    op.create_table(
        "audit",
        sa.Column("id", ID, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("previous", sa.Text(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_audit"),
        sa.UniqueConstraint("hash", name="uq_audit_hash"),
    )
    op.create_table(
        "incident",
        sa.Column("id", ID, nullable=False),
        sa.Column("created", sa.BigInteger(), nullable=False),
        sa.Column("merged_into", ID, nullable=True),
        sa.ForeignKeyConstraint(["merged_into"], ["incident.id"], name="fk_incident_merged_into"),
        sa.PrimaryKeyConstraint("id", name="pk_incident"),
    )
    op.create_index("ix_incident_merged_into", "incident", ["merged_into"])
    op.create_table(
        "judgement",
        sa.Column("id", ID, nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_judgement"),
        sa.UniqueConstraint("digest", name="uq_judgement_digest"),
    )
    op.create_table(
        "person",
        sa.Column("id", ID, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("password", sa.Text(), nullable=True),
        sa.Column("created", sa.BigInteger(), nullable=False),
        sa.Column("disabled", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_person"),
        sa.UniqueConstraint("name", name="uq_person_name"),
    )
    op.create_table(
        "report",
        sa.Column("id", ID, nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("lang", sa.Text(), nullable=True),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("published", sa.Text(), nullable=True),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("added", sa.BigInteger(), nullable=False),
        sa.Column("deleted", sa.BigInteger(), nullable=True),
        sa.Column("deleted_by", sa.Text(), nullable=True),
        sa.Column("deleted_reason", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_report"),
        sa.UniqueConstraint("digest", name="uq_report_digest"),
    )
    op.create_table(
        "term",
        sa.Column("id", ID, nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("bit", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_term"),
        sa.UniqueConstraint("field", "bit", name="uq_term_field_bit"),
        sa.UniqueConstraint("field", "value", name="uq_term_field_value"),
    )
    op.create_table(
        "account",
        sa.Column("id", ID, nullable=False),
        sa.Column("report_id", ID, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("first_day", sa.BigInteger(), nullable=True),
        sa.Column("last_day", sa.BigInteger(), nullable=True),
        sa.Column("reach", sa.Integer(), nullable=False),
        sa.Column("country", sa.Text(), nullable=True),
        sa.Column("cell", sa.Integer(), nullable=True),
        sa.Column("profile", sa.Text(), nullable=False),
        sa.Column("vector", sa.LargeBinary(), nullable=True),
        sa.Column("opened", sa.BigInteger(), nullable=False),
        sa.Column("closed", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], name="fk_account_report_id"),
        sa.PrimaryKeyConstraint("id", name="pk_account"),
        sa.UniqueConstraint("key", name="uq_account_key"),
        sa.UniqueConstraint("report_id", "number", name="uq_account_report_id_number"),
    )
    op.create_index("ix_account_cell", "account", ["cell", "reach", "first_day", "last_day"], **OPEN)
    op.create_index("ix_account_country", "account", ["country", "reach", "first_day", "last_day"], **OPEN)
    op.create_index("ix_account_days", "account", ["reach", "first_day", "last_day"], **OPEN)
    op.create_table(
        "coding",
        sa.Column("id", ID, nullable=False),
        sa.Column("report_id", ID, nullable=False),
        sa.Column("reader", sa.Text(), nullable=False),
        sa.Column("relevant", sa.Boolean(), nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("closed", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], name="fk_coding_report_id"),
        sa.PrimaryKeyConstraint("id", name="pk_coding"),
    )
    op.create_index("ix_coding_report_id", "coding", ["report_id"])
    op.create_index("uq_coding_open", "coding", ["report_id"], unique=True, **OPEN)
    op.create_table(
        "sighting",
        sa.Column("id", ID, nullable=False),
        sa.Column("report_id", ID, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("path", sa.Text(), nullable=True),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], name="fk_sighting_report_id"),
        sa.PrimaryKeyConstraint("id", name="pk_sighting"),
    )
    op.create_index("ix_sighting_report_id", "sighting", ["report_id"])
    op.create_table(
        "state",
        sa.Column("id", ID, nullable=False),
        sa.Column("incident_id", ID, nullable=False),
        sa.Column("opened", sa.BigInteger(), nullable=False),
        sa.Column("closed", sa.BigInteger(), nullable=True),
        sa.Column("first_day", sa.BigInteger(), nullable=True),
        sa.Column("last_day", sa.BigInteger(), nullable=True),
        sa.Column("country", sa.Text(), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("stage", sa.Text(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("affiliation", sa.Text(), nullable=True),
        sa.Column("agency", sa.Text(), nullable=True),
        sa.Column("disruption", sa.Text(), nullable=False),
        sa.Column("review", sa.Text(), nullable=False),
        sa.Column("attack_type", sa.BigInteger(), nullable=False),
        sa.Column("weapons", sa.BigInteger(), nullable=False),
        sa.Column("target_type", sa.BigInteger(), nullable=False),
        sa.Column("langs", sa.BigInteger(), nullable=False),
        sa.Column("suicide", sa.Boolean(), nullable=False),
        sa.Column("household_precursors", sa.Boolean(), nullable=False),
        sa.Column("certainty", sa.Float(), nullable=False),
        sa.Column("reports", sa.Integer(), nullable=False),
        sa.Column("lat", sa.Float(), nullable=True),
        sa.Column("lon", sa.Float(), nullable=True),
        sa.Column("x", sa.Float(), nullable=True),
        sa.Column("y", sa.Float(), nullable=True),
        sa.Column("z", sa.Float(), nullable=True),
        sa.Column("suspects", sa.BigInteger(), nullable=True),
        sa.Column("arrested", sa.BigInteger(), nullable=True),
        sa.Column("killed", sa.BigInteger(), nullable=True),
        sa.Column("wounded", sa.BigInteger(), nullable=True),
        sa.Column("suspects_bound", sa.Text(), nullable=True),
        sa.Column("arrested_bound", sa.Text(), nullable=True),
        sa.Column("killed_bound", sa.Text(), nullable=True),
        sa.Column("wounded_bound", sa.Text(), nullable=True),
        sa.Column("date", sa.Text(), nullable=True),
        sa.Column("place", sa.Text(), nullable=True),
        sa.Column("geoname_id", sa.BigInteger(), nullable=True),
        sa.Column("place_country", sa.Text(), nullable=True),
        sa.Column("precision", sa.Text(), nullable=True),
        sa.Column("caption", sa.Text(), nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["incident_id"], ["incident.id"], name="fk_state_incident_id"),
        sa.PrimaryKeyConstraint("id", name="pk_state"),
    )
    op.create_index("ix_state_incident", "state", ["incident_id", "opened"])
    op.create_index("ix_state_opened", "state", ["opened"])
    op.create_index("uq_state_open", "state", ["incident_id"], unique=True, **OPEN)
    op.create_table(
        "subject",
        sa.Column("judgement_id", ID, autoincrement=False, nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["judgement_id"], ["judgement.id"], name="fk_subject_judgement_id"),
        sa.PrimaryKeyConstraint("judgement_id", "key", name="pk_subject"),
    )
    op.create_index("ix_subject_key", "subject", ["key"])
    op.create_table(
        "task",
        sa.Column("id", ID, nullable=False),
        sa.Column("incident_id", ID, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("assigned", ID, nullable=True),
        sa.Column("created", sa.BigInteger(), nullable=False),
        sa.Column("closed", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["assigned"], ["person.id"], name="fk_task_assigned"),
        sa.ForeignKeyConstraint(["incident_id"], ["incident.id"], name="fk_task_incident_id"),
        sa.PrimaryKeyConstraint("id", name="pk_task"),
    )
    op.create_index("ix_task_assigned", "task", ["assigned"])
    op.create_index("ix_task_incident_id", "task", ["incident_id"])
    op.create_table(
        "claim",
        sa.Column("id", ID, nullable=False),
        sa.Column("coding_id", ID, nullable=False),
        sa.Column("account_id", ID, nullable=True),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("spans", sa.Text(), nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("method", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_claim_account_id"),
        sa.ForeignKeyConstraint(["coding_id"], ["coding.id"], name="fk_claim_coding_id"),
        sa.PrimaryKeyConstraint("id", name="pk_claim"),
    )
    op.create_index("ix_claim_account_id", "claim", ["account_id"])
    op.create_index("ix_claim_coding_id", "claim", ["coding_id"])
    op.create_table(
        "edge",
        sa.Column("a", ID, autoincrement=False, nullable=False),
        sa.Column("b", ID, autoincrement=False, nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["a"], ["account.id"], name="fk_edge_a"),
        sa.ForeignKeyConstraint(["b"], ["account.id"], name="fk_edge_b"),
        sa.PrimaryKeyConstraint("a", "b", name="pk_edge"),
    )
    op.create_index("ix_edge_b", "edge", ["b"])
    op.create_table(
        "member",
        sa.Column("id", ID, nullable=False),
        sa.Column("account_id", ID, nullable=False),
        sa.Column("incident_id", ID, nullable=False),
        sa.Column("opened", sa.BigInteger(), nullable=False),
        sa.Column("closed", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_member_account_id"),
        sa.ForeignKeyConstraint(["incident_id"], ["incident.id"], name="fk_member_incident_id"),
        sa.PrimaryKeyConstraint("id", name="pk_member"),
    )
    op.create_index("ix_member_account_id", "member", ["account_id"])
    op.create_index("ix_member_incident_id", "member", ["incident_id"])
    op.create_index("uq_member_open", "member", ["account_id"], unique=True, **OPEN)
    op.create_table(
        "shown",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("incident_id", ID, nullable=False),
        sa.Column("state_id", ID, nullable=False),
        sa.Column("opened", sa.BigInteger(), nullable=False),
        sa.Column("first_day", sa.BigInteger(), nullable=True),
        sa.Column("last_day", sa.BigInteger(), nullable=True),
        sa.Column("country", sa.Text(), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("stage", sa.Text(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("affiliation", sa.Text(), nullable=True),
        sa.Column("agency", sa.Text(), nullable=True),
        sa.Column("disruption", sa.Text(), nullable=False),
        sa.Column("review", sa.Text(), nullable=False),
        sa.Column("attack_type", sa.BigInteger(), nullable=False),
        sa.Column("weapons", sa.BigInteger(), nullable=False),
        sa.Column("target_type", sa.BigInteger(), nullable=False),
        sa.Column("langs", sa.BigInteger(), nullable=False),
        sa.Column("suicide", sa.Boolean(), nullable=False),
        sa.Column("household_precursors", sa.Boolean(), nullable=False),
        sa.Column("certainty", sa.Float(), nullable=False),
        sa.Column("reports", sa.Integer(), nullable=False),
        sa.Column("lat", sa.Float(), nullable=True),
        sa.Column("lon", sa.Float(), nullable=True),
        sa.Column("x", sa.Float(), nullable=True),
        sa.Column("y", sa.Float(), nullable=True),
        sa.Column("z", sa.Float(), nullable=True),
        sa.ForeignKeyConstraint(["incident_id"], ["incident.id"], name="fk_shown_incident_id"),
        sa.ForeignKeyConstraint(["state_id"], ["state.id"], name="fk_shown_state_id"),
        sa.PrimaryKeyConstraint("id", name="pk_shown"),
        sa.UniqueConstraint("incident_id", name="uq_shown_incident_id"),
        sa.UniqueConstraint("state_id", name="uq_shown_state_id"),
    )
    op.create_index("ix_shown_actor", "shown", ["actor", "id"])
    op.create_index("ix_shown_affiliation", "shown", ["affiliation", "id"])
    op.create_index("ix_shown_agency", "shown", ["agency", "id"])
    op.create_index("ix_shown_certainty", "shown", ["certainty", "id"])
    op.create_index("ix_shown_country", "shown", ["country", "id"])
    op.create_index("ix_shown_disruption", "shown", ["disruption", "id"])
    op.create_index("ix_shown_opened", "shown", ["opened", "id"])
    op.create_index("ix_shown_lat", "shown", ["lat", "id"])
    op.create_index("ix_shown_outcome", "shown", ["outcome", "id"])
    op.create_index("ix_shown_reports", "shown", ["reports", "id"])
    op.create_index("ix_shown_review", "shown", ["review", "id"])
    op.create_index("ix_shown_stage", "shown", ["stage", "id"])
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            "CREATE VIRTUAL TABLE document USING fts5"
            "(words, mark UNINDEXED, tokenize = 'ascii', prefix = '2 3 4')"
        )
    else:
        op.execute(
            "CREATE TABLE document (id BIGINT PRIMARY KEY, words TSVECTOR NOT NULL, mark TEXT NOT NULL)"
        )
        op.execute("CREATE INDEX ix_document_words ON document USING gin (words)")
