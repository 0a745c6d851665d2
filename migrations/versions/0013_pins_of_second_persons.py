"""A PIN by which an account's person agrees on somebody else's screen."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "account_pins",
        sa.Column("account_id", sa.String(length=32), nullable=False),
        sa.Column("pin", sa.String(length=200), nullable=False),
        sa.Column("set_at", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_account_pins")),
    )
