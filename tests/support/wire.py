"""A websocket and a judge's Socket.IO line of the tests' own, byte by byte on a plain socket: standard library only.

It checks strictly what the server sends (a half frame, a masked one or bits that were not agreed on raise) and sends
whatever a test asks for, right or wrong.
"""

from __future__ import annotations

import base64
import json
import os
import socket
import ssl
import struct
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

TEXT, BINARY, CLOSE, PING, PONG = 1, 2, 8, 9, 10
SOCKET_IO = "/socket.io/?EIO=4&transport=websocket"
WITHIN = 10.0  # seconds a test waits for an answer


class Refused(Exception):
    """The server did not open a websocket: its status and body."""

    def __init__(self, status: int, body: bytes) -> None:
        super().__init__(f"{status}: {body[:200]!r}")
        self.status, self.body = status, body


class Closed(Exception):
    """The line has ended: the close code, or 0 where the socket just went away."""

    def __init__(self, code: int = 0, reason: str = "") -> None:
        super().__init__(f"closed {code} {reason}")
        self.code = code


class Broken(AssertionError):
    """What came is no websocket frame of a server."""


class NoAnswer(AssertionError):
    """Nothing came within the time."""


Address = tuple[str, int]


def connect(address: Address, *, buffer: int = 0, tls: ssl.SSLContext | None = None) -> socket.socket:
    """A connection; `buffer` bounds what the kernel takes for a reader that does not read."""
    sock = socket.socket()
    if buffer:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, buffer)
    sock.settimeout(WITHIN)
    sock.connect(address)
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return tls.wrap_socket(sock, server_hostname=address[0]) if tls else sock


