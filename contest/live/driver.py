"""The websocket driver: stock simple-websocket, with three faults repaired that were measured under gevent.

- It calls `sock.send`, which under gevent may send half a frame to a slow client: here every send is whole, or
fails in time.
- It accepts deflate, so that one small frame grows to megabytes: here none is offered.
- It bounds no message: here 64 kB, counted while the message arrives.
It also needs no reader greenlet a socket: `receive` reads the socket itself. Nothing more is read from a device while
answers wait for it (engineio's queue has no bound of its own), and what is no Socket.IO text ends the line at once.
"""

from __future__ import annotations

import contextlib
import re
import socket
from typing import Any

import gevent
import gevent.event
import simple_websocket
from engineio.async_drivers import gevent as engineio_gevent
from gevent.lock import RLock
from simple_websocket.ws import Base
from wsproto.utilities import RemoteProtocolError

MOST_BYTES = 64 * 1024
SEND_WITHIN = 9.0  # seconds: ping interval + timeout; whoever takes longer to read is gone
SEND_BUFFER = 64 * 1024  # or the kernel takes megabytes of answers for a device that does not read
MOST_UNSENT = 16  # answers that wait for a device; until it takes some, nothing more is read from it
LINGER = 256 * 1024  # bytes still taken after a line was ended, or a reset would overtake the close code
_SPOKEN = re.compile("[13]|4[012]")  # engineio's close, pong, message: connect, disconnect, event. JSON, never binary
_UNSUPPORTED = 1003


class _NoThread:
    """In place of simple-websocket's reader thread."""

    name = "(_thread)"

    def __init__(self, target: Any) -> None:
        pass

    def start(self) -> None:
        pass


class _WholeSends:
    """A socket whose `send` sends everything, one sender at a time; behind a frame that was cut off nothing more."""

    def __init__(self, sock: Any) -> None:
        self._sock = sock
        self._lock = RLock()
        self._torn = False
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER)
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # a small answer never waits for more to send
        sock.settimeout(SEND_WITHIN)

    def send(self, data: bytes) -> int:
        with self._lock:
            if self._torn:
                raise OSError("a frame was cut off")
            self._torn = True
            self._sock.sendall(data)
            self._torn = False
        return len(data)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._sock, name)


def text_frame(text: bytes) -> bytes:
    """A whole message in one frame, unmasked (RFC 6455, section 5.2): FIN and text, the length in 1, 3 or 9 bytes."""
    size = len(text)
    if size < 126:
        return b"\x81%c%b" % (size, text)
    if size < 2**16:
        return b"\x81\x7e%b%b" % (size.to_bytes(2, "big"), text)
    return b"\x81\x7f%b%b" % (size.to_bytes(8, "big"), text)


