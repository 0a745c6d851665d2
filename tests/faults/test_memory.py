"""Clients that want the server's memory: bombs in frames, devices that never read, spectators that hardly read."""

from __future__ import annotations

import contextlib
import functools
import json
import statistics
import struct
import threading
import time
import zlib

import pytest

from tests.live.played import Played, sheet
from tests.support.counts import count
from tests.support.server import eventually, served
from tests.support.small import books, house, preset, token
from tests.support.streams import Stream
from tests.support.wire import TEXT, Closed, Judge, NoAnswer, WebSocket, connect

pytestmark = pytest.mark.faults
MOST_GROWTH = 64  # MB
MOST_FOR_READERS = 18  # MB: 70 readers hold at most one newest bundle each, 25 of them 0.5 MB
CONTEST = "c0"
ENTRIES = 400


@contextlib.contextmanager
def serving(var, *program):
    """A server with a full board: 200 rows, half of its entries."""
    with house(var) as opened:
        opened.open(CONTEST, preset(books(), ENTRIES))
    with served(var, *program) as server:
        with Played(server, CONTEST) as played:
            judge = played.judge("b1")
            sent = [judge.ask("sheet", sheet(code=f"A{number:03d}", confirm=True)) for number in range(1, 201)]
            assert {judge.answer(number)["outcome"] for number in sent} == {"accepted"}
            played.board()
        yield server


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with serving(tmp_path_factory.mktemp("memory")) as server:
        yield server


@pytest.fixture
def sabotaged(tmp_path, request):
    """The same server with one of its bounds taken away."""
    with serving(tmp_path, ("-m", "tests.faults.sabotaged", request.param)) as server:
        yield server


@contextlib.contextmanager
def bounded(server, most=MOST_GROWTH):
    """The server's peak within the block is at most so much above what it had before. TooMuch if it is more."""
    before = server.memory()
    server.forget_peak()
    yield
    growth = server.peak() - before
    print(f"grew by {growth:.1f} MB from {before:.1f} MB")
    if growth > most:
        raise TooMuch(f"{growth:.0f} MB")


class TooMuch(AssertionError):
    """The server took more memory than it may."""


