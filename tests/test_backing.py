"""Backups: one moment of the whole database, taken while it is written to; a restore goes on in a new epoch."""

import io
import shutil
import sqlite3

import gevent
import pytest
from sqlalchemy import select

from contest import verify
from contest.backing import SQLITE, TABLES, backup, restore
from contest.db import UnsafeDatabase, make_engine, sole_writer
from contest.material import Files
from contest.people import People
from contest.people_tables import SealedText
from contest.scoring.verbs import chief
from contest.settings import Settings
from tests.support.doors import AtDoor, a_door, opened
from tests.support.histories import ITEM, a_plain_book, refused


@pytest.fixture
def settings(database_url, tmp_path):
    return Settings(database_url=database_url, var=tmp_path / "var")


@pytest.fixture
def serving(settings):
    settings.var.mkdir()
    with a_door(settings.database_url, settings.var / "heads.log") as door:
        yield door


def file_of(settings, folder):
    return folder / (SQLITE if settings.database_url.startswith("sqlite") else TABLES)


def told(settings):
    """The contest as the database tells it to a fresh process."""
    with a_door(settings.database_url) as door:
        return AtDoor(door).contest, AtDoor(door).stored


def test_a_backup_while_judges_mark_is_one_moment_and_holds_all_that_was_acknowledged_before(
    settings, serving, tmp_path
):
    cup = opened(serving).with_item(a_plain_book(), entries=3).open()
    acknowledged = []

    def mark():
        for k in range(1000):
            acknowledged.append(cup.send("j1", 1 + k % 3, str(k % 101), confirm=False))

    judge = gevent.spawn(mark)
    while len(acknowledged) < 20:
        gevent.sleep(0.01)
    before = acknowledged[-1]
    path = gevent.get_hub().threadpool.apply(backup, (settings, tmp_path / "copy"))
    while len(acknowledged) < before.seq:
        gevent.sleep(0.01)
    judge.kill()
    assert path == file_of(settings, tmp_path / "copy")
    restored = Settings(settings.database_url, settings.var)
    serving.close()
    restore(restored, tmp_path / "copy")
    contest, stored = told(restored)
    assert contest.seq > before.seq  # the copy, and the line that says it was restored
    assert stored[before.seq - 1].hash.hex() == before.head


def test_a_restore_brings_back_everything_and_begins_a_new_epoch(settings, serving, tmp_path):
    cup = opened(serving).with_item(a_plain_book(), entries=2).open().sheet("j1", 1, "80")
    people = People(serving.writer, serving.reader)
    people.add_account("chief", "裁判长", "a long password", [("cup", "", "chief")])
    digest, also = people.seal_text("cup", "迟到五分钟")
    serving.record(
        "cup",
        chief.set_status,
        by="account:chief",
        values={"item": ITEM, "code": cup.code(2), "status": "absent", "reason_digest": digest},
        also=also,
    )
    before = cup.refold()
    backup(settings, tmp_path / "copy")
    lost = cup.of(1, chief.set_status, status="withdrawn")
    serving.close()
    said = restore(settings, tmp_path / "copy")
    assert said[-1] == f"cup: #{lost}"  # the new epoch's line has the number of the one that was lost
    contest, _ = told(settings)
    assert (contest.epoch, bool(contest.epoch_at), contest.seq) == (1, True, before.seq + 1)
    assert contest.items[ITEM].entries == before.items[ITEM].entries
    with a_door(settings.database_url) as door:
        again = People(door.writer, door.reader)
        assert again.prove("chief", "a long password")
        assert again.texts("cup", [digest]) == {digest: "迟到五分钟"}
        assert again.secret == people.secret


def test_what_was_there_before_a_restore_is_kept(settings, serving, tmp_path):
    cup = opened(serving).with_item(a_plain_book())
    backup(settings, tmp_path / "copy")
    cup.open()
    serving.close()
    serving.writer.close()
    kept = [line.removeprefix("kept: ") for line in restore(settings, tmp_path / "copy") if line.startswith("kept: ")]
    assert len(kept) == 1
    if settings.database_url.startswith("sqlite"):
        with a_door(f"sqlite:///{kept[0]}") as door:
            assert AtDoor(door).item().opened
    else:
        shutil.copy(kept[0], tmp_path / "copy" / TABLES)
        restore(settings, tmp_path / "copy")
        assert told(settings)[0].items[ITEM].opened


def test_after_a_restore_the_heads_of_what_is_lost_do_not_accuse_the_journal(settings, serving, tmp_path):
    cup = opened(serving).with_item(a_plain_book())
    backup(settings, tmp_path / "copy")
    cup.open()
    serving.close()
    restore(settings, tmp_path / "copy")
    heads = verify.read_heads(settings.var / "heads.log")
    contest, stored = told(settings)
    assert heads["cup"] == {each.seq: each.hash.hex() for each in stored}
    assert max(heads["cup"]) == contest.seq
    assert len(list(settings.var.glob("heads.log.before-*"))) == 1