def whole_text(data: bytes) -> str | None:
    """The text, where the bytes are exactly one text in one frame from a client; read in a tenth of the time that
    wsproto takes. None: anything else, faults too, which wsproto is to see."""
    size, at = (data[1] & 0x7F, 2) if len(data) > 5 else (0, 2)
    if size == 126:
        size, at = int.from_bytes(data[2:4], "big"), 4
    shortest = (at == 2) == (size < 126)
    if not (data[0] == 0x81 and data[1:2] >= b"\x80" and shortest and len(data) == at + 4 + size):
        return None
    mask = (data[at : at + 4] * (size // 4 + 1))[:size]
    text = int.from_bytes(data[at + 4 :], "big") ^ int.from_bytes(mask, "big")
    try:
        return text.to_bytes(size, "big").decode()
    except UnicodeDecodeError:
        return None


class BoundedServer(simple_websocket.Server):
    """A websocket of at most 64 kB a message, without deflate, read by whoever calls `receive`."""

    def __init__(self, environ: dict[str, Any]) -> None:
        plain = {key: value for key, value in environ.items() if key != "HTTP_SEC_WEBSOCKET_EXTENSIONS"}
        super().__init__(plain, max_message_size=MOST_BYTES, thread_class=_NoThread, event_class=gevent.event.Event)

    sock: Any
    connected: bool
    _plain = True  # every reading so far was one text in one frame, as sheets nearly always are

    def handshake(self) -> None:
        self.sock = _WholeSends(self.sock)
        super().handshake()

    def receive(self, timeout: float | None = None) -> Any:
        """The next message. ConnectionClosed: the other side is gone, silent for too long, or sent too much."""
        while self.connected and not self.input_buffer:
            try:
                data = self.sock.recv(self.receive_bytes)
                if not data:
                    break
                if len(data) == self.receive_bytes:
                    gevent.sleep(0.001)  # recv waits only when there is nothing: a flood would keep the loop to itself
                text = whole_text(data) if self._plain else None
                if text is not None:
                    return text
                self._plain = False  # from here on wsproto may hold a part of something
                self.ws.receive_data(data)
                self.connected = self._handle_events()
            except (OSError, RemoteProtocolError):
                break
        if self.input_buffer:
            return self.input_buffer.pop(0)
        self._let_go()
        raise simple_websocket.ConnectionClosed(self.close_reason, self.close_message)

    def send(self, data: str) -> None:
        """Send a text. ConnectionClosed: the line is over. The frame is put together here, in a tenth of the time that
        wsproto takes: what a server sends is a head of 2 to 10 bytes and the text as it is."""
        if not self.connected:
            raise simple_websocket.ConnectionClosed(self.close_reason, self.close_message)
        self.sock.send(text_frame(data.encode()))

    def refuse(self, code: int) -> None:
        """End the line with a close code. For the greenlet that reads."""
        with contextlib.suppress(simple_websocket.ConnectionClosed, OSError):
            self.close(code)
        self._let_go()

    def hang_up(self) -> None:
        """End the line from beside: whoever reads finds its end at once, or a second later where the device stays."""
        with contextlib.suppress(simple_websocket.ConnectionClosed, OSError):
            self.close()
        self.connected = False
        self._shut(socket.SHUT_WR)
        gevent.spawn_later(1, self._shut, socket.SHUT_RDWR)

    def _shut(self, how: int) -> None:
        with contextlib.suppress(OSError):
            self.sock.shutdown(how)

    def _let_go(self) -> None:
        self.connected = False
        self._shut(socket.SHUT_WR)
        with contextlib.suppress(OSError), gevent.Timeout(1, False):
            left = LINGER
            while left > 0 and (data := self.sock.recv(self.receive_bytes)):
                left -= len(data)
                gevent.sleep(0)
        self.sock.close()


class WebSocketWSGI:
    """What engineio wants of a websocket: call, send, wait, close."""

    def __init__(self, handler: Any, server: Any) -> None:
        self._app = handler

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
        if "contest.handler" in environ:  # what follows a websocket on its connection is no HTTP request
            environ["contest.handler"].close_connection = True
        self._ws = BoundedServer(environ)
        self._unsent = self._app.__self__.queue.qsize  # the handler is a method of engineio's socket
        return self._app(self)

    def close(self) -> None:
        if self._ws.connected:
            self._ws.hang_up()

    def send(self, message: str) -> None:
        try:
            self._ws.send(message)
        except simple_websocket.ConnectionClosed:
            raise OSError("websocket is closed") from None

    def wait(self) -> str | None:
        """The next message; None: the line is over."""
        if not self._answers_go():
            return None
        try:
            message = self._ws.receive()
        except simple_websocket.ConnectionClosed:
            return None
        if isinstance(message, str) and _SPOKEN.match(message):
            return message
        self._ws.refuse(_UNSUPPORTED)
        return None

    def _answers_go(self) -> bool:
        """Wait while too many answers wait. False: the device did not take them, and the line is over."""
        pause = 0.0
        while self._ws.connected and self._unsent() > MOST_UNSENT:
            gevent.sleep(pause)
            pause = 0.01
        return self._unsent() <= MOST_UNSENT


def install() -> None:
    """Let engineio use this driver. tests/live/test_driver.py pins the table that is written here."""
    assert Base.send is not None
    engineio_gevent._async["websocket"] = WebSocketWSGI
