"""Sessions that end by themselves and say on what they are; tokens of programs; series of contests."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("web_sessions", schema=None) as batch_op:
        batch_op.add_column(sa.Column("seen_at", sa.String(length=40), server_default=sa.text("''"), nullable=False))
        batch_op.add_column(sa.Column("agent", sa.String(length=120), server_default=sa.text("''"), nullable=False))
    op.create_table(
        "api_tokens",
        sa.Column("token", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("account_id", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("contest_id", sa.String(length=64), nullable=False),
        sa.Column("acts", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.String(length=40), nullable=False),
        sa.Column("until", sa.String(length=40), nullable=False),
        sa.Column("used_at", sa.String(length=40), nullable=False),
        sa.Column("ended_at", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("token"),
        sa.UniqueConstraint("id"),
    )
    with op.batch_alter_table("api_tokens", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_api_tokens_account_id"), ["account_id"], unique=False)
    op.create_table(
        "series",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("zh", sa.String(length=120), nullable=False),
        sa.Column("en", sa.String(length=120), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "series_contests",
        sa.Column("contest_id", sa.String(length=64), nullable=False),
        sa.Column("series_id", sa.String(length=40), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("contest_id"),
    )
    with op.batch_alter_table("series_contests", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_series_contests_series_id"), ["series_id"], unique=False)