def at_once(*works):
    """Run these side by side; the first fault is raised."""
    faults = []

    def guarded(work):
        try:
            work()
        except BaseException as fault:
            faults.append(fault)

    threads = [threading.Thread(target=guarded, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    if faults:
        raise faults[0]


# --- bombs, by somebody without a token


@functools.cache
def packed_bomb():
    """180 kB that would be 180 MB."""
    packed = zlib.compressobj(9, zlib.DEFLATED, -15)
    return packed.compress(b"4" * 180_000_000) + packed.flush(zlib.Z_SYNC_FLUSH)


def deflated(line):
    """The bomb as it would be sent on a line where deflate was agreed."""
    line.send_frame(TEXT, packed_bomb(), rsv=4)


def plain(line):
    line.send_frame(TEXT, b"4" * 20_000_000)


def promised(line):
    """A head that announces 2⁶² bytes, and then as many as it can."""
    line.sock.sendall(b"\x81\xff" + struct.pack(">Q", 2**62) + b"\0\0\0\0")
    for _ in range(100):
        line.sock.sendall(b"4" * 200_000)


def crumbs(line):
    """One message in pieces without end."""
    line.send_frame(TEXT, b"4", final=False)
    for _ in range(200):
        line.send_frame(0, b"4" * 100_000, final=False)


def control(line):
    """A ping that is larger than a ping may be."""
    line.sock.sendall(b"\x89\xfe\xff\xff\0\0\0\0" + b"4" * 65535)


@pytest.mark.parametrize("bomb", [deflated, plain, promised, crumbs, control])
def test_a_bomb_without_a_token_costs_nothing(server, bomb):
    def throw():
        line = WebSocket(server.address, headers={"Sec-WebSocket-Extensions": "permessage-deflate"})
        line.text()
        with contextlib.suppress(Closed, NoAnswer, OSError):
            bomb(line)
        assert line.closed(15) in (0, 1002, 1009)
        line.drop()

    packed_bomb()
    with bounded(server):
        at_once(*[throw] * count(small=8, full=100))
    judge = Judge(server.address, token(CONTEST, "r1"))
    assert "now" in judge.call("ping_me", {})
    judge.leave()


def one_bomb(server):
    with bounded(server):
        line = WebSocket(server.address, headers={"Sec-WebSocket-Extensions": "permessage-deflate"})
        line._more()  # the server's greeting, which comes deflated here
        deflated(line)
        before = server.memory()
        eventually(lambda: server.peak() > before + MOST_GROWTH, 20, "the bomb did not go off")
        line.drop()


@pytest.mark.parametrize("sabotaged", ["stock_driver"], indirect=True)
def test_the_stock_driver_does_not_stand_a_bomb(sabotaged):
    with pytest.raises(TooMuch):
        one_bomb(sabotaged)


def test_many_unfinished_messages_are_bounded_each(server):
    lines = [WebSocket(server.address) for _ in range(100)]
    with bounded(server):
        for line in lines:
            line.send_frame(TEXT, b"4" * 60_000, final=False)
        judge = Judge(server.address, token(CONTEST, "r1"))
        judge.settle()
        judge.leave()
        for line in lines:
            line.drop()


# --- devices that never read


def ask_without_reading(address, worn, said, within):
    """Say something again and again and read nothing; seconds until the line was shut."""
    line = WebSocket(address, buffer=2048)
    line.text()
    line.send("40/judging," + json.dumps({"token": worn}))
    line.sock.settimeout(2)
    frames = (b"\x81\xfe" + struct.pack(">H", len(said)) + b"\0\0\0\0" + said.encode()) * 20
    begun, end = time.monotonic(), time.monotonic() + within
    try:
        while time.monotonic() < end:
            with contextlib.suppress(TimeoutError):
                line.sock.sendall(frames)
    except OSError:
        return time.monotonic() - begun
    finally:
        line.drop()
    raise AssertionError("a device that never reads is not shut")


def flood(server, hello, wrong):
    """So many devices ask hello (40 kB each here), so many strangers show a wrong token; when each was shut."""
    asks = [(token(CONTEST, "b1"), '42/judging,1["hello",{}]')] * hello + [("x", '40/judging,{"token":"x"}')] * wrong
    took = []

    def one(worn, said):
        took.append(ask_without_reading(server.address, worn, said.ljust(150), 20))

    at_once(*[functools.partial(one, *each) for each in asks])
    print(f"shut after {min(took):.1f} to {max(took):.1f} s")
    return took


def test_devices_that_ask_and_never_read_are_shut_and_cost_little(server):
    with bounded(server):
        took = flood(server, 10, 10)
    assert len(took) == 20
    assert max(took) < 16, "nine seconds for a send, and no second try behind it"
    judge = Judge(server.address, token(CONTEST, "r1"))
    assert "now" in judge.call("ping_me", {})
    judge.leave()


@pytest.mark.parametrize("sabotaged", ["unbounded_answers"], indirect=True)
def test_without_a_bound_they_would_cost_more(sabotaged):
    with pytest.raises(TooMuch), bounded(sabotaged):
        flood(sabotaged, 10, 0)


# --- spectators that hardly read


class SlowReaders:
    """50 readers that never read, 20 that read 1 kB a second."""

    def __init__(self, address, names):
        self.never = [self._open(address, name) for name in names * 25]
        self.slow = [Stream(address, [f"{CONTEST}.wall"], buffer=2048) for _ in range(20)]
        for reader in self.slow:
            reader.open()
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._trickle)
        self._thread.start()

    @staticmethod
    def _open(address, name):
        sock = connect(address, buffer=2048)
        sock.sendall(f"GET /stream?boards={name} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
        return sock

    def _trickle(self):
        while not self._stop.wait(0.1):
            for reader in self.slow:
                with contextlib.suppress(NoAnswer):
                    reader._more(0.001, 100)

    def stop(self):
        self._stop.set()
        self._thread.join()

    def leave(self):
        for sock in self.never:
            sock.close()
        for reader in self.slow:
            reader.leave()


def paced(played, judge, quick, codes):
    """Show a sheet each 0.1 s that moves the whole board; per sheet the seconds to its answer and to its frame at
    the quick reader."""
    answers, arrivals = [], []
    for code in codes:
        begun = time.monotonic()
        played.show(judge, f"A{code:03d}", "10")
        answers.append(time.monotonic() - begun)
        quick.follow(lambda before=begun: quick.events[-1].name == "frame" and quick.events[-1].at > before)
        arrivals.append(quick.events[-1].at - begun)
        time.sleep(max(0.0, begun + 0.11 - time.monotonic()))
    return answers, arrivals


def crowd(played, judge, quick, codes):
    """The same among slow readers, of one board or of twelve; and those who read slowly."""
    wall = f"{CONTEST}.wall"
    with bounded(played.server, MOST_FOR_READERS):
        readers = SlowReaders(played.server.address, [wall, ",".join([wall] * 12)])
        played.behind(readers.leave)
        try:
            return *paced(played, judge, quick, codes), readers
        finally:
            readers.stop()


def test_slow_readers_cost_little_and_nobody_else_notices(tmp_path):
    with serving(tmp_path) as server, Played(server, CONTEST) as played:
        judge, quick = played.judge("b1"), played.stream("wall")
        quick.snapshots()
        quiet = paced(played, judge, quick, range(201, 221))
        *busy, readers = crowd(played, judge, quick, range(221, 281))
        for name, before, during in zip(("answer", "frame"), quiet, busy, strict=True):
            print(f"{name}: {statistics.median(before) * 1000:.1f} ms, {statistics.median(during) * 1000:.1f} ms busy")
            assert statistics.median(during) <= 2 * statistics.median(before) + 0.01
        fresh = played.board().json["digest"]
        for reader in readers.slow:
            reader.follow(lambda copy=reader.copies[f"{CONTEST}.wall"]: copy.digest == fresh)
            assert sum(event.name == "frame" for event in reader.events) < 60, "it was spared frames"
        assert "Traceback" not in server.log, server.log[-3000:]


@pytest.mark.parametrize("sabotaged", ["keep_every_frame"], indirect=True)
def test_a_server_that_skips_nothing_for_slow_readers_would_cost_more(sabotaged):
    with Played(sabotaged, CONTEST) as played:
        judge, quick = played.judge("b1"), played.stream("wall")
        quick.snapshots()
        with pytest.raises(TooMuch):
            crowd(played, judge, quick, range(201, 261))
