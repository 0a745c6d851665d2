"""A long journal is read ahead by a child: what it brings is what the journal holds, and who opens needs none."""

from __future__ import annotations

import gzip
import io
import json
import marshal
import sys
from pathlib import Path

import pytest
from sqlalchemy import update

from contest import ahead, record
from contest.journal import BrokenChain, journal
from contest.scoring.events import from_bytes, told_by
from tests.support.doors import a_door, opened

GOLDEN = Path(__file__).parent / "journals"


@pytest.mark.parametrize("name", ["datong-construction", "datong-craftsman"])
def test_a_line_that_was_sent_by_a_child_is_the_line(name):
    """Of every kind that a played contest writes, those of older versions among them."""
    with gzip.open(GOLDEN / f"{name}.ndjson.gz") as file:
        raws = [json.loads(raw)["line"].encode() for raw in file]
    sent = marshal.dumps([ahead._packed(told, b"\1" * 32, {}) for told in told_by(raws)])
    assert [ahead._unpacked(each) for each in marshal.loads(sent)] == [(from_bytes(raw), b"\1" * 32) for raw in raws]


def test_a_frame_that_ends_too_early_is_none():
    whole = ahead._LENGTH.pack(3) + b"abc"
    assert [ahead._frame(io.BytesIO(whole[:k])) for k in range(len(whole) + 1)] == [b""] * len(whole) + [b"abc"]


@pytest.fixture
def long(database_url, monkeypatch):
    """A contest of which all lines but the first four are read ahead; its door."""
    monkeypatch.setattr(record, "PAGE", 3)
    monkeypatch.setattr(ahead, "START", 4)
    monkeypatch.setattr(ahead, "LONG", 5)
    with a_door(database_url) as door:
        cup = opened(door).with_item(entries=3).open()
        cup.send("j1", 1, "80")
        yield cup


def again(cup):
    """The contest as another door opens it, and how many of its lines a child brought."""
    brought, lines = [], ahead.Ahead.lines

    def counted(self):
        found = lines(self)
        brought.extend(found)
        return found

    with pytest.MonkeyPatch.context() as patch, a_door(cup.door.writer.engine.url.render_as_string(False)) as door:
        patch.setattr(ahead.Ahead, "lines", counted)
        return door.current(cup.id), len(brought)


def test_a_contest_opened_with_lines_that_a_child_brought_is_the_contest(long):
    found, brought = again(long)
    assert found == long.contest
    assert brought == long.contest.seq - 4


@pytest.mark.parametrize("command", [[sys.executable, "-c", "raise SystemExit(3)"], ["/nowhere/python"]])
def test_where_the_child_falls_the_door_reads_on_by_itself(long, monkeypatch, command):
    monkeypatch.setattr(ahead, "COMMAND", command)
    assert again(long) == (long.contest, 0)


def test_a_chain_that_is_broken_where_the_child_reads_stops_the_opening(long):
    raw = long.stored[-1].raw.replace(b"seat:j1", b"seat:j9")
    long.door.writer.run(
        lambda conn: conn.execute(update(journal).where(journal.c.seq == long.contest.seq).values(line=raw))
    )
    with pytest.raises(BrokenChain):
        again(long)


def test_a_child_is_heard_only_behind_the_line_it_began_at(long, monkeypatch):
    begun = ahead.Ahead(4, b"four")
    assert begun.follows(4, b"four")
    assert not begun.follows(4, b"another")
    assert not begun.follows(5, b"four")
    monkeypatch.setattr(ahead.Ahead, "follows", lambda *_: False)
    assert again(long) == (long.contest, 0)
