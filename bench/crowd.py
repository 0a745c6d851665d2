"""Many listeners in one process: streams or websockets, read as cheaply as can be."""

from __future__ import annotations

import re
import select
import socket
import time
from collections.abc import Callable

from .wire import Line, frame, watch

CONNECT_EVERY = 0.001  # seconds between two newcomers: their arrival is not what is measured
MARK = b'"since":'  # once in every frame of a board, whichever way it comes
_N = re.compile(rb'"since":\d+,"n":(\d+)|"n":(\d+),"digest"')


class Crowd:
    """Open sockets that count what they get."""

    def __init__(self, sockets: list[socket.socket], answer: bytes = b"") -> None:
        self._by_number = {each.fileno(): each for each in sockets}
        self._tails = dict.fromkeys(self._by_number, b"")
        self._answer = answer  # what a websocket says to a ping
        self._poll = select.epoll()
        self.frames = 0
        self.bytes = 0
        for number, sock in self._by_number.items():
            sock.setblocking(False)
            self._poll.register(number, select.EPOLLIN)

    def listen(self, seconds: float, heard: Callable[[int, bytes], None] | None = None) -> None:
        """Read for so long; `heard` gets each reader's number and bytes."""
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            for number, _ in self._poll.poll(left):
                self._read(number, heard)

    def _read(self, number: int, heard: Callable[[int, bytes], None] | None) -> None:
        sock = self._by_number[number]
        data = sock.recv(1 << 18)
        if not data:
            raise ConnectionError("the server let a listener go")
        if self._answer and data.endswith(b"\x81\x012"):
            sock.send(self._answer)
        if heard is not None:
            heard(number, data)
        self.bytes += len(data)
        seen = self._tails[number] + data
        self.frames += seen.count(MARK)
        self._tails[number] = seen[-len(MARK) + 1 :]

    def close(self) -> None:
        """Let all of them go."""
        self._poll.close()
        for sock in self._by_number.values():
            sock.close()


def spectators(port: int, board: str, count: int) -> Crowd:
    """Spectators on our streams, each with its first snapshot."""
    sockets = []
    for _ in range(count):
        sockets.append(watch(port, board)[0])
        time.sleep(CONNECT_EVERY)
    return Crowd(sockets)


def members(port: int, count: int) -> Crowd:
    """Members of the stock server's room."""
    lines = []
    for _ in range(count):
        line = Line(port)
        line.ask("watch", None)
        lines.append(line.sock)
        time.sleep(CONNECT_EVERY)
    return Crowd(lines, answer=frame(b"3"))


def newest(data: bytes) -> int:
    """The number of the last frame or snapshot that begins in `data`, 0 if none does."""
    found = _N.findall(data)
    return max(int(a or b) for a, b in found) if found else 0
