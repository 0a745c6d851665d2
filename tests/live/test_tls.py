"""The same over TLS, where a send cannot be cut off at will: whole events and frames, slow readers, a clean end."""

from __future__ import annotations

import pytest

from tests.live.certificate import make_certificate, trusting
from tests.live.played import Played, sheet
from tests.support.server import Server
from tests.support.small import book, house, part, preset
from tests.support.wire import TEXT

CONTEST = "c0"
WALL = f"{CONTEST}.wall"


class Secure(Played):
    """A contest whose judges and readers come over TLS."""

    def __init__(self, server, trust):
        super().__init__(server, CONTEST)
        self.trust = trust

    def judge(self, seat="b1", **more):
        return super().judge(seat, tls=self.trust, **more)

    def stream(self, *boards, **more):
        return super().stream(*boards, tls=self.trust, **more)


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    """A server over TLS with a full board: one snapshot is 40 kB."""
    var = tmp_path_factory.mktemp("tls")
    key, certificate = make_certificate(var)
    with house(var) as opened:
        opened.open(CONTEST, preset([book("wall", part("build"))], 400, {"b1": [("wall", "build")]}))
    paths = {"TEST_TLS_KEY": str(key), "TEST_TLS_CERTIFICATE": str(certificate)}
    server = Server(var, ("-m", "tests.live.odd", "tls"), paths)
    server.start()
    trust = trusting(certificate)
    with Secure(server, trust) as played:
        judge = played.judge()
        sent = [judge.ask("sheet", sheet(code=f"A{number:03d}", confirm=True)) for number in range(1, 201)]
        assert {judge.answer(number)["outcome"] for number in sent} == {"accepted"}
    yield server, trust
    server.stop()


@pytest.fixture
def secure(served):
    with Secure(*served) as played:
        yield played


def test_a_stream_over_tls_is_the_same_stream(secure):
    stream = secure.stream("wall")
    assert "Connection: close" in stream.open()
    stream.snapshots()
    secure.show(secure.judge(), "A201")
    assert stream.event().name == "frame"
    assert len(stream.copies[WALL].keys) == 200


def test_a_slow_reader_over_tls_never_sees_a_broken_event_and_holds_up_nobody(secure):
    """12 boards of 40 kB are more than all buffers hold: TLS must be given the same bytes again until they are gone."""
    slow, quick = secure.stream(*["wall"] * 12, buffer=2048), secure.stream("wall")
    quick.snapshots()
    slow.open()
    judge = secure.judge()
    for number in range(202, 217):
        secure.show(judge, f"A{number:03d}", "10")
        assert quick.event(2).name == "frame"
        slow._more(2, 3000)
    slow.follow(lambda: slow.copies[WALL].whole == quick.copies[WALL].whole, 20)
    kinds = [event.name for event in slow.events]
    assert kinds.count("snapshot") > 12, "it was resynced"


def test_readers_over_tls_who_leave_are_let_go_without_a_word_in_the_log(secure):
    streams = [secure.stream("wall") for _ in range(10)]
    for stream in streams:
        stream.snapshots()
        stream.leave()
    secure.show(secure.judge(), "A220")
    again = secure.stream("wall")
    again.snapshots()
    secure.show(secure.judge(), "A221")
    assert again.event().name == "frame"
    assert "Traceback" not in secure.server.log


def test_a_reader_over_tls_who_never_reads_holds_up_nobody(secure):
    deaf = [secure.stream(*["wall"] * 12, buffer=2048) for _ in range(5)]
    quick = secure.stream("wall")
    quick.snapshots()
    judge = secure.judge()
    for number in range(230, 240):
        secure.show(judge, f"A{number:03d}")
        quick.event(2)
    for stream in deaf:
        stream.leave()


def test_a_judges_line_over_tls_sends_whole_frames_and_ends_cleanly(secure):
    judge = secure.judge(buffer=2048)
    judge.line.bite = 7
    numbers = [judge.ask("hello", {}) for _ in range(5)]
    assert all(len(judge.answer(number)["entries"]) == 400 for number in numbers)
    judge.line.send_frame(TEXT, b"4" * 70_000)
    assert judge.line.closed() == 1009
    other = secure.judge()
    assert "now" in other.call("ping_me", {})
    assert "Traceback" not in secure.server.log