class WebSocket:
    """An open websocket. `bite`: how many bytes at most one read takes."""

    def __init__(
        self,
        address: Address,
        path: str = SOCKET_IO,
        headers: Mapping[str, str] | None = None,
        *,
        buffer: int = 0,
        bite: int = 65536,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self.sock = connect(address, buffer=buffer, tls=tls)
        self.bite = bite
        self._read = bytearray()
        key = base64.b64encode(os.urandom(16)).decode()
        lines = {
            "Host": f"{address[0]}:{address[1]}",
            "Upgrade": "websocket",
            "Connection": "Upgrade",
            "Sec-WebSocket-Version": "13",
            "Sec-WebSocket-Key": key,
        } | dict(headers or {})
        head = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
        self.sock.sendall(f"GET {path} HTTP/1.1\r\n{head}\r\n".encode())
        self.status, self.headers = self._response_head()
        if self.status != 101:
            body = self._exactly(int(self.headers.get("content-length", "0")))
            self.drop()
            raise Refused(self.status, body)

    def _response_head(self) -> tuple[int, dict[str, str]]:
        while b"\r\n\r\n" not in self._read:
            self._more()
        head, _, rest = bytes(self._read).partition(b"\r\n\r\n")
        self._read = bytearray(rest)
        status, *lines = head.decode().split("\r\n")
        named = (line.partition(":") for line in lines)
        return int(status.split()[1]), {name.lower(): value.strip() for name, _, value in named}

    def _more(self) -> None:
        try:
            data = self.sock.recv(self.bite)
        except TimeoutError:
            raise NoAnswer("nothing came") from None
        except OSError:
            raise Closed from None
        if not data:
            raise Closed
        self._read += data

    def _exactly(self, size: int) -> bytes:
        while len(self._read) < size:
            self._more()
        data = bytes(self._read[:size])
        del self._read[:size]
        return data

    def send_frame(self, opcode: int, payload: bytes = b"", *, final: bool = True, rsv: int = 0) -> None:
        """Send one frame, masked as a client must (with zeros, which change nothing). Closed: nobody takes it."""
        size = len(payload)
        length = bytes([0x80 | size]) if size < 126 else None
        if length is None:
            length = struct.pack(">BH", 0xFE, size) if size < 65536 else struct.pack(">BQ", 0xFF, size)
        try:
            self.sock.sendall(bytes([final << 7 | rsv << 4 | opcode]) + length + b"\0\0\0\0" + payload)
        except TimeoutError:
            raise NoAnswer("the server does not read") from None
        except OSError:
            raise Closed from None

    def send(self, text: str) -> None:
        """Send a text message."""
        self.send_frame(TEXT, text.encode("utf-8", "surrogatepass"))

    def frame(self, within: float = WITHIN) -> tuple[int, bytes]:
        """The next frame: opcode and payload. Closed with its code; Broken; NoAnswer."""
        self.sock.settimeout(within)
        first, second = self._exactly(2)
        if not first & 0x80 or first & 0x70 or second & 0x80:
            raise Broken(f"frame head {first:02x} {second:02x}")
        size = second & 0x7F
        if size > 125:
            size = int.from_bytes(self._exactly(2 if size == 126 else 8), "big")
        payload = self._exactly(size)
        opcode = first & 0x0F
        if opcode == CLOSE:
            raise Closed(int.from_bytes(payload[:2], "big"), payload[2:].decode())
        if opcode not in (TEXT, PING, PONG):
            raise Broken(f"opcode {opcode}")
        return opcode, payload

    def text(self, within: float = WITHIN) -> str:
        """The next text message."""
        end = time.monotonic() + within
        while True:
            opcode, payload = self.frame(max(end - time.monotonic(), 0.001))
            if opcode == TEXT:
                return payload.decode()

    def closed(self, within: float = WITHIN) -> int:
        """Wait until the server ends the line; its close code (0: none)."""
        end = time.monotonic() + within
        while time.monotonic() < end:
            try:
                self.frame(max(end - time.monotonic(), 0.001))
            except Closed as closed:
                return closed.code
        raise NoAnswer("the line stays open")

    def drop(self) -> None:
        """Go away without a word."""
        self.sock.close()


@dataclass
class Judge:
    """A judge's device on the namespace /judging. Acks are matched by number; calls that came are in `calls`."""

    address: Address
    token: str
    headers: Mapping[str, str] = field(default_factory=dict)
    buffer: int = 0
    tls: ssl.SSLContext | None = None
    calls: list[tuple[str, Any]] = field(default_factory=list)
    _answers: dict[int, list[Any]] = field(default_factory=dict)
    _asked: int = 0

    def __post_init__(self) -> None:
        self.line = WebSocket(self.address, headers=self.headers, buffer=self.buffer, tls=self.tls)
        self._until(lambda said: said.startswith("0{"))
        self.line.send("40/judging," + json.dumps({"token": self.token}))
        said = self._until(lambda said: said.startswith(("40/judging", "44/judging")))
        kind, _, data = said.partition(",")
        self.refused: Any = json.loads(data) if kind.startswith("44") else None
        if self.refused:
            self.leave()

    def _until(self, wanted: Any, within: float = WITHIN) -> str:
        end = time.monotonic() + within
        while True:
            said = self.line.text(max(end - time.monotonic(), 0.001))
            self._take(said)
            if wanted(said):
                return said

    def _take(self, said: str) -> None:
        if said == "2":
            self.line.send("3")
        elif said.startswith("42/judging,"):
            name, *data = json.loads(said.removeprefix("42/judging,"))
            self.calls.append((name, data[0] if data else None))
        elif said.startswith("43/judging,"):
            number, _, answer = said.removeprefix("43/judging,").partition("[")
            self._answers[int(number)] = json.loads("[" + answer)

    def ask(self, event: str, *data: Any) -> int:
        """Send an event that wants an ack; its number."""
        self._asked += 1
        self.line.send(f"42/judging,{self._asked}" + json.dumps([event, *data]))
        return self._asked

    def answer(self, number: int, within: float = WITHIN) -> dict[str, Any]:
        """The ack of that number. NoAnswer, Closed."""
        if number not in self._answers:
            self._until(lambda _: number in self._answers, within)
        (answer,) = self._answers.pop(number)
        return dict(answer)

    def call(self, event: str, *data: Any, within: float = WITHIN) -> dict[str, Any]:
        """An event and its ack."""
        return self.answer(self.ask(event, *data), within)

    def wait_for(self, name: str, within: float = WITHIN) -> Any:
        """The data of the next call of that name, past or to come."""
        while not any(call[0] == name for call in self.calls):
            self._until(lambda said: said.startswith("42/judging,"), within)
        found = next(call for call in self.calls if call[0] == name)
        self.calls.remove(found)
        return found[1]

    def settle(self) -> None:
        """Everything the server said before now has been heard: a question's answer comes behind it."""
        self.call("ping_me", {})

    def leave(self) -> None:
        """Go away without a word."""
        self.line.drop()
