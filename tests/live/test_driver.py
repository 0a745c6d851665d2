"""The websocket driver under clients that mean harm or have bad lines. All of it over real sockets."""

from __future__ import annotations

import contextlib
import json
import threading
import time
import zlib

import pytest
from engineio.async_drivers import gevent as engineio_gevent
from engineio.socket import Socket
from hypothesis import given
from hypothesis import strategies as st
from wsproto.connection import Connection, ConnectionType
from wsproto.events import TextMessage
from wsproto.utilities import LocalProtocolError, RemoteProtocolError

from contest.live import driver
from tests.live.played import sheet
from tests.support.desk import ask
from tests.support.pace import seconds
from tests.support.server import eventually
from tests.support.wire import BINARY, CLOSE, PING, PONG, TEXT, Closed, NoAnswer, Refused, WebSocket

LIMIT = driver.MOST_BYTES
DEFLATE = {"Sec-WebSocket-Extensions": "permessage-deflate; client_max_window_bits"}


@pytest.fixture
def line(server):
    """Opens websockets that have shown no token."""
    opened = []

    def open_one(**more):
        opened.append(WebSocket(server.address, **more))
        assert opened[-1].text().startswith("0{")
        return opened[-1]

    yield open_one
    for each in opened:
        each.drop()


def test_engineio_takes_the_driver_from_the_place_where_it_is_put(monkeypatch):
    monkeypatch.setitem(engineio_gevent._async, "websocket", None)
    driver.install()
    assert engineio_gevent._async["websocket"] is driver.WebSocketWSGI
    assert callable(Socket._websocket_handler), "the driver finds its queue through this method's __self__"


def test_deflate_is_not_offered_even_if_asked_for(line):
    found = line(headers=DEFLATE)
    assert "sec-websocket-extensions" not in found.headers


def test_a_compressed_frame_that_nobody_agreed_on_ends_the_line(line):
    found = line(headers=DEFLATE)
    found.send_frame(TEXT, zlib.compress(b"4" * 1_000_000), rsv=4)
    assert found.closed() == 1002


@pytest.mark.parametrize("size", [LIMIT + 1, 3 * LIMIT, 20 * LIMIT])
def test_a_message_of_more_than_64_kb_ends_the_line_with_1009(line, size):
    found = line()
    with contextlib.suppress(Closed):  # the server does not have to take all of it
        found.send_frame(TEXT, b"4" * size)
    assert found.closed() in ((1009,) if size <= 3 * LIMIT else (1009, 0))


def test_the_close_code_is_not_overtaken_by_a_reset(line):
    """What a server has not read when it closes resets the connection, and some systems then drop the code: ours goes
    on reading for a moment."""
    found = line()
    found.send_frame(TEXT, b"4" * 2 * LIMIT)
    assert found.closed() == 1009
    for _ in range(3):
        found.sock.sendall(b"4" * 100)  # raises behind a reset
        time.sleep(0.05)


