"""Migrations bring an empty database of either kind to exactly the tables that the code speaks of."""

import re

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect, text

from contest import tables
from contest.db import Base, make_engine
from contest.migrating import upgrade
from tests.support.imports import ROOT, module_name


def test_every_module_with_tables_is_named_where_migrations_and_backups_look():
    sources = {module_name(path): path.read_text(encoding="utf-8") for path in ROOT.glob("contest/**/*.py")}
    having = {
        name
        for name, text in sources.items()
        if "__tablename__" in text or re.search(r"Table\(\s*\"\w+\",\s*Base", text)
    }
    assert having == {holder.__name__ for holder in tables.HOLDERS}


def test_an_upgraded_database_is_what_the_models_say(database_url):
    upgrade(database_url)
    engine = make_engine(database_url)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        differences = compare_metadata(context, Base.metadata)
    engine.dispose()
    assert differences == []


def test_upgrading_again_changes_nothing(database_url):
    upgrade(database_url)
    engine = make_engine(database_url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE people_version SET number = 7"))
    upgrade(database_url)
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT number FROM people_version")) == 7
        assert inspect(connection).has_table("journal")
    engine.dispose()


def test_who_was_entered_before_there_were_attributes_is_kept_and_has_none(sqlite_url):
    upgrade(sqlite_url, "0001")
    engine = make_engine(sqlite_url)
    with engine.begin() as connection:
        connection.execute(text("INSERT INTO identities VALUES ('cup', 'e1', 'wall', '001', '王建国', '一建', 'salt')"))
    upgrade(sqlite_url)
    with engine.connect() as connection:
        (row,) = connection.execute(text("SELECT name, salt, attributes FROM identities")).all()
    engine.dispose()
    assert tuple(row) == ("王建国", "salt", None)


def test_a_table_that_no_migration_makes_would_be_seen(database_url):
    """The comparison above can fail."""
    upgrade(database_url)
    engine = make_engine(database_url)
    with engine.begin() as connection:
        connection.execute(text("DROP TABLE seat_names"))
    with engine.connect() as connection:
        differences = compare_metadata(MigrationContext.configure(connection), Base.metadata)
    engine.dispose()
    assert [(what, table.name) for what, table in differences] == [("add_table", "seat_names")]
