"""A Socket.IO client and a stream reader on bare sockets, as cheap as can be: what is measured is the server.

Frames are masked with zeros, which RFC 6455 allows and which costs nothing.
"""

from __future__ import annotations

import json
import socket
from typing import Any

HOST = "127.0.0.1"
WITHIN = 20.0  # seconds for anything while a line is set up
_UPGRADE = (
    "GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: {host}\r\nConnection: Upgrade\r\n"
    "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n"
)


def frame(payload: bytes) -> bytes:
    """A text frame from client to server."""
    size = len(payload)
    length = bytes((0x80 | size,)) if size < 126 else bytes((0x80 | 126,)) + size.to_bytes(2, "big")
    return b"\x81" + length + b"\0\0\0\0" + payload


def message(namespace: str, number: int, event: str, data: bytes) -> bytes:
    """An event that wants an ack, as a frame; `data` is JSON."""
    where = f"{namespace}," if namespace != "/" else ""
    return frame(b'42%s%d["%s",%s]' % (where.encode(), number, event.encode(), data))


class Unframed:
    """Bytes from a server → the messages in them."""

    def __init__(self) -> None:
        self._rest = b""

    def feed(self, data: bytes) -> list[bytes]:
        """The messages that `data` completes."""
        data = self._rest + data if self._rest else data
        found, at = [], 0
        while len(data) - at >= 2:
            size, start = data[at + 1], at + 2
            if size == 126:
                size, start = int.from_bytes(data[at + 2 : at + 4], "big"), at + 4
            elif size == 127:
                size, start = int.from_bytes(data[at + 2 : at + 10], "big"), at + 10
            if start > len(data) or start + size > len(data):
                break
            found.append(data[start : start + size])
            at = start + size
        self._rest = data[at:]
        return found


class Line:
    """A Socket.IO line in one namespace."""

    def __init__(self, port: int, namespace: str = "/", auth: Any = None) -> None:
        self.sock = dial(port)
        self.namespace = namespace
        self._unframed = Unframed()
        self._waiting: list[bytes] = []
        self.sock.sendall(_UPGRADE.format(host=f"{HOST}:{port}").encode())
        head = b""
        while b"\r\n\r\n" not in head:
            head += self._more()
        head, _, rest = head.partition(b"\r\n\r\n")
        if b" 101 " not in head:
            raise ConnectionError(head.decode())
        self._waiting += self._unframed.feed(rest)
        self.next()
        where = f"{namespace}," if namespace != "/" else ""
        self.sock.sendall(frame(f"40{where}{json.dumps(auth) if auth else ''}".encode()))
        answer = self.next()
        if not answer.startswith(b"40"):
            raise ConnectionError(answer.decode())

    def _more(self) -> bytes:
        data = self.sock.recv(65536)
        if not data:
            raise ConnectionError("the server hung up")
        return data

    def next(self) -> bytes:
        """The next message, waiting for it; pings are answered."""
        while True:
            while not self._waiting:
                self._waiting += self.read()
            found = self._waiting.pop(0)
            if found != b"2":
                return found
            self.sock.sendall(frame(b"3"))

    def read(self) -> list[bytes]:
        """What is there now, pings answered and left out; for a socket that does not wait, perhaps nothing."""
        found = self._unframed.feed(self._more())
        if b"2" in found:
            self.sock.sendall(frame(b"3"))
            found = [each for each in found if each != b"2"]
        return found

    def ask(self, event: str, data: Any) -> Any:
        """Send an event and wait for its ack."""
        self.sock.sendall(message(self.namespace, 0, event, json.dumps(data).encode()))
        while True:
            found = self.next()
            if found.startswith(b"43"):
                return json.loads(found[found.index(b"[") :])[0]


def dial(port: int) -> socket.socket:
    """A connected socket."""
    sock = socket.create_connection((HOST, port), timeout=WITHIN)
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return sock


def watch(port: int, board: str) -> tuple[socket.socket, bytes]:
    """An open stream of a board, and its bytes up to the end of the first snapshot."""
    sock = dial(port)
    sock.sendall(f"GET /stream?boards={board} HTTP/1.1\r\nHost: {HOST}:{port}\r\n\r\n".encode())
    got = b""
    while b"event: snapshot\n" not in got or not got.endswith(b"\n\n"):
        data = sock.recv(65536)
        if not data or b" 200 " not in (got + data)[:20]:
            raise ConnectionError((got + data)[:200].decode())
        got += data
    return sock, got
