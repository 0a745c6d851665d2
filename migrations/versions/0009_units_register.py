"""Registration by units: their links and quotas, what befell a registration, photos."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("registrations", sa.Column("substitute", sa.JSON(none_as_null=True), nullable=True))
    op.create_table(
        "registration_steps",
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("registration", sa.String(length=20), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("was", sa.String(length=20), nullable=False),
        sa.Column("was_note", sa.Text(), nullable=False),
        sa.Column("by", sa.String(length=80), nullable=False),
        sa.Column("at", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_registration_steps")),
    )
    op.create_index(op.f("ix_registration_steps_registration"), "registration_steps", ["registration"])
    op.create_table(
        "registration_photos",
        sa.Column("registration", sa.String(length=20), nullable=False),
        sa.Column("jpeg", sa.Text(), nullable=False),
        sa.Column("at", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("registration", name=op.f("pk_registration_photos")),
    )
    op.create_table(
        "unit_links",
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("token", sa.String(length=64), nullable=False),
        sa.Column("contest_id", sa.String(length=64), nullable=False),
        sa.Column("unit", sa.String(length=200), nullable=False),
        sa.Column("items", sa.JSON(), nullable=False),
        sa.Column("closes", sa.String(length=40), nullable=False),
        sa.Column("substitutes_until", sa.String(length=40), nullable=False),
        sa.Column("by", sa.String(length=80), nullable=False),
        sa.Column("created_at", sa.String(length=40), nullable=False),
        sa.Column("withdrawn_at", sa.String(length=40), nullable=False),
        sa.Column("opened_at", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit_links")),
        sa.UniqueConstraint("token", name=op.f("uq_unit_links_token")),
    )
    op.create_index(op.f("ix_unit_links_contest_id"), "unit_links", ["contest_id"])
    op.create_table(
        "unit_quotas",
        sa.Column("contest_id", sa.String(length=64), nullable=False),
        sa.Column("unit", sa.String(length=200), nullable=False),
        sa.Column("item_id", sa.String(length=64), nullable=False),
        sa.Column("most", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("contest_id", "unit", "item_id", name=op.f("pk_unit_quotas")),
    )