def test_a_damaged_database_is_put_aside_and_replaced(sqlite_url, tmp_path):
    settings = Settings(sqlite_url, tmp_path / "var")
    with a_door(sqlite_url) as door:
        opened(door).with_item(a_plain_book())
        backup(settings, tmp_path / "copy")
    (tmp_path / "contest.db").write_bytes(b"\0" * 8192)
    restore(settings, tmp_path / "copy")
    assert told(settings)[0].epoch == 1
    restore(settings, tmp_path / "copy")
    kept = sorted(path for path in tmp_path.glob("contest.db.before-*") if not path.name.endswith(("-wal", "-shm")))
    assert len(kept) == 2  # also within one second
    assert any(path.read_bytes() == b"\0" * 8192 for path in kept)


def test_a_backup_is_a_database_that_verifies_by_itself(sqlite_url, tmp_path):
    settings = Settings(sqlite_url, tmp_path / "var")
    with a_door(sqlite_url) as door:
        cup = opened(door).with_item(a_plain_book())
        path = backup(settings, tmp_path / "copy")
        assert [(each.lines, each.fault) for each in verify.check(path)] == [(cup.contest.seq, "")]


def test_a_second_backup_replaces_the_first_only_when_it_is_whole(sqlite_url, tmp_path, monkeypatch):
    settings = Settings(sqlite_url, tmp_path / "var")
    with a_door(sqlite_url) as door:
        cup = opened(door)
        path = backup(settings, tmp_path / "copy")
        first = path.read_bytes()
        cup.with_item(a_plain_book())
        (tmp_path / "contest.db").chmod(0o600)
        monkeypatch.setattr(sqlite3, "connect", broken_after(1))
        with pytest.raises(OSError, match="No space left"):
            backup(settings, tmp_path / "copy")
        monkeypatch.undo()
        assert path.read_bytes() == first
        assert backup(settings, tmp_path / "copy").read_bytes() != first


def broken_after(good):
    """sqlite3.connect on a disk that fills up after so many files."""
    connect, seen = sqlite3.connect, []

    def connect_or_fail(*args, **kwargs):
        seen.append(args)
        if len(seen) > good:
            raise OSError(28, "No space left on device")
        return connect(*args, **kwargs)

    return connect_or_fail


def test_nothing_is_restored_from_nothing_or_under_a_running_server(settings, serving, tmp_path):
    opened(serving)
    (tmp_path / "empty").mkdir()
    with refused("no_backup"):
        restore(settings, tmp_path / "empty")
    assert told(settings)[0].seq == 1
    if settings.database_url.startswith("sqlite"):
        backup(settings, tmp_path / "copy")
        with sole_writer(settings.database_url), pytest.raises(UnsafeDatabase, match="another process serves"):
            restore(settings, tmp_path / "copy")


def test_where_there_is_no_database_there_is_nothing_to_back_up(tmp_path):
    settings = Settings(f"sqlite:///{tmp_path / 'none.db'}", tmp_path)
    with refused("no_database"):
        backup(settings, tmp_path / "copy")


def test_a_copy_of_tables_holds_every_table(postgresql_url, tmp_path):
    settings = Settings(postgresql_url, tmp_path / "var")
    with a_door(postgresql_url) as door:
        people = People(door.writer, door.reader)
        opened(door)
        _, also = people.seal_text("cup", "＝1+1 \U0001f3c6 “引号”")
        door.writer.run(lambda connection: [write(connection) for write in also])
        backup(settings, tmp_path / "copy")
        door.writer.run(lambda connection: connection.execute(SealedText.__table__.delete()))
    restore(settings, tmp_path / "copy")
    engine = make_engine(postgresql_url)
    with engine.connect() as connection:
        assert connection.scalars(select(SealedText.text)).all() == ["＝1+1 \U0001f3c6 “引号”"]
    engine.dispose()


def test_what_lies_beside_the_sheets_goes_with_a_backup_and_comes_back_with_it(settings, serving, tmp_path):
    opened(serving).with_item(a_plain_book(), entries=1)
    digest = Files(settings.material).put(io.BytesIO(b"a dossier"), 100).digest
    backup(settings, tmp_path / "usb")
    again = list(Files(settings.material).copied_to(tmp_path / "usb" / "material"))
    assert again == [], "what is there is not copied again"
    serving.close()
    shutil.rmtree(settings.material)
    restore(settings, tmp_path / "usb")
    assert Files(settings.material).path(digest).read_bytes() == b"a dossier"
