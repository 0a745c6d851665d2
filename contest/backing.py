"""Backup and restore: one copy of the whole database at one moment, and a new epoch after a restore.

SQLite is copied by its own backup function beside a running server; PostgreSQL by a copy of every table in one
transaction.
"""

from __future__ import annotations

import contextlib
import gzip
import json
import shutil
import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any

from sqlalchemy import delete, insert, select
from sqlalchemy.engine import make_url

from . import journal, tables
from .db import Base, Reader, Writer, make_engine, sole_writer
from .material import Files
from .migrating import upgrade
from .record import Door
from .scoring.refused import Refused
from .scoring.verbs.organizer import restore_journal
from .settings import Settings

SQLITE, TABLES, MATERIAL = "contest.db", "tables.ndjson.gz", "material"
_ = tables.HOLDERS  # whose tables belong to the copy


def backup(settings: Settings, folder: Path) -> Path:
    """Copy everything into `folder`; the file that holds it. A file that was there is replaced only by a whole one."""
    folder.mkdir(parents=True, exist_ok=True)
    heads = settings.var / "heads.log"
    if heads.exists():
        shutil.copy2(heads, folder / "heads.log")
    url = make_url(settings.database_url)
    if url.get_backend_name() == "sqlite":
        held = _copy_sqlite(Path(url.database or ""), folder / SQLITE)
    else:
        held = _dump_tables(settings.database_url, folder / TABLES)
    # After the database: a file is on disk before its row, so whatever the copy names is there by now.
    for _ in Files(settings.material).copied_to(folder / MATERIAL):
        pass
    return held


def _copy_sqlite(source: Path, target: Path) -> Path:
    if not source.exists():
        raise Refused("no_database", path=str(source))
    part = target.with_suffix(".part")
    part.unlink(missing_ok=True)
    old, new = sqlite3.connect(source.absolute().as_uri() + "?mode=ro", uri=True), sqlite3.connect(part)
    try:
        old.backup(new)
    finally:
        old.close()
        new.close()
    return part.replace(target)


def _dump_tables(url: str, target: Path) -> Path:
    part = target.with_name(target.name + ".part")
    engine = make_engine(url, readonly=True).execution_options(isolation_level="REPEATABLE READ")
    with engine.connect() as connection, gzip.open(part, "wt", encoding="utf-8") as file:
        for table in Base.metadata.sorted_tables:
            for row in connection.execute(select(table)).mappings():
                file.write(json.dumps({"table": table.name, "row": {k: _plain(v) for k, v in row.items()}}) + "\n")
    engine.dispose()
    return part.replace(target)


def _plain(value: Any) -> Any:
    return {"hex": value.hex()} if isinstance(value, bytes) else value


def _rich(value: Any) -> Any:
    return bytes.fromhex(value["hex"]) if isinstance(value, dict) else value


def restore(settings: Settings, folder: Path) -> list[str]:
    """Put a backup in place of the database (which is kept under another name) and begin a new epoch in every
    contest."""
    url = make_url(settings.database_url)
    with sole_writer(settings.database_url):
        if url.get_backend_name() == "sqlite":
            told = _restore_sqlite(folder / SQLITE, Path(url.database or ""))
        else:
            told = _restore_tables(settings.database_url, folder / TABLES, settings.var)
        upgrade(settings.database_url)
        _restore_heads(folder / "heads.log", settings.var / "heads.log")
        told += [f"restored: {path}" for path in Files(folder / MATERIAL).copied_to(settings.material)]
        return told + list(_new_epochs(settings))


def _restore_sqlite(source: Path, target: Path) -> list[str]:
    if not source.exists():
        raise Refused("no_backup", path=str(source))
    told = []
    if target.exists():
        # Moved, not copied: what is there may be too damaged to be read.
        kept = _beside(target)
        for end in ("-wal", "-shm", ""):
            with contextlib.suppress(FileNotFoundError):
                target.with_name(target.name + end).rename(kept.with_name(kept.name + end))
        told.append(f"kept: {kept}")
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)
    return [*told, f"restored: {target}"]


def _restore_heads(source: Path, target: Path) -> None:
    """Heads of lines that the backup lacks would say for ever that the journal's tail was cut off."""
    if target.exists():
        target.rename(_beside(target))
    if source.exists():
        shutil.copyfile(source, target)


def _beside(path: Path) -> Path:
    """A free name beside `path`, for what it was before."""
    stem = f"{path.name}.before-{datetime.now(UTC):%Y%m%d-%H%M%S}"
    names = (path.with_name(stem + (f"-{k}" if k else "")) for k in count())
    return next(name for name in names if not name.exists())


def _restore_tables(url: str, source: Path, var: Path) -> list[str]:
    if not source.exists():
        raise Refused("no_backup", path=str(source))
    upgrade(url)
    var.mkdir(parents=True, exist_ok=True)
    kept = _dump_tables(url, _beside(var / TABLES))
    engine = make_engine(url)
    with engine.begin() as connection, gzip.open(source, "rt", encoding="utf-8") as file:
        for table in reversed(Base.metadata.sorted_tables):
            connection.execute(delete(table))
        for text in file:
            told = json.loads(text)
            row = {key: _rich(value) for key, value in told["row"].items()}
            connection.execute(insert(Base.metadata.tables[told["table"]]).values(row))
    engine.dispose()
    return [f"kept: {kept}", f"restored: {source}"]


def _new_epochs(settings: Settings) -> Iterator[str]:
    """Every contest goes on in a new epoch, so that devices offer what the backup lacks."""
    writer, reader = Writer(settings.database_url), Reader(settings.database_url)
    door = Door(writer, reader, settings.var / "heads.log")
    for contest in sorted(reader.run(journal.ends)):
        receipt = door.record(contest, restore_journal, by="system", values={})
        yield f"{contest}: #{receipt.seq}"
    door.close()
    writer.close()
    reader.close()
