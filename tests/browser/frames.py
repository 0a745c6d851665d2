"""A relay that knows what it carries: it cuts a judge's line exactly before or after one message, in either direction.

A message is named by its direction and what it says: `>upgrade`, `<upgrade`, `<open`, `>join`, `<join`, `>hello`,
`<hello`, `>sheet`, `<sheet`, `>confirm`, `<confirm`. Heartbeats and calls to the seat pass unnamed. Other requests of
the page are carried as they are, but for `>pair` and `<pair`.
"""

from __future__ import annotations

import contextlib
import json
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

NAMES = ("upgrade", "open", "join", "hello", "sheet", "confirm")
MESSAGES = [way + name for name in NAMES for way in "><" if way + name != ">open"]
_KINDS = {"0": "open", "40": "join"}


class Cut(Exception):
    """The scissors came down here."""


@dataclass
class _Line:
    """One connection of the page, and what was asked on it."""

    near: socket.socket
    far: socket.socket
    upgraded: bool = False
    paired: bool = False
    asked: dict[str, tuple[str, dict[str, Any]]] = field(default_factory=dict)  # number of the ack → event, values

    def end(self) -> None:
        for each in (self.near, self.far):
            with contextlib.suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)


class FrameRelay:
    """Listens on a port of its own. `receipts`: request → every receipt the server gave for it, delivered or not;
    `answered`: code → when (seconds, this machine's clock) the first receipt of a sheet of it left for the page, which
    is `keeps_answers` seconds after it came."""

    def __init__(self, port: int, keeps_answers: float = 0) -> None:
        self._keeps_answers = keeps_answers
        self.answered: dict[str, float] = {}
        self._server = ("127.0.0.1", port)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        self.receipts: dict[str, list[tuple[int, str]]] = {}
        self.cuts: list[str] = []
        self._armed: tuple[str, str] | None = None
        self._lines: list[_Line] = []
        self._threads = [threading.Thread(target=self._accept)]
        self._threads[0].start()

    def cut(self, when: str, message: str) -> None:
        """Break the line once, "before" or "after" the next message of that name."""
        assert self._armed is None, f"the line was never cut {self._armed}"
        self._armed = (when, message)

    def close(self) -> None:
        """End it, and every line through it."""
        self._listener.shutdown(socket.SHUT_RDWR)
        self._threads[0].join()
        self._listener.close()
        for line in self._lines:
            line.end()
        for each in self._threads:
            each.join()
        for line in self._lines:
            line.near.close()
            line.far.close()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                near, _ = self._listener.accept()
                try:
                    line = _Line(near, socket.create_connection(self._server))
                except OSError:
                    near.close()
                    continue
                self._lines.append(line)
                for carry in (self._up, self._down):
                    self._threads.append(threading.Thread(target=self._until_over, args=(carry, line)))
                    self._threads[-1].start()

    @staticmethod
    def _until_over(carry: Any, line: _Line) -> None:
        with contextlib.suppress(OSError, Cut):
            carry(line)
        line.end()

    def _up(self, line: _Line) -> None:
        while data := line.near.recv(65536):
            name = ">pair" if data.startswith(b"POST /api/pair ") else ""
            line.paired = line.paired or bool(name)
            line.upgraded = b"\r\nupgrade: websocket" in data.lower()
            self._pass(line.far, data, ">upgrade" if line.upgraded else name)
            if line.upgraded:
                self._frames(line.near, line.far, line, ">")
                return

    def _down(self, line: _Line) -> None:
        while data := line.far.recv(65536):
            if line.upgraded:
                head, _, rest = data.partition(b"\r\n\r\n")
                self._pass(line.near, head + b"\r\n\r\n", "<upgrade")
                self._frames(line.far, line.near, line, "<", rest)
                return
            name, line.paired = "<pair" if line.paired else "", False
            self._pass(line.near, data, name)

    def _frames(self, one: socket.socket, other: socket.socket, line: _Line, way: str, begun: bytes = b"") -> None:
        read = bytearray(begun)
        while True:
            while (size := _whole(read)) is None:
                data = one.recv(65536)
                if not data:
                    return
                read += data
            frame = bytes(read[:size])
            del read[:size]
            self._pass(other, frame, self._named(line, way, _text(frame)))

    def _named(self, line: _Line, way: str, text: str) -> str:
        kind, _, said = text.partition("/judging,")
        if not said:
            return way + _KINDS[text[0]] if text[:1] == "0" else ""
        if kind == "40":
            return way + _KINDS[kind]
        number, _, body = said.partition("[")
        if kind == "42" and number:
            event, values = json.loads("[" + body)
            line.asked[number] = (event, values)
            return way + str(event)
        if kind != "43":
            return ""
        event, values = line.asked[number]
        (answer,) = json.loads("[" + body)
        if "receipt" in answer:
            self._note(values, answer["receipt"])
        return way + event

    def _note(self, values: dict[str, Any], receipt: dict[str, Any]) -> None:
        self.receipts.setdefault(values["request"], []).append((receipt["seq"], receipt["head"]))
        time.sleep(self._keeps_answers)
        self.answered.setdefault(values["code"], time.time())

    def _pass(self, to: socket.socket, data: bytes, name: str) -> None:
        armed = self._armed
        if armed and armed[1] == name:
            self._armed = None
            self.cuts.append(name)
            if armed[0] == "after":
                to.sendall(data)
            raise Cut
        to.sendall(data)


def _whole(read: bytearray) -> int | None:
    """How long the first frame is, once all of it is there."""
    if len(read) < 2:
        return None
    short, mask = read[1] & 0x7F, 4 * (read[1] >> 7)
    wide = {126: 2, 127: 8}.get(short, 0)
    size = int.from_bytes(read[2 : 2 + wide], "big") if wide else short
    whole = 2 + wide + mask + size
    return whole if len(read) >= whole else None


def _text(frame: bytes) -> str:
    """What a text frame says; "" for any other."""
    if frame[0] & 0x0F != 1:
        return ""
    masked, short = frame[1] >> 7, frame[1] & 0x7F
    at = 2 + {126: 2, 127: 8}.get(short, 0)
    if not masked:
        return frame[at:].decode()
    mask, body = frame[at : at + 4], frame[at + 4 :]
    return bytes(byte ^ mask[n % 4] for n, byte in enumerate(body)).decode()


@contextlib.contextmanager
def frame_relay(port: int, keeps_answers: float = 0) -> Iterator[FrameRelay]:
    """A relay to a port of this machine until the block ends."""
    line = FrameRelay(port, keeps_answers)
    try:
        yield line
    finally:
        line.close()
