"""`GET /stream?boards=a,b`: boards as Server-Sent Events, one pre-encoded frame written to every reader's socket.

It stands before Flask and writes its own response head. A reader's socket never blocks the loop: what the kernel
does not take
is kept as the tail of that one frame; while a tail waits, further frames are skipped whole, and the reader then
gets the newest
snapshot. Memory a reader is bounded by one snapshot and the socket's send buffer.
"""

from __future__ import annotations

import contextlib
import socket
import ssl
from collections.abc import Callable
from functools import partial
from typing import Any
from urllib.parse import parse_qs

import gevent
import structlog
from gevent.lock import Semaphore
from gevent.pywsgi import WSGIHandler
from gevent.ssl import SSLSocket

from ..people import People
from ..scoring.refused import Refused
from .boards import Channel, Frame, Hub, since

log = structlog.get_logger()

HEARTBEAT = 15.0
SEND_BUFFER = 64 * 1024  # or the kernel keeps megabytes of stale frames for each slow reader
STUCK = 60.0  # seconds after which a reader who takes nothing is let go
YIELD_EVERY = 100
MOST_BOARDS = 12
COOKIE = "contest_session"

_HEAD = (
    b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream; charset=utf-8\r\nCache-Control: no-store\r\n"
    b"Connection: close\r\nX-Accel-Buffering: no\r\nX-Content-Type-Options: nosniff\r\n\r\nretry: 2000\n\n"
)
_BEAT = b"event: heartbeat\ndata: {}\n\n"


class Handler(WSGIHandler):
    """pywsgi's handler, which also hands the application its socket."""

    def get_environ(self) -> dict[str, Any]:
        environ: dict[str, Any] = super().get_environ()
        environ["contest.handler"] = self
        return environ

    def log_request(self) -> None:
        """No line a request: addresses and codes do not belong into a log, and metrics count requests."""


class Reader:
    """One open stream: its socket, its boards, and the unsent tail of a frame."""

    __slots__ = ("_send", "boards", "gone", "missed", "sock", "tail", "token")

    def __init__(self, sock: Any, boards: tuple[Channel, ...], token: str) -> None:
        self.sock, self.boards, self.token = sock, boards, token
        # Without TLS the system call itself: nothing here costs more than the few steps before it, 500 times a frame.
        self._send = partial(send_now, sock) if isinstance(sock, SSLSocket) else sock._sock.send
        self.tail = b""
        self.missed = False
        self.gone = False

    def write(self, data: bytes) -> None:
        """Send what the socket takes now; keep the rest of this frame, skip whole frames while it waits."""
        if self.tail:
            self.missed = True
            return
        try:
            sent = self._send(data)
        except BlockingIOError:
            sent = 0
        except OSError:
            self.leave()
            return
        if sent < len(data):
            self.tail = data[sent:]
            gevent.spawn(self._finish)

    def _finish(self) -> None:
        """Wait until the reader has taken the tail, then give it the newest there is."""
        try:
            while self.tail and not self.gone:
                gevent.socket.wait_write(self.sock.fileno(), timeout=STUCK)
                self.tail = self.tail[send_now(self.sock, self.tail) :]
        except OSError:
            self.leave()
            return
        if self.missed and not self.gone:
            self.missed = False
            self.write(newest(self.boards))

    def leave(self) -> None:
        """Let go of the reader; its handler, which waits for it, ends."""
        self.gone = True
        with contextlib.suppress(OSError):
            self.sock.shutdown(socket.SHUT_RDWR)


def send_now(sock: Any, data: bytes) -> int:
    """How many bytes the socket took without waiting. OSError: the reader is gone.

    gevent's sockets are non-blocking below; its own `send` would wait, and its SSLSocket.send waits whatever
    timeout one gives.
    """
    try:
        if not isinstance(sock, SSLSocket):  # hasattr(_sslobj) would cost a fifth of the send itself
            return int(sock._sock.send(data))
        if sock._sslobj is None:
            raise OSError("TLS is shut down")
        return int(sock._sslobj.write(data))
    except (BlockingIOError, ssl.SSLWantWriteError, ssl.SSLWantReadError):
        return 0


def _event(name: str, json: bytes, id: str = "") -> bytes:
    return (b"id: %s\n" % id.encode() if id else b"") + b"event: %s\ndata: %s\n\n" % (name.encode(), json)


def _bundle(boards: tuple[Channel, ...], events: list[tuple[str, bytes]]) -> bytes:
    """Events that belong together. Only the last bears an id, for that says the reader has all of these boards."""
    marks = "_".join(board.mark for board in boards)
    return b"".join(_event(*each) for each in events[:-1]) + b"".join(_event(*each, marks) for each in events[-1:])


def newest(boards: tuple[Channel, ...]) -> bytes:
    """Every board of a stream, whole."""
    return _bundle(boards, [("snapshot", board.snapshot()) for board in boards])


