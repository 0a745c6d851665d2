"""Databases: engines, the plain tables' base, and THE writer.

May not be in here: what is written. Every write, of the journal and of plain tables alike, is a function given to
`Writer.run`;
it runs in the one writer thread, inside one transaction, and does SQL only: busy Python there would stall the loop.
"""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar, cast

import gevent.threadpool
from sqlalchemy import Connection, Engine, MetaData, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.orm import DeclarativeBase

T = TypeVar("T")
PlainWrite = Callable[[Connection], None]
"""A write of plain tables that belongs to an act and is committed with it."""

_NAMES = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """The plain tables: accounts, devices, identities. The journal's tables are Core, in the same metadata."""

    metadata = MetaData(naming_convention=_NAMES)


class UnsafeDatabase(RuntimeError):
    """The database does not keep what it confirms, or somebody else is writing to it."""


def make_engine(url: str, *, readonly: bool = False) -> Engine:
    """An engine for `url` (sqlite:///… or postgresql+psycopg://…); SQLite's pragmas are set and read back at each
    connect."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        if parsed.database:
            Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
        engine = create_engine(parsed, connect_args={"check_same_thread": False, "timeout": 5})
        event.listen(engine, "connect", _read_pragmas if readonly else _write_pragmas)
        event.listen(engine, "begin", _begin_read if readonly else _begin_immediate)
        return engine
    engine = create_engine(parsed.set(drivername="postgresql+psycopg"), pool_pre_ping=True)
    if readonly:
        return engine.execution_options(postgresql_readonly=True)
    return engine


def _write_pragmas(connection: Any, record: Any) -> None:
    """WAL with synchronous=FULL: NORMAL loses acknowledged commits at a power cut. Read back, or we do not serve."""
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.execute("PRAGMA busy_timeout=5000")
    mode = cursor.execute("PRAGMA journal_mode").fetchone()[0]
    synchronous = cursor.execute("PRAGMA synchronous").fetchone()[0]
    cursor.close()
    if mode not in ("wal", "memory") or synchronous != 2:
        raise UnsafeDatabase(f"SQLite answers journal_mode={mode}, synchronous={synchronous}; wal and 2 are needed")


def _read_pragmas(connection: Any, record: Any) -> None:
    connection.isolation_level = None
    connection.execute("PRAGMA query_only=ON")


def _begin_immediate(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _begin_read(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN")


class Writer:
    """The one writer: a single thread, a single connection, one transaction a call."""

    def __init__(self, url: str) -> None:
        self.engine = make_engine(url)
        self._pool = gevent.threadpool.ThreadPool(1)

    def run(self, work: Callable[[Connection], T]) -> T:
        """Run `work` in a transaction of its own and return what it returns once that is committed.

        Whatever `work` raises rolls the transaction back and is raised here.
        """
        result, fault = self._pool.apply(self._transaction, (work,))
        if fault is not None:
            raise fault
        return cast("T", result)

    def _transaction(self, work: Callable[[Connection], T]) -> tuple[T | None, Exception | None]:
        """What `work` returned or raised: raised in the thread, gevent would print it even where a refusal is meant."""
        try:
            with self.engine.begin() as connection:
                return work(connection), None
        except Exception as fault:
            return None, fault

    def close(self) -> None:
        """Wait for the write in progress and let go of the database."""
        self._pool.join()
        self._pool.kill()
        self.engine.dispose()


class Reader:
    """Reads beside the writer, in threads of their own, so that the loop never waits for the database."""

    def __init__(self, url: str, threads: int = 2) -> None:
        self.engine = make_engine(url, readonly=True)
        self._pool = gevent.threadpool.ThreadPool(threads)

    def run(self, work: Callable[[Connection], T]) -> T:
        """Run `work` on a connection that cannot write, and return what it returns."""
        return self._pool.apply(self._read, (work,))

    def _read(self, work: Callable[[Connection], T]) -> T:
        with self.engine.connect() as connection:
            return work(connection)

    def close(self) -> None:
        """Let go of the database."""
        self._pool.kill()
        self.engine.dispose()


@contextlib.contextmanager
def sole_writer(url: str) -> Iterator[None]:
    """Hold a SQLite database for this process alone; a second process is refused with a sentence. PostgreSQL needs
    none."""
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite" or not parsed.database:
        yield
        return
    path = Path(parsed.database + ".lock")
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+b") as file:
        if not _lock(file):
            raise UnsafeDatabase(f"another process serves {parsed.database}; stop it first, or choose another database")
        yield


def _lock(file: Any) -> bool:
    """Take the operating system's lock, which ends with the process however it ends."""
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
