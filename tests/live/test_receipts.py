"""The receipt a device brings: proof against a journal that lost its tail, none against one that was restored."""

from types import SimpleNamespace

import pytest
from sqlalchemy import delete, update

from contest.backing import backup, restore
from contest.journal import contests, journal
from contest.live.judging import Judging
from contest.people import People
from contest.settings import Settings
from tests.support.doors import AtDoor, a_door, opened
from tests.support.histories import a_plain_book


def brings(door, receipt):
    """A device says hello with this receipt; why the contest is read-only after that, or ""."""
    judging = Judging(SimpleNamespace(on=lambda *_, **__: None), door, People(door.writer, door.reader))
    judging._check_receipt(door.current("cup"), receipt)
    return door.read_only("cup")


def given_out(door, receipt):
    people = People(door.writer, door.reader)
    mark = people.receipt_mark("cup", door.current("cup").epoch_at, receipt.seq, receipt.head)
    return {"seq": receipt.seq, "head": receipt.head, "mark": mark}


@pytest.fixture
def marked(sqlite_url):
    """A door to an open contest with one sheet, and the receipt its device got."""
    with a_door(sqlite_url) as door:
        receipt = opened(door).with_item(a_plain_book()).open().send("j1", 1, "80")
        yield door, given_out(door, receipt)


def test_a_receipt_that_the_journal_holds_changes_nothing(marked):
    assert brings(*marked) == ""


def test_a_receipt_that_the_journal_lost_makes_the_contest_read_only(marked, sqlite_url):
    door, receipt = marked
    before = door.head_at("cup", receipt["seq"] - 1)
    door.writer.run(lambda connection: connection.execute(delete(journal).where(journal.c.seq == receipt["seq"])))
    door.writer.run(lambda connection: connection.execute(update(contests).values(seq=receipt["seq"] - 1, head=before)))
    with a_door(sqlite_url) as again:
        assert f"receipt {receipt['seq']} " in brings(again, receipt)


def test_a_receipt_that_is_none_of_ours_proves_nothing(marked):
    door, receipt = marked
    assert brings(door, receipt | {"seq": 999}) == ""
    assert brings(door, receipt | {"head": "0" * 64}) == ""


def test_a_receipt_from_before_a_restore_does_not_stop_the_contest_after_it(sqlite_url, tmp_path):
    settings = Settings(sqlite_url, tmp_path / "var")
    with a_door(sqlite_url) as door:
        cup = opened(door).with_item(a_plain_book()).open()
        backup(settings, tmp_path / "copy")
        lost = given_out(door, cup.send("j1", 1, "80"))
    restore(settings, tmp_path / "copy")
    with a_door(sqlite_url) as door:
        assert brings(door, lost) == ""
        fresh = given_out(door, AtDoor(door).send("j1", 1, "80"))
        assert brings(door, fresh | {"head": "0" * 64}) == ""
        assert brings(door, fresh) == ""