def test_a_message_in_many_small_frames_is_bounded_too(line):
    found = line()
    found.send_frame(TEXT, b"4" * 1000, final=False)
    with contextlib.suppress(Closed):
        for _ in range(LIMIT // 1000 + 1):
            found.send_frame(0, b"4" * 1000, final=False)
    assert found.closed() == 1009


def test_a_message_just_within_the_limit_arrives(played):
    judge = played.judge()
    note = "好" * 500
    padded = sheet(note=note)
    number = judge.ask("sheet", padded)
    assert judge.answer(number)["outcome"] == "accepted"
    judge.line.send("42/judging,99" + json.dumps(["ping_me", {}]).ljust(LIMIT - 20))
    assert "now" in judge.answer(99)


def test_a_message_may_come_in_pieces_with_a_ping_between(shared):
    judge = shared.judge()
    judge.line.send_frame(TEXT, b'42/judging,7["pin', final=False)
    judge.line.send_frame(PING, b"here?")
    judge.line.send_frame(0, b'g_me",{}]')
    assert judge.line.frame() == (PONG, b"here?")
    assert "now" in judge.answer(7)


@pytest.mark.parametrize("payload", [b"", b"abc", b"\x04abc", b"x" * 1000])
def test_a_binary_frame_ends_the_line(line, payload):
    found = line()
    found.send_frame(BINARY, payload)
    assert found.closed() == 1003


@pytest.mark.parametrize("said", ["", "x", "0", "2probe", "5", "6", "9", "4", "4{}", "4" + "[" * 60_000, "bAAAA", "45"])
def test_what_is_no_packet_of_ours_ends_the_line(line, said):
    found = line()
    found.send(said)
    assert found.closed() == 1003


def test_text_that_is_no_utf8_ends_the_line(line):
    found = line()
    found.send_frame(TEXT, b"4\xff\xfe")
    assert found.closed() == 1007


@pytest.mark.parametrize(
    "said",
    [
        "42",
        "42[]",
        '42["sheet",{}]',
        "40",
        "40/other,{}",
        '42/other,1["sheet",{}]',
        "42/judging,1",
        "42/judging,1{}",
        "42/judging,1[]",
        '42/judging,1[["sheet"]]',
        "42/judging," + "9" * 5000 + "[]",
        '42/judging,1["connect",{},{"token":"c0-b1-device-token"}]',
        '42/judging,1["disconnect"]',
        '42/judging,1["ping_me",' + "[" * 60_000,
        '42/judging,1["ping_me",' + "9" * 5000 + "]",
        "40/judging,{",
    ],
)
def test_packets_that_cannot_be_read_do_no_harm_and_leave_no_trace_in_the_log(line, server, shared, said):
    before = server.log
    stranger, judge = line(), shared.judge()
    stranger.send(said)
    judge.line.send(said)
    judge.leave()
    assert "now" in shared.judge("f1").call("ping_me", {})
    assert server.log == before


@pytest.mark.parametrize("goodbye", ["41/judging,", '42/judging,1["disconnect"]', '42/judging,1["connect",{},{}]'])
def test_a_line_that_said_goodbye_gets_no_answers_any_more(shared, goodbye):
    judge = shared.judge()
    judge.line.send(goodbye)
    judge.ask("ping_me", {})
    with pytest.raises(NoAnswer):
        judge.line.text(0.3)


def test_a_second_connect_on_the_same_line_is_refused(played):
    judge = played.judge()
    judge.line.send('40/judging,{"token":"c0-r1-device-token"}')
    judge._until(lambda said: said.startswith("44/judging"))
    assert judge.call("hello", {})["seat"]["id"] == "b1"


@pytest.mark.parametrize(
    "query", ["EIO=4&transport=polling", "EIO=4", "EIO=4&transport=polling&sid=x", "transport=websocket"]
)
def test_polling_and_older_protocols_are_refused(server, query):
    answer = ask(server.address, "GET", f"/socket.io/?{query}")
    assert answer.status == 400
    assert "set-cookie" not in answer.headers
    assert ask(server.address, "POST", f"/socket.io/?{query}", {"a": 1}).status == 400


def test_a_websocket_anywhere_else_is_no_websocket(server):
    with pytest.raises(Refused):
        WebSocket(server.address, "/stream?boards=c0.wall")
    with pytest.raises(Refused):
        WebSocket(server.address, "/boards/c0.wall")


def test_sends_are_whole_for_a_client_that_reads_one_byte_at_a_time(hasty):
    """Stock simple-websocket sends half a frame here and goes on with the next. Ten answers are more than the kernel
    keeps for one who does not read."""
    judge = hasty.judge(buffer=2048)
    judge.line.bite = 1
    numbers = [judge.ask("hello", {}) for _ in range(10)]
    assert [len(judge.answer(number)["entries"]) for number in numbers] == [400] * 10


def test_a_silent_peer_is_gone_after_ten_seconds(server, played):
    judge = played.judge()
    desk = played.desk()
    begun = time.monotonic()
    eventually(lambda: seat(desk, "b1")["connected"], 2)
    eventually(lambda: not seat(desk, "b1")["connected"], seconds(11))
    assert time.monotonic() - begun > 4, "it had said nothing wrong"
    assert judge.line.closed() in (0, 1000)


def seat(desk, id):
    return next(each for each in desk.ask("GET", "").json["seats"] if each["id"] == id)


def test_a_flood_on_one_line_does_not_hold_up_the_others(line, shared):
    judge, stranger = shared.judge(), line()
    stop = threading.Event()

    def flood():
        flooding = (b"\x81\x81\0\0\0\0" + b"3") * 5000
        stranger.sock.settimeout(None)
        while not stop.is_set():
            try:
                stranger.sock.sendall(flooding)
            except OSError:
                return

    thread = threading.Thread(target=flood)
    thread.start()
    try:
        waits = []
        for _ in range(20):
            begun = time.monotonic()
            judge.call("ping_me", {})
            waits.append(time.monotonic() - begun)
    finally:
        stop.set()
        stranger.sock.shutdown(2)
        thread.join()
    assert sorted(waits)[10] < 0.1, waits


def test_the_close_handshake_is_answered(line):
    found = line()
    found.send_frame(CLOSE, (1000).to_bytes(2, "big"))
    assert found.closed() == 1000


@pytest.mark.parametrize("size", [0, 1, 125, 126, 127, 2**16 - 1, 2**16])
def test_a_text_goes_out_in_the_frame_that_wsproto_would_make(size):
    text = "分" * (size // 3) + "x" * (size % 3)
    assert driver.text_frame(text.encode()) == Connection(ConnectionType.SERVER).send(TextMessage(data=text))


def seen_by_wsproto(data):
    """The text, where wsproto sees exactly one whole text message in the bytes and nothing else."""
    server = Connection(ConnectionType.SERVER)
    try:
        server.receive_data(data)
        events = list(server.events())
        left = bool(server._proto._frame_decoder.buffer) or server._proto._frame_decoder.header is not None
    except (RemoteProtocolError, LocalProtocolError):
        return None
    if left or len(events) != 1 or not isinstance(events[0], TextMessage):
        return None
    return events[0].data if events[0].frame_finished and events[0].message_finished else None


@pytest.mark.parametrize("size", [0, 1, 2, 3, 4, 125, 126, 127, 400, 4000])
def test_a_text_in_one_frame_is_read_as_wsproto_reads_it(size):
    text = "分" * (size // 3) + "x" * (size % 3)
    data = Connection(ConnectionType.CLIENT).send(TextMessage(data=text))
    assert driver.whole_text(data) == text == seen_by_wsproto(data)
    assert driver.whole_text(data[:-1]) is None
    assert driver.whole_text(data + b"\x81") is None


@given(st.text(max_size=200), st.integers(0, 12), st.binary(max_size=2))
def test_what_is_read_without_wsproto_is_what_wsproto_would_read(text, at, noise):
    """Frames with a few bytes altered: one that is read at all is read as wsproto reads it."""
    data = bytearray(Connection(ConnectionType.CLIENT).send(TextMessage(data=text)))
    data[at : at + len(noise)] = noise
    found = driver.whole_text(bytes(data))
    assert found is None or found == seen_by_wsproto(bytes(data))
