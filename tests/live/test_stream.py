"""Boards as Server-Sent Events: a reader who puts frames on a snapshot holds the board, whatever happened meanwhile."""

from __future__ import annotations

import random
import time

import pytest

from tests.live.histories import play
from tests.live.played import frames, same, sheet
from tests.support.counts import count
from tests.support.desk import ask
from tests.support.streams import Copy

BOARDS = ("wall", "paint", "roof", "wall.staff")


# --- the first bytes


def test_a_stream_writes_its_own_head_and_then_the_whole_board(played):
    stream = played.stream("wall")
    head = stream.open()
    assert head.startswith("HTTP/1.1 200 OK\r\n")
    named = dict(line.split(": ", 1) for line in head.split("\r\n")[1:])
    assert named["Content-Type"] == "text/event-stream; charset=utf-8"
    assert named["Connection"] == "close"
    assert named["Cache-Control"] == "no-store"
    assert not {"Transfer-Encoding", "Content-Length", "Content-Encoding"} & named.keys()
    (event,) = stream.snapshots()
    assert event.name == "snapshot"
    assert event.data == played.board().json
    assert stream.quiet(0.3)


@pytest.mark.parametrize("query", ["", "?boards=", "?boards=,", "?boards=nothing", "?boards=c0.nothing", "?boards=c0"])
def test_a_board_nobody_has_is_not_found(server, query):
    assert ask(server.address, "GET", f"/stream{query}").status == 404


def test_too_many_boards_and_other_methods_are_refused(server):
    assert ask(server.address, "GET", "/stream?boards=" + ",".join(["c0.wall"] * 13)).status == 404
    for method in ("POST", "PUT", "DELETE", "HEAD", "OPTIONS"):
        assert ask(server.address, method, "/stream?boards=c0.wall").status == 405


# --- snapshot and frames


@pytest.mark.parametrize("seed", range(count(small=4, full=300)))
def test_snapshot_and_frames_are_the_board_after_any_history(played, seed):
    print("seed", seed)
    staff = played.desk()
    stream = played.stream(*BOARDS, cookie=staff.cookie)
    stream.snapshots()
    for _ in play(played, staff, random.Random(seed), 40):
        pass
    for name in BOARDS:
        stream.follow(lambda name=name: same(played, stream, name, Cookie=staff.cookie))
    assert all(event.name == "frame" for event in stream.events[len(BOARDS) :]), "no snapshot was needed"


def test_a_frame_tells_only_what_changed(played):
    judge, stream = played.judge("r1"), played.stream("roof")
    stream.snapshots()
    for number, mark in enumerate(("5", "6", "7"), start=1):
        played.show(judge, f"C0{number}", mark, item="roof", part="deck")
        stream.event()
    last = frames(stream)[-1].data
    assert [row["key"] for row in last["rows"]] == ["C03"]
    assert last["window"] == {"at": 0, "remove": 2, "keys": ["C03", "C02", "C01"], "places": [[1, 0], [2, 0], [3, 0]]}
    assert "contest" not in last["head"]


def test_one_stream_carries_several_boards_and_each_gets_its_own_frames(played):
    stream = played.stream("wall", "roof")
    first, second = stream.snapshots()
    assert first.id == "", "an id says that all boards were told"
    assert second.id.count("_") == 1
    played.show(played.judge("r1"), "C01", item="roof", part="deck")
    event = stream.event()
    assert (event.name, event.data["board"]) == ("frame", f"{played.id}.roof")
    assert stream.quiet(0.3)
    assert same(played, stream, "roof")
    assert same(played, stream, "wall")


def test_a_board_asked_for_twice_does_no_harm(played):
    stream = played.stream("roof", "roof")
    stream.event()
    stream.event()
    played.show(played.judge("r1"), "C01", item="roof", part="deck")
    stream.follow(lambda: same(played, stream, "roof"))


# --- coming back


@pytest.fixture
def resumed(played):
    """Somebody who read and left; then the board changed twice."""
    judge, left = played.judge("r1"), played.stream("roof")
    left.snapshots()
    played.show(judge, "C01", item="roof", part="deck")
    left.event()
    left.leave()
    other = played.stream("roof")
    other.snapshots()
    for code in ("C02", "C03"):
        played.show(judge, code, item="roof", part="deck")
        other.event()
    return left


