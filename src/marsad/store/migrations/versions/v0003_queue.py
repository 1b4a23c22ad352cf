"""What waits for a person's look, and who has taken it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "v0003_queue"
down_revision = "v0002_people"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the tables; `Record.init` fills the queue."""
    op.create_table(
        "waiting",
        sa.Column("incident_id", ID, autoincrement=False, nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("rank", sa.Float(), nullable=False),
        sa.ForeignKeyConstraint(["incident_id"], ["incident.id"], name="fk_waiting_incident_id"),
        sa.PrimaryKeyConstraint("incident_id", "person", name="pk_waiting"),
    )
    op.create_index("ix_waiting_rank", "waiting", ["rank", "incident_id", "person"])
    op.create_index("ix_waiting_person", "waiting", ["person", "rank", "incident_id"])
    op.create_table(
        "lease",
        sa.Column("incident_id", ID, autoincrement=False, nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["incident_id"], ["incident.id"], name="fk_lease_incident_id"),
        sa.PrimaryKeyConstraint("incident_id", name="pk_lease"),
    )
