"""Readers of streams: staff only where it is staff's, whoever leaves is forgotten, whoever is slow is spared."""

from __future__ import annotations

import socket
import time
from itertools import pairwise

import pytest

from contest.live import stream as production
from tests.live.played import Played, frames, same
from tests.support.desk import ask
from tests.support.server import eventually
from tests.support.wire import connect


@pytest.mark.parametrize("worn", ["", "contest_session=nobody", "contest_session=c0-b1-device-token", "other=1"])
def test_staffs_boards_are_for_staff(server, worn):
    for path in ("/stream?boards=c0.wall.staff", "/stream?boards=c0.wall,c0.wall.staff", "/boards/c0.wall.staff"):
        answer = ask(server.address, "GET", path, None, {"Cookie": worn})
        assert answer.status == 403, path
        assert b"A01" not in answer.body


def test_staff_of_another_contest_are_not_staff_here(server):
    elsewhere = Played(server, "c1").desk("elsewhere")
    headers = {"Cookie": elsewhere.cookie}
    assert ask(server.address, "GET", "/boards/c0.wall.staff", None, headers).status == 403
    assert ask(server.address, "GET", "/stream?boards=c0.wall.staff", None, headers).status == 403
    assert ask(server.address, "GET", "/boards/c1.wall.staff", None, headers).status == 200


def test_signing_out_shuts_the_sessions_streams_and_no_others(played):
    staff, other = played.desk(), played.desk("second")
    shut = played.stream("wall.staff", cookie=staff.cookie)
    stays = [played.stream("wall.staff", cookie=other.cookie), played.stream("wall")]
    for stream in [shut, *stays]:
        stream.snapshots()
    staff.sign_out()
    assert shut.closed(1)
    played.show(played.judge())
    for stream in stays:
        assert stream.event().name == "frame"
    assert played.stream("wall.staff", cookie=staff.cookie).status == 403


# --- readers who leave, speak, or wait


def streams_open(server):
    said = ask(server.address, "GET", "/metrics").body.decode()
    return float(next(line for line in said.splitlines() if line.startswith("contest_streams ")).split()[1])


def test_a_reader_who_leaves_is_forgotten(server, played):
    eventually(lambda: streams_open(server) == 0)
    streams = [played.stream("wall") for _ in range(5)]
    for stream in streams:
        stream.snapshots()
    assert streams_open(server) == 5
    for stream in streams:
        stream.leave()
    eventually(lambda: streams_open(server) == 0)
    assert "Traceback" not in server.log


def test_a_reader_who_has_more_to_say_is_let_go(played):
    stream = played.stream("wall")
    stream.snapshots()
    stream.sock.sendall(b"GET /boards HTTP/1.1\r\nHost: x\r\n\r\n")
    assert stream.closed(2)
    assert stream.raw.count(b"HTTP/1.1") == 1


def test_the_line_beats_by_a_fixed_timer_whether_or_not_the_board_moves(hasty):
    assert production.HEARTBEAT == 15
    stream = hasty.stream("paint", "roof")
    stream.snapshots()
    begun, beats = time.monotonic(), []
    while time.monotonic() < begun + 1.6:
        beats.append(stream.event(beats=True))
    assert 4 <= len(beats) <= 7
    assert {(beat.name, beat.id) for beat in beats} == {("heartbeat", "")}, "a beat moves no reader's place"


def test_a_reader_who_takes_nothing_is_let_go_in_the_end(hasty):
    assert production.STUCK == 60
    eventually(lambda: streams_open(hasty.server) == 0)
    sock = connect(hasty.server.address, buffer=2048)
    names = ",".join(["c0.wall"] * 12)
    sock.sendall(f"GET /stream?boards={names} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
    eventually(lambda: streams_open(hasty.server) == 1)
    eventually(lambda: streams_open(hasty.server) == 0, 5)
    sock.close()


def test_a_slow_reader_gets_whole_events_and_ends_at_the_newest_board(hasty):
    """It stops reading while frames go by, and reads again: the tail, the newest boards whole, and no wreck."""
    judge, slow, quick = hasty.judge("b1"), hasty.stream(*["wall"] * 12, buffer=2048), hasty.stream("wall")
    quick.snapshots()
    slow.open()
    for number in range(201, 216):
        hasty.show(judge, f"A{number:03d}", "10")
        quick.event()
        slow._more(1, 16384)  # a sign of life, or it would be let go
    while not same(hasty, slow, "wall"):
        slow.event()
    kinds = [event.name for event in slow.events]
    assert kinds.count("snapshot") > 12, "it was resynced"
    assert kinds.count("frame") < len(frames(quick)), "it was spared frames"
    assert all(earlier.data["n"] <= later.data["n"] for earlier, later in pairwise(slow.events))


def test_a_half_open_reader_costs_nothing(server):
    """It shuts its sending side at once, as some proxies do: that counts as having left."""
    sock = socket.create_connection(server.address, timeout=5)
    sock.sendall(b"GET /stream?boards=c0.wall HTTP/1.1\r\nHost: x\r\n\r\n")
    sock.shutdown(socket.SHUT_WR)
    while sock.recv(65536):
        pass
    sock.close()
