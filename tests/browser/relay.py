"""A line that can be cut, or go silent: relays bytes between a page and its server until the test says otherwise."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Iterator
from typing import Literal

Direction = Literal["up", "down"]
"""To the server, to the page."""


class Relay:
    """Listens on a port of its own; `cut` breaks every connection and takes no new one until `mend`.

    `swallow` is a Wi-Fi that is only half there: connections stay open and new ones are taken, but nothing arrives on
    either side, not even that somebody hung up.
    """

    def __init__(self, port: int) -> None:
        self._server = ("127.0.0.1", port)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._open: set[socket.socket] = set()
        self._whole = threading.Event()
        self._whole.set()
        self._silent: set[str] = set()
        self._speaks = threading.Event()
        self._speaks.set()
        self.heard: list[bytes] = []
        """What came down the line so far, as it came."""
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        threading.Thread(target=self._accept, daemon=True).start()

    def cut(self) -> None:
        """Break the line."""
        self._whole.clear()
        self._break()

    def swallow(self, *directions: Direction) -> None:
        """Let nothing through any more, in these directions (default: both), and say nothing of it."""
        self._speaks.clear()
        self._silent |= set(directions or ("up", "down"))

    def mend(self) -> None:
        """Take new connections again. What was swallowed is lost, and those it was lost from are broken."""
        if self._silent:
            self._break()
        self._silent.clear()
        self._speaks.set()
        self._whole.set()

    def _break(self) -> None:
        for each in list(self._open):
            with contextlib.suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """End it."""
        self.cut()
        self._speaks.set()
        self._listener.close()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                self._take(self._listener.accept()[0])

    def _take(self, near: socket.socket) -> None:
        if not self._whole.is_set():
            near.close()
        elif "up" in self._silent:
            self._open.add(near)
            threading.Thread(target=self._strand, args=(near,), daemon=True).start()
        else:
            self._connect(near)

    def _connect(self, near: socket.socket) -> None:
        try:
            far = socket.create_connection(self._server)
        except OSError:  # nobody serves
            near.close()
            return
        self._open |= {near, far}
        for way in ((near, far, "up"), (far, near, "down")):
            threading.Thread(target=self._carry, args=way, daemon=True).start()

    def _strand(self, near: socket.socket) -> None:
        """A connection that was taken and goes nowhere."""
        self._speaks.wait()
        self._open.discard(near)
        near.close()

    def _carry(self, one: socket.socket, other: socket.socket, direction: Direction) -> None:
        with contextlib.suppress(OSError):
            while data := one.recv(65536):
                if direction == "down":
                    self.heard.append(data)
                if direction not in self._silent:
                    other.sendall(data)
        if direction in self._silent:
            self._speaks.wait()  # nor does the end of it arrive
        with contextlib.suppress(OSError):
            other.shutdown(socket.SHUT_RDWR)
        self._open.discard(one)
        one.close()


@contextlib.contextmanager
def relay(port: int) -> Iterator[Relay]:
    """A relay to a port of this machine until the block ends."""
    line = Relay(port)
    try:
        yield line
    finally:
        line.close()
