"""Databases: what is confirmed is kept, and one process alone writes to SQLite."""

import subprocess
import sys

import gevent
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from contest.db import Reader, UnsafeDatabase, Writer, _write_pragmas, make_engine, sole_writer
from tests.support.imports import ROOT


@pytest.fixture
def writer(database_url):
    writer = Writer(database_url)
    writer.run(lambda connection: connection.execute(text("CREATE TABLE sheet (code TEXT)")))
    yield writer
    writer.close()


@pytest.fixture
def reader(database_url, writer):
    reader = Reader(database_url)
    yield reader
    reader.close()


def put(code):
    return lambda connection: connection.execute(text("INSERT INTO sheet VALUES (:code)"), {"code": code})


def codes(reader):
    return reader.run(lambda connection: connection.scalars(text("SELECT code FROM sheet ORDER BY code")).all())


def test_what_the_writer_returned_from_is_seen_by_readers(writer, reader):
    writer.run(put("A01"))
    assert codes(reader) == ["A01"]


def test_what_raises_is_rolled_back_and_raised(writer, reader):
    def half(connection):
        put("A01")(connection)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        writer.run(half)
    assert codes(reader) == []


def test_writes_asked_for_at_once_go_one_after_the_other(writer, reader):
    within = []

    def slow(connection):
        within.append("in")
        put("A")(connection)
        assert within.count("in") - within.count("out") == 1
        within.append("out")

    gevent.joinall([gevent.spawn(writer.run, slow) for _ in range(20)], raise_error=True)
    assert len(codes(reader)) == 20


def test_a_reader_cannot_write(reader):
    with pytest.raises(DBAPIError):
        reader.run(put("A01"))
    assert codes(reader) == []


def test_sqlite_answers_that_it_keeps_what_it_confirms(sqlite_url):
    engine = make_engine(sqlite_url)
    with engine.connect() as connection:
        told = {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in ("journal_mode", "synchronous")}
    engine.dispose()
    assert told == {"journal_mode": "wal", "synchronous": 2}


@pytest.mark.parametrize(("mode", "synchronous"), [("wal", 1), ("delete", 2), ("wal", 0), ("off", 2)])
def test_a_database_that_answers_otherwise_is_not_served(mode, synchronous):
    answers = {"PRAGMA journal_mode": mode, "PRAGMA synchronous": synchronous}

    class Cursor:
        def execute(self, statement):
            self.answer = answers.get(statement)
            return self

        def fetchone(self):
            return (self.answer,)

        def close(self):
            pass

    class Deaf:
        """A connection that takes every pragma and keeps its own mind, as a filesystem without shared memory does."""

        cursor = Cursor

    with pytest.raises(UnsafeDatabase, match="wal and 2 are needed"):
        _write_pragmas(Deaf(), None)


SERVES = """
import sys
from contest.db import sole_writer
with sole_writer(sys.argv[1]):
    print("serves", flush=True)
    input()
"""


def test_a_second_process_on_the_same_sqlite_file_is_refused_with_a_sentence(sqlite_url):
    first = subprocess.Popen(
        [sys.executable, "-c", SERVES, sqlite_url], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    try:
        assert first.stdout.readline() == "serves\n"
        with (
            pytest.raises(UnsafeDatabase, match=r"another process serves .*contest\.db; stop it first"),
            sole_writer(sqlite_url),
        ):
            pass
        first.kill()  # however it ends, its hold ends with it
        first.wait(timeout=10)
        with sole_writer(sqlite_url):
            pass
    finally:
        first.kill()
        first.communicate()


def test_many_processes_may_serve_postgresql(postgresql_url):
    with sole_writer(postgresql_url), sole_writer(postgresql_url):
        pass


def test_a_folder_is_made_for_a_new_database(tmp_path):
    make_engine(f"sqlite:///{tmp_path / 'var' / 'contest.db'}").dispose()
    assert (tmp_path / "var").is_dir()