def test_who_comes_back_gets_the_frames_in_between(played, resumed):
    back = played.stream("roof", last=resumed.last)
    back.copies = resumed.copies
    back.event()
    back.event()
    assert [event.name for event in back.events] == ["frame", "frame"]
    assert back.events[0].id in ("", back.events[1].id)
    assert same(played, back, "roof")


def test_who_missed_nothing_gets_nothing_and_then_the_next_frame(played, resumed):
    now = played.stream("roof")
    now.snapshots()
    back = played.stream("roof", last=now.last)
    back.copies = now.copies
    assert back.quiet(0.3)
    played.show(played.judge("r1"), "C04", item="roof", part="deck")
    assert back.event().name == "frame"
    assert same(played, back, "roof")


@pytest.mark.parametrize(
    "last", ["x", "_", "0-00000000", "9999999-00000000", "1-2_3-4", "-", "é", "a" * 4000, "%00", "null"]
)
def test_who_comes_back_from_nowhere_known_gets_a_snapshot(shared, last):
    back = shared.stream("roof", last=last)
    assert back.event().name == "snapshot"
    assert same(shared, back, "roof")


def test_several_boards_are_resumed_each_from_where_it_stood(played):
    left = played.stream("wall", "roof")
    left.snapshots()
    left.leave()
    other = played.stream("roof")
    other.snapshots()
    played.show(played.judge("r1"), "C01", item="roof", part="deck")
    other.event()
    back = played.stream("wall", "roof", last=left.last)
    back.copies = left.copies
    assert (back.event().name, back.events[0].data["board"]) == ("frame", f"{played.id}.roof")
    assert same(played, back, "wall")
    assert same(played, back, "roof")


# --- pace


def test_the_first_change_goes_out_at_once(played):
    judge, stream = played.judge("r1"), played.stream("roof")
    stream.snapshots()
    waits = []
    for number in range(1, 6):
        time.sleep(0.15)  # a calm board: longer than the pause between two frames
        begun = time.monotonic()
        played.show(judge, f"C0{number}", item="roof", part="deck")
        waits.append(stream.event().at - begun)
    assert min(waits) < 0.05, waits


def test_a_busy_board_sends_at_most_ten_frames_a_second(played):
    judge, stream = played.judge("b1"), played.stream("wall.staff", cookie=played.desk().cookie)
    stream.snapshots()
    version, begun = 0, time.monotonic()
    while time.monotonic() < begun + 2:
        version = judge.call("sheet", sheet("5", base=version))["version"]
    took = time.monotonic() - begun
    sheets = version
    stream.follow(lambda: stream.copies[f"{played.id}.wall.staff"].n >= version)
    assert 5 <= len(frames(stream)) <= took * 10 + 2
    assert sheets > len(frames(stream)), "the test must be faster than the board"


# --- freeze


def test_while_a_board_is_frozen_no_byte_of_it_moves(played):
    staff, judge = played.desk(), played.judge()
    stream, inner = played.stream("wall"), played.stream("wall.staff", cookie=staff.cookie)
    stream.snapshots()
    inner.snapshots()
    played.show(judge, "A01")
    staff.act("wall", "freeze")
    stream.follow(lambda: stream.copies[f"{played.id}.wall"].head["frozen_at"])
    before, told_before = played.board(), stream.told
    for code in ("A02", "A03", "A04"):
        played.show(judge, code)
    staff.do("/items/wall/entries/A05/status", {"status": "absent", "reason": "不在"})
    staff.act("wall", "lock", missing_reason="测试")
    inner.follow(lambda: same(played, inner, "wall.staff", Cookie=staff.cookie))
    assert stream.quiet(0.4)
    assert stream.told == told_before
    after = played.board()
    assert (after.body, after.headers["etag"]) == (before.body, before.headers["etag"])
    staff.act("wall", "unfreeze")
    stream.follow(lambda: same(played, stream, "wall"))
    assert stream.copies[f"{played.id}.wall"].head["state"] == "locked"


def test_the_copy_of_these_tests_notices_a_missed_frame():
    copy = Copy(n=4)
    event = type("E", (), {"name": "frame", "data": {"n": 6, "since": 5}})
    with pytest.raises(AssertionError, match="since 5"):
        copy.take(event)