class Streams:
    """Every open stream of this process, as a WSGI layer before the application."""

    def __init__(self, hub: Hub, people: People, inner: Callable[..., Any]) -> None:
        self._hub, self._people, self._inner = hub, people, inner
        self._groups: dict[tuple[str, ...], set[Reader]] = {}
        self._said: dict[str, str] = {}  # board → the mark of the last frame that readers were sent
        self._turn = Semaphore()
        hub.listeners.append(self._frame)
        people.ended.append(self._ended)

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
        if environ.get("PATH_INFO") != "/stream":
            return self._inner(environ, start_response)
        if environ["REQUEST_METHOD"] != "GET" or "contest.handler" not in environ:
            return _answer(start_response, "405 Method Not Allowed", b"GET only")
        token = _cookie(environ)
        names = [name for name in parse_qs(environ.get("QUERY_STRING", "")).get("boards", [""])[0].split(",") if name]
        try:
            if not 0 < len(names) <= MOST_BOARDS:
                raise Refused("unknown_board", board="")
            for _ in range(2):  # opening a contest waits, and somebody may sign out meanwhile: the second time does not
                boards = tuple(self._hub.channel(name, self._people.session(token)) for name in names)
        except Refused as refused:
            status = "403 Forbidden" if refused.code == "forbidden" else "404 Not Found"
            return _answer(start_response, status, refused.code.encode())
        self._serve(environ, boards, token)
        return []

    def _serve(self, environ: dict[str, Any], boards: tuple[Channel, ...], token: str) -> None:
        """Hold the stream open until its reader leaves."""
        handler = environ["contest.handler"]
        handler.close_connection = True
        sock = handler.socket
        with contextlib.suppress(OSError):
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER)
            # Or a frame waits for the reader's word on the one before it, up to 200 ms on some systems.
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        reader = Reader(sock, boards, token)
        group = tuple(board.name for board in boards)
        # The first bytes and the place in the group belong together: nothing switches between them, so no frame is
        # missed.
        reader.write(_HEAD + self._first(boards, environ.get("HTTP_LAST_EVENT_ID", "")))
        self._groups.setdefault(group, set()).add(reader)
        try:
            if not reader.gone:
                sock.recv(1)  # ends when the reader leaves; one who has more to say has nothing to say to us
        except (OSError, ValueError):  # ValueError: TLS that we have shut down
            pass
        finally:
            reader.gone = True
            self._groups[group].discard(reader)
            if not self._groups[group]:
                del self._groups[group]

    @staticmethod
    def _first(boards: tuple[Channel, ...], last: str) -> bytes:
        """What a reader gets at first: the frames since it was last here where they are kept, else snapshots."""
        marks = last.split("_")
        if len(marks) != len(boards):
            return newest(boards)
        out: list[tuple[str, bytes]] = []
        for board, mark in zip(boards, marks, strict=True):
            frames = since(board, mark)
            if frames is None:
                out.append(("snapshot", board.snapshot()))
            else:
                out.extend(("frame", frame.json) for frame in frames)
        return _bundle(boards, out)

    def _frame(self, channel: Channel, frame: Frame) -> None:
        """Write a frame to everyone who watches the board, letting the loop breathe in between; one frame after the
        other, so that the id beside each tells what was written, not what is still to come."""
        self._said.setdefault(channel.name, frame.since)
        with self._turn:
            self._said[channel.name] = frame.to
            for group, readers in list(self._groups.items()):
                if channel.name in group and readers:
                    boards = next(iter(readers)).boards
                    marks = "_".join(self._said.get(board.name, board.mark) for board in boards)
                    self._write(readers, _event("frame", frame.json, marks))

    @staticmethod
    def _write(readers: set[Reader], data: bytes) -> None:
        for k, reader in enumerate(list(readers), start=1):
            if not reader.gone:
                reader.write(data)
            if k % YIELD_EVERY == 0:
                gevent.sleep(0)

    def beat(self) -> None:
        """Tell every reader, each 15 s by a fixed timer, that the line is alive."""
        while True:
            gevent.sleep(HEARTBEAT)
            for readers in list(self._groups.values()):
                self._write(readers, _BEAT)

    def _ended(self, tokens: set[str]) -> None:
        """Shut the streams of sessions that are no more."""
        for readers in list(self._groups.values()):
            for reader in list(readers):
                if reader.token and self._people.session(reader.token) is None:
                    reader.leave()

    @property
    def count(self) -> int:
        """How many streams are open."""
        return sum(map(len, self._groups.values()))


def _cookie(environ: dict[str, Any]) -> str:
    for pair in environ.get("HTTP_COOKIE", "").split(";"):
        name, _, value = pair.strip().partition("=")
        if name == COOKIE:
            return value
    return ""


def _answer(start_response: Any, status: str, body: bytes) -> list[bytes]:
    start_response(status, [("Content-Type", "text/plain; charset=utf-8"), ("Content-Length", str(len(body)))])
    return [body]
