"""A seat is handed over: its former devices may still deliver, and who sat there before keeps their name."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("devices", schema=None) as batch_op:
        batch_op.add_column(sa.Column("former", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.create_table(
        "judge_names",
        sa.Column("contest_id", sa.String(length=64), nullable=False),
        sa.Column("judge", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.PrimaryKeyConstraint("contest_id", "judge"),
    )
