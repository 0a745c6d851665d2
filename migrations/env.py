"""Alembic's entry: runs the migrations on the connection that `contest.migrating` hands over."""

from alembic import context

from contest import tables  # noqa: F401  (what migrations are compared with)
from contest.db import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
