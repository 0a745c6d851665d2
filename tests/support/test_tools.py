"""The tests' own tools: a database is really empty, a browser really opens pages in Chinese."""

import psycopg
import pytest
from sqlalchemy import create_engine, inspect, make_url, text

from tests.support import browser as browsers
from tests.support import postgres


def test_a_database_is_fresh_for_every_test(database_url):
    engine = create_engine(database_url)
    assert inspect(engine).get_table_names() == []
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE sheet (code TEXT)"))
        connection.execute(text("INSERT INTO sheet VALUES ('砌筑 A01')"))
        assert connection.execute(text("SELECT code FROM sheet")).scalar_one() == "砌筑 A01"
    engine.dispose()


def test_the_database_of_a_test_is_gone_after_it(postgres_server):
    with postgres_server.fresh_database() as url:
        name = make_url(url).database
    with postgres.connect(postgres_server.url) as connection:
        names = {row[0] for row in connection.execute("SELECT datname FROM pg_database")}
    assert name not in names


def test_a_database_goes_even_while_someone_is_connected(postgres_server):
    with postgres_server.fresh_database() as url:
        left_open = postgres.connect(make_url(url))
    with pytest.raises(psycopg.OperationalError):
        left_open.execute("SELECT 1")
    left_open.close()


def test_the_packaged_server_starts_where_the_machine_has_none(monkeypatch):
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setattr(postgres, "find_binaries", lambda: postgres._packaged()[0])
    with postgres.server() as server, server.fresh_database() as url:
        assert make_url(url).database.startswith("contest_test_")


def test_without_any_server_the_tests_fail_with_a_sentence(monkeypatch):
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setattr(postgres.shutil, "which", lambda name: None)
    monkeypatch.setattr(postgres.Path, "glob", lambda self, pattern: [])
    with pytest.raises(postgres.NoPostgres, match="set DATABASE_URL"), postgres.server():
        pass


def test_the_browser_opens_a_page_in_chinese(page):
    page.set_content("<p>砌筑</p>")
    assert page.inner_text("p") == "砌筑"
    assert page.evaluate("navigator.language") == "zh-CN"


def test_a_browser_that_opens_no_page_fails_with_a_sentence(monkeypatch):
    monkeypatch.setenv("CHROME", "/bin/false")
    with pytest.raises(browsers.NoBrowser, match="opens no page"):
        browsers.find_chromium()
